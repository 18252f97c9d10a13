"""Paragraphs and sentences of an article's text, with their offsets.

A rule-based splitter is enough here: a sentence is only a unit of evidence, and a wrong cut costs one phrase match. It
knows the abbreviations that news text is full of (titles, months, initials, "a.m.") and keeps a closing quotation mark
with the sentence that it ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from matching.wordlists import word_set

_ABBREVIATIONS = word_set("""mr mrs ms dr prof sr sra jr st mt gov lt col gen sgt capt cmdr maj rep sen rev hon pres supt det sec dept
    jan feb mar apr jun jul aug sep sept oct nov dec vs etc inc corp co ltd llc no nos vol fig approx est ave blvd rd
    a.m p.m u.s u.k u.n d.c e.g i.e ph.d bzw ca usw hr fr z.b d.h dra ud uds av mme mlle""")
_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s+[\"'“‘«„(\[]*[\w])|[.!?…][\"'”’»)\]]*$")
_BEFORE_WORD = re.compile(r"[\s(\[\"“‘«„]")
_LONGEST_ABBREVIATION = 12  # characters: a longer word is none


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: character offsets into the article's text, the text itself, and which paragraph it stands in."""

    start: int
    end: int
    text: str
    paragraph: int


@lru_cache(maxsize=64)
def paragraphs(text: str) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) offsets of the non-empty lines of `text`, in reading order."""
    found: list[tuple[int, int]] = []
    for match in re.finditer(r"[^\n]+", text):
        raw = match.group()
        stripped = raw.strip()
        if stripped:
            start = match.start() + raw.index(stripped[0])
            found.append((start, start + len(stripped)))
    return tuple(found)


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of `text` in reading order; their offsets satisfy `text[s.start:s.end] == s.text`."""
    found: list[Sentence] = []
    for number, (start, end) in enumerate(paragraphs(text)):
        for first, last, sentence in _cut(text[start:end]):
            found.append(Sentence(start + first, start + last, sentence, number))
    return tuple(found)


@lru_cache(maxsize=4_096)
def _cut(paragraph: str) -> tuple[tuple[int, int, str], ...]:
    """The sentences of a paragraph with their offsets in it. Kept: copies of one story share most paragraphs."""
    found: list[tuple[int, int]] = []
    begin = 0
    for match in _END.finditer(paragraph):
        if match.end() < len(paragraph) and not _is_boundary(paragraph, match):
            continue
        found.append((begin, match.end()))
        begin = match.end()
        while begin < len(paragraph) and paragraph[begin].isspace():
            begin += 1
    if begin < len(paragraph):
        found.append((begin, len(paragraph)))
    return tuple((first, last, paragraph[first:last]) for first, last in found)


def _is_boundary(paragraph: str, match: re.Match[str]) -> bool:
    """Whether a mark that could end a sentence does: not after an abbreviation, an initial or before a small letter."""
    following = paragraph[match.end() : match.end() + 40].lstrip(" \"'“‘«„([")
    if not following or following[0].islower():
        return False
    if match.group()[0] != "." or len(match.group()) > 1:
        return True
    word = _BEFORE_WORD.split(paragraph[max(0, match.start() - _LONGEST_ABBREVIATION) : match.start()])[-1].lower()
    if word in _ABBREVIATIONS:
        return word in {"a.m", "p.m", "etc", "inc"} and following[0].isupper()
    return not (len(word) == 1 and word.isalpha())
