"""What an article passes on as it is: documents that it announces, and lists. Like quotations, they are nobody's narration.

Two reporters who both print the names of the dead, or the sentence of an indictment, share no reporting by that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from matching.sentences import paragraphs

_LEAST_LINES = 4
_LINE_WORDS = 14
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_QUOTING = re.compile(
    r"\b(?:says?|said|reads?|writes?|wrote|stat(?:es|ed)|statement|text|letter|indictment|complaint|charges?|charge\s+sheet|ruling|order|"
    r"report|message|post|tweet|e-?mail|release|transcript|follows|verbatim|in\s+full|dice|reza|texto|comunicado|carta|"
    r"écrit|déclare|texte|communiqué|lettre|heißt\s+es|wortlaut|schreibt|erklärt|mitteilung|brief)\b[^:]{0,60}:\s*$",
    re.IGNORECASE,
)
_DOCUMENT_WORDS = 12  # words from which a paragraph after such an announcement is the document


def public_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) offsets of lists and of announced documents in `text`, in reading order.

    A list is a run of at least four short lines none of which is a sentence. A document is the paragraph after one that
    ends in a colon and says that somebody says or writes what follows.
    """
    blocks = paragraphs(text)
    return tuple(sorted({*_lists(text, blocks), *_documents(text, blocks)}))


def _lists(text: str, blocks: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    run: list[tuple[int, int]] = []
    for block in (*blocks, None):
        if block is not None and _is_item(text[slice(*block)]):
            run.append(block)
            continue
        if len(run) >= _LEAST_LINES:
            yield run[0][0], run[-1][1]
        run = []


def _is_item(line: str) -> bool:
    return len(line.split()) <= _LINE_WORDS and _SENTENCE_END.search(line) is None


def _documents(text: str, blocks: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    for before, block in pairwise(blocks):
        if text[before[1] - 1] != ":" or len(text[slice(*block)].split()) < _DOCUMENT_WORDS:
            continue
        if _QUOTING.search(text[max(before[0], before[1] - 160) : before[1]]):
            yield block
