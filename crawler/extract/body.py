"""The body of an article: trafilatura's choice, mended where the page shows that it is too little or too much."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from crawler.extract.blocks import HEADINGS, Block, read_blocks
from crawler.extract.context import MIN_PARAGRAPH, Layout, chain, weighs
from crawler.extract.flow import Flow, core_of, dense_core, flow_below
from crawler.extract.lead import find_lead, headline_before
from crawler.extract.prompts import is_credit, is_label, is_notice, is_pointer, is_prompt
from crawler.extract.state import article_markup
from crawler.extract.tree import drop_never_text, fold, is_small, parse

MAX_ELEMENTS = 20_000
"""Five times what the fullest of 129 news pages has."""
TOLD = 600
"""Characters of an articleBody that is believed to be the whole article; shorter ones are often teasers."""
TOO_LITTLE = 300
"""Letters and digits below which trafilatura is asked again, with its slower extractors."""
TRUST = 0.4
"""Where less than this of what was chosen is left, the names on the page misled, and the choice stands as it is."""
LITTLE = 800
"""Letters and digits below which trafilatura's choice is doubted in favour of any denser place of the page."""
SHORT = 1200
"""Letters and digits below which an article may have been cut off by a paywall, whose words follow it."""
ABOVE = 30
"""So many blocks below the headline may hold the byline."""
AROUND = 8
"""So many blocks before and after the text may say where it comes from."""
HEAD = 8
"""Of so many blocks, those up to one that repeats the title are not of the text."""
NEAR = 3
"""A heading and its first paragraph are no further apart: a picture's caption and credit may stand between them."""
TAIL = 5
"""So many blocks at the end may be prompts to the reader."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the head and JSON-LD say of the article.

    `descriptions` tell which line is the standfirst; `article_body` is the text that JSON-LD gives, a line a paragraph;
    `closed` says that the page is not free to read; `state` are its scripts that hold text.
    """

    descriptions: tuple[str, ...] = ()
    article_body: str = ""
    closed: bool = False
    state: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BodyText:
    """The article's blocks, its standfirst first.

    `top` is the element that holds them, `start` the one of the first below the standfirst; `notices` are copyright
    lines that stood below the text, `credits` lines around it that say where it comes from, `labels` dates, bylines and places that stood above it.
    `above` are the blocks between the headline and the text. `paragraphs` are given where the text is not that of blocks of the page.
    """

    layout: Layout
    blocks: tuple[Block, ...] = ()
    top: HtmlElement | None = None
    source: str = ""
    start: HtmlElement | None = None
    notices: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    above: tuple[Block, ...] = ()
    credits: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The paragraphs, an empty line between them."""
        return "\n\n".join(self.paragraphs or [block.text for block in self.blocks])

    @property
    def size(self) -> int:
        """Letters and digits of the text."""
        return len(fold(self.text))


def find_body(root: HtmlElement, title: str, told: Told) -> BodyText:
    """The body of the article on a page.

    The tree is left without its menus, footers and forms.

    Where the page shows less than half of what JSON-LD gives as the body, and is free to read, JSON-LD's text is taken.
    """
    body = root.find("body")
    blocks = read_blocks(body if body is not None else root)
    layout = Layout(blocks)
    layout.drop_outside(root)
    flow, source = _flow_of(root, layout, told)
    notices = tuple(block.text for block in flow.blocks[-TAIL:] if is_notice(block))
    rest, labels = _without_head([block for block in flow.blocks if block.text not in notices], fold(title))
    kept = _without_tail(rest, fold(told.article_body))
    shown = sum(len(block.folded) for block in kept)
    if not told.closed and len(told.article_body) >= TOLD and shown < 0.5 * len(fold(told.article_body)):
        paragraphs = tuple(told.article_body.split("\n"))
        return BodyText(layout, source="jsonld.articleBody", paragraphs=paragraphs)
    if shown < TOO_LITTLE and not told.closed and (drawn := _drawn(told, shown)):
        return BodyText(layout, drawn, source="page state")
    return BodyText(
        layout,
        (*find_lead(layout, kept, title, told.descriptions), *kept),
        flow.top,
        source,
        start=kept[0].holder if kept else None,
        notices=notices,
        labels=labels,
        above=_above(layout, kept, fold(title)),
        credits=_credits_around(layout, kept),
    )


def _flow_of(root: HtmlElement, layout: Layout, told: Told) -> tuple[Flow, str]:
    """The flow by JSON-LD's word, else by trafilatura's, which is asked twice where it finds little."""
    chosen = _told_by(told.article_body, layout.blocks)
    if chosen:
        return _best_flow(layout, chosen, "jsonld.articleBody")
    chosen = match_lines(trafilatura_text(root, fast=True), layout.blocks)
    flow, source = _best_flow(layout, chosen, "trafilatura")
    if flow.size < TOO_LITTLE and source == "trafilatura":
        chosen = match_lines(trafilatura_text(root, fast=False), layout.blocks)
        return _best_flow(layout, chosen, "trafilatura, all extractors")
    return flow, source


def _credits_around(layout: Layout, kept: list[Block]) -> tuple[str, ...]:
    """Lines that say where the text comes from, and stand right before or after it without being part of it."""
    if not kept:
        return ()
    inside = {block.order for block in kept}
    near = range(kept[0].order - AROUND, kept[-1].order + AROUND + 1)
    found = [block for block in layout.blocks if block.order in near and block.order not in inside]
    return tuple(
        block.text
        for block in found
        if block.linked < 0.5
        and is_credit(block.text)
        and not any(element.tag in {"figure", "figcaption"} for element in chain(block))
    )


def _above(layout: Layout, kept: list[Block], title: str) -> tuple[Block, ...]:
    """The blocks between the headline and the text; where there is no headline, the few before the text."""
    if not kept:
        return ()
    start, _ = headline_before(layout.blocks, kept[0].order, title)
    return tuple(layout.blocks[start : min(kept[0].order, start + ABOVE)])


def _drawn(told: Told, shown: int) -> tuple[Block, ...]:
    """The article as the page's own program would draw it, where that is more than what the page shows."""
    root = parse(f"<html><body><div>{article_markup(told.state)}</div></body></html>") if told.state else None
    if root is None:
        return ()
    drop_never_text(root)
    layout = Layout(read_blocks(root))
    blocks = [block for block in layout.blocks if not layout.is_outside(block) and block.linked < 0.5]
    kept = _without_tail(blocks, "")
    return tuple(kept) if sum(len(block.folded) for block in kept) > 2 * max(shown, MIN_PARAGRAPH) else ()


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
    if dense is not None and dense is not top and (flow.size < LITTLE or _related(dense, top)):
        other = flow_below(dense, layout, chosen)
        if other.size > 1.5 * flow.size:
            return other, "paragraph density"
    trusted = [block for block in layout.blocks if block.order in chosen and block.linked < 0.5]
    plain = Flow(None, tuple(block for block in trusted if not layout.is_outside_by_tag(block)))
    if flow.size < TRUST * plain.size:
        return plain, source
    return (flow if flow.blocks else _few_lines(layout, chosen)), source


def _related(one: HtmlElement, other: HtmlElement | None) -> bool:
    """Whether one of two elements is inside the other: if not, the denser may be the readers' comments."""
    if other is None:
        return True
    return any(outer is other for outer in one.iterancestors()) or any(outer is one for outer in other.iterancestors())


def _few_lines(layout: Layout, chosen: set[int]) -> Flow:
    """What there is of an article too short to tell how its page is built: lines that were chosen, or in `<article>`."""
    free = [block for block in layout.blocks if block.linked < 0.5 and not layout.is_outside(block)]
    lines = [block for block in free if block.order in chosen]
    lines = lines or [block for block in free if any(element.tag == "article" for element in chain(block))]
    return Flow(None, tuple(lines))


def _without_head(blocks: list[Block], title: str) -> tuple[list[Block], tuple[str, ...]]:
    """The blocks from the first that is text, and the dates, bylines and places that stood before it."""
    headlines = [place for place, block in enumerate(blocks[:HEAD]) if block.folded == title]
    labels: list[str] = []
    for place, block in enumerate(blocks):
        before = bool(headlines) and place <= headlines[-1]
        if before or block.tag in HEADINGS or block.folded == title:
            continue
        if not is_label(block):
            return blocks[place:], tuple(labels)
        labels.append(block.text)
    return [], tuple(labels)


def _without_tail(blocks: list[Block], told: str) -> list[Block]:
    """The blocks without prompts to the reader, loose headings at the end, and what is not in `told`, where that is whole.

    `told` is JSON-LD's articleBody, folded. Headings and short lines stay also where it leaves them out: credits are
    among them.
    """
    size = sum(len(block.folded) for block in blocks)
    asks = [is_prompt(block, is_short=size < SHORT) for block in blocks[-TAIL:]]
    blocks = [*blocks[:-TAIL], *(block for block, ask in zip(blocks[-TAIL:], asks, strict=True) if not ask)]
    while blocks and blocks[-1].tag in HEADINGS:
        blocks = blocks[:-1]
    inside = sum(len(block.folded) for block in blocks if block.folded in told)
    if told and inside > 0.85 * size:
        blocks = [
            block
            for block in blocks
            if block.folded in told or block.tag in HEADINGS or len(block.text) < 200 or is_credit(block.text)
        ]
    return _once(_without_loose([block for block in blocks if not is_pointer(block)]))


def _without_loose(blocks: list[Block]) -> list[Block]:
    """The blocks without headings that belong to something left out: what follows them on the page is not here."""
    following: list[Block | None] = [*blocks[1:], None] if blocks else []
    return [
        block
        for block, after in zip(blocks, following, strict=True)
        if block.tag not in HEADINGS or (after is not None and after.order - block.order <= NEAR)
    ]


def _once(blocks: list[Block]) -> list[Block]:
    """The blocks without repetitions: some pages hold their text twice, for wide and for narrow screens."""
    seen: set[str] = set()
    kept: list[Block] = []
    for block in blocks:
        if len(block.folded) < MIN_PARAGRAPH or block.folded not in seen:
            seen.add(block.folded)
            kept.append(block)
    return kept


def match_lines(text: str, blocks: list[Block]) -> set[int]:
    """The orders of the blocks that a plain text holds: short ones as a line, long ones anywhere in it."""
    lines = {fold(line) for line in text.split("\n")}
    whole = fold(text)
    return {
        block.order for block in blocks if block.folded in lines or (len(block.folded) > 25 and block.folded in whole)
    }


def trafilatura_text(root: HtmlElement, *, fast: bool) -> str:
    """What trafilatura takes for the text of the page; "" where it finds none. It works on a copy of its own.

    A page with more than `MAX_ELEMENTS` is not given to it: its time grows with the square of some of them.
    """
    if not is_small(root, MAX_ELEMENTS):
        return ""
    try:
        document = bare_extraction(root, fast=fast, include_comments=False, include_tables=False)
    except (ValueError, TypeError, AttributeError, RecursionError, etree.LxmlError):
        return ""
    return (getattr(document, "text", "") or "") if document is not None else ""
