"""What the parts of one crawl share: the store, the registry, the clock, the manners, the pool and the ledger."""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from crawler.archive import WarcArchive
from crawler.errors import CrawlerError
from crawler.ledger import Ledger
from crawler.options import CrawlOptions, Limits, user_agent
from crawler.politeness import Manners
from crawler.pool import ExtractionPool
from crawler.registry import RegistryIndex
from store.clock import pull_back
from store.connection import Store, open_store
from store.frontier import Claim, break_dead_leases, lease_owner, release
from store.outlets import sync_registry
from store.records import Outlet
from store.sources import SourceKind, sync_sources

if TYPE_CHECKING:
    from crawler.robots import RobotsMiddleware

logger = logging.getLogger(__name__)

_LIVING: set[str] = set()
"""Lease owners at work in this process; any other of this process id is a crawl that failed."""


class UnknownOutletError(CrawlerError):
    """An outlet was named that the registry does not have."""


def make_clock(start: datetime | None) -> Callable[[], datetime]:
    """The time in UTC; with `start` a clock that begins there and goes on in real time."""
    if start is None:
        return lambda: datetime.now(UTC)
    began = time.monotonic()
    return lambda: start + timedelta(seconds=time.monotonic() - began)


class Crawl:
    """One crawl at work. `open()` makes it, `close()` ends it and gives back what it still holds."""

    robots: RobotsMiddleware

    def __init__(self, options: CrawlOptions, store: Store) -> None:
        self.options = options
        self.store = store
        self.limits: Limits = options.limits
        self.run_id = options.run_id
        self.clock = make_clock(options.now)
        self.started = self.clock()
        self.index = RegistryIndex(options.registry)
        self.outlets: dict[str, Outlet] = _chosen(options)
        self.all_ids = json.dumps(sorted(self.outlets))
        self.owner = lease_owner(secrets.token_hex(4))
        self.manners = Manners(store, self.clock, delay=options.delay, retry_base=self.limits.retry_base)
        self.pool = ExtractionPool(self.limits.workers, self.limits.extract_seconds)
        self.ledger = Ledger(self)
        self.archive = _archive(options)

    @classmethod
    def open(cls, options: CrawlOptions) -> Crawl:
        """Open the store, bring registry and sources into it, and break the leases of crawls that died.

        Raises:
            UnknownOutletError: an outlet of the options is not in the registry.
            ArchiveUnavailableError: an archive is asked for and cannot be written.
            StoreError: the file cannot be used.
        """
        _chosen(options)
        store = open_store(options.db)
        try:
            sync_registry(store, options.registry)
            late = pull_back(store, make_clock(options.now)())
            if late:
                logger.warning(
                    "%d things were due in a far future, as a clock that ran ahead leaves them: due now", late
                )
            crawl = cls(options, store)
            for outlet in crawl.outlets.values():
                sync_sources(store, outlet.id, configured_sources(outlet), crawl.started)
            break_dead_leases(store, living=_LIVING, now=crawl.started)
        except BaseException:
            store.close()
            raise
        _LIVING.add(crawl.owner)
        return crawl

    def claim(self) -> Claim:
        """Who leases now, for the outlets that may still be fetched from."""
        return Claim(self.owner, self.outlet_ids(), self.clock())

    def outlet_ids(self) -> str:
        """Ids of the outlets that may still be fetched from, as a JSON list."""
        if not self.limits.pages_per_outlet:
            return self.all_ids
        return json.dumps([id_ for id_ in self.outlets if not self.ledger.is_full(id_)])

    def close(self) -> None:
        """Give back leases and close the store."""
        if self.owner in _LIVING:
            _LIVING.discard(self.owner)
            if self.archive is not None:
                self.archive.close()
            try:
                release(self.store, self.owner)
            finally:
                self.store.close()


def _archive(options: CrawlOptions) -> WarcArchive | None:
    if options.warc is None:
        return None
    agent = user_agent(options.contact)
    about = {
        "software": agent.split(" ")[0],
        "format": "WARC File Format 1.0",
        "robots": "obeyed",
        "http-header-user-agent": agent,
    }
    about |= {"operator": options.contact} if options.contact else {}
    return WarcArchive(options.warc, about, max_bytes=options.warc_bytes)


def configured_sources(outlet: Outlet) -> list[tuple[str, SourceKind]]:
    """The sources of a registry row with the kind that the row gives them."""
    kinds = (
        (outlet.news_sitemaps, SourceKind.NEWS_SITEMAP),
        (outlet.feeds, SourceKind.FEED),
        (outlet.sections, SourceKind.SECTION),
    )
    return list({url: (url, kind) for urls, kind in kinds for url in urls}.values())


def _chosen(options: CrawlOptions) -> dict[str, Outlet]:
    known = options.registry.by_id()
    missing = [outlet_id for outlet_id in options.outlets if outlet_id not in known]
    if missing:
        raise UnknownOutletError(
            f"no outlet {', '.join(repr(name) for name in missing)} in the registry; `corroborate outlets list` shows them"
        )
    return {outlet_id: known[outlet_id] for outlet_id in sorted(options.outlets or known)}
