"""The standfirst: the sentence or two between headline and text that say what the article reports."""

from __future__ import annotations

import re

from crawler.extract.blocks import Block
from crawler.extract.context import Layout, is_lead_named
from crawler.extract.tree import fold

MIN_LEAD = 25
"""Letters and digits; what is shorter is a label, a place or a date."""
MAX_LEAD = 700
_LINE = re.compile(r"\d{1,2}[:.]\d{2}|\b(?:min(?:uten?|utes?|\.)?|updated|aktualisiert|stand)\b.*\d", re.IGNORECASE)


def find_lead(layout: Layout, body: list[Block], title: str, description: str) -> list[Block]:
    """The blocks before the body that are its standfirst, in order; empty where the body begins with it already.

    A block is one where it says what the head's description says, or where the page calls it so.
    """
    if not body:
        return []
    blocks = layout.blocks
    first = body[0].order
    start = _headline_before(blocks, first, fold(title))
    described = fold(description)[:60]
    known = {block.folded for block in body}
    found: list[Block] = []
    for block in blocks[start:first]:
        if not MIN_LEAD <= len(block.folded) <= MAX_LEAD or block.linked > 0.5 or block.folded in known:
            continue
        if block.folded in fold(title) or fold(title) in block.folded:
            continue
        says = len(described) >= MIN_LEAD and (block.folded.startswith(described) or described[:40] in block.folded)
        if says or (is_lead_named(block) and not _LINE.search(block.text)):
            if not layout.is_outside(block):
                found.append(block)
                known.add(block.folded)
    return found


def _headline_before(blocks: list[Block], first: int, title: str) -> int:
    """The position after the last headline before the body: an h1, or a block that reads as the title."""
    for position in range(first - 1, -1, -1):
        block = blocks[position]
        if title and (
            block.folded == title or (block.tag == "h1" and (title in block.folded or block.folded in title))
        ):
            return position + 1
    return max(0, first - 12)
