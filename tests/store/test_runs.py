"""Runs and the lock of a cycle."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from store import runs
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
            "insert into locks (name, holder, pid, host, since) values ('cycle', 'corroborate run', ?, ?, '2026-03-02T12:00:00+00:00')",
            [pid, host],
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


def test_the_lock_of_another_host_is_respected_while_it_speaks(store: Store) -> None:
    lock_by(store, 1, "elsewhere.example")
    with (
        pytest.raises(Busy, match=r"elsewhere\.example"),
        cycle_lock(store, "cycle", "x", NOON + timedelta(minutes=14)),
    ):
        pass
    with store.writing() as db:
        db.execute("update locks set beat = '2026-03-02T20:00:00+00:00'")
    with pytest.raises(Busy, match=r"elsewhere\.example"), cycle_lock(store, "cycle", "x", NOON + timedelta(hours=8)):
        pass
    with cycle_lock(store, "cycle", "x", NOON + timedelta(hours=9)):
        pass


def test_a_number_that_was_given_out_again_holds_no_lock(store: Store) -> None:
    """In a container every program has the same number: it must not take itself for the holder that was killed."""
    lock_by(store, os.getpid(), socket.gethostname())
    with store.writing() as db:
        db.execute("update locks set started = '1'")
    with cycle_lock(store, "cycle", "corroborate run", NOON):
        assert store.conn.execute("select holder, started > 1 from locks").fetchone() == ("corroborate run", 1)


def test_the_holder_says_that_it_is_alive(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "BEAT_SECONDS", 0.01)
    with cycle_lock(store, "cycle", "corroborate run", NOON):
        with store.writing() as db:
            db.execute("update locks set beat = null")
        for _ in range(500):
            if store.conn.execute("select beat from locks").fetchone()[0]:
                break
            time.sleep(0.01)
        assert store.conn.execute("select beat from locks").fetchone()[0]


def test_runs_of_processes_that_are_gone_are_closed_by_the_next_cycle(store: Store) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    dead, living = start_run(store, "crawl", NOON), start_run(store, "crawl", datetime.now(UTC))
    elsewhere = start_run(store, "crawl", NOON)
    with store.writing() as db:
        db.execute("update runs set pid = ? where id = ?", [gone.pid, dead])
        db.execute("update runs set host = 'elsewhere.example' where id = ?", [elsewhere])
    with cycle_lock(store, "cycle", "corroborate run", NOON + timedelta(minutes=5)):
        assert store.conn.execute("select id, exit_code, message from runs where finished is not null").fetchall() == [
            (dead, 1, runs.KILLED)
        ]
    assert runs.dead_runs(store, NOON + timedelta(hours=1)) == [elsewhere]
    assert living
