"""The flow of an article: which blocks are its paragraphs, told from how the page is built.

The paragraphs of one article are marked up alike and stand below one element. Trafilatura's choice says which element
that is; the flow then takes in paragraphs of the same make that were missed, and leaves out captions, boxes, lists of
links and prompts that came along.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.extract.blocks import HEADINGS, Block
from crawler.extract.context import Layout, is_box, weighs

CORE_SHARE = 0.8
"""Share of the paragraphs that the element of the article holds at least: the rest may be appended matter."""
RARE_SHARE = 0.12
"""A make of paragraph with less of the text than this is an exception, and may be a box."""
LINKED = 0.7
"""A block with more of its letters in links than this leads elsewhere; it tells nothing itself."""


@dataclass(frozen=True, slots=True)
class Flow:
    """The element that holds the article, and its blocks in reading order."""

    top: HtmlElement | None
    blocks: tuple[Block, ...]

    @property
    def size(self) -> int:
        """Letters and digits of the flow."""
        return sum(len(block.folded) for block in self.blocks)


def core_of(blocks: list[Block]) -> HtmlElement | None:
    """The deepest element with `CORE_SHARE` of these blocks' text in it; None where there is no text."""
    mass: dict[HtmlElement, int] = defaultdict(int)
    total = 0
    for block in blocks:
        if not weighs(block):
            continue
        size = len(block.folded)
        total += size
        element = block.holder if block.holder.tag != "p" else block.holder.getparent()
        while element is not None:
            mass[element] += size
            element = element.getparent()
    deep = [(depth_of(element), element) for element, size in mass.items() if size >= CORE_SHARE * total]
    return max(deep, key=lambda pair: pair[0])[1] if deep else None


def dense_core(blocks: list[Block]) -> HtmlElement | None:
    """The element with most paragraph text close below it: each block counts in full for its parent, less further up."""
    score: dict[HtmlElement, float] = defaultdict(float)
    for block in blocks:
        if not weighs(block) or block.tag in {"li", "td", "th"}:
            continue
        element = block.holder.getparent() if block.holder.tag in {"p", "blockquote"} else block.holder
        for weight in (1.0, 0.6, 0.3):
            if element is None:
                break
            score[element] += weight * len(block.folded)
            element = element.getparent()
    return max(score, key=lambda element: score[element]) if score else None


def depth_of(element: HtmlElement) -> int:
    """How many elements are around this one."""
    return sum(1 for _ in element.iterancestors())


def flow_below(top: HtmlElement, layout: Layout, chosen: set[int]) -> Flow:
    """The article's blocks below `top`: those `chosen` (by order) and those of the same make, without what is a box."""
    inside: list[tuple[Block, tuple[str, ...], HtmlElement | None]] = []
    for block in layout.blocks:
        path = _path(block, top)
        if path is None or any(layout.element_is_outside(element) for element in path):
            continue
        inside.append((block, tuple(_make(element) for element in reversed(path)), path[-1] if path else None))
    mass: dict[tuple[str, ...], int] = defaultdict(int)
    for block, make, _ in inside:
        if weighs(block):
            mass[make] += len(block.folded)
    total = max(1, sum(mass.values()))
    branch_mass: dict[str, int] = defaultdict(int)
    for block, make, _ in inside:
        if weighs(block):
            branch_mass[make[0] if make else ""] += len(block.folded)
    kept = []
    for block, make, branch in inside:
        rare = branch_mass[make[0] if make else ""] < RARE_SHARE * total
        if block.linked > LINKED and not (block.order in chosen and len(block.folded) > 200):
            continue
        if rare and branch is not None and branch is not block.holder and is_box(branch):
            continue
        if block.order in chosen or (_is_prose(block) and mass[make] >= RARE_SHARE * total) or _is_heading(block):
            kept.append(block)
    return Flow(top, tuple(kept))


def _is_prose(block: Block) -> bool:
    return block.tag not in HEADINGS and block.linked < 0.5


def _is_heading(block: Block) -> bool:
    return block.tag in {"h2", "h3", "h4"} and block.linked < 0.5


def _path(block: Block, top: HtmlElement) -> list[HtmlElement] | None:
    """The elements from the block's holder up to `top`, without it; None where the block is not below it."""
    path: list[HtmlElement] = []
    element: HtmlElement | None = block.holder
    while element is not None and element is not top:
        path.append(element)
        element = element.getparent()
    return path if element is top else None


def _make(element: HtmlElement) -> str:
    names = (element.get("class") or "").split()
    return f"{element.tag}.{names[0]}" if names else str(element.tag)
