"""Rows between the same cuts of a model have one score."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.cuts import Cuts
from matching.features import BASE_NAMES, NAMES, POSITION
from matching.scorer import margins_of
from tests.matching.samples import resources

SCORER = resources().event_scorer
CUTS = Cuts(SCORER.first, SCORER.names, NAMES[len(BASE_NAMES) :])
AT = [POSITION[name] for name in SCORER.names]


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 1_000_000))
def test_rows_that_no_cut_parts_have_one_score(seed: int) -> None:
    draw = np.random.default_rng(seed)
    rows = draw.uniform(0.0, 1.2, (60, len(NAMES)))
    rows[:, -2:] *= 6
    rows[draw.random(rows.shape) < 0.1] = np.nan
    rows[draw.random(rows.shape) < 0.1] = 0.0
    other = rows.copy()
    relative = other[:, len(BASE_NAMES) :]
    moved = draw.random(relative.shape) < 0.3
    relative[moved] += draw.normal(0.0, 0.004, int(moved.sum()))
    relative[draw.random(relative.shape) < 0.005] = np.nan
    one, two = (margins_of(SCORER.first, np.ascontiguousarray(values[:, AT])) for values in (rows, other))
    apart = CUTS.differ(rows[:, len(BASE_NAMES) :], relative)
    assert not ((one != two) & ~apart).any()
    assert not apart.all()


def test_a_row_differs_from_one_beyond_a_cut_and_from_a_missing_one() -> None:
    width = len(NAMES) - len(BASE_NAMES)
    low, high, none = (np.full((1, width), value) for value in (0.0, 1.0, np.nan))
    assert CUTS.differ(low, high).all()
    assert CUTS.differ(low, none).all()
    assert not CUTS.differ(none, none).any()
    assert not CUTS.differ(high, high).any()
