"""Extraction in other processes: bounded, with a limit a page, and alive after anything a page does.

A page that takes too long is ended by an alarm inside the worker; where that does not help (the time goes by inside a C
library), a watchdog ends the worker itself. When a worker dies, the pages that were in flight are tried once more, one
at a time, so that only the page which is to blame is given up. Workers are started by a fork server that has the
extractor loaded, are replaced after a number of pages, and end when the crawl's process is gone.

Workers are replaced by replacing the whole executor: `max_tasks_per_child` of Python 3.11 and 3.12 leaves an executor
without workers, and its callers waiting for ever, when all of them reach their bound together
(https://github.com/python/cpython/issues/115634).
"""

from __future__ import annotations

import asyncio
import contextlib
import faulthandler
import logging
import multiprocessing
import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import ParamSpec, TypeVar

from crawler.errors import CrawlerError
from crawler.following import end_with_parent
from crawler.log_lines import log_to_stderr

logger = logging.getLogger(__name__)

PAGES_PER_WORKER = 500
"""Tasks after which a worker is replaced: lxml and the regular expression caches grow with the variety of pages.

All workers are replaced together, with a new executor: `max_tasks_per_child` makes CPython's pool stand still once every
worker has done its share while the queue was full (gh-115634)."""

HARD_LIMIT_FACTOR = 2.0
"""The watchdog waits for so many times the limit before it ends the worker."""

PATIENCE_FACTOR = 16.0
"""After so many times the limit without an answer the executor itself is given up: nothing may hang a crawl that nobody
watches. Twice the hard limit for each page that can be ahead in the queue of a worker, and some."""

START_SECONDS = 120.0
"""How long workers may take to start; a busy machine took three."""

PRELOADED = ["crawler.warm"]
"""Modules that the fork server loads when it starts, for all processes that are forked from it. Who starts processes of
another kind in the same program may add to them before the first crawl."""

P = ParamSpec("P")
T = TypeVar("T")


class PageTimeoutError(Exception):
    """The page took longer than its limit."""


class PageCrashError(Exception):
    """The page ended the worker that read it, twice."""


class PoolUnavailableError(CrawlerError):
    """The extraction processes cannot be started at all: no page is to blame, and no crawl can go on."""


@dataclass(frozen=True, slots=True)
class _Failure:
    """An exception that happened in a worker, as text: its own type may not survive the way back."""

    kind: str
    message: str


class ExtractionPool:
    """Runs functions over pages in `workers` processes, each page for at most `limit` seconds. Started at first use."""

    def __init__(self, workers: int, limit: float, *, pages_per_worker: int = PAGES_PER_WORKER) -> None:
        self._workers = workers
        self._limit = limit
        self._quota = pages_per_worker * workers
        self._left = 0
        self._executor: ProcessPoolExecutor | None = None
        self._retired: list[ProcessPoolExecutor] = []
        self._taken = 0
        self._alone = asyncio.Lock()
        self._changing = asyncio.Lock()
        self._starting: asyncio.Task[None] | None = None

    def start_soon(self) -> None:
        """Start the workers in the background, so that they are there when the first page is. If that is not possible,
        the first `run` says so.
        """
        if self._executor is None and self._starting is None:
            self._starting = asyncio.get_running_loop().create_task(self._start())

    async def _start(self) -> None:
        with contextlib.suppress(PoolUnavailableError):
            await self._working()

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`function(*args)` in a worker; the function and all values must be picklable.

        Raises:
            PageTimeoutError: it took too long.
            PageCrashError: it ended its worker, also when tried alone.
            RuntimeError: it raised something; the message names it.
            PoolUnavailableError: workers cannot be started.
        """
        task = _Task(function, args, kwargs, self._limit)
        try:
            result = await self._submit(task)
        except BrokenProcessPool:
            result = await self._run_alone(task)
        if isinstance(result, _Failure):
            if result.kind == PageTimeoutError.__name__:
                raise PageTimeoutError(f"took longer than {self._limit:g} s")
            raise RuntimeError(f"{result.kind}: {result.message}")  # noqa: TRY004 - the type of a result is how a worker says that it failed
        return result  # type: ignore[return-value]

    async def _run_alone(self, task: _Task) -> object:
        async with self._alone:
            try:
                return await self._submit(task)
            except BrokenProcessPool as error:
                raise PageCrashError("the page ended the process that read it") from error

    async def _submit(self, task: _Task) -> object:
        executor = await self._working()
        loop = asyncio.get_running_loop()
        try:
            return await asyncio.wait_for(loop.run_in_executor(executor, task), self._limit * PATIENCE_FACTOR)
        except (BrokenProcessPool, TimeoutError) as error:
            if self._executor is executor:
                self._executor = None
            executor.shutdown(wait=False, cancel_futures=True)
            raise BrokenProcessPool("the worker is gone or gives no answer") from error

    async def _working(self) -> ProcessPoolExecutor:
        """The executor in use, or a new one in its place: then the old one ends when it has done what it was given."""
        async with self._changing:
            if self._executor is None or self._left <= 0:
                if self._executor is not None:
                    self._executor.shutdown(wait=False)
                    self._retired.append(self._executor)
                self._executor = await asyncio.to_thread(_start, self._workers)
                self._left = self._quota
            self._left -= 1
            return self._executor

    async def close(self) -> None:
        """End the workers; what waits for one is given up."""
        if self._starting is not None:
            await asyncio.wait([self._starting])  # a thread starts them, which cannot be told to stop
        executors = [*self._retired, *filter(None, [self._executor])]
        self._executor = None
        self._retired.clear()
        for executor in executors:
            await asyncio.to_thread(executor.shutdown, wait=True, cancel_futures=True)


class _Task:
    """A call with its limit: what is sent to a worker."""

    def __init__(
        self, function: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object], limit: float
    ) -> None:
        self._call = (function, args, kwargs)
        self._limit = limit

    def __call__(self) -> object:
        function, args, kwargs = self._call
        try:
            with time_limit(self._limit):
                return function(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - whatever a page makes the extractor raise is that page's outcome
            return _Failure(type(error).__name__, str(error)[:300])


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises PageTimeoutError in the block after so many seconds; main thread only. Ends the process after twice that."""

    def expire(_signal: int, _frame: FrameType | None) -> None:
        raise PageTimeoutError

    before = signal.signal(signal.SIGALRM, expire)
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(seconds * HARD_LIMIT_FACTOR, exit=True, file=nowhere)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            faulthandler.cancel_dump_traceback_later()
            signal.signal(signal.SIGALRM, before)


def _start(workers: int) -> ProcessPoolExecutor:
    """An executor whose workers run already; raises PoolUnavailableError. Starting them waits for the fork server, so not in the event loop's thread."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_prepare_worker)
    try:
        answers = [started.result(START_SECONDS) for started in [executor.submit(_trouble) for _ in range(workers)]]
    except (BrokenProcessPool, OSError, EOFError, TimeoutError) as error:
        executor.shutdown(wait=False, cancel_futures=True)
        raise PoolUnavailableError(
            f"the processes for extraction cannot be started ({type(error).__name__}: {error}). A script that calls crawl() "
            "needs a file of its own, with its main program under `if __name__ == '__main__':`; else see whether memory or "
            "process limits are reached."
        ) from error
    if trouble := next(filter(None, answers), ""):
        executor.shutdown(wait=False, cancel_futures=True)
        raise PoolUnavailableError(
            f"{tempfile.gettempdir()}: what reads pages cannot be loaded ({trouble}). It unpacks its language model into this "
            "folder for temporary files: free some megabytes there, or name another folder in the environment variable TMPDIR, "
            "then run it again. Pages that are stored wait for that."
        )
    return executor


def _trouble() -> str:
    """Why this worker cannot read pages, or ""."""
    from crawler.warm import trouble

    return trouble()


def _prepare_worker() -> None:
    """Leave Ctrl-C to the parent, log in lines, and go when the parent is gone (also when it was killed)."""
    log_to_stderr(logging.WARNING)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
