"""Which pairs an article is in: chains of slots in arrays, without an object for any.

Each slot stands in two chains, that of its first and that of its second article; the link of an end is numbered twice the slot,
and one more for the second. A pair comes and goes without anything else being moved, and the pairs of many articles are
gathered step by step along all their chains at once.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.compiled import kernels
from matching.growing import Column
from matching.loopdata import Whole
from matching.vectors import Indices

# What it takes without compiled loops to take a pair out, in seconds.
_NUMPY = 3e-6
NOWHERE = -1


class Adjacency:
    """The chains of all rows."""

    def __init__(self) -> None:
        """Make no chains."""
        self._first = Column(np.int32, fill=NOWHERE)
        self._before = Column(np.int32, fill=NOWHERE)
        self._after = Column(np.int32, fill=NOWHERE)

    def __len__(self) -> int:
        return len(self._first)

    def links(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """For each row the first link of its chain, and for each link the one that follows; `NOWHERE` where there is none."""
        return self._first.all, self._after.all

    def add_rows(self, count: int) -> None:
        """Make room for rows that are in no pair yet."""
        self._first.grow(count)

    def add(self, slots: Indices, a: Whole, b: Whole) -> None:
        """Put new pairs of these rows into the chains."""
        if not len(slots):
            return
        missing = 2 * (int(slots.max(initial=-1)) + 1) - len(self._after)
        if missing > 0:
            self._before.grow(missing)
            self._after.grow(missing)
        rows, links = np.concatenate([a, b]), np.concatenate([2 * slots, 2 * slots + 1])
        order = np.argsort(rows, kind="stable")
        rows, links = rows[order], links[order]
        same = rows[1:] == rows[:-1]
        begins, ends = np.append(True, ~same), np.append(~same, True)
        first, before, after = self._first.all, self._before.all, self._after.all
        old = first[rows[ends]]
        before[links[begins]] = NOWHERE
        before[links[1:][same]], after[links[:-1][same]] = links[:-1][same], links[1:][same]
        after[links[ends]] = old
        before[old[old != NOWHERE]] = links[ends][old != NOWHERE]
        first[rows[begins]] = links[begins]

    def drop(self, slots: Indices, a: Whole, b: Whole) -> None:
        """Take pairs of these rows out of their chains."""
        loops = kernels(len(slots) * _NUMPY)
        if loops is not None:
            loops.unchain(slots, a, b, self._first.all, self._before.all, self._after.all)
            return
        for slot, row, other in zip(slots.tolist(), a.tolist(), b.tolist(), strict=True):
            self._drop(2 * slot, row)
            self._drop(2 * slot + 1, other)

    def _drop(self, link: int, row: int) -> None:
        first, before, after = self._first.all, self._before.all, self._after.all
        last, following = before[link], after[link]
        if last == NOWHERE:
            first[row] = following
        else:
            after[last] = following
        if following != NOWHERE:
            before[following] = last

    def slots(self, rows: NDArray[np.integer[Any]]) -> Indices:
        """The slots of all pairs that any of these rows is in; twice where both are among them."""
        after = self._after.all
        found = []
        links = self._first.all[rows]
        while len(links := links[links != NOWHERE]):
            found.append(links >> 1)
            links = after[links]
        return np.concatenate(found).astype(np.int64) if found else np.zeros(0, dtype=np.int64)

    def slots_of(self, row: int) -> list[int]:
        """The slots of the pairs that one row is in."""
        after, found = self._after.all, []
        link = int(self._first.all[row])
        while link != NOWHERE:
            found.append(link >> 1)
            link = int(after[link])
        return found
