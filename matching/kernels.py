"""Loops over the arrays of a window, compiled by numba: what two rows have in common, who is near whom, what trees say.

Each says bit by bit what the same step says in numpy, which is used where numba is not installed (`matching.compiled`): all
sums are of exact products, so that no order of adding shows; and trees are added up in their order.
"""

from __future__ import annotations

import numpy as np

from matching.clusterkernels import grow
from matching.jit import compiled
from matching.loopdata import Flag, Index, Meetings, Real, Rows, Table, Terms, Trees, Views, Whole, Words
from matching.pairkernels import best_two, differ, measure, shared, unchain

__all__ = (
    "best_two", "differ", "grow", "measure", "meet", "number", "overlap", "postings", "products", "shared", "sieve", "unchain",
    "visit", "walk",
)  # fmt: skip

_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio, odd: the usual spreading factor
_FREE = -1
_BITS = np.uint64(63)
_WORD = np.uint64(6)
_ONE = np.uint64(1)
# Rows that are looked over in the time that it takes to note down one that was met (about 0.7 and 5 ns; nothing hangs on it).
_SPARSE = 8
# Rows that are looked over before it is asked again how near one has to be.
_BLOCK = 1_024
# Rows of evidence that go down a tree together: 64 of 80 features are 40 KB, which a processor has at hand.
_TOGETHER = 64


# --- what two rows have in common ------------------------------------------------------------------------------


@compiled
def overlap(pairs: tuple[Whole, Whole], table: Words, views: Views, cosines: Real, stood: tuple[Real, Real]) -> None:
    """Sums over the words that the rows of each pair have in common; see `matching.wordlines.Overlap`."""
    last = table.weights.shape[1]
    for n in range(len(pairs[0])):
        a, b = pairs[0][n], pairs[1][n]
        i, j = table.starts[a], table.starts[b]
        end_i, end_j = i + table.lengths[a], j + table.lengths[b]
        while i < end_i and j < end_j:
            if table.words[i] < table.words[j]:
                i += 1
            elif table.words[j] < table.words[i]:
                j += 1
            else:
                kind_a, kind_b = table.kinds[i], table.kinds[j]
                in_a, in_b = table.flags[kind_a], table.flags[kind_b]
                both = in_a & in_b
                for view in range(len(views.holders)):
                    if (both >> view) & 1:
                        held = views.holders[view]
                        one = np.float64(table.own[i] if held == last else table.weights[kind_a, held])
                        other = np.float64(table.own[j] if held == last else table.weights[kind_b, held])
                        one = np.rint(one * table.scales[a, view] * views.steps) / views.steps
                        other = np.rint(other * table.scales[b, view] * views.steps) / views.steps
                        cosines[n, view] += one * other
                for place in range(len(views.parts)):
                    part, whole, counted = views.parts[place]
                    held = views.holders[part]
                    if (in_a >> part) & (in_b >> whole) & 1:
                        stood[0][n, place] += 1.0 if counted else np.float64(table.weights[kind_a, held])
                    if (in_b >> part) & (in_a >> whole) & 1:
                        stood[1][n, place] += 1.0 if counted else np.float64(table.weights[kind_b, held])
                i += 1
                j += 1


@compiled
def products(a: Whole, b: Whole, rows: Rows, sums: Real) -> None:
    """The inner products of the rows of each pair; every entry counts one where `weights` is empty."""
    single = len(rows.weights) == 0
    columns, weights = rows.columns, rows.weights
    for n in range(len(a)):
        i, j = rows.starts[a[n]], rows.starts[b[n]]
        end_i, end_j = i + rows.lengths[a[n]], j + rows.lengths[b[n]]
        while i < end_i and j < end_j:
            if columns[i] < columns[j]:
                i += 1
            elif columns[j] < columns[i]:
                j += 1
            else:
                sums[n] += 1.0 if single else np.float64(weights[i]) * np.float64(weights[j])
                i += 1
                j += 1


# --- an inverted index -----------------------------------------------------------------------------------------


@compiled
def _place(column: int, shift: np.uint64) -> np.uint64:
    return (np.uint64(column) * _SPREAD) >> shift


@compiled
def _find(column: int, keys: Whole, values: Whole, shift: np.uint64) -> int:
    """The number of a column in a table; -1 where it is not in there."""
    at = np.int64(_place(column, shift))
    while keys[at] != _FREE and keys[at] != column:
        at = (at + 1) & (len(keys) - 1)
    return values[at] if keys[at] == column else _FREE


@compiled
def number(searching: Whole, rows: Rows, table: Table) -> int:
    """Number the columns of the searching rows in an empty table; answers how many there are."""
    count = 0
    for row in searching:
        for entry in range(rows.starts[row], rows.starts[row] + rows.lengths[row]):
            column = rows.columns[entry]
            at = np.int64(_place(column, table.shift))
            while table.keys[at] != _FREE and table.keys[at] != column:
                at = (at + 1) & (len(table.keys) - 1)
            if table.keys[at] == _FREE:
                table.keys[at], table.values[at] = column, count
                count += 1
    return count


@compiled
def sieve(keys: Whole, bits: Whole, wide: np.uint64) -> None:
    """Mark the columns of a table in a bit set: most columns that are not in the table are known by it at once."""
    for column in keys:
        if column != _FREE:
            at = _place(column, wide)
            bits[at >> _WORD] |= _ONE << (at & _BITS)


@compiled
def postings(able: Whole, rows: Rows, index: Index, bits: Whole, wide: np.uint64) -> None:
    """Count the postings of each column in `ends`, one place further, where the index has no room for them; else set them down
    from where `ends` says that each column begins, which afterwards says where it ends.
    """
    counting = len(index.rows) == 0
    keys, values, shift = index.table
    columns = rows.columns
    for row in able:
        for entry in range(rows.starts[row], rows.starts[row] + rows.lengths[row]):
            at = _place(columns[entry], wide)
            if (bits[at >> _WORD] >> (at & _BITS)) & _ONE:
                column = _find(columns[entry], keys, values, shift)
                if column >= 0 and counting:
                    index.ends[column + 1] += 1
                elif column >= 0:
                    index.rows[index.ends[column]] = row
                    index.weights[index.ends[column]] = rows.weights[entry] if len(rows.weights) else rows.by_row[row]
                    index.ends[column] += 1


# --- who is near whom ------------------------------------------------------------------------------------------


@compiled
def meet(searching: Whole, rows: Rows, index: Index, terms: Terms, sums: Real, meetings: Meetings) -> tuple[int, int]:
    """Whom each of the searching rows may have on a list, or be on the list of; answers how many rows were dealt with, and how
    many meetings were noted. It stops before a row for which there is no room.

    `sums` are zeros for all rows. Noted is who is at least as near as the last of the nearest of all, or of those of the same
    days, or as near to the other as that asks at least.
    """
    count, size = 0, len(sums)
    some, close = np.empty(size, np.int64), np.empty(size, np.bool_)
    found = Meetings(some, np.empty(size, np.int64), np.empty(size), np.empty(size))
    best, near = np.empty(terms.nearest), np.empty(max(1, terms.nearby))
    for turn in range(len(searching)):
        row = searching[turn]
        met = _sum_up(row, rows, index, sums, some)
        right = _choose(row, met, terms, sums, found, close, (best, near))
        if met >= 0:
            for place in range(met):
                sums[some[place]] = 0.0
        else:
            sums[:] = 0.0
        if count + right > len(meetings.one):
            return turn, count
        for place in range(right):
            other, value = found.other[place], found.value[place]
            if value >= best[0] or (close[place] and value >= near[0]) or value >= terms.least[other]:
                meetings.one[count], meetings.other[count] = row, other
                meetings.value[count], meetings.apart[count] = value, found.apart[place]
                count += 1
    return len(searching), count


@compiled
def _begin(index: Index, column: int) -> int:
    """Where the postings of a column begin."""
    return index.ends[column - 1] if column else 0


@compiled
def _sum_up(row: int, rows: Rows, index: Index, sums: Real, some: Whole) -> int:
    """How near the row is to all others, into `sums`; answers how many it met, noted in `some`, or -1 where they are so many
    that they are found sooner by looking over all.
    """
    first, last = rows.starts[row], rows.starts[row] + rows.lengths[row]
    keys, values, shift = index.table
    wide = 0
    for entry in range(first, last):
        column = _find(rows.columns[entry], keys, values, shift)
        wide += index.ends[column] - _begin(index, column)
    few, met = wide * _SPARSE < len(sums), 0
    for entry in range(first, last):
        column = _find(rows.columns[entry], keys, values, shift)
        weight = np.float64(rows.weights[entry]) if len(rows.weights) else rows.by_row[row]
        if few:
            met = _add_and_note(index, column, weight, sums, some, met)
        else:
            _add(index, column, weight, sums)
    return met if few else -1


@compiled
def _add(index: Index, column: int, weight: float, sums: Real) -> None:
    for at in range(_begin(index, column), index.ends[column]):
        sums[index.rows[at]] += weight * np.float64(index.weights[at])


@compiled
def _add_and_note(index: Index, column: int, weight: float, sums: Real, some: Whole, met: int) -> int:
    """The same, noting down to whom nothing was added before; answers how many are noted."""
    for at in range(_begin(index, column), index.ends[column]):
        other = index.rows[at]
        if sums[other] == 0.0:
            some[met] = other
            met += 1
        sums[other] += weight * np.float64(index.weights[at])
    return met


@compiled
def _choose(row: int, met: int, terms: Terms, sums: Real, found: Meetings, close: Flag, bars: tuple[Real, Real]) -> int:
    """Who may be near enough, into `found`, and which of them are of the same days; answers how many. `bars` become the nearest
    of all and those of the same days, ascending; zeros where there are fewer.
    """
    some, (best, near) = found.one, bars
    best[:], near[:] = 0.0, (0.0 if terms.nearby else np.inf)
    right, looked = 0, 0
    while looked < len(sums):
        until = len(sums) if met >= 0 else min(looked + _BLOCK, len(sums))
        passed = met if met >= 0 else _sift(sums, terms.least, min(best[0], near[0]), looked, until, some)
        for place in range(passed):
            other = some[place]
            value, gap = sums[other], abs(terms.when[row] - terms.when[other])
            if gap <= terms.window and other != row and value > 0.0:
                found.other[right], found.value[right], found.apart[right] = other, value, gap
                known = terms.nearby > 0 and terms.dated[row] and terms.dated[other]
                close[right] = known and gap <= terms.same
                _rank(value, best)
                if close[right]:
                    _rank(value, near)
                right += 1
        looked = until
    return right


@compiled
def _sift(sums: Real, least: Real, bar: float, start: int, end: int, some: Whole) -> int:
    """Which rows of a span come up to the bar or to what they ask themselves; without a branch that nobody can foretell."""
    passed = 0
    for other in range(start, end):
        some[passed] = other
        passed += (sums[other] > 0.0) & ((sums[other] >= bar) | (sums[other] >= least[other]))
    return passed


@compiled
def _rank(value: float, best: Real) -> None:
    """Put a value among the ascending best, if it is greater than the first of them, and drop that."""
    if value > best[0]:
        at = 1
        while at < len(best) and best[at] < value:
            best[at - 1] = best[at]
            at += 1
        best[at - 1] = value


@compiled
def visit(met: Meetings, order: Whole, held: Whole, nearness: Real, moved: Flag) -> None:
    """Put the first of each meeting into the list of the other, nearest first and equals by `order`; `moved` tells which of them
    came in.
    """
    for n in range(len(met.one)):
        host, guest, value = met.other[n], met.one[n], met.value[n]
        at = held.shape[1]
        while at > 0 and (
            value > nearness[host, at - 1]
            or (value == nearness[host, at - 1] and order[guest] < order[held[host, at - 1]])
        ):
            if at < held.shape[1]:
                held[host, at], nearness[host, at] = held[host, at - 1], nearness[host, at - 1]
            at -= 1
        if at < held.shape[1]:
            held[host, at], nearness[host, at] = guest, value
            moved[n] = True


# --- what trees say --------------------------------------------------------------------------------------------


@compiled
def walk(values: Real, trees: Trees, sums: Real) -> None:
    """What the trees say of rows of values, added up tree by tree.

    Some rows go down a tree together, step by step, and stay where they are once they have come to a leaf: so no step waits
    for another, and none hangs on a branch that nobody can foretell.
    """
    node = np.empty(_TOGETHER, np.int32)
    turned = np.empty((values.shape[1], _TOGETHER))
    for start in range(0, len(values), _TOGETHER):
        count = min(_TOGETHER, len(values) - start)
        for row in range(count):
            for feature in range(values.shape[1]):
                turned[feature, row] = values[start + row, feature]
        for tree in range(len(trees.roots)):
            for row in range(count):
                node[row] = trees.roots[tree]
            for _ in range(trees.depths[tree]):
                for row in range(count):
                    here = node[row]
                    value = turned[trees.features[here], row]
                    left = (value <= trees.cuts[here]) | (trees.missing[here] & (value != value))
                    node[row] = trees.children[here, np.int64(left)]
            for row in range(count):
                sums[start + row] += trees.leaves[node[row]]
