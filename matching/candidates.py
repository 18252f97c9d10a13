# mypy: untyped-calls-exclude="scipy"
"""Which pairs of articles are worth scoring: those that share enough rare words, names or text to be neighbours.

Nothing compares everything with everything: each door is a sparse product over an inverted index, pruned to the rarest
words of each article, of which the best few for each article are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from matching.documents import Document
from matching.vectors import Floats, Indices
from matching.views import Views

# Neighbours kept for each article by each door. Set by candidate recall on the four event corpora (>= 0.995 wanted).
TEXT_NEIGHBOURS = 25
LEAD_NEIGHBOURS = 15
NAME_NEIGHBOURS = 10
SHINGLE_NEIGHBOURS = 10
TEXT_NEARBY = 15
LEAD_NEARBY = 15
NEARBY_DAYS = 3.0
_TERMS = 60  # rarest words of an article that the inverted index holds
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Candidates:
    """Row numbers of the pairs, `a` < `b` element by element, sorted, each pair once."""

    a: Indices
    b: Indices

    def __len__(self) -> int:
        return len(self.a)


def find_candidates(documents: Sequence[Document], views: Views) -> Candidates:
    """The candidate pairs of the documents, rows of `views` in their order; none for fewer than two documents.

    Each door is open twice: to the nearest of all times, and to the nearest of the same days, where two reports of one
    happening may share few words and still be each other's nearest.
    """
    count = len(documents)
    if count < 2:
        return Candidates(a=np.zeros(0, dtype=np.int64), b=np.zeros(0, dtype=np.int64))
    days = np.array([d.published.timestamp() / 86_400 if d.published else np.nan for d in documents])
    doors = (
        (_heaviest(views.text.unit), TEXT_NEIGHBOURS, TEXT_NEARBY),
        (_heaviest(views.lead.unit), LEAD_NEIGHBOURS, LEAD_NEARBY),
        (_heaviest(views.names.unit), NAME_NEIGHBOURS, 0),
        (views.shingles.unit, SHINGLE_NEIGHBOURS, 0),
    )
    keys = [_neighbours(matrix, k, near, days) for matrix, k, near in doors]
    merged = np.unique(np.concatenate(keys))
    return Candidates(a=merged // count, b=merged % count)


def _heaviest(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """The matrix with only the heaviest entries of each row, ties by column."""
    data = matrix.data.copy()
    for row in range(matrix.shape[0]):
        start, end = matrix.indptr[row], matrix.indptr[row + 1]
        if end - start > _TERMS:
            order = np.argsort(-data[start:end], kind="stable")
            data[start + order[_TERMS:]] = 0.0
    pruned = sparse.csr_matrix((data, matrix.indices.copy(), matrix.indptr.copy()), shape=matrix.shape)
    pruned.eliminate_zeros()
    return pruned


def _neighbours(matrix: sparse.csr_matrix, k: int, nearby: int, days: Floats) -> Indices:
    """Pairs (a * n + b, a < b) of each row with its `k` nearest, and with its `nearby` nearest of the same days.

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
            others, values = block.indices[piece].astype(np.int64), np.round(block.data[piece], 9)
            kept = (others != row) & (values > 0)
            others, values = others[kept], values[kept]
            near = [_top(others, values, k)]
            if nearby:
                close = np.abs(days[others] - days[row]) <= NEARBY_DAYS
                near.append(_top(others[close], values[close], nearby))
            chosen = np.concatenate(near)
            found.append(np.minimum(row, chosen) * count + np.maximum(row, chosen))
    return np.unique(np.concatenate(found))


def _top(others: Indices, values: Floats, k: int) -> Indices:
    """The `k` others of greatest value; those as near as the k-th come along, up to twice `k`."""
    if len(values) <= k:
        return others
    bar = np.partition(values, -k)[-k]
    return np.sort(others[values >= bar])[: 2 * k]
