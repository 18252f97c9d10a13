"""The limit that a crawl is held against: processes that do nothing but `trafilatura.bare_extraction` with metadata.

No fetching, no store, no other work; all pages lie in memory before the clock starts, and both processes take the next
page from one counter, so that they end together.
"""

from __future__ import annotations

import multiprocessing
import time
from dataclasses import dataclass
from multiprocessing.context import SpawnContext
from pathlib import Path
from typing import Any

from bench.crawl_web import Web, saved_pages, sites


@dataclass(frozen=True, slots=True)
class Limit:
    """Pages, and the wall and CPU time that the processes took for them."""

    pages: int
    seconds: float
    cpu: float


def measure_limit(folder: str, pages: int, workers: int = 2) -> Limit:
    """Extract `pages` pages, the same ones in the same order as `Web` serves; "" stands for the benchmark's own."""
    context: SpawnContext = multiprocessing.get_context("spawn")
    ready, count, spans = context.Barrier(workers), context.Value("q", 0), context.Queue()
    processes = [
        context.Process(target=_extract, args=(folder, pages, ready, count, spans), daemon=True) for _ in range(workers)
    ]
    for process in processes:
        process.start()
    found: list[tuple[float, float, float]] = [spans.get(timeout=600) for _ in processes]
    for process in processes:
        process.join()
    seconds = max(end for _, end, _ in found) - min(begin for begin, _, _ in found)
    return Limit(pages, seconds, sum(cpu for *_, cpu in found))


def _extract(folder: str, pages: int, ready: Any, count: Any, spans: Any) -> None:
    from trafilatura import bare_extraction

    bodies = saved_pages(Path(folder)) if folder else _own(pages)
    bare_extraction(bodies[0], with_metadata=True)  # what is loaded at the first page
    ready.wait()
    begin, cpu = time.monotonic(), time.process_time()
    while True:
        with count.get_lock():
            number = count.value
            count.value += 1
        if number >= pages:
            break
        bare_extraction(bodies[number % len(bodies)], with_metadata=True)
    spans.put((begin, time.monotonic(), time.process_time() - cpu))


def _own(pages: int) -> list[bytes]:
    (site,) = sites(Web(pages, 1, ""), 80)
    return [page.body for page in site.pages if page.target in set(site.articles)]
