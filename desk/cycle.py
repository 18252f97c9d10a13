"""One cycle: crawl, then match. `match` alone judges what is new, and what that touches."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from desk.deciding import corrected
from desk.package_data import shipped_resources
from desk.rating_evidence import evidence_of
from desk.rating_rows import ratings_of
from desk.rematching import Step, Work, articles_of, pack, work_to_do
from desk.telling import Told, tell_of_changes
from desk.window_keeping import keep_window
from matching.candidates import in_days
from matching.ids import event_id
from matching.judge import judge_events
from matching.standing import Context
from matching.types import Article, Event, Judgement, PairScore, Registry, Verdict
from store.connection import Store
from store.decisions import decisions_in_force
from store.judgements import Changes, Portion, write_portions
from store.match_state import known_ids, write_match_state
from store.matched import write_as_matched, write_found
from store.outlets import sync_registry
from store.ratings import newest_cursor, write_ratings
from store.runs import RunEnd, cycle_lock, finish_run, start_run
from store.settled import end_settling, write_settled


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
    writing = _Writing(store, registry, work, now)
    first = writing.judged(work.first)
    with store.writing():
        before = newest_cursor(store)
        changes = write_portions(store, writing.portions(first), now=now)
        write_settled(store, whole=work.anew)
        write_as_matched(store, work.read)
        write_found(store, work.first.found)
        among = None if work.anew or work.everything else _events_of(work.first)
        tell_of_changes(store, Told(before, writing.rated, among), now)
        write_match_state(store, work.state)
        pack(work.window, in_days(now))
        keep_window(store, work.window, anew=work.anew)
        counts = {"articles": changes.articles, "events": changes.events, "new_verdicts": changes.new_verdicts}
        finish_run(store, run, RunEnd(counts | {"causes": changes.causes, "judged": writing.count}, 0), now)
    end_settling(store)
    return changes


@dataclass(frozen=True, slots=True)
class _Judged:
    """A step with what was judged of it: the articles of its events, their pair scores, and the verdicts."""

    step: Step
    articles: tuple[Article, ...]
    scores: tuple[PairScore, ...]
    verdicts: tuple[Verdict, ...]


class _Writing:
    """The steps of a match on their way into the file; `count` verdicts so far, and how many articles were `rated` anew."""

    def __init__(self, store: Store, registry: Registry, work: Work, now: datetime) -> None:
        """Stand before the first step."""
        self._store, self._registry, self._work, self._now = store, registry, work, now
        self.count = self.rated = 0

    def judged(self, step: Step) -> _Judged:
        """Judge the events of a step."""
        ids = {article_id for event in step.to_judge for article_id in event.article_ids}
        articles, scores = articles_of(self._store, ids), self._work.ground.scores_among(ids)
        context = Context(self._registry, self._work.decisions)
        return _Judged(step, articles, scores, judge_events(step.to_judge, articles, scores, context, now=self._now))

    def portions(self, first: _Judged) -> Iterator[Portion]:
        """What to write, step by step: all but the first are judged on the way, so that no more than one is in memory."""
        for judged in itertools.chain([first], map(self.judged, self._work.others)):
            step = judged.step
            evidence = evidence_of(self._store, judged.articles, self._registry)
            judgement = Judgement(step.to_judge, judged.verdicts, judged.scores)
            self.rated += write_ratings(self._store, ratings_of(judgement, self._registry, evidence), self._now)
            self.count += len(judged.verdicts)
            leads_on = old_ids(_ids_of(self._store, step), (*step.changes.events, *step.to_judge))
            yield Portion(step.changes, judged.verdicts, leads_on)


def _events_of(step: Step) -> frozenset[str]:
    """The events that the step may have changed: those it wrote, judged or ended."""
    return frozenset((*step.changes.gone, *(event.id for event in (*step.changes.events, *step.to_judge))))


def _ids_of(store: Store, step: Step) -> frozenset[str]:
    """The ids that lead, or could lead, to one of the events at hand."""
    events = (*step.changes.events, *step.to_judge)
    return known_ids(store, sorted({event_id(article_id) for event in events for article_id in event.article_ids}))


def old_ids(known: Iterable[str], events: Iterable[Event]) -> Mapping[str, str]:
    """Where the ids lead that events had once and have no more: to the event that now holds their first article."""
    now_at = {event_id(article_id): event.id for event in events for article_id in event.article_ids}
    return {old: now_at[old] for old in known if old in now_at and now_at[old] != old}
