"""What the top of the later article tells and the earlier one tells nowhere: it had not been done yet.

"Charged", where the first report, of an arrest, knows of no charge, is another happening, however much the two share. So is
an answer to a report: "denies", where the report knows of no denial, in an article that says whose report it answers. Both are
read off words alone, and only where the one came out well after the other; they cut off the score of a pair
(`matching.scorer.ruled`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.actionwords import ENGLISH, OTHERS
from matching.thresholds import SAME_TIME
from matching.tokens import Token
from matching.wordlists import word_set

RANGES: Final = {"justice": (1, 5), "law": (2, 5), "deal": (0, 1)}
"""The steps of each process whose words mean little else, first and last: from arrest to sentence, from the vote to a court's
ruling on it, from talks to agreement. Others ("appeal", "released", "bill") are everyday words."""
_FIELD: Final = 8  # bits for the steps of a process
_DENIAL: Final = 1 << (_FIELD * len(RANGES))
_SHIFTS: Final = {name: _FIELD * number for number, name in enumerate(RANGES)}

_DENIES = re.compile(
    r"(?:den(?:y|ies|ied|ying)|refut(?:e|es|ed|ing)|rebut(?:s|ted)?|niegan?|nego|desmient\w*|desmintio|dement(?:i|ie|ent)?"
    r"|bestreite[tn]|bestritt|dementier\w*|nega|negou|smentisc\w*|smentit[ao])"
)
# What is denied to somebody is refused, not called untrue.
_REFUSED = word_set("""
    bail entry access permission parole request requests motion motions appeal appeals him her them visa visas leave service
    asylum justice treatment care entrance place chance opportunity women men people children residents
""")
_A_REPORT = word_set("report reports story stories article")
_OF_A_REPORT = word_set("in by from that")
_REPORTED_BEFORE = word_set("had has have first")


def deeds_of(top: Sequence[Token], everything: Sequence[Token], language: str) -> tuple[int, int]:
    """Two sets of bits: the steps that title and first sentence name, and those named anywhere.

    The bit of a denial is set in the first where the top denies what a newsroom reported, in the second wherever anything is
    denied.

    >>> from matching.tokens import tokenize
    >>> deeds_of(tokenize("Man charged"), tokenize("Man charged after arrest"), "en")
    (4, 6)
    """
    named, told = _steps(top, language), _steps(everything, language)
    if _denied(everything):
        told |= _DENIAL
        if _denied(top) and _answers(everything):
            named |= _DENIAL
    return named, told


def later_deed(gap: NDArray[np.float64], a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.float64]:
    """For each pair 1 where the later article's top tells a step, or a denial, that the earlier article does not know, else 0.

    `gap` is how many days `b` came out after `a`, NaN where that is unknown; `a` and `b` are two rows of what
    `deeds_of` answers for the articles of each pair.
    """
    known = np.abs(gap) >= SAME_TIME  # NaN is not
    first = np.where(gap >= 0, a[0], b[0])
    first_told = np.where(gap >= 0, a[1], b[1])
    second = np.where(gap >= 0, b[0], a[0])
    found = (second & _DENIAL > 0) & (first_told & _DENIAL == 0)
    for shift in _SHIFTS.values():
        before, after, told = ((bits >> shift) & ((1 << _FIELD) - 1) for bits in (first, second, first_told))
        # the lowest bit of the one above the highest of the other
        found |= (before > 0) & (after > 0) & ((after & -after) > before) & (after & told == 0)
    return np.asarray(known & found, dtype=np.float64)


def _steps(tokens: Sequence[Token], language: str) -> int:
    """The bits of the steps that these words name."""
    lexicon = ENGLISH if language in {"en", ""} else OTHERS
    bits = 0
    keys = [token.key for token in tokens]
    for key, following in zip(keys, [*keys[1:], ""], strict=False):
        for action in lexicon.actions(key, following):
            if action.step >= 0 and action.name in RANGES:
                low, high = RANGES[action.name]
                if low <= action.step <= high:
                    bits |= 1 << (_SHIFTS[action.name] + action.step)
    return bits


def _denied(tokens: Sequence[Token]) -> bool:
    """Whether anything is called untrue."""
    following = (token.key for token in (*tokens[1:], *tokens[-1:]))
    return any(
        _DENIES.fullmatch(token.key) and after not in _REFUSED for token, after in zip(tokens, following, strict=True)
    )


def _answers(tokens: Sequence[Token]) -> bool:
    """Whether somebody's report is spoken of: "a report in", "had reported"."""
    return any(
        (one.key in _A_REPORT and other.key in _OF_A_REPORT)
        or (other.key == "reported" and one.key in _REPORTED_BEFORE)
        for one, other in pairwise(tokens)
    )
