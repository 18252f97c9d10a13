# mypy: untyped-calls-exclude="scipy"
"""Weights by what the news of the same days is about: in a week in which every article names one war, its name tells
two articles of that week apart no better than "the".

A word of the background tables is rare or common in general; here it loses weight the more of the articles of the days
around have it. With few articles around, next to nothing is known and the general weight stays nearly as it is.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.vectors import Floats, View, view_of

WINDOW_DAYS = 3.0
# As many articles without the word are taken to lie around as well, so that a handful of neighbours prove little.
_BEHIND = 50.0


def local_view(view: View, days: Floats) -> View:
    """The view with each weight scaled by how rare its word is in the articles of the days around.

    `days` are the publication times of the rows in days, NaN where unknown: such a row is measured against all rows.
    The factor is log((N + 50) / (n + 1)) / log(N + 50) for n of N articles with the word, an inverse document frequency
    between 0 and 1 (Sparck Jones 1972).
    """
    raw = view.raw.copy()
    order = np.argsort(days, kind="stable")  # unknown ones come last
    known = int(np.sum(~np.isnan(days)))
    sorted_days = days[order][:known]
    whole = _counts(view, np.arange(len(days)))
    start, end, window = 0, 0, np.zeros_like(whole)
    for place, row in enumerate(order):
        if place < known:
            low = int(np.searchsorted(sorted_days, np.floor(sorted_days[place]) - WINDOW_DAYS))
            high = int(np.searchsorted(sorted_days, np.floor(sorted_days[place]) + 1 + WINDOW_DAYS))
            if (low, high) != (start, end):
                window += _counts(view, order[end:high]) - _counts(view, order[start:low])
                start, end = low, high
        counts, around = (window, end - start) if place < known else (whole, len(days))
        piece = slice(raw.indptr[row], raw.indptr[row + 1])
        raw.data[piece] *= _factor(counts[raw.indices[piece]], around)
    return view_of(raw)


def _factor(counts: Floats, around: int) -> Floats:
    """The scale of words that `counts` of `around` articles have."""
    return np.asarray(np.log((around + _BEHIND) / (counts + 1)) / np.log(around + _BEHIND), dtype=np.float64)


def _counts(view: View, rows: NDArray[np.integer[Any]]) -> Floats:
    """In how many of the rows each column stands."""
    if not len(rows):
        return np.zeros(view.binary.shape[1])
    return np.asarray(view.binary[rows].sum(axis=0), dtype=np.float64).ravel()
