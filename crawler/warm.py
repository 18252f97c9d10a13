"""Imported by the fork server of the extraction pool: loads what extraction loads at its first page, so that workers, which
are replaced every few hundred pages, begin warm. (A cold worker's first page took half a second, a warm one's 20 ms.)

Loading writes to the folder for temporary files (py3langid unpacks its model there). Where that fails the fork server must
live on, since its end would hide the reason: the workers tell it.
"""

from datetime import UTC, datetime

from crawler.discovery import feeds, listing, sections, sitemaps
from crawler.extract import extract_page

__all__ = ["WARMED", "trouble"]

_WORDS = (
    "The council of the ward met on Monday to talk about the bridge, and a decision is expected before the summer. "
)
_PAGE = f"<html><head><title>A page</title></head><body><article><h1>A page</h1>{'<p>' + _WORDS * 4 + '</p>'}</article></body></html>"
_FEED = b"<rss version='2.0'><channel><item><title>A</title><link>http://a.example/a</link></item></channel></rss>"


def _warm() -> str:
    """Load all; answers the error of the system that stood in the way, or ""."""
    try:
        extract_page(_PAGE.encode(), "http://a.example/a")
        listing.read_listing(_FEED, "http://a.example/feed", datetime.now(UTC))
    except OSError as error:
        return f"{type(error).__name__}: {error}"
    return ""


WARMED = (_warm(), feeds.__name__, sections.__name__, sitemaps.__name__)


def trouble() -> str:
    """Why pages cannot be read in this process, or "". What failed in the fork server is tried again here: a disk that was
    full then may have space now.
    """
    return WARMED[0] and _warm()
