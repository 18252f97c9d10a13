"""How a pair stands out from what is usual for its two articles."""

from __future__ import annotations

import numpy as np

from matching.fields import LEAST_FIELD, standing, usual


def test_what_is_usual_is_the_median_of_an_articles_pairs() -> None:
    owner = np.array([0] * LEAST_FIELD + [1] * (LEAST_FIELD + 1))
    values = np.arange(len(owner), dtype=np.float64).reshape(-1, 1)
    found = usual(owner, values, 3)
    assert found[0, 0] == (LEAST_FIELD - 1) / 2
    assert found[1, 0] == LEAST_FIELD + LEAST_FIELD / 2
    assert found[2, 0] == -1


def test_the_order_of_the_pairs_does_not_matter() -> None:
    draw = np.random.default_rng(3)
    owner, values = draw.integers(0, 4, 80), draw.random((80, 2))
    order = draw.permutation(80)
    assert (usual(owner, values, 4) == usual(owner[order], values[order], 4)).all()


def test_a_handful_of_candidates_is_no_field() -> None:
    owner = np.zeros(LEAST_FIELD - 1, dtype=np.int64)
    assert usual(owner, np.ones((len(owner), 1)), 1)[0, 0] == -1
    columns = standing(np.array([[0.5]]), np.array([[-1.0]]), np.array([[-1.0]]))
    assert np.isnan(columns).all()


def test_one_likeness_weighs_less_in_a_busy_field() -> None:
    quiet, busy = np.array([[0.05]]), np.array([[0.3]])
    value = np.array([[0.4]])
    assert (standing(value, quiet, quiet) > standing(value, busy, busy)).all()
    high, low = standing(value, quiet, busy)[0]
    assert high > low
