"""What a match has to do: which events are new or other than the file has them, and which have to be judged again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from desk.deciding import stored_decisions
from desk.package_data import rules_fingerprint
from desk.rating_evidence import RULES
from matching.decided import decided_events
from matching.decisions import NONE, Decisions
from matching.resources import Resources
from matching.thresholds import FOLLOW_UP_WINDOW
from matching.types import Article, Event, EventChanges, PairScore, Registry
from matching.window import Window
from store.articles import read_articles
from store.connection import Store
from store.decisions import decided_since, last_decision
from store.judgements import as_json
from store.match_state import MatchState, changed_since, events_between, last_change, read_match_state
from store.times import to_text


@dataclass(frozen=True, slots=True)
class Work:
    """The changes to write, the events to judge with their articles and pair scores, the state to leave behind, and what
    editors decided.
    """

    changes: EventChanges
    to_judge: tuple[Event, ...]
    articles: tuple[Article, ...]
    scores: tuple[PairScore, ...]
    state: MatchState
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
    window = Window(resources)
    window.update(tuple(read_articles(store)))
    scores = window.scores()
    decisions = stored_decisions(store)
    named = {article.id: article for article in articles_of(store, _around(window, decisions))}
    events = decided_events(window.events, named, scores, decisions)
    changes = _changes(store, events, scores)
    if full or (before.rules, before.registry) != (rules, registry.version):
        to_judge = events
    else:
        home = {article_id: event.id for event in events for article_id in event.article_ids}
        ids = {event.id for event in changes.events}
        ids |= {home[article_id] for article_id in changed_since(store, before.seen)}
        ids |= {home[article_id] for article_id in decided_since(store, before.decided)}
        for a, b in (*((score.a, score.b) for score in changes.pairs), *changes.pairs_gone):
            ids |= {home[a], home[b]}
        ids |= set(events_between(store, *sorted((before.open_after, open_after)))) - set(changes.gone)
        to_judge = tuple(event for event in events if event.id in ids)
    chosen = {article_id for event in to_judge for article_id in event.article_ids}
    inside = tuple(score for score in scores if score.a in chosen and score.b in chosen)
    return Work(changes, to_judge, articles_of(store, chosen), inside, after, decisions)


def _around(window: Window, decisions: Decisions) -> set[str]:
    """The articles of the window's events that a decision is about."""
    named = decisions.articles()
    return {id_ for event in window.events if not named.isdisjoint(event.article_ids) for id_ in event.article_ids}


def articles_of(store: Store, ids: Iterable[str]) -> tuple[Article, ...]:
    """The stored articles with these ids, by id."""
    wanted = json.dumps(sorted(ids))
    return tuple(read_articles(store, where="id in (select value from json_each(?))", parameters=(wanted,)))


def _changes(store: Store, events: tuple[Event, ...], scores: tuple[PairScore, ...]) -> EventChanges:
    """In what events and pair scores differ from those in the file."""
    members: dict[str, list[str]] = {}
    for article_id, key in store.conn.execute("select article_id, event_id from event_articles order by article_id"):
        members.setdefault(key, []).append(article_id)
    rows = store.conn.execute("select id, title, first_seen, last_seen from events where current = 1")
    held = {row[0]: (*row[1:], members.get(row[0], [])) for row in rows}
    pairs = {
        (row[0], row[1]): row[2:] for row in store.conn.execute("select a, b, same_event, same_claim, parts from pairs")
    }
    return EventChanges(
        events=tuple(event for event in events if held.get(event.id) != _row(event)),
        gone=tuple(sorted(held.keys() - {event.id for event in events})),
        pairs=tuple(
            score
            for score in scores
            if pairs.get((score.a, score.b)) != (score.same_event, score.same_claim, as_json(score.parts))
        ),
        pairs_gone=tuple(sorted(pairs.keys() - {(score.a, score.b) for score in scores})),
    )


def _row(event: Event) -> tuple[object, ...]:
    return event.title, to_text(event.first_seen), to_text(event.last_seen), sorted(event.article_ids)
