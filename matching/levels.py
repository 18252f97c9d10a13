# mypy: untyped-calls-exclude="scipy"
"""Clusters of a window, level by level, made anew only where a pair has changed.

Average linkage joins the best two clusters first, and what it makes is never nearer to a third than the nearer of its parts
was. So all joins above a level come before those below it, and none of them leaves the parts that hang together by links above
that level. At a high level these parts are small; what was joined there is one piece in the next lower level, where a link
between two pieces is the mean over all pairs of their articles, absent ones counted, so that a stray pair links nothing. Each
part is clustered by itself, down to its level, and gives the clusters that it would have among all articles.

Without levels, nearly all articles of a large window hang together by pairs that could join two articles that are alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from matching.clusters import STEPS as WORTH_STEPS
from matching.clusters import Linkage, cluster
from matching.compiled import kernels, mapped, processors
from matching.growing import Column
from matching.loopdata import Crowd, Rule
from matching.pairtable import PairTable
from matching.runs import distinct, merged
from matching.thresholds import COPY_RULED_OUT
from matching.vectors import Flags, Floats, Indices

STEPS = (1.8, 0.8)
"""How far above the least mean of a join the levels lie that come before it. Of a synthetic stream of 10,000 articles, 6,073
hang together by pairs that reach the least mean; with these levels no part holds more than a hundred.
"""
# A link that misses its level by this little is taken for one: parts may be too large, but never too small.
_ROUNDING = 1e-6
# What Python takes to cluster a part, in seconds.
_NUMPY = 1e-4
NOBODY = -1

Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows that came and that are no more, and the ends, all of them still there, of pairs that came, went or changed."""

    came: Indices
    lost: Indices
    a: Indices
    b: Indices


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of the window: to score these slots of pairs, the faint ones as well; and the place of rows by id."""

    score: Callable[[Indices], None]
    order: Callable[[Indices], Indices]


class Levels:
    """Which rows are one piece at each level, and the parts that these were found in. Numbers of both are rows."""

    def __init__(self, pairs: PairTable, linkage: Linkage, faint: float) -> None:
        """Start without rows; `faint` are log-odds that no pair reaches that is not close."""
        if linkage.growth:
            raise ValueError("levels need a linkage whose threshold is the same for all sizes")
        self._pairs = pairs
        self._faint = faint
        self._linkages = [replace(linkage, threshold=linkage.threshold + step) for step in (*STEPS, 0.0)]
        self._units = Column(np.int32, fill=NOBODY)
        self._parts = [Column(np.int32, fill=NOBODY) for _ in self._linkages]
        self._pieces = [Column(np.int32, fill=NOBODY) for _ in self._linkages]

    def columns(self) -> dict[str, Column[Any]]:
        """All columns by name."""
        found: dict[str, Column[Any]] = {"units": self._units}
        for name, columns in (("parts", self._parts), ("pieces", self._pieces)):
            found |= {f"{name}{number}": column for number, column in enumerate(columns)}
        return found

    def add_rows(self, count: int) -> None:
        """Append rows, each by itself."""
        for column in self.columns().values():
            first = len(column)
            column.extend(np.arange(first, first + count, dtype=np.int32))

    def keep(self, rows: Indices, numbers: Indices) -> None:
        """Hold only these rows, whole parts; `numbers` has the new number of each old row."""
        for column in self.columns().values():
            column.load(numbers[column.all[rows]].astype(np.int32))

    @property
    def groups(self) -> Rows:
        """For each row the number of its cluster; `NOBODY` for those that are no more."""
        return self._pieces[-1].all

    def together(self, a: Indices, b: Indices) -> Flags:
        """Which pairs of rows are of one part at any level."""
        found = np.zeros(len(a), dtype=bool)
        for parts in self._parts:
            found |= parts.all[a] == parts.all[b]
        return found

    def update(self, changes: Changes, asking: Asking) -> Indices:
        """Cluster anew where anything has changed; answers the rows of all clusters that are others than before."""
        recopied = self._recopy(changes)
        dirty = merged(recopied, changes.came)
        below = self._units.all
        for number in range(len(self._linkages)):
            changed = self._renew(number, below, dirty, changes, asking)
            dirty, below = merged(changed, recopied), self._pieces[number].all
        self._units.all[changes.lost] = NOBODY
        return changed

    # --- copies ------------------------------------------------------------------------------------------------

    def _recopy(self, changes: Changes) -> Indices:
        """Join copies, which are one whatever else is; answers the rows of all units that are others than before."""
        units, pairs = self._units.all, self._pairs
        sizes = _sizes(units)
        sure = np.flatnonzero(pairs.copy.all)
        sure = sure[pairs.odds(sure) >= COPY_RULED_OUT]
        a, b = pairs.both(sure)
        touched = self._flags(units[changes.lost], units[changes.a[units[changes.a] == units[changes.b]]])
        new = units[a] != units[b]
        touched[units[a[new]]] = touched[units[b[new]]] = True
        units[changes.lost] = NOBODY
        pool = np.flatnonzero(touched[units])
        inside = touched[units[a]]
        return _set(units, sizes, pool, _joined(pool, a[inside], b[inside]))

    # --- one level ---------------------------------------------------------------------------------------------

    def _renew(self, number: int, below: Rows, dirty: Indices, changes: Changes, asking: Asking) -> Indices:
        """Renew the parts and the pieces of a level; answers the rows of all pieces that are others than before."""
        parts, pieces, linkage = self._parts[number].all, self._pieces[number].all, self._linkages[number]
        sizes = _sizes(pieces)
        across = below[changes.a] != below[changes.b]
        a, b = changes.a[across], changes.b[across]
        touched = self._flags(parts[changes.lost], parts[dirty], parts[a[parts[a] == parts[b]]])
        one, other = self._links(linkage, below, self._flags(below[dirty]), distinct(_keys(below[a], below[b])))
        new = parts[one] != parts[other]
        touched[parts[one[new]]] = touched[parts[other[new]]] = True
        parts[changes.lost] = pieces[changes.lost] = NOBODY
        pool = np.flatnonzero(touched[parts])
        loose = self._flags(below[pool])
        one, other = self._links(linkage, below, loose, np.zeros(0, dtype=np.int64))
        inside = loose[one] & loose[other]
        held = distinct(below[pool]).astype(np.int64)
        of_piece = np.full(len(parts), NOBODY, dtype=np.int32)
        of_piece[held] = _joined(held, one[inside], other[inside])
        parts[pool] = of_piece[below[pool]]
        return _set(pieces, sizes, pool, self._grown(linkage, below, parts, pool, asking))

    def _flags(self, *labels: NDArray[np.integer[Any]]) -> Flags:
        """Which numbers are among these; `NOBODY` never is."""
        found = np.zeros(len(self._units) + 1, dtype=bool)
        for some in labels:
            found[some] = True
        found[NOBODY] = False
        return found

    def _links(self, linkage: Linkage, below: Rows, loose: Flags, keys: Indices) -> tuple[Indices, Indices]:
        """The links, above the level, between two pieces of the level below: those of `loose` pieces, and those of `keys`."""
        pairs = self._pairs
        strong = pairs.above(linkage.threshold)
        here, there = below[pairs.a.all[strong]], below[pairs.b.all[strong]]
        found = _keys(here, there)
        found = distinct(found[(here != there) & (loose[here] | loose[there] | np.isin(found, keys))])
        slots = self._between(below, found)
        link = np.searchsorted(found, _keys(below[pairs.a.all[slots]], below[pairs.b.all[slots]]))
        units = np.flatnonzero(self._units.all == np.arange(len(below)))
        sizes = np.bincount(below[units], minlength=len(below))
        a, b = self._units.all[pairs.a.all[slots]], self._units.all[pairs.b.all[slots]]
        units_met, first, place = np.unique(_keys(a, b), return_index=True, return_inverse=True)
        best = np.full(len(units_met), -linkage.most)
        np.maximum.at(best, place, self._bounded(slots, linkage))
        totals = np.bincount(link[first], weights=best, minlength=len(found))
        counts = np.bincount(link[first], minlength=len(found))
        one, other = _ends(found)
        wide = sizes[one] * sizes[other]
        reached = totals + linkage.absent * (wide - counts) > (linkage.threshold - _ROUNDING) * wide
        return one[reached], other[reached]

    def _between(self, below: Rows, keys: Indices) -> Indices:
        """The slots of all pairs between pieces that these keys name."""
        a, b = self._pairs.a.all, self._pairs.b.all
        named = self._flags(*_ends(keys))
        of_row = np.append(named[below], False)
        slots = np.flatnonzero(of_row[a] & of_row[b])
        between = _keys(below[a[slots]], below[b[slots]])
        at = np.minimum(np.searchsorted(keys, between), max(0, len(keys) - 1))
        return slots[keys[at] == between] if len(keys) else slots

    def _bounded(self, slots: Indices, linkage: Linkage) -> Floats:
        """What pairs count in a mean; of those that were not scored, at most."""
        odds = self._pairs.odds(slots)
        return np.clip(np.where(np.isneginf(odds), self._faint, odds), -linkage.most, linkage.most)

    def _grown(self, linkage: Linkage, below: Rows, parts: Rows, pool: Indices, asking: Asking) -> Rows:
        """The pieces that the rows of the pool, whole parts, are joined to at this level."""
        answer = below[pool].copy()
        place = np.full(len(parts) + 1, NOBODY, dtype=np.int64)
        several = pool[_several(parts[pool], below[pool])]
        place[several] = np.arange(len(several))
        rows = several[np.lexsort((asking.order(several), parts[several]))]
        if not len(rows):
            return answer
        place[rows] = np.arange(len(rows))
        slots = self._inside(below, parts, place)
        asking.score(slots)
        found = np.full(len(parts), NOBODY, dtype=np.int32)
        found[below[pool]] = below[pool]
        starts = np.flatnonzero(np.append(True, np.diff(parts[rows]) != 0))
        grown = self._clustered(linkage, self._crowd(rows, starts, below[rows], place, slots))
        found[below[rows]] = grown
        return found[below[pool]]

    def _inside(self, below: Rows, parts: Rows, place: Indices) -> Indices:
        """The slots of all pairs of rows that have a place, across two pieces of one part; part by part."""
        a, b = self._pairs.a.all, self._pairs.b.all
        slots = np.flatnonzero((place[a] != NOBODY) & (place[b] != NOBODY))
        one, other = a[slots], b[slots]
        slots = slots[(parts[one] == parts[other]) & (below[one] != below[other])]
        return np.asarray(slots[np.argsort(place[a[slots]], kind="stable")])

    def _crowd(self, rows: Indices, starts: Indices, pieces: Rows, place: Indices, slots: Indices) -> Crowd:
        """Rows by part and id, whose parts start so; `slots` are those of all pairs across pieces, part by part."""
        ends = np.append(starts[1:], len(rows))
        a, b = place[self._pairs.a.all[slots]], place[self._pairs.b.all[slots]]
        first, last = np.searchsorted(a, starts), np.searchsorted(a, ends)
        units = place[self._units.all[rows]]
        return Crowd(starts, ends, first, last, units, pieces.astype(np.int64), a, b, self._pairs.odds(slots))

    def _clustered(self, linkage: Linkage, crowd: Crowd) -> Indices:
        """For each place of a crowd the least piece of its cluster."""
        found, left = crowd.pieces.astype(np.int64), np.ones(len(crowd.starts), dtype=bool)
        loops = kernels(len(crowd.starts) * _NUMPY)
        if loops is not None:
            left[:] = False
            rule = Rule(linkage.threshold, linkage.absent, linkage.most, WORTH_STEPS)
            portions = np.array_split(np.arange(len(left)), processors())
            mapped(lambda parts: loops.grow(parts, crowd, rule, found, left), portions)
        for part in np.flatnonzero(left).tolist():
            _cluster_part(linkage, crowd, part, found)
        return found


def _cluster_part(linkage: Linkage, crowd: Crowd, part: int, found: Indices) -> None:
    """Cluster a part, as the loops do."""
    start, end = int(crowd.starts[part]), int(crowd.ends[part])
    here = slice(int(crowd.first[part]), int(crowd.last[part]))
    a, b = (crowd.a[here] - start).tolist(), (crowd.b[here] - start).tolist()
    copies = zip((crowd.units[start:end] - start).tolist(), range(end - start), strict=True)
    members: dict[int, list[int]] = {}
    for number, label in enumerate(crowd.pieces[start:end].tolist()):
        members.setdefault(label, []).append(number)
    for group in cluster(
        end - start, zip(a, b, crowd.odds[here].tolist(), strict=True), linkage, copies, members.values()
    ):
        places = start + np.array(group)
        found[places] = crowd.pieces[places].min()


def _keys(one: NDArray[np.integer[Any]], other: NDArray[np.integer[Any]]) -> Indices:
    """One number for each pair of rows, whichever comes first."""
    return np.asarray(np.minimum(one, other).astype(np.int64) << 32 | np.maximum(one, other))


def _ends(keys: Indices) -> tuple[Indices, Indices]:
    """The two rows that each of `_keys` is of."""
    return keys >> 32, keys & 0xFFFFFFFF


def _joined(items: Indices, a: Indices, b: Indices) -> Rows:
    """For each of the ascending items the first of those that it hangs together with by these links between items."""
    ends = (np.searchsorted(items, a), np.searchsorted(items, b))
    graph = sparse.coo_matrix((np.ones(len(a), dtype=np.int8), ends), shape=(len(items), len(items)))
    labels = csgraph.connected_components(graph, directed=False)[1] if len(items) else np.zeros(0, dtype=np.int64)
    _, first = np.unique(labels, return_index=True)
    return np.asarray(items[first[labels]], dtype=np.int32)


def _several(parts: Rows, pieces: Rows) -> Flags:
    """Which rows are of a part of more than one piece."""
    _, place = np.unique(parts, return_inverse=True)
    one = np.zeros(int(place.max(initial=-1)) + 1, dtype=np.int64)
    one[place] = pieces
    mixed = np.zeros(len(one), dtype=bool)
    mixed[place[one[place] != pieces]] = True
    return mixed[place]


def _sizes(held: Rows) -> Indices:
    """How many rows have each number."""
    return np.bincount(held[held != NOBODY], minlength=len(held))


def _set(held: Rows, sizes: Indices, pool: Indices, values: Rows) -> Indices:
    """Set the numbers of the pool, which are all the rows that had one of their numbers and are still there; answers some row
    of each set that now is another than before. `sizes` are those of before, lost rows counted.
    """
    before = held[pool]
    now = np.bincount(values, minlength=len(sizes))
    held[pool] = values
    return np.asarray(pool[(before != values) | (sizes[before] != now[values])])
