"""The body of an article: trafilatura's choice, mended where the page shows that it is too little or too much."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from crawler.extract.blocks import HEADINGS, Block, read_blocks
from crawler.extract.context import Layout, weighs
from crawler.extract.flow import Flow, core_of, dense_core, flow_below
from crawler.extract.lead import find_lead
from crawler.extract.prompts import is_label, is_notice, is_pointer, is_prompt
from crawler.extract.tree import fold

TOLD = 600
"""Characters of an articleBody that is believed to be the whole article; shorter ones are often teasers."""
TAIL = 5
"""So many blocks at the end may be prompts to the reader."""


@dataclass(frozen=True, slots=True)
class BodyText:
    """The article's blocks, its standfirst first.

    `top` is the element that holds them, `start` the one of the first below the standfirst; `notices` are copyright
    lines that stood below the text, `labels` dates, bylines and places that stood above it.
    """

    layout: Layout
    blocks: tuple[Block, ...] = ()
    top: HtmlElement | None = None
    source: str = ""
    start: HtmlElement | None = None
    notices: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """One paragraph for each block, an empty line between them."""
        return "\n\n".join(block.text for block in self.blocks)


def find_body(root: HtmlElement, title: str, descriptions: list[str], article_body: str) -> BodyText:
    """The body of the article on a page.

    The tree is left without its menus, footers and forms.

    `descriptions` are what the head says of the article (they tell which line is the standfirst), `article_body` the
    text that JSON-LD gives, if any.
    """
    body = root.find("body")
    blocks = read_blocks(body if body is not None else root)
    layout = Layout(blocks)
    layout.drop_outside(root)
    chosen = _told_by(article_body, blocks)
    source = "jsonld.articleBody"
    if not chosen:
        chosen = match_lines(trafilatura_text(root, fast=True), blocks)
        source = "trafilatura"
    flow, source = _best_flow(layout, chosen, source)
    notices = tuple(block.text for block in flow.blocks[-TAIL:] if is_notice(block))
    rest, labels = _without_head([block for block in flow.blocks if block.text not in notices], fold(title))
    kept = _without_tail(rest, fold(article_body))
    lead = find_lead(layout, kept, title, descriptions)
    return BodyText(layout, (*lead, *kept), flow.top, source, kept[0].holder if kept else None, notices, labels)


def _told_by(article_body: str, blocks: list[Block]) -> set[int]:
    """The orders of the blocks that JSON-LD's articleBody consists of; empty where it is short or not on the page.

    Where the page itself says which text is the article, nobody else need be asked: it is on one page in five.
    """
    if len(article_body) < TOLD:
        return set()
    chosen = match_lines(article_body, blocks)
    covered = sum(len(block.folded) for block in blocks if block.order in chosen and weighs(block))
    return chosen if covered > 0.8 * len(fold(article_body)) else set()


def _best_flow(layout: Layout, chosen: set[int], source: str) -> tuple[Flow, str]:
    """The flow below trafilatura's element, or below the densest one where that has clearly more."""
    narration = [block for block in layout.blocks if weighs(block) and not layout.is_outside(block)]
    top = core_of([block for block in narration if block.order in chosen], layout)
    flow = flow_below(top, layout, chosen) if top is not None else Flow(None, ())
    dense = dense_core(narration)
    if dense is not None and dense is not top:
        other = flow_below(dense, layout, chosen)
        if other.size > 1.5 * flow.size:
            return other, "paragraph density"
    return flow, source


def _without_head(blocks: list[Block], title: str) -> tuple[list[Block], tuple[str, ...]]:
    """The blocks from the first that is text, and the dates, bylines and places that stood before it."""
    labels: list[str] = []
    for position, block in enumerate(blocks):
        if is_label(block):
            labels.append(block.text)
        elif block.tag not in HEADINGS and block.folded != title:
            return blocks[position:], tuple(labels)
    return [], tuple(labels)


def _without_tail(blocks: list[Block], told: str) -> list[Block]:
    """The blocks without prompts to the reader, loose headings at the end, and what is not in `told`, where that is whole.

    `told` is JSON-LD's articleBody, folded. Headings and short lines stay also where it leaves them out: credits are
    among them.
    """
    blocks = [block for number, block in enumerate(blocks) if number < len(blocks) - TAIL or not is_prompt(block)]
    while blocks and blocks[-1].tag in HEADINGS:
        blocks = blocks[:-1]
    inside = sum(len(block.folded) for block in blocks if block.folded in told)
    if told and inside > 0.85 * sum(len(block.folded) for block in blocks):
        blocks = [block for block in blocks if block.folded in told or block.tag in HEADINGS or len(block.text) < 200]
    return [block for block in blocks if not is_pointer(block)]


def match_lines(text: str, blocks: list[Block]) -> set[int]:
    """The orders of the blocks that a plain text holds: short ones as a line, long ones anywhere in it."""
    lines = {fold(line) for line in text.split("\n")}
    whole = fold(text)
    return {
        block.order for block in blocks if block.folded in lines or (len(block.folded) > 25 and block.folded in whole)
    }


def trafilatura_text(root: HtmlElement, *, fast: bool) -> str:
    """What trafilatura takes for the text of the page; "" where it finds none. It works on a copy of its own."""
    try:
        document = bare_extraction(root, fast=fast, include_comments=False, include_tables=False)
    except (ValueError, TypeError, AttributeError, RecursionError, etree.LxmlError):
        return ""
    return (getattr(document, "text", "") or "") if document is not None else ""
