"""The spider `outlet`: crawls outlets of the registry into the store, and yields an item for each article.

`scrapy crawl outlet -a outlet=ID` crawls one (or several, apart by commas), without `outlet` all of the registry. The
file and the registry come from the settings CORROBORATE_DB, CORROBORATE_OUTLETS and CORROBORATE_OVERLAY, or environment
variables of the same names.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import logging
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import scrapy

from crawler.conductor import Conductor
from crawler.crawl import Crawl
from crawler.options import CrawlOptions
from crawler.registry import load_registry
from crawler.report import CrawlReport, OutletState
from crawler.resolver import parse_resolve


class OutletSpider(scrapy.Spider):
    """Hands the work to a `Conductor`, which fetches through this spider's engine and all its middlewares."""

    name = "outlet"
    crawl: Crawl

    def __init__(self, outlet: str = "", options: CrawlOptions | None = None, **kwargs: Any) -> None:
        super().__init__(self.name, **kwargs)
        self._outlet_ids = tuple(filter(None, (part.strip() for part in outlet.split(","))))
        self._options = options
        self.report: CrawlReport | None = None
        self.failure: Exception | None = None

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> OutletSpider:
        """Made by Scrapy: opens the store and the registry before anything is fetched."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.crawl = Crawl.open(spider._options or spider._options_from(crawler.settings))
        crawler.signals.connect(spider._end, signal=scrapy.signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[dict[str, str]]:
        """Crawl to the end, yielding a dict for each page that led to an article."""
        items = self.crawl.ledger.items
        work = asyncio.ensure_future(self._work())
        try:
            while (item := await items.get()) is not None:
                yield dataclasses.asdict(item)
        finally:
            work.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await work

    async def _work(self) -> None:
        try:
            await Conductor(self.crawl, self.crawler.engine).run()
        except asyncio.CancelledError:
            raise
        except Exception as error:
            self.failure = error
            self.logger.exception("the crawl ended early")
        finally:
            self.crawl.ledger.items.put_nowait(None)

    def _end(self, reason: str) -> None:
        """Draw up the report, give back what is still leased, close the store."""
        try:
            self.report = self.crawl.ledger.report(interrupted=reason != "finished")
            for outlet in self.report.outlets:
                if outlet.why_zero:
                    level = logging.WARNING if outlet.state is OutletState.FAILED else logging.INFO
                    self.logger.log(level, "%s: 0 articles, because: %s", outlet.outlet_id, outlet.why_zero)
        finally:
            self.crawl.close()

    def _options_from(self, settings: Any) -> CrawlOptions:
        outlets = settings.get("CORROBORATE_OUTLETS")
        overlays = tuple(Path(name) for name in settings.get("CORROBORATE_OVERLAY", "").split(os.pathsep) if name)
        return CrawlOptions(
            db=Path(settings.get("CORROBORATE_DB")),
            registry=load_registry(Path(outlets) if outlets else None, overlays),
            outlets=self._outlet_ids,
            resolve=parse_resolve(settings.get("CORROBORATE_RESOLVE")),
            delay=settings.getfloat("DOWNLOAD_DELAY"),
            contact=settings.get("CORROBORATE_CONTACT", ""),
            home=settings.get("CORROBORATE_HOME"),
            warc=Path(settings.get("CORROBORATE_WARC")) if settings.get("CORROBORATE_WARC") else None,
        )
