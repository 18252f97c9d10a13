"""Imported by the fork server of the extraction pool: loads what extraction loads at its first page, so that workers, which
are replaced every few hundred pages, begin warm. (A cold worker's first page took half a second, a warm one's 20 ms.)
"""

from datetime import UTC, datetime

from crawler.discovery import feeds, listing, sections, sitemaps
from crawler.extract import extract_page

__all__ = ["WARMED"]

_WORDS = (
    "The council of the ward met on Monday to talk about the bridge, and a decision is expected before the summer. "
)
_PAGE = f"<html><head><title>A page</title></head><body><article><h1>A page</h1>{'<p>' + _WORDS * 4 + '</p>'}</article></body></html>"
_FEED = b"<rss version='2.0'><channel><item><title>A</title><link>http://a.example/a</link></item></channel></rss>"

WARMED = (
    extract_page(_PAGE.encode(), "http://a.example/a").outcome,
    listing.read_listing(_FEED, "http://a.example/feed", datetime.now(UTC)).kind,
    feeds.__name__,
    sections.__name__,
    sitemaps.__name__,
)
