"""What the head of the front page says: counts by state, what changed since a verdict, and how the crawl does."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store.connection import Store
from store.event_list import TITLE_CHARS
from store.times import from_text


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A verdict that differs from the one before it; `before` is "" for an event's first."""

    verdict_id: int
    event_id: str
    title: str
    at: datetime | None
    before: str
    state: str
    cause: str
    origins: int
    outlets: int


@dataclass(frozen=True, slots=True)
class Health:
    """The crawl in numbers: the newest runs, sources that fail, who is at work. Times are None where there was none."""

    crawl_started: datetime | None
    crawl_finished: datetime | None
    crawl_counts: dict[str, Any]
    matched: datetime | None
    sources: int
    failing: int
    retired: int
    queued: int
    at_work: tuple[tuple[str, str], ...]


def count_states(store: Store) -> dict[str, int]:
    """How many current events are in each state."""
    rows = store.conn.execute(
        "select state, count(*) from events indexed by events_state where current = 1 and state != '' group by state"
    )
    return {str(row[0]): int(row[1]) for row in rows}


def newest_verdict(store: Store) -> int:
    """The number of the newest verdict; 0 where there is none. Numbers only grow, so it marks a place in time."""
    return int(store.conn.execute("select coalesce(max(id), 0) from verdicts").fetchone()[0])


def changes_since(store: Store, verdict_id: int, limit: int = 30) -> tuple[int, tuple[ChangeRow, ...]]:
    """How many verdicts were given after that one, and the newest of them in which the state differs from before."""
    rows = store.conn.execute(
        f"""select v.id, v.event_id, substr(e.title, 1, {TITLE_CHARS}), v.at, coalesce((select p.state from verdicts p
                   where p.event_id = v.event_id and p.id < v.id order by p.id desc limit 1), ''),
                   v.state, v.cause, v.origins, v.outlets
            from verdicts v join events e on e.id = v.event_id and e.current = 1 where v.id > ? order by v.id desc limit 2000""",  # noqa: S608 - a number of ours
        [verdict_id],
    ).fetchall()
    changed = [row for row in rows if row[4] != row[5]]
    return len(changed), tuple(ChangeRow(*[*row[:3], from_text(row[3]), *row[4:]]) for row in changed[:limit])


def read_health(store: Store) -> Health:
    """How the crawl does."""
    one = store.conn.execute
    crawl = one("select started, finished, counts from runs where kind = 'crawl' order by id desc limit 1").fetchone()
    match = one("select finished from runs where kind = 'match' and finished != '' order by id desc limit 1").fetchone()
    states = dict(one("select state, count(*) from sources group by state").fetchall())
    return Health(
        crawl_started=from_text(crawl[0] if crawl else _last_fetch(store)),
        crawl_finished=from_text(crawl[1] if crawl else _last_fetch(store)),
        crawl_counts=json.loads(crawl[2]) if crawl else {},
        matched=from_text(match[0]) if match else None,
        sources=states.get("active", 0),
        failing=one("select count(*) from sources where state = 'active' and failures > 0").fetchone()[0],
        retired=states.get("retired", 0),
        queued=one("select count(*) from (select 1 from frontier where state = 'queued' limit 10001)").fetchone()[0],
        at_work=tuple((row[0], row[1]) for row in one("select holder, since from locks order by name")),
    )


def _last_fetch(store: Store) -> str | None:
    """When anything was fetched last, for a file whose crawls are no runs of the command line."""
    row = store.conn.execute("select fetched from fetches order by id desc limit 1").fetchone()
    return str(row[0]) if row else None
