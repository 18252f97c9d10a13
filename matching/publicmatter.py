"""What is nobody's narration: documents that an article announces, lists, and the stock notes that outlets print below texts.

Two reporters who both print the names of the dead, or the sentence of an indictment, share no reporting by that, and two
outlets of one house that print the same invitation to a newsletter do not either.
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
_STOCK = re.compile(
    r"\ball\s+rights\s+reserved\b|\bmay\s+not\s+be\s+(?:published|reproduced|redistributed|copied)\b|alle\s+rechte\s+vorbehalten|"
    r"todos\s+los\s+derechos\s+reservados|tous\s+droits\s+réservés|"
    r"\bsign\s+up\s+(?:for|to|here)\b|\bsubscribe\s+(?:to|for|now|here)\b|\bin\s+your\s+inbox\b|\bunsubscribe\b|\bnewsletter\b.{0,40}\b(?:abonnieren|bestellen)\b|"
    r"\bsuscr[ií]b(?:ete|ase)\b|\babonnez-vous\b|\bdownload\s+(?:our|the)\s+app\b|"
    r"\bfollow\s+(?:us|@\w+|[A-Z][\w ]{2,30}?)\s+on\s+(?:Twitter|Facebook|Instagram|X|the\s+networks)\b|"
    r"\b(?:contact|e-?mail|call|write\s+to)\s+us\s+(?:at|on)\b|\bdo\s+you\s+have\s+a\s+story\b|\bsend\s+(?:us\s+)?(?:your\s+)?tips\b|"
    r"\bnot\b.{0,60}\b(?:investment|financial|legal|medical)\s+advice\b|\beditorial\s+(?:policies|standards|guidelines)\b|"
    r"\b(?:terms\s+of\s+(?:use|service)|privacy\s+policy|cookie\s+policy)\b",
    re.IGNORECASE,
)
# Cheap words without one of which no formula can fit.
_STOCK_HINTS = (
    "rights", "may not be", "vorbehalten", "derechos", "droits", "sign up", "subscri", "inbox", "newsletter", "suscr", "abonne",
    " app", "follow ", "contact us", "mail us", "call us", "to us ", "a story", "tips", " advice", "editorial ", "terms of", " policy",
)  # fmt: skip
_STOCK_WORDS = 110  # words up to which a paragraph that holds such a formula is a stock note
_REPORT_PARAGRAPHS = 2  # the first ones are the report, whatever they say
_DOCUMENT_WORDS = 12  # words from which a paragraph after such an announcement is the document


def public_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) offsets of lists, announced documents and stock notes in `text`, in reading order.

    A list is a run of at least four short lines none of which is a sentence. A document is the paragraph after one that
    ends in a colon and says that somebody says or writes what follows. A stock note is a paragraph with a formula of rights, subscription,
    contact or disclaimer below the first two.
    """
    blocks = paragraphs(text)
    return tuple(sorted({*_lists(text, blocks), *_documents(text, blocks), *_notes(text, blocks)}))


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


def _notes(text: str, blocks: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    low = text.lower()
    if not any(hint in low for hint in _STOCK_HINTS):
        return
    for block in blocks[_REPORT_PARAGRAPHS:]:
        paragraph = text[slice(*block)]
        if len(paragraph.split()) <= _STOCK_WORDS and _STOCK.search(paragraph):
            yield block
