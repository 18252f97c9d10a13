"""Shared narration inside one event: word shingles in an inverted index, containment both ways, aligned spans.

Containment (the share of one text's shingles that the other has) finds a copy cut to a third, where the Jaccard
coefficient does not: Broder, "On the resemblance and containment of documents" (1997). Quotations and an outlet's own
boilerplate are left out first. The index looks only at pairs that share a shingle, and stops counting a shingle that
more than `MAX_POSTING` articles carry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_array

from matching.quotes import without_quotes
from matching.types import Span

SIZE = 5  # words in a shingle: long enough that two reporters rarely coincide, short enough to survive light editing
_TOKEN = re.compile(r"[^\W_]+(?:[’'.,\-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text outside quotations: folded, with the offsets of each, and their shingles in order.

    A shingle is kept as the hash of its words: good for comparing within one run, and never stored.
    """

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    shingles: tuple[int, ...]

    @property
    def distinct(self) -> frozenset[int]:
        """The distinct shingles."""
        return frozenset(self.shingles)


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two articles (a < b) share: shingle counts, containment of each in the other, longest run in words."""

    a: str
    b: str
    shared: int
    in_a: float
    in_b: float

    @property
    def containment(self) -> float:
        """The larger of the two containments."""
        return max(self.in_a, self.in_b)


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return `word` as it is compared: lower case, one apostrophe, no possessive, no thousands separators."""
    low = word.lower().replace("’", "'")
    if low.endswith("'s"):
        low = low[:-2]
    return low.replace(",", "") if low[:1].isdigit() else low


def words_of(text: str, *, ignore: Iterable[tuple[int, int]] = ()) -> Words:
    """Return the words of `text` outside quotations and outside the `ignore` ranges, with their shingles."""
    narration = without_quotes(text)
    for start, end in ignore:
        narration = narration[:start] + " " * (end - start) + narration[end:]
    words, starts, ends = [], [], []
    for match in _TOKEN.finditer(narration):
        words.append(fold(match.group()))
        starts.append(match.start())
        ends.append(match.end())
    shingles = tuple(map(hash, zip(*(words[i:] for i in range(SIZE)), strict=False)))
    return Words(tuple(words), tuple(starts), tuple(ends), shingles)


MAX_POSTING = 60  # articles that may carry a shingle before it counts only through anchors
ANCHORS = 12  # texts through which crowded shingles are looked at


def overlaps(words: Mapping[str, Words]) -> tuple[Overlap, ...]:
    """Return every pair that shares a shingle, with both containments, sorted by ids.

    In an event of many copies a shingle may stand in hundreds of articles. Such a shingle counts only between those and
    a few anchors (the longest texts that carry crowded shingles): enough to join a copy to its group, and the work
    stays linear. Of pairs without an anchor the count is then a lower bound.
    """
    keys = sorted(words)
    sets = [words[key].distinct for key in keys]
    matrix = _incidence(sets)
    carried = np.bincount(matrix.indices, minlength=matrix.shape[1])
    crowded = carried > MAX_POSTING
    shared = matrix[:, (carried > 1) & ~crowded]
    product = (shared @ shared.T).tocoo()
    counts: dict[tuple[int, int], int] = {
        (i, j): n
        for i, j, n in zip(product.row.tolist(), product.col.tolist(), product.data.tolist(), strict=True)
        if i < j
    }
    for (i, j), n in _crowded(matrix[:, crowded], sets).items():
        counts[i, j] = counts.get((i, j), 0) + n
    return tuple(
        Overlap(keys[i], keys[j], n, n / max(1, len(sets[i])), n / max(1, len(sets[j])))
        for (i, j), n in sorted(counts.items())
    )


def _incidence(sets: Sequence[frozenset[int]]) -> csr_array:
    """Articles by shingles: 1 where an article has a shingle."""
    columns: dict[int, int] = {}
    rows, cols = [], []
    for row, shingles in enumerate(sets):
        for shingle in shingles:
            rows.append(row)
            cols.append(columns.setdefault(shingle, len(columns)))
    data = np.ones(len(rows), dtype=np.int32)
    return csr_array((data, (rows, cols)), shape=(len(sets), max(1, len(columns))))  # type: ignore[no-untyped-call]


def _crowded(matrix: csr_array, sets: Sequence[frozenset[int]]) -> dict[tuple[int, int], int]:
    """Counts of crowded shingles between each article and the anchors."""
    holders = np.flatnonzero(np.diff(matrix.indptr)).tolist()
    anchors = sorted(sorted(holders, key=lambda row: (-len(sets[row]), row))[:ANCHORS])
    if not anchors:
        return {}
    product = (matrix[anchors] @ matrix.T).tocoo()
    found: dict[tuple[int, int], int] = {}
    for a, j, n in zip(product.row.tolist(), product.col.tolist(), product.data.tolist(), strict=True):
        i = anchors[a]
        if i != j:
            found[min(i, j), max(i, j)] = n
    return found


def aligned_spans(a: str, words_a: Words, words_b: Words, *, least: int = 8, limit: int = 3) -> tuple[Span, ...]:
    """Return the longest runs of at least `least` words of text `a` that stand in the other too, at most `limit`."""
    other = words_b.distinct
    runs: list[tuple[int, int]] = []
    begin: int | None = None
    for i, shingle in enumerate((*words_a.shingles, -1)):
        if shingle in other and begin is None:
            begin = i
        elif shingle not in other and begin is not None:
            runs.append((begin, i - 1 + SIZE - 1))
            begin = None
    kept = sorted((r for r in runs if r[1] - r[0] + 1 >= least), key=lambda r: (r[0] - r[1], r[0]))[:limit]
    spans = [(words_a.starts[first], words_a.ends[last]) for first, last in sorted(kept)]
    return tuple(Span(s, e, a[s:e]) for s, e in spans)


def longest_run(words_a: Words, words_b: Words) -> int:
    """Return the length in words of the longest run that stands in both."""
    other = words_b.distinct
    best = run = 0
    for shingle in words_a.shingles:
        run = run + 1 if shingle in other else 0
        best = max(best, run)
    return best + SIZE - 1 if best else 0
