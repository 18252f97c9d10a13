"""Sentences cut into words for the grammar of citing, each quotation being one token of its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from matching.quotes import quoted_ranges
from matching.sentences import split_sentences
from matching.wordlists import word_set

PIECE = 20_000
"""Characters that are read at once: a text is cut at line ends (else at blanks), so that the time stays linear in its length."""
_FILL = "\ua756"  # a capital letter that no language in use has: stands for what is quoted
_TOKEN = re.compile(
    rf"(?P<quote>[^\w\s():,;]{{0,3}}{_FILL}+[^\w\s]?{_FILL}*[^\w\s—–―]{{0,3}})"
    r"|(?P<word>(?:[A-Z][.·]){2,}|[^\W_]+(?:[’'&\-][^\W_]+)*)"
    r"|(?P<mark>--|(?<!\w)-(?=\s*[A-ZÀ-Þ])|[,;:()\[\]—–―/]|[.!?…]+)"
)
_OPENING_TWO = re.compile(r"(?<![\w,.!?])''(?=[\w…])")
_CLOSING_TWO = re.compile(r"''")
_DOTTED = word_set("""mr mrs ms dr prof sen sens rep reps gov govs lt gen col sgt capt cmdr maj adm rev hon pres det supt insp
    st sr sra srta jr fr atty amb dra hr d messrs del cllr ald cpl pvt sec""")
_SOFT_DOTS = re.compile(
    rf"\b(?:{'|'.join(sorted(word.capitalize() for word in _DOTTED if len(word) > 2))})(\.)(?=\s[A-Z])"
    r"|\b[A-Z][a-z]+ (?:[A-Z]\.){2,3}(?= [A-Z][a-z])"
)
"""The dots of titles and of several initials before a name ("Sens. Pell and …", "Dora J.K. Pell"): no sentence ends there."""
_ANSWER = re.compile(r"[,!?]\W{0,2}$")  # a single word that opens its sentence and is said: '"Never," said Pell'
_SPOKEN = 2  # words from which a quotation can be something said


@dataclass(frozen=True, slots=True)
class Token:
    """A word (without its possessive), a mark or a quotation, with its offsets in the whole text."""

    kind: str  # word | mark | quote
    text: str
    start: int
    end: int
    possessive: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence: its tokens, its offsets, and the number of its paragraph."""

    tokens: tuple[Token, ...]
    start: int
    end: int
    paragraph: int


def read_lines(text: str) -> tuple[Line, ...]:
    """Return the sentences of `text` as tokens, in reading order. Quotations are one token each, whatever they hold."""
    lines: list[Line] = []
    paragraph = 0
    for offset, piece in _pieces(text):
        masked = _masked(_one_mark(piece))
        last = 0
        for sentence in split_sentences(masked):
            tokens = tuple(_tokens(masked, piece, sentence.start, sentence.end, offset))
            last = sentence.paragraph + 1
            lines.append(Line(tokens, offset + sentence.start, offset + sentence.end, paragraph + sentence.paragraph))
        paragraph += last
    return tuple(lines)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    while at < len(text):
        end = min(len(text), at + PIECE)
        if end < len(text):
            cut = max(text.rfind("\n", at, end), at) or end
            if cut <= at:
                cut = max(text.rfind(" ", at, end), at)
            end = cut if cut > at else end
        yield at, text[at:end]
        at = end


def _one_mark(piece: str) -> str:
    """Two single marks in place of a double one, opening and closing alike: the same text with double marks."""
    return _CLOSING_TWO.sub('" ', _OPENING_TWO.sub(' "', piece)) if "''" in piece else piece


def _masked(piece: str) -> str:
    """The text with the inside of every quotation filled, so that no sentence ends within one but at its own end."""
    parts: list[str] = []
    last = 0
    for start, end in quoted_ranges(piece):
        parts.append(piece[last:start])
        parts.append(_filled(piece[start:end]))
        last = end
    parts.append(piece[last:])
    return _SOFT_DOTS.sub(_softened, "".join(parts))


def _softened(match: re.Match[str]) -> str:
    return match.group().replace(".", "·")


def _filled(quoted: str) -> str:
    if len(quoted) < 3:
        return _FILL * len(quoted)
    inner, close = quoted[1:-1], quoted[-1]
    if close.isalnum() or close.isspace():
        return quoted[0] + _FILL * (len(quoted) - 1)
    ending = inner.rstrip()[-1:]
    stop = "." if ending == "." else "," if ending in {",", "?", "!", "…"} else ""
    return quoted[0] + _FILL * (len(inner) - len(stop)) + stop + close


def _tokens(masked: str, piece: str, start: int, end: int, offset: int) -> Iterator[Token]:
    at = start
    while at < end and (match := _TOKEN.search(masked, at, end)) is not None:
        kind = match.lastgroup or "mark"
        at, stop = match.end(), match.end()
        word = piece[match.start() : stop]
        possessive = False
        if kind == "quote":
            answer = match.start() == start and _ANSWER.search(word) is not None
            if len(word.split()) < _SPOKEN and not answer:
                kind = "scare"
        elif kind == "word":
            word, possessive = _bare(word, masked[stop : stop + 1])
            stop = match.start() + len(word)
            if masked[stop : stop + 1] in {".", "·"} and (
                word.lower() in _DOTTED or (len(word) == 1 and word.isupper())
            ):
                at = stop + 1
        yield Token(kind, word, offset + match.start(), offset + stop, possessive)


def _bare(word: str, after: str) -> tuple[str, bool]:
    if word[-2:].lower() in {"'s", "’s"}:
        return word[:-2], True
    return word, word[-1:] == "s" and word[:1].isupper() and after in {"’", "'"}
