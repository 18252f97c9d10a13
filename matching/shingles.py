"""Shared narration inside one event: word shingles, containment both ways, aligned spans.

Containment (the share of one text's shingles that the other has) finds a copy cut to a third, where the Jaccard
coefficient does not: Broder, "On the resemblance and containment of documents" (1997). Quotations are left out first.
Who shares shingles with whom is found in `matching.sharedtext`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.quotes import quoted_ranges
from matching.scan import Scan, hashes_of, scan
from matching.types import Span

SIZE = 5  # words in a shingle: long enough that two reporters rarely coincide, short enough to survive light editing
_BASE = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio: odd, and spreads well
Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of a text outside quotations: the offsets of each, and their shingles in reading order.

    A shingle is the hash of five folded words; `distinct` holds each once, ascending.
    """

    starts: Places
    ends: Places
    shingles: Hashes
    distinct: Hashes

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two articles (a < b) share: shingle counts, and the containment of each in the other."""

    a: str
    b: str
    shared: int
    in_a: float
    in_b: float

    @property
    def containment(self) -> float:
        """The larger of the two containments."""
        return max(self.in_a, self.in_b)


def words_of(text: str, *, ignore: Iterable[tuple[int, int]] = ()) -> Words:
    """Return the words of `text` outside quotations and outside the `ignore` ranges, with their shingles."""
    return words_outside(scan(text), (*quoted_ranges(text), *ignore))


def words_outside(scanned: Scan, ranges: Iterable[tuple[int, int]]) -> Words:
    """Return the words of a text that was cut before, but those that begin inside one of the `ranges`."""
    starts, ends = np.asarray(scanned.starts, dtype=np.int64), np.asarray(scanned.ends, dtype=np.int64)
    kept = np.ones(len(starts), dtype=bool)
    for first, last in ranges:
        kept[np.searchsorted(starts, first) : np.searchsorted(starts, last)] = False
    hashes = hashes_of(scanned)
    shingles = _shingles(hashes if kept.all() else hashes[kept])
    return Words(starts[kept], ends[kept], shingles, np.unique(shingles))


def _shingles(hashes: Hashes) -> Hashes:
    """The hash of each run of `SIZE` words: the words' hashes weighed by powers of an odd number (Rabin and Karp)."""
    count = len(hashes) - SIZE + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    total = np.zeros(count, dtype=np.uint64)
    for place in range(SIZE):
        total = total * _BASE + hashes[place : place + count]
    return total


def aligned_spans(a: str, words_a: Words, words_b: Words, *, least: int = 8, limit: int = 3) -> tuple[Span, ...]:
    """Return the longest runs of at least `least` words of text `a` that stand in the other too, at most `limit`."""
    runs = [(first, last + SIZE - 1) for first, last in _runs(words_a, words_b)]
    kept = sorted((r for r in runs if r[1] - r[0] + 1 >= least), key=lambda r: (r[0] - r[1], r[0]))[:limit]
    spans = [(int(words_a.starts[first]), int(words_a.ends[last])) for first, last in sorted(kept)]
    return tuple(Span(s, e, a[s:e]) for s, e in spans)


def longest_run(words_a: Words, words_b: Words) -> int:
    """Return the length in words of the longest run that stands in both."""
    best = max((last - first + 1 for first, last in _runs(words_a, words_b)), default=0)
    return best + SIZE - 1 if best else 0


def _runs(words_a: Words, words_b: Words) -> list[tuple[int, int]]:
    """First and last place of each unbroken run of shingles of the one text that the other has too."""
    if not len(words_b.distinct) or not len(words_a.shingles):
        return []
    at = np.minimum(np.searchsorted(words_b.distinct, words_a.shingles), len(words_b.distinct) - 1)
    common = np.concatenate([[False], words_b.distinct[at] == words_a.shingles, [False]])
    edges = np.flatnonzero(common[1:] != common[:-1])
    return list(zip(edges[::2].tolist(), (edges[1::2] - 1).tolist(), strict=True))
