# mypy: untyped-calls-exclude="scipy"
"""Weights by what the news of the same days is about: in a week in which every article names one war, its name tells
two articles of that week apart no better than "the".

A word of the background tables is rare or common in general; here it loses weight the more of the articles of the days
around have it. With few articles around, next to nothing is known and the general weights keep their proportions. The
scale has steps: that one more article has come changes the weight of few words, and so touches few articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.documents import Document
from matching.vectors import Floats, Indices, View, view_of

WINDOW_DAYS = 3
# As many articles without the word are taken to lie around as well, so that a handful of neighbours prove little.
_BEHIND = 50.0
# From one article in 2^8 down, a word is as rare as any: what lies below would change with every article that has it.
_RAREST = 8
# Steps of the scale for each halving of the share of articles with the word: two where very many articles lie around, and
# the more the fewer there are, where one article more or less says much and touches little.
_STEPS = 2
_FINE_STEPS = 1 << 14
# Undated articles have days of their own, far from all others, by when they were first seen.
UNDATED = 1 << 40
UNKNOWN = 1 << 50


def local_days(documents: Sequence[Document]) -> Indices:
    """The day of each document, as the number that says which others lie around it.

    An undated one is measured against the undated ones that were first seen around the same day.
    """
    return np.array([local_day(document) for document in documents], dtype=np.int64)


def local_day(document: Document) -> int:
    """The day of one document; see `local_days`."""
    if document.published is not None:
        return int(document.published.timestamp() // 86_400)
    return UNKNOWN if document.seen is None else UNDATED + int(document.seen.timestamp() // 86_400)


def local_view(view: View, days: Indices) -> View:
    """The view with each weight scaled by how rare its word is in the articles of the `days` around (`local_days`)."""
    raw = view.raw.copy()
    order = np.argsort(days, kind="stable")
    sorted_days = days[order]
    start, end = 0, 0
    window = np.zeros(view.binary.shape[1])
    for place, row in enumerate(order):
        low = int(np.searchsorted(sorted_days, sorted_days[place] - WINDOW_DAYS))
        high = int(np.searchsorted(sorted_days, sorted_days[place] + WINDOW_DAYS, side="right"))
        if (low, high) != (start, end):
            window += _counts(view, order[end:high]) - _counts(view, order[start:low])
            start, end = low, high
        piece = slice(raw.indptr[row], raw.indptr[row + 1])
        raw.data[piece] *= scale(window[raw.indices[piece]], end - start)
    return view_of(raw)


def scale(counts: Floats, around: int) -> Floats:
    """What the weights of words are multiplied with that `counts` of `around` articles have: between 0 and 1.

    It grows with log((N + 50) / (n + 1)), an inverse document frequency (Sparck Jones 1972), in steps.
    """
    total = around + _BEHIND
    steps = max(_STEPS, _FINE_STEPS >> int(total).bit_length())
    halvings = np.floor(np.log2(total / (counts + 1.0)) * steps) / steps
    return np.asarray(np.clip(halvings, 0, _RAREST) / _RAREST, dtype=np.float64)


def _counts(view: View, rows: NDArray[np.integer[Any]]) -> Floats:
    """In how many of the rows each column stands."""
    if not len(rows):
        return np.zeros(view.binary.shape[1])
    return np.asarray(view.binary[rows].sum(axis=0), dtype=np.float64).ravel()
