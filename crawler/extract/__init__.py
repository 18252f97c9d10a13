"""Extraction: the bytes of a fetched page in, what it says out. Never raises on what a page holds."""

from crawler.extract.page import ExtractedPage, extract_page

__all__ = ["ExtractedPage", "extract_page"]
