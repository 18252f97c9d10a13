"""The sitemaps that a sitemap index names: which of them are polled, and when one is let go again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.discovery.listing import Child, Listing
from crawler.polling import MAX_PERIOD
from crawler.scope import is_in_scope
from store import sources as rows
from store.records import Outlet
from store.sources import Source, SourceKind, SourceState

if TYPE_CHECKING:
    from crawler.crawl import Crawl

INDEX_CHILDREN = 5
"""Sitemaps of an index that become sources: those that name news and those that changed last."""


def follow_index(crawl: Crawl, outlet: Outlet, listing: Listing) -> list[Source]:
    """Make the newest sitemaps of an index sources of their own, and let go of those whose time is over; answers the new.

    Many sites begin a sitemap each month or day: without the second half, the list of sources would grow for ever. One
    that was given up after failures is not taken up again. Part of the transaction that is open.
    """
    now = crawl.clock()
    max_age = crawl.limits.max_age
    oldest = now - max_age if max_age else datetime.min.replace(tzinfo=UTC)
    chosen = [child.url for child in listing.children if _is_recent(child, oldest)][:INDEX_CHILDREN]
    known = {source.url: source for source in rows.sources_of(crawl.store, [outlet.id], active=False)}
    fresh = [
        url
        for url in chosen
        if (url not in known or known[url].state is SourceState.REMOVED) and is_in_scope(url, outlet, crawl.index)
    ]
    for url in fresh:
        rows.add_discovered(crawl.store, outlet.id, url, SourceKind.UNKNOWN, now)
    rows.remove_sources(crawl.store, [source.id for source in known.values() if _is_over(source, chosen)])
    return [source for source in rows.sources_of(crawl.store, [outlet.id]) if source.url in fresh]


def _is_recent(child: Child, oldest: datetime) -> bool:
    return child.modified is None or child.modified >= oldest


def _is_over(source: Source, chosen: list[str]) -> bool:
    """Whether a sitemap that was found has had nothing new for so long that it is asked once a day, or nothing young
    enough at all, while the index puts others before it.
    """
    is_sitemap = source.kind in {SourceKind.SITEMAP, SourceKind.NEWS_SITEMAP}
    is_quiet = not source.new_entries and source.period_seconds >= MAX_PERIOD.total_seconds()
    is_spent = source.last_success is not None and (is_quiet or not source.entries)
    return is_sitemap and not source.configured and is_spent and bool(chosen) and source.url not in chosen
