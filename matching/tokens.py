"""Text to tokens, for any script: words with their offsets and case, numbers, sentence starts.

Words of alphabets come out casefolded, without accents in their key, without English possessive and without Romance
elision ("l’eau" gives "eau"). Scripts written without spaces (Han, kana, Thai, …) come out as overlapping character
pairs, the usual stand-in for words in retrieval (Manning, Raghavan, Schütze: Introduction to Information Retrieval, 2.2.1).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(
    rf"(?P<pairs>[{_UNSPACED}]+)"
    r"|(?P<number>\d+(?:[.,:\u00a0\u202f]\d+)*)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
)
# The same without groups: scanning is a fifth faster, and what a piece is is looked up once for each spelling.
_PIECE = re.compile(_TOKEN.pattern.replace("?P<pairs>", "?:").replace("?P<number>", "?:").replace("?P<word>", "?:"))
_SENTENCE_END = re.compile(r"[.!?:\n\u2026。！？]")
_ELISION = re.compile(r"^(?:l|d|j|n|s|t|m|c|qu|un|all|dell|nell|dall|sull|quest)['’](?=\w{2})")
# Words whose reading is remembered: nearly all words of a text are of the first fifty thousand, and each takes 250 bytes.
_CACHED = 50_000
_GROUPED = re.compile(r"^\d{1,3}(?:[., \u00a0\u202f]\d{3})+$")


class Token(NamedTuple):
    """One token: `word` casefolded as written, `key` the same without accents, and how it stood in the text.

    A named tuple, since an article makes hundreds of them and a frozen dataclass takes three times as long to make.
    """

    word: str
    key: str
    start: int
    end: int
    capital: bool = False
    initial: bool = False  # first word of a sentence or line: its capital says nothing
    number: bool = False


@lru_cache(maxsize=_CACHED)
def strip_accents(word: str) -> str:
    """The word without combining marks: "México" and "Mexico" get one key. Other scripts keep their letters."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", word)
    plain = "".join(c for c in decomposed if not ("\u0300" <= c <= "\u036f"))
    return unicodedata.normalize("NFC", plain) or word


@lru_cache(maxsize=_CACHED)
def fold(word: str) -> str:
    """Casefold, drop a possessive ending and a Romance elision: "Mayor’s" gives "mayor", "l’Eau" gives "eau"."""
    word = word.casefold().replace("’", "'")
    if word.endswith("'s") and len(word) > 3:
        return word[:-2]
    return _ELISION.sub("", word) if "'" in word else word


def fold_number(text: str) -> str:
    """A number without its grouping marks: "212,000" and "212.000" give "212000", "4,5" gives "4.5"."""
    if _GROUPED.match(text):
        return re.sub(r"\D", "", text)
    return re.sub(r"[,:\u00a0\u202f]", ".", text)


@lru_cache(maxsize=_CACHED)
def _read_piece(piece: str) -> tuple[str, str, bool, bool] | None:
    """Word, key, capital and number of one piece of text; None for a run of a script without spaces."""
    match = _TOKEN.match(piece)
    kind = match.lastgroup if match else None
    if kind == "word":
        word = fold(piece)
        return word, strip_accents(word), piece[0].isupper() or (len(piece) > 2 and piece[2].isupper()), False
    if kind == "number":
        number = fold_number(piece)
        return number, number, False, True
    return None


def tokenize(text: str) -> list[Token]:
    """Every token of `text` in reading order. Empty text gives an empty list; no text raises."""
    tokens: list[Token] = []
    previous_end = 0
    make = tuple.__new__  # what Token(...) does, without a call in between
    for match in _PIECE.finditer(text):
        start, end = match.span()
        piece = text[start:end]
        read = _read_piece(piece)
        if read is None:
            tokens.extend(_pairs(piece, start))
        else:
            gap = text[previous_end:start]  # nearly always one blank, which ends no sentence
            initial = not tokens or (gap != " " and _SENTENCE_END.search(gap) is not None)
            word, key, capital, number = read
            tokens.append(make(Token, (word, key, start, end, capital, initial, number)))
        previous_end = end
    return tokens


def _pairs(run: str, start: int) -> list[Token]:
    """Overlapping character pairs of a run of an unspaced script; a single character stands for itself."""
    if len(run) == 1:
        return [Token(run, run, start, start + 1)]
    return [Token(run[i : i + 2], run[i : i + 2], start + i, start + i + 2) for i in range(len(run) - 1)]
