"""Workers are replaced after a number of pages, and the crawl goes on while they are."""

from __future__ import annotations

import asyncio
import os

import pytest

import crawler.pool
from crawler.pool import ExtractionPool


def test_more_pages_than_two_generations_of_workers_take(monkeypatch: pytest.MonkeyPatch) -> None:
    """With `max_tasks_per_child` CPython's own pool stands still here (gh-115634): it starts no new workers while it
    believes that old ones are idle.
    """
    monkeypatch.setattr(crawler.pool, "PAGES_PER_WORKER", 3)

    async def read_all() -> list[int]:
        pool = ExtractionPool(workers=2, limit=5.0)
        try:
            async with asyncio.timeout(60):
                return await asyncio.gather(*(pool.run(os.getpid) for _ in range(20)))
        finally:
            await pool.close()

    workers = asyncio.run(read_all())
    assert len(workers) == 20
    assert len(set(workers)) >= 4
