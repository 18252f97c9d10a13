"""Evidence and first scores of the pairs of a window, made anew only where what they are measured by has changed.

A pair is measured against the best that its articles have, and against what is usual for them. Both change a little with
nearly every article that comes, and most pairs are so faint that this cannot matter. So each article has a `guard`: measures
that are lower than its own. The score never falls where a measure does (the model is monotone in what is measured so), so a
pair that is faint by the guards of both its articles is faint for as long as neither falls below its guard: then nothing of
its score shows anywhere, and it is not made. Molecular dynamics keeps lists of neighbours with a skin for the same reason
(Verlet 1967).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching import fields
from matching.calibration import probability
from matching.candidates import Candidates
from matching.compiled import kernels, mapped, processors
from matching.context import FAINT
from matching.cuts import Cuts
from matching.events import LINKAGE, final_log_odds
from matching.features import (
    BASE_NAMES,
    FIELDS,
    FLOORS,
    MEASURES,
    NAMES,
    RELATED_POSITIONS,
    copied,
    measures_of,
    related,
    relative,
)
from matching.growing import Column
from matching.loopdata import Field
from matching.pairtable import PairTable
from matching.resources import Resources
from matching.runs import merged
from matching.scorer import Scorer
from matching.shelf import Shelf
from matching.shelfevidence import shelf_evidence
from matching.thresholds import PAIR_KEPT
from matching.touched import Touched
from matching.vectors import Flags, Floats, Indices

# Pairs whose evidence is gathered at once: what that takes of memory stays small.
_CHUNK = 4_096
# Rows, of some forty pairs each, that are measured at once.
_ROWS = 1_024
# How much of an article's measures its guard is. The nearer to one, the fewer faint pairs are scored, and the oftener a
# guard is set anew: of the faint pairs of a synthetic stream 79 % are faint by guards of 0.5, 92 % by 0.8, 98 % by 0.95.
_GUARD = 0.8
_BESTS = len(FLOORS)
# What numpy takes to measure a row, in seconds.
_NUMPY = 2e-5
# Log-odds that no model reaches; halvings of the span between them; and what is left for rounding.
_SUREST, _HALVINGS, _MARGIN = 40.0, 50, 1e-6

Evidence = NDArray[np.float32] | Floats
Together = Callable[[Indices, Indices], Flags]


class Weighing:
    """Keeps evidence and first scores of the pairs of a table."""

    def __init__(self, pairs: PairTable, shelf: Shelf, resources: Resources) -> None:
        """Start without rows; `pairs` and `shelf` are those of the window."""
        self._pairs = pairs
        self._shelf = shelf
        self._scorer = resources.event_scorer
        self._least = least_margin(resources.event_scorer)
        self.faint = float(resources.event_scorer.calibration.apply(np.array([self._least]))[0])
        self._cuts = Cuts(self._scorer.first, self._scorer.names, NAMES[len(BASE_NAMES) :])
        self._claims = resources.claim_scorer
        if strange := set(self._claims.names) - set(BASE_NAMES):
            raise ValueError(
                f"the scorer of claims must not ask for what changes with the neighbours: {sorted(strange)}"
            )
        self._measures = Column(np.float64, MEASURES)
        self._guards = Column(np.float64, MEASURES, fill=np.inf)

    def columns(self) -> dict[str, Column[Any]]:
        """All columns by name."""
        return {"measures": self._measures, "guards": self._guards}

    def add_rows(self, count: int) -> None:
        """Append rows of articles that are in no pair yet."""
        self._measures.grow(count)
        self._guards.grow(count)

    def keep(self, rows: Indices) -> None:
        """Hold only these rows, in this order."""
        self._measures.keep(rows)
        self._guards.keep(rows)

    def values(self, slots: Indices) -> Floats:
        """The whole evidence of close pairs, a column for each of `matching.features.NAMES`."""
        return self._measured(self._pairs.base(slots), slots, self._measures.all)

    def claims(self, slots: Indices) -> Floats:
        """The log-odds of "same central claim" of close pairs, by that model alone; nothing that comes later changes them."""
        found = self._pairs.claim(slots)
        new = np.flatnonzero(np.isnan(found))
        if len(new):
            found[new] = self._claims.log_odds(self._pairs.base(slots[new]))
            self._pairs.keep_claim(slots[new], found[new])
        return found

    def update(self, touched: Touched, together: Together) -> None:
        """Weigh new pairs, and old ones that are measured by something else than before.

        `together` tells which pairs of rows hang together: their pairs are always scored.
        """
        pairs, made = self._pairs, touched.made
        base = self._gather(made)
        pairs.related.all[made], pairs.copy.all[made] = base[:, RELATED_POSITIONS], copied(base)
        touched.copies = made[pairs.copy.all[made]]
        others = touched.unpaired | touched.recounted
        for one, other in zip(pairs.a.all[touched.copies].tolist(), pairs.b.all[touched.copies].tolist(), strict=True):
            others |= pairs.partners_of_both(one, other)
        moved, before = self._measure(pairs.ends(made, others - touched.lost))
        other, telling = self._otherwise(moved, before)
        wanted = pairs.copy.all[made] | together(*pairs.both(made))
        doubtful, again = self._unguarded(moved, made)
        asked = np.flatnonzero(~wanted)
        wanted[asked] = ~self._surely_faint(made, base, asked)
        pairs.bring_close(made[wanted], base, np.flatnonzero(wanted))
        del base
        pairs.bring_close(doubtful, again, np.arange(len(again)))
        fresh = np.concatenate([made[wanted], doubtful])
        touched.weighed = merged(fresh, other)
        touched.scored = merged(fresh, telling)
        touched.loud = self._score(touched.scored)

    def bring_close(self, slots: Indices) -> None:
        """Score those of the pairs that are surely faint; there is nothing to be seen in a second look at them."""
        pairs = self._pairs
        far = slots[~pairs.close(slots)]
        if len(far):
            pairs.bring_close(far, self._gather(far), np.arange(len(far)))
            self._score(far)
            pairs.keep_odds(far, final_log_odds(self._scorer, pairs.margin(far), pairs.context(far)))

    def _gather(self, slots: Indices) -> Evidence:
        """What the two articles of each pair say by themselves, as it is kept."""
        found = np.empty((len(slots), len(BASE_NAMES)), dtype=np.float32)

        def gather(chunk: slice) -> None:
            found[chunk] = self._evidence(slots[chunk])

        mapped(gather, _chunks(len(slots)))
        return found

    def _evidence(self, slots: Indices) -> Evidence:
        """The same of a few pairs."""
        return shelf_evidence(self._shelf, *self._pairs.both(slots)).astype(np.float32)

    def _score(self, slots: Indices) -> Indices:
        """The first scores of close pairs; answers those whose score is another than before, and not faint both times."""
        before = self._pairs.margin(slots)
        found = mapped(lambda chunk: self._scorer.first_margins(self.values(slots[chunk])), _chunks(len(slots)))
        after = np.concatenate([before[:0], *found])
        self._pairs.keep_margin(slots, after)
        return np.asarray(slots[(before != after) & (probability(np.maximum(before, after)) > FAINT)])

    def _measured(self, base: Evidence, slots: Indices, measures: Floats) -> Floats:
        """Rows of evidence with what is measured by these measures of the articles."""
        a, b = (measures[end.all[slots]] for end in (self._pairs.a, self._pairs.b))
        return np.column_stack([base, relative(related(base), a, b)])

    def _surely_faint(self, slots: Indices, base: Evidence, asked: Indices) -> Flags:
        """Which of these pairs are faint by the guards of their articles; `asked` are places among them."""

        def faint(chunk: slice) -> Flags:
            some = asked[chunk]
            return self._scorer.first_margins(self._measured(base[some], slots[some], self._guards.all)) < self._least

        return np.concatenate([np.zeros(0, dtype=bool), *mapped(faint, _chunks(len(asked)))])

    def _measure(self, rows: Indices) -> tuple[Indices, Floats]:
        """What each of the rows is measured by; answers the rows where it is another than before, and what it was."""
        loops = kernels(len(rows) * _NUMPY)
        if loops is not None:
            return self._measured_by(loops, rows)
        found = [self._measure_some(rows[start : start + _ROWS]) for start in range(0, len(rows), _ROWS)]
        moved = [some for some, _ in found]
        before = [values for _, values in found]
        return np.concatenate([*moved, rows[:0]]), np.concatenate([*before, np.zeros((0, MEASURES))])

    def _measured_by(self, loops: ModuleType, rows: Indices) -> tuple[Indices, Floats]:
        pairs = self._pairs
        (column,) = FIELDS
        field = Field(FLOORS, column, fields.WHOLE, fields.LEAST_WEIGHT, *pairs.copies())
        measures = np.empty((len(rows), MEASURES))
        held = pairs.for_loops()
        portions = np.array_split(np.arange(len(rows)), processors())
        ends = [slice(int(some[0]), int(some[-1]) + 1) for some in portions if len(some)]
        mapped(lambda some: loops.measure(rows[some], held, field, measures[some]), ends)
        other = (measures != self._measures.all[rows]).any(axis=1)
        before = self._measures.all[rows[other]]
        self._measures.all[rows] = measures
        return np.asarray(rows[other]), before

    def _measure_some(self, rows: Indices) -> tuple[Indices, Floats]:
        """What `_measure` answers, for some rows at once."""
        pairs = self._pairs
        slots = pairs.at(rows.tolist())
        slots = slots[~pairs.copy.all[slots]]
        values = np.nan_to_num(pairs.related.all[slots].astype(np.float64))
        owner, company, mine = [], [], []
        for end, far in ((pairs.a.all[slots], pairs.b.all[slots]), (pairs.b.all[slots], pairs.a.all[slots])):
            at = np.minimum(np.searchsorted(rows, end), max(0, len(rows) - 1))
            own = rows[at] == end if len(rows) else np.zeros(len(end), dtype=bool)
            owner.append(at[own])
            company.append(far[own])
            mine.append(values[own])
        owners, others = np.concatenate(owner), np.concatenate(company)
        measures = measures_of(owners, np.concatenate(mine), self._voices(rows[owners], others), len(rows))
        other = (measures != self._measures.all[rows]).any(axis=1)
        before = self._measures.all[rows[other]]
        self._measures.all[rows] = measures
        return np.asarray(rows[other]), before

    def _voices(self, owner: Indices, other: Indices) -> Indices:
        """What each `other` weighs in the field of its `owner`."""
        pairs = self._pairs
        there = np.zeros(pairs.rows, dtype=bool)
        there[other] = True
        copies = np.flatnonzero(pairs.copy.all)
        copies = copies[there[pairs.a.all[copies]] & there[pairs.b.all[copies]]]
        everybody = np.concatenate([owner, other, pairs.a.all[copies], pairs.b.all[copies]])
        rows, places = np.unique(everybody, return_inverse=True)
        ends = np.cumsum([len(owner), len(other), len(copies)])
        owners, others, a, b = np.split(places, ends)
        return fields.voices(owners, others, Candidates(a, b), len(rows))

    def _otherwise(self, moved: Indices, before: Floats) -> tuple[Indices, Indices]:
        """The close pairs of these rows that are measured otherwise than by the measures that the rows had before, and those
        of them whose first score may be another.
        """
        slots = self._pairs.close_at(moved.tolist())
        other, telling = np.zeros(len(slots), dtype=bool), np.zeros(len(slots), dtype=bool)
        for start in range(0, len(slots), _CHUNK):
            chunk = slice(start, start + _CHUNK)
            one, two = self._now_and_then(slots[chunk], moved, before)
            other[chunk] = ~((one == two) | (np.isnan(one) & np.isnan(two))).all(axis=1)
            telling[chunk] = self._cuts.differ(one, two)
        return slots[other], slots[telling]

    def _now_and_then(self, slots: Indices, moved: Indices, before: Floats) -> tuple[Floats, Floats]:
        """How pairs are measured, and how they were by the measures that the moved rows had before."""
        pairs = self._pairs
        values = np.nan_to_num(pairs.related.all[slots].astype(np.float64))
        now, then = [], []
        for end in (pairs.a.all[slots], pairs.b.all[slots]):
            at = np.minimum(np.searchsorted(moved, end), len(moved) - 1)
            now.append(self._measures.all[end])
            then.append(np.where((moved[at] == end)[:, None], before[at], now[-1]))
        return relative(values, *now), relative(values, *then)

    def _unguarded(self, moved: Indices, made: Indices) -> tuple[Indices, Evidence]:
        """Set guards anew that rows have fallen below; answers the old pairs of theirs that are no more surely faint, with
        their evidence.
        """
        measures, guards = self._measures.all[moved], self._guards.all[moved]
        broken = ~((measures >= guards) & ((measures < 0) == (guards < 0))).all(axis=1)
        rows, mine = moved[broken], measures[broken]
        lower = np.where(mine < 0, mine, mine * _GUARD)
        lower[:, :_BESTS] = np.maximum(lower[:, :_BESTS], FLOORS)
        self._guards.all[rows] = lower
        slots = np.setdiff1d(self._pairs.at(rows.tolist()), made)
        slots = slots[~self._pairs.close(slots)]
        found = mapped(lambda chunk: self._unsure(slots[chunk]), _chunks(len(slots)))
        none = slots[:0], np.zeros((0, len(BASE_NAMES)), dtype=np.float32)
        doubtful, again = (np.concatenate(parts) for parts in zip(none, *found, strict=True))
        return doubtful, again

    def _unsure(self, slots: Indices) -> tuple[Indices, Evidence]:
        """Those of these pairs that are not surely faint, and their evidence."""
        base = self._evidence(slots)
        some = np.flatnonzero(self._scorer.first_margins(self._measured(base, slots, self._guards.all)) >= self._least)
        return slots[some], base[some]


def _chunks(count: int) -> list[slice]:
    return [slice(start, start + _CHUNK) for start in range(0, count, _CHUNK)]


def least_margin(scorer: Scorer) -> float:
    """Below this first score a pair is faint, joins nothing, and its score is not kept; minus infinity where none is."""

    def matters(margin: float) -> bool:
        odds = scorer.calibration.apply(np.array([margin]))
        return bool(
            probability(np.array([margin]))[0] > FAINT
            or odds[0] > LINKAGE.threshold
            or probability(odds)[0] >= PAIR_KEPT
        )

    low, high = -_SUREST, _SUREST
    if matters(low):
        return -math.inf
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if matters(middle) else (middle, high)
    return low - _MARGIN
