"""A group that is not in doubt is one that would not be cut."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.doubts import Inside, by_two_outlets, in_doubt
from matching.happenings import Within


def worlds(draw: np.random.Generator) -> tuple[list[list[int]], Inside, np.ndarray]:
    """Groups of numbers, the pairs inside them with chances that lie near the bars, and their log-odds."""
    groups, first = [], 0
    for size in draw.integers(3, 7, 4).tolist():
        groups.append(list(range(first, first + size)))
        first += size
    ends = np.array(
        [pair for group in groups for pair in itertools.combinations(group, 2) if draw.random() < 0.8], dtype=np.int64
    ).reshape(-1, 2)
    chances = draw.choice([0.2, 0.4, 0.55, 0.62, 0.7, 0.95], (2, len(ends)), p=[0.3, 0.1, 0.1, 0.15, 0.15, 0.2])
    two_outlets, copies = draw.random(len(ends)) < 0.8, draw.random(len(ends)) < 0.1
    inside = Inside(ends[:, 0], ends[:, 1], chances[0], chances[1], two_outlets, copies)
    return groups, inside, draw.normal(0, 2, len(ends))


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=200)
def test_what_is_not_in_doubt_is_not_cut(seed: int) -> None:
    groups, inside, odds = worlds(np.random.default_rng(seed))
    numbers = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    known = [Within() for _ in groups]
    for n, pair in enumerate(zip(inside.a.tolist(), inside.b.tolist(), strict=True)):
        claims = (float(inside.doubted[n]), float(inside.central[n])) if inside.two_outlets[n] else None
        known[numbers[pair[0]]].add(pair, float(odds[n]), claims, copy=bool(inside.copies[n]))
    doubt = in_doubt(numbers, inside)
    assert len(doubt) == len(groups)
    for number, group in enumerate(groups):
        if not doubt[number]:
            assert known[number].cut(group) == [group]


def test_some_groups_are_cut_and_most_of_those_in_doubt_are() -> None:
    """The test above would say nothing if all or none were in doubt."""
    draw = np.random.default_rng(1)
    doubts = [
        in_doubt(np.repeat(np.arange(4), [len(group) for group in groups]), inside)
        for groups, inside, _ in (worlds(draw) for _ in range(50))
    ]
    assert 20 < np.concatenate(doubts).sum() < 180


def test_articles_that_are_asked_about_nothing_are_in_no_group() -> None:
    pairs = np.array([0]), np.array([1])
    inside = Inside(*pairs, np.array([0.9]), np.array([0.9]), np.array([True]), np.array([False]))
    assert in_doubt(np.array([0, 0, 0, -1]), inside).tolist() == [True]
    assert in_doubt(np.array([0, 0, -1, -1]), inside).tolist() == [False]


@pytest.mark.parametrize(("outlets", "two"), [(("a", "a"), False), (("a", "b"), True), (("", ""), True)])
def test_two_that_nobody_knows_are_two_outlets(outlets: tuple[str, str], two: bool) -> None:
    assert by_two_outlets(outlets, np.array([0]), np.array([1])).tolist() == [two]
