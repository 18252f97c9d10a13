"""Find quotations, so that shared public words are not mistaken for shared narration.

About one article in twenty holds an odd quotation mark. Each paragraph is therefore read by itself, so that a stray mark
cannot shift the quotes after it; the one exception is the convention by which a quotation of several paragraphs opens
each of them and closes only the last.
"""

from __future__ import annotations

import re
from functools import lru_cache

from matching.sentences import paragraphs

# Opening mark -> the marks that may close it. German „…“ closes with the mark that opens an English quotation.
_CLOSERS = {"“": "”", "«": "»", "»": "«", "„": "“”", "”": "”", "‘": "’", "‹": "›"}
_MARK = re.compile('["“«»„‘‹]')
_LONGEST = 1_500  # characters: no spoken quotation in one paragraph runs longer; beyond it the closing mark is missing


@lru_cache(maxsize=256)
def quoted_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) offsets of the quotations in `text`, marks included, sorted and not overlapping.

    An opening mark without a closing one counts to the paragraph's end only if the next paragraph opens with a mark of
    the same kind; otherwise it is taken for stray and ignored.
    """
    normal = text.replace("``", "“ ").replace("''", "” ")
    blocks = paragraphs(text)
    found: list[tuple[int, int]] = []
    for number, (start, end) in enumerate(blocks):
        follower = normal[blocks[number + 1][0] :][:1] if number + 1 < len(blocks) else ""
        found += [(start + a, start + b) for a, b in _in_paragraph(normal[start:end], follower)]
    return tuple(found)


def _in_paragraph(paragraph: str, follower: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    position = 0
    while (candidate := _MARK.search(paragraph, position)) is not None:
        position = candidate.start()
        mark = paragraph[position]
        if not _opens(paragraph, position):
            position += 1
            continue
        end = _closing(paragraph, position)
        if end is None and follower == mark:
            found.append((position, len(paragraph)))
            break
        if end is None:
            position += 1
            continue
        found.append((position, end))
        position = end
    return found


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
    closers = '"' if mark == '"' else _CLOSERS[mark]
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
