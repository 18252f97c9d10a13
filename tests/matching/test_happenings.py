"""Cutting an event that holds two happenings."""

from __future__ import annotations

import itertools

from matching.happenings import Within, cut_happenings

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


def within(
    log_odds: dict[tuple[int, int], float], claim: dict[tuple[int, int], float], *copies: tuple[int, int]
) -> Within:
    known = Within()
    for pair, odds in log_odds.items():
        known.add(pair, odds, (claim[pair], claim[pair]) if pair in claim else None, copy=pair in copies)
    return known


CONFIRMED = {(0, 1): 0.9}


def test_a_loose_article_is_no_part_of_what_two_outlets_confirm() -> None:
    """Its verdict would be theirs: corroborated, by what they report of something else."""
    assert within({(0, 1): 3.0, (0, 2): -0.5, (1, 2): -0.4}, CONFIRMED).cut([0, 1, 2]) == [[0, 1], [2]]
    assert within({(0, 1): 3.0, (0, 2): -0.5, (1, 2): 0.4}, CONFIRMED).cut([0, 1, 2]) == [[0, 1, 2]]


def test_a_loose_article_that_confirms_stays() -> None:
    odds = {(0, 1): 3.0, (0, 2): -2.0, (1, 2): 0.5}
    assert within(odds, CONFIRMED | {(1, 2): 0.65}).cut([0, 1, 2]) == [[0, 1, 2]]


def test_where_nobody_confirms_anybody_a_loose_article_does_no_harm() -> None:
    assert within({(0, 1): 0.1, (0, 2): -0.5, (1, 2): -0.6}, {(0, 1): 0.5}).cut([0, 1, 2]) == [[0, 1, 2]]


def test_what_one_outlet_wrote_twice_confirms_nothing() -> None:
    assert within({(0, 1): 3.0, (0, 2): -0.5, (1, 2): -0.6}, {}).cut([0, 1, 2]) == [[0, 1, 2]]


def test_a_copy_of_what_is_confirmed_is_not_loose() -> None:
    odds = {(0, 1): 3.0, (0, 2): 1.0, (1, 2): -4.0}
    assert within(odds, CONFIRMED, (0, 2)).cut([0, 1, 2]) == [[0, 1, 2]]


def test_loose_articles_that_are_likely_one_event_stay_together() -> None:
    odds = {
        (0, 1): 3.0,
        (0, 2): -1.0,
        (1, 2): -1.0,
        (0, 3): -1.0,
        (1, 3): -1.0,
        (0, 4): -2.0,
        (1, 4): -2.0,
        (2, 3): 0.7,
    }
    assert within(odds, CONFIRMED).cut([0, 1, 2, 3, 4]) == [[0, 1], [2, 3], [4]]
