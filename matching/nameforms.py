"""Names that have the form of a newsroom's, whether or not anybody has registered it: "the Pellworth Daily News"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matching.agencies import MEDIA_NOUNS, MEDIA_OPENERS, MEDIA_PAIRS, NOT_OUTLETS, SECOND_NOUNS, STATES
from matching.facts import STOPWORDS
from matching.names import normal
from matching.scan import Scan
from matching.wordlists import phrase_set, word_set

LONGEST = 7  # words in a newsroom's name
ARTICLES = word_set("the el la los las le les l die der das il lo de")
GAPS = frozenset({" ", "\u00a0"})
_JOINERS = word_set("of the del de and della")
_WIRE_PAIRS = phrase_set(
    "news agency|press agency|press association|news service|wire service|information agency|presse agentur"
)
_WIRE_WORDS = word_set("newswire presseagentur nachrichtenagentur")
_INNER_GAPS = frozenset({" ", "\u00a0", "-", " & "})
_CAPITAL_ARTICLES = word_set("El La Le Les Die Der Das Il O")
_CALL_SIGN = re.compile(r"[WK][A-Z]{3}(?:-(?:TV|AM|FM))?|[WK][A-Z]{2}-(?:TV|AM|FM)")
# Words that open a sentence or a credit with a capital and are no part of the name that follows ("Citing Example Times, …",
# "Via Example Times"). A name that begins with one is read from the next word on.
OPENERS = word_set(
    """Former Longtime Late Ex Then Citing Quoting Crediting Like Unlike Even Meanwhile Yesterday Today Tonight Earlier Later
    Although However Though Whereas Via Per Despite Following Besides Elsewhere Moreover Source Sources Exclusive Reportedly
    Rival Fellow Separately Previously Originally Says Said
    Sender Fernsehsender Radiosender Zeitung Tageszeitung Wochenzeitung Zeitschrift Nachrichtenmagazin Blatt"""
)
LAST_WORDS = MEDIA_NOUNS | SECOND_NOUNS | {pair.split()[-1] for pair in MEDIA_PAIRS}


def bare(word: str) -> str:
    """Return a word without its possessive."""
    return word[:-2] if word.endswith(("’s", "'s")) else word


def is_wire_name(name: str) -> bool:
    """Whether a newsroom calls itself an agency: its name ends as agencies' names do.

    >>> is_wire_name("Pellworth News Agency"), is_wire_name("Pellworth Daily News")
    (True, False)
    """
    words = normal(name).split()
    return len(words) > 1 and (words[-1] in _WIRE_WORDS or (len(words) > 2 and " ".join(words[-2:]) in _WIRE_PAIRS))


def initials_of(name: str) -> str:
    """Return the first letters of a name's words, in small letters."""
    return "".join(word[0] for word in normal(name).split())


def _noun(word: str) -> str:
    """The noun that a word ends in: of a name that two papers merged into ("Times-News"), the last part."""
    plain = bare(word)
    return plain.rpartition("-")[2] if "-" in plain else plain


def tells(word: str) -> bool:
    """Whether a word can end, open or be a newsroom's name by form."""
    if not word[0].isupper():
        return False
    plain = bare(word)
    called = word[0] in "WK" and _CALL_SIGN.fullmatch(plain) is not None
    return called or plain in LAST_WORDS or plain in MEDIA_OPENERS or _noun(word) in LAST_WORDS


def form_at(scanned: Scan, i: int) -> tuple[int, str] | None:
    """Return the last word's place and the written name of a newsroom by form that begins at word `i`, or None.

    It is a run of capitalised words that ends, or begins, as newsrooms' names do.
    """
    words, first = scanned.words, scanned.words[i]
    opener = first.lower()
    if first in OPENERS or (opener in STOPWORDS and opener not in ARTICLES):
        return None
    last = _run_end(scanned, i)
    best = next((k for k in range(last, i - 1, -1) if _closes(words, i, k)), None)
    if best is None:
        return None
    written = bare(scanned.text[scanned.starts[i] : scanned.ends[best]])
    if opener == "the" and len(normal(written).split()) == 1:
        return None
    return None if normal(written) in NOT_OUTLETS else (best, written)


def capital_the(scanned: Scan, i: int) -> tuple[int, str] | None:
    """Read "The Xyz" with a capital article inside a sentence: English writes little but titles of publications so."""
    inside = i > 0 and scanned.gaps[i] in GAPS and scanned.words[i - 1][0].islower()
    if scanned.words[i] != "The" or not inside:
        return None
    last = _run_end(scanned, i)
    if not i < last <= i + 3:
        return None
    written = bare(scanned.text[scanned.starts[i] : scanned.ends[last]])
    return None if normal(written) in NOT_OUTLETS else (last, written)


def _run_end(scanned: Scan, i: int) -> int:
    """The place of the last capitalised word of the run that begins at word `i`, or -1."""
    last = -1
    for run in range(i, min(len(scanned.words), i + LONGEST)):
        word = scanned.words[run]
        gap = scanned.gaps[run]
        if run > i and gap not in _INNER_GAPS:
            break
        joiner = word in _JOINERS or (run == i and word.lower() in ARTICLES)
        if not joiner:
            if not word[0].isupper():
                break
            last = run
        if word.endswith(("’s", "'s")):
            break
    return last


def _closes(words: Sequence[str], i: int, k: int) -> bool:
    word = bare(words[k])
    if k > i and "-" in word and word[0].isupper() and word not in MEDIA_NOUNS:
        first, _, last = word.rpartition("-")
        return first in MEDIA_NOUNS and last in MEDIA_NOUNS
    if k == i:
        return _CALL_SIGN.fullmatch(word) is not None
    before = words[k - 1]
    if word == "Republic" and normal(before) in STATES:
        return False
    if word in MEDIA_NOUNS or f"{before} {word}" in MEDIA_PAIRS or (before in MEDIA_NOUNS and word in SECOND_NOUNS):
        return True
    return words[i] in MEDIA_OPENERS and words[i] not in _CAPITAL_ARTICLES and word[0].isupper()
