"""Pairs that are faint by the guards of their articles are faint, whatever lies above the guards."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.calibration import probability
from matching.context import FAINT
from matching.events import LINKAGE, final_log_odds, score_pairs
from matching.features import BASE_NAMES, FLOORS, MEASURES, related, relative
from matching.fields import LEAST_FIELD
from matching.thresholds import PAIR_KEPT
from matching.vectors import Floats
from matching.weighing import least_margin
from matching.window import Window
from tests.matching.samples import resources
from tests.matching.smallworlds import a_world


def _some_evidence(seed: int) -> Floats:
    articles = a_world(random.Random(seed), 2 * LEAST_FIELD)
    return score_pairs(articles, resources()).features.values[:, : len(BASE_NAMES)]


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10_000))
def test_a_score_never_falls_where_what_it_is_measured_by_does(seed: int) -> None:
    base = _some_evidence(seed % 7)
    draw = np.random.default_rng(seed)
    high = np.tile(np.append(FLOORS, np.zeros(MEASURES - len(FLOORS))), (2, len(base), 1)) + draw.random(
        (2, len(base), MEASURES)
    )
    low = high * draw.random(high.shape)
    low[..., : len(FLOORS)] = np.maximum(low[..., : len(FLOORS)], FLOORS)
    bare = draw.random((2, len(base))) < 0.2
    high[bare, len(FLOORS) :] = low[bare, len(FLOORS) :] = -1.0
    values = related(base)
    scorer = resources().event_scorer
    below, above = (
        scorer.first_margins(np.column_stack([base, relative(values, *measures)])) for measures in (high, low)
    )
    assert (below <= above).all()


def test_what_is_surely_faint_shows_nowhere() -> None:
    scorer = resources().event_scorer
    below = np.nextafter(least_margin(scorer), -np.inf)
    odds = final_log_odds(scorer, np.array([below, below - 5.0]), np.full((2, 4), np.nan))
    assert (probability(np.array([below])) <= FAINT).all()
    assert (odds <= LINKAGE.threshold).all()
    assert (probability(odds) < PAIR_KEPT).all()


def test_there_are_faint_pairs_that_are_not_kept() -> None:
    window = Window(resources())
    window.update(a_world(random.Random(5), 60))
    places = window.columns()["pairs.place"].all[window.columns()["pairs.a"].all >= 0]
    assert 0 < (places < 0).sum() < len(places)
