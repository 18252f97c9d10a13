"""Loops over the pairs of a window, compiled by numba: who came on a list, what an article is measured by, who is company.

As in `matching.kernels`, each says bit by bit what the same step says in numpy.
"""

from __future__ import annotations

import numpy as np

from matching.jit import compiled
from matching.loopdata import Company, Field, Flag, Pairs, Real, Whole

# --- which pairs there are -------------------------------------------------------------------------------------


@compiled
def differ(
    asked: Whole,
    lists: tuple[Whole, ...],
    pairs: Pairs,
    listed: Whole,
    fresh: tuple[Whole, Whole, Whole],
    past: tuple[Whole, Whole],
) -> tuple[int, int]:
    """Who is on a list of each of the asked rows but no pair of it that is noted as `listed` there (row, other, and their slot,
    -1 where they are no pair at all, into `fresh`), and which pairs are noted so and are on no list (row and slot, into `past`);
    answers how many of each.
    """
    seen, at = np.full(len(pairs.first), -1, np.int32), np.empty(len(pairs.first), np.int32)
    came = went = 0
    for n in range(len(asked)):
        row, mark = asked[n], 3 * n
        paired, done = mark + 1, mark + 2
        _mark(row, lists, seen, mark)
        link = pairs.first[row]
        while link >= 0:
            slot, bit = link >> 1, 1 + (link & 1)
            other = pairs.a[slot] + pairs.b[slot] - row
            if seen[other] == mark:
                seen[other], at[other] = done if listed[slot] & bit else paired, slot
            elif listed[slot] & bit:
                past[0][went], past[1][went] = row, slot
                went += 1
            link = pairs.after[link]
        for held in lists:
            for other in held[row]:
                if other >= 0 and (seen[other] == mark or seen[other] == paired):
                    fresh[0][came], fresh[1][came] = row, other
                    fresh[2][came] = at[other] if seen[other] == paired else -1
                    seen[other] = done
                    came += 1
    return came, went


@compiled
def _mark(row: int, lists: tuple[Whole, ...], seen: Whole, mark: int) -> None:
    """Mark whoever is on a list of the row."""
    for held in lists:
        for other in held[row]:
            if other >= 0:
                seen[other] = mark


@compiled
def unchain(slots: Whole, a: Whole, b: Whole, first: Whole, before: Whole, after: Whole) -> None:
    """Take pairs out of the chains of `matching.adjacency`."""
    for n in range(2 * len(slots)):
        link, row = 2 * slots[n >> 1] + (n & 1), (b[n >> 1] if n & 1 else a[n >> 1])
        last, following = before[link], after[link]
        if last < 0:
            first[row] = following
        else:
            after[last] = following
        if following >= 0:
            before[following] = last


# --- what articles are measured by ------------------------------------------------------------------------------


@compiled
def measure(asked: Whole, pairs: Pairs, field: Field, measures: Real) -> None:
    """What each of the asked rows is measured by, a row of `measures` for each: the best of each similarity, and what is usual
    for it; see `matching.features.measures_of`.

    All pairs are gone through in the order in which they lie: to follow the chain of each row takes several times as long.
    """
    place = np.full(len(pairs.first), -1, np.int32)
    place[asked] = np.arange(len(asked))
    for n in range(len(asked)):
        measures[n, :-1], measures[n, -1] = field.floors, -1.0
    ends, copied = np.zeros(len(asked) + 1, np.int64), np.zeros(len(asked), np.bool_)
    _take_best(place, pairs, field, measures, ends, copied)
    ends = np.cumsum(ends)
    values, others = np.empty(ends[-1], np.float32), np.empty(ends[-1], np.int32)
    _gather(place, pairs, field.column, ends, (values, others))
    beside = np.full(len(pairs.first), -1, np.int32)
    for n in range(len(asked)):
        mine = slice(ends[n - 1] if n else 0, ends[n])
        if copied[n]:
            measures[n, -1] = _usual(values[mine], others[mine], field, n, beside)
        elif len(values[mine]) * field.whole >= field.least:
            values[mine].sort()
            measures[n, -1] = _median(values[mine])


@compiled
def _take_best(place: Whole, pairs: Pairs, field: Field, measures: Real, counts: Whole, copied: Flag) -> None:
    """The best similarities of the rows that have a place; how many pairs each has, one place further; and whether any of those
    it is a pair with has copies.
    """
    for slot in range(len(pairs.a)):
        if pairs.a[slot] >= 0 and not pairs.copy[slot]:
            for row, other in ((pairs.a[slot], pairs.b[slot]), (pairs.b[slot], pairs.a[slot])):
                n = place[row]
                if n >= 0:
                    for column in range(len(field.floors)):
                        value = np.float64(pairs.related[slot, column])
                        if value > measures[n, column]:  # noqa: PLR1730 - a missing one never is
                            measures[n, column] = value
                    counts[n + 1] += 1
                    copied[n] |= field.begins[other] < field.begins[other + 1]


@compiled
def _gather(place: Whole, pairs: Pairs, column: int, starts: Whole, into: tuple[Real, Whole]) -> None:
    """The similarities of the rows that have a place, row after row, and with whom; afterwards `starts` says where those of each
    row end.
    """
    for slot in range(len(pairs.a)):
        if pairs.a[slot] >= 0 and not pairs.copy[slot]:
            for row, other in ((pairs.a[slot], pairs.b[slot]), (pairs.b[slot], pairs.a[slot])):
                n = place[row]
                if n >= 0:
                    value = pairs.related[slot, column]
                    into[0][starts[n]] = value if value == value else 0.0
                    into[1][starts[n]] = other
                    starts[n] += 1


@compiled
def _median(ordered: Real) -> float:
    """The median of ascending values."""
    return (np.float64(ordered[(len(ordered) - 1) // 2]) + np.float64(ordered[len(ordered) // 2])) / 2


@compiled
def _usual(values: Real, others: Whole, field: Field, turn: int, beside: Whole) -> float:
    """What is usual for a row among whose candidates are copies: each weighs the whole, or its part where it stands there beside
    copies of itself; -1 where they are too few. `turn` is a number that is in `beside` nowhere yet.
    """
    for other in others:
        beside[other] = turn
    weights = np.empty(len(others), np.int64)
    for n in range(len(others)):
        copies = 0
        for place in range(field.begins[others[n]], field.begins[others[n] + 1]):
            copies += beside[field.copies[place]] == turn
        weights[n] = np.int64(np.rint(field.whole / (1 + copies)))
    total = weights.sum()
    return _middle(values.astype(np.float64), weights, total) if total >= field.least else -1.0


@compiled
def _middle(values: Real, weights: Whole, total: int) -> float:
    """The weighted median."""
    low = high = np.nan
    heard = 0
    for place in np.argsort(values):
        heard += 2 * weights[place]
        if np.isnan(low) and heard >= total:
            low = values[place]
        if heard > total:
            high = values[place]
            break
    return (low + high) / 2


# --- what the second look sees ---------------------------------------------------------------------------------


@compiled
def best_two(a: Whole, b: Whole, values: Real, copies: Flag, first: Real, second: Real) -> None:
    """The best and the second best value that each article has in a pair, copies aside, where it is above what stands there."""
    for n in range(len(a)):
        if not copies[n]:
            for row in (a[n], b[n]):
                if values[n] > first[row]:
                    first[row], second[row] = values[n], first[row]
                elif values[n] > second[row]:
                    second[row] = values[n]


@compiled
def shared(asked: Whole, pairs: tuple[Whole, Whole], company: Company, steps: float, found: tuple[Real, Real]) -> None:
    """For each of the asked pairs the summed and the best nearness of third articles to both; pairs of one first article should
    follow each other.
    """
    near = np.zeros(len(company.ends))
    last = -1
    for n in asked:
        a, b = pairs[0][n], pairs[1][n]
        if a != last:
            if last >= 0:
                for place in range(company.ends[last - 1] if last else 0, company.ends[last]):
                    near[company.others[place]] = 0.0
            last = a
            for place in range(company.ends[last - 1] if last else 0, company.ends[last]):
                near[company.others[place]] = company.near[place]
        for place in range(company.ends[b - 1] if b else 0, company.ends[b]):
            third, other = company.others[place], company.near[place]
            mine = near[third]
            if mine > 0.0:
                found[0][n] += np.rint(mine * other * company.voice[third] * steps) / steps
                found[1][n] = max(found[1][n], min(mine, other))
