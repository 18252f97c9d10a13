"""What stands around a word: the article before it, a sentence that begins, a place, a first name, a longer name."""

from __future__ import annotations

import re

from matching.facts import STOPWORDS
from matching.nameforms import ARTICLES, GAPS, LAST_WORDS, OPENERS, bare
from matching.scan import Scan
from matching.wordlists import word_set

_TITLES = word_set(
    "Mr Mrs Ms Dr Sen Rep Gov Gen Col Sgt Sir Lord Lady Judge Justice Mayor President Senator Señor Herr Frau"
)
_PLACE_WORDS = word_set("in at near from outside around across throughout downtown")
_ENDS_SENTENCE = re.compile(r"[.!?\n:“\"]")
_SIMPLE_GAPS = frozenset({" ", "\u00a0", "-", " & ", "  "})


class Surroundings:
    """The neighbourhood of the words of one text; it remembers which words the text uses as surnames."""

    def __init__(self, scanned: Scan) -> None:
        """Prepare a text; raises nothing."""
        self.scan = scanned
        self.words = scanned.words
        self._smalls: frozenset[str] | None = None
        self.surnames: set[str] = set()

    def is_article(self, i: int) -> bool:
        """Whether word `i` is an article with something after it."""
        return self.words[i].lower() in ARTICLES and i + 1 < len(self.words)

    def has_the(self, i: int) -> bool:
        """Whether "the" stands right before word `i`."""
        return i > 0 and self.words[i - 1] in {"the", "The", "THE"} and self.scan.gaps[i] in GAPS

    def from_article(self, i: int) -> int:
        """Return the place of the article before word `i`, or `i` where there is none."""
        before = i > 0 and self.words[i - 1].lower() in ARTICLES and self.scan.gaps[i] in GAPS
        return i - 1 if before else i

    def plain_gaps(self, i: int, n: int) -> bool:
        """Whether nothing but blanks and hyphens stands between words; other marks must be those of the registry."""
        return n == 1 or all(self.scan.gaps[k] in _SIMPLE_GAPS for k in range(i + 1, i + n))

    def goes_on(self, last: int) -> bool:
        """Whether a one-word name is the first of a longer one that is no newsroom's ("Vice President Roe")."""
        after = last + 1
        if after >= len(self.words) or self.scan.gaps[after] not in GAPS or self.words[last].endswith(("’s", "'s")):
            return False
        word = bare(self.words[after])
        return word[0].isupper() and not word.isupper() and word not in LAST_WORDS

    def in_address(self, start: int, end: int) -> bool:
        """Whether a domain is part of a mail or web address."""
        text = self.scan.text
        return text[start - 1 : start] in {"@", "/"} or text[end : end + 1] == "/"

    def in_place_of(self, i: int) -> bool:
        """Whether a word stands where places do ("in Boston"): then it is one, if it can be."""
        return i > 0 and self.words[i - 1].lower() in _PLACE_WORDS and not self.words[i].isupper()

    def opens(self, i: int) -> bool:
        """Whether word `i` begins a sentence or stands in a line where every word has a capital."""
        if i == 0 or _ENDS_SENTENCE.search(self.scan.gaps[i]):
            return True
        near = self.words[max(0, i - 6) : i] + self.words[i + 1 : i + 7]
        plain = [w for w in near if len(w) >= 4 and w[0].isalpha()]
        return bool(plain) and not any(w[0].islower() for w in plain)

    def is_surname(self, i: int, n: int, written: str) -> bool:
        """Whether a one-word short form is somebody's surname here: after a title or a first name, now or before."""
        if n > 1 or written.isupper():
            return False
        if i and (self.scan.gaps[i] in GAPS or self.scan.gaps[i] == ". "):
            before = self.words[i - 1]
            opens = i < 2 or _ENDS_SENTENCE.search(self.scan.gaps[i - 1]) is not None
            known = before.lower() in STOPWORDS or (opens and (before in OPENERS or before.lower() in self._small()))
            if before in _TITLES or (before[0].isupper() and not known):
                self.surnames.add(written)
        return written in self.surnames

    def _small(self) -> frozenset[str]:
        """The words that the text writes with a small letter somewhere."""
        if self._smalls is None:
            self._smalls = frozenset(w for w in self.words if w[0].islower())
        return self._smalls
