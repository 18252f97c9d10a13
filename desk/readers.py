"""Reads articles for the matcher in other processes, while this one matches what was read before.

Reading is a quarter of what matching takes at 100,000 articles in the window, half at 2,000, and nothing of it hangs on any other
article.
"""

from __future__ import annotations

import collections
import gc
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import get_context
from types import TracebackType

from desk.allocation import collect_seldom, give_back_large, give_back_small
from desk.package_data import shipped_resources, shipped_tables
from desk.reading_work import begin, read
from matching.compiled import work_on
from matching.documents import TEXT_CHARACTERS
from matching.sheaf import READ, Reader, Sheaf, read_sheaf
from matching.types import Article

FROM = 2_000
"""Articles from which on starting a process, which takes a second, is less than what it saves."""
# More were not measured: reading is done long before what was read is matched.
_MOST = 4


class Readers:
    """Reads articles ahead for a window; a context, at whose end its processes end."""

    def __init__(self, total: int) -> None:
        """Make ready for so many articles in all: for few, everything is read here and now; else by a process less than there are
        processors, and at least one. The matcher works on all of them.
        """
        there = _processors()
        work_on(there)
        if total >= FROM:
            give_back_large()
        self._collecting = collect_seldom() if total >= FROM else gc.get_threshold()
        self._pool = _start(max(1, min(_MOST, there) - 1)) if total >= FROM else None
        self._begun: collections.deque[tuple[list[Article], Future[Sheaf]]] = collections.deque()

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        gc.set_threshold(*self._collecting)
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    @property
    def read(self) -> Reader | None:
        """What a window is to read by; None where it is to read by itself."""
        return None if self._pool is None else self._read

    def through(self, batches: Iterable[Sequence[Article]]) -> Iterator[Sequence[Article]]:
        """The batches as they come, each after it was begun to read the next."""
        coming = iter(batches)
        batch = next(coming, None)
        if batch is not None:
            self._begin(batch)
        while batch is not None:
            after = next(coming, None)
            if after is not None:
                self._begin(after)
            yield batch
            if self._pool is not None:
                give_back_small()
            batch = after

    def _begin(self, articles: Sequence[Article]) -> None:
        if self._pool is None:
            return
        ordered = sorted(articles, key=lambda article: article.id)
        for start in range(0, len(ordered), READ):
            some = ordered[start : start + READ]
            try:
                future = self._pool.submit(read, [_lean(article) for article in some])
            except (BrokenProcessPool, OSError) as error:  # none can be started, or none is left
                future = Future()
                future.set_exception(error)
            self._begun.append((some, future))

    def _read(self, articles: Sequence[Article]) -> Iterator[Sheaf]:
        if not self._begun or self._begun[0][0] != list(articles[:READ]):
            self._begun.clear()
            self._begin(articles)
        for left in range((len(articles) - 1) // READ, -1, -1):
            some, future = self._begun.popleft()
            while not future.done() and self._help(left):
                pass
            try:
                yield future.result()
            except (BrokenProcessPool, OSError):  # ended from outside, or never started
                yield _here(some)

    def _help(self, left: int) -> bool:
        """Read here what nobody has begun yet, the last of the next `left`; answers whether there was anything."""
        for place in range(left - 1, -1, -1):
            some, future = self._begun[place]
            if future.cancel():
                done: Future[Sheaf] = Future()
                done.set_result(_here(some))
                self._begun[place] = (some, done)
                return True
        return False


def _here(articles: Sequence[Article]) -> Sheaf:
    return read_sheaf(articles, shipped_resources().background)


def _processors() -> int:
    """How many processors this process may use; some systems only tell how many there are."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _start(count: int) -> ProcessPoolExecutor:
    context, tables = get_context("forkserver"), shipped_tables()
    return ProcessPoolExecutor(count, mp_context=context, initializer=begin, initargs=(tables,))


def _lean(article: Article) -> Article:
    """What is read of an article."""
    return replace(article, url="", text=article.text[:TEXT_CHARACTERS], links=(), authors=(), metadata_credits=())
