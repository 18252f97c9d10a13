"""Sitemaps, news sitemaps with their `news:` fields, and sitemap indexes."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

import lxml.etree
from usp.objects.sitemap import AbstractIndexSitemap, InvalidSitemap
from usp.tree import sitemap_from_str

from crawler.discovery.listing import MAX_CHILDREN, Child, Found, Listing, decode
from crawler.foreign import utc
from crawler.urls import absolute
from store.sources import SourceKind

logging.getLogger("usp").setLevel(logging.ERROR)


def read_sitemap(body: bytes, url: str) -> Listing:
    """The pages of a sitemap, or the sitemaps of an index.

    A sitemap with at least one `news:news` entry is a news sitemap: only its news entries count. A sitemap that is cut
    off is read as far as it goes.
    """
    tree = sitemap_from_str(decode(body))
    if isinstance(tree, AbstractIndexSitemap):
        return Listing(SourceKind.SITEMAP_INDEX, children=_children(body, url))
    if isinstance(tree, InvalidSitemap):
        return Listing(SourceKind.SITEMAP, note=f"not well-formed: {tree.reason[:120]}", broken=True)
    pages = list(tree.pages)
    news = [page for page in pages if page.news_story is not None]
    kind = SourceKind.NEWS_SITEMAP if news else SourceKind.SITEMAP
    entries = tuple(found for page in news or pages if (found := _page(page, url)) is not None)
    return Listing(kind, entries)


def _page(page: Any, base: str) -> Found | None:
    link = absolute(str(page.url), base)
    if not link:
        return None
    story = page.news_story
    evidence = {"updated": _iso(page.last_modified)}
    published = utc(page.last_modified)
    title = ""
    if story is not None:
        title = " ".join(str(story.title or "").split())
        published = utc(story.publish_date) or published
        evidence |= {
            "news.publication": story.publication_name or "",
            "news.language": story.publication_language or "",
            "news.access": story.access or "",
            "news.genres": ", ".join(story.genres),
            "news.keywords": ", ".join(story.keywords),
        }
    kept = {name: str(value)[:500] for name, value in evidence.items() if value}
    return Found(link, title[:500], published, kept)


def _children(body: bytes, base: str) -> tuple[Child, ...]:
    """The sitemaps of an index: those that name news first, then the most recently changed.

    The library reports the children of an index without their `lastmod`, so they are read here.
    """
    parser = lxml.etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    root = lxml.etree.fromstring(body, parser)
    found: dict[str, Child] = {}
    for node in root.iterfind("{*}sitemap") if root is not None else ():
        link = absolute((node.findtext("{*}loc") or "").strip(), base)
        if link:
            found.setdefault(link, Child(link, modified=_lastmod(node.findtext("{*}lastmod"))))
    oldest = datetime.min.replace(tzinfo=UTC)
    ordered = sorted(
        found.values(),
        key=lambda child: ("news" not in child.url.lower(), -(child.modified or oldest).timestamp(), child.url),
    )
    return tuple(ordered[:MAX_CHILDREN])


def _lastmod(text: str | None) -> datetime | None:
    try:
        return utc(datetime.fromisoformat((text or "").strip()))
    except ValueError:
        return None


def _iso(when: object) -> str:
    aware = utc(when)
    return aware.isoformat(timespec="seconds") if aware else ""
