"""An event that holds two happenings, each of them reported for itself, is two events.

"Regulator grounds the aircraft" and "court lets them fly" share their words, names and background, and a cluster may hold
both. What tells them apart is the central claim: the reports of one side confirm each other, and none of them says what a
report of the other side says. Only where that is so on both sides is an event cut; an article that nobody confirms goes
with the side that it is nearest to.

A verdict is that of an event, and so of each of its articles. Where two outlets confirm each other, an article that confirms
neither and is not even likely to report the same event would be called corroborated by what others report of something else.
Such a loose article is taken out (`without_loose`); where nobody confirms anybody it does no harm, and stays.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from matching.thresholds import CLAIM_APART, CLAIM_TOGETHER, EVENT_LINKAGE_ABSENT, LOOSE_LINKAGE, SAME_CLAIM

Pair = tuple[int, int]


@dataclass(slots=True)
class Within:
    """What is known of the pairs inside a group of articles; each pair is (smaller, larger) number.

    `log_odds` are those of "same event"; `doubted` and `central` the probability of "same central claim" of pairs by two
    outlets, by the model that doubts more and by both; `copies` are the pairs that are copies.
    """

    log_odds: dict[Pair, float] = field(default_factory=dict)
    doubted: dict[Pair, float] = field(default_factory=dict)
    central: dict[Pair, float] = field(default_factory=dict)
    copies: set[Pair] = field(default_factory=set)

    def add(self, pair: Pair, log_odds: float, claims: tuple[float, float] | None, *, copy: bool) -> None:
        """Note a pair; `claims` are doubted and central, None where one outlet wrote both."""
        self.log_odds[pair] = log_odds
        if claims is not None:
            self.doubted[pair], self.central[pair] = claims
        if copy:
            self.copies.add(pair)

    def cut(self, group: Sequence[int]) -> list[list[int]]:
        """The happenings that the group holds, each without its loose articles, and these."""
        sides = cut_happenings(group, self.doubted, self.log_odds)
        return [part for side in sides for part in without_loose(side, self)]


def cut_happenings(
    group: Sequence[int], claim: Mapping[Pair, float], log_odds: Mapping[Pair, float]
) -> list[list[int]]:
    """The happenings that a group of articles holds: the group itself, or the sides it is cut into, each sorted.

    `claim` is the probability of "same central claim" of pairs by two outlets, `log_odds` those of "same event", both by
    (smaller, larger) number; a pair that is missing was no candidate, or is by one outlet.

    >>> cut_happenings([0, 1, 2, 3], {(0, 1): 0.9, (2, 3): 0.8, (1, 2): 0.1}, {})
    [[0, 1], [2, 3]]
    """
    sides = _sides(sorted(group), claim)
    if len(sides) < 2:
        return [sorted(group)]
    placed = {item for side in sides for item in side}
    answer = [list(side) for side in sides]
    for item in sorted(set(group) - placed):
        nearest = max(range(len(sides)), key=lambda n: (_nearness(item, sides[n], log_odds), -n))
        answer[nearest].append(item)
    return sorted(sorted(side) for side in answer)


def without_loose(side: Sequence[int], known: Within) -> list[list[int]]:
    """The side without its loose articles, then these, in events of their own, each sorted.

    What confirms, confirms for its copies too; loose articles that are likely to be one event stay together.
    """
    inside = set(side)
    confirmed = {
        item
        for pair, value in known.central.items()
        if value >= SAME_CLAIM and inside.issuperset(pair)
        for item in pair
    }
    firm = confirmed | {
        item for pair in known.copies if confirmed & set(pair) and inside.issuperset(pair) for item in pair
    }
    if not firm:
        return [sorted(inside)]
    loose = [n for n in sorted(inside - firm) if _nearness(n, sorted(firm), known.log_odds) < LOOSE_LINKAGE]
    near = {pair: 1.0 for pair, odds in known.log_odds.items() if odds >= 0 or pair in known.copies}
    return [sorted(inside - set(loose)), *_components(loose, near, 1.0)]


def _sides(group: Sequence[int], claim: Mapping[Pair, float]) -> list[list[int]]:
    """Sets of two or more that confirm each other, joined where anything across might be the same claim."""
    confirmed = [side for side in _components(group, claim, CLAIM_TOGETHER) if len(side) > 1]
    inside = [item for side in confirmed for item in side]
    return _components(inside, claim, CLAIM_APART)


def _components(items: Sequence[int], claim: Mapping[Pair, float], least: float) -> list[list[int]]:
    """Connected components over pairs of at least this probability, in the order of their first members."""
    left = sorted(items)
    found: list[list[int]] = []
    while left:
        reached, waiting = [], [left.pop(0)]
        while waiting:
            item = waiting.pop()
            reached.append(item)
            near = [other for other in left if claim.get((min(item, other), max(item, other)), 0.0) >= least]
            left = [other for other in left if other not in near]
            waiting.extend(near)
        found.append(sorted(reached))
    return found


def _nearness(item: int, side: Sequence[int], log_odds: Mapping[Pair, float]) -> float:
    """Mean log-odds of one event with a side."""
    values = [log_odds.get((min(item, other), max(item, other)), EVENT_LINKAGE_ABSENT) for other in side]
    return math.fsum(values) / len(values)
