"""The page as an lxml tree, without what is never text, and reading text out of it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

from lxml import etree, html
from lxml.html import HtmlElement

_NEVER_TEXT = ("script", "style", "noscript", "template", "svg", "link", "meta", "canvas")
# Words for those who hear the page ("opens in a new window"): no part of the sentence that they stand in.
_HIDDEN = etree.XPath(
    "//*[self::span or self::small or self::b or self::i or self::em][contains(@class, 'sr-only') or "
    "contains(@class, 'visually-hidden') or contains(@class, 'visuallyhidden') or contains(@class, 'screen-reader')]"
)

# lxml.html looks up each element's class by its tag, in Python, at every visit: a tenth of the time that a page takes. No
# class of its own for forms or inputs is needed here.
_ONE_CLASS = etree.ElementDefaultClassLookup(element=HtmlElement)


def parse(text: str) -> HtmlElement | None:
    """The tree of a page, comments left out; None where there is nothing that could be a page."""
    if not text.strip():
        return None
    read: Callable[..., Any] = html.document_fromstring
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        root = read(text.encode("utf-8", errors="replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    return root if isinstance(root, HtmlElement) and len(root) else None


def drop_never_text(root: HtmlElement) -> None:
    """Take scripts, styles and words for screen readers out of the tree, in place; text that follows them stays."""
    for element in list(root.iter(*_NEVER_TEXT)):
        element.drop_tree()
    for frame in root.iter("iframe", "object"):
        frame.text = None
    for element in _HIDDEN(root):
        if element.getparent() is not None:
            element.drop_tree()


def text_of(element: HtmlElement) -> str:
    """All text of an element in one line, white space collapsed; block elements and line breaks set words apart."""
    if len(element) == 0:
        return squeeze(element.text or "")
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if node.tag in _BREAKS:
            pieces.append(" ")
        if event == "start":
            if node.text:
                pieces.append(node.text)
        elif node.tail and node is not element:
            pieces.append(node.tail)
    return squeeze("".join(pieces))


_BREAKS = frozenset({"br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "tr", "figcaption"})


def is_small(element: HtmlElement, limit: int = 60) -> bool:
    """Whether an element has at most `limit` elements in it: what is asked of many must not read half the page each time."""
    return sum(1 for _ in islice(element.iter(), limit + 1)) <= limit


def squeeze(text: str) -> str:
    """The text with every run of white space (no-break spaces too) as one space, and none at the ends."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """Letters and digits alone, case-folded: two texts with one fold read the same."""
    return "".join(filter(str.isalnum, text)).casefold()


def hints_of(element: HtmlElement) -> str:
    """Class, id and the usual naming attributes of an element in lower case: what its makers call it."""
    get = element.get
    names = [value for name in _NAMING if (value := get(name))]
    return " ".join(names).lower()[:_HINTS] if names else ""


_NAMING = ("class", "id", "itemprop", "role", "data-testid", "data-component", "data-qa")
_HINTS = 500
"""Characters of them that are read: an attribute can be as long as a page."""
