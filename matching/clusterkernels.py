"""Average linkage in many small parts, compiled by numba: what `matching.clusters.cluster` says of each, bit by bit."""

from __future__ import annotations

import numpy as np

from matching.jit import compiled
from matching.loopdata import Crowd, Flag, Real, Rule, Whole

# Units of a part whose links are held as a square; larger parts are left to `matching.clusters`.
_MOST = 256


@compiled
def grow(parts: Whole, crowd: Crowd, rule: Rule, found: Whole, left: Flag) -> None:
    """Cluster these parts of a crowd; each place of it gets the least piece of its cluster in `found`. Parts that are too large
    are noted as `left`.
    """
    for part in parts:
        start, end = crowd.starts[part], crowd.ends[part]
        home = np.empty(end - start, np.int64)
        units = _number(crowd.units[start:end] - start, home)
        if units > _MOST:
            left[part] = True
            continue
        pieces = np.empty(units, np.int64)
        for place in range(end - start):
            pieces[home[place]] = crowd.pieces[start + place]
        into = _cluster(crowd, part, home, pieces, rule)
        least = pieces.copy()
        for unit in range(units):
            least[into[unit]] = min(least[into[unit]], pieces[unit])
        for place in range(end - start):
            found[start + place] = least[into[home[place]]]


@compiled
def _cluster(crowd: Crowd, part: int, home: Whole, pieces: Whole, rule: Rule) -> Whole:
    """Join units, first those of one piece; answers the first unit of the cluster of each."""
    units = len(pieces)
    total, known = np.zeros((units, units)), np.zeros((units, units), np.int64)
    _link(crowd, part, home, rule.most, total, known)
    into, sizes = np.arange(units), np.ones(units, np.int64)
    for one in range(units):
        for other in range(one + 1, units):
            if into[one] == one and into[other] == other and pieces[one] == pieces[other]:
                _join(one, other, total, known, into, sizes)
    one, other = _best(total, known, into, sizes, rule)
    while other >= 0:
        _join(one, other, total, known, into, sizes)
        one, other = _best(total, known, into, sizes, rule)
    return into


@compiled
def _number(units: Whole, home: Whole) -> int:
    """Number the units in the order of their first places, into `home`; answers how many there are."""
    numbers = np.full(len(units), -1)
    count = 0
    for place in range(len(units)):
        if numbers[units[place]] < 0:
            numbers[units[place]] = count
            count += 1
        home[place] = numbers[units[place]]
    return count


@compiled
def _link(crowd: Crowd, part: int, home: Whole, most: float, total: Real, known: Whole) -> None:
    """The links between units: the best of the pairs that are known."""
    start = crowd.starts[part]
    for pair in range(crowd.first[part], crowd.last[part]):
        one, other = home[crowd.a[pair] - start], home[crowd.b[pair] - start]
        if one != other:
            value = max(-most, min(most, crowd.odds[pair]))
            if not known[one, other] or value > total[one, other]:
                total[one, other] = total[other, one] = value
                known[one, other] = known[other, one] = 1


@compiled
def _best(total: Real, known: Whole, into: Whole, sizes: Whole, rule: Rule) -> tuple[int, int]:
    """The join that is worth most, of equals that of the lowest numbers; -1 where none is worth it."""
    best, here, there = 0.0, -1, -1
    for one in range(len(into)):
        if into[one] == one:
            for other in range(one + 1, len(into)):
                if known[one, other] > 0:
                    wide = sizes[one] * sizes[other]
                    worth = (total[one, other] + rule.absent * (wide - known[one, other])) / wide - rule.threshold
                    rounded = np.rint(worth * rule.steps)
                    if rounded > best:
                        best, here, there = rounded, one, other
    return here, there


@compiled
def _join(one: int, other: int, total: Real, known: Whole, into: Whole, sizes: Whole) -> None:
    """Take a cluster into another."""
    for third in range(len(into)):
        if known[other, third] > 0:
            if third != one:
                total[one, third] += total[other, third]
                known[one, third] += known[other, third]
                total[third, one], known[third, one] = total[one, third], known[one, third]
            known[other, third] = known[third, other] = 0
            total[other, third] = total[third, other] = 0.0
    sizes[one] += sizes[other]
    for unit in range(len(into)):
        if into[unit] == other:
            into[unit] = one
