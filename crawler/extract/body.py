"""The body of an article: trafilatura's choice, mended where the tree of the page shows that it is too little or too much."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction


def trafilatura_text(root: HtmlElement, *, fast: bool) -> str:
    """What trafilatura takes for the text of the page; "" where it finds none. The tree is left as it was."""
    try:
        document = bare_extraction(deepcopy(root), fast=fast, include_comments=False, include_tables=False)
    except (ValueError, TypeError, AttributeError, RecursionError, etree.LxmlError):
        return ""
    return (getattr(document, "text", "") or "") if document is not None else ""
