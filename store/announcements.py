"""What the world is told: that a story became corroborated, and that one is so no more.

Each match compares the events that are corroborated now with those that were announced last, and appends what differs in
its own transaction: whatever crashes, nothing is announced twice and nothing is left out.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from store.connection import Store
from store.times import moment, to_text


class Change(StrEnum):
    """What is announced of an event."""

    GAINED = "gained"  # it became corroborated
    LOST = "lost"  # it was announced as corroborated, and is so no more
    MOVED = "moved"  # it is part of another event now, which is corroborated


@dataclass(frozen=True, slots=True)
class Announcement:
    """One change. `leads_to` is the event that holds the story now, where that is another; `articles` are the URLs."""

    seq: int
    at: datetime
    event_id: str
    change: Change
    leads_to: str
    state: str
    provisional: bool
    disputed: bool
    notable_origins: int
    title: str
    because: str
    articles: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """JSON-ready, in the contract's words."""
        return {
            "event_id": self.event_id,
            "change": self.change.value,
            "at": to_text(self.at),
            "leads_to": self.leads_to or None,
            "state": self.state,
            "provisional": self.provisional,
            "disputed": self.disputed,
            "notable_origins": self.notable_origins,
            "title": self.title,
            "because": self.because,
            "articles": list(self.articles),
        }


_COLUMNS = (
    "seq, at, event_id, change, leads_to, state, provisional, disputed, notable_origins, title, because, articles"
)


def announce_changes(store: Store, now: datetime, *, among: Collection[str] | None = None) -> tuple[Announcement, ...]:
    """Append what changed since the last announcement of each event, as part of the open transaction (or one of its own).

    `among` names the events that can have changed since, those that are no more included; without it, all are compared.
    Returns what was appended, the oldest first.

    Raises:
        Busy, Unwritable: the file cannot be written now; then nothing was.
    """
    with store.writing() as db:
        last = int(db.execute("select ifnull(max(seq), 0) from announcements").fetchone()[0])
        announced, now_so = _among(store, _ANNOUNCED, among), _among(store, _CORROBORATED, among)
        for event_id in sorted(now_so - announced):
            _append(store, event_id, Change.GAINED, "", now)
        for event_id in sorted(announced - now_so):
            leads_to = _now_at(store, event_id)
            change = Change.MOVED if leads_to and _among(store, _CORROBORATED, (leads_to,)) else Change.LOST
            _append(store, event_id, change, "" if leads_to == event_id else leads_to, now)
    return tuple(read_announcements(store, after=last))


_CORROBORATED = "select event_id from verdicts_now where state = 'corroborated'"
_ANNOUNCED = """select event_id from announcements a where change = 'gained'
                and seq = (select max(seq) from announcements where event_id = a.event_id)"""


def _among(store: Store, query: str, events: Collection[str] | None) -> set[str]:
    """The events that one of the two queries finds, of these events or of all."""
    if events is None:
        return {str(row[0]) for row in store.conn.execute(query)}
    given = json.dumps(sorted(events))
    rows = store.conn.execute(f"{query} and event_id in (select value from json_each(?))", [given])  # noqa: S608 - ours
    return {str(row[0]) for row in rows}


def _now_at(store: Store, event_id: str) -> str:
    """The event that holds the story of `event_id` now: itself, another, or "" where it is gone."""
    if store.conn.execute("select 1 from events where id = ? and current = 1", [event_id]).fetchone():
        return event_id
    row = store.conn.execute(
        "select e.id from event_aliases a join events e on e.id = a.event_id and e.current = 1 where a.old_id = ?",
        [event_id],
    ).fetchone()
    return str(row[0]) if row else ""


def _append(store: Store, event_id: str, change: Change, leads_to: str, now: datetime) -> None:
    told = leads_to or event_id
    head = store.conn.execute(
        """select v.state, v.provisional, v.disputed, v.notable_origins, e.title, v.because from events e
           join verdicts v on v.id = (select max(id) from verdicts where event_id = e.id) where e.id = ?""",
        [told],
    ).fetchone()
    urls = store.conn.execute(
        "select a.url from event_articles ea join articles a on a.id = ea.article_id where ea.event_id = ? order by a.url",
        [told],
    ).fetchall()
    store.conn.execute(
        """insert into announcements (at, event_id, change, leads_to, state, provisional, disputed, notable_origins, title,
           because, articles) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [to_text(now), event_id, change.value, leads_to, *head, json.dumps([row[0] for row in urls])],
    )


def read_announcements(store: Store, *, after: int = 0) -> Iterator[Announcement]:
    """What was announced after the number `after`, the oldest first."""
    for row in store.conn.execute(f"select {_COLUMNS} from announcements where seq > ? order by seq", [after]):  # noqa: S608 - ours
        yield _announcement(row)


def newest_announcements(store: Store, limit: int) -> tuple[Announcement, ...]:
    """The last `limit` announcements, the newest first."""
    rows = store.conn.execute(f"select {_COLUMNS} from announcements order by seq desc limit ?", [limit])  # noqa: S608 - ours
    return tuple(_announcement(row) for row in rows.fetchall())


def _announcement(row: Sequence[Any]) -> Announcement:
    return Announcement(
        seq=row[0],
        at=moment(row[1]),
        event_id=row[2],
        change=Change(row[3]),
        leads_to=row[4],
        state=row[5],
        provisional=bool(row[6]),
        disputed=bool(row[7]),
        notable_origins=row[8],
        title=row[9],
        because=row[10],
        articles=tuple(json.loads(row[11])),
    )
