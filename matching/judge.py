"""The whole core in one function: articles and a registry in, events with verdicts out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from matching.decided import decided_events
from matching.decisions import NONE, Decisions
from matching.events import find_events
from matching.resources import Resources
from matching.standing import Context
from matching.types import Article, Event, Judgement, PairScore, Registry, Verdict
from matching.verdict import judge_event


def judge(
    articles: Sequence[Article],
    registry: Registry,
    resources: Resources,
    *,
    now: datetime,
    decisions: Decisions = NONE,
) -> Judgement:
    """Return the events of `articles`, a verdict on each, and the pair scores that were kept.

    `now` decides only whether a verdict is provisional; `decisions` (checked ones) outrank every score. The same articles
    in any order give the same judgement.
    """
    events, scores = find_events(articles, resources)
    events = decided_events(events, {a.id: a for a in articles}, scores, decisions)
    verdicts = judge_events(events, articles, scores, Context(registry, decisions), now=now)
    return Judgement(tuple(events), verdicts, tuple(scores))


def judge_events(
    events: Sequence[Event],
    articles: Sequence[Article],
    scores: Sequence[PairScore],
    context: Context,
    *,
    now: datetime,
) -> tuple[Verdict, ...]:
    """The verdicts on some events, sorted by event id.

    `articles` holds at least those of the events, `scores` at least those of the pairs within an event. What the context
    keeps of an event is let go when it is judged.
    """
    by_id, pairs = {a.id: a for a in articles}, {(s.a, s.b): s for s in scores}
    verdicts = []
    for event in events:
        verdicts.append(judge_event(event, by_id, context, pairs=pairs, now=now))
        context.forget(event)
    return tuple(sorted(verdicts, key=lambda verdict: verdict.event_id))
