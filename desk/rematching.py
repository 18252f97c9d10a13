"""What a match has to do: which events are new or other than the file has them, and which have to be judged again."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from desk.deciding import stored_decisions
from desk.package_data import rules_fingerprint
from desk.rating_evidence import RULES
from matching.decided import decided_events
from matching.decisions import NONE, Decisions
from matching.resources import Resources
from matching.snapshot import load_window, save_window
from matching.thresholds import FOLLOW_UP_WINDOW
from matching.types import Article, Event, EventChanges, PairScore, Registry
from matching.window import Window
from store.articles import read_articles
from store.connection import Store
from store.decisions import decided_since, last_decision
from store.match_state import MatchState, changed_since, events_between, last_change, read_match_state
from store.pairs import kept_parts
from store.times import to_text
from store.window_state import read_window_state, write_window_state

MOST_ROWS, SPARE_ROWS = 2, 1_000
"""A window is made anew when it has more rows than twice its articles and these: rows of articles that were revised stay."""


@dataclass(frozen=True, slots=True)
class Work:
    """The changes to write, the events to judge with their articles and pair scores, what to leave to the next match, and
    what editors decided.
    """

    changes: EventChanges
    to_judge: tuple[Event, ...]
    articles: tuple[Article, ...]
    scores: tuple[PairScore, ...]
    state: MatchState
    window: Window
    decisions: Decisions = NONE


def work_to_do(store: Store, registry: Registry, resources: Resources, *, now: datetime, full: bool) -> Work:
    """Match what is stored, and find out what is to be judged: all events in a `full` match and where the registry, the
    rules or the models are others than last time; else those that are new or have changed, those with a changed article
    or pair score, those that something was decided about, and those whose time to be provisional has run out.

    The window finds events as if nobody had decided anything; decisions are laid over what it finds, so that an undone one
    leaves no trace.
    """
    before = read_match_state(store)
    rules = f"{rules_fingerprint()} {RULES}"
    open_after = to_text(now - FOLLOW_UP_WINDOW) or ""
    after = MatchState(last_change(store), rules, registry.version, open_after, last_decision(store))
    decisions = stored_decisions(store)
    window = None if full or before.rules != rules else kept_window(store, resources)
    if window is None:
        window = Window(resources)
        window.update(tuple(read_articles(store)))
        changes = _pair_changes(store, window.scores())
    else:
        changed = changed_since(store, before.seen)
        changes = window.update(articles_of(store, changed), _gone(store, window, changed))
        changes = replace(changes, pairs=window.explained(changes.pairs))
    around = _around(window, decisions)
    named = {article.id: article for article in articles_of(store, around)}
    events = decided_events(window.events, named, window.scores_among(around), decisions)
    changes = _with_events(store, changes, events)
    if full or (before.rules, before.registry) != (rules, registry.version):
        to_judge = events
    else:
        ids = {event.id for event in changes.events}
        touched = {key for score in changes.pairs for key in (score.a, score.b)}
        touched |= {key for pair in changes.pairs_gone for key in pair}
        touched |= {*changed_since(store, before.seen), *decided_since(store, before.decided)}
        ids |= {event.id for event in events if not touched.isdisjoint(event.article_ids)}
        ids |= set(events_between(store, *sorted((before.open_after, open_after)))) - set(changes.gone)
        to_judge = tuple(event for event in events if event.id in ids)
    chosen = {article_id for event in to_judge for article_id in event.article_ids}
    return Work(changes, to_judge, articles_of(store, chosen), window.scores_among(chosen), after, window, decisions)


def kept_window(store: Store, resources: Resources) -> Window | None:
    """The window as the last match left it; None where it left none that can be read, or one that holds mostly rows of
    articles that went or were replaced.
    """
    values = read_window_state(store)
    if not values:
        return None
    try:
        arrays = {name: np.load(io.BytesIO(value), allow_pickle=False) for name, value in values.items()}
        window = load_window(arrays, resources)
    except ValueError as error:
        logging.getLogger(__name__).warning("matching everything anew: what was kept cannot be read (%s)", error)
        return None
    return window if window.rows <= MOST_ROWS * len(window) + SPARE_ROWS else None


def keep_window(store: Store, window: Window) -> None:
    """Keep the window for the next match; call it within the transaction that writes what was matched."""
    values = {}
    for name, array in save_window(window).items():
        held = io.BytesIO()
        np.save(held, array, allow_pickle=False)
        values[name] = held.getvalue()
    write_window_state(store, values)


def _gone(store: Store, window: Window, changed: Iterable[str]) -> frozenset[str]:
    """The articles of the window that the file has no more."""
    held = window.ids | set(changed)
    if store.conn.execute("select count(*) from articles").fetchone()[0] == len(held):
        return frozenset()
    return held - {str(row[0]) for row in store.conn.execute("select id from articles")}


def _around(window: Window, decisions: Decisions) -> set[str]:
    """The articles of the window's events that a decision is about."""
    named = decisions.articles()
    return {id_ for event in window.events if not named.isdisjoint(event.article_ids) for id_ in event.article_ids}


def articles_of(store: Store, ids: Iterable[str]) -> tuple[Article, ...]:
    """The stored articles with these ids, by id."""
    wanted = json.dumps(sorted(ids))
    return tuple(read_articles(store, where="id in (select value from json_each(?))", parameters=(wanted,)))


def _with_events(store: Store, changes: EventChanges, events: tuple[Event, ...]) -> EventChanges:
    """The changes, with the events in which these differ from those in the file."""
    members: dict[str, list[str]] = {}
    for article_id, key in store.conn.execute("select article_id, event_id from event_articles order by article_id"):
        members.setdefault(key, []).append(article_id)
    rows = store.conn.execute("select id, title, first_seen, last_seen from events where current = 1")
    held = {row[0]: (*row[1:], members.get(row[0], [])) for row in rows}
    return replace(
        changes,
        events=tuple(event for event in events if held.get(event.id) != _row(event)),
        gone=tuple(sorted(held.keys() - {event.id for event in events})),
    )


def _pair_changes(store: Store, scores: tuple[PairScore, ...]) -> EventChanges:
    """In what pair scores differ from those in the file."""
    rows = store.conn.execute("select a, b, same_event, same_claim, parts from pairs")
    pairs = {(row[0], row[1]): row[2:] for row in rows}
    return EventChanges(
        pairs=tuple(
            score
            for score in scores
            if pairs.get((score.a, score.b)) != (score.same_event, score.same_claim, kept_parts(score.parts))
        ),
        pairs_gone=tuple(sorted(pairs.keys() - {(score.a, score.b) for score in scores})),
    )


def _row(event: Event) -> tuple[object, ...]:
    return event.title, to_text(event.first_seen), to_text(event.last_seen), sorted(event.article_ids)
