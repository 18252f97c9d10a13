"""Where an outlet's sources may be when the registry names none, or none that still answers."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from crawler.urls import is_fetchable

COMMON_PATHS = (
    "/sitemap-news.xml",
    "/news-sitemap.xml",
    "/sitemap_news.xml",
    "/feed",
    "/rss",
    "/feed.xml",
    "/rss.xml",
    "/atom.xml",
    "/sitemap.xml",
)
"""Paths at which news sites and their publishing systems keep feeds and news sitemaps, the best first."""

_SITEMAP_LINE = re.compile(r"^\s*site-?map\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_NEWS = re.compile(r"news|google|latest|recent|today|48", re.IGNORECASE)


def sitemaps_in_robots(text: str, base: str) -> tuple[str, ...]:
    """The `Sitemap:` lines of a robots.txt: those that name news first, at most ten."""
    urls = dict.fromkeys(urljoin(base, match) for match in _SITEMAP_LINE.findall(text))
    usable = [url for url in urls if is_fetchable(url)]
    return tuple(sorted(usable, key=lambda url: not _NEWS.search(urlsplit(url).path))[:10])


def common_sources(home: str) -> tuple[str, ...]:
    """The usual addresses of feeds and news sitemaps at the site of `home`."""
    return tuple(urljoin(home, path) for path in COMMON_PATHS)


def home_of(url: str) -> str:
    """The front page of the site of a URL, with its scheme and port.

    >>> home_of("http://paper.example:8070/feeds/all.xml")
    'http://paper.example:8070/'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"
