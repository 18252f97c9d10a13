"""Pairs that look like one happening, or like one claim, and are known by rule not to show it.

Two happenings that look alike: one form with other names, or one kind of accident in another place.

Earnings, weather warnings and match reports are told in the same words whatever happened, and two crashes of one morning
differ in where they were and who was hurt. What reports of one happening share, however little else, is a name or a figure,
if they say where it was, or whom it was about and what it came to. A learned score sees few such pairs, since nobody labels
them; so they are known by rule, and the score of such a pair is cut off (`matching.scorer.ruled`).

And two stories of one town, or one minister: they share the names and nothing that was done. In a file with much other news
their neighbours tell them apart, in a small one nothing does. Whether they are one event is left open, but names alone confirm
no claim.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from matching.thresholds import (
    ALONE_BIGRAMS,
    ALONE_FIGURES,
    ALONE_QUOTES,
    ALONE_RUNS,
    ALONE_WORDS,
    FORM_FIGURES_SHARED,
    FORM_GAP,
    FORM_LIKENESS,
    FORM_NAMES,
    FORM_NAMES_COVERED,
    KIND_FIGURES_SHARED,
    KIND_NAMES,
    KIND_NAMES_SHARED,
)
from matching.vectors import Floats


def look_alikes(columns: Mapping[str, Floats], names: Floats) -> Floats:
    """For each pair 1 where it is two happenings that look alike, else 0.

    `columns` are those of `matching.features`, of which this reads `plain`, `containment`, `names`,
    `names_covered_high`, `numbers`, `telling_figures`, `same_place`, `headline_actor` and `title_names_high`; `names` is how
    many names the article has that has fewer.
    """
    shared, figures = columns["names"], np.nan_to_num(columns["numbers"])
    likeness = np.maximum(columns["plain"], columns["containment"])
    other_names = (likeness - shared >= FORM_GAP) & ~(columns["names_covered_high"] >= FORM_NAMES_COVERED)
    one_form = (likeness >= FORM_LIKENESS) & other_names & (figures < FORM_FIGURES_SHARED) & (names >= FORM_NAMES)
    nothing_shared = (
        (shared <= KIND_NAMES_SHARED)
        & (figures <= KIND_FIGURES_SHARED)
        & ~(columns["telling_figures"] > 0)
        & (names >= KIND_NAMES)
    )
    others = (columns["headline_actor"] == 0) & (columns["title_names_high"] == 0) & (columns["telling_figures"] == 0)
    other_kind = nothing_shared & ((columns["same_place"] == 0) | others)
    return np.asarray(one_form | other_kind, dtype=np.float64)


def names_alone(columns: Mapping[str, Floats]) -> Floats:
    """For each pair 1 where it shares names at most, and neither words, figures nor quotations, else 0.

    `columns` are those of `matching.features`, of which this reads `plain`, `bigrams`, `containment`, `numbers`,
    `telling_figures` and `quotes`; what is missing is not shared.
    """
    nothing = {"plain": ALONE_WORDS, "bigrams": ALONE_BIGRAMS, "numbers": ALONE_FIGURES, "quotes": ALONE_QUOTES}
    within = [np.nan_to_num(columns[name]) <= most for name, most in nothing.items()]
    within += [~(columns["telling_figures"] > 0), columns["containment"] <= ALONE_RUNS]
    return np.asarray(np.logical_and.reduce(within), dtype=np.float64)
