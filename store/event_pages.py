"""One event as its page shows it: verdict, origins, articles a page at a time, edges, conflicts, history, the three stars.

Only a disputed verdict's evidence is read whole: an event of 2,000 articles costs its page as much as one of ten.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store.connection import Store
from store.event_list import TITLE_CHARS
from store.evidence import evidence_text
from store.times import from_text

ORIGINS_SHOWN = 60
"""Origins of one event that its page lists; more have only been seen in made-up data."""

DRAWN = 14
"""Articles that hang from one origin in the picture; the others are a number with a link to the table."""

HISTORY_SHOWN = 50
"""Verdicts of an event's history that one page lists; the page as of the oldest of them lists those before it."""

NEWEST = 2**62
"""Above every verdict's id."""


@dataclass(frozen=True, slots=True)
class EventHead:
    """The newest verdict of an event. `articles` counts all of its articles, `counted` those that stand for an origin."""

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
    judged: datetime | None
    cause: str
    ruleset: str
    registry_version: str
    verdict_id: int
    articles: int


@dataclass(frozen=True, slots=True)
class OriginRow:
    """One act of reporting: `span` is the quoted text, `where` where it stands, `size` how many articles rest on it."""

    id: str
    kind: str
    name: str
    outlet_id: str
    outlet_name: str
    family: str
    notable: bool
    basis: str
    phantom: bool
    counts: bool
    first_article_id: str
    url: str
    title: str
    language: str
    published: datetime | None
    span: str
    size: int
    article_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article of an event: whether it is counted, or the reason code why not, with the span and score that decided."""

    id: str
    title: str
    url: str
    language: str
    outlet_id: str
    outlet_name: str
    family: str
    notable: bool
    published: datetime | None
    first_seen: datetime | None
    body: str
    origin_id: str | None
    origin_kind: str
    counted: bool
    reason: str
    credited: tuple[str, ...]
    span: str
    score: float | None


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """Why an article rests on another (or on a newsroom): its kind, how sure, and what it was seen by."""

    article_id: str
    target: str
    kind: str
    probability: float
    span: str
    note: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One verdict that was given, with what brought it about."""

    verdict_id: int
    at: datetime | None
    state: str
    provisional: bool
    disputed: bool
    outlets: int
    origins: int
    notable_origins: int
    cause: str
    detail: str
    because: str


def read_event(store: Store, event_id: str) -> EventHead | None:
    """The head of a current event's page; None where there is no such event or no verdict on it yet."""
    row = store.conn.execute(
        f"""select e.id, substr(e.title, 1, {TITLE_CHARS}), e.state, e.provisional, e.disputed, e.outlets, e.origins,
                   e.notable_origins, v.because, e.first_seen, e.last_seen, v.at, v.cause, v.ruleset,
                   v.registry_version, v.id, (select count(*) from event_articles where event_id = e.id)
            from events e join verdicts v on v.id = e.verdict_id where e.id = ? and e.current = 1""",  # noqa: S608 - a number of ours
        [event_id],
    ).fetchone()
    if row is None:
        return None
    times = [from_text(text) for text in row[9:12]]
    return EventHead(*[*row[:3], bool(row[3]), bool(row[4]), *row[5:9], *times, *row[12:]])


def read_origins(store: Store, event_id: str) -> tuple[OriginRow, ...]:
    """The origins of an event: those that count first, then by how many articles rest on each."""
    rows = store.conn.execute(
        f"""select g.id, g.kind, g.name, g.outlet_id, coalesce(o.name, ''), g.family, g.notable, g.notability_basis,
                   g.phantom, g.counts, g.first_article_id, g.url, substr(coalesce(a.title, ''), 1, {TITLE_CHARS}),
                   coalesce(a.language, ''), g.published, substr(json_extract(nullif(g.span, ''), '$.text'), 1, 600),
                   json_array_length(g.articles), g.articles
            from origins g left join outlets o on o.id = g.outlet_id left join articles a on a.id = g.first_article_id
            where g.event_id = ? order by g.counts desc, json_array_length(g.articles) desc, g.published, g.id
            limit {ORIGINS_SHOWN}""",  # noqa: S608 - numbers of ours
        [event_id],
    ).fetchall()
    return tuple(_origin(row) for row in rows)


def _origin(row: tuple[Any, ...]) -> OriginRow:
    ids = tuple(json.loads(row[17]))
    flags = bool(row[8]), bool(row[9])
    return OriginRow(
        *[*row[:6], bool(row[6]), row[7], *flags, *row[10:14], from_text(row[14]), row[15] or "", row[16], ids]
    )


_ARTICLE = f"""select a.id, substr(a.title, 1, {TITLE_CHARS}), a.url, a.language, o.id, o.name, o.family, o.notable, a.published,
    a.first_seen, a.body, f.origin_id, coalesce(f.origin_kind, 'unknown'), coalesce(f.counted, 0),
    coalesce(f.reason, 'not_matched_yet'), coalesce(f.credited, '[]'),
    substr(coalesce(json_extract(f.spans, '$[0].text'), ''), 1, 400), f.score
    from articles a join outlets o on o.id = a.outlet_id left join findings f on f.article_id = a.id"""  # noqa: S608 - a number of ours


def read_event_articles(store: Store, event_id: str, *, page: int = 1, size: int = 50) -> tuple[ArticleRow, ...]:
    """A page of an event's articles: the counted ones first, then by time."""
    rows = store.conn.execute(
        f"""{_ARTICLE} where a.id in
            (select ea.article_id from event_articles ea
                join articles b indexed by articles_brief on b.id = ea.article_id
                left join findings g on g.article_id = ea.article_id where ea.event_id = ?
             order by coalesce(g.counted, 0) desc, coalesce(b.published, b.first_seen), b.id limit ? offset ?)
            order by coalesce(f.counted, 0) desc, coalesce(a.published, a.first_seen), a.id""",  # noqa: S608 - our words
        [event_id, size, (page - 1) * size],
    ).fetchall()
    return tuple(_article(row) for row in rows)


def read_articles_by_id(store: Store, ids: Sequence[str]) -> dict[str, ArticleRow]:
    """Articles of these ids, as rows of an event's table, by id."""
    query = f"{_ARTICLE} where a.id in (select value from json_each(?))"  # noqa: S608 - our words
    rows = store.conn.execute(query, [json.dumps(list(ids))])
    return {row[0]: _article(row) for row in rows.fetchall()}


def _article(row: tuple[Any, ...]) -> ArticleRow:
    return ArticleRow(*[
        *row[:7], bool(row[7]), from_text(row[8]), from_text(row[9]), *row[10:13], bool(row[13]), row[14],
        tuple(json.loads(row[15])), row[16], row[17]])  # fmt: skip


def read_edges(store: Store, event_id: str, article_ids: Sequence[str]) -> tuple[EdgeRow, ...]:
    """What these articles of the event rest on, the surest first."""
    rows = store.conn.execute(
        """select article_id, target, kind, probability,
                  substr(coalesce(json_extract(spans, '$[0].text'), ''), 1, 300), note
           from edges where event_id = ? and article_id in (select value from json_each(?))
           order by article_id, probability desc, kind, target""",
        [event_id, json.dumps(list(article_ids))],
    )
    return tuple(EdgeRow(*row) for row in rows)


def read_conflicts(store: Store, verdict_id: int) -> list[dict[str, Any]]:
    """The contradictions between counted origins that a verdict names."""
    row = store.conn.execute("select 1 from verdicts where id = ? and disputed", [verdict_id]).fetchone()
    found: list[dict[str, Any]] = json.loads(evidence_text(store.conn, verdict_id))["conflicts"] if row else []
    return found


def read_history_of_event(store: Store, event_id: str, *, upto: int = NEWEST) -> tuple[HistoryRow, ...]:
    """The verdicts on an event up to the one of that id, the newest first, `HISTORY_SHOWN` at most."""
    return _history(store, event_id, "id <= ? order by id desc", upto)


def read_history_after(store: Store, event_id: str, verdict_id: int) -> tuple[HistoryRow, ...]:
    """The verdicts on an event that followed the one of that id, the earliest first, `HISTORY_SHOWN` at most."""
    return _history(store, event_id, "id > ? order by id", verdict_id)


def _history(store: Store, event_id: str, which: str, verdict_id: int) -> tuple[HistoryRow, ...]:
    rows = store.conn.execute(
        f"""select id, at, state, provisional, disputed, outlets, origins, notable_origins, cause, cause_detail, because
            from verdicts where event_id = ? and {which} limit {HISTORY_SHOWN}""",  # noqa: S608 - words of ours
        [event_id, verdict_id],
    )
    return tuple(HistoryRow(row[0], from_text(row[1]), row[2], bool(row[3]), bool(row[4]), *row[5:]) for row in rows)


def read_times(store: Store, event_id: str, *, limit: int = 3000) -> list[tuple[datetime, str]]:
    """When the articles of an event appeared, with their ids, the earliest first."""
    rows = store.conn.execute(
        """select coalesce(a.published, a.first_seen) as at, a.id from event_articles ea
           join articles a indexed by articles_brief on a.id = ea.article_id where ea.event_id = ? order by 1, 2 limit ?""",
        [event_id, limit],
    )
    return [(when, row[1]) for row in rows if (when := from_text(row[0]))]


def read_criteria(store: Store, article_id: str) -> dict[str, Any] | None:
    """The three criteria of an article's rating; None where it has none yet."""
    row = store.conn.execute("select criteria from ratings where article_id = ?", [article_id]).fetchone()
    found: dict[str, Any] | None = json.loads(row[0]) if row else None
    return found
