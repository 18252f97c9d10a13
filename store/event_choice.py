"""Choosing among the articles of one event: by outlet, words, time or origin, a page at a time.

Articles are named by their numbers here, which are short: two thousand of them go into a form of twenty kilobytes, whatever
their ids are made of.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from store.connection import Store
from store.event_list import fts_query
from store.event_pages import ArticleRow, read_articles_by_id
from store.times import to_text


@dataclass(frozen=True, slots=True)
class Choice:
    """Which articles of an event are meant; "" and None leave a condition out. `origin` is an origin's id: the report, and
    what copies, rewrites or credits it. Both ends of the time are included.
    """

    outlet: str = ""
    words: str = ""
    origin: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What an event's articles can be chosen by: outlets (id, name, articles) and origins (id, name, articles)."""

    outlets: tuple[tuple[str, str, int], ...]
    origins: tuple[tuple[str, str, int], ...]


def choose(store: Store, event_id: str, choice: Choice) -> tuple[int, ...]:
    """The numbers of the event's articles that are meant, in the order in which they appeared."""
    where, values = ["ea.event_id = ?"], [event_id]
    for condition, value in (
        ("a.outlet_id = ?", choice.outlet),
        ("coalesce(a.published, a.first_seen) >= ?", to_text(choice.since)),
        ("coalesce(a.published, a.first_seen) <= ?", to_text(choice.until)),
        ("f.origin_id = ?", choice.origin),
    ):
        if value:
            where.append(condition)
            values.append(value)
    rows = store.conn.execute(
        f"""select a.number from event_articles ea join articles a indexed by articles_brief on a.id = ea.article_id
            left join findings f on f.article_id = a.id where {" and ".join(where)}
            order by coalesce(a.published, a.first_seen), a.id""",  # noqa: S608 - conditions are ours
        values,
    )
    numbers = [int(row[0]) for row in rows]
    if not choice.words.strip() or not numbers:
        return tuple(numbers)
    having = _with_words(store, choice.words, min(numbers), max(numbers))
    return tuple(number for number in numbers if number in having)


def _with_words(store: Store, words: str, first: int, last: int) -> frozenset[int]:
    """The numbers between two of articles that have all the words, as the search of the front page finds them."""
    query = fts_query(words)
    if not query:
        return frozenset()
    rows = store.conn.execute(
        "select rowid from articles_fts where articles_fts match ? and rowid between ? and ?", [query, first, last]
    )
    return frozenset(int(row[0]) for row in rows)


def read_options(store: Store, event_id: str) -> Options:
    """The outlets and origins of an event, those of most articles first."""
    outlets = store.conn.execute(
        """select o.id, o.name, count(*) from event_articles ea
           join articles a indexed by articles_brief on a.id = ea.article_id join outlets o on o.id = a.outlet_id
           where ea.event_id = ? group by o.id order by 3 desc, o.name collate nocase, o.id limit 1000""",
        [event_id],
    )
    origins = store.conn.execute(
        """select id, name, json_array_length(articles) from origins where event_id = ?
           order by 3 desc, name collate nocase, id limit 200""",
        [event_id],
    )
    return Options(tuple((*row,) for row in outlets), tuple((*row,) for row in origins))


def numbered(store: Store, event_id: str, numbers: Sequence[int]) -> tuple[tuple[int, ArticleRow], ...]:
    """The event's articles of these numbers as rows of its table, in the order given; others are left out."""
    ids = ids_of(store, event_id, numbers)
    rows = read_articles_by_id(store, list(ids.values()))
    return tuple((number, rows[ids[number]]) for number in numbers if number in ids)


def ids_of(store: Store, event_id: str, numbers: Iterable[int]) -> dict[int, str]:
    """The ids of the event's articles of these numbers, by number; numbers of other articles are left out."""
    rows = store.conn.execute(
        """select a.number, a.id from event_articles ea join articles a indexed by articles_brief on a.id = ea.article_id
           where a.number in (select value from json_each(?)) and ea.event_id = ? order by a.number""",
        [json.dumps(sorted(set(numbers))), event_id],
    )
    return {int(row[0]): str(row[1]) for row in rows}


def outlets_of(store: Store, event_id: str, numbers: Iterable[int]) -> tuple[tuple[str, int], ...]:
    """The outlets of the event's articles of these numbers by name, with how many are of each, most first."""
    rows = store.conn.execute(
        """select o.name, count(*) from event_articles ea
           join articles a indexed by articles_brief on a.id = ea.article_id join outlets o on o.id = a.outlet_id
           where ea.event_id = ? and a.number in (select value from json_each(?))
           group by o.id order by 2 desc, o.name collate nocase, o.id""",
        [event_id, json.dumps(sorted(set(numbers)))],
    )
    return tuple((str(row[0]), int(row[1])) for row in rows)
