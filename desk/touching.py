"""Which events a match has to compare with the file: those around what has changed, and no others.

What is looked at is closed: with an article, all articles of the event that it is of in the file, of the event that the
matcher finds for it, and, with one that a decision names, of all others that decisions name. So the events that are found
for these articles and the events that the file has of them are about the same articles, and can be compared by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from desk.ground import Ground
from matching.decisions import Decisions
from matching.types import Event, EventChanges
from store.connection import Store
from store.event_rows import EventRow, event_rows, events_with
from store.times import to_text


@dataclass(frozen=True, slots=True)
class Region:
    """Events as they were found, before decisions are laid over them, sorted by id, and the file's events of the same
    articles.
    """

    found: tuple[Event, ...]
    held: Mapping[str, EventRow]


def region_of(store: Store, ground: Ground, articles: Iterable[str], events: Iterable[str]) -> Region:
    """The smallest closed region with these articles, and with the articles of these events of the file.

    Articles that were never matched, or are no more, bring in only what the file has of them.
    """
    held = event_rows(store, events)
    found: dict[str, Event] = {}
    known: set[str] = set()
    waiting = {*articles, *(article_id for row in held.values() for article_id in row.article_ids)}
    while waiting:
        known |= waiting
        here = ground.events_of(ground.known(waiting))
        fresh = event_rows(store, events_with(store, waiting) - held.keys())
        held, found = held | fresh, found | here
        around = {article_id for event in here.values() for article_id in event.article_ids}
        around |= {article_id for row in fresh.values() for article_id in row.article_ids}
        waiting = around - known
    return Region(tuple(found[key] for key in sorted(found)), held)


def around_decisions(ground: Ground, decisions: Decisions) -> frozenset[str]:
    """The articles of the found events that a decision is about."""
    events = ground.events_of(ground.known(decisions.articles()))
    return frozenset(article_id for event in events.values() for article_id in event.article_ids)


def with_events(changes: EventChanges, events: Iterable[Event], held: Mapping[str, EventRow]) -> EventChanges:
    """The changes, with the events in which these differ from those that the file has of the same articles."""
    now = {event.id: event for event in events}
    return replace(
        changes,
        events=tuple(now[key] for key in sorted(now) if held.get(key) != _row(now[key])),
        gone=tuple(sorted(held.keys() - now.keys())),
    )


def _row(event: Event) -> EventRow:
    first, last = to_text(event.first_seen), to_text(event.last_seen)
    return EventRow(event.title, first, last, tuple(sorted(event.article_ids)))
