"""What stands on an event's page, read from the store: the verdict, what it rests on, every article, how it came about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desk.web.decide import Told, told_of
from desk.web.pictures import Graph, Timeline, drawn_ids, graph_of, timeline_of
from desk.web.stars import Stars, stars_of
from desk.web.words import STATES
from store.connection import Store
from store.decisions import DecisionRow, decisions_about_event, marks_on_outlets
from store.desk_news import read_health
from store.event_pages import (
    ArticleRow,
    EdgeRow,
    EventHead,
    HistoryRow,
    OriginRow,
    read_articles_by_id,
    read_conflicts,
    read_criteria,
    read_edges,
    read_event,
    read_event_articles,
    read_history_of_event,
    read_origins,
    read_times,
)
from store.outlet_pages import outlet_names

PAGE_SIZE = 50
"""Articles of the table on one page."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two counted origins that contradict each other, with both values and the articles that say so."""

    what: str
    value_a: str
    value_b: str
    said_a: str
    said_b: str
    origin_a: OriginRow | None
    origin_b: OriginRow | None


@dataclass(frozen=True, slots=True)
class Then:
    """The moment that a page of the past shows: `when` was asked for; `later` is what was said since, and `is_to_come`
    says that the moment is.
    """

    when: datetime
    later: tuple[HistoryRow, ...]
    is_to_come: bool


@dataclass(frozen=True, slots=True)
class EventPage:
    """Everything on an event's page. `then` is None where it shows the event as it is now,
    `disowned` are the outlets of its table that editors decided are not notable. `edges` maps an article of the table to what it rests on, `firsts` are the first
    articles of origins by id.
    """

    head: EventHead
    origins: tuple[OriginRow, ...]
    firsts: dict[str, ArticleRow]
    graph: Graph
    timeline: Timeline | None
    articles: tuple[ArticleRow, ...]
    edges: dict[str, EdgeRow]
    disputes: tuple[Dispute, ...]
    history: tuple[HistoryRow, ...]
    stars: Stars | None
    names: dict[str, str]
    decisions: tuple[Told, ...]
    is_pending: bool
    page: int
    pages: int
    then: Then | None = None
    disowned: frozenset[str] = frozenset()


def read_page(store: Store, event_id: str, number: int) -> EventPage | None:
    """The page of a current event; None where no verdict was given on it yet."""
    head = read_event(store, event_id)
    if head is None:
        return None
    pages = max(1, -(-head.articles // PAGE_SIZE))
    number = min(number, pages)
    origins = read_origins(store, event_id)
    articles = read_event_articles(store, event_id, page=number, size=PAGE_SIZE)
    drawn = read_articles_by_id(store, drawn_ids(origins))
    edges = read_edges(store, event_id, sorted({*drawn, *(article.id for article in articles)}))
    history = read_history_of_event(store, event_id)
    times = read_times(store, event_id)
    decided = decisions_about_event(store, event_id)
    first = origins[0].first_article_id if origins else (articles[0].id if articles else "")
    return EventPage(
        head=head,
        origins=origins,
        firsts=drawn,
        graph=graph_of(origins, drawn, edges),
        timeline=timeline_of_event(times, origins, history),
        articles=articles,
        edges=surest(edges),
        disputes=disputes_of(read_conflicts(store, head.verdict_id), origins) if head.disputed else (),
        history=history,
        stars=stars_of(read_criteria(store, first), drawn.get(first)) if first else None,
        names=outlet_names(store, [name for article in articles for name in article.credited]),
        decisions=told_of(store, decided),
        is_pending=_is_pending(store, decided),
        page=number,
        pages=pages,
        disowned=frozenset(
            mark.subject["outlet"]
            for mark in marks_on_outlets(store, [article.outlet_id for article in articles])
            if mark.subject["key"] == "notable"
        ),
    )


def _is_pending(store: Store, decided: Sequence[DecisionRow]) -> bool:
    """Whether something was decided or undone since the last match."""
    matched = read_health(store).matched
    times = [when for row in decided if row.kind != "note" for when in (row.at, row.undone_at) if when]
    return bool(times) and (matched is None or max(times) >= matched)


def surest(edges: Sequence[EdgeRow]) -> dict[str, EdgeRow]:
    """For each article the edge that holds and is the surest, its outlet's own other versions left out."""
    found: dict[str, EdgeRow] = {}
    for edge in edges:
        if edge.probability >= 0.5 and edge.note != "this outlet's own article":
            found.setdefault(edge.article_id, edge)
    return found


def timeline_of_event(
    times: Sequence[tuple[datetime, str]], origins: Sequence[OriginRow], history: Sequence[HistoryRow]
) -> Timeline | None:
    """The time line of an event: its articles, the first report of each origin that counts, the verdicts meanwhile."""
    at = {article_id: when for when, article_id in times}
    marks = [
        (at[origin.first_article_id], f"{number} {origin.name}")
        for number, origin in enumerate(origins, 1)
        if origin.counts and origin.first_article_id in at
    ]
    verdicts = [
        (row.at, STATES[row.state].name if row.state in STATES else row.state) for row in reversed(history) if row.at
    ]
    return timeline_of([when for when, _ in times], marks, verdicts)


def disputes_of(conflicts: Iterable[Mapping[str, Any]], origins: Sequence[OriginRow]) -> tuple[Dispute, ...]:
    """The contradictions that a verdict names, each with the origins that contradict each other."""
    by_id = {origin.id: origin for origin in origins}
    return tuple(
        Dispute(
            conflict["what"], conflict["value_a"], conflict["value_b"], conflict["span_a"]["text"],
            conflict["span_b"]["text"], by_id.get(conflict["a"]), by_id.get(conflict["b"]),
        )
        for conflict in conflicts
    )  # fmt: skip
