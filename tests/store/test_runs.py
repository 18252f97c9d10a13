"""Runs and the lock of a cycle."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import timedelta

import pytest

from store.connection import Store
from store.errors import Busy
from store.runs import RunEnd, cycle_lock, finish_run, start_run
from tests.builders import NOON


def test_a_run_is_opened_and_closed(store: Store) -> None:
    run = start_run(store, "import", NOON)
    assert store.conn.execute("select kind, finished, pid from runs").fetchone() == ("import", None, os.getpid())
    finish_run(store, run, RunEnd({"stored": 3}, 0, "fine"), NOON + timedelta(seconds=5))
    assert store.conn.execute("select finished, counts, exit_code, message from runs").fetchone() == (
        "2026-03-02T12:00:05+00:00", '{"stored": 3}', 0, "fine",
    )  # fmt: skip


def lock_by(store: Store, pid: int, host: str) -> None:
    with store.writing() as db:
        db.execute(
            "insert into locks values ('cycle', 'corroborate run', ?, ?, '2026-03-02T12:00:00+00:00')", [pid, host]
        )


def test_a_second_cycle_hears_who_is_at_work(store: Store) -> None:
    with (
        cycle_lock(store, "cycle", "corroborate match", NOON),
        pytest.raises(Busy, match=r"corroborate match \(process \d+ on .*\) has been at work since"),
        cycle_lock(store, "cycle", "corroborate run", NOON),
    ):
        pass
    assert store.conn.execute("select count(*) from locks").fetchone() == (0,)


def test_the_lock_of_a_dead_process_is_taken_over(store: Store) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    lock_by(store, gone.pid, socket.gethostname())
    with cycle_lock(store, "cycle", "corroborate run", NOON):
        assert store.conn.execute("select pid from locks").fetchone() == (os.getpid(),)


def test_the_lock_of_another_host_is_respected_for_a_day(store: Store) -> None:
    lock_by(store, 1, "elsewhere.example")
    with pytest.raises(Busy, match=r"elsewhere\.example"), cycle_lock(store, "cycle", "x", NOON + timedelta(hours=23)):
        pass
    with cycle_lock(store, "cycle", "x", NOON + timedelta(hours=25)):
        pass
