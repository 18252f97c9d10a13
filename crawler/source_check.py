"""Asking each feed and news sitemap of a registry once whether it answers: `corroborate outlets check --live`.

The requests go the way of every crawl: robots.txt first, one at a time per host with a pause, under our own name. Nothing
of what they bring is kept.
"""

from __future__ import annotations

import asyncio
import dataclasses
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.crawl import Crawl, configured_sources
from crawler.fetch_errors import FetchError
from crawler.fetcher import Fetcher
from crawler.options import CrawlOptions
from crawler.pollster import Pollster
from crawler.run import run_spider
from crawler.scope import ANY_HOST
from crawler.spiders.outlet import OutletSpider
from crawler.urls import slot_of
from store.sources import SourceKind


@dataclass(frozen=True, slots=True, order=True)
class SourceCheck:
    """What a source answered: `problem` "" where it can be read, and then how many entries it lists."""

    host: str
    outlet_id: str
    url: str
    kind: SourceKind
    entries: int = 0
    problem: str = ""


def check_sources(options: CrawlOptions) -> tuple[SourceCheck, ...]:
    """Ask every configured source of the options' outlets once; sorted by host, outlet and URL.

    The database of the options is not used: hosts that ask for patience are remembered for this check alone.

    Raises:
        CrawlerError: an outlet of the options is unknown.
    """
    with tempfile.TemporaryDirectory() as folder:
        bounds = dataclasses.replace(options.limits, max_age_days=0)
        here = dataclasses.replace(options, db=Path(folder) / "check.db", limits=bounds)
        spider = run_spider(SourceCheckSpider, here)
    return tuple(sorted(spider.checks)) if spider is not None else ()


class SourceCheckSpider(OutletSpider):
    """Fetches sources and looks at them, in place of crawling. Not a spider for `scrapy crawl`."""

    name = "source-check"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checks: list[SourceCheck] = []

    async def _work(self) -> None:
        try:
            await _Checks(self.crawl, self.crawler.engine, self.checks).run()
        except asyncio.CancelledError:
            raise
        except Exception as error:
            self.failure = error
            self.logger.exception("the check ended early")
        finally:
            self.crawl.ledger.items.put_nowait(None)

    def _end(self, reason: str) -> None:
        self.crawl.close()


class _Checks:
    """The sources of one check, host by host."""

    def __init__(self, crawl: Crawl, engine: Any, found: list[SourceCheck]) -> None:
        self._crawl = crawl
        self._fetcher = Fetcher(engine)
        self._pollster = Pollster(crawl, self._fetcher)
        self._found = found
        self._room = asyncio.Semaphore(crawl.limits.hosts_at_once)

    async def run(self) -> None:
        """Ask all of them; hosts at the same time, the sources of one host one after the other."""
        hosts: dict[str, list[tuple[str, str, SourceKind]]] = {}
        for outlet in self._crawl.outlets.values():
            for url, kind in configured_sources(outlet):
                hosts.setdefault(slot_of(url), []).append((outlet.id, url, kind))
        await asyncio.gather(*(self._ask_host(host, sources) for host, sources in sorted(hosts.items())))

    async def _ask_host(self, host: str, sources: list[tuple[str, str, SourceKind]]) -> None:
        async with self._room:
            for outlet_id, url, kind in sources:
                entries, problem = await self._ask(outlet_id, url, kind)
                self._found.append(SourceCheck(host, outlet_id, url, kind, entries, problem))

    async def _ask(self, outlet_id: str, url: str, kind: SourceKind) -> tuple[int, str]:
        try:
            answer = await self._fetcher.fetch(url, meta={"outlet_id": outlet_id, ANY_HOST: True})
        except FetchError as error:
            return 0, str(error)
        reading = await self._pollster.read(answer, kind)
        if reading.listing is None:
            return 0, reading.problem
        listed = len(reading.listing.entries) + len(reading.listing.children)
        return listed, "" if listed else "answers, but lists nothing"
