"""Articles that are read in other processes are read as they would be here."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest

from bench.stream import Shape, Stream
from desk import readers
from desk.package_data import shipped_resources
from desk.readers import Readers
from matching.compiled import processors, work_on
from matching.sheaf import READ, Sheaf
from matching.snapshot import save_window
from matching.types import Article
from matching.window import Window

COUNT = 2 * READ + 40


@pytest.fixture(autouse=True)
def _one_thread_after() -> Iterator[None]:
    yield
    work_on(1)


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    stream = iter(Stream(Shape(), seed=3))
    return [next(stream)[0] for _ in range(COUNT)]


def batches(articles: Sequence[Article]) -> Iterator[list[Article]]:
    for start in range(0, len(articles), 300):
        yield list(reversed(articles[start : start + 300]))


def window_by(articles: Sequence[Article], total: int, disturb: bool = False) -> Window:
    window = Window(shipped_resources())
    with Readers(total) as held:
        for batch in held.through(batches(articles)):
            if disturb:
                _end_workers(held)
            window.update(batch, read=held.read)
    return window


def _end_workers(held: Readers) -> None:
    """As a system does that is short of memory."""
    assert held._pool is not None
    for process in list((held._pool._processes or {}).values()):
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    deadline = time.monotonic() + 20
    while not held._pool._broken and time.monotonic() < deadline:
        time.sleep(0.05)


@pytest.mark.parametrize("disturb", [False, True])
def test_what_others_read_is_what_would_be_read_here(articles: list[Article], disturb: bool) -> None:
    here, there = window_by(articles, 0), window_by(articles, readers.FROM, disturb)
    one, other = save_window(here), save_window(there)
    assert one.keys() == other.keys()
    for name, values in one.items():
        np.testing.assert_array_equal(values, other[name], err_msg=name)
    assert here.events == there.events


def test_who_would_wait_reads_as_well(articles: list[Article], monkeypatch: pytest.MonkeyPatch) -> None:
    read_here: list[int] = []
    whole = readers._here

    def noted(some: Sequence[Article]) -> Sheaf:
        read_here.append(len(some))
        return whole(some)

    monkeypatch.setattr(readers, "_here", noted)
    monkeypatch.setattr(readers, "READ", 40)
    ordered = sorted(articles, key=lambda article: article.id)
    here, there = Window(shipped_resources()), Window(shipped_resources())
    here.update(ordered)
    with Readers(readers.FROM) as held:
        there.update(ordered, read=held.read)
    assert sum(read_here) > 0, "all was waited for"
    assert here.events == there.events
    assert here.scores() == there.scores()


def test_where_no_process_can_be_started_all_is_read_here(
    articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(ProcessPoolExecutor, "submit", refused)
    assert window_by(articles[:300], readers.FROM).ids == {article.id for article in articles[:300]}


def test_no_process_is_started_for_a_few_articles() -> None:
    with Readers(readers.FROM - 1) as held:
        assert held.read is None
        assert list(held.through([])) == []


def test_what_was_not_said_to_come_is_read_all_the_same(articles: list[Article]) -> None:
    with Readers(readers.FROM) as held:
        window, few = Window(shipped_resources()), sorted(articles[:30], key=lambda article: article.id)
        window.update(few, read=held.read)
        assert window.ids == {article.id for article in few}


def test_where_a_system_does_not_tell_which_processors_are_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    with Readers(0):
        assert processors() == 3
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    with Readers(0):
        assert processors() == 1


def test_the_processes_end_with_the_context() -> None:
    with Readers(readers.FROM) as held:
        assert held._pool is not None
        held._pool.submit(os.getpid).result()
        running = list(held._pool._processes.values())
    assert running
    assert not any(process.is_alive() for process in running)
