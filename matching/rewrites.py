"""Reworded copy: which sentences answer each other, in what order, and what each text has that the other has not."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from matching.facts import Facts

MATCH = 0.3  # share of the smaller sentence's content stems that two sentences must have in common to answer each other


@dataclass(frozen=True, slots=True)
class Rewrite:
    """How far one text can be a rewording of another.

    `covered` is the share of the shorter text's sentences that have an answer in the longer; `order` the share of those
    that stand in the same order (longest increasing run); `own` the share of the shorter text's figures and names that
    the longer has not; `facts` how many figures and names the shorter text has.
    """

    covered: float
    order: float
    own: float
    facts: int
    aligned: tuple[tuple[int, int], ...]


def compare(a: Facts, b: Facts) -> Rewrite:
    """Return how far the one of two texts with fewer facts can be a rewording of the other.

    `aligned` holds pairs of sentence numbers (in the smaller, in the larger).
    """
    small, large = (a, b) if len(a.hard) <= len(b.hard) else (b, a)
    aligned = tuple(_align(small, large))
    counted = sum(1 for s in small.sentences if len(s) >= 3)
    order = _longest_rising([j for _, j in aligned]) / len(aligned) if aligned else 0.0
    own = len(small.hard - large.hard) / max(1, len(small.hard))
    return Rewrite(len(aligned) / max(1, counted), order, own, len(small.hard), aligned)


def _align(small: Facts, large: Facts) -> list[tuple[int, int]]:
    pairs = []
    for i, sentence in enumerate(small.sentences):
        if len(sentence) < 3:
            continue
        best, where = 0.0, -1
        for j, other in enumerate(large.sentences):
            if len(other) < 3:
                continue
            score = len(sentence & other) / min(len(sentence), len(other))
            if score > best:
                best, where = score, j
        if best >= MATCH:
            pairs.append((i, where))
    return pairs


def _longest_rising(values: list[int]) -> int:
    """Length of the longest run of `values`, not necessarily adjacent, that never falls (patience sorting)."""
    tails: list[int] = []
    for value in values:
        at = bisect_left(tails, value + 1)
        if at == len(tails):
            tails.append(value)
        else:
            tails[at] = value
    return len(tails)
