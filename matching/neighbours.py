# mypy: untyped-calls-exclude="scipy"
"""Who is nearest to whom in a window: lists that are kept up to date as articles come and go.

A new article finds its own neighbours among all that are there, and takes its place in the lists of those to which it is
nearer than the last on their list. An article that lost a neighbour looks for its neighbours anew. Both give the lists that
`matching.candidates` finds for the same articles at once, since similarities are exact and equals have a fixed order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.candidates import DOORS, Door, Times, nearest
from matching.growing import Column, Lines, Sets
from matching.lookup import blocks, cut
from matching.runs import distinct
from matching.vectors import Flags, Floats, Indices

# Rows that search in one go: whom they might meet is looked up once.
_CHUNK = 2_048
# How many times the length of a list are looked at before everybody is.
_ENOUGH = 3
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


@dataclass(frozen=True, slots=True)
class Search:
    """Among whom neighbours are looked for: the articles that are there, their times, and the days of the window."""

    alive: Flags
    times: Times
    window: float


@dataclass(frozen=True, slots=True)
class _Met:
    """Similarities that are not zero: of searching row `one` with row `other`, and the days between them."""

    one: Indices
    other: Indices
    value: Floats
    apart: Floats

    def only(self, chosen: Flags) -> _Met:
        return _Met(self.one[chosen], self.other[chosen], self.value[chosen], self.apart[chosen])


@dataclass(frozen=True, slots=True)
class _Block:
    """Searching rows, and of each one after the other whom it shares anything with, and how much; `ends` as in a CSR matrix."""

    rows: Indices
    others: Indices
    values: Floats
    ends: NDArray[np.integer[Any]]


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

    def add(self, doors: Sequence[list[tuple[NDArray[np.int32], Floats]]]) -> None:
        """Append rows: for each door of words the lines of the new documents. Their lists are empty until `update`."""
        for lines, rows in zip(self._words, doors, strict=True):
            lines.add(rows)
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
                for met in self._meetings(door, looking[start : start + _CHUNK], searching, search):
                    for number, kind in enumerate(KINDS):
                        if kind.door == door:
                            able = met.only(_same_days(met, search)) if kind.nearby else met
                            self._fill(number, able, search)
                            visits = able.only(fresh[able.one] & ~searching[able.other])
                            changed.update(self._visit(number, visits, search).tolist())
        return changed

    def _meetings(self, door: int, rows: Indices, searching: Flags, search: Search) -> Iterator[_Met]:
        """Whom these rows share anything with, within the window, block by block; whoever is of other days is not looked at,
        and left out is whoever could neither be on the list of a searching row nor have it on its own.
        """
        lines = self._doors[door]
        near = search.alive if np.isinf(search.window) else search.alive & search.times.near_any(rows, search.window)
        able = np.flatnonzero(near)
        columns = distinct(lines.columns_.all[lines.places(rows)])
        index = sparse.csr_matrix(cut(lines, able, columns).T).astype(np.float64)
        mine = cut(lines, rows, columns).astype(np.float64)
        for start, end in blocks(mine, np.diff(index.indptr)):
            piece = rows[start:end]
            product = sparse.csr_matrix(mine[start:end] @ index)
            block = _Block(piece, able[product.indices], product.data, product.indptr)
            kept = block.values >= self._least_nearness(door, searching)[block.others]
            self._keep_best(door, block, kept, search)
            chosen = np.flatnonzero(kept)
            one = np.repeat(piece, np.diff(block.ends))[chosen]
            other, value = block.others[chosen], block.values[chosen]
            apart = search.times.apart(one, other)
            right = (one != other) & (apart <= search.window) & (value > 0)
            yield _Met(one[right], other[right], value[right], apart[right])

    def _least_nearness(self, door: int, searching: Flags) -> Floats:
        """How near one has to be to each row to come on any of its lists; those that search themselves take in nobody."""
        last = [values.all[:, -1] for kind, values in zip(KINDS, self._values, strict=True) if kind.door == door]
        return np.where(searching, np.inf, np.min(last, axis=0))

    @staticmethod
    def _keep_best(door: int, block: _Block, kept: Flags, search: Search) -> None:
        """Mark as `kept` whoever may come on a list of a searching row: the nearest, as many as leave every list enough."""
        kinds = [kind for kind in KINDS if kind.door == door]
        most = _ENOUGH * max(kind.length for kind in kinds)
        for place, row in enumerate(block.rows.tolist()):
            piece = slice(int(block.ends[place]), int(block.ends[place + 1]))
            values = block.values[piece]
            if len(values) <= most:
                kept[piece] = True
                continue
            best = np.flatnonzero(values >= np.partition(values, -most)[-most])
            others = block.others[piece][best]
            apart = search.times.apart(row, others)
            right = (others != row) & (apart <= search.window)
            close = right & search.times.same_days(row, others, apart)
            enough = all(int((close if kind.nearby else right).sum()) >= kind.length for kind in kinds)
            kept[piece.start + best if enough else piece] = True

    def _fill(self, number: int, met: _Met, search: Search) -> None:
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

    def _visit(self, number: int, met: _Met, search: Search) -> Indices:
        """Put the searching rows into the lists of those they met, where they are near enough; answers whose changed."""
        length = KINDS[number].length
        near = met.only(met.value >= self._values[number].all[met.other, -1])
        hosts = distinct(near.other)
        if not len(hosts):
            return hosts
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


def _same_days(met: _Met, search: Search) -> Flags:
    return search.times.same_days(met.one, met.other, met.apart)
