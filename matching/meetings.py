# mypy: untyped-calls-exclude="scipy"
"""Whom the articles of a window meet through a door: everybody with whom they share a word, a name or a run of words, as far as
one could be on a list of the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.candidates import NEARBY_DAYS, Door, Times
from matching.compiled import kernels, mapped, processors
from matching.growing import Sets
from matching.lookup import blocks, cut
from matching.loopdata import Index, Meetings, Real, Rows, Table, Terms, Whole
from matching.runs import distinct
from matching.vectors import Flags, Floats, Indices

# How many times the length of a list are looked at before everybody is.
_ENOUGH = 3
# What numpy takes for one article and one of the window, in seconds.
_NUMPY = 3e-8
# Meetings that a thread notes down before they are looked at, at least.
_ROOM = 1 << 18
# Bits of the table that says which columns are surely not asked for.
_SIEVE = 24


@dataclass(frozen=True, slots=True)
class Search:
    """Among whom neighbours are looked for: the articles that are there, their times, and the days of the window."""

    alive: Flags
    times: Times
    window: float

    def able(self, rows: Indices) -> Indices:
        """The articles that any of these rows may meet."""
        near = self.alive if np.isinf(self.window) else self.alive & self.times.near_any(rows, self.window)
        return np.flatnonzero(near)


@dataclass(frozen=True, slots=True)
class Met:
    """Similarities that are not zero: of searching row `one` with row `other`, and the days between them."""

    one: Indices
    other: Indices
    value: Floats
    apart: Floats

    def only(self, chosen: Flags) -> Met:
        """The chosen ones."""
        return Met(self.one[chosen], self.other[chosen], self.value[chosen], self.apart[chosen])


@dataclass(frozen=True, slots=True)
class _Block:
    """Searching rows, and of each one after the other whom it shares anything with, and how much; `ends` as in a CSR matrix."""

    rows: Indices
    others: Indices
    values: Floats
    ends: NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Way:
    """A door with the lines of all rows that go by it, and how near one has to be to each row to come on any of its lists."""

    door: Door
    lines: Sets
    least: Floats


def meetings(way: Way, rows: Indices, search: Search) -> Iterator[Met]:
    """Whom these rows share anything with, within the window, some rows at a time.

    Left out is whoever could neither be on the list of a searching row nor have it on its own.
    """
    loops = kernels(len(rows) * len(search.alive) * _NUMPY)
    return _met(way, rows, search) if loops is None else _looped(loops, way, rows, search)


def _met(way: Way, rows: Indices, search: Search) -> Iterator[Met]:
    able, lines = search.able(rows), way.lines
    columns = distinct(lines.columns_.all[lines.places(rows)])
    index = sparse.csr_matrix(cut(lines, able, columns).T).astype(np.float64)
    mine = cut(lines, rows, columns).astype(np.float64)
    for start, end in blocks(mine, np.diff(index.indptr)):
        piece = rows[start:end]
        product = sparse.csr_matrix(mine[start:end] @ index)
        block = _Block(piece, able[product.indices], product.data, product.indptr)
        kept = block.values >= way.least[block.others]
        _keep_best(way.door, block, kept, search)
        chosen = np.flatnonzero(kept)
        one = np.repeat(piece, np.diff(block.ends))[chosen]
        other, value = block.others[chosen], block.values[chosen]
        apart = search.times.apart(one, other)
        right = (one != other) & (apart <= search.window) & (value > 0)
        yield Met(one[right], other[right], value[right], apart[right])


def _keep_best(door: Door, block: _Block, kept: Flags, search: Search) -> None:
    """Mark as `kept` whoever may come on a list of a searching row: the nearest, as many as leave every list enough."""
    most = _ENOUGH * max(door.nearest, door.nearby)
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
        enough = right.sum() >= door.nearest and close.sum() >= door.nearby
        kept[piece.start + best if enough else piece] = True


# --- in compiled loops -----------------------------------------------------------------------------------------


def _looped(loops: ModuleType, way: Way, rows: Indices, search: Search) -> Iterator[Met]:
    held, times = way.lines.rows(), search.times
    index = _index(loops, held, rows, search.able(rows))
    lists = way.door.nearest, way.door.nearby
    terms = Terms(times.when, times.dated, search.window, NEARBY_DAYS, *lists, way.least)
    portions = np.array_split(rows, processors())
    for found in mapped(lambda some: _noted(loops, held, index, terms, some), portions):
        yield from found


def _index(loops: ModuleType, held: Rows, rows: Indices, able: Indices) -> Index:
    """The index of the `able` rows, by the columns of the searching `rows`."""
    bits = max(4, int(2 * held.lengths[rows].sum()).bit_length())
    keys = np.full(1 << bits, -1, dtype=np.int32)
    table, wide = Table(keys, np.empty_like(keys), np.uint64(64 - bits)), np.uint64(64 - _SIEVE)
    columns = loops.number(rows, held, table)
    sieve = np.zeros(1 << (_SIEVE - 6), dtype=np.uint64)
    loops.sieve(keys, sieve, wide)
    # each portion of the rows has its own span within the postings of a column, so that these ascend
    portions = list(zip(np.array_split(able, processors()), _places(columns), strict=True))

    def post(into: tuple[Whole, Real]) -> None:
        mapped(lambda one: loops.postings(one[0], held, Index(table, one[1], *into), sieve, wide), portions)

    post((np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)))
    size = _begin_spans([places for _, places in portions])
    found = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.float32)  # which holds them exactly
    post(found)
    return Index(table, portions[-1][1], *found)


def _places(columns: int) -> list[Indices]:
    """For each thread room to count the postings of each column, one place further."""
    return [np.zeros(columns + 1, dtype=np.int64) for _ in range(processors())]


def _begin_spans(counted: Sequence[Indices]) -> int:
    """Put in place of what each thread counted where it is to set that down; answers how many postings there are."""
    begins = np.cumsum(np.sum(counted, axis=0))
    size = int(begins[-1])
    for places in counted:
        after = begins[:-1] + places[1:]
        places[:-1], places[-1] = begins[:-1], size
        begins[:-1] = after
    return size


def _noted(loops: ModuleType, held: Rows, index: Index, terms: Terms, rows: Indices) -> list[Met]:
    """Whom some of the searching rows meet."""
    size, found = len(terms.when), []
    sums, room = np.zeros(size), max(_ROOM, size)
    one, other = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
    value, apart = np.empty(room), np.empty(room)
    while len(rows):
        done, count = loops.meet(rows, held, index, terms, sums, Meetings(one, other, value, apart))
        found.append(Met(one[:count].copy(), other[:count].copy(), value[:count].copy(), apart[:count].copy()))
        rows = rows[done:]
    return found
