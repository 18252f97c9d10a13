"""One cycle: crawl, then match. `match` alone judges everything that is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from desk.package_data import shipped_resources
from desk.rating_evidence import evidence_of
from desk.rating_rows import ratings_of
from desk.telling import tell_of_changes
from matching.ids import event_id
from matching.judge import judge
from matching.types import Event, Judgement, Registry
from store.articles import read_articles
from store.connection import Store
from store.judgements import Changes, write_judgement
from store.outlets import sync_registry
from store.ratings import newest_cursor, write_ratings
from store.runs import RunEnd, cycle_lock, finish_run, start_run


def match(store: Store, registry: Registry, *, now: datetime, holder: str = "corroborate match") -> Changes:
    """Judge every stored article and write what changed, in one transaction.

    Raises:
        Busy: another cycle is at work.
        Unwritable: the file cannot be written; then it is as it was.
    """
    with cycle_lock(store, "cycle", holder, now):
        return match_locked(store, registry, now=now)


def match_locked(store: Store, registry: Registry, *, now: datetime) -> Changes:
    """`match` for a caller that holds the cycle lock."""
    sync_registry(store, registry, now)
    run = start_run(store, "match", now)
    articles = tuple(read_articles(store))
    judgement = judge(articles, registry, shipped_resources(), now=now)
    leads_on = old_ids(_current_ids(store), judgement.events)
    with store.writing():
        changes = write_judgement(store, judgement, leads_on=leads_on, now=now)
        evidence = evidence_of(store, articles, registry)
        before = newest_cursor(store)
        rated = write_ratings(store, ratings_of(judgement, registry, evidence), now)
        tell_of_changes(store, before, rated, now)
        counts = {"articles": changes.articles, "events": changes.events, "new_verdicts": changes.new_verdicts}
        finish_run(store, run, RunEnd(counts | {"causes": changes.causes, "states": _states(judgement)}, 0), now)
    return changes


def _states(judgement: Judgement) -> dict[str, int]:
    counts: dict[str, int] = {}
    for verdict in judgement.verdicts:
        counts[verdict.state.value] = counts.get(verdict.state.value, 0) + 1
    return dict(sorted(counts.items()))


def _current_ids(store: Store) -> set[str]:
    events = {str(row[0]) for row in store.conn.execute("select id from events")}
    return events | {str(row[0]) for row in store.conn.execute("select old_id from event_aliases")}


def old_ids(known: Iterable[str], events: Iterable[Event]) -> Mapping[str, str]:
    """Where the ids lead that events had once and have no more: to the event that now holds their first article."""
    now_at = {event_id(article_id): event.id for event in events for article_id in event.article_ids}
    return {old: now_at[old] for old in known if old in now_at and now_at[old] != old}
