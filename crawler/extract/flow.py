"""The flow of an article: which blocks are its paragraphs, told from how the page is built.

The paragraphs of one article are marked up alike and stand below one element. Trafilatura's choice says which element
that is; the flow then takes in paragraphs of the same make that were missed, and leaves out captions, boxes, lists of
links and prompts that came along.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.extract.blocks import Block
from crawler.extract.context import Layout, has_own_heading, is_named_box, weighs

CORE_SHARE = 0.8
"""Share of the paragraphs that the element of the article holds at least: the rest may be appended matter."""
RARE_SHARE = 0.12
"""A make of paragraph with less of the text than this is an exception; with a heading of its own it is a box."""
BOX_SHARE = 0.3
"""A make with less of the text than this that is called a box is one, where no single one has more than `ONE_BOX`."""
ONE_BOX = 0.15
MAIN_SHARE = 0.4
"""A make with this much of the text is the article's, whoever chose it."""
ALIKE = 0.3
"""With so much of a make chosen, the rest of it belongs to the article as well."""
LINKED = 0.8
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


def core_of(blocks: list[Block], layout: Layout) -> HtmlElement | None:
    """The deepest element with `CORE_SHARE` of these blocks' text in it, widened while that adds more of them than else.

    None where there is no text.
    """
    mass: dict[HtmlElement, int] = defaultdict(int)
    total = sum(len(block.folded) for block in blocks)
    for block in blocks:
        element = block.holder if block.holder.tag != "p" else block.holder.getparent()
        while element is not None:
            mass[element] += len(block.folded)
            element = element.getparent()
    deep = [(depth_of(element), element) for element, size in mass.items() if size >= CORE_SHARE * total]
    if not deep:
        return None
    top = max(deep, key=lambda pair: pair[0])[1]
    for wider in list(top.iterancestors()):
        gained = mass[wider] - mass[top]
        if gained and gained >= 0.7 * (layout.mass[wider] - layout.mass[top]):
            top = wider
        elif layout.mass[wider] > 1.5 * layout.mass[top]:
            break
    return _with_siblings(top, layout)


def _with_siblings(top: HtmlElement, layout: Layout) -> HtmlElement:
    """The element around `top` where others of its make with text stand beside it: a body cut in pieces, by adverts say."""
    parent = top.getparent()
    if parent is None or top.tag in {"article", "main", "body"}:
        return top
    pieces = [other for other in parent if _make(other) == _make(top) and layout.mass.get(other)]
    return parent if len(pieces) > 1 and layout.mass[parent] < 2 * layout.mass[top] else top


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


@dataclass(frozen=True, slots=True)
class _Placed:
    """A block with the elements from the top down to its holder, and how those are made."""

    block: Block
    path: tuple[HtmlElement, ...]
    make: tuple[str, ...]


class _Makes:
    """How much of the text each make of paragraph has, and how much of that was chosen."""

    def __init__(self, placed: list[_Placed], chosen: set[int]) -> None:
        self.mass: dict[tuple[str, ...], int] = defaultdict(int)
        self.said: dict[tuple[str, ...], int] = defaultdict(int)
        for item in placed:
            if not weighs(item.block):
                continue
            size = len(item.block.folded)
            for depth in range(len(item.make) + 1):
                self.mass[item.make[:depth]] += size
            if item.block.order in chosen:
                self.said[item.make] += size
        self.total = max(1, self.mass[()])
        self._boxes: dict[HtmlElement, bool] = {}

    def is_main(self, make: tuple[str, ...]) -> bool:
        """Whether paragraphs of this make are the article's, chosen or not."""
        if self.mass[make] >= MAIN_SHARE * self.total:
            return True
        return self.said[make] >= max(RARE_SHARE * self.total, ALIKE * self.mass[make])

    def in_box(self, item: _Placed, layout: Layout) -> bool:
        """Whether an element around a block is a box beside the text."""
        for depth, element in enumerate(item.path):
            if element is item.block.holder:
                break
            if element not in self._boxes:
                share = self.mass[item.make[: depth + 1]] / self.total
                self._boxes[element] = _is_box(element, share, layout.mass[element] / self.total)
            if self._boxes[element]:
                return True
        return False


def _is_box(element: HtmlElement, share: float, own: float) -> bool:
    """Whether an element is a box. `share` is what its make has of the text, `own` what it has itself."""
    if own > 0 and share < RARE_SHARE and has_own_heading(element):
        return True
    return share < BOX_SHARE and own < ONE_BOX and is_named_box(element)


def flow_below(top: HtmlElement, layout: Layout, chosen: set[int]) -> Flow:
    """The article's blocks below `top`: those `chosen` (by order) and those of the same make, without what is a box."""
    placed: list[_Placed] = []
    for block in layout.blocks:
        path = _path(block, top)
        if path is not None and not any(layout.element_is_outside(element) for element in path):
            placed.append(_Placed(block, tuple(path), tuple(_make(element) for element in path)))
    makes = _Makes(placed, chosen)
    return Flow(top, tuple(item.block for item in placed if _belongs(item, makes, layout, chosen)))


def _belongs(item: _Placed, makes: _Makes, layout: Layout, chosen: set[int]) -> bool:
    block = item.block
    if block.linked > LINKED and not (block.order in chosen and len(block.folded) > 200):
        return False
    if makes.in_box(item, layout):
        return False
    if block.order in chosen:
        return True
    return block.linked < 0.5 and (makes.is_main(item.make) or block.tag in {"h2", "h3", "h4"})


def _path(block: Block, top: HtmlElement) -> list[HtmlElement] | None:
    """The elements from below `top` down to the block's holder; None where the block is not below `top`."""
    path: list[HtmlElement] = []
    element: HtmlElement | None = block.holder
    while element is not None and element is not top:
        path.append(element)
        element = element.getparent()
    return path[::-1] if element is top else None


def _make(element: HtmlElement) -> str:
    names = (element.get("class") or "").split()
    return f"{element.tag}.{names[0]}" if names else str(element.tag)
