"""What editors decided: appended, never changed; undone by a row of its own.

A decision is about articles (or an outlet); its subject is JSON of the words of its kind. What follows from it for
events and origins is `matching.decisions`; turning rows into that is the desk's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store.connection import Store
from store.errors import StoreError
from store.times import from_text, to_text


class NoDecision(StoreError):
    """There is no decision of that number, or it is undone already."""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision. `undone_by` is the number of the row that undid it, with who, when and why; None where it is in force."""

    id: int
    at: datetime | None
    author: str
    kind: str
    subject: Mapping[str, Any]
    reason: str
    undone_by: int | None = None
    undone_author: str = ""
    undone_reason: str = ""
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A decision on its way into the store; `articles` are all that it is about."""

    author: str
    kind: str
    subject: Mapping[str, Any]
    reason: str
    articles: Sequence[str] = ()


_SELECT = """select d.id, d.at, d.author, d.kind, d.subject, d.reason, u.id, coalesce(u.author, ''), coalesce(u.reason, ''), u.at
             from decisions d left join decisions u on u.undoes = d.id where d.undoes is null"""


def append_decision(store: Store, decision: NewDecision, now: datetime) -> int:
    """Keep a decision; answers its number."""
    with store.writing() as db:
        subject = json.dumps(dict(decision.subject), ensure_ascii=False, sort_keys=True)
        cursor = db.execute(
            "insert into decisions (at, author, kind, subject, reason) values (?, ?, ?, ?, ?)",
            [to_text(now), decision.author, decision.kind, subject, decision.reason],
        )
        number = int(cursor.lastrowid or 0)
        store.conn.executemany(
            "insert into decision_articles (decision_id, article_id) values (?, ?)",
            [(number, article_id) for article_id in sorted(set(decision.articles))],
        )
    return number


def undo_decision(store: Store, number: int, author: str, reason: str, now: datetime) -> int:
    """Take a decision out of force; answers the number of the row that does so.

    Raises:
        NoDecision: there is none of that number, or it is undone already.
    """
    with store.writing() as db:
        row = db.execute(
            """select d.kind, u.author from decisions d left join decisions u on u.undoes = d.id
               where d.id = ? and d.undoes is null""",
            [number],
        ).fetchone()
        if row is None:
            raise NoDecision(f"There is no decision {number}.")
        if row[1] is not None:
            raise NoDecision(f"Decision {number} is undone already, by {row[1]}.")
        cursor = db.execute(
            "insert into decisions (at, author, kind, subject, reason, undoes) values (?, ?, 'undo', '{}', ?, ?)",
            [to_text(now), author, reason, number],
        )
        return int(cursor.lastrowid or 0)


def read_decision(store: Store, number: int) -> DecisionRow | None:
    """One decision, or None."""
    row = store.conn.execute(f"{_SELECT} and d.id = ?", [number]).fetchone()
    return _row(row) if row else None


def read_decisions(store: Store, *, before: int = 0, limit: int = 0) -> tuple[DecisionRow, ...]:
    """Decisions, the newest first: those numbered below `before` (0 for all), `limit` at most (0 for all)."""
    rows = store.conn.execute(f"{_SELECT} and (d.id < ?1 or ?1 = 0) order by d.id desc limit ?2", [before, limit or -1])
    return tuple(map(_row, rows.fetchall()))


def decisions_in_force(store: Store) -> tuple[DecisionRow, ...]:
    """The decisions that are not undone, the oldest first."""
    return tuple(map(_row, store.conn.execute(f"{_SELECT} and u.id is null order by d.id").fetchall()))


def last_decision(store: Store) -> int:
    """The number of the newest decision or undoing of one; 0 where there is none."""
    return int(store.conn.execute("select coalesce(max(id), 0) from decisions").fetchone()[0])


def decided_since(store: Store, number: int) -> tuple[str, ...]:
    """The ids of the articles that anything was decided or undone about after that number, sorted."""
    rows = store.conn.execute(
        """select distinct article_id from decision_articles
           where decision_id in (select coalesce(undoes, id) from decisions where id > ?) order by 1""",
        [number],
    )
    return tuple(str(row[0]) for row in rows)


def decisions_about(store: Store, articles: Iterable[str], *, limit: int = 50) -> tuple[DecisionRow, ...]:
    """The decisions about any of these articles, the newest first."""
    rows = store.conn.execute(
        f"""{_SELECT} and d.id in (select decision_id from decision_articles
            where article_id in (select value from json_each(?))) order by d.id desc limit ?""",  # noqa: S608 - our words
        [json.dumps(sorted(set(articles))), limit],
    )
    return tuple(map(_row, rows.fetchall()))


def decisions_about_event(store: Store, event_id: str, *, limit: int = 50) -> tuple[DecisionRow, ...]:
    """The decisions about any article that the event has now, the newest first."""
    rows = store.conn.execute(
        f"""{_SELECT} and d.id in (select da.decision_id from decision_articles da
            join event_articles ea on ea.article_id = da.article_id where ea.event_id = ?) order by d.id desc limit ?""",  # noqa: S608 - our words
        [event_id, limit],
    )
    return tuple(map(_row, rows.fetchall()))


def decisions_about_outlet(store: Store, outlet_id: str) -> tuple[DecisionRow, ...]:
    """The decisions about an outlet's row, the newest first."""
    rows = store.conn.execute(
        f"{_SELECT} and d.kind in ('outlet', 'note') and json_extract(d.subject, '$.outlet') = ? order by d.id desc limit 50",
        [outlet_id],
    )
    return tuple(map(_row, rows.fetchall()))


def marks_on_outlets(store: Store, outlet_ids: Iterable[str]) -> tuple[DecisionRow, ...]:
    """The decisions in force by which the rows of these outlets are wrong, the newest first."""
    rows = store.conn.execute(
        f"""{_SELECT} and u.id is null and d.kind = 'outlet'
            and json_extract(d.subject, '$.outlet') in (select value from json_each(?)) order by d.id desc""",  # noqa: S608 - our words
        [json.dumps(sorted(set(outlet_ids)))],
    )
    return tuple(map(_row, rows.fetchall()))


def _row(row: Sequence[Any]) -> DecisionRow:
    return DecisionRow(
        id=row[0],
        at=from_text(row[1]),
        author=row[2],
        kind=row[3],
        subject=json.loads(row[4]),
        reason=row[5],
        undone_by=row[6],
        undone_author=row[7],
        undone_reason=row[8],
        undone_at=from_text(row[9]),
    )
