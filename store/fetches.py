"""The log of fetches (one row a request that got its answer or its failure), and what hosts and robots.txt said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from store.connection import Store
from store.times import from_text, to_text

PENDING = "pending"
"""Outcome of a page that is stored while its extraction is due."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """One request and what became of it. `kind` is page, source, robots or probe; `elapsed_ms` is the time on the wire."""

    kind: str
    url: str
    fetched: datetime
    outcome: str
    run_id: int | None = None
    outlet_id: str | None = None
    url_key: str = ""
    status: int | None = None
    detail: str = ""
    bytes: int = 0
    elapsed_ms: int = 0
    raw_page_id: int | None = None


@dataclass(frozen=True, slots=True)
class RobotsRow:
    """A host's robots.txt as it was answered; `status` 0 means that there was no answer."""

    origin: str
    fetched: datetime
    expires: datetime
    status: int
    body: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class HostRow:
    """Until when a host asked (or gave reason) to be left alone, and why."""

    host: str
    not_before: datetime
    failures: int
    reason: str


def add_fetch(store: Store, fetch: Fetch) -> int:
    """Log a fetch; answers its number."""
    with store.writing() as db:
        cursor = db.execute(
            """insert into fetches (run_id, outlet_id, kind, url, url_key, fetched, status, outcome, detail, bytes,
               elapsed_ms, raw_page_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            [
                fetch.run_id,
                fetch.outlet_id,
                fetch.kind,
                fetch.url,
                fetch.url_key,
                to_text(fetch.fetched),
                fetch.status,
                fetch.outcome,
                fetch.detail,
                fetch.bytes,
                fetch.elapsed_ms,
                fetch.raw_page_id,
            ],
        )
        return int(cursor.lastrowid or 0)


def settle_fetch(store: Store, fetch_id: int, outcome: str, detail: str = "") -> None:
    """Give a pending fetch its outcome."""
    with store.writing() as db:
        db.execute("update fetches set outcome = ?, detail = ? where id = ?", [outcome, detail, fetch_id])


def read_robots(store: Store, origin: str, now: datetime) -> RobotsRow | None:
    """What is known of an origin's robots.txt and not yet out of date."""
    row = store.conn.execute(
        "select origin, fetched, expires, status, body, note from robots where origin = ? and expires > ?",
        [origin, to_text(now)],
    ).fetchone()
    if row is None:
        return None
    fetched, expires = from_text(row[1]), from_text(row[2])
    if fetched is None or expires is None:
        return None
    return RobotsRow(row[0], fetched, expires, row[3], row[4], row[5])


def save_robots(store: Store, robots: RobotsRow) -> None:
    """Keep an answer in place of the one before it."""
    with store.writing() as db:
        db.execute(
            "insert or replace into robots (origin, fetched, expires, status, body, note) values (?, ?, ?, ?, ?, ?)",
            [robots.origin, to_text(robots.fetched), to_text(robots.expires), robots.status, robots.body, robots.note],
        )


def read_hosts(store: Store, now: datetime) -> dict[str, HostRow]:
    """Hosts that are to be left alone still, by name."""
    rows = store.conn.execute(
        "select host, not_before, failures, reason from hosts where not_before > ? order by host", [to_text(now)]
    ).fetchall()
    return {row[0]: HostRow(row[0], until, row[2], row[3]) for row in rows if (until := from_text(row[1])) is not None}


def save_host(store: Store, host: HostRow) -> None:
    """Keep until when a host is to be left alone."""
    with store.writing() as db:
        db.execute(
            "insert or replace into hosts (host, not_before, failures, reason) values (?, ?, ?, ?)",
            [host.host, to_text(host.not_before), host.failures, host.reason],
        )


def last_fetch(store: Store, outlet_id: str, kind: str) -> datetime | None:
    """When a request of that kind was last made for an outlet."""
    row = store.conn.execute(
        "select max(fetched) from fetches where outlet_id = ? and kind = ?", [outlet_id, kind]
    ).fetchone()
    return from_text(row[0])
