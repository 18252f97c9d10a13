"""How far the last match came and what it worked with: what the next one need not look at again."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass

from store.connection import Store


@dataclass(frozen=True, slots=True)
class MatchState:
    """`seen` is the number of the last article change that was matched; `rules` and `registry` say what was worked with
    ("" for never); events whose last report is later than `open_after` (ISO 8601, UTC) were provisional;
    `decided` is the number of the last decision (or undoing of one) that was followed; `articles` is how many there were.
    """

    seen: int = 0
    rules: str = ""
    registry: str = ""
    open_after: str = ""
    decided: int = 0
    articles: int = 0


def read_match_state(store: Store) -> MatchState:
    """The state that the last match left; that of a file which was never matched, where none has."""
    row = store.conn.execute("select value from match_state where name = 'last'").fetchone()
    return MatchState(**json.loads(row[0])) if row else MatchState()


def write_match_state(store: Store, state: MatchState) -> None:
    """Keep the state; call it within the transaction that writes what was matched."""
    values = dataclasses.asdict(state)
    store.conn.execute(
        "insert or replace into match_state (name, value) values ('last', ?)", [json.dumps(values, sort_keys=True)]
    )


def last_change(store: Store) -> int:
    """The number of the newest article change."""
    return int(store.conn.execute("select value from counters where name = 'article_change'").fetchone()[0])


def changed_since(store: Store, seen: int) -> tuple[str, ...]:
    """The ids of the articles that came or changed after change number `seen`, sorted."""
    # Sorted here: asked for by id, SQLite walks all ids rather than sort those few.
    rows = store.conn.execute("select id from articles where changed_seq > ?", [seen])
    return tuple(sorted(str(row[0]) for row in rows))


def events_between(store: Store, low: str, high: str) -> tuple[str, ...]:
    """The ids of the current events whose last report is later than `low` and not later than `high`, sorted.

    An event without a `last_seen` is in none.
    """
    rows = store.conn.execute(
        "select id from events where current = 1 and last_seen > ? and last_seen <= ?", [low, high]
    )
    return tuple(sorted(str(row[0]) for row in rows))


def known_ids(store: Store, ids: Sequence[str]) -> frozenset[str]:
    """Those of the ids that an event has, or had once."""
    given = json.dumps(list(ids))
    rows = store.conn.execute(
        """select id from events where id in (select value from json_each(?))
           union select old_id from event_aliases where old_id in (select value from json_each(?))""",
        [given, given],
    )
    return frozenset(str(row[0]) for row in rows)
