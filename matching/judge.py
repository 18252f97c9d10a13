"""The whole core in one function: articles and a registry in, events with verdicts out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from matching.events import find_events
from matching.resources import Resources
from matching.standing import Context
from matching.types import Article, Judgement, Registry
from matching.verdict import judge_event


def judge(articles: Sequence[Article], registry: Registry, resources: Resources, *, now: datetime) -> Judgement:
    """Return the events of `articles`, a verdict on each, and the pair scores that were kept.

    `now` decides only whether a verdict is provisional. The same articles in any order give the same judgement.
    """
    events, scores = find_events(articles, resources)
    context, by_id, pairs = Context(registry), {a.id: a for a in articles}, {(s.a, s.b): s for s in scores}
    verdicts = [judge_event(event, by_id, context, pairs=pairs, now=now) for event in events]
    return Judgement(tuple(events), tuple(sorted(verdicts, key=lambda v: v.event_id)), tuple(scores))
