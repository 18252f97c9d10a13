"""How each outlet delivers: when articles of it came in, when it was last asked, what its sources say, how its URLs ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from store.connection import Store
from store.times import from_text, to_text

ARRIVALS = 200
"""How many of an outlet's newest arrivals are read: enough to know its rhythm."""


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """A source: `state` is active, retired or removed, `note` why it failed or was given up, or what was left out of it;
    `entries` how many articles of the outlet it listed last.
    """

    url: str
    kind: str
    state: str
    configured: bool
    failures: int
    last_fetch: datetime | None
    last_success: datetime | None
    last_outcome: str
    note: str
    entries: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """One outlet. `arrivals` are the times at which its newest crawled articles came in, the oldest first; an article
    known by its title alone is none, and counts neither as new nor as the last. `outcomes` counts each URL once, with the outcome that it has now. `search` is what
    the last search for sources at the outlet itself came to, where it found none.
    """

    outlet_id: str
    name: str
    in_registry: bool
    articles: int
    new_day: int
    new_week: int
    last_article: datetime | None
    last_asked: datetime | None
    arrivals: tuple[datetime, ...] = ()
    outcomes: Mapping[str, int] = field(default_factory=dict)
    waiting: int = 0
    sources: tuple[SourceHealth, ...] = ()
    search: str = ""

    @property
    def last_success(self) -> datetime | None:
        """When one of its sources could last be read."""
        return max((source.last_success for source in self.sources if source.last_success), default=None)

    @property
    def is_given_up(self) -> bool:
        """Whether every source that it had is retired or removed."""
        return bool(self.sources) and all(source.state != "active" for source in self.sources)


def read_deliveries(store: Store, now: datetime) -> list[Delivery]:
    """The outlets of which something is stored or was tried, by id."""
    articles = _rows(store, _ARTICLES, [to_text(now - timedelta(days=1)), to_text(now - timedelta(days=7))])
    asked = _rows(store, "select outlet_id, max(fetched) from fetches where outlet_id is not null group by outlet_id")
    sources, outcomes, waiting = _sources(store), _outcomes(store), _rows(store, _WAITING)
    arrivals, searches = _arrivals(store), _rows(store, _SEARCHES)
    known = sorted({*articles, *asked, *sources, *outcomes})
    outlets = _rows(store, "select id, name, in_registry from outlets")
    return [
        Delivery(
            outlet_id=id_,
            name=outlets[id_][0],
            in_registry=bool(outlets[id_][1]),
            articles=articles[id_][0] if id_ in articles else 0,
            new_day=articles[id_][1] if id_ in articles else 0,
            new_week=articles[id_][2] if id_ in articles else 0,
            last_article=from_text(articles[id_][3]) if id_ in articles else None,
            last_asked=from_text(asked[id_][0]) if id_ in asked else None,
            arrivals=arrivals.get(id_, ()),
            outcomes=outcomes.get(id_, {}),
            waiting=waiting[id_][0] if id_ in waiting else 0,
            sources=sources.get(id_, ()),
            search=searches[id_][0] if id_ in searches else "",
        )
        for id_ in known
    ]


_ARTICLES = """select outlet_id, count(*), sum(had and first_seen >= ?), sum(had and first_seen >= ?),
               max(case when had then first_seen end)
               from (select outlet_id, first_seen, body != 'missing' as had from articles) group by outlet_id"""
_SEARCHES = """select outlet_id, detail, max(id) from fetches where kind in ('probe', 'robots') and outlet_id is not null
               group by outlet_id"""
_WAITING = "select outlet_id, count(*) from frontier where state in ('queued', 'leased', 'fetched') group by outlet_id"


def _rows(store: Store, query: str, parameters: list[Any] | None = None) -> dict[str, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in store.conn.execute(query, parameters or [])}


def _outcomes(store: Store) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for outlet_id, outcome, number in store.conn.execute(
        "select outlet_id, outcome, count(*) from frontier where outcome != '' group by 1, 2 order by 1, 2"
    ):
        found[outlet_id][outcome] = number
    return found


def _arrivals(store: Store) -> dict[str, tuple[datetime, ...]]:
    rows = store.conn.execute(
        """select outlet_id, first_seen from (
               select outlet_id, first_seen, row_number() over (partition by outlet_id order by first_seen desc) as place
               from articles where raw_page_id is not null and body != 'missing')
           where place <= ? order by outlet_id, first_seen""",
        [ARRIVALS],
    )
    found: dict[str, list[datetime]] = defaultdict(list)
    for outlet_id, text in rows:
        when = from_text(text)
        if when is not None:
            found[outlet_id].append(when)
    return {outlet_id: tuple(times) for outlet_id, times in found.items()}


def _sources(store: Store) -> dict[str, tuple[SourceHealth, ...]]:
    found: dict[str, list[SourceHealth]] = defaultdict(list)
    for row in store.conn.execute(
        """select outlet_id, url, kind, state, configured, failures, last_fetch, last_success, last_outcome, note, entries
           from sources order by outlet_id, url"""
    ):
        found[row[0]].append(
            SourceHealth(
                url=row[1],
                kind=row[2],
                state=row[3],
                configured=bool(row[4]),
                failures=row[5],
                last_fetch=from_text(row[6]),
                last_success=from_text(row[7]),
                last_outcome=row[8],
                note=row[9],
                entries=row[10],
            )
        )
    return {outlet_id: tuple(sources) for outlet_id, sources in found.items()}
