"""The second look at the pairs of a window, taken again only where something around them has changed.

Faint pairs are company to nobody: what is looked at are the close ones alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from matching.calibration import probability
from matching.candidates import Candidates
from matching.clusterings import Clusterings
from matching.context import CONTEXT_NAMES, FAINT, context_of
from matching.events import final_log_odds
from matching.growing import Column
from matching.pairtable import PairTable
from matching.resources import Resources
from matching.runs import merged
from matching.touched import Touched
from matching.vectors import Floats, Indices


class SecondLook:
    """Keeps the contexts and the final log-odds of the close pairs of a table."""

    def __init__(self, pairs: PairTable, clusterings: Clusterings, resources: Resources) -> None:
        """Start without rows; `pairs` and `clusterings` are those of the window."""
        self._pairs = pairs
        self._clusterings = clusterings
        self._scorer = resources.event_scorer
        self._voice = Column(np.float64, fill=1.0)

    def columns(self) -> dict[str, Column[Any]]:
        """All columns by name."""
        return {"voice": self._voice}

    def add_rows(self, count: int) -> None:
        """Append rows of articles that are in no pair yet."""
        self._voice.grow(count)

    def keep(self, rows: Indices) -> None:
        """Hold only these rows, in this order."""
        self._voice.keep(rows)

    def update(self, touched: Touched) -> None:
        """Look again at pairs that were weighed anew, and at those around which anything has changed."""
        pairs, copies, loud = self._pairs, touched.copies, touched.loud
        recopied = {*pairs.a.all[copies].tolist(), *pairs.b.all[copies].tolist()} | touched.uncopied
        recopied -= touched.lost
        heard = self._revoice(recopied)
        others = touched.unheard | recopied | {other for row in heard for other in pairs.with_(row)}
        slots = merged(pairs.close_at(pairs.ends(loud, others - touched.lost)), touched.scored)
        context = self._contexts(slots)
        odds = final_log_odds(self._scorer, pairs.margin(slots), context)
        rescored = odds != pairs.odds(slots)
        retold = rescored | ~_alike(context, pairs.context(slots))
        pairs.keep_context(slots, context)
        pairs.keep_odds(slots, odds)
        touched.moved = merged(slots[rescored], copies)
        touched.retold = merged(touched.weighed, slots[retold])

    def _revoice(self, rows: set[int]) -> set[int]:
        """What each article counts as company, where copies came or went; answers the rows where that has changed."""
        heard: set[int] = set()
        left = set(rows)
        while left:
            unit = self._clusterings.reach(left.pop(), self._pairs.copy)
            left -= unit
            for row in unit:
                if self._voice.all[row] != 1.0 / len(unit):
                    self._voice.all[row] = 1.0 / len(unit)
                    heard.add(row)
        return heard

    def _contexts(self, slots: Indices) -> Floats:
        """The contexts of pairs; NaN for those that are too faint to be looked at twice."""
        pairs = self._pairs
        looked = probability(pairs.margin(slots)) > FAINT
        wanted = slots[looked]
        around = pairs.close_at(pairs.ends(wanted))
        rows = pairs.ends(around)
        numbers = np.empty(pairs.rows, dtype=np.int64)
        numbers[rows] = np.arange(len(rows))
        numbered = Candidates(numbers[pairs.a.all[around]], numbers[pairs.b.all[around]])
        at = np.searchsorted(around, wanted)
        seen = context_of(numbered, pairs.margin(around), pairs.copy.all[around], self._voice.all[rows], at)
        found = np.full((len(slots), len(CONTEXT_NAMES)), np.nan)
        found[looked] = seen
        return found


def _alike(one: Floats, other: Floats) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which rows are equal, missing values included."""
    return np.asarray(((one == other) | (np.isnan(one) & np.isnan(other))).all(axis=1))
