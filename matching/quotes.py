"""Find quotations, so that shared public words are not mistaken for shared narration.

About one article in twenty holds an odd quotation mark. Each paragraph is therefore read by itself, so that a stray mark
cannot shift the quotes after it; the one exception is the convention by which a quotation of several paragraphs opens
each of them and closes only the last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from matching.sentences import paragraphs

# Opening mark -> the marks that may close it. German „…“ closes with the mark that opens an English quotation.
_CLOSERS = {"“": "”", "«": "»", "»": "«", "„": "“”", "”": "”", "‘": "’", "‹": "›"}
_MARK = re.compile('["“«»„‘‹]')
_ANY_MARK = re.compile('["“”«»„‘’‹›]')
_POST = re.compile(
    r"[-–—]\s*[^()\n]{1,60}\(@\w{2,30}\)\s+[A-ZÀ-Þ]?\w+\.? \d{1,2},? \d{4}|[-–—]\s*[^()\n]{1,60}\(@\w{2,30}\)\s+\d{1,2}\.? \w+ \d{4}"
)
_LINES = 4  # lines over which a quotation may run where each sentence stands on a line of its own
_LONGEST = 1_500  # characters: no spoken quotation in one paragraph runs longer; beyond it the closing mark is missing


@lru_cache(maxsize=256)
def quoted_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) offsets of the quotations in `text`, marks included, sorted and not overlapping.

    An opening mark without a closing one runs on only where the text shows it: to the end of its paragraph if the next
    opens with a mark of the same kind, or into the next lines (at most `_LINES`) up to a closing mark that nothing there
    opened, as in texts that put each sentence on a line. Otherwise it is taken for stray and ignored. The text of an
    embedded post counts as quoted.
    """
    normal = text.replace("``", "“ ").replace("''", "” ")
    blocks = paragraphs(text)
    found: list[tuple[int, int]] = list(_embedded_posts(text))
    skip = 0
    for number, (start, end) in enumerate(blocks):
        begin = max(start, skip)
        if begin >= end or any(a <= begin < b for a, b in found):
            continue
        inside, open_at = _in_paragraph(normal[begin:end])
        found += [(begin + a, begin + b) for a, b in inside]
        if open_at is None:
            continue
        close = _runs_on(normal, blocks, number, normal[begin + open_at])
        if close is not None:
            found.append((begin + open_at, close))
            skip = close
    return _merged(found)


def _merged(ranges: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(kept[-1][1], end))
        else:
            kept.append((start, end))
    return tuple(kept)


def _embedded_posts(text: str) -> list[tuple[int, int]]:
    """Whole lines that end in the signature of a post on a social network."""
    found = []
    for match in _POST.finditer(text):
        start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - _LONGEST)
        found.append((start, match.end()))
    return found


def _runs_on(text: str, blocks: Sequence[tuple[int, int]], number: int, mark: str) -> int | None:
    """Return where a quotation that its paragraph leaves open ends, or None if the mark is stray."""
    following = blocks[number + 1 : number + 1 + _LINES]
    if following and text[following[0][0]] == mark and mark != '"':
        return blocks[number][1]
    if following and mark == '"' and text[following[0][0]] == '"' and text[slice(*blocks[number])].count('"') % 2:
        return blocks[number][1]
    for start, end in following:
        first = next((m for m in _ANY_MARK.finditer(text, start, end) if not _is_apostrophe(text, m.start())), None)
        if first is None:
            continue
        before = text[start : first.start()].rstrip()
        closes = first.group() in _closers(mark) and before.endswith((",", ".", "!", "?", "…", "-", "–", "—"))
        return first.end() if closes and text[start:end].count(first.group()) % 2 else None
    return None


def _is_apostrophe(text: str, at: int) -> bool:
    return text[at] in "‘’'" and text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()


def _closers(mark: str) -> str:
    return '"”' if mark == '"' else _CLOSERS[mark] + ('"' if mark == "“" else "")


def _in_paragraph(paragraph: str) -> tuple[list[tuple[int, int]], int | None]:
    """Return the closed quotations of a paragraph, and where its last one opens that is not closed."""
    found: list[tuple[int, int]] = []
    position = 0
    left_open: int | None = None
    while (candidate := _MARK.search(paragraph, position)) is not None:
        position = candidate.start()
        if not _opens(paragraph, position):
            position += 1
            continue
        end = _closing(paragraph, position)
        if end is None:
            left_open = position
            position += 1
            continue
        found.append((position, end))
        position = end
        left_open = None
    return found, left_open


def _opens(paragraph: str, position: int) -> bool:
    mark = paragraph[position]
    before = paragraph[position - 1] if position else " "
    after = paragraph[position + 1] if position + 1 < len(paragraph) else " "
    if mark == '"':
        return not before.isalnum() or after.isalnum()
    if mark in {"‘", "'"}:
        return mark == "‘" and not before.isalnum() and after.isalnum()
    if mark == "»":  # German books quote »thus«; in French and Spanish this mark closes
        return after.isalnum() and not before.isalnum()
    return mark in {"“", "«", "„", "‹"}


def _closing(paragraph: str, position: int) -> int | None:
    mark = paragraph[position]
    closers = _closers(mark)
    last = min(len(paragraph), position + _LONGEST)
    found = [at for closer in closers for at in _places(paragraph, closer, position + 1, last, mark)]
    return min(found) + 1 if found else None


def _places(paragraph: str, closer: str, first: int, last: int, mark: str) -> list[int]:
    """Where the first closing mark of one kind stands; a single mark within a word is an apostrophe."""
    at = paragraph.find(closer, first, last)
    while at >= 0 and mark == "‘" and paragraph[at + 1 : at + 2].isalnum():
        at = paragraph.find(closer, at + 1, last)
    return [at] if at >= 0 else []


def without_quotes(text: str) -> str:
    """Return `text` with every quotation replaced by spaces, so that offsets still fit.

    >>> without_quotes('He said "no way" twice.')
    'He said          twice.'
    """
    parts: list[str] = []
    last = 0
    for start, end in quoted_ranges(text):
        parts.append(text[last:start])
        parts.append(re.sub(r"[^\n]", " ", text[start:end]))
        last = end
    parts.append(text[last:])
    return "".join(parts)
