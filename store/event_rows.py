"""Events as they stand in the file, looked up by their articles: what a match compares with what it found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from store.connection import Store


@dataclass(frozen=True, slots=True)
class EventRow:
    """A current event as it is kept: times as ISO 8601 text in UTC, the ids of its articles sorted."""

    title: str
    first_seen: str | None
    last_seen: str | None
    article_ids: tuple[str, ...]


def current_events(store: Store) -> frozenset[str]:
    """The ids of all current events."""
    return frozenset(str(row[0]) for row in store.conn.execute("select id from events where current = 1"))


def events_after(store: Store, event_id: str, count: int) -> tuple[str, ...]:
    """So many ids of current events that hold articles and come after this one, ascending."""
    rows = store.conn.execute(
        """select id from events e where id > ? and current = 1
           and exists (select 1 from event_articles ea where ea.event_id = e.id) order by id limit ?""",
        [event_id, count],
    )
    return tuple(str(row[0]) for row in rows)


def event_rows(store: Store, events: Iterable[str]) -> dict[str, EventRow]:
    """Those of the events that are current, by id. What is read is theirs alone, however large the file is."""
    wanted = json.dumps(sorted(set(events)))
    heads = store.conn.execute(
        """select id, title, first_seen, last_seen from events
           where id in (select value from json_each(?)) and current = 1 order by id""",
        [wanted],
    ).fetchall()
    return _rows(heads, _members(store, wanted))


def _rows(heads: Iterable[tuple[Any, ...]], members: Mapping[str, list[str]]) -> dict[str, EventRow]:
    return {str(key): EventRow(title, first, last, tuple(members.get(key, ()))) for key, title, first, last in heads}


def _members(store: Store, wanted: str) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for article_id, key in store.conn.execute(
        """select article_id, event_id from event_articles
           where event_id in (select value from json_each(?)) order by article_id""",
        [wanted],
    ):
        found.setdefault(key, []).append(article_id)
    return found


def events_with(store: Store, articles: Iterable[str]) -> frozenset[str]:
    """The ids of the events that hold any of these articles."""
    rows = store.conn.execute(
        "select distinct event_id from event_articles where article_id in (select value from json_each(?))",
        [json.dumps(sorted(set(articles)))],
    )
    return frozenset(str(row[0]) for row in rows)
