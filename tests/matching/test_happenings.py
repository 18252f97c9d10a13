"""Cutting an event that holds two happenings."""

from __future__ import annotations

import itertools

from matching.happenings import cut_happenings

CLAIM = {(0, 1): 0.8, (2, 3): 0.7, (0, 2): 0.2, (1, 3): 0.3}


def test_two_sides_that_confirm_themselves_and_not_each_other_are_two() -> None:
    assert cut_happenings([0, 1, 2, 3], CLAIM, {}) == [[0, 1], [2, 3]]


def test_one_pair_across_that_may_be_the_same_claim_holds_them_together() -> None:
    assert cut_happenings([0, 1, 2, 3], CLAIM | {(0, 3): 0.55}, {}) == [[0, 1, 2, 3]]


def test_a_side_of_one_is_no_side() -> None:
    assert cut_happenings([0, 1, 2], {(0, 1): 0.8}, {}) == [[0, 1, 2]]
    assert cut_happenings([0, 1, 2, 3], {(0, 1): 0.8, (2, 3): 0.4}, {}) == [[0, 1, 2, 3]]


def test_an_article_that_nobody_confirms_stays_with_the_nearest_side() -> None:
    odds = {(0, 4): -1.0, (1, 4): -1.0, (2, 4): 2.0, (3, 4): 1.0}
    assert cut_happenings([0, 1, 2, 3, 4], CLAIM, odds) == [[0, 1], [2, 3, 4]]


def test_the_order_of_the_articles_does_not_matter() -> None:
    for order in itertools.permutations([0, 1, 2, 3, 4]):
        assert cut_happenings(list(order), CLAIM, {(2, 4): 0.5}) == [[0, 1], [2, 3, 4]]
