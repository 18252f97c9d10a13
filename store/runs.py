"""Runs (one row each, with its counts) and the lock that lets one cycle work at a time.

A lock names its holder by process id and host. One whose process is gone on this host is taken over, so that a killed
cycle never locks out the next; a lock of another host is respected until it is a day old.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from store.connection import Store
from store.errors import Busy
from store.times import from_text, to_text

FOREIGN_LOCK_AGE = timedelta(days=1)
"""After this a lock of another host is taken over: no cycle runs for a day, and a host that is gone cannot tell."""


def start_run(store: Store, kind: str, now: datetime) -> int:
    """Open a run of `kind` (crawl, import, match, run) and answer its number."""
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


@contextlib.contextmanager
def cycle_lock(store: Store, name: str, holder: str, now: datetime) -> Iterator[None]:
    """Hold the lock `name` while the block runs.

    Raises:
        Busy: a living process holds it; the message says which, since when, and what it does.
    """
    host, pid = socket.gethostname(), os.getpid()
    with store.writing() as db:
        row = db.execute("select holder, pid, host, since from locks where name = ?", [name]).fetchone()
        if row and _alive(pid=row[1], host=row[2], since=from_text(row[3]), now=now):
            raise Busy(
                f"{store.path}: {row[0]} (process {row[1]} on {row[2]}) has been at work since {row[3]}. "
                "Let it finish, then run this again."
            )
        db.execute(
            "insert or replace into locks (name, holder, pid, host, since) values (?, ?, ?, ?, ?)",
            [name, holder, pid, host, to_text(now)],
        )
    try:
        yield
    finally:
        with store.writing() as db:
            db.execute("delete from locks where name = ? and pid = ? and host = ?", [name, pid, host])


def _alive(*, pid: int, host: str, since: datetime | None, now: datetime) -> bool:
    if host != socket.gethostname():
        return since is not None and now - since < FOREIGN_LOCK_AGE
    if pid == os.getpid():
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
