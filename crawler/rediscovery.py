"""Finding the sources of an outlet that has none, or none that still answers: robots.txt, the front page, usual places."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from crawler.discovery.probes import common_sources, home_of, sitemaps_in_robots
from crawler.fetch_errors import FetchError, PrivateAddressError, WaitError
from crawler.fetcher import Fetcher
from crawler.outcomes import Answer
from crawler.pollster import Pollster
from crawler.robots import origin_of
from crawler.scope import is_in_scope
from store.clock import AHEAD
from store.fetches import Fetch, add_fetch, last_fetch
from store.records import Outlet
from store.sources import Source, SourceKind, add_discovered, sources_of

if TYPE_CHECKING:
    from crawler.crawl import Crawl

logger = logging.getLogger(__name__)

MAX_PROBES = 12
"""Requests for one search: enough for robots.txt's sitemaps, the front page, its feeds and the usual places."""

SEARCH_EVERY = timedelta(days=1)
"""An outlet without sources is searched no more often."""

MIN_SECTION_LINKS = 5
"""Article links on a front page from which it can serve as a source itself."""


def needs_search(crawl: Crawl, outlet: Outlet) -> bool:
    """Whether the outlet has no source that works, and was not searched within a day."""
    sources = sources_of(crawl.store, [outlet.id])
    if any(source.failures == 0 and (source.entries or not source.last_fetch) for source in sources):
        return False
    if any(source.last_outcome == "waiting" for source in sources):
        return False
    last = last_fetch(crawl.store, outlet.id, "probe")
    return last is None or not -AHEAD < crawl.clock() - last < SEARCH_EVERY


def front_page(crawl: Crawl, outlet: Outlet) -> str:
    """Where a search begins: the site of a configured source (with its scheme and port), else of the first domain."""
    for url in (*outlet.news_sitemaps, *outlet.feeds, *outlet.sections):
        if crawl.index.outlet_of(url) == outlet:
            return home_of(url)
    return crawl.options.home.format(domain=outlet.domains[0])


class Rediscovery:
    """Searches for sources, one request after the other, as any other work on the host."""

    def __init__(self, crawl: Crawl, fetcher: Fetcher, pollster: Pollster) -> None:
        self._crawl = crawl
        self._fetcher = fetcher
        self._pollster = pollster

    async def search(self, outlet: Outlet) -> list[Source | str]:
        """Find one working source and take what it lists. Answers as `Pollster.poll`, empty where nothing was found; the
        ledger's note then says where we looked.
        """
        home = front_page(self._crawl, outlet)
        tried: list[str] = []
        try:
            queue = list(await self._sitemaps(home))
            page = await self._probe(outlet, home)
            front = await self._pollster.read(page, SourceKind.SECTION) if page else None
            listing = front.listing if front else None
            queue += [child.url for child in listing.children] if listing else []
            queue += common_sources(home)
            found = await self._first_working(outlet, queue, tried)
            if found is not None:
                return found
            if page and listing and len(listing.entries) >= MIN_SECTION_LINKS:
                return self._pollster.take(self._add(outlet, home, SourceKind.SECTION), page, listing)
        except (WaitError, PrivateAddressError) as error:
            self._crawl.ledger.note(outlet.id, f"no source that works; {error}")
            self._log_end(outlet, home, "robots", str(error))
            return []
        why = front.problem if front and front.problem else "nothing there lists articles"
        said = f"no source found at {home} ({why}; {len(tried)} usual places tried)"
        self._crawl.ledger.note(outlet.id, said)
        self._log_end(outlet, home, "probe", said)
        logger.warning("%s: no source found at %s", outlet.id, home)
        return []

    async def _sitemaps(self, home: str) -> tuple[str, ...]:
        rules = await self._crawl.robots.rules_for(home)
        return sitemaps_in_robots(rules.row.body, origin_of(home) + "/")

    async def _first_working(self, outlet: Outlet, queue: list[str], tried: list[str]) -> list[Source | str] | None:
        while queue and len(tried) < MAX_PROBES:
            url = queue.pop(0)
            if url in tried or not is_in_scope(url, outlet, self._crawl.index):
                continue
            tried.append(url)
            answer = await self._probe(outlet, url)
            if answer is None:
                continue
            reading = await self._pollster.read(answer, SourceKind.FEED)
            if reading.listing is None:
                continue
            if reading.listing.kind is SourceKind.SITEMAP_INDEX:
                queue[:0] = [child.url for child in reading.listing.children[:3]]
            elif reading.listing.entries:
                logger.warning("%s: found a source: %s", outlet.id, url)
                return self._pollster.take(self._add(outlet, url, reading.listing.kind), answer, reading.listing)
        return None

    def _add(self, outlet: Outlet, url: str, kind: SourceKind) -> Source:
        source_id = add_discovered(self._crawl.store, outlet.id, url, kind, self._crawl.clock())
        return next(source for source in sources_of(self._crawl.store, [outlet.id]) if source.id == source_id)

    async def _probe(self, outlet: Outlet, url: str) -> Answer | None:
        now = self._crawl.clock()
        try:
            answer = await self._fetcher.fetch(url, meta={"outlet_id": outlet.id})
        except (WaitError, PrivateAddressError):
            raise
        except FetchError as error:
            self._log(outlet, url, now, None, str(error))
            return None
        self._log(outlet, url, now, answer, "")
        return answer

    def _log_end(self, outlet: Outlet, home: str, kind: str, detail: str) -> None:
        """Keep why a search found nothing, where `corroborate status` finds it. One that could not begin (kind "robots") is
        not counted as the day's search.
        """
        row = Fetch(kind, home, self._crawl.clock(), "failed", self._crawl.run_id, outlet.id, detail=detail)
        add_fetch(self._crawl.store, row)

    def _log(self, outlet: Outlet, url: str, now: datetime, answer: Answer | None, detail: str) -> None:
        fetch = Fetch(
            kind="probe",
            url=url,
            fetched=now,
            outcome="read" if answer and answer.status == 200 else "failed",
            run_id=self._crawl.run_id,
            outlet_id=outlet.id,
            status=answer.status if answer else None,
            detail=detail,
            bytes=len(answer.body) if answer else 0,
        )
        add_fetch(self._crawl.store, fetch)
