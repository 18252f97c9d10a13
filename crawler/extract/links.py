"""Links out of the article's own paragraphs, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from crawler.extract.blocks import INLINE, Block
from crawler.extract.meta import resolve
from crawler.extract.tree import text_of
from store.records import Link

MAX_LINKS = 200


def find_links(blocks: Iterable[Block], base: str) -> tuple[Link, ...]:
    """The links of these blocks, absolute, each address once, with the text that the reader clicks."""
    found: dict[str, Link] = {}
    for anchor in anchors(blocks):
        url = resolve(anchor.get("href") or "", base)
        if url and url not in found:
            found[url] = Link(url, text_of(anchor)[:300])
        if len(found) >= MAX_LINKS:
            break
    return tuple(found.values())


def anchors(blocks: Iterable[Block]) -> Iterator[HtmlElement]:
    """The `<a>` elements that stand in the runs of these blocks."""
    seen: set[HtmlElement] = set()
    for block in blocks:
        if block.holder in seen:
            continue
        seen.add(block.holder)
        for anchor in block.holder.iter("a"):
            if _holder_of(anchor) is block.holder:
                yield anchor


def _holder_of(anchor: HtmlElement) -> HtmlElement | None:
    element: HtmlElement | None = anchor.getparent()
    while element is not None and element.tag in INLINE:
        element = element.getparent()
    return element
