"""Which articles of an event share text, and how much: shingles in an inverted index, kept while the event grows.

The index looks only at pairs that share a shingle, and stops counting a shingle that more than `MAX_POSTING` articles
carry. What was worked out for an article is used again as long as its words are the same object, so that one more article
of a large event costs its own shingles and not everybody's. Kept or not, the answer is the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.shingles import Hashes, Overlap, Places, Words

MAX_POSTING = 60  # articles that may carry a shingle before it counts only through anchors
ANCHORS = 12  # texts through which crowded shingles are looked at
KEPT_FROM = 100  # articles: below, to index an event anew costs less than a millisecond or two

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """The pairs of articles that share shingles, as columns sorted by both ids: places in `keys` (a < b), the count, and
    the containment of each in the other.
    """

    keys: tuple[str, ...]
    a: Places
    b: Places
    shared: Places
    in_a: Floats
    in_b: Floats

    def overlap(self, row: int) -> Overlap:
        """One pair as a value."""
        return Overlap(
            self.keys[int(self.a[row])],
            self.keys[int(self.b[row])],
            int(self.shared[row]),
            float(self.in_a[row]),
            float(self.in_b[row]),
        )


class SharedText:
    """The inverted index of one event."""

    def __init__(self) -> None:
        self._columns: dict[str, tuple[Words, Places]] = {}
        self._vocabulary: Hashes = np.zeros(0, dtype=np.uint64)
        self._column_of: Places = np.zeros(0, dtype=np.int64)

    def shared(self, words: Mapping[str, Words], *, least: int = 1) -> Shared:
        """Return every pair that shares at least `least` shingles.

        In an event of many copies a shingle may stand in hundreds of articles. Such a shingle counts only between those
        and a few anchors (the longest texts that carry crowded shingles): enough to join a copy to its group, and the
        work stays linear. Of pairs without an anchor the count is then a lower bound.
        """
        keys = tuple(sorted(words))
        sizes = np.array([len(words[key].distinct) for key in keys], dtype=np.int64)
        if len(keys) < 2 or not sizes.any():
            none, share = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float64)
            return Shared(keys, none, none, none, share, share)
        matrix = self._incidence(keys, words, sizes)
        carried = np.bincount(matrix.indices, minlength=matrix.shape[1])
        crowded = carried > MAX_POSTING
        plain = matrix[:, (carried > 1) & ~crowded]
        total = plain @ plain.T
        if crowded.any():
            total = total + _through_anchors(matrix[:, crowded], sizes)
        pairs = total.tocoo()
        chosen = (pairs.row < pairs.col) & (pairs.data >= least)
        rows, cols, counts = pairs.row[chosen], pairs.col[chosen], pairs.data[chosen].astype(np.int64)
        order = np.lexsort((cols, rows))
        rows, cols, counts = rows[order].astype(np.int64), cols[order].astype(np.int64), counts[order]
        return Shared(keys, rows, cols, counts, counts / sizes[rows], counts / sizes[cols])

    def _incidence(self, keys: Sequence[str], words: Mapping[str, Words], sizes: Places) -> csr_array:
        """Articles by shingles: 1 where an article has a shingle."""
        fresh = [key for key in keys if key not in self._columns or self._columns[key][0] is not words[key]]
        if len(fresh) * 2 > len(keys):
            self._number_all(keys, words, sizes)
        else:
            self._columns = {key: self._columns[key] for key in keys if key in self._columns}
            for key in fresh:
                self._columns[key] = (words[key], self._number(words[key].distinct))
        columns = np.concatenate([self._columns[key][1] for key in keys])
        offsets = np.concatenate([[0], np.cumsum(sizes)])
        data = np.ones(len(columns), dtype=np.int32)
        shape = (len(keys), len(self._vocabulary))
        return csr_array((data, columns, offsets), shape=shape)  # type: ignore[no-untyped-call]

    def _number_all(self, keys: Sequence[str], words: Mapping[str, Words], sizes: Places) -> None:
        """Number the shingles of all articles from the beginning."""
        values, columns = np.unique(np.concatenate([words[key].distinct for key in keys]), return_inverse=True)
        self._vocabulary, self._column_of = values, np.arange(len(values), dtype=np.int64)
        parts = np.split(columns, np.cumsum(sizes)[:-1])
        self._columns = {key: (words[key], part) for key, part in zip(keys, parts, strict=True)}

    def _number(self, shingles: Hashes) -> Places:
        """The columns of one article's shingles; those that nobody had get new ones."""
        at = np.searchsorted(self._vocabulary, shingles)
        known = at < len(self._vocabulary)
        known[known] = self._vocabulary[at[known]] == shingles[known]
        count, new = len(self._vocabulary), int(len(shingles) - known.sum())
        self._column_of = np.insert(self._column_of, at[~known], np.arange(count, count + new))
        self._vocabulary = np.insert(self._vocabulary, at[~known], shingles[~known])
        return self._column_of[np.searchsorted(self._vocabulary, shingles)]


def _through_anchors(matrix: csr_array, sizes: Places) -> csr_array:
    """Counts of crowded shingles between each article and the anchors; 0 between two others."""
    holders = np.flatnonzero(np.diff(matrix.indptr))
    anchors = np.sort(holders[np.lexsort((holders, -sizes[holders]))][:ANCHORS])
    product = (matrix[anchors] @ matrix.T).tocoo()
    rows, cols = anchors[product.row], product.col
    low, high = np.minimum(rows, cols), np.maximum(rows, cols)
    once = (low != high) & ~(np.isin(cols, anchors) & (rows > cols))  # two anchors meet twice
    count = matrix.shape[0]
    return csr_array(  # type: ignore[no-untyped-call]
        (product.data[once], (low[once], high[once])), shape=(count, count)
    )


def overlaps(words: Mapping[str, Words], *, least: int = 1) -> tuple[Overlap, ...]:
    """Return every pair that shares at least `least` shingles, with both containments, sorted by ids."""
    found = SharedText().shared(words, least=least)
    return tuple(found.overlap(row) for row in range(len(found.a)))
