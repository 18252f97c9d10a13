"""Where on a page the media of its article are looked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from crawler.extract.blocks import Block
from crawler.extract.body import BodyText
from crawler.extract.context import MIN_PARAGRAPH
from crawler.extract.jsonld import JsonLd, as_list, string
from crawler.extract.media import Region
from crawler.extract.meta import Head
from crawler.extract.pictures import file_name
from crawler.extract.tree import fold

AROUND = 8
"""Elements around the text in which the headline, and a picture between it and the text, are looked for."""
FEWEST = 3
"""Paragraphs of a text that was read elsewhere (in a script) from which the page is believed to show it here."""


def media_region(found: BodyText, head: Head, jsonld: JsonLd, authors: Sequence[str]) -> Region | None:
    """The element that holds the article with its headline; None where the page shows nothing of its text."""
    blocks = found.blocks or _shown(found)
    top, start = (found.top, found.start) if found.blocks else (_common(blocks), blocks[0].holder if blocks else None)
    if top is None or start is None:
        return None
    around = _around(found, top)
    holders = [block.holder for block in blocks]
    own = [*holders, *around.iter("h1")][: len(holders) + 1]
    wrappers = frozenset(outer for holder in own for outer in (holder, *holder.iterancestors()))
    leads = frozenset(file_name(url) for url in _lead_pictures(head, jsonld)) - {""}
    return Region(around, top, start, holders[-1] if holders else start, wrappers, tuple(authors), leads)


def _around(found: BodyText, top: HtmlElement) -> HtmlElement:
    """The element around `top` that holds the headline as well, as long as it holds little other text."""
    around = top
    for outer in list(top.iterancestors())[:AROUND]:
        if outer.tag in {"body", "html"} or found.layout.mass[outer] > 1.5 * found.layout.mass[top]:
            break
        around = outer
        if next(outer.iter("h1"), None) is not None:
            break
    return around


def _shown(found: BodyText) -> tuple[Block, ...]:
    """The blocks of the page that are paragraphs of a text which was read in a script."""
    paragraphs = {fold(paragraph) for paragraph in found.paragraphs}
    shown = [
        block for block in found.layout.blocks if len(block.folded) >= MIN_PARAGRAPH and block.folded in paragraphs
    ]
    return tuple(shown) if len(shown) >= FEWEST else ()


def _common(blocks: Sequence[Block]) -> HtmlElement | None:
    """The innermost element around all blocks, no larger than the body."""
    if not blocks:
        return None
    others = [set(_outers(block)) for block in blocks[1:]]
    found = next((outer for outer in _outers(blocks[0]) if all(outer in other for other in others)), None)
    return None if found is None or found.tag == "html" else found


def _outers(block: Block) -> Iterator[HtmlElement]:
    yield from block.holder.iterancestors()


def _lead_pictures(head: Head, jsonld: JsonLd) -> list[str]:
    images = as_list(jsonld.article.get("image"))
    named = [string(image.get("url")) if isinstance(image, dict) else string(image) for image in images]
    return [*head.all("og:image", "twitter:image"), *named]
