"""What the rating library reads: the newest criteria of each article, numbered in the order in which they changed.

A cursor is `DATABASE-NUMBER`: the identity of this file and the number of the last change that the reader has. A change
gives its article a new, higher number in the transaction that makes it, so that a reader who asks for what came after
its cursor never misses one, and never sees one twice. A file that is restored from a backup gets another identity.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store.connection import Store
from store.errors import StoreError
from store.times import to_text


class BadCursor(StoreError):
    """The cursor is no cursor, or (`StaleCursor`) none of this file."""


class StaleCursor(BadCursor):
    """A cursor of another file, or one that this file has not come to: the reader has to start anew."""


class NotRated(StoreError):
    """The article is stored, and no rating of it yet."""


_CURSOR = re.compile(r"[0-9a-f]{1,32}-[0-9]{1,18}")
_SELECT = "select a.url, r.as_of, r.ruleset, r.seq, r.criteria from ratings r join articles a on a.id = r.article_id"


@dataclass(frozen=True, slots=True)
class Rating:
    """The criteria of one article as JSON-ready values."""

    article_id: str
    ruleset: str
    criteria: dict[str, object]


def write_ratings(store: Store, ratings: list[Rating], now: datetime) -> int:
    """Keep the ratings that differ from what is kept, and answer how many did; `now` becomes their `as_of`."""
    changed = 0
    with store.writing() as db:
        for rating in sorted(ratings, key=lambda rating: rating.article_id):
            criteria = json.dumps(rating.criteria, ensure_ascii=False, sort_keys=True)
            row = db.execute(
                "select criteria, ruleset from ratings where article_id = ?", [rating.article_id]
            ).fetchone()
            if row == (criteria, rating.ruleset):
                continue
            db.execute("update counters set value = value + 1 where name = 'rating_change'")
            db.execute(
                """insert into ratings (article_id, seq, as_of, ruleset, criteria)
                   values (?, (select value from counters where name = 'rating_change'), ?, ?, ?)
                   on conflict (article_id) do update set seq = excluded.seq, as_of = excluded.as_of,
                   ruleset = excluded.ruleset, criteria = excluded.criteria""",
                [rating.article_id, to_text(now), rating.ruleset, criteria],
            )
            changed += 1
    return changed


def read_ratings(store: Store, since: str = "", *, limit: int = -1) -> Iterator[dict[str, object]]:
    """The contract's `export ratings` rows that came after the cursor `since` ("" for all), oldest change first.

    `limit` ends them after that many; below 0, none.

    Raises:
        BadCursor: `since` is garbage.
        StaleCursor: it is of another file, or from the future.
    """
    identity = _identity(store)
    for row in _changed(store, since, identity, limit):
        yield _line(row, identity)


def rating_lines(store: Store, since: str = "", *, limit: int = -1) -> Iterator[str]:
    """`read_ratings` as lines of JSON. The criteria are put in as they are kept, which is JSON already.

    Raises:
        BadCursor, StaleCursor: as `read_ratings`.
    """
    identity = _identity(store)
    for url, as_of, ruleset, seq, criteria in _changed(store, since, identity, limit):
        head = {"url": url, "as_of": as_of, "ruleset": ruleset, "cursor": f"{identity}-{seq}"}
        yield f'{json.dumps(head, ensure_ascii=False)[:-1]}, "criteria": {criteria}}}'


def newest_cursor(store: Store) -> str:
    """The cursor of the last change in this file: a reader that has it has everything."""
    last = store.conn.execute("select value from counters where name = 'rating_change'").fetchone()[0]
    return f"{_identity(store)}-{last}"


def _changed(store: Store, since: str, identity: str, limit: int) -> sqlite3.Cursor:
    after = _number(store, since, identity) if since else 0
    return store.conn.execute(f"{_SELECT} where r.seq > ? order by r.seq limit ?", [after, limit])


def read_rating(store: Store, article_id: str) -> dict[str, object]:
    """The line of one article.

    Raises:
        NotRated: the article has not been matched yet.
    """
    row = store.conn.execute(f"{_SELECT} where r.article_id = ?", [article_id]).fetchone()
    if row is None:
        raise NotRated(f"article {article_id} has not been matched yet. Run: corroborate --db {store.path} match")
    return _line(row, _identity(store))


def feed_identity(store: Store) -> str:
    """What the file was called at its beginning: the same after a restore."""
    return str(store.conn.execute("select id from identity order by rowid limit 1").fetchone()[0])


def begin_new_history(store: Store) -> None:
    """Give the file another identity, as part of the open transaction or one of its own: cursors from before are stale.

    For a file that was put back from a backup: changes to come will take numbers that readers have seen already.
    """
    with store.writing() as db:
        db.execute("insert into identity values (lower(hex(randomblob(6))))")


def _identity(store: Store) -> str:
    return str(store.conn.execute("select id from identity order by rowid desc limit 1").fetchone()[0])


def _line(row: Sequence[Any], identity: str) -> dict[str, object]:
    url, as_of, ruleset, seq, criteria = row
    return {
        "url": url,
        "as_of": as_of,
        "ruleset": ruleset,
        "cursor": f"{identity}-{seq}",
        "criteria": json.loads(criteria),
    }


def _number(store: Store, cursor: str, identity: str) -> int:
    head, _, tail = cursor.partition("-")
    if not _CURSOR.fullmatch(cursor):
        raise BadCursor(
            f"{cursor[:80]!r} is no cursor. Pass back the `cursor` of the last line that you read, or leave --since out."
        )
    if head != identity:
        raise StaleCursor(
            f"{cursor!r} is a cursor of another database. Read this one ({store.path}) from the start, without --since."
        )
    last = int(store.conn.execute("select value from counters where name = 'rating_change'").fetchone()[0])
    if int(tail) > last:
        raise StaleCursor(
            f"{cursor!r} lies ahead of this database (its last change is {identity}-{last}); was it restored from a backup? Read it from the start."
        )
    return int(tail)
