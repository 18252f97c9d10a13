"""What the program that watches does at this moment: one row that it renews, which `status` and the alarms read."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime

from store.connection import Store
from store.processes import is_running, started
from store.times import from_text, to_text


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """A sign of life. `doing` is "cycle", "upkeep" or "waiting", `doing_since` when that began; `missed` counts the cycles that were
    due while another was at work and were left out, `failures` those in a row that failed, `detail` what the last one said.
    """

    name: str
    since: datetime
    at: datetime
    doing: str
    doing_since: datetime
    next_cycle: datetime | None = None
    cycles: int = 0
    missed: int = 0
    failures: int = 0
    detail: str = ""
    pid: int = 0
    host: str = ""
    running: bool = True


def beat(store: Store, heartbeat: Heartbeat) -> None:
    """Keep a sign of life of this process, in place of the one before it."""
    with store.writing() as db:
        db.execute(
            """insert or replace into heartbeats (name, pid, host, started, since, at, doing, doing_since, next_cycle,
               cycles, missed, failures, detail) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            [
                heartbeat.name,
                os.getpid(),
                socket.gethostname(),
                started(os.getpid()),
                to_text(heartbeat.since),
                to_text(heartbeat.at),
                heartbeat.doing,
                to_text(heartbeat.doing_since),
                to_text(heartbeat.next_cycle),
                heartbeat.cycles,
                heartbeat.missed,
                heartbeat.failures,
                heartbeat.detail,
            ],
        )


def end_heartbeat(store: Store, name: str) -> None:
    """The program ended in order: nobody has to look for it."""
    with store.writing() as db:
        db.execute("delete from heartbeats where name = ?", [name])


def read_heartbeats(store: Store) -> list[Heartbeat]:
    """The signs of life in the file, by name; `running` is false where the process of this host is gone."""
    rows = store.conn.execute(
        """select name, since, at, doing, doing_since, next_cycle, cycles, missed, failures, detail, pid, host, started
           from heartbeats order by name"""
    ).fetchall()
    found = []
    for row in rows:
        since, at, doing_since = from_text(row[1]), from_text(row[2]), from_text(row[4])
        if since is None or at is None or doing_since is None:
            continue
        running = row[11] != socket.gethostname() or is_running(row[10], row[12])
        found.append(
            Heartbeat(
                row[0],
                since,
                at,
                row[3],
                doing_since,
                from_text(row[5]),
                cycles=row[6],
                missed=row[7],
                failures=row[8],
                detail=row[9],
                pid=row[10],
                host=row[11],
                running=running,
            )
        )
    return found
