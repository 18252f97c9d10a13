"""Events as editors have decided them: what the scorer found, rearranged where somebody said otherwise."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from matching.decisions import Decisions, decided_groups
from matching.events import make_events
from matching.types import Article, Event, PairScore

MOST = 4.0
"""Log-odds are cut off here, as in `matching.clusters.Linkage`: one sure pair cannot outvote several doubtful ones."""


def decided_events(
    events: Sequence[Event], articles: Mapping[str, Article], scores: Sequence[PairScore], decisions: Decisions
) -> tuple[Event, ...]:
    """The events as the decisions have them, sorted by id; those that no decision is about are left as they are.

    Args:
        events: what the scorer found, each article in one of them.
        articles: at least those of the events that a decision is about, by id.
        scores: the pair scores that were kept; they tell where an article goes that nobody decided about.
        decisions: checked ones.
    """
    named = decisions.articles()
    touched = [event for event in events if not named.isdisjoint(event.article_ids)]
    if not touched:
        return tuple(sorted(events, key=lambda event: event.id))
    inside = {id_ for event in touched for id_ in event.article_ids}
    near = {(s.a, s.b): _log_odds(s.same_event) for s in scores if s.a in inside and s.b in inside}
    groups = decided_groups([event.article_ids for event in touched], decisions, near)
    ordered = sorted(inside)
    place = {id_: number for number, id_ in enumerate(ordered)}
    made = make_events([articles[id_] for id_ in ordered], [[place[id_] for id_ in group] for group in groups])
    kept = {event.id for event in touched}
    return tuple(sorted([*(e for e in events if e.id not in kept), *made], key=lambda event: event.id))


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return max(-MOST, min(MOST, math.log(bounded / (1 - bounded))))
