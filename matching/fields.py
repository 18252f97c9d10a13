# mypy: untyped-calls-exclude="scipy"
"""How a pair stands out from the field of its own articles' candidates.

In a quiet week two reports of one happening are far nearer to each other than to anything else; in a running story the
neighbours of both are nearly as near. What is usual for an article is the median over its candidates, and a pair is
measured against it; copies of one text are one voice there too, or an agency's story in forty papers would be what is usual
for whoever reports the same. Articles with a handful of candidates have no field: that evidence is missing, not zero, so that a
file of three articles is not read as a quiet week.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from matching.candidates import Candidates
from matching.featurespec import FeatureSpec
from matching.vectors import Floats, Indices

STANDING = ("lead",)
"""The similarities that are measured so."""
# A field of fewer candidates says nothing about what is usual.
LEAST_FIELD = 8
# What a candidate weighs; parts of it are rounded to whole numbers, so that their sums do not depend on an order.
WHOLE = 1 << 24
LEAST_WEIGHT = LEAST_FIELD * WHOLE - WHOLE // 1_000
"""What the candidates of a field weigh together at least, less what may be rounded off."""
# Cut off here: beyond it nothing more is learned.
_MOST = 20.0
# What is added to what is usual: a field that shares next to nothing has no ratio worth the name.
_SOFTENING = 0.02

STANDING_FEATURES: tuple[FeatureSpec, ...] = (
    *(
        FeatureSpec(f"{n}_field_high", 1, f"{n}: over what is usual for the one with the quieter field")
        for n in STANDING
    ),
    *(FeatureSpec(f"{n}_field_low", 1, f"{n}: over what is usual for the one with the busier field") for n in STANDING),
)


def voices(owner: Indices, other: Indices, copies: Candidates, count: int) -> Indices:
    """What each candidate `other` of an article `owner` weighs in its field: `WHOLE`, or its part where it stands there
    beside copies of itself. `copies` are the pairs that are copies; `count` is above every row number.
    """
    copied = np.zeros(count, dtype=bool)
    copied[copies.a] = copied[copies.b] = True
    rows = np.flatnonzero(copied[other])
    beside = np.zeros(len(owner), dtype=np.int64)
    if len(rows):
        ends = (np.concatenate([copies.a, copies.b]), np.concatenate([copies.b, copies.a]))
        near = sparse.csr_matrix((np.ones(len(rows)), (owner[rows], other[rows])), shape=(count, count))
        both = near @ sparse.csr_matrix((np.ones(len(ends[0])), ends), shape=(count, count))
        beside[rows] = np.asarray(sparse.csr_matrix(both)[owner[rows], other[rows]]).ravel()
    return np.rint(WHOLE / (1 + beside)).astype(np.int64)


def usual(owner: Indices, values: Floats, weights: Indices, count: int) -> Floats:
    """The weighted median of each column of `values` for each of `count` owners; -1 for those whose rows weigh less than
    `LEAST_FIELD` whole ones.
    """
    found = np.full((count, values.shape[1]), -1.0)
    totals = np.bincount(owner, weights=weights, minlength=count).astype(np.int64)
    known = totals >= LEAST_WEIGHT
    middle = 2 * (np.cumsum(totals) - totals) + totals
    for column in range(values.shape[1]):
        order = np.lexsort((values[:, column], owner))
        ordered, heard = values[order, column], 2 * np.cumsum(weights[order])
        low, high = (np.searchsorted(heard, middle[known], side) for side in ("left", "right"))
        found[known, column] = (ordered[low] + ordered[high]) / 2
    return found


def standing(values: Floats, usual_a: Floats, usual_b: Floats) -> Floats:
    """The columns of `STANDING_FEATURES`; NaN where neither article has a field."""
    one, other = (
        np.where(field >= 0, values / (np.maximum(field, 0.0) + _SOFTENING), np.nan) for field in (usual_a, usual_b)
    )
    both = np.column_stack([np.fmax(one, other), np.fmin(one, other)])
    return np.asarray(np.minimum(both, _MOST), dtype=np.float64)
