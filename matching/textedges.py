"""Edges of shared and reworded text between the articles of one event, each from the later article to the earlier.

Of the copies only the strongest edges that join them are kept (a maximum spanning forest): every article keeps its best
evidence, and an event of a thousand copies does not keep half a million edges.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from matching import thresholds as limits
from matching.dependence import time_order
from matching.reading import Reading
from matching.rewrites import compare
from matching.sharedtext import Floats, Shared, SharedText
from matching.shingles import Overlap, aligned_spans
from matching.types import Edge, EdgeKind, Span

_MANY = 40  # articles in an event beyond which rewrites are looked for only among those that share rare facts


class TextEdges:
    """The edges of shared text of one event, with what was worked out for them kept while the event grows.

    Whatever is kept is used again only for the very readings that it was made of: the answer does not depend on it.
    """

    def __init__(self) -> None:
        self._shared = SharedText()
        self._copies: dict[tuple[str, str], tuple[Reading, Reading, Edge]] = {}
        self._rewrites: dict[tuple[str, str], tuple[Reading, Reading, tuple[Edge, ...]]] = {}

    def find(self, readings: Sequence[Reading]) -> list[Edge]:
        """Return the edges between these readings."""
        by_id = {r.article.id: r for r in readings}
        shared = self._shared.shared({key: r.words for key, r in by_id.items()}, least=limits.COPY_LEAST_SHINGLES)
        probability = _rated(shared, by_id)
        rows = np.flatnonzero(probability >= limits.NEAR_EDGE)
        rows = rows[np.lexsort((shared.b[rows], shared.a[rows], -probability[rows]))]
        joined = Sets()
        kept = []
        pairs = zip(rows.tolist(), shared.a[rows].tolist(), shared.b[rows].tolist(), strict=True)
        for (row, a, b), sure in zip(pairs, (probability[rows] >= limits.EDGE).tolist(), strict=True):
            if joined.join(a, b) if sure else joined.apart(a, b):
                kept.append(row)
        edges = [self._copy(shared.overlap(row), by_id, float(probability[row])) for row in kept]
        place = {key: number for number, key in enumerate(shared.keys)}
        for a_id, b_id in rewrite_candidates(readings):
            if joined.apart(place[a_id], place[b_id]):
                edges += self._rewrite(by_id[a_id], by_id[b_id])
        return edges

    def _copy(self, overlap: Overlap, by_id: Mapping[str, Reading], probability: float) -> Edge:
        a, b = by_id[overlap.a], by_id[overlap.b]
        kept = self._copies.get((overlap.a, overlap.b))
        rounded = round(probability, 3)
        note = f"{overlap.in_a:.2f} of {overlap.a}, {overlap.in_b:.2f} of {overlap.b}"
        if (
            kept is not None
            and kept[0] is a
            and kept[1] is b
            and (kept[2].probability, kept[2].note) == (rounded, note)
        ):
            return kept[2]
        later, earlier = in_time(a, b)
        spans: tuple[Span, ...] = ()
        if probability >= limits.EDGE:
            spans = aligned_spans(later.article.text, later.words, earlier.words, limit=1)
        edge = Edge(later.article.id, earlier.article.id, EdgeKind.COPY, rounded, spans, note)
        self._copies[overlap.a, overlap.b] = (a, b, edge)
        return edge

    def _rewrite(self, a: Reading, b: Reading) -> tuple[Edge, ...]:
        key = (a.article.id, b.article.id)
        kept = self._rewrites.get(key)
        if kept is None or kept[0] is not a or kept[1] is not b:
            self._rewrites[key] = kept = (a, b, rewrite_edges(a, b))
        return kept[2]


def text_edges(readings: Sequence[Reading]) -> list[Edge]:
    """Return the edges of shared and reworded text between `readings`, with nothing kept."""
    return TextEdges().find(readings)


def _rated(shared: Shared, by_id: Mapping[str, Reading]) -> Floats:
    """The probability of a copy for each pair, where own reporting of the later article breaks a tie.

    A borrowed paragraph in a report whose writer saw the papers leaves it a report.
    """
    alike = np.sqrt(shared.in_a * shared.in_b)
    probability = _probability(shared, alike)
    weak = (alike < limits.TIE_SIMILARITY) & (probability < limits.COPY_SURE) & (probability > limits.NEAR_EDGE)
    for row in np.flatnonzero(weak).tolist():
        later, earlier = in_time(by_id[shared.keys[int(shared.a[row])]], by_id[shared.keys[int(shared.b[row])]])
        dated = later.article.published is not None and later.article.published != earlier.article.published
        if dated and later.own.confirms:
            probability[row] = limits.NEAR_EDGE
    return probability


def _probability(shared: Shared, alike: Floats) -> Floats:
    """How sure shared text makes it that two articles are one report, between 0 and `COPY_SURE`.

    A straight line in the logarithm of the similarity, through 0.5 at `COPY_SIMILARITY` and `COPY_SURE` at `COPY_CERTAIN`.
    """
    reach = math.log(limits.COPY_CERTAIN / limits.COPY_SIMILARITY)
    steps = np.log(np.maximum(alike, 1e-12) / limits.COPY_SIMILARITY) / reach
    line = np.clip(0.5 + (limits.COPY_SURE - 0.5) * steps, 0.0, limits.COPY_SURE)
    inside = np.maximum(shared.in_a, shared.in_b) >= limits.TRIMMED_CONTAINMENT
    sure = inside & (shared.shared >= limits.TRIMMED_LEAST_SHINGLES)
    found = np.where(sure, limits.COPY_SURE, line)
    return np.where(shared.shared >= limits.COPY_LEAST_SHINGLES, found, 0.0)


def copy_probability(overlap: Overlap) -> float:
    """Return how sure shared text makes it that two articles are one report, between 0 and `COPY_SURE`."""
    one = np.array([0], dtype=np.int64)
    in_a, in_b = np.array([overlap.in_a]), np.array([overlap.in_b])
    shared = Shared((overlap.a, overlap.b), one, one + 1, np.array([overlap.shared], dtype=np.int64), in_a, in_b)
    return float(_probability(shared, np.sqrt(in_a * in_b))[0])


class Sets:
    """Disjoint sets of numbers."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def find(self, key: int) -> int:
        """The number that stands for the set of `key`."""
        parents = self._parent
        while (parent := parents.get(key, key)) != key:
            parents[key] = parents.get(parent, parent)
            key = parent
        return key

    def apart(self, a: int, b: int) -> bool:
        """Whether two numbers are in different sets."""
        return self.find(a) != self.find(b)

    def join(self, a: int, b: int) -> bool:
        """Put two sets together; whether they were apart before."""
        first, second = self.find(a), self.find(b)
        if first != second:
            self._parent[max(first, second)] = min(first, second)
        return first != second


def in_time(a: Reading, b: Reading) -> tuple[Reading, Reading]:
    """Return (later, earlier) of two readings."""
    return (b, a) if time_order(a) <= time_order(b) else (a, b)


def rewrite_candidates(readings: Sequence[Reading]) -> list[tuple[str, str]]:
    """Pairs of different outlets that could be rewrites: enough facts, and most of the smaller's facts shared."""
    facts = {r.article.id: r.facts.hard for r in readings if len(r.facts.hard) >= limits.REWRITE_FACTS}
    outlets = {r.article.id: r.article.outlet_id for r in readings}
    ids = sorted(facts)
    pairs = _sharing_rare(facts) if len(ids) > _MANY else [(a, b) for i, a in enumerate(ids) for b in ids[i + 1 :]]
    kept = []
    for a, b in pairs:
        both = len(facts[a] & facts[b])
        small = min(len(facts[a]), len(facts[b]))
        if outlets[a] != outlets[b] and both >= (1 - limits.REWRITE_OWN) * small:
            kept.append((a, b))
    return kept


def _sharing_rare(facts: dict[str, frozenset[str]]) -> list[tuple[str, str]]:
    """Pairs that share at least three facts which at most `_MANY` articles have."""
    holders: dict[str, list[str]] = defaultdict(list)
    for key in sorted(facts):
        for fact in facts[key]:
            holders[fact].append(key)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for keys in holders.values():
        if 2 <= len(keys) <= _MANY:
            for i, a in enumerate(keys):
                for b in keys[i + 1 :]:
                    counts[a, b] += 1
    return sorted(pair for pair, n in counts.items() if n >= 3)


def rewrite_edges(a: Reading, b: Reading) -> tuple[Edge, ...]:
    """Return the edge between two articles of which one is the other in other words, if it is."""
    result = compare(a.facts, b.facts)
    union = len(a.facts.hard | b.facts.hard)
    common = len(a.facts.hard & b.facts.hard) / max(1, union)
    fits = (
        result.facts >= limits.REWRITE_FACTS
        and result.covered >= limits.REWRITE_COVERED
        and result.order >= limits.REWRITE_ORDER
        and result.own <= limits.REWRITE_OWN
        and common >= limits.REWRITE_SHARED
    )
    if not fits:
        return ()
    later, earlier = in_time(a, b)
    smaller = a if len(a.facts.hard) <= len(b.facts.hard) else b
    numbers = [i if smaller is later else j for i, j in result.aligned][:2]
    spans = tuple(Span(s.start, s.end, s.text) for s in (later.sentences[n] for n in sorted(set(numbers))))
    note = (
        f"{result.covered:.2f} of the sentences answered, {result.order:.2f} in the same order, "
        f"{result.own:.2f} of the figures and names its own"
    )
    return (Edge(later.article.id, earlier.article.id, EdgeKind.REWRITE, 0.8, spans, note),)
