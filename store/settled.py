"""What a sweep through the archive found, laid down in temporary tables until it is compared with the file and written.

They are of this connection alone and lie on disk: the memory of a match does not grow with what it settles.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from matching.types import Event, PairScore
from store.connection import Store, explained
from store.matched import AsMatched
from store.pairs import kept_parts
from store.times import from_text, to_text

_TABLES = (
    "settled_events (id text primary key, title text, first_seen text, last_seen text, article_ids text)",
    "settled_articles (article_id text primary key, event_id text)",
    "settled_pairs (a text, b text, same_event real, same_claim real, parts text, primary key (a, b))",
    "settled_reading (article_id text primary key, time text, told integer)",
)
_BOTH = """s.a in (select article_id from temp.settled_articles)
           and s.b in (select article_id from temp.settled_articles)"""


def begin_settling(store: Store) -> None:
    """Begin with nothing settled."""
    with _aside(store):
        for table in _TABLES:
            name = table.split()[0]
            store.conn.execute(f"drop table if exists temp.{name}")
            store.conn.execute(f"create temp table {table} without rowid")


def end_settling(store: Store) -> None:
    """Forget what was settled."""
    with _aside(store):
        for table in _TABLES:
            store.conn.execute(f"drop table if exists temp.{table.split()[0]}")


@contextlib.contextmanager
def _aside(store: Store) -> Iterator[None]:
    """A transaction that touches temporary tables alone: nobody waits for it."""
    with explained(store.path):
        if store.conn.in_transaction:
            yield
            return
        store.conn.execute("begin")
        try:
            yield
        except BaseException:
            store.conn.execute("rollback")
            raise
        store.conn.execute("commit")


def lay_down(store: Store, events: Sequence[Event], scores: Iterable[PairScore]) -> None:
    """Keep events, and the scores of pairs with an article of theirs."""
    with _aside(store):
        store.conn.executemany(
            "insert or replace into temp.settled_events values (?, ?, ?, ?, ?)",
            [(e.id, e.title, to_text(e.first_seen), to_text(e.last_seen), json.dumps(e.article_ids)) for e in events],
        )
        store.conn.executemany(
            "insert or replace into temp.settled_articles values (?, ?)",
            [(article_id, event.id) for event in events for article_id in event.article_ids],
        )
        store.conn.executemany(
            "insert or replace into temp.settled_pairs values (?, ?, ?, ?, ?)",
            [(one.a, one.b, one.same_event, one.same_claim, kept_parts(one.parts)) for one in scores],
        )


def lay_down_reading(store: Store, read: dict[str, AsMatched]) -> None:
    """Keep what was read of articles."""
    with _aside(store):
        store.conn.executemany(
            "insert or replace into temp.settled_reading values (?, ?, ?)",
            [(key, one.time, one.told) for key, one in read.items()],
        )


def settled_among(store: Store, ids: Iterable[str]) -> frozenset[str]:
    """Those of the articles that are settled."""
    rows = store.conn.execute(
        "select article_id from temp.settled_articles where article_id in (select value from json_each(?))",
        [json.dumps(sorted(ids))],
    )
    return frozenset(str(row[0]) for row in rows)


def settled_events_of(store: Store, ids: Iterable[str]) -> tuple[Event, ...]:
    """The settled events of these articles, by id."""
    rows = store.conn.execute(
        """select * from temp.settled_events where id in (select event_id from temp.settled_articles
           where article_id in (select value from json_each(?))) order by id""",
        [json.dumps(sorted(ids))],
    )
    return tuple(map(_event, rows.fetchall()))


def settled_after(store: Store, event_id: str, count: int) -> tuple[Event, ...]:
    """So many settled events whose ids come after this one, by id."""
    rows = store.conn.execute("select * from temp.settled_events where id > ? order by id limit ?", [event_id, count])
    return tuple(map(_event, rows.fetchall()))


def are_settled(store: Store, events: Iterable[str]) -> frozenset[str]:
    """Those of the ids that are of settled events."""
    rows = store.conn.execute(
        "select id from temp.settled_events where id in (select value from json_each(?))",
        [json.dumps(sorted(events))],
    )
    return frozenset(str(row[0]) for row in rows)


def _event(row: tuple[str, str, str | None, str | None, str]) -> Event:
    key, title, first, last, articles = row
    return Event(key, tuple(json.loads(articles)), title, _when(first), _when(last))


def _when(text: str | None) -> datetime | None:
    return from_text(text)


def settled_scores(store: Store, ids: Iterable[str]) -> tuple[PairScore, ...]:
    """The settled scores of pairs of these articles, without their parts, sorted by ids."""
    rows = store.conn.execute(
        f"""select a, b, same_event, same_claim from temp.settled_pairs s
            where a in (select value from json_each(?1)) and b in (select value from json_each(?1)) and {_BOTH}
            order by a, b""",  # noqa: S608 - ours
        [json.dumps(sorted(ids))],
    )
    return tuple(PairScore(a, b, event, claim) for a, b, event, claim in rows)


def stored_scores(store: Store, ids: Iterable[str]) -> tuple[PairScore, ...]:
    """The scores that the file has of pairs of these articles, without their parts, sorted by ids."""
    rows = store.conn.execute(
        """select a, b, same_event, same_claim from pairs
           where a in (select value from json_each(?1)) and b in (select value from json_each(?1)) order by a, b""",
        [json.dumps(sorted(ids))],
    )
    return tuple(PairScore(a, b, event, claim) for a, b, event, claim in rows)


def settled_otherwise(store: Store) -> frozenset[str]:
    """The settled articles whose event is another than the one in which the file has, or the matcher found, them before; or
    that have another pair score.
    """
    rows = store.conn.execute(
        f"""select s.article_id from temp.settled_articles s join temp.settled_events n on n.id = s.event_id
            left join event_articles ea on ea.article_id = s.article_id left join matched m on m.article_id = s.article_id
            left join events e on e.id = ea.event_id
            where s.event_id is not ifnull(m.found, ea.event_id) or m.found is null and
            (e.current, e.title, ifnull(e.first_seen, ''), ifnull(e.last_seen, ''))
            is not (1, n.title, ifnull(n.first_seen, ''), ifnull(n.last_seen, ''))
            union select ea.article_id from event_articles ea where ea.event_id in
            (select o.event_id from event_articles o join temp.settled_articles s using (article_id)
             where o.event_id <> s.event_id)
            union select s.a from temp.settled_pairs s where {_BOTH} and {_OTHER}
            union select s.b from temp.settled_pairs s where {_BOTH} and {_OTHER}
            union select p.a from {_GONE} union select p.b from {_GONE}"""  # noqa: S608 - ours
    )
    return frozenset(str(row[0]) for row in rows)


_OTHER = """not exists (select 1 from pairs p where p.a = s.a and p.b = s.b
            and (p.same_event, p.same_claim, p.parts) is (s.same_event, s.same_claim, s.parts))"""
_GONE = """temp.settled_articles x cross join pairs p on p.a = x.article_id
           where p.b in (select article_id from temp.settled_articles) and not exists (select 1 from temp.settled_pairs s where s.a = p.a and s.b = p.b)"""


def write_settled(store: Store, *, whole: bool) -> None:
    """Bring the pair scores of the file up to date with what is settled, and keep what was read; part of the open
    transaction. Where the `whole` archive is settled, the file keeps no other pair.
    """
    gone = f"select p.a, p.b from {_GONE}"  # noqa: S608 - ours
    if whole:
        gone = "select p.a, p.b from pairs p where not exists (select 1 from temp.settled_pairs s where s.a = p.a and s.b = p.b)"
    store.conn.executemany("delete from pairs where a = ? and b = ?", store.conn.execute(gone).fetchall())
    store.conn.execute(
        f"insert or replace into pairs select * from temp.settled_pairs s where {_BOTH} and {_OTHER}"  # noqa: S608 - ours
    )
    store.conn.execute(
        """insert into matched (article_id, time, told) select article_id, time, told from temp.settled_reading s where true
           on conflict (article_id) do update set time = excluded.time, told = excluded.told
           where (time, told) is not (excluded.time, excluded.told)"""
    )
