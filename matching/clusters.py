"""Pairs to clusters: average linkage over calibrated log-odds, on the sparse graph of scored pairs.

Two clusters are joined while the mean log-odds over all pairs between them speaks for one event. A pair that was never
a candidate counts against it, so that a chain of neighbours, or a topic that runs for weeks, does not grow together
link by link. Copies of one text count once, however many papers print them. The same pairs in any order give the same
clusters.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from matching.copies import copy_units, unit_numbers

STEPS = 1e9
"""What a join is worth is rounded to so many steps of one, so that what differs by an order of adding is equal."""


@dataclass(frozen=True, slots=True)
class Linkage:
    """How clusters grow: the mean log-odds that a join needs, and what a pair that was no candidate counts."""

    threshold: float = 0.0
    absent: float = -3.0
    most: float = 4.0  # log-odds are cut off here, so that one sure pair cannot outvote several doubtful ones
    growth: float = 0.0  # added to the threshold for each doubling of the joint size


@dataclass(slots=True)
class _Graph:
    """Clusters by number, and the sums and counts of pair log-odds between neighbouring ones."""

    members: dict[int, list[int]]
    links: dict[int, dict[int, tuple[float, int]]]
    version: dict[int, int] = field(default_factory=dict)


def cluster(
    count: int,
    scored: Iterable[tuple[int, int, float]],
    linkage: Linkage,
    together: Iterable[tuple[int, int]] = (),
    joined: Iterable[Sequence[int]] = (),
) -> list[list[int]]:
    """Groups of 0..count-1, each sorted, in the order of their first members; singletons included.

    `scored` holds (a, b, log-odds) once for each pair; pairs of `together` are joined whatever their score (copies), and
    what they make is one unit: its link to another unit is the best of the links that are known, and weighs as one. What is
    `joined`, whole units, was joined before: there it goes on.
    """
    units = copy_units(count, together)
    home = unit_numbers(units, count)
    graph = _start(len(units), _between(scored, home, linkage), linkage)
    for group in joined:
        first, *others = sorted({home[item] for item in group})
        for other in others:
            _join(graph, first, other)
    _grow(graph, linkage)
    return sorted(sorted(item for unit in group for item in units[unit]) for group in graph.members.values())


def _between(
    scored: Iterable[tuple[int, int, float]], home: Sequence[int], linkage: Linkage
) -> list[tuple[int, int, float]]:
    """The log-odds between units of copies: the best of the pairs that are known, since a trimmed copy says less than the
    text that it was cut from.
    """
    if len(set(home)) == len(home):  # no copies: each pair is the only one between its units
        return [(home[a], home[b], value) for a, b, value in scored]
    found: dict[tuple[int, int], float] = {}
    for a, b, value in scored:
        one, other = sorted((home[a], home[b]))
        if one != other:
            found[one, other] = max(value, found.get((one, other), -linkage.most))
    return [(one, other, value) for (one, other), value in found.items()]


def _start(count: int, scored: Iterable[tuple[int, int, float]], linkage: Linkage) -> _Graph:
    """Every item a cluster of its own."""
    links: dict[int, dict[int, tuple[float, int]]] = {n: {} for n in range(count)}
    for a, b, value in scored:
        bounded = max(-linkage.most, min(linkage.most, value))
        links[a][b] = links[b][a] = (bounded, 1)
    return _Graph(members={n: [n] for n in range(count)}, links=links, version=dict.fromkeys(range(count), 0))


def _grow(graph: _Graph, linkage: Linkage) -> None:
    """Join the best two neighbouring clusters until none is worth it; ties go to the lowest numbers."""
    heap = [offer for a in graph.links for offer in _offers(graph, a, linkage, above=a)]
    heapq.heapify(heap)
    while heap:
        _, a, b, version_a, version_b = heapq.heappop(heap)
        if graph.version.get(a) == version_a and graph.version.get(b) == version_b:
            _join(graph, a, b)
            for offer in _offers(graph, a, linkage):
                heapq.heappush(heap, offer)


def _offers(graph: _Graph, a: int, linkage: Linkage, above: int = -1) -> Iterator[tuple[int, int, int, int, int]]:
    """The joins of a cluster that are worth it, with neighbours of numbers `above` that.

    Worth is the mean log-odds between two clusters less the threshold for their joint size, absent pairs counted, in `STEPS`.
    """
    members, version = graph.members, graph.version
    size, mine, absent = len(members[a]), version[a], linkage.absent
    for b, (total, known) in graph.links[a].items():
        if b <= above:
            continue
        joint = size + len(members[b])
        sizes = size * len(members[b])
        bar = linkage.threshold + linkage.growth * max(0, joint.bit_length() - 2)
        worth = (total + absent * (sizes - known)) / sizes - bar
        if (rounded := round(worth * STEPS)) > 0:
            yield (-rounded, a, b, mine, version[b]) if a < b else (-rounded, b, a, version[b], mine)


def _join(graph: _Graph, a: int, b: int) -> None:
    """Take cluster `b` into cluster `a`."""
    graph.members[a] += graph.members.pop(b)
    for other, (total, known) in graph.links.pop(b).items():
        del graph.links[other][b]
        if other != a:
            mine, had = graph.links[a].get(other, (0.0, 0))
            graph.links[a][other] = graph.links[other][a] = (mine + total, had + known)
    del graph.version[b]
    graph.version[a] += 1


def agreement(groups: Sequence[Sequence[int]], scored: Iterable[tuple[int, int, float]]) -> float:
    """The correlation-clustering objective: the sum of log-odds of the pairs that share a group (more is better).

    Bansal, Blum and Chawla, "Correlation clustering", 2004. Used to check the greedy result against an exact one.
    """
    home = {item: number for number, group in enumerate(groups) for item in group}
    return sum(value for a, b, value in scored if home[a] == home[b])
