"""What verdicts come of held-out scores: how many single reports are called corroborated, how many accompanied ones are
not, and by which layer they were lost.

Half of the events (by hash) are cut down to one article each. The other articles of the world stand around it as they
would in the news; whoever calls that one report corroborated has taken another event for the same. The verdicts are
those of `matching.verdict`.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

import numpy as np

from bench.corpora import Labelled
from bench.worlds import World
from matching import reasons
from matching.calibration import probability
from matching.clusters import Linkage
from matching.events import (
    LINKAGE,
    ScoredPairs,
    central_claims,
    group_articles,
    make_events,
    one_happening_each,
)
from matching.features import Features
from matching.standing import Context
from matching.types import Outlet, OutletKind, PairScore, Registry, State, Verdict
from matching.vectors import Floats
from matching.verdict import judge_event

WAYS = 32
"""In how many ways the events of a corpus are halved: the bytes of a SHA-256."""
_LATER = datetime(2100, 1, 1, tzinfo=UTC)
_NO_REPORT = frozenset(
    {reasons.COMMENTARY, reasons.LIVE_BLOG, reasons.ROUND_UP, reasons.BODY_MISSING, reasons.BODY_STUB}
)


class Loss(StrEnum):
    """The layer that loses an article's company, in the order in which the layers come."""

    EVENT = "other event"  # no report by another outlet was put into its event
    NO_REPORT = "commentary or no body"  # of those that were, fewer than two can count
    ORIGIN = "origin judged dependent"  # they rest on one origin, or on one newsroom's
    CLAIM = "claim too low"  # their claims were not taken to be the same


@dataclass(frozen=True, slots=True)
class VerdictFigures:
    """Single reports, which of them were called corroborated; articles with company, how many were, how others were lost."""

    singles: int
    false: tuple[str, ...]
    accompanied: int
    corroborated: int
    lost: Mapping[str, Loss]

    @property
    def false_rate(self) -> float:
        """The share of single reports that were called corroborated."""
        return len(self.false) / max(1, self.singles)

    @property
    def corroborated_rate(self) -> float:
        """The share of articles with company that were called corroborated."""
        return self.corroborated / max(1, self.accompanied)

    def __str__(self) -> str:
        losses = Counter(self.lost.values())
        split = ", ".join(f"{loss.value} {losses[loss]}" for loss in Loss)
        return (
            f"false {len(self.false)}/{self.singles} = {self.false_rate:.3f}   "
            f"kept {self.corroborated}/{self.accompanied} = {self.corroborated_rate:.3f}   lost by: {split}"
        )


def halved(rows: Sequence[Labelled], way: int = 0) -> tuple[list[Labelled], frozenset[str]]:
    """Events of two or more outlets, half of them (by hash) cut to one article: the rows, and the ids left alone.

    Each of 32 ways halves them otherwise: way N goes by the byte N of the hash of an event's label.
    """
    by_event: dict[str, list[Labelled]] = defaultdict(list)
    for row in rows:
        by_event[row.event].append(row)
    kept: list[Labelled] = []
    alone: set[str] = set()
    for event, members in sorted(by_event.items()):
        if len({row.article.outlet_id for row in members}) < 2:
            continue
        if hashlib.sha256(event.encode()).digest()[way] % 2:
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


def happenings_of(
    world: World, log_odds: Floats, claim_log_odds: Floats, linkage: Linkage = LINKAGE
) -> list[list[int]]:
    """Row numbers grouped into events, as `matching.events.find_events` does it, by given scores."""
    scored = ScoredPairs(Features(world.pairs, world.values), np.zeros((len(log_odds), 0)), log_odds)
    outlets = [row.article.outlet_id for row in world.rows]
    groups = group_articles(len(world.rows), scored, linkage)
    return one_happening_each(groups, scored, outlets, lambda rows: claim_log_odds[rows])


class Bench:
    """A world whose verdicts are wanted at several levels of "same central claim"; texts are read once.

    Outlets are those of the registry, found by their domains; without one, everybody is notable.
    """

    def __init__(
        self, world: World, log_odds: Floats, claim_log_odds: Floats, registry: Registry | None = None
    ) -> None:
        self.world = world
        registry = registry or everybody_notable(world.rows)
        by_domain = {domain: outlet.id for outlet in registry.outlets for domain in outlet.domains}
        self._articles = [
            replace_outlet(row, by_domain.get(row.article.outlet_id, row.article.outlet_id)).article
            for row in world.rows
        ]
        groups = happenings_of(world, log_odds, claim_log_odds)
        self._events = make_events(self._articles, groups)
        self._home = {n: number for number, group in enumerate(groups) for n in group}
        self._same = probability(log_odds)
        self._claim = central_claims(log_odds, claim_log_odds)
        self._context = Context(registry)

    def verdicts(self, level: float) -> dict[str, Verdict]:
        """The verdict on each article's event where claims are the same from probability `level` on."""
        by_id = {article.id: article for article in self._articles}
        pairs = self._pairs(level)
        found: dict[str, Verdict] = {}
        for event in self._events:
            verdict = judge_event(event, by_id, self._context, pairs=pairs, now=_LATER)
            found.update(dict.fromkeys(event.article_ids, verdict))
        return found

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


def replace_outlet(row: Labelled, outlet_id: str) -> Labelled:
    """The row with its article put down to an outlet."""
    return replace(row, article=replace(row.article, outlet_id=outlet_id))


def verdict_figures(world: World, alone: frozenset[str], verdicts: Mapping[str, Verdict]) -> VerdictFigures:
    """Counts of the verdicts on a halved world."""
    said = {key for key, verdict in verdicts.items() if verdict.state is State.CORROBORATED}
    company = [row.article.id for row in world.rows if row.article.id not in alone]
    mates: dict[str, list[Labelled]] = defaultdict(list)
    for row in world.rows:
        mates[row.event].append(row)
    lost = {
        row.article.id: _loss(row, mates[row.event], verdicts[row.article.id])
        for row in world.rows
        if row.article.id not in alone and row.article.id not in said
    }
    return VerdictFigures(
        singles=len(alone),
        false=tuple(sorted(said & alone)),
        accompanied=len(company),
        corroborated=sum(key in said for key in company),
        lost=lost,
    )


def _loss(row: Labelled, mates: Sequence[Labelled], verdict: Verdict) -> Loss:
    """Which layer lost the company of an article."""
    findings = {finding.article_id: finding for finding in verdict.findings}
    here = [mate.article for mate in mates if mate.article.id in findings]
    if len({article.outlet_id for article in here}) < 2:
        return Loss.EVENT
    able = [article for article in here if findings[article.id].reason not in _NO_REPORT]
    if len({article.outlet_id for article in able}) < 2:
        return Loss.NO_REPORT
    if any(findings[article.id].reason == reasons.DIFFERENT_CLAIM for article in able):
        return Loss.CLAIM if len({findings[article.id].origin_id for article in able}) > 1 else Loss.ORIGIN
    return Loss.ORIGIN
