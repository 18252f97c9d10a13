"""After a fault in a cycle, and one cycle without, the file says what it says after an undisturbed one."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
from collections.abc import Iterator

import pytest

from bench.cycle_faults import (
    DAY,
    clock_off,
    full_disk,
    killed,
    locked,
    no_names,
    power_cut,
    read_only,
    workers,
)
from bench.cycle_runs import Bench, differences, state
from bench.cycle_world import World

pytestmark = pytest.mark.slow
CHANCE = random.Random(20260302)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with Bench(tmp_path_factory.mktemp("faults"), World(outlets=5, stories=9)).served() as served:
        yield served


@pytest.mark.parametrize("number", range(15))
def test_kill_9_at_a_random_point(bench: Bench, number: int) -> None:
    told = bench.told("kill", killed(bench, CHANCE, 3 if number == 14 else 1))
    assert told.differences == ()


@pytest.mark.parametrize("number", range(2))
def test_a_write_ahead_log_whose_end_never_reached_the_disk(bench: Bench, number: int) -> None:
    assert bench.told("power cut", power_cut(bench, CHANCE)).differences == ()


@pytest.mark.parametrize("limit", [200_000, 420_000])
def test_a_disk_that_is_full(bench: Bench, limit: int) -> None:
    told = bench.told("full", full_disk(limit))
    assert told.differences == ()
    assert told.code == 1
    assert "disk" in told.said or "cannot be" in told.said


def test_a_file_that_may_not_be_written(bench: Bench) -> None:
    if shutil.which("unshare") is None:
        pytest.skip("needs unshare(1) where the tests run as root")
    told = bench.told("read-only", read_only)
    assert told.differences == ()
    assert told.code == 1 and "cannot be written" in told.said


@pytest.mark.parametrize("days", [400, -400, 0.04])
def test_a_clock_that_jumped(bench: Bench, days: float) -> None:
    assert bench.told("clock", clock_off(days * DAY)).differences == ()


def test_a_file_that_another_program_holds(bench: Bench) -> None:
    told = bench.told("locked", locked(bench, CHANCE, 4.0))
    assert (told.code, told.differences) == (0, ())


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_workers_that_die_or_stand_still(bench: Bench, number: int) -> None:
    told = bench.told("workers", workers(number, bench))
    assert (told.code, told.differences) == (0, ())


def test_no_name_server(bench: Bench) -> None:
    told = bench.told("names", no_names)
    assert told.code == 4
    assert told.differences == ()


def test_a_difference_is_seen(bench: Bench) -> None:
    place = bench.place()
    shutil.copy(bench.folder / "1" / "news.db", place.db)
    assert differences(bench.expected, state(place.db)) == ()
    with sqlite3.connect(place.db) as conn:
        conn.execute("update articles set title = 'Otherwise' where number = 1")
    conn.close()
    assert differences(bench.expected, state(place.db))[0].startswith("articles: 1 missing, 1 too many")
