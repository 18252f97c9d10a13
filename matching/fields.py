"""How a pair stands out from the field of its own articles' candidates.

In a quiet week two reports of one happening are far nearer to each other than to anything else; in a running story the
neighbours of both are nearly as near. What is usual for an article is the median over its candidates, and a pair is
measured against it. Articles with a handful of candidates have no field: that evidence is missing, not zero, so that a
file of three articles is not read as a quiet week.
"""

from __future__ import annotations

import numpy as np

from matching.featurespec import FeatureSpec
from matching.vectors import Floats, Indices

STANDING = ("lead",)
"""The similarities that are measured so."""
# A field of fewer candidates says nothing about what is usual.
LEAST_FIELD = 8
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


def usual(owner: Indices, values: Floats, count: int) -> Floats:
    """The median of each column of `values` for each of `count` owners; -1 for those with fewer than `LEAST_FIELD` rows."""
    found = np.full((count, values.shape[1]), -1.0)
    sizes = np.bincount(owner, minlength=count)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    known = sizes >= LEAST_FIELD
    low, high = starts[known] + (sizes[known] - 1) // 2, starts[known] + sizes[known] // 2
    for column in range(values.shape[1]):
        ordered = values[np.lexsort((values[:, column], owner)), column]
        found[known, column] = (ordered[low] + ordered[high]) / 2
    return found


def standing(values: Floats, usual_a: Floats, usual_b: Floats) -> Floats:
    """The columns of `STANDING_FEATURES`; NaN where neither article has a field."""
    one, other = (
        np.where(field >= 0, values / (np.maximum(field, 0.0) + _SOFTENING), np.nan) for field in (usual_a, usual_b)
    )
    both = np.column_stack([np.fmax(one, other), np.fmin(one, other)])
    return np.asarray(np.minimum(both, _MOST), dtype=np.float64)
