from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.calibration import MOST_SURE, Calibration, format_calibration, parse_calibration, probability
from matching.context import CONTEXT_FEATURES
from matching.features import FEATURES, NAMES, POSITION
from matching.resources import load_resources
from matching.scorer import format_scorer, margins_of, parse_scorer
from tests.matching.samples import resources


def middling(rows: int = 1) -> np.ndarray:
    return np.full((rows, len(NAMES)), 0.4)


def test_more_evidence_never_counts_against() -> None:
    scorer = resources().event_scorer
    context = np.zeros((21, len(CONTEXT_FEATURES)))
    for spec in FEATURES:
        if spec.direction == 0:
            continue
        values = middling(21)
        values[:, POSITION[spec.name]] = np.linspace(0, 1, 21)
        steps = np.diff(scorer.log_odds(values, context)) * spec.direction
        assert (steps >= -1e-9).all(), spec.name


def test_contributions_add_up_to_the_margin() -> None:
    scorer = resources().event_scorer
    values, context = middling(3), np.zeros((3, len(CONTEXT_FEATURES)))
    values[1, POSITION["lead"]] = np.nan
    values[2, POSITION["days_apart"]] = 30
    parts = sum(scorer.contributions(values, context).values())
    assert scorer.second is not None
    margins = scorer.first_margins(values) + margins_of(scorer.second, context)
    assert np.ptp(margins - parts) < 1e-6  # the same base value is left over in every row


def test_a_scorer_survives_being_written_and_read() -> None:
    scorer = resources().event_scorer
    again = parse_scorer(format_scorer(scorer, "a note"))
    values, context = middling(4), np.zeros((4, len(CONTEXT_FEATURES)))
    assert np.allclose(again.log_odds(values, context), scorer.log_odds(values, context), atol=1e-3)


@pytest.mark.parametrize(
    "text", ["", "something else\n\ntree", "news-corroborator pair scorer 2\nfeatures\tnose\n\ntree"]
)
def test_a_foreign_text_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(ValueError, match=r"bench/train\.py"):
        parse_scorer(text)


def test_a_scorer_that_looks_twice_wants_the_context() -> None:
    with pytest.raises(ValueError, match="context"):
        resources().event_scorer.log_odds(middling())


def test_resources_name_what_is_missing() -> None:
    with pytest.raises(ValueError, match=r"pairs\.model"):
        load_resources({"background-en.txt": "language\ten\n"})


@given(st.lists(st.floats(-50, 50), min_size=1))
def test_calibration_keeps_order_and_bounds(margins: list[float]) -> None:
    calibration = Calibration((-3.0, 0.0, 2.0), (-9.0, 0.5, 9.0))
    ordered = calibration.apply(np.array(sorted(margins)))
    assert (np.diff(ordered) >= 0).all()
    assert (np.abs(ordered) <= MOST_SURE).all()
    assert ((probability(ordered) > 0) & (probability(ordered) < 1)).all()


def test_calibration_text() -> None:
    calibration = Calibration((-3.0, 0.0), (-2.0, 0.5))
    assert parse_calibration(format_calibration(calibration)) == calibration
    for broken in ("", "1", "2:1 1:2", "a:b"):
        with pytest.raises(ValueError, match=r"calibration|could not convert"):
            parse_calibration(broken)
