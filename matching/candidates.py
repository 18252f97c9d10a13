# mypy: untyped-calls-exclude="scipy"
"""Which pairs of articles are worth scoring: those that share enough rare words, names or text to be neighbours.

Nothing compares everything with everything: each door is a sparse product over an inverted index, pruned to the rarest
words of each article, of which the best few for each article are kept.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from scipy import sparse

from matching import thresholds
from matching.documents import Document
from matching.vectors import Flags, Floats, Indices
from matching.views import Views

# Neighbours kept for each article by each door. Set by candidate recall on the four event corpora (>= 0.995 wanted).
TEXT_NEIGHBOURS = 25
LEAD_NEIGHBOURS = 15
NAME_NEIGHBOURS = 10
SHINGLE_NEIGHBOURS = 10
TEXT_NEARBY = 15
LEAD_NEARBY = 15
NEARBY_DAYS = 3.0
TERMS = 60  # rarest words of an article that the inverted index holds
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Candidates:
    """Row numbers of the pairs, `a` < `b` element by element, sorted, each pair once."""

    a: Indices
    b: Indices

    def __len__(self) -> int:
        return len(self.a)


@dataclass(frozen=True, slots=True)
class Door:
    """One way in: how many neighbours of all times, and how many of the same days, an article has by it."""

    name: str
    nearest: int
    nearby: int


DOORS = (
    Door("text", TEXT_NEIGHBOURS, TEXT_NEARBY),
    Door("lead", LEAD_NEIGHBOURS, LEAD_NEARBY),
    Door("names", NAME_NEIGHBOURS, 0),
    Door("shingles", SHINGLE_NEIGHBOURS, 0),
)


@dataclass(frozen=True, slots=True)
class Times:
    """When the articles appeared, in days: published, else first seen, else at the beginning of time; which of them are
    `dated` (it is known when they were published); and what decides between equals.

    An article has one time, so that it stands somewhere: were undated ones compared by when they were first seen, also
    with dated ones, everything that was imported in one go would be of one day.
    """

    when: Floats
    dated: Flags
    order: Indices

    @classmethod
    def of(cls, documents: Sequence[Document]) -> Times:
        """The times of the documents."""
        return cls(
            when=np.array([in_days(d.published or d.seen) for d in documents], dtype=np.float64),
            dated=np.array([d.published is not None for d in documents], dtype=bool),
            order=np.array([d.order for d in documents], dtype=np.int64),
        )

    def apart(self, one: Indices | int, others: Indices) -> Floats:
        """Days between articles."""
        return np.asarray(np.abs(self.when[one] - self.when[others]))

    def same_days(self, one: Indices | int, others: Indices, apart: Floats) -> Flags:
        """Which articles are known to be of the same days; `apart` is what the method of this name says of them."""
        return np.asarray(self.dated[one] & self.dated[others] & (apart <= NEARBY_DAYS))

    def near_any(self, rows: Indices, window: float) -> Flags:
        """For each article, whether it may lie no more than `window` days `apart` from any of the rows: False where it
        surely does not.
        """
        known = np.sort(self.when[rows])
        reach = window + 1e-6  # and a tenth of a second
        first = np.searchsorted(known, self.when - reach)
        return np.asarray(np.append(known, np.inf)[first] <= self.when + reach)


def in_days(when: datetime | None) -> float:
    """A time in days since 1970; 0 where it is unknown."""
    return when.timestamp() / 86_400 if when else 0.0


def window_of(count: int) -> float:
    """How many days may lie between the two articles of a pair, in a file of so many articles."""
    return math.inf if count <= thresholds.SMALL_FILE else thresholds.WINDOW_DAYS


def find_candidates(documents: Sequence[Document], views: Views) -> Candidates:
    """The candidate pairs of the documents, rows of `views` in their order; none for fewer than two documents.

    Each door is open twice: to the nearest of all times of the window, and to the nearest of the same days, where two
    reports of one happening may share few words and still be each other's nearest.
    """
    count = len(documents)
    if count < 2:
        return Candidates(a=np.zeros(0, dtype=np.int64), b=np.zeros(0, dtype=np.int64))
    times = Times.of(documents)
    window = window_of(count)
    keys = [_neighbours(matrix, door, times, window) for door, matrix in zip(DOORS, doors_of(views), strict=True)]
    merged = np.unique(np.concatenate(keys))
    return Candidates(a=merged // count, b=merged % count)


def doors_of(views: Views) -> tuple[sparse.csr_matrix, ...]:
    """For each of `DOORS`, what the articles are compared by: rows of length one, cut to their heaviest entries."""
    return (
        _heaviest(views.text.unit),
        _heaviest(views.lead.unit),
        _heaviest(views.names.unit),
        views.shingles.unit,
    )


def _heaviest(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """The matrix with only the heaviest entries of each row; of equally heavy ones, those of the last columns."""
    data = matrix.data.copy()
    for row in range(matrix.shape[0]):
        start, end = matrix.indptr[row], matrix.indptr[row + 1]
        if end - start > TERMS:
            order = np.argsort(-data[start:end][::-1], kind="stable")
            data[end - 1 - order[TERMS:]] = 0.0
    pruned = sparse.csr_matrix((data, matrix.indices.copy(), matrix.indptr.copy()), shape=matrix.shape)
    pruned.eliminate_zeros()
    return pruned


def _neighbours(matrix: sparse.csr_matrix, door: Door, times: Times, window: float) -> Indices:
    """Pairs (a * n + b, a < b) of each row with its nearest of the window, and with its nearest of the same days.

    Pairs that share nothing are left out.
    """
    count = matrix.shape[0]
    columns = sparse.csc_matrix(matrix.T)
    found: list[Indices] = []
    for start in range(0, count, _BLOCK):
        block = sparse.csr_matrix(matrix[start : start + _BLOCK] @ columns)
        for offset in range(block.shape[0]):
            row = start + offset
            piece = slice(block.indptr[offset], block.indptr[offset + 1])
            others, values = block.indices[piece].astype(np.int64), block.data[piece]
            apart = times.apart(row, others)
            kept = (others != row) & (values > 0) & (apart <= window)
            others, values, apart = others[kept], values[kept], apart[kept]
            near = [nearest(others, values, times.order, door.nearest)]
            if door.nearby:
                close = times.same_days(row, others, apart)
                near.append(nearest(others[close], values[close], times.order, door.nearby))
            chosen = np.concatenate(near)
            found.append(np.minimum(row, chosen) * count + np.maximum(row, chosen))
    return np.unique(np.concatenate(found))


def nearest(others: Indices, values: Floats, order: Indices, k: int) -> Indices:
    """The `k` others of greatest value; of equals, those that come first by `order`."""
    if len(values) <= k:
        return others
    bar = np.partition(values, -k)[-k]
    above, level = others[values > bar], others[values == bar]
    level = level[np.argsort(order[level], kind="stable")]
    return np.concatenate([above, level[: k - len(above)]])
