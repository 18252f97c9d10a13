"""Runs of neighbouring words as 31-bit hashes: an article has hundreds, and as text they would fill the memory.

Two articles of 500 runs each have one in common by chance in one of 8,000 pairs, and it weighs as one run of 500.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Value = TypeVar("Value", bound=np.generic)

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio, odd: the usual spreading factor


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """The distinct runs of one article, ascending, and the weight of each."""

    hashes: Hashes
    weights: NDArray[np.float64]


@lru_cache(maxsize=50_000)
def _word_hash(word: str) -> int:
    """A hash of one word that is the same in every process."""
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def word_hashes(words: Sequence[str]) -> Hashes:
    """A hash for each word, in reading order."""
    return np.fromiter(map(_word_hash, words), dtype=np.uint64, count=len(words))


def distinct(values: NDArray[Value]) -> NDArray[Value]:
    """The different values, ascending. Sorting whole numbers is faster than the hash table of `numpy.unique`."""
    ordered = np.sort(values)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


def merged(one: NDArray[Value], other: NDArray[Value]) -> NDArray[Value]:
    """The different values of both, ascending."""
    return distinct(np.concatenate([one, other]))


def run_hashes(single: Hashes, length: int) -> Hashes:
    """A hash of 31 bits for each run of `length` neighbouring words of `word_hashes`, in reading order; none for fewer words."""
    count = len(single) - length + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    total = np.zeros(count, dtype=np.uint64)
    for place in range(length):
        total = total * _MULTIPLIER + single[place : place + count]
    return total >> np.uint64(33)
