"""The event page of a past moment: what was said then, from the history that is only ever appended."""

from __future__ import annotations

from datetime import datetime

from desk.web.desk import Desk
from desk.web.event_page import PAGE_SIZE, EventPage, Then, disputes_of, surest, timeline_of_event
from desk.web.pictures import drawn_ids, graph_of
from store.asof import verdict_of_event_at
from store.connection import Store
from store.event_pages import read_history_after, read_history_of_event
from store.outlet_pages import outlet_names
from store.past_events import (
    NotYet,
    PastEvent,
    before_its_first_verdict,
    home_at,
    read_past_articles,
    read_past_event,
)


def read_past_page(desk: Desk, store: Store, event_id: str, when: datetime, number: int) -> EventPage | NotYet | str:
    """The page of an event as it was at a time; the id of the event that it was part of then; or that nothing had been
    said of it yet. What a verdict rested on never changes, so that the verdict looked at last is read once for all pages.
    """
    verdict_id = verdict_of_event_at(store, event_id, when)
    if verdict_id is None:
        return before_its_first_verdict(store, event_id, when)
    past = desk.kept("past event", verdict_id, lambda: read_past_event(store, event_id, verdict_id))
    home = home_at(store, past, when)
    return home if home != event_id else _page(store, past, when, number, is_to_come=when > desk.clock())


def _page(store: Store, past: PastEvent, when: datetime, number: int, *, is_to_come: bool) -> EventPage:
    head, origins = past.head, past.origins
    pages = max(1, -(-head.articles // PAGE_SIZE))
    number = min(number, pages)
    shown = past.order[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    known = read_past_articles(store, past, sorted({*drawn_ids(origins), *shown}))
    drawn = {id_: known[id_] for id_ in drawn_ids(origins) if id_ in known}
    articles = tuple(known[id_] for id_ in shown if id_ in known)
    edges = past.edges_of(sorted(known))
    history = read_history_of_event(store, head.id, upto=head.verdict_id)
    return EventPage(
        head=head,
        origins=origins,
        firsts=drawn,
        graph=graph_of(origins, drawn, edges),
        timeline=timeline_of_event(past.times, origins, history),
        articles=articles,
        edges=surest(edges),
        disputes=disputes_of(past.conflicts, origins),
        history=history,
        stars=None,
        names=outlet_names(store, [name for article in articles for name in article.credited]),
        decisions=(),
        is_pending=False,
        page=number,
        pages=pages,
        then=Then(when, read_history_after(store, head.id, head.verdict_id), is_to_come),
    )
