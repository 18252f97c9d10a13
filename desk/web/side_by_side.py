"""Two texts side by side: paragraphs that belong together in one row, and the words they share marked in both.

A run of `RUN` words or more that stands in both texts is shared, wherever it stands: copy is cut and moved around, and a
comparison in order would lose what was moved. The measure is the one of the matcher's first look (shingles), without its
weights: what a reader sees here is what the two pages share, not what was decided from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desk.web.clean import paragraphs

RUN = 4
"""Words in a row that make shared text; three are often chance ("on Monday night"), five miss lightly edited copy."""

MOST_PARAGRAPHS = 80
MOST_WORDS = 6000

_WORD = re.compile(r"\w+(?:[’'\-]\w+)*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph, shared with the other text or not."""

    text: str
    shared: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of either text, or of both where they belong together. An empty side is no paragraph."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rows, and which share of each text's words stands in the other; `is_cut` where a text was too long."""

    rows: tuple[Row, ...]
    left_share: float
    right_share: float
    is_cut: bool


@dataclass(frozen=True, slots=True)
class _Text:
    parts: list[str]
    words: list[list[re.Match[str]]]
    runs: list[set[tuple[str, ...]]]


def compare(left: str, right: str) -> Comparison:
    """Both texts in rows, with what they share marked.

    >>> found = compare("The pier is closed to all cars from June.", "A pier is closed to all cars, he said.")
    >>> [piece.text for piece in found.rows[0].left if piece.shared]
    ['pier is closed to all cars']
    """
    a, a_cut = _text(left)
    b, b_cut = _text(right)
    in_a = set().union(*a.runs) if a.runs else set()
    in_b = set().union(*b.runs) if b.runs else set()
    marked_a, marked_b = _marked(a, in_b), _marked(b, in_a)
    pieces_a = [_pieces(part, words, mark) for part, words, mark in zip(a.parts, a.words, marked_a, strict=True)]
    pieces_b = [_pieces(part, words, mark) for part, words, mark in zip(b.parts, b.words, marked_b, strict=True)]
    rows = tuple(
        Row(pieces_a[i] if i is not None else (), pieces_b[j] if j is not None else ())
        for i, j in _aligned(a.runs, b.runs)
    )
    return Comparison(rows, _share(marked_a), _share(marked_b), a_cut or b_cut)


def _text(text: str) -> tuple[_Text, bool]:
    whole = paragraphs(text)
    parts, words, count = [], [], 0
    for part in whole[:MOST_PARAGRAPHS]:
        found = list(_WORD.finditer(part))
        count += len(found)
        if count > MOST_WORDS:
            break
        parts.append(part)
        words.append(found)
    return _Text(parts, words, [_runs(found) for found in words]), len(parts) < len(whole)


def _runs(words: Sequence[re.Match[str]]) -> set[tuple[str, ...]]:
    keys = [word.group().casefold() for word in words]
    return {tuple(keys[n : n + RUN]) for n in range(len(keys) - RUN + 1)}


def _marked(text: _Text, others: set[tuple[str, ...]]) -> list[list[bool]]:
    marks = []
    for words in text.words:
        keys = [word.group().casefold() for word in words]
        mark = [False] * len(keys)
        for n in range(len(keys) - RUN + 1):
            if tuple(keys[n : n + RUN]) in others:
                mark[n : n + RUN] = [True] * RUN
        marks.append(mark)
    return marks


def _pieces(part: str, words: Sequence[re.Match[str]], marks: Sequence[bool]) -> tuple[Piece, ...]:
    """The paragraph in pieces; a shared one goes from its first word to its last."""
    pieces: list[Piece] = []
    at, n = 0, 0
    while n < len(words):
        if not marks[n]:
            n += 1
            continue
        end = n
        while end + 1 < len(words) and marks[end + 1]:
            end += 1
        if words[n].start() > at:
            pieces.append(Piece(part[at : words[n].start()], False))
        pieces.append(Piece(part[words[n].start() : words[end].end()], True))
        at, n = words[end].end(), end + 1
    if at < len(part):
        pieces.append(Piece(part[at:], False))
    return tuple(pieces)


def _share(marks: Sequence[Sequence[bool]]) -> float:
    total = sum(len(mark) for mark in marks)
    return sum(sum(mark) for mark in marks) / total if total else 0.0


def _aligned(
    left: Sequence[set[tuple[str, ...]]], right: Sequence[set[tuple[str, ...]]]
) -> list[tuple[int | None, int | None]]:
    """Paragraphs in order, those together that share most (the best chain of pairs, by dynamic programming)."""
    best = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in range(len(left) - 1, -1, -1):
        for j in range(len(right) - 1, -1, -1):
            pair = len(left[i] & right[j])
            best[i][j] = max(best[i + 1][j], best[i][j + 1], pair + best[i + 1][j + 1] if pair else 0)
    rows: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < len(left) and j < len(right):
        pair = len(left[i] & right[j])
        if pair and best[i][j] == pair + best[i + 1][j + 1]:
            rows.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            rows.append((i, None))
            i += 1
        else:
            rows.append((None, j))
            j += 1
    return [*rows, *((n, None) for n in range(i, len(left))), *((None, n) for n in range(j, len(right)))]
