"""Runs (one row each, with its counts) and the lock that lets one cycle work at a time.

A lock names its holder by process id, start time and host. One whose process is gone on this host is taken over, so that a
killed cycle never locks out the next. The holder says once a minute that it is alive: a lock of another host (or of a
container that is no more) that was silent for `SILENT_LOCK` is taken over as well.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from store.connection import Store
from store.errors import Busy
from store.processes import is_running, started
from store.times import from_text, to_text

BEAT_SECONDS = 60.0
"""How often the holder of a lock says that it is alive."""

SILENT_LOCK = timedelta(minutes=15)
"""After this a lock of another host counts as left behind. Its holder speaks every minute, and no transaction (while which it
cannot) took longer than a few seconds: a quarter of an hour leaves room for a machine that was suspended for a while."""


def start_run(store: Store, kind: str, now: datetime) -> int:
    """Open a run of `kind` (crawl, import, match, upkeep) and answer its number."""
    with store.writing() as db:
        cursor = db.execute(
            "insert into runs (kind, started, pid, host) values (?, ?, ?, ?)",
            [kind, to_text(now), os.getpid(), socket.gethostname()],
        )
        return int(cursor.lastrowid or 0)


@dataclass(frozen=True, slots=True)
class RunEnd:
    """How a run ended: what it counted, and the exit code that follows from it."""

    counts: Mapping[str, object]
    exit_code: int
    message: str = ""


def finish_run(store: Store, run_id: int, end: RunEnd, now: datetime) -> None:
    """Close a run."""
    with store.writing() as db:
        db.execute(
            "update runs set finished = ?, counts = ?, exit_code = ?, message = ? where id = ?",
            [
                to_text(now),
                json.dumps(dict(end.counts), ensure_ascii=False, sort_keys=True),
                end.exit_code,
                end.message,
                run_id,
            ],
        )


KILLED = "ended without a word: killed, or the machine went down"


def dead_runs(store: Store, now: datetime) -> list[int]:
    """Numbers of the runs that are open although their process is gone; of another host, after `SILENT_LOCK` without any
    lock of that host.
    """
    rows = store.conn.execute("select id, pid, host, started from runs where finished is null order by id").fetchall()
    held = {(pid, host) for pid, host in store.conn.execute("select pid, host from locks")}
    found = []
    for number, pid, host, since in rows:
        if host == socket.gethostname():
            dead = not is_running(pid, "") or (pid == os.getpid() and _older_than_us(since))
        else:
            begun = from_text(since)
            dead = (pid, host) not in held and begun is not None and now - begun > SILENT_LOCK
        if dead:
            found.append(int(number))
    return found


def _older_than_us(since: str) -> bool:
    """Whether a run of our own number began before this process did: the number was given out again."""
    return (from_text(since) or _BORN) < _BORN - timedelta(seconds=2)


_BORN = datetime.now(UTC)


def close_dead_runs(store: Store, now: datetime) -> int:
    """Close the runs whose process is gone, as failed; answers how many."""
    dead = dead_runs(store, now)
    if dead:
        with store.writing() as db:
            for number in dead:
                db.execute(
                    "update runs set finished = ?, exit_code = 1, message = ? where id = ? and finished is null",
                    [to_text(now), KILLED, number],
                )
    return len(dead)


@dataclass(frozen=True, slots=True)
class Lock:
    """Who holds a lock: what it does, its process and host, and since when. `alive` is false for one that was left behind."""

    name: str
    holder: str
    pid: int
    host: str
    since: datetime
    alive: bool


def read_locks(store: Store, now: datetime) -> list[Lock]:
    """The locks in the file, by name."""
    rows = store.conn.execute("select name, holder, pid, host, since, started, beat from locks order by name")
    return [
        Lock(row[0], row[1], row[2], row[3], from_text(row[4]) or now, alive=_is_alive(row[2:], now)) for row in rows
    ]


@contextlib.contextmanager
def cycle_lock(store: Store, name: str, holder: str, now: datetime) -> Iterator[None]:
    """Hold the lock `name` while the block runs; runs of processes that are gone are closed on the way.

    Raises:
        Busy: a living process holds it; the message says which, since when, and what it does.
    """
    host, pid = socket.gethostname(), os.getpid()
    with store.writing() as db:
        for lock in read_locks(store, now):
            if lock.name == name and lock.alive:
                raise Busy(
                    f"{store.path}: {lock.holder} (process {lock.pid} on {lock.host}) has been at work since "
                    f"{to_text(lock.since)}. Let it finish, then run this again."
                )
        db.execute(
            """insert or replace into locks (name, holder, pid, host, since, started, beat)
               values (?, ?, ?, ?, ?, ?, ?)""",
            [name, holder, pid, host, to_text(now), started(pid), to_text(datetime.now(UTC))],
        )
        close_dead_runs(store, now)
    try:
        with _beating(store, name):
            yield
    finally:
        with store.writing() as db:
            db.execute("delete from locks where name = ? and pid = ? and host = ?", [name, pid, host])


def _is_alive(row: tuple[int, str, str, str, str | None], now: datetime) -> bool:
    pid, host, since, start, beat = row
    if host == socket.gethostname():
        return is_running(pid, start)
    last = from_text(beat) or from_text(since)
    return last is not None and now - last < SILENT_LOCK


@contextlib.contextmanager
def _beating(store: Store, name: str) -> Iterator[None]:
    """A thread that says every minute that the holder lives, over a connection of its own. A file that cannot be written
    at that moment is passed over: the next beat is a minute away.
    """
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(BEAT_SECONDS):
            with contextlib.suppress(sqlite3.Error), contextlib.closing(_connection(store)) as conn, conn:
                conn.execute(
                    "update locks set beat = ? where name = ? and pid = ?",
                    [to_text(datetime.now(UTC)), name, os.getpid()],
                )

    thread = threading.Thread(target=beat, name=f"lock {name}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _connection(store: Store) -> sqlite3.Connection:
    return sqlite3.connect(store.path, timeout=5)
