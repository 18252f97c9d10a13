"""The page as a reader meets it: runs of text in reading order, each with the element that holds it.

A run ends where a browser would start a new line: at the borders of block elements and at two line breaks in a row. Every
piece of text on the page is in exactly one run, whatever the markup: paragraphs, divs with bare text, list items.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.tree import fold, squeeze

INLINE = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike strong
    sub sup time tt u var wbr amp-link nobr ruby rt rp rb""".split()
)
"""Elements that leave the line going on; any other starts a new one."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class Block:
    """One run of text. `holder` is the nearest block element around it, `linked` the share of its letters in links."""

    text: str
    folded: str
    holder: HtmlElement
    linked: float
    bold: float
    order: int

    @property
    def tag(self) -> str:
        """The tag of the holder."""
        return str(self.holder.tag)


class _Run:
    """The run that is being read."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.linked = 0
        self.bold = 0

    def add(self, text: str, links: int, bolds: int) -> None:
        self.pieces.append(text)
        if links or bolds:
            length = len(text.strip())
            self.linked += length if links else 0
            self.bold += length if bolds else 0


def read_blocks(root: HtmlElement) -> list[Block]:
    """All runs of text below an element, in reading order; runs without a letter or digit are left out."""
    blocks: list[Block] = []
    run = _Run()
    links = bolds = breaks = 0
    holders: list[HtmlElement] = [root]

    def flush() -> None:
        nonlocal run
        if run.pieces:
            text = squeeze("".join(run.pieces))
            folded = fold(text)
            if folded:
                size = max(1, len(text))
                blocks.append(Block(text, folded, holders[-1], run.linked / size, run.bold / size, len(blocks)))
            run = _Run()

    for event, node in etree.iterwalk(root, events=("start", "end")):
        tag = node.tag
        if event == "start":
            if tag == "br":
                breaks += 1
                if breaks > 1:
                    flush()
                else:
                    run.pieces.append(" ")
            elif tag in INLINE:
                links += tag == "a"
                bolds += tag in _BOLD
            else:
                flush()
                holders.append(node)
            text = node.text
        else:
            if tag in INLINE:
                links -= tag == "a"
                bolds -= tag in _BOLD
            elif tag != "br":
                flush()
                holders.pop()
            text = node.tail if node is not root else None
        if text and (run.pieces or not text.isspace()):
            if not text.isspace():
                breaks = 0
            run.add(text, links, bolds)
    flush()
    return blocks


_BOLD = frozenset({"b", "strong"})
