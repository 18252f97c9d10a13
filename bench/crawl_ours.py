"""One crawl by this project's crawler, measured from inside its process.

`python -m bench.crawl_ours JSON` crawls what the JSON says (the fields of `Ours`) and prints a `Crawled` as JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.processes import cpu_seconds
from crawler.options import CrawlOptions, Limits, Progress
from crawler.registry import load_registry
from crawler.run import run_spider
from crawler.spiders.outlet import OutletSpider

PROBE = 0.01
"""Seconds between two looks at the event loop."""


@dataclass(frozen=True, slots=True)
class Ours:
    """A crawl into a new file `db`; `delay` in seconds."""

    db: str
    registry: str
    delay: float
    workers: int = 2


@dataclass(frozen=True, slots=True)
class Crawled:
    """What a crawl did. Times are of the monotonic clock; `lag` in milliseconds; `ends` has the time of each outcome.

    `ready` is when the first feed was read: the extraction processes are up, and pages begin. `cpu` is the CPU time of all
    processes of the crawl, `page_cpu` that from `ready` on, `main_cpu` as much of it as the process with the event loop took.
    """

    began: float
    ready: float
    ended: float
    ends: list[float]
    outcomes: dict[str, int]
    lag_p50: float
    lag_p95: float
    lag_max: float
    cpu: float
    page_cpu: float
    main_cpu: float


class _ProbedSpider(OutletSpider):
    """Looks how late the event loop is while it crawls."""

    lags: list[float]

    async def start(self) -> AsyncIterator[dict[str, str]]:
        """The spider's own start, with the probe beside it."""
        self.lags = []
        probe = asyncio.ensure_future(self._probe())
        try:
            async for item in super().start():
                yield item
        finally:
            probe.cancel()

    async def _probe(self) -> None:
        while True:
            asked = time.monotonic()
            await asyncio.sleep(PROBE)
            self.lags.append(time.monotonic() - asked - PROBE)


def crawl_once(order: Ours) -> Crawled:
    """Crawl to the end. Raises RuntimeError where the crawl never came to be."""
    ends: list[float] = []
    ready: list[float] = []

    def note(step: Progress) -> None:
        if not ready:
            ready.extend((time.monotonic(), cpu_seconds(os.getpid()), time.process_time()))
        if step.outcome is not None:
            ends.append(time.monotonic())

    options = CrawlOptions(
        db=Path(order.db),
        registry=load_registry(Path(order.registry)),
        resolve={"*": "127.0.0.1"},
        limits=Limits(workers=order.workers, max_age_days=0, revisits=False),
        delay=order.delay,
        progress=note,
    )
    began, before = time.monotonic(), cpu_seconds(os.getpid())
    spider = run_spider(_ProbedSpider, options)
    ended = time.monotonic()
    if spider is None or spider.report is None or not ends:
        raise RuntimeError("the crawl ended without a page")
    whole, main = cpu_seconds(os.getpid()), time.process_time()
    lags = sorted(spider.lags) or [0.0]
    return Crawled(
        began=began,
        ready=ready[0],
        ended=ended,
        ends=ends,
        outcomes={outcome.value: count for outcome, count in spider.report.outcomes.items()},
        lag_p50=_share(lags, 0.5),
        lag_p95=_share(lags, 0.95),
        lag_max=lags[-1] * 1000,
        cpu=whole - before,
        page_cpu=whole - ready[1],
        main_cpu=main - ready[2],
    )


def _share(ordered: list[float], share: float) -> float:
    """The quantile, in milliseconds."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


def main() -> None:
    """Crawl and print what was measured."""
    order: dict[str, Any] = json.loads(sys.argv[1])
    print(json.dumps(asdict(crawl_once(Ours(**order)))))


if __name__ == "__main__":
    main()
