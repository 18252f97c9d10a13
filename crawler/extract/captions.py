"""Caption and credit of a picture or player: what the page says of it, and who made it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from crawler.extract.tree import hints_of, is_small, squeeze, text_of

_CAPTION = re.compile(r"caption|legend|description|desc\b|cutline")
_CREDIT = re.compile(r"credit|copyright|source|photographer|byline|author|rights|attribution|fotograf")
_CREDIT_TEXT = re.compile(
    r"(?:^|[\s(|.·])((?:(?:photo(?:graph)?|foto|fotoğraf|fot|kuva|zdroj|image|bild|picture|imagen|photographie|crédit|credit|quelle|source|fuente)\b"
    r"\s*(?:by|:|/|©|credit:?)?\s*[^()|]{2,80})|(?:©|\(c\))\s*[^()©]{2,120})\)?\s*$",
    re.IGNORECASE,
)
_MIN_CAPTION = 3
"""Words below which a caption is a label ("Show description") beside a text that says what is to be seen."""
_MIN_ALT = 5
"""Words from which the text for those who do not see a picture says what is on it; shorter ones name a file or a person."""


def outers(element: HtmlElement) -> Iterator[HtmlElement]:
    """The elements around a picture, inner ones first, without the parts of the picture itself.

    The HTML parser nests each `source` of a picture into the one before it, so that their number is no depth.
    """
    for outer in element.iterancestors():
        if outer.tag not in {"picture", "source"}:
            yield outer


def near(element: HtmlElement, number: int) -> list[HtmlElement]:
    """The `number` elements next around a picture, see `outers`."""
    found: list[HtmlElement] = []
    for outer in outers(element):
        if len(found) == number:
            break
        found.append(outer)
    return found


def frame_of(element: HtmlElement) -> HtmlElement | None:
    """The figure, or other small element with a caption in it, that a picture or player stands in."""
    frame = next((outer for outer in near(element, 6) if outer.tag == "figure"), None)
    return frame if frame is not None else next((outer for outer in near(element, 3) if _has_caption(outer)), None)


def _has_caption(element: HtmlElement) -> bool:
    return (
        is_small(element)
        and len(text_of(element)) < 600
        and any(_CAPTION.search(hints_of(inner)) for inner in element.iter("p", "span", "div"))
    )


def told_of(element: HtmlElement) -> tuple[str, str]:
    """Caption and credit of a picture or player, each "" where the page gives none.

    Without a caption, the text for those who do not see it stands in where it is a sentence.
    """
    frame = frame_of(element)
    caption, credit = caption_of(frame) if frame is not None else ("", "")
    alt = squeeze(element.get("alt") or "")
    if len(alt.split()) >= _MIN_ALT and len(caption.split()) < _MIN_CAPTION:
        caption = alt[:1000]
    return caption, credit


def caption_of(frame: HtmlElement) -> tuple[str, str]:
    """Caption and credit of a figure; a credit that stands at the end of the caption is told from it."""
    captions = list(frame.iter("figcaption")) or [
        inner for inner in frame.iter("p", "span", "div") if _CAPTION.search(hints_of(inner))
    ]
    caption = text_of(captions[0])[:1000] if captions else ""
    credits = [
        text_of(inner)
        for inner in frame.iter()
        if inner.tag not in {"figure", "img", "figcaption", "source", "picture"} and _CREDIT.search(hints_of(inner))
    ]
    credit = next((text for text in credits if 1 < len(text) <= 200), "")
    if credit and caption.endswith(credit) and len(caption) > len(credit):
        caption = caption[: -len(credit)]
    elif not credit and (match := _CREDIT_TEXT.search(caption)):
        credit, caption = match.group(1), caption[: match.start()]
    return squeeze(caption).strip(" |·-–("), squeeze(credit).strip(" ()|")
