"""An editor's word: it holds whatever the scorer says, in any order, and what nobody decided about stays as it was."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matching.decisions import (
    NONE,
    Apart,
    Contradiction,
    Decisions,
    Nature,
    OneOrigin,
    OtherOrigin,
    Together,
    check,
    components,
    decided_groups,
)

IDS = [f"a{n:02}" for n in range(14)]
SOME = st.lists(st.sampled_from(IDS), min_size=1, max_size=4, unique=True).map(tuple)


@st.composite
def groupings(draw: st.DrawFn) -> list[list[str]]:
    places = draw(st.lists(st.integers(0, 5), min_size=len(IDS), max_size=len(IDS)))
    groups: dict[int, list[str]] = {}
    for id_, place in zip(IDS, places, strict=True):
        groups.setdefault(place, []).append(id_)
    return list(groups.values())


@st.composite
def orders(draw: st.DrawFn) -> Decisions:
    together = tuple(Together(f"t{n}", ids) for n, ids in enumerate(draw(st.lists(SOME, max_size=3))))
    apart = []
    for n, (left, right) in enumerate(draw(st.lists(st.tuples(SOME, SOME), max_size=3))):
        assume(not set(left) & set(right))
        apart.append(Apart(f"x{n}", left, right))
    return Decisions(together, tuple(apart))


NEAR = st.dictionaries(
    st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] < pair[1]),
    st.floats(-4, 4).map(lambda value: round(value, 2)),
    max_size=40,
)


def home_of(groups: list[list[str]]) -> dict[str, int]:
    return {id_: number for number, group in enumerate(groups) for id_ in group}


@given(groupings(), orders(), NEAR)
@settings(max_examples=400)
def test_what_was_decided_holds_whatever_the_scorer_says(
    groups: list[list[str]], decisions: Decisions, near: dict[tuple[str, str], float]
) -> None:
    try:
        check(decisions)
    except Contradiction:
        assume(False)
    found = decided_groups(groups, decisions, near)
    assert sorted(id_ for group in found for id_ in group) == IDS
    home = home_of(found)
    for together in decisions.together:
        assert len({home[id_] for id_ in together.articles}) == 1
    for apart in decisions.apart:
        assert not {home[id_] for id_ in apart.left} & {home[id_] for id_ in apart.right}


@given(groupings(), orders(), NEAR, st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_no_order_matters(
    groups: list[list[str]], decisions: Decisions, near: dict[tuple[str, str], float], chance: random.Random
) -> None:
    try:
        check(decisions)
    except Contradiction:
        assume(False)
    first = decided_groups(groups, decisions, near)
    shuffled = [chance.sample(group, len(group)) for group in chance.sample(groups, len(groups))]
    turned = Decisions(
        tuple(Together(t.decision, tuple(reversed(t.articles))) for t in reversed(decisions.together)),
        tuple(Apart(a.decision, a.right, a.left) for a in reversed(decisions.apart)),
    )
    assert decided_groups(shuffled, turned, dict(reversed(near.items()))) == first


@given(groupings(), orders(), NEAR)
@settings(max_examples=200)
def test_a_second_run_over_what_the_first_one_made_changes_nothing(
    groups: list[list[str]], decisions: Decisions, near: dict[tuple[str, str], float]
) -> None:
    try:
        check(decisions)
    except Contradiction:
        assume(False)
    first = decided_groups(groups, decisions, near)
    assert decided_groups(first, decisions, near) == first


@given(groupings(), orders(), NEAR)
def test_what_nobody_decided_about_stays(
    groups: list[list[str]], decisions: Decisions, near: dict[tuple[str, str], float]
) -> None:
    try:
        check(decisions)
    except Contradiction:
        assume(False)
    found = decided_groups(groups, decisions, near)
    untouched = [sorted(group) for group in groups if not set(group) & decisions.articles()]
    assert all(group in found for group in untouched)
    assert decided_groups(groups, NONE, near) == sorted(sorted(group) for group in groups)


@given(orders())
@settings(max_examples=300)
def test_decisions_are_refused_exactly_where_no_grouping_follows_them(decisions: Decisions) -> None:
    same = components(t.articles for t in decisions.together)
    clash = any(
        same.get(a, a) == same.get(b, b)
        for apart in decisions.apart
        for a, b in itertools.product(apart.left, apart.right)
    )
    if clash:
        with pytest.raises(Contradiction):
            check(decisions)
    else:
        check(decisions)


def test_a_contradiction_names_every_decision_that_takes_part() -> None:
    decisions = Decisions(
        (Together("1", ("a", "b")), Together("2", ("b", "c")), Together("9", ("x", "y"))), (Apart("3", ("a",), ("c",)),)
    )
    with pytest.raises(Contradiction, match="two events") as told:
        check(decisions)
    assert told.value.decisions == ("1", "2", "3")
    with pytest.raises(Contradiction, match="one origin") as told:
        check(
            Decisions(
                one_origin=(OneOrigin("1", "a", "b"), OneOrigin("2", "b", "c")),
                other_origin=(OtherOrigin("3", "c", "a"),),
            )
        )
    assert told.value.decisions == ("1", "2", "3")
    with pytest.raises(Contradiction, match="comments") as told:
        check(Decisions(nature=(Nature("1", "a", True), Nature("2", "a", False))))
    assert told.value.decisions == ("1", "2")
    with pytest.raises(Contradiction):
        check(Decisions(apart=(Apart("1", ("a",), ("b",)),), one_origin=(OneOrigin("2", "a", "b"),)))


def test_an_article_that_came_later_goes_to_the_side_it_is_nearer_to() -> None:
    decisions = Decisions(apart=(Apart("1", ("a",), ("b",)),))
    groups = [["a", "b", "late"]]
    assert decided_groups(groups, decisions, {("a", "late"): 2.0, ("b", "late"): -1.0}) == [["a", "late"], ["b"]]
    assert decided_groups(groups, decisions, {("a", "late"): -1.0, ("b", "late"): 2.0}) == [["a"], ["b", "late"]]


def test_a_merge_takes_along_what_the_scorer_adds_later() -> None:
    decisions = Decisions((Together("1", ("a", "x")),))
    assert decided_groups([["a", "new"], ["x", "newer"], ["other"]], decisions, {}) == [
        ["a", "new", "newer", "x"],
        ["other"],
    ]


def test_moving_one_article_leaves_the_others_together() -> None:
    decisions = Decisions((Together("1", ("m", "x", "y")),), (Apart("1", ("m",), ("a", "b", "c")),))
    assert decided_groups([["a", "b", "c", "m"], ["x", "y"]], decisions, {}) == [["a", "b", "c"], ["m", "x", "y"]]


def test_a_large_event_is_split_at_once() -> None:
    ids = [f"n{n:04}" for n in range(2000)]
    decisions = Decisions((Together("1", tuple(ids[:5])),), (Apart("1", tuple(ids[:5]), tuple(ids[5:])),))
    assert [len(group) for group in decided_groups([ids], decisions, {})] == [5, 1995]


def test_deciding_that_two_report_one_happening() -> None:
    decisions = Decisions(
        (Together("1", ("a", "b")), Together("2", ("b", "c"))), one_origin=(OneOrigin("3", "c", "d"),)
    )
    assert (
        decisions.same_happening("a", "d")
        and not decisions.same_happening("a", "z")
        and not NONE.same_happening("a", "a")
    )
    assert decisions and not NONE and decisions.articles() == {"a", "b", "c", "d"}
