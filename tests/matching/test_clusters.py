from __future__ import annotations

import random
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from matching.clusters import Linkage, agreement, cluster

Scored = list[tuple[int, int, float]]


def partitions(items: list[int]) -> Iterator[list[list[int]]]:
    """Every way to split the items into groups."""
    if not items:
        yield []
        return
    first, *rest = items
    for split in partitions(rest):
        yield [[first], *split]
        for n, group in enumerate(split):
            yield [*split[:n], [first, *group], *split[n + 1 :]]


def full_graph(draw: random.Random, count: int, *, noise: float) -> tuple[list[list[int]], Scored]:
    """Planted groups, and log-odds that speak for them but for some noise."""
    home = [draw.randrange(3) for _ in range(count)]
    scored = [
        (a, b, draw.gauss(2.0 if home[a] == home[b] else -2.0, noise))
        for a in range(count)
        for b in range(a + 1, count)
    ]
    groups = [[n for n in range(count) if home[n] == h] for h in range(3)]
    return sorted(g for g in groups if g), scored


def test_as_good_as_the_exact_solver_on_clear_graphs() -> None:
    draw = random.Random(4)
    for _ in range(60):
        planted, scored = full_graph(draw, draw.randint(2, 7), noise=0.6)
        count = sum(len(group) for group in planted)
        best = max(partitions(list(range(count))), key=lambda split: agreement(split, scored))
        found = cluster(count, scored, Linkage(most=9))
        assert found == sorted(sorted(group) for group in best) == planted


def test_close_to_the_exact_solver_on_noisy_graphs() -> None:
    draw = random.Random(5)
    reached = exact = 0.0
    for _ in range(60):
        _, scored = full_graph(draw, 7, noise=2.0)
        exact += max(agreement(split, scored) for split in partitions(list(range(7))))
        reached += agreement(cluster(7, scored, Linkage(most=9)), scored)
    assert reached >= 0.97 * exact


@given(st.randoms(use_true_random=False))
def test_order_does_not_matter(draw: random.Random) -> None:
    _, scored = full_graph(random.Random(draw.randrange(1000)), 9, noise=1.5)
    shuffled = [(b, a, value) if draw.random() < 0.5 else (a, b, value) for a, b, value in scored]
    draw.shuffle(shuffled)
    assert cluster(9, shuffled, Linkage()) == cluster(9, scored, Linkage())


def test_a_chain_does_not_grow_together() -> None:
    chain = [(n, n + 1, 2.0) for n in range(11)]
    assert max(len(group) for group in cluster(12, chain, Linkage(absent=-3.0))) <= 2


def test_copies_are_joined_whatever_their_score() -> None:
    assert cluster(3, [(0, 1, -5.0)], Linkage(), together=[(0, 1), (1, 0)]) == [[0, 1], [2]]


def test_singletons_and_nothing() -> None:
    assert cluster(3, [], Linkage()) == [[0], [1], [2]]
    assert cluster(0, [], Linkage()) == []


def test_a_higher_threshold_never_joins_more() -> None:
    _, scored = full_graph(random.Random(8), 9, noise=2.0)
    sizes = [len(cluster(9, scored, Linkage(threshold=level))) for level in (-2.0, -1.0, 0.0, 1.0, 2.0)]
    assert sizes == sorted(sizes)


def test_eight_copies_do_not_keep_an_own_report_out() -> None:
    copies = [(n, n + 1) for n in range(7)]
    scored = [(n, m, 4.0) for n in range(8) for m in range(n + 1, 8)]
    near = [(0, 8, 2.0), (1, 8, 1.0)]  # the other six were no candidates
    assert cluster(9, scored + near, Linkage(), copies) == [list(range(9))]
    assert cluster(9, scored + near, Linkage()) != [list(range(9))]


def test_what_the_fullest_copy_says_counts_for_all_its_copies() -> None:
    copies = [(0, 1), (1, 2)]  # 0 is the whole text, 1 and 2 are cut to two sentences
    scored = [(0, 1, 1.0), (1, 2, 1.0), (0, 3, 0.5), (1, 3, -3.0), (2, 3, -4.0)]
    assert cluster(4, scored, Linkage(), copies) == [[0, 1, 2, 3]]


def test_a_unit_of_copies_is_outvoted_like_one_article() -> None:
    scored = [(0, 1, 4.0), (0, 2, 3.0), (1, 2, 3.0), (0, 3, -4.0), (1, 3, -4.0), (2, 3, 4.0)]
    assert cluster(4, scored, Linkage(), [(0, 1)]) == [[0, 1], [2, 3]]
