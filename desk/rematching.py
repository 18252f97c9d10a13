"""What a match has to do: which events are new or other than the file has them, and which have to be judged again."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desk.deciding import stored_decisions
from desk.package_data import rules_fingerprint
from desk.rating_evidence import RULES
from desk.touching import Region, around_decisions, region_of, with_events
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
from store.event_rows import all_event_rows
from store.judgements import ToWrite
from store.match_state import MatchState, changed_since, events_between, last_change, read_match_state
from store.pairs import PairRow, pair_row
from store.times import to_text
from store.window_state import Kept, Written, read_window_state, write_window_state

MOST_ROWS, SPARE_ROWS = 2, 1_000
"""A window is made anew when it has more rows than twice its articles and these: rows of articles that were revised stay."""


@dataclass(frozen=True, slots=True)
class Work:
    """The changes to write, the events to judge with their articles and pair scores, what to leave to the next match,
    whether the window was made anew from the articles, and what editors decided.
    """

    changes: ToWrite
    to_judge: tuple[Event, ...]
    articles: tuple[Article, ...]
    scores: tuple[PairScore, ...]
    state: MatchState
    window: Window
    anew: bool
    decisions: Decisions = NONE


def work_to_do(store: Store, registry: Registry, resources: Resources, *, now: datetime, full: bool) -> Work:
    """Match what is stored, and find out what is to be judged: all events in a `full` match and where the registry, the
    rules or the models are others than last time; else those that are new or have changed, those with a changed article
    or with a changed score of a pair within them, those that something was decided about, and those whose time to be provisional has run out.

    The window finds events as if nobody had decided anything; decisions are laid over what it finds, so that an undone one
    leaves no trace.
    """
    before = read_match_state(store)
    rules = f"{rules_fingerprint()} {RULES}"
    open_after = to_text(now - FOLLOW_UP_WINDOW) or ""
    after = MatchState(last_change(store), rules, registry.version, open_after, last_decision(store))
    decisions = stored_decisions(store)
    since = _since(store, before, open_after)
    window = None if full or before.rules != rules else kept_window(store, resources)
    anew = window is None
    if window is None:
        window = Window(resources)
        window.update(tuple(read_articles(store)))
        changes, rows, region = *_pair_changes(store, window), None
    else:
        changes, region = _step(store, window, since, decisions)
        rows = tuple(map(pair_row, window.explained(changes.pairs)))
    if region is None or before.registry != registry.version:
        region = Region(window.events, all_event_rows(store))
    around = around_decisions(window, decisions)
    named = {article.id: article for article in articles_of(store, around)}
    events = decided_events(region.found, named, window.scores_among(around), decisions)
    changes = with_events(changes, events, region.held)
    if full or (before.rules, before.registry) != (rules, registry.version):
        to_judge = events
    else:
        ids = {event.id for event in changes.events} | (since.expired - set(changes.gone)) | _rescored(events, changes)
        touched = since.changed | since.decided
        to_judge = tuple(event for event in events if event.id in ids or not touched.isdisjoint(event.article_ids))
    chosen = {article_id for event in to_judge for article_id in event.article_ids}
    scores = window.scores_among(chosen)
    to_write = ToWrite(changes.events, changes.gone, rows, changes.pairs_gone)
    return Work(to_write, to_judge, articles_of(store, chosen), scores, after, window, anew, decisions)


@dataclass(frozen=True, slots=True)
class _Since:
    """What has happened since the last match: the articles that came or changed, those that something was decided about,
    and the events that are provisional no more (or are again, under a clock that was put back).
    """

    changed: frozenset[str]
    decided: frozenset[str]
    expired: frozenset[str]


def _since(store: Store, before: MatchState, open_after: str) -> _Since:
    return _Since(
        changed=frozenset(changed_since(store, before.seen)),
        decided=frozenset(decided_since(store, before.decided)),
        expired=frozenset(events_between(store, *sorted((before.open_after, open_after)))),
    )


def _step(store: Store, window: Window, since: _Since, decisions: Decisions) -> tuple[EventChanges, Region]:
    """Take in what changed since the last match. Beside the window, only what that touches is read."""
    gone = _gone(store, window, since.changed)
    changes = window.update(articles_of(store, since.changed), gone)
    seeds = {article_id for event in changes.events for article_id in event.article_ids}
    seeds |= since.changed | since.decided | gone | _in_pairs(changes) | decisions.articles()
    return changes, region_of(store, window, seeds, {*changes.gone, *since.expired})


def _in_pairs(changes: EventChanges) -> frozenset[str]:
    """The articles of which a pair score has changed."""
    pairs = [(score.a, score.b) for score in changes.pairs] + list(changes.pairs_gone)
    return frozenset(article_id for pair in pairs for article_id in pair)


def _rescored(events: Sequence[Event], changes: EventChanges) -> frozenset[str]:
    """The events within which a pair score has changed: no verdict rests on how near its articles are to those of others."""
    home = {article_id: event.id for event in events for article_id in event.article_ids}
    pairs = [(score.a, score.b) for score in changes.pairs] + list(changes.pairs_gone)
    return frozenset(home[a] for a, b in pairs if a in home and home[a] == home.get(b))


def kept_window(store: Store, resources: Resources) -> Window | None:
    """The window as the last match left it; None where it left none that can be read, or one that holds mostly rows of
    articles that went or were replaced.
    """
    try:
        values = read_window_state(store)
        if not values:
            return None
        window = load_window({name: _array(kept) for name, kept in values.items()}, resources)
    except ValueError as error:
        logging.getLogger(__name__).warning("matching everything anew: what was kept cannot be read (%s)", error)
        return None
    return window if window.rows <= MOST_ROWS * len(window) + SPARE_ROWS else None


def keep_window(store: Store, window: Window, *, anew: bool) -> Written:
    """Keep the window for the next match, all of it where it was made `anew`, else what changed of it; call it within the
    transaction that writes what was matched.
    """
    return write_window_state(store, {name: _kept(array) for name, array in save_window(window).items()}, anew=anew)


def _kept(array: NDArray[Any]) -> Kept:
    plain = np.ascontiguousarray(array)
    return Kept(json.dumps([plain.dtype.str, plain.shape]), plain.reshape(-1).view(np.uint8).data)


def _array(kept: Kept) -> NDArray[Any]:
    """Raises ValueError where it is no array of ours."""
    try:
        kind, shape = json.loads(kept.form)
        return np.frombuffer(kept.data, dtype=np.dtype(kind)).reshape(shape)
    except TypeError as error:
        raise ValueError(f"{kept.form!r} is no array of ours") from error


def _gone(store: Store, window: Window, changed: Collection[str]) -> frozenset[str]:
    """The articles of the window that the file has no more."""
    expected = len(window) + len(changed) - len(window.ids_among(changed))
    if store.conn.execute("select count(*) from articles").fetchone()[0] == expected:
        return frozenset()
    return (window.ids | set(changed)) - {str(row[0]) for row in store.conn.execute("select id from articles")}


def articles_of(store: Store, ids: Iterable[str]) -> tuple[Article, ...]:
    """The stored articles with these ids, by id."""
    wanted = json.dumps(sorted(ids))
    return tuple(read_articles(store, where="id in (select value from json_each(?))", parameters=(wanted,)))


def _pair_changes(store: Store, window: Window) -> tuple[EventChanges, tuple[PairRow, ...]]:
    """In what the window's pair scores differ from those in the file; and the rows of those that are new or other."""
    scores = window.scores()
    held = {
        (row[0], row[1]): PairRow(*row)
        for row in store.conn.execute("select a, b, same_event, same_claim, parts from pairs")
    }
    rows = tuple(row for row in map(pair_row, window.explained(scores)) if held.pop((row.a, row.b), None) != row)
    other = {(row.a, row.b) for row in rows}
    changed = tuple(score for score in scores if (score.a, score.b) in other)
    return EventChanges(pairs=changed, pairs_gone=tuple(sorted(held))), rows
