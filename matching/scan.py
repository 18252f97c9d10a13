"""A text cut into words once: everything that reads it (newsrooms, facts, shingles, phrases) looks at the same cut."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

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
    parts = _WORD.split(text)
    at = list(accumulate(map(len, parts)))
    words = parts[1::2]
    return Scan(text, words, parts[0::2], at[0:-1:2], at[1::2], list(map(str.lower, words)))
