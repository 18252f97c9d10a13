"""The standfirst: the sentence or two between headline and text that say what the article reports."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.extract.blocks import HEADINGS, Block
from crawler.extract.context import Layout, is_lead_named
from crawler.extract.prompts import is_label, is_sentence
from crawler.extract.tree import fold

MIN_LEAD = 25
"""Letters and digits; what is shorter is a label, a place or a date."""
MAX_LEAD = 700


def find_lead(layout: Layout, body: list[Block], title: str, descriptions: Sequence[str]) -> list[Block]:
    """The blocks before the body that are its standfirst, in order; empty where the body begins with it already.

    A block is one where it says what a description in the head says, where the page calls it so, or where it is the
    sentence right below the headline.
    """
    if not body:
        return []
    blocks = layout.blocks
    first = body[0].order
    start, headline = headline_before(blocks, first, fold(title))
    known = {block.folded for block in body}
    found: list[Block] = []
    for block in blocks[start:first]:
        if block.folded in known or not _may_be_lead(block, fold(title)) or layout.is_outside(block):
            continue
        below = headline and block.order == start and _is_sentence(block)
        beside = block.holder.getparent() is body[0].holder.getparent() and _is_sentence(block)
        if below or beside or _says(block, descriptions) or is_lead_named(block):
            found.append(block)
            known.add(block.folded)
    return found


def _may_be_lead(block: Block, title: str) -> bool:
    if not MIN_LEAD <= len(block.folded) <= MAX_LEAD or block.linked > 0.5:
        return False
    return not (block.folded in title or title in block.folded or is_label(block))


def _is_sentence(block: Block) -> bool:
    return len(block.folded) >= 50 and (is_sentence(block.text) or block.tag == "h2")


def _says(block: Block, descriptions: Sequence[str]) -> bool:
    """Whether a block holds the beginning of a description, or a description holds the block's."""
    for description in descriptions:
        said = fold(description)
        if len(said) >= MIN_LEAD and (said[:40] in block.folded or block.folded[:40] in said):
            return True
    return False


def headline_before(blocks: list[Block], first: int, title: str) -> tuple[int, bool]:
    """The position after the last headline before the body, and whether there is one: a heading that reads as the title."""
    for position in range(first - 1, -1, -1):
        block = blocks[position]
        near = title in block.folded or (block.folded in title and len(block.folded) > 12)
        if (
            title
            and near
            and (block.folded == title or block.tag in HEADINGS or block.holder.getparent().tag in HEADINGS)
        ):
            return position + 1, True
    return max(0, first - 12), False
