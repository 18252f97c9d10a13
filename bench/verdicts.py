"""What verdicts come of held-out scores: how many single reports are called corroborated, and how many accompanied ones.

Half of the events (by hash) are cut down to one article each. The other articles of the world stand around it as they
would in the news; whoever calls that one report corroborated has taken another event for the same.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from bench.corpora import Labelled
from bench.worlds import World
from matching.calibration import probability
from matching.clusters import Linkage
from matching.events import ScoredPairs, group_articles, make_events
from matching.features import Features
from matching.standing import Context
from matching.types import Outlet, OutletKind, PairScore, Registry, State
from matching.vectors import Floats
from matching.verdict import judge_event

_LATER = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class VerdictFigures:
    """Single reports, how many of them were called corroborated; articles with company, and how many were."""

    singles: int
    false: tuple[str, ...]
    accompanied: int
    corroborated: int

    @property
    def false_rate(self) -> float:
        """The share of single reports that were called corroborated."""
        return len(self.false) / max(1, self.singles)

    @property
    def corroborated_rate(self) -> float:
        """The share of articles with company that were called corroborated."""
        return self.corroborated / max(1, self.accompanied)


def halved(rows: Sequence[Labelled]) -> tuple[list[Labelled], frozenset[str]]:
    """Events of two or more outlets, half of them (by hash) cut to one article: the rows, and the ids left alone."""
    by_event: dict[str, list[Labelled]] = defaultdict(list)
    for row in rows:
        by_event[row.event].append(row)
    kept: list[Labelled] = []
    alone: set[str] = set()
    for event, members in sorted(by_event.items()):
        if len({row.article.outlet_id for row in members}) < 2:
            continue
        if hashlib.sha256(event.encode()).digest()[0] % 2:
            kept.append(members[0])
            alone.add(members[0].article.id)
        else:
            kept.extend(members)
    return kept, frozenset(alone)


def everybody_notable(rows: Sequence[Labelled]) -> Registry:
    """A registry in which every outlet is notable and a family of its own: the hardest for false corroboration."""
    domains = sorted({row.article.outlet_id for row in rows})
    outlets = tuple(
        Outlet(
            id=domain,
            name=domain,
            domains=(domain,),
            kind=OutletKind.NATIONAL,
            family=domain,
            notable=True,
            notability_basis=f"https://{domain}/",
        )
        for domain in domains
    )
    return Registry(outlets=outlets, version="everybody notable")


class Bench:
    """A world whose verdicts are wanted at several levels of "same central claim"; texts are read once."""

    def __init__(self, world: World, log_odds: Floats, claims: Floats, linkage: Linkage) -> None:
        self.world = world
        self._articles = [row.article for row in world.rows]
        scored = ScoredPairs(Features(world.pairs, world.values), np.zeros((len(log_odds), 0)), log_odds)
        groups = group_articles(len(self._articles), scored, linkage)
        self._events = make_events(self._articles, groups)
        self._home = {n: number for number, group in enumerate(groups) for n in group}
        self._same = probability(log_odds)
        self._claim = np.minimum(self._same, probability(claims))
        self._context = Context(everybody_notable(world.rows))

    def states(self, level: float) -> dict[str, State]:
        """The state of each article's event where claims are the same from probability `level` on."""
        by_id = {article.id: article for article in self._articles}
        pairs = self._pairs(level)
        states: dict[str, State] = {}
        for event in self._events:
            verdict = judge_event(event, by_id, self._context, pairs=pairs, now=_LATER)
            states.update(dict.fromkeys(event.article_ids, verdict.state))
        return states

    def _pairs(self, level: float) -> dict[tuple[str, str], PairScore]:
        """The pairs within events; claims that reach the level are sure, the others ruled out."""
        found: dict[tuple[str, str], PairScore] = {}
        pairs = zip(self.world.pairs.a.tolist(), self.world.pairs.b.tolist(), strict=True)
        for row, (a, b) in enumerate(pairs):
            if self._home[a] == self._home[b]:
                one, other = self._articles[a].id, self._articles[b].id
                claim = float(self._claim[row] >= level)
                found[one, other] = PairScore(one, other, float(self._same[row]), claim)
        return found


def verdict_figures(world: World, alone: frozenset[str], states: dict[str, State]) -> VerdictFigures:
    """Counts of the states of a halved world."""
    said = {key for key, state in states.items() if state is State.CORROBORATED}
    company = [row.article.id for row in world.rows if row.article.id not in alone]
    return VerdictFigures(
        singles=len(alone),
        false=tuple(sorted(said & alone)),
        accompanied=len(company),
        corroborated=sum(key in said for key in company),
    )
