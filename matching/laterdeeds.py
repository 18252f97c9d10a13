"""What the top of the later article tells and the earlier one tells nowhere: it had not been done yet.

"Charged", where the first report, of an arrest, knows of no charge, is another happening, however much the two share. So are a
storm after its warning, an agreement after talks, and an answer to a report: "denies", where the report knows of no denial, in an
article that says whose report it answers. All are read off words, and only where the one came out well after the other; they
cut off the score of a pair (`matching.scorer.ruled`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.thresholds import SAME_TIME
from matching.tokens import Token
from matching.wordlists import word_set

PROCESSES: Final[tuple[tuple[str, ...], ...]] = (
    (
        r"arrest(?:s|ed|ing)?|detain(?:s|ed)?|detenid[oa]s?|detiene\w*|arrete\w*|verhaft\w*|festgenommen",
        r"charge[sd]|charging|indict(?:s|ed|ment)?|arraign\w*|remand\w*|imputad[oa]s?|inculp\w*|angeklagt|anklage",
        r"trial|testif\w+|pleads?|pled|pleaded|prozess",
        r"convict(?:s|ed|ion)?|guilty|acquit\w*|verdict|sentence[sd]?|sentencing|jailed"
        r"|condenad[oa]s?|culpable|coupable|condamne\w*|acquitte\w*|verurteil\w*|freigesprochen",
    ),
    (
        r"approv\w+|votes?|voted|voting|passe[sd]|aprueba\w*|aprobo|adopte\w*|verabschied\w*",
        r"sues?|sued|suing|lawsuits?|challeng\w+|demanda\w*|klagt|klage",
        r"blocks?|blocked|injunction|overturn\w*|upholds?|upheld|annul\w*|kippt|gekippt",
    ),
    (r"talks|negotiat\w*|negocia\w*|verhandel\w*|verhandlung\w*", r"agree[sd]?|agreement|deals?|accord|pact|signs?|signed|acuerd\w*|einig\w*"),
    (
        r"warn(?:s|ed|ing|ings)?|forecast\w*|brac(?:e|es|ing)|approach\w*|alert\w*|warnt|warnung\w*|alerte|avisos?",
        r"tears?|tore|torn|rips?|ripped|batter\w*|destroy\w*|damage[sd]?|damaging|flooded|swept|struck|hit|hits|killed|kills|dead|dies|died"
        r"|injured|broke|collapsed?|destruid\w*|detruit\w*|zerstort\w*",
    ),
)  # fmt: skip
"""The steps of each process, first to last, by words that hardly mean anything else; sentence and verdict are often of one day.
The last is that of the weather, of which a text has to speak: whom an analyst warns is not hit the next day."""
_WEATHER: Final = word_set("""
    storm storms hurricane typhoon cyclone tornado flood floods flooding snow blizzard gale gales heatwave avalanche eruption
    tsunami weather tormenta huracan temporal tempete orage crue sturm unwetter hochwasser orkan
""")
_FIELD: Final = 8  # bits for the steps of a process
_DENIAL: Final = 1 << (_FIELD * len(PROCESSES))
_OF_WEATHER: Final = ((1 << _FIELD) - 1) << (_FIELD * (len(PROCESSES) - 1))
_STEPS: Final = tuple(
    (re.compile(words), 1 << (_FIELD * number + step))
    for number, steps in enumerate(PROCESSES)
    for step, words in enumerate(steps)
)
_REMEMBERED: Final = 50_000

_DENIES = re.compile(
    r"den(?:y|ies|ied|ying)|refut(?:e|es|ed|ing)|rebut(?:s|ted)?|niegan?|nego|desmient\w*|desmintio|dement(?:i|ie|ent)?"
    r"|bestreite[tn]|bestritt|dementier\w*|nega|negou|smentisc\w*|smentit[ao]"
)
# What is denied to somebody is refused, not called untrue: "bail denied", "denied bail", "denied them".
_REFUSED = word_set(
    "bail entry access permission parole request requests motion motions appeal appeals visa visas leave asylum"
)
_REFUSED_TO = _REFUSED | word_set(
    "him her them service justice treatment care entrance place chance opportunity women men people children residents"
)
_A_REPORT = word_set("report reports story stories article")
_OF_A_REPORT = word_set("in by from that")
_REPORTED_BEFORE = word_set("had has have first")


def deeds_of(top: Sequence[Token], everything: Sequence[Token]) -> tuple[int, int]:
    """Two sets of bits: the steps that title and first sentence name, and those named anywhere.

    The bit of a denial is set in the first where the top denies what a newsroom reported, in the second wherever anything is
    denied.

    >>> from matching.tokens import tokenize
    >>> deeds_of(tokenize("Man charged"), tokenize("Man charged after arrest"))
    (2, 3)
    """
    words = {token.key for token in everything}
    named, told = _steps({token.key for token in top}), _steps(words)
    if any(map(_denies, words)) and _denied(everything):  # few texts hold such a word at all
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
    for shift in range(0, _FIELD * len(PROCESSES), _FIELD):
        before, after, told = ((bits >> shift) & ((1 << _FIELD) - 1) for bits in (first, second, first_told))
        # the lowest bit of the one above the highest of the other
        found |= (before > 0) & (after > 0) & ((after & -after) > before) & (after & told == 0)
    return np.asarray(known & found, dtype=np.float64)


def _steps(words: set[str]) -> int:
    """The bits of the steps that these words name."""
    bits = 0
    for word in words:
        bits |= _step(word)
    return bits & ~_OF_WEATHER if words.isdisjoint(_WEATHER) else bits


@lru_cache(maxsize=_REMEMBERED)
def _step(key: str) -> int:
    """The bit of the step that one word names; 0 for none."""
    return sum(bit for words, bit in _STEPS if words.fullmatch(key))


def _denied(tokens: Sequence[Token]) -> bool:
    """Whether anything is called untrue."""
    keys = ["", *(token.key for token in tokens), ""]
    return any(
        _denies(key) and before not in _REFUSED and after not in _REFUSED_TO
        for before, key, after in zip(keys, keys[1:], keys[2:], strict=False)
    )


@lru_cache(maxsize=_REMEMBERED)
def _denies(key: str) -> bool:
    return _DENIES.fullmatch(key) is not None


def _answers(tokens: Sequence[Token]) -> bool:
    """Whether somebody's report is spoken of: "a report in", "had reported"."""
    return any(
        (one.key in _A_REPORT and other.key in _OF_A_REPORT)
        or (other.key == "reported" and one.key in _REPORTED_BEFORE)
        for one, other in pairwise(tokens)
    )
