"""The checkable facts of a text: its figures, its names, and the content words of each sentence.

Two reporters at one happening share the public facts, but each brings some of their own; a rewrite brings none. So the
facts that only one of two texts has say more than those that both have (compare METER: Clough, Gaizauskas and Piao,
"Measuring text reuse", 2002, where similarity alone could not tell derived from independent).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from matching.scan import Scan, fold, scan
from matching.sentences import Sentence
from matching.wordlists import word_set

_NUMBER = re.compile(r"\d+(?:[.,]\s?\d+)*")
_WORD = re.compile(r"[^\W\d_][\w’'\-]*")
_NUMBER_WORDS = {
    word: str(value)
    for value, words in {
        2: "two dos deux zwei pair both",
        3: "three tres trois drei",
        4: "four cuatro quatre vier",
        5: "five cinco cinq fünf",
        6: "six seis sechs",
        7: "seven siete sept sieben",
        8: "eight ocho huit acht",
        9: "nine nueve neuf neun",
        10: "ten diez dix zehn",
        11: "eleven once onze elf",
        12: "twelve doce douze zwölf dozen",
        13: "thirteen trece treize dreizehn",
        14: "fourteen catorce quatorze vierzehn",
        15: "fifteen quince quinze fünfzehn",
        16: "sixteen",
        17: "seventeen",
        18: "eighteen",
        19: "nineteen",
        20: "twenty veinte vingt zwanzig",
        30: "thirty treinta trente dreißig",
        40: "forty",
        50: "fifty",
        60: "sixty",
        70: "seventy",
        80: "eighty",
        90: "ninety",
    }.items()
    for word in words.split()
}
_CALENDAR = word_set("""monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december jan feb mar apr jun jul aug sept sep oct nov dec lunes martes miércoles jueves
    viernes sábado domingo lundi mardi mercredi jeudi vendredi samedi dimanche montag dienstag mittwoch donnerstag
    freitag samstag sonntag""")
STOPWORDS = word_set("""a about after all also among an and any are as at be because been before being between but by can could did do
    does during each for from had has have he her here him his how i if in into is it its just last like made make many
    may me might more most mr mrs ms much my new no not now of off on one only or other our out over own said same say
    says she should since so some still such than that the their them then there these they this those through time to
    told too under until up us very was we were what when where which while who whom whose why will with would year
    years you your de la el los las un una que y en por con se del al lo su le les des et est dans pour sur qui il elle
    une du au aux ce cette der die das und ist in den von mit für auf dem ein eine im zu sich nicht""")


@dataclass(frozen=True, slots=True)
class Facts:
    """Figures, names (single folded words), and the content stems of each sentence in order."""

    figures: frozenset[str]
    names: frozenset[str]
    sentences: tuple[frozenset[str], ...]

    @property
    def hard(self) -> frozenset[str]:
        """Figures and names together: what a rewrite cannot put into other words."""
        return self.figures | self.names


_ENDINGS = {
    "y": ("ingly", "ly", "y"),
    "s": ("ations", "iness", "ings", "ies", "ers", "es", "s"),
    "n": ("ation",),
    "g": ("ing",),
    "d": ("ied", "ed"),
    "r": ("er",),
    "e": ("e",),
}
"""Endings by their last letter, the longest first."""


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return a crude stem: enough that "vote", "voted" and "votes" meet, whatever the language.

    >>> stem("injured"), stem("injuries")
    ('injur', 'injur')
    """
    low = fold(word)
    for ending in _ENDINGS.get(low[-1:], ()):
        if low.endswith(ending) and len(low) - len(ending) >= 4:
            return low[: len(low) - len(ending)]
    return low


def content_stems(text: str) -> frozenset[str]:
    """Return the stems of the words of `text` that carry meaning, and its figures."""
    words = {stem(w) for w in _WORD.findall(text) if len(w) > 2 and w.lower() not in STOPWORDS}
    return frozenset(words | figures_of(text))


def is_calendar(word: str) -> bool:
    """Whether a word is a day of the week or a month.

    >>> is_calendar("Sunday")
    True
    """
    return word.lower() in _CALENDAR


def figures_of(text: str) -> frozenset[str]:
    """Return the figures of `text` in one form: `2,911`, `2 911` and "two" become `2911` and `2`."""
    return frozenset(_figures(text, _WORD.findall(text)))


def _figures(text: str, words: Sequence[str]) -> set[str]:
    found = {_NUMBER_WORDS[low] for low in map(str.lower, words) if low in _NUMBER_WORDS}
    for raw in _NUMBER.findall(text):
        number = re.sub(r",(?=\d{3}\b)", "", re.sub(r"\s", "", raw)).replace(",", ".")
        found.add(number.lstrip("0") or "0")
    return found


@dataclass(frozen=True, slots=True)
class _Word:
    """What one written word contributes: its content stem ("" for none), its figures, the name that it can be."""

    stem: str
    figures: tuple[str, ...]
    name: str


@lru_cache(maxsize=200_000)
def _read_word(word: str) -> _Word:
    """Read one word of a text, as `scan` cuts it."""
    low = word.lower()
    figures = tuple(sorted(_figures(word, (word,)))) if not word.isalpha() or low in _NUMBER_WORDS else ()
    if word[0].isdigit():
        return _Word("", figures, "")
    folded = fold(word)
    named = word[0].isupper() and len(word) > 1 and folded not in _CALENDAR and folded not in STOPWORDS
    stemmed = stem(word) if len(word) > 2 and low not in STOPWORDS else ""
    return _Word(stemmed, figures, folded if named else "")


def facts_of(sentences: Sequence[Sentence], scanned: Scan | None = None) -> Facts:
    """Return the facts of a text that was split into `sentences`, and cut into words where that was done before.

    A capitalised word counts as a name unless it only ever opens a sentence.
    """
    names: set[str] = set()
    figures: set[str] = set()
    stems = []
    for words in _by_sentence(sentences, scanned):
        told = _told(tuple(words))
        figures |= told.figures
        names |= told.names
        stems.append(told.stems)
    return Facts(frozenset(figures), frozenset(names), tuple(stems))


@dataclass(frozen=True, slots=True)
class _Told:
    """What one sentence tells."""

    figures: frozenset[str]
    names: frozenset[str]
    stems: frozenset[str]


@lru_cache(maxsize=8_192)
def _told(words: tuple[str, ...]) -> _Told:
    """Read one sentence. Kept, since the copies of an agency's story hold the same sentences hundreds of times."""
    read = list(map(_read_word, words))
    figures = frozenset(figure for word in read if word.figures for figure in word.figures)
    stems = {word.stem for word in read} - {""}
    return _Told(figures, frozenset(word.name for word in read[1:]) - {""}, figures | stems)


def _by_sentence(sentences: Sequence[Sentence], scanned: Scan | None) -> Iterator[list[str]]:
    """The words of each sentence."""
    if scanned is None:
        yield from (scan(sentence.text).words for sentence in sentences)
        return
    at = 0
    for sentence in sentences:
        first = bisect_left(scanned.starts, sentence.start, at)
        at = bisect_left(scanned.starts, sentence.end, first)
        yield scanned.words[first:at]
