# mypy: untyped-calls-exclude="scipy"
"""Rows of a window cut to the columns that are asked for, and products with them in blocks: what an inverted index is for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.growing import Sets, span_sums
from matching.vectors import Indices

_SIEVE = 1 << 20
# Rows whose words are looked over at once, and entries of a product that are held at once: what they take of memory stays small.
_PORTION, _MOST_MET = 4_096, 1 << 20
_BLOCK = 256
_NOT_ASKED = -1


class Asked:
    """Which columns are asked for."""

    def __init__(self, columns: NDArray[np.int32]) -> None:
        """Note ascending columns, at least one."""
        self._columns = columns
        self._table: NDArray[np.int32] | None = None
        if columns[-1] < _SIEVE:
            # numbers of words: each has a place in a table, and one more is for all that are beyond
            self._table = np.full(int(columns[-1]) + 2, _NOT_ASKED, dtype=np.int32)
            self._table[columns] = np.arange(len(columns))
        else:  # hashes, most of them of no column that is asked for: a sieve lets few others by
            self._sieve = np.zeros(_SIEVE, dtype=bool)
            self._sieve[columns & (_SIEVE - 1)] = True

    def among(self, held: NDArray[np.int32]) -> tuple[Indices, NDArray[np.int32]]:
        """Which of the held columns are asked for, and the places of these among all that are."""
        if self._table is not None:
            at = np.take(self._table, held, mode="clip")
            kept = np.flatnonzero(at != _NOT_ASKED)
            return kept, at[kept]
        near = np.flatnonzero(self._sieve[held & (_SIEVE - 1)])
        place = np.minimum(np.searchsorted(self._columns, held[near]), len(self._columns) - 1)
        met = self._columns[place] == held[near]
        return near[met], place[met].astype(np.int32)


def cut(lines: Sets, rows: Indices, columns: NDArray[np.int32]) -> sparse.csr_matrix:
    """Rows of length one as a matrix of only these ascending columns, numbered by their places in `columns`."""
    if not len(columns):
        return sparse.csr_matrix((len(rows), 1))
    asked = Asked(columns)
    found, data, counts = [], [], []
    for start in range(0, len(rows), _PORTION):
        piece = rows[start : start + _PORTION]
        held, places = lines.block(piece)
        kept, at = asked.among(held)
        each = np.diff(np.searchsorted(kept, np.cumsum(lines.lengths.all[piece])), prepend=0)
        entries = places + kept if isinstance(places, int) else places[kept]
        found.append(at)
        data.append(lines.units_at(entries, np.repeat(piece, each)).astype(np.float32))  # which holds them exactly
        counts.append(each)
    ends = np.concatenate([[0], np.cumsum(np.concatenate(counts))])
    columns_found, weights = np.concatenate(found), np.concatenate(data)
    return sparse.csr_matrix((weights, columns_found, ends), shape=(len(rows), len(columns)))


def blocks(rows: sparse.csr_matrix, postings: NDArray[np.integer[Any]]) -> Iterator[tuple[int, int]]:
    """Where blocks of rows start and end whose products with an index of so many `postings` a column stay small."""
    sizes = span_sums(postings[rows.indices].astype(np.float64), np.diff(rows.indptr))
    start, met = 0, 0.0
    for end, size in enumerate(sizes.tolist()):
        if end > start and (end - start >= _BLOCK or met + size > _MOST_MET):
            yield start, end
            start, met = end, 0.0
        met += size
    if start < len(sizes):
        yield start, len(sizes)
