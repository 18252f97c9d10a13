"""Lists of events for readers: the newest first, by state, outlet, country, language, date or words, a page at a time.

Each list walks one index (events by time or state, articles by outlet or language, or the full-text index) and looks at
`LOOKED_AT` rows at most, so that an answer takes the same time in a file of a hundred events and of a million. Where that
was not enough to fill a page, the answer says how far it came, and a cursor leads on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store.connection import Store
from store.times import from_text, to_text

LOOKED_AT = 1500
"""Rows that one page of a list looks at. With 1,000,000 articles a row costs 5 to 16 microseconds."""

TITLE_CHARS = 300
"""Of a title no more is read: nobody reads on, and a hostile page may have a title of a megabyte."""

BARS = 24
"""Bars of the small picture of coverage over time."""

_DRAWN = 400
"""Articles of an event that the small picture counts."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are asked for; "" leaves a filter out. `since` and `until` are days (YYYY-MM-DD), `until` included."""

    state: str = ""
    outlet: str = ""
    country: str = ""
    language: str = ""
    since: str = ""
    until: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class EventCard:
    """One event of a list with the head of its newest verdict; `bars` counts its articles over time."""

    id: str
    title: str
    state: str
    provisional: bool
    disputed: bool
    outlets: int
    origins: int
    notable_origins: int
    because: str
    first_seen: datetime | None
    last_seen: datetime | None
    language: str
    bars: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a list. `after` is the cursor of what follows ("" at the end); `is_cut` where the walk ended early."""

    cards: tuple[EventCard, ...]
    after: str
    is_cut: bool = False


def list_events(store: Store, wanted: Wanted, *, after: str = "", limit: int = 25) -> Found:
    """A page of the events that are wanted, the newest first; `after` is the cursor of the page before.

    Lists by outlet, language or words walk along the articles that match, the newest first; the events of a page are put
    in the order of their own times.

    Raises:
        ValueError: the cursor is none of this list's, or a day is no day.
    """
    _demand_days(wanted)
    ids: list[str] = []
    looked = 0
    place: tuple[object, ...] = ()
    for batch in _walk(store, wanted, after):
        passed = _passing(store, [event_id for event_id, _ in batch], wanted)
        for event_id, place in batch:
            looked += 1
            if event_id in passed and event_id not in ids:
                ids.append(event_id)
            if len(ids) == limit:
                return Found(_newest_first(store, ids), json.dumps(place))
        if looked >= LOOKED_AT:
            return Found(_newest_first(store, ids), json.dumps(place), is_cut=True)
    return Found(_newest_first(store, ids), "")


def _newest_first(store: Store, ids: Sequence[str]) -> tuple[EventCard, ...]:
    cards = sorted(read_cards(store, ids), key=lambda card: card.id, reverse=True)
    return tuple(sorted(cards, key=lambda card: to_text(card.last_seen) or "", reverse=True))


def _demand_days(wanted: Wanted) -> None:
    for day in (wanted.since, wanted.until):
        if day:
            datetime.strptime(day, "%Y-%m-%d")  # noqa: DTZ007 - only whether it is a day


Batch = list[tuple[str, tuple[object, ...]]]
"""Event ids with the place behind each: the kind of walk, and how far it has come. As JSON that is the cursor."""


def _walk(store: Store, wanted: Wanted, after: str) -> Iterator[Batch]:
    """Candidate events in the order of the list, in batches, from behind the cursor on."""
    kind, place = _cursor(after)
    if wanted.words:
        walk = _by_words(store, wanted, place if kind == "w" else [])
    elif (wanted.outlet or wanted.language) and not (wanted.since or wanted.until):
        walk = _by_articles(store, wanted, place if kind == "a" else [])
    else:
        walk = _by_time(store, wanted, place if kind == "e" else [])
    return walk


def _cursor(after: str) -> tuple[str, list[Any]]:
    if not after:
        return "", []
    try:
        kind, *place = json.loads(after)
    except (json.JSONDecodeError, ValueError, TypeError) as error:
        raise ValueError(f"{after!r} is no cursor of a list of events") from error
    if kind not in {"e", "a", "w"} or len(place) != 2 or not all(isinstance(part, str | int) for part in place):
        raise ValueError(f"{after!r} is no cursor of a list of events")
    return kind, place


def _by_time(store: Store, wanted: Wanted, place: Sequence[Any]) -> Iterator[Batch]:
    where, values = ["current = 1"], []
    if wanted.state:
        where.append("state = ?")
        values.append(wanted.state)
    if wanted.since:
        where.append("coalesce(last_seen, '') >= ?")
        values.append(wanted.since)
    if wanted.until:
        where.append("coalesce(last_seen, '') < ?")
        values.append(wanted.until + "U")  # sorts behind every time of that day, which goes on with a "T"
    if place:
        where.append("coalesce(last_seen, '') <= ? and (coalesce(last_seen, '') < ? or id < ?)")
        values += [place[0], place[0], place[1]]
    index = "events_state" if wanted.state else "events_newest"
    rows = store.conn.execute(
        f"""select id, coalesce(last_seen, '') from events indexed by {index} where {" and ".join(where)}
            order by coalesce(last_seen, '') desc, id desc limit {LOOKED_AT}""",  # noqa: S608 - conditions are ours
        values,
    )
    yield from _batches(rows, "e")


def _by_articles(store: Store, wanted: Wanted, place: Sequence[Any]) -> Iterator[Batch]:
    column, index, value = (
        ("outlet_id", "articles_outlet", wanted.outlet)
        if wanted.outlet
        else ("language", "articles_language", wanted.language)
    )
    before, values = "", []
    if place and place[0] == "":  # among those without a date, which come last
        before, values = "and a.published is null and a.number < ?", [place[1]]
    elif place:
        before = "and (a.published is null or (a.published <= ? and (a.published < ? or a.number < ?)))"
        values = [place[0], *place]
    rows = store.conn.execute(
        f"""select ea.event_id, a.published, a.number from articles a indexed by {index}
            join event_articles ea on ea.article_id = a.id where a.{column} = ? {before}
            order by a.published desc, a.number desc limit {LOOKED_AT}""",  # noqa: S608 - names are ours
        [value, *values],
    )
    yield from _batches(((row[0], (row[1] or "", row[2])) for row in rows), "a")


def _by_words(store: Store, wanted: Wanted, place: Sequence[Any]) -> Iterator[Batch]:
    query = fts_query(wanted.words)
    if not query:
        return
    rows = store.conn.execute(
        f"""select ea.event_id, f.number from
            (select rowid as number from articles_fts where articles_fts match ? and rowid < ?
             order by rowid desc limit {LOOKED_AT}) f
            join articles a on a.number = f.number join event_articles ea on ea.article_id = a.id
            order by f.number desc""",  # noqa: S608 - a number of ours
        [query, place[0] if place else 2**62],
    )
    yield from _batches(((row[0], (row[1], "")) for row in rows), "w")


def fts_query(words: str) -> str:
    """A full-text query that finds articles with all the words (and phrases in quotation marks), safe for any input.

    >>> fts_query('ferry "mellow bay" OR*')
    '"ferry" "mellow bay" "OR"'
    """
    parts = re.findall(r'"([^"]+)"|(\S+)', words[:200])
    cleaned = (re.sub(r"[^\w]+", " ", phrase or word).strip() for phrase, word in parts)
    return " ".join(f'"{part}"' for part in cleaned if part)


def _batches(rows: Any, kind: str) -> Iterator[Batch]:
    batch: Batch = []
    for event_id, place in rows:
        where = place if isinstance(place, tuple) else (place, event_id)
        batch.append((event_id, (kind, *where)))
        if len(batch) == 200:
            yield batch
            batch = []
    if batch:
        yield batch


def _passing(store: Store, ids: Sequence[str], wanted: Wanted) -> set[str]:
    """Which of the events pass all the filters."""
    where, values = ["e.current = 1"], []
    for condition, value in (
        ("e.state = ?", wanted.state),
        ("coalesce(e.last_seen, '') >= ?", wanted.since),
        ("coalesce(e.last_seen, '') < ?", wanted.until and wanted.until + "U"),
        (_OF_OUTLET, wanted.outlet),
        (_OF_COUNTRY, wanted.country),
        (_OF_LANGUAGE, wanted.language),
    ):
        if value:
            where.append(condition)
            values.append(value)
    rows = store.conn.execute(
        f"select e.id from events e where e.id in (select value from json_each(?)) and {' and '.join(where)}",  # noqa: S608 - conditions are ours
        [json.dumps(list(ids)), *values],
    )
    return {str(row[0]) for row in rows}


_BRIEF = """exists (select 1 from event_articles ea join articles a indexed by articles_brief on a.id = ea.article_id
            where ea.event_id = e.id and {} = ?)"""
_OF_OUTLET = _BRIEF.format("a.outlet_id")
_OF_COUNTRY = """exists (select 1 from event_articles ea join articles a indexed by articles_brief on a.id = ea.article_id
                 where ea.event_id = e.id and a.outlet_id in (select id from outlets where country = ?))"""
_OF_LANGUAGE = _BRIEF.format("a.language")


def read_cards(store: Store, ids: Sequence[str]) -> tuple[EventCard, ...]:
    """The events of these ids as cards, in the order given; ids that are no event are left out."""
    rows = store.conn.execute(
        f"""select e.id, substr(e.title, 1, {TITLE_CHARS}), e.state, e.provisional, e.disputed, e.outlets, e.origins,
                   e.notable_origins, v.because, e.first_seen, e.last_seen
            from events e left join verdicts v on v.id = e.verdict_id
            where e.id in (select value from json_each(?))""",  # noqa: S608 - a number of ours
        [json.dumps(list(ids))],
    ).fetchall()
    found = {row[0]: row for row in rows}
    return tuple(_card(found[id_], *_coverage(store, id_)) for id_ in ids if id_ in found)


def _card(row: tuple[Any, ...], language: str, times: list[str]) -> EventCard:
    first, last = from_text(row[9]), from_text(row[10])
    return EventCard(
        row[0], row[1], row[2], bool(row[3]), bool(row[4]), row[5], row[6], row[7], row[8] or "", first, last, language,
        bars_of([when for text in times if (when := from_text(text))], BARS),
    )  # fmt: skip


def _coverage(store: Store, event_id: str) -> tuple[str, list[str]]:
    """The language of an event's first article, and when its articles appeared."""
    rows = store.conn.execute(
        f"""select coalesce(a.published, a.first_seen) as at, a.language from event_articles ea
            join articles a indexed by articles_brief on a.id = ea.article_id where ea.event_id = ? limit {_DRAWN}""",  # noqa: S608 - a number of ours
        [event_id],
    ).fetchall()
    rows.sort()
    return (rows[0][1] if rows else ""), [row[0] for row in rows]


def bars_of(times: Sequence[datetime], count: int) -> tuple[int, ...]:
    """How many of the times lie in each of `count` equal parts of the span from the first to the last.

    >>> from datetime import UTC
    >>> hour = lambda n: datetime(2026, 3, 2, n, tzinfo=UTC)
    >>> bars_of([hour(0), hour(1), hour(4)], 4)
    (1, 1, 0, 1)
    """
    if not times:
        return (0,) * count
    first, last = min(times), max(times)
    span = (last - first).total_seconds() or 1.0
    bars = [0] * count
    for when in times:
        bars[min(count - 1, int((when - first).total_seconds() / span * count))] += 1
    return tuple(bars)
