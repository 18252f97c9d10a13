"""A text cut into words once: everything that reads it (newsrooms, facts, shingles, phrases) looks at the same cut."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

# A word may hold marks inside ("U.S.", "Plain-Dealer", "1,200", "AT&T", "example.com"), never at its ends.
_WORD = re.compile(r"((?:[A-Z]\.){2,}|[^\W_][\w&]*(?:[.'’\-][^\W_][\w&]*|,\d\w*)*)")


@dataclass(frozen=True, slots=True)
class Scan:
    """The words of a text in reading order, their offsets, and what stands before each (`gaps` has one entry more)."""

    text: str
    words: list[str]
    gaps: list[str]
    starts: list[int]
    ends: list[int]
    lowered: list[str]

    def __len__(self) -> int:
        return len(self.words)


def scan(text: str) -> Scan:
    """Return the words of `text`.

    >>> scan("The U.S. Herald-Post, est. 1,200").words
    ['The', 'U.S.', 'Herald-Post', 'est', '1,200']
    """
    words: list[str] = []
    gaps: list[str] = [""]
    starts: list[int] = []
    ends: list[int] = []
    lowered: list[str] = []
    at = 0
    for line in text.split("\n"):
        cut = _scan_line(line)
        if at:
            gaps[-1] += "\n"
        words += cut.words
        gaps[-1] += cut.gaps[0]
        gaps += cut.gaps[1:]
        starts += [start + at for start in cut.starts] if at else cut.starts
        ends += [end + at for end in cut.ends] if at else cut.ends
        lowered += cut.lowered
        at += len(line) + 1
    return Scan(text, words, gaps, starts, ends, lowered)


@lru_cache(maxsize=4_096)
def _scan_line(line: str) -> Scan:
    """Cut one line. Kept, since hundreds of copies of one story hold the same paragraphs; no word goes over a line."""
    parts = _WORD.split(line)
    at = list(accumulate(map(len, parts)))
    words = parts[1::2]
    return Scan(line, words, parts[0::2], at[0:-1:2], at[1::2], list(map(str.lower, words)))


def hashes_of(scanned: Scan) -> Hashes:
    """Return a hash of each word as it is compared (`fold`), the same in every process."""
    return np.concatenate([_line_hashes(line) for line in scanned.text.split("\n")])


@lru_cache(maxsize=4_096)
def _line_hashes(line: str) -> Hashes:
    words = _scan_line(line).words
    return np.fromiter(map(_word_hash, words), dtype=np.uint64, count=len(words))


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Return `word` as it is compared: lower case, one apostrophe, no possessive, no thousands separators."""
    low = word.lower().replace("’", "'")
    if low.endswith("'s"):
        low = low[:-2]
    return low.replace(",", "") if low[:1].isdigit() else low


@lru_cache(maxsize=200_000)
def _word_hash(word: str) -> int:
    """A hash of a word as it is compared, the same in every process."""
    return int.from_bytes(
        hashlib.blake2b(fold(word).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little"
    )
