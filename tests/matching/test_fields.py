"""How a pair stands out from what is usual for its two articles."""

from __future__ import annotations

import numpy as np

from matching.candidates import Candidates
from matching.fields import LEAST_FIELD, WHOLE, standing, usual, voices


def test_what_is_usual_is_the_median_of_an_articles_pairs() -> None:
    owner = np.array([0] * LEAST_FIELD + [1] * (LEAST_FIELD + 1))
    values = np.arange(len(owner), dtype=np.float64).reshape(-1, 1)
    found = usual(owner, values, np.full(len(owner), WHOLE), 3)
    assert found[0, 0] == (LEAST_FIELD - 1) / 2
    assert found[1, 0] == LEAST_FIELD + LEAST_FIELD / 2
    assert found[2, 0] == -1


def test_the_order_of_the_pairs_does_not_matter() -> None:
    draw = np.random.default_rng(3)
    owner, values = draw.integers(0, 4, 80), draw.random((80, 2))
    weights = np.rint(WHOLE / draw.integers(1, 9, 80)).astype(np.int64)
    order = draw.permutation(80)
    again = usual(owner[order], values[order], weights[order], 4)
    assert (usual(owner, values, weights, 4) == again).all()


def test_a_handful_of_candidates_is_no_field() -> None:
    owner = np.zeros(LEAST_FIELD - 1, dtype=np.int64)
    assert usual(owner, np.ones((len(owner), 1)), np.full(len(owner), WHOLE), 1)[0, 0] == -1
    columns = standing(np.array([[0.5]]), np.array([[-1.0]]), np.array([[-1.0]]))
    assert np.isnan(columns).all()


def test_one_likeness_weighs_less_in_a_busy_field() -> None:
    quiet, busy = np.array([[0.05]]), np.array([[0.3]])
    value = np.array([[0.4]])
    assert (standing(value, quiet, quiet) > standing(value, busy, busy)).all()
    high, low = standing(value, quiet, busy)[0]
    assert high > low


def test_copies_are_one_voice_in_the_field_of_whoever_reports_the_same() -> None:
    """Article 0 has twelve candidates: three copies of one text (1 to 3), and nine texts by themselves (4 to 12)."""
    pairs = [(1, 2), (2, 3), (1, 3)]
    copies = Candidates(np.array([a for a, _ in pairs]), np.array([b for _, b in pairs]))
    owner, other = np.zeros(12, dtype=np.int64), np.arange(1, 13)
    weights = voices(owner, other, copies, 13)
    assert weights.tolist() == [round(WHOLE / 3)] * 3 + [WHOLE] * 9
    values = np.array([0.9] * 3 + [0.1] * 9).reshape(-1, 1)
    assert usual(owner, values, weights, 1)[0, 0] == 0.1
    few = np.arange(8)
    assert usual(owner[few], values[few], weights[few], 1)[0, 0] == -1
    assert usual(owner[few], values[few], np.full(8, WHOLE), 1)[0, 0] > 0


def test_a_copy_elsewhere_takes_nothing_from_a_voice() -> None:
    copies = Candidates(np.array([1]), np.array([5]))
    assert voices(np.zeros(2, dtype=np.int64), np.array([1, 2]), copies, 6).tolist() == [WHOLE, WHOLE]
