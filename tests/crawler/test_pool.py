"""The extraction pool: limits, workers that die, and workers that are replaced."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import pytest

from crawler.pool import ExtractionPool, PageCrashError, PageTimeoutError, time_limit

T = TypeVar("T")


def double(number: int) -> int:
    return 2 * number


def sleep(seconds: float) -> str:
    time.sleep(seconds)
    return "slept"


def fail() -> None:
    raise ValueError("nothing to read")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def deaf(seconds: float) -> None:
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    time.sleep(seconds)


def worker() -> int:
    return os.getpid()


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    fresh = asyncio.new_event_loop()
    yield fresh
    fresh.close()


def using(
    loop: asyncio.AbstractEventLoop,
    work: Callable[[ExtractionPool], Awaitable[T]],
    limit: float = 1.0,
    quota: int = 500,
) -> T:
    async def run() -> T:
        pool = ExtractionPool(2, limit, pages_per_worker=quota)
        try:
            return await work(pool)
        finally:
            await pool.close()

    return loop.run_until_complete(run())


def test_results_and_errors_come_back(loop: asyncio.AbstractEventLoop) -> None:
    async def work(pool: ExtractionPool) -> int:
        with pytest.raises(RuntimeError, match="ValueError: nothing to read"):
            await pool.run(fail)
        return await pool.run(double, 21)

    assert using(loop, work) == 42


def test_a_slow_page_is_ended_and_the_worker_lives_on(loop: asyncio.AbstractEventLoop) -> None:
    async def work(pool: ExtractionPool) -> None:
        with pytest.raises(PageTimeoutError):
            await pool.run(sleep, 30)
        assert await pool.run(sleep, 0) == "slept"

    using(loop, work, limit=0.5)


def test_a_page_that_the_alarm_does_not_end_costs_the_worker(loop: asyncio.AbstractEventLoop) -> None:
    async def work(pool: ExtractionPool) -> None:
        with pytest.raises(PageCrashError):
            await pool.run(deaf, 30)
        assert await pool.run(double, 1) == 2

    using(loop, work, limit=0.5)


def test_only_the_page_that_kills_its_worker_is_given_up(loop: asyncio.AbstractEventLoop) -> None:
    async def work(pool: ExtractionPool) -> list[object]:
        jobs = [pool.run(sleep, 0.05) for _ in range(6)]
        jobs.insert(2, pool.run(die))  # type: ignore[arg-type]
        return await asyncio.gather(*jobs, return_exceptions=True)

    results = using(loop, work)
    assert [type(result) for result in results].count(PageCrashError) == 1
    assert results.count("slept") == 6


def test_workers_are_replaced_and_nothing_hangs(loop: asyncio.AbstractEventLoop) -> None:
    async def work(pool: ExtractionPool) -> list[int]:
        return await asyncio.wait_for(asyncio.gather(*(pool.run(worker) for _ in range(40))), 60)

    assert len(set(using(loop, work, quota=5))) >= 4


def test_time_limit_leaves_no_alarm_behind() -> None:
    with pytest.raises(PageTimeoutError), time_limit(0.05):
        time.sleep(5)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_workers_that_are_started_early_are_the_ones_that_work(loop: asyncio.AbstractEventLoop) -> None:
    async def work(pool: ExtractionPool) -> set[int]:
        pool.start_soon()
        pool.start_soon()
        return set(await asyncio.gather(*(pool.run(worker) for _ in range(20))))

    found = using(loop, work)
    assert os.getpid() not in found
    assert 1 <= len(found) <= 2


def test_workers_that_nobody_needed_are_ended(loop: asyncio.AbstractEventLoop) -> None:
    kept: list[ExtractionPool] = []

    async def work(pool: ExtractionPool) -> None:
        kept.append(pool)
        pool.start_soon()

    using(loop, work)
    assert kept[0]._executor is None
