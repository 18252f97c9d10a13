"""Two texts side by side for a reader: which paragraphs stayed, and inside the others which words went and came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

ALIKE = 0.35
"""Share of their words from which two paragraphs are one that was rewritten; below it one went and another came."""

MAX_WORDS = 4000
"""Words of two paragraphs together up to which they are compared word by word; the time grows with the square."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed (`op` "same"), went ("gone") or came ("new")."""

    op: str
    words: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the newer or the older text. `op` is "same", "gone", "new" or "changed" (then `pieces` are several)."""

    op: str
    pieces: tuple[Piece, ...]


def diff_paragraphs(before: str, after: str) -> list[Paragraph]:
    """The paragraphs of both texts in reading order."""
    old, new = _paragraphs(before), _paragraphs(after)
    found: list[Paragraph] = []
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            found += [_whole("same", text) for text in new[c:d]]
        else:
            found += _replaced(old[a:b], new[c:d])
    return found


def diff_words(before: str, after: str) -> tuple[Piece, ...]:
    """The words of both texts in reading order.

    >>> [(piece.op, piece.words) for piece in diff_words("a toll of eight", "a toll of nine")]
    [('same', 'a toll of'), ('gone', 'eight'), ('new', 'nine')]
    """
    old, new = before.split(), after.split()
    if len(old) + len(new) > MAX_WORDS:
        return (Piece("gone", " ".join(old)), Piece("new", " ".join(new)))
    pieces: list[Piece] = []
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            pieces.append(Piece("same", " ".join(new[c:d])))
        else:
            pieces += [Piece("gone", " ".join(old[a:b]))] * (b > a) + [Piece("new", " ".join(new[c:d]))] * (d > c)
    return tuple(pieces)


def marked(pieces: Sequence[Piece]) -> str:
    """Pieces as one line: [-what went-] {+what came+}, as wdiff prints them."""
    frames = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return " ".join(frames[piece.op].format(piece.words) for piece in pieces)


def _replaced(old: list[str], new: list[str]) -> Iterator[Paragraph]:
    for before, after in _pairs(old, new):
        if before and after:
            yield Paragraph("changed", diff_words(before, after))
        else:
            yield _whole("gone" if before else "new", before or after)


def _pairs(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Rewritten paragraphs with each other, in order; what has no counterpart stands alone."""
    rest = list(old)
    for after in new:
        match = next((index for index, before in enumerate(rest) if _alike(before, after)), None)
        if match is None:
            yield "", after
            continue
        yield from zip_longest(rest[:match], [], fillvalue="")
        yield rest[match], after
        rest = rest[match + 1 :]
    yield from ((before, "") for before in rest)


def _alike(before: str, after: str) -> bool:
    a, b = set(before.casefold().split()), set(after.casefold().split())
    return len(a & b) >= ALIKE * max(len(a), len(b), 1)


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n") if part.strip()]


def _whole(op: str, text: str) -> Paragraph:
    return Paragraph(op, (Piece(op, text),))
