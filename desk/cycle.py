"""One cycle: crawl, then match. `match` alone judges what is new, and what that touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from desk.deciding import corrected
from desk.package_data import shipped_resources
from desk.rating_evidence import evidence_of
from desk.rating_rows import ratings_of
from desk.rematching import Work, keep_window, work_to_do
from desk.telling import Told, tell_of_changes
from matching.ids import event_id
from matching.judge import judge_events
from matching.standing import Context
from matching.types import Event, Judgement, Registry
from store.connection import Store
from store.decisions import decisions_in_force
from store.judgements import Changes, write_changes
from store.match_state import known_ids, write_match_state
from store.outlets import sync_registry
from store.ratings import newest_cursor, write_ratings
from store.runs import RunEnd, cycle_lock, finish_run, start_run


def match(
    store: Store, registry: Registry, *, now: datetime, holder: str = "corroborate match", full: bool = False
) -> Changes:
    """Match and judge what came or changed since the last match, and what that touches, in one transaction.

    Everything is judged anew where the registry, the rules or the models have changed since, or where `full` asks for it;
    both give the same answer.

    Raises:
        Busy: another cycle is at work.
        Unwritable: the file cannot be written; then it is as it was.
    """
    with cycle_lock(store, "cycle", holder, now):
        return match_locked(store, registry, now=now, full=full)


def match_locked(store: Store, registry: Registry, *, now: datetime, full: bool = False) -> Changes:
    """`match` for a caller that holds the cycle lock."""
    sync_registry(store, registry, now)
    run = start_run(store, "match", now)
    registry = corrected(registry, decisions_in_force(store))
    work = work_to_do(store, registry, shipped_resources(), now=now, full=full)
    verdicts = judge_events(work.to_judge, work.articles, work.scores, Context(registry, work.decisions), now=now)
    leads_on = old_ids(_ids_of(store, work), (*work.changes.events, *work.to_judge))
    with store.writing():
        changes = write_changes(store, work.changes, verdicts, leads_on=leads_on, now=now)
        evidence = evidence_of(store, work.articles, registry)
        judgement = Judgement(work.to_judge, verdicts, work.scores)
        before = newest_cursor(store)
        rated = write_ratings(store, ratings_of(judgement, registry, evidence), now)
        tell_of_changes(store, Told(before, rated, None if work.anew else _events_of(work)), now)
        write_match_state(store, work.state)
        keep_window(store, work.window, anew=work.anew)
        counts = {"articles": changes.articles, "events": changes.events, "new_verdicts": changes.new_verdicts}
        finish_run(store, run, RunEnd(counts | {"causes": changes.causes, "judged": len(verdicts)}, 0), now)
    return changes


def _events_of(work: Work) -> frozenset[str]:
    """The events that the match may have changed: those it wrote, judged or ended."""
    return frozenset((*work.changes.gone, *(event.id for event in (*work.changes.events, *work.to_judge))))


def _ids_of(store: Store, work: Work) -> frozenset[str]:
    """The ids that lead, or could lead, to one of the events at hand."""
    events = (*work.changes.events, *work.to_judge)
    return known_ids(store, sorted({event_id(article_id) for event in events for article_id in event.article_ids}))


def old_ids(known: Iterable[str], events: Iterable[Event]) -> Mapping[str, str]:
    """Where the ids lead that events had once and have no more: to the event that now holds their first article."""
    now_at = {event_id(article_id): event.id for event in events for article_id in event.article_ids}
    return {old: now_at[old] for old in known if old in now_at and now_at[old] != old}
