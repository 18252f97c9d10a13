"""The candidate pairs of a window: which there are, what is known of each, and who is a pair with whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from matching.context import CONTEXT_NAMES
from matching.features import BASE_NAMES, NAMES
from matching.growing import Column
from matching.vectors import Indices

WIDTH = len(NAMES)
_BLOCK = 4_096
# Slots that are looked over in the time that it takes to gather those of one article.
_FEW = 1_000
BASE = len(BASE_NAMES)


class PairTable:
    """Pairs by slot. The first article of a pair is the one whose id comes first; slots of dropped pairs are used again.

    `values` are the evidence, `margin` the first score, `context` what the second look sees, `odds` the final log-odds;
    `listed` tells on whose lists a pair stands: 1 for that of its first article, 2 for that of its second, 3 for both.
    """

    def __init__(self) -> None:
        """Make an empty table."""
        self.a = Column(np.int64, fill=-1)
        self.b = Column(np.int64, fill=-1)
        self.listed = Column(np.int8)
        self.values = Column(np.float32, WIDTH)
        self.margin = Column(np.float64)
        self.near = Column(np.float64)
        self.copy = Column(np.bool_)
        self.context = Column(np.float64, len(CONTEXT_NAMES))
        self.odds = Column(np.float64)
        self.kept = Column(np.bool_)
        self.with_: list[dict[int, int]] = []
        self._free: list[int] = []

    def columns(self) -> dict[str, Column[Any]]:
        """Everything that is held by slot, by name."""
        names = ("a", "b", "listed", "values", "margin", "near", "copy", "context", "odds", "kept")
        return {f"pairs.{name}": getattr(self, name) for name in names}

    def take_up(self, count: int) -> None:
        """Go on with `count` articles, after the columns were loaded."""
        self.add_rows(count)
        for slot, (first, second) in enumerate(zip(self.a.all.tolist(), self.b.all.tolist(), strict=True)):
            if first < 0:
                self._free.append(slot)
            else:
                self.with_[first][second] = self.with_[second][first] = slot

    def add_rows(self, count: int) -> None:
        """Make room for articles that are in no pair yet."""
        self.with_.extend({} for _ in range(count))

    def add(self, first: Sequence[int], second: Sequence[int]) -> Indices:
        """Slots for new pairs, that of each first article with its second."""
        while len(self._free) < len(first):
            count = len(self.a)
            for column in self.columns().values():
                column.grow(_BLOCK)
            self._free[:0] = range(count + _BLOCK - 1, count - 1, -1)
        taken = [self._free.pop() for _ in first]
        slots = np.array(taken, dtype=np.int64)
        self.a.all[slots], self.b.all[slots], self.listed.all[slots] = first, second, 0
        for one, other, slot in zip(first, second, taken, strict=True):
            self.with_[one][other] = self.with_[other][one] = slot
        return slots

    def slots_of(self, rows: Sequence[int], others: Sequence[int]) -> Indices:
        """The slot of each row with its other; -1 where they are no pair."""
        with_ = self.with_
        return np.array([with_[row].get(other, -1) for row, other in zip(rows, others, strict=True)], dtype=np.int64)

    def list_(self, slots: Indices, rows: Indices, *, listed: bool) -> None:
        """Note that pairs stand, or stand no more, on the lists of these rows, one of the two articles of each."""
        for bit, end in ((1, self.a.all), (2, self.b.all)):
            mine = slots[end[slots] == rows]
            self.listed.all[mine] = self.listed.all[mine] | bit if listed else self.listed.all[mine] & ~bit

    def listed_by(self, rows: Indices) -> tuple[Indices, Indices, Indices]:
        """The pairs on the lists of these rows: row, other, slot; sorted by row and other."""
        chosen = np.zeros(len(self.with_), dtype=bool)
        chosen[rows] = True
        slots = self.at(rows.tolist())
        a, b, listed = self.a.all[slots], self.b.all[slots], self.listed.all[slots]
        first, second = (listed & 1 > 0) & chosen[a], (listed & 2 > 0) & chosen[b]
        row, other = np.concatenate([a[first], b[second]]), np.concatenate([b[first], a[second]])
        order = np.lexsort((other, row))
        return row[order], other[order], np.concatenate([slots[first], slots[second]])[order]

    def drop(self, slot: int) -> None:
        """Forget a pair."""
        first, second = int(self.a.all[slot]), int(self.b.all[slot])
        del self.with_[first][second], self.with_[second][first]
        self.a.all[slot] = self.b.all[slot] = -1
        self.near.all[slot], self.copy.all[slot], self.kept.all[slot] = 0.0, False, False
        self._free.append(slot)

    def at(self, rows: Iterable[int]) -> Indices:
        """The slots of all pairs that any of these articles is in, ascending."""
        asked = np.fromiter(rows, dtype=np.int64)
        if len(asked) * _FEW < len(self.a):
            found = sorted({slot for row in asked.tolist() for slot in self.with_[row].values()})
            return np.array(found, dtype=np.int64)
        chosen = np.zeros(len(self.with_) + 1, dtype=bool)  # one more, for the ends (-1) of slots without a pair
        chosen[asked] = True
        return np.flatnonzero(chosen[self.a.all] | chosen[self.b.all])
