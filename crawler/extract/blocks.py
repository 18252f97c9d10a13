"""The page as a reader meets it: runs of text in reading order, each with the element that holds it.

A run ends where a browser would start a new line: at the borders of block elements and at two line breaks in a row. Every
piece of text on the page is in exactly one run, whatever the markup: paragraphs, divs with bare text, list items.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.tree import fold, squeeze

INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "nobr",
        "img",
        "picture",
        "source",
        "ruby",
        "rt",
        "rp",
        "rb",
    ]
)
"""Elements that leave the line going on; any other starts a new one."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


MAX_BLOCKS = 8000
"""Runs that are read: ten times what the fullest news pages have."""


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


class _Reader:
    """Walks the tree and cuts its text into runs."""

    def __init__(self, root: HtmlElement) -> None:
        self.blocks: list[Block] = []
        self._root = root
        self._holders: list[HtmlElement] = [root]
        self._pieces: list[str] = []
        self._in_links = self._in_bold = 0  # how many such elements are open
        self._linked = self._bold = 0  # letters of the run in them
        self._breaks = 0
        self._custom: list[bool] = []  # for each open custom element, whether it leaves the line going on

    def open(self, node: HtmlElement) -> None:
        """An element begins."""
        tag = node.tag
        if tag == "br":
            self._break()
        elif tag in INLINE:
            self._in_links += tag == "a"
            self._in_bold += tag in _BOLD
        elif "-" not in tag or not self._joins():
            if self._pieces:
                self._flush()
            self._holders.append(node)
        text = node.text
        if text:
            self._add(text)

    def close(self, node: HtmlElement) -> None:
        """An element ends; the text after it belongs to what is around it."""
        tag = node.tag
        if tag in INLINE:
            self._in_links -= tag == "a"
            self._in_bold -= tag in _BOLD
        elif tag != "br" and not ("-" in tag and self._custom.pop()):
            if self._pieces:
                self._flush()
            self._holders.pop()
        text = node.tail
        if text and node is not self._root:
            self._add(text)

    def _joins(self) -> bool:
        """Whether a custom element that begins here is a phrase inside a paragraph."""
        self._custom.append(self._holders[-1].tag in _PHRASING)
        return self._custom[-1]

    def _break(self) -> None:
        self._breaks += 1
        if self._breaks > 1:
            self._flush()
        else:
            self._pieces.append(" ")

    def _add(self, text: str) -> None:
        blank = text.isspace()
        if blank and not self._pieces:
            return
        self._pieces.append(text)
        if not blank:
            self._breaks = 0
            if self._in_links or self._in_bold:
                size = len(text.strip())
                self._linked += size if self._in_links else 0
                self._bold += size if self._in_bold else 0

    def _flush(self) -> None:
        if not self._pieces:
            return
        text = squeeze(_INVISIBLE.sub("", "".join(self._pieces)))
        if folded := fold(text):
            size = len(text)
            holder = self._holders[-1]
            shares = min(1.0, self._linked / size), min(1.0, self._bold / size)
            self.blocks.append(Block(text, folded, holder, *shares, len(self.blocks)))
        self._pieces = []
        self._linked = self._bold = 0


def read_blocks(root: HtmlElement) -> list[Block]:
    """All runs of text below an element, in reading order; runs without a letter or digit are left out."""
    reader = _Reader(root)
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if len(reader.blocks) >= MAX_BLOCKS:
            break
        if event == "start":
            reader.open(node)
        else:
            reader.close(node)
    return reader.blocks


# Soft hyphens and marks of no width: parts of the layout, not of the words.
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u2060\ufeff]")
_PHRASING = HEADINGS | {"p", "li", "figcaption", "dt", "dd"}
_BOLD = frozenset({"b", "strong"})
