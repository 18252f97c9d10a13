"""One outlet as its page shows it, and the lists of outlets, countries and languages that readers choose from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store.connection import Store
from store.event_list import TITLE_CHARS
from store.times import from_text

LOOKED_AT = 1000
"""An outlet's newest articles, from which its page tells what it originates, what it copies and whom it credits."""


@dataclass(frozen=True, slots=True)
class OutletHead:
    """A registry row as it is in force. `row` holds every key of it; `notes` what else a reader should know."""

    id: str
    name: str
    kind: str
    family: str
    country: str
    language: str
    notable: bool
    basis: str
    in_registry: bool
    row: dict[str, Any]
    siblings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Habits:
    """What an outlet's newest articles rest on. `months` maps YYYY-MM to how many were its own, copied, and neither."""

    articles: int
    kinds: dict[str, int]
    counted: int
    months: dict[str, tuple[int, int, int]]
    credits: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class OutletArticle:
    """One of an outlet's newest articles."""

    id: str
    title: str
    language: str
    published: datetime | None
    event_id: str
    state: str
    origin_kind: str
    counted: bool
    reason: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A feed, sitemap or section page of an outlet, and how it does."""

    url: str
    kind: str
    state: str
    failures: int
    last_fetch: datetime | None
    last_success: datetime | None
    last_outcome: str
    note: str


OWN = frozenset({"own", "mixed"})
BORROWED = frozenset({"agency", "outlet", "statement"})


def read_outlet(store: Store, outlet_id: str) -> OutletHead | None:
    """The registry row of an outlet; None where there never was one."""
    row = store.conn.execute(
        """select id, name, kind, family, country, language, notable, notability_basis, in_registry, row from outlets
           where id = ?""",
        [outlet_id],
    ).fetchone()
    if row is None:
        return None
    siblings = store.conn.execute(
        "select id, name from outlets where family = ? and family != '' and id != ? order by name, id limit 40",
        [row[3], outlet_id],
    )
    return OutletHead(*[*row[:6], bool(row[6]), row[7], bool(row[8]), json.loads(row[9]), tuple(map(tuple, siblings))])


def read_habits(store: Store, outlet_id: str) -> Habits:
    """What the outlet's `LOOKED_AT` newest articles rest on, by month, and whom they credit most."""
    rows = store.conn.execute(
        f"""select substr(coalesce(n.published, ''), 1, 7), f.origin_kind, f.counted, f.credited from
            (select id, published from articles indexed by articles_outlet where outlet_id = ?
             order by published desc limit {LOOKED_AT}) n
            left join findings f on f.article_id = n.id""",  # noqa: S608 - a number of ours
        [outlet_id],
    ).fetchall()
    kinds: Counter[str] = Counter(row[1] or "unknown" for row in rows)
    credits: Counter[str] = Counter(name for row in rows if row[3] and row[3] != "[]" for name in json.loads(row[3]))
    months: dict[str, list[int]] = {}
    for month, kind, _, _ in rows:
        counts = months.setdefault(month, [0, 0, 0])
        counts[0 if kind in OWN else 1 if kind in BORROWED else 2] += 1
    newest = sorted(month for month in months if month)[-18:]
    return Habits(
        len(rows), dict(sorted(kinds.items())), sum(bool(row[2]) for row in rows),
        {month: (months[month][0], months[month][1], months[month][2]) for month in newest},
        tuple(sorted(credits.items(), key=lambda item: (-item[1], item[0]))[:12]),
    )  # fmt: skip


def read_outlet_articles(store: Store, outlet_id: str, limit: int = 20) -> tuple[OutletArticle, ...]:
    """An outlet's newest articles with what became of each."""
    rows = store.conn.execute(
        f"""select n.id, substr(n.title, 1, {TITLE_CHARS}), n.language, n.published, coalesce(ea.event_id, ''),
                   coalesce(e.state, ''), coalesce(f.origin_kind, 'unknown'), coalesce(f.counted, 0),
                   coalesce(f.reason, 'not_matched_yet')
            from (select number, id, title, language, published from articles indexed by articles_outlet
                  where outlet_id = ? order by published desc limit ?) n
            left join event_articles ea on ea.article_id = n.id left join events e on e.id = ea.event_id
            left join findings f on f.article_id = n.id order by n.published desc, n.number desc""",  # noqa: S608 - a number of ours
        [outlet_id, limit],
    )
    return tuple(OutletArticle(*[*row[:3], from_text(row[3]), *row[4:7], bool(row[7]), row[8]]) for row in rows)


def read_sources_of(store: Store, outlet_id: str) -> tuple[SourceRow, ...]:
    """Where an outlet's articles are found, and how each place does."""
    rows = store.conn.execute(
        """select url, kind, state, failures, last_fetch, last_success, last_outcome, note from sources
           where outlet_id = ? order by state, url limit 50""",
        [outlet_id],
    )
    return tuple(SourceRow(*[*row[:4], from_text(row[4]), from_text(row[5]), *row[6:]]) for row in rows)


def read_url_outcomes(store: Store, outlet_id: str, limit: int = 1000) -> dict[str, int]:
    """How the URLs that were last found at an outlet ended, by outcome ("" for those that wait)."""
    rows = store.conn.execute(
        "select outcome from frontier where outlet_id = ? order by rowid desc limit ?", [outlet_id, limit]
    )
    return dict(sorted(Counter(row[0] for row in rows).items()))


def find_outlets(store: Store, words: str = "", *, page: int = 1, size: int = 50) -> list[tuple[Any, ...]]:
    """Outlets of the registry whose id, name, family or country has the words: id, name, kind, family, country, notable."""
    like = f"%{words.replace(chr(92), '').replace('%', '').replace('_', '')}%"
    rows = store.conn.execute(
        """select id, name, kind, family, country, notable from outlets where in_registry = 1
           and (name like ?1 or id like ?1 or family like ?1 or country = upper(?2)) order by name collate nocase, id
           limit ?3 offset ?4""",
        [like, words, size, (page - 1) * size],
    )
    return rows.fetchall()


def outlet_names(store: Store, ids: Sequence[str]) -> dict[str, str]:
    """The names of those of the ids that are registered."""
    rows = store.conn.execute(
        "select id, name from outlets where id in (select value from json_each(?))", [json.dumps(sorted(set(ids)))]
    )
    return {str(row[0]): str(row[1]) for row in rows}


def read_choices(store: Store) -> dict[str, list[tuple[str, str]]]:
    """What the filters of the front page offer: countries and languages of the registry; outlets that have articles."""
    one = store.conn.execute
    return {
        "countries": [(row[0], row[0]) for row in one("select distinct country from outlets where country != '' order by 1")],
        "languages": [(row[0], row[0]) for row in one("select distinct language from outlets where language != '' order by 1")],
        "outlets": [
            (row[0], row[1])
            for row in one(
                """select o.id, o.name from outlets o
                   where exists (select 1 from articles a indexed by articles_outlet where a.outlet_id = o.id)
                   order by o.name collate nocase, o.id"""
            )
        ],
    }  # fmt: skip
