"""Who is nearest to whom in a window: lists that are kept up to date as articles come and go.

A new article finds its own neighbours among all that are there, and takes its place in the lists of those to which it is
nearer than the last on their list. An article that lost a neighbour looks for its neighbours anew. Both give the lists that
`matching.candidates` finds for the same articles at once, since similarities are exact and equals have a fixed order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.candidates import DOORS, Door, nearest
from matching.compiled import kernels
from matching.growing import Column, Lines, Sets
from matching.loopdata import Meetings
from matching.meetings import Met, Search, Way, meetings
from matching.runs import distinct
from matching.vectors import Flags, Floats, Indices

# Rows that search in one go: whom they might meet is looked up once (the index for a batch of 5,000 took 1.6 s in two goes and
# 0.8 in one, at 100,000 in the window).
_CHUNK = 8_192
# What numpy takes for a visit, in seconds.
_NUMPY = 2e-6
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Kind:
    """One list of each article: through which door, how long, and whether of the same days only."""

    door: int
    length: int
    nearby: bool


def kinds_of(doors: Sequence[Door]) -> tuple[Kind, ...]:
    """The lists that the doors ask for."""
    return tuple(
        Kind(number, length, nearby)
        for number, door in enumerate(doors)
        for length, nearby in ((door.nearest, False), (door.nearby, True))
        if length
    )


KINDS = kinds_of(DOORS)
WIDTH = sum(kind.length for kind in KINDS)
"""How many neighbours a row has at most, and how many pairs may stand on its lists."""


class Neighbours:
    """The lists of all rows; row numbers are those of the window."""

    def __init__(self, shingles: Sets) -> None:
        """Make lists of nobody; `shingles` are those of the shelf, the last of the doors."""
        self._words = [Lines() for _ in DOORS[:-1]]
        self._doors: list[Sets] = [*self._words, shingles]
        self._rows = [Column(np.int32, kind.length, NOBODY) for kind in KINDS]
        self._values = [Column(np.float64, kind.length, -1.0) for kind in KINDS]

    def columns(self) -> dict[str, Column[Any]]:
        """All columns by name."""
        found: dict[str, Column[Any]] = {}
        for number, lines in enumerate(self._words):
            found |= lines.columns(f"door{number}")
        found |= {f"neighbours{number}": column for number, column in enumerate(self._rows)}
        return found | {f"nearness{number}": column for number, column in enumerate(self._values)}

    def append(self, doors: Sequence[Lines], numbers: NDArray[np.int32]) -> None:
        """Append rows: for each door of words the lines of the new documents, and by what `numbers` their words go here. Their
        lists are empty until `update`.
        """
        for lines, rows in zip(self._words, doors, strict=True):
            lines.append(rows, numbers)
        for held, values in zip(self._rows, self._values, strict=True):
            held.grow(len(doors[0]))
            values.grow(len(doors[0]))

    def keep(self, rows: Indices, numbers: Indices) -> None:
        """Hold only these rows; `numbers` has the new number of each old row, `NOBODY` for those that are left out.

        Whoever was on a list and is left out leaves a gap there.
        """
        for lines in self._words:
            lines.keep(rows)
        for held, values in zip(self._rows, self._values, strict=True):
            held.keep(rows)
            values.keep(rows)
            held.load(np.append(numbers, NOBODY)[held.all].astype(np.int32))

    @property
    def numbered(self) -> list[Lines]:
        """The lines of the doors whose columns are numbered words, not hashes."""
        return self._words

    def cut_by(self, search: Search, rows: Indices) -> Indices:
        """Which of the rows have somebody on a list who is too far away in time.

        The others need not look again when the window becomes narrower: the nearest of all, if they are all within the
        days, are the nearest of those within the days.
        """
        far = np.zeros(len(rows), dtype=bool)
        for column in self._rows:
            others = column.all[rows].astype(np.int64)
            apart = np.abs(search.times.when[rows][:, None] - search.times.when[others])
            far |= ((others != NOBODY) & (apart > search.window)).any(axis=1)
        return np.asarray(rows[far])

    def listed(self, rows: Indices) -> tuple[Indices, Indices]:
        """Each of the rows with each neighbour on any of its lists, sorted: rows, neighbours."""
        found = []
        for column in self._rows:
            others = column.all[rows].astype(np.int64)
            found.append((np.repeat(rows, others.shape[1]) << 32 | others.ravel())[others.ravel() != NOBODY])
        keys = distinct(np.concatenate(found))
        return keys >> 32, keys & 0xFFFFFFFF

    @property
    def lists(self) -> tuple[NDArray[np.int32], ...]:
        """The lists of all rows, of each kind."""
        return tuple(column.all for column in self._rows)

    def update(self, new: Indices, again: Indices, search: Search) -> set[int]:
        """Bring the lists up to date for `new` rows and for rows that search `again`; answers whose lists may differ."""
        looking = np.concatenate([new, again])
        changed = set(looking.tolist())
        for held, values in zip(self._rows, self._values, strict=True):
            held.all[looking], values.all[looking] = NOBODY, -1.0
        fresh = np.zeros(len(search.alive), dtype=bool)
        fresh[new] = True
        searching = np.zeros(len(search.alive), dtype=bool)
        searching[looking] = True
        for door in range(len(DOORS)):
            for start in range(0, len(looking), _CHUNK):
                way = Way(DOORS[door], self._doors[door], self._least_nearness(door, searching))
                for met in meetings(way, looking[start : start + _CHUNK], search):
                    for number, kind in enumerate(KINDS):
                        if kind.door == door:
                            able = met.only(_same_days(met, search)) if kind.nearby else met
                            self._fill(number, able, search)
                            visits = able.only(fresh[able.one] & ~searching[able.other])
                            changed.update(self._visit(number, visits, search).tolist())
        return changed

    def _least_nearness(self, door: int, searching: Flags) -> Floats:
        """How near one has to be to each row to come on any of its lists; those that search themselves take in nobody."""
        last = [values.all[:, -1] for kind, values in zip(KINDS, self._values, strict=True) if kind.door == door]
        return np.where(searching, np.inf, np.min(last, axis=0))

    def _fill(self, number: int, met: Met, search: Search) -> None:
        """Set the lists of the searching rows."""
        starts = np.flatnonzero(np.diff(met.one, prepend=-1)).tolist()
        for start, end in zip(starts, [*starts, len(met.one)][1:], strict=True):
            others, values = met.other[start:end], met.value[start:end]
            best = nearest(np.arange(len(others)), values, search.times.order[others], KINDS[number].length)
            self._set(number, int(met.one[start]), others[best], values[best], search)

    def _set(self, number: int, row: int, others: Indices, values: Floats, search: Search) -> None:
        """One list: nearest first."""
        sorting = np.lexsort((search.times.order[others], -values))
        self._rows[number].all[row, : len(others)] = others[sorting]
        self._values[number].all[row, : len(others)] = values[sorting]

    def _visit(self, number: int, met: Met, search: Search) -> Indices:
        """Put the searching rows into the lists of those they met, where they are near enough; answers whose changed."""
        length = KINDS[number].length
        near = met.only(met.value >= self._values[number].all[met.other, -1])
        hosts = distinct(near.other)
        if not len(hosts):
            return hosts
        loops = kernels(len(near.other) * _NUMPY)
        if loops is not None:
            moved = np.zeros(len(near.other), dtype=bool)
            visits = Meetings(near.one, near.other, near.value, near.apart)
            loops.visit(visits, search.times.order, self._rows[number].all, self._values[number].all, moved)
            return distinct(near.other[moved])
        held, values = self._rows[number].all[hosts], self._values[number].all[hosts]
        here = held != NOBODY
        host = np.concatenate([near.other, np.repeat(hosts, here.sum(axis=1))])
        guest = np.concatenate([near.one, held[here].astype(np.int64)])
        value = np.concatenate([near.value, values[here]])
        sorting = np.lexsort((search.times.order[guest], -value, host))
        host, guest, value = host[sorting], guest[sorting], value[sorting]
        first = np.searchsorted(host, hosts)
        place = np.arange(len(host)) - np.repeat(first, np.diff(np.append(first, len(host))))
        kept = place < length
        rows = np.searchsorted(hosts, host[kept])
        after, level = np.full_like(held, NOBODY), np.full_like(values, -1.0)
        after[rows, place[kept]] = guest[kept]
        level[rows, place[kept]] = value[kept]
        moved = (after != held).any(axis=1)
        self._rows[number].all[hosts] = after
        self._values[number].all[hosts] = level
        return np.asarray(hosts[moved])


def _same_days(met: Met, search: Search) -> Flags:
    return search.times.same_days(met.one, met.other, met.apart)
