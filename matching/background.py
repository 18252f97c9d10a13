"""Background document frequencies: how rare a word is in news of its language, independent of the batch at hand.

They ship with the package, because a database of two articles has none worth the name, and because a score must not
change when unrelated articles arrive. A table is text: its first line names the language, each other line holds a
document share in thousandths of a natural-log unit below one, a tab, and the words of that share.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# An article of this many running words is what document shares are derived for (see `document_share`): the median
# English news article, counted on freely licensed news text, lies between 350 and 600.
TYPICAL_WORDS = 400
# A word in no table is rarer than the rarest listed one: about one in three million running words.
UNSEEN_IDF = 9.0
# Where a language has no table, every word weighs the same and term frequency alone decides.
NEUTRAL_IDF = 5.0
_STOP_WORDS = 120
_MIN_STOP_SHARE = 0.12


@dataclass(frozen=True, slots=True)
class Background:
    """Inverse document frequencies (natural log) by language and word, and each language's most frequent words."""

    idf: Mapping[str, Mapping[str, float]]
    stop_words: Mapping[str, frozenset[str]]

    def weights(self, language: str) -> Mapping[str, float]:
        """The table of a language; empty where there is none."""
        return self.idf.get(language, {})

    def unseen(self, language: str) -> float:
        """What a word weighs that the table of `language` does not list."""
        return UNSEEN_IDF if language in self.idf else NEUTRAL_IDF


def document_share(word_share: float, words: int = TYPICAL_WORDS) -> float:
    """The share of articles of `words` words that hold a word with this share of running text.

    Occurrences are taken as independent, 1 - (1 - p)^n. Words bunch within articles, so this is an upper bound that
    leaves the order of words, which is all that a weight needs, intact.
    """
    return -math.expm1(words * math.log1p(-word_share))


def parse_table(text: str) -> tuple[str, dict[str, float], frozenset[str]]:
    """Language, IDF by word, and the most frequent words of one shipped table.

    Raises ValueError, naming the line, where the text is no such table.
    """
    head, *lines = text.splitlines() or [""]
    if not head.startswith("language\t"):
        raise ValueError("background table: line 1 must be 'language<TAB>code'")
    language = head.split("\t")[1]
    idf: dict[str, float] = {}
    stop: list[str] = []
    for number, line in enumerate(lines, start=2):
        level, tab, words = line.partition("\t")
        if not tab or not level.isdigit():
            raise ValueError(f"background table {language}: line {number} must be 'thousandths<TAB>words'")
        listed = words.split(" ")
        idf.update(dict.fromkeys(listed, int(level) / 1000))
        if len(stop) < _STOP_WORDS:
            stop.extend(listed)
    return language, idf, frozenset(stop[:_STOP_WORDS])


def build_background(tables: Iterable[str]) -> Background:
    """The background made of shipped tables, in any order."""
    parsed = sorted((parse_table(text) for text in tables), key=lambda item: item[0])
    return Background(
        idf={language: idf for language, idf, _ in parsed}, stop_words={language: stop for language, _, stop in parsed}
    )


def detect_language(words: list[str], background: Background, declared: str = "") -> str:
    """The language of a text by its most frequent words; `declared` where the text is too short or unlike all tables.

    The outlet is not asked: a paper may print in two languages. Words are casefolded. Returns "" where nothing is known.
    """
    best, share = "", 0.0
    for language, stop in sorted(background.stop_words.items()):
        found = sum(map(stop.__contains__, words)) / max(1, len(words))
        if found > share:
            best, share = language, found
    if len(words) >= 8 and share >= _MIN_STOP_SHARE:
        return best
    return declared.casefold()[:2] or (best if share > 0 else "")
