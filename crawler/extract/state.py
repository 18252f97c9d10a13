"""Articles that a page carries only in the state of its own program, to be drawn by the browser.

Such state is JSON, or JavaScript with JSON strings in it, under a name that every maker of pages chooses anew. So no name
is looked for: the longest string that is HTML with paragraphs is the article, as it would be drawn.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from lxml.html import HtmlElement

MIN_MARKUP = 600
"""Characters of the shortest string that is taken for an article."""
MAX_STATE = 5_000_000
_LITERAL = re.compile(r'"(?:[^"\\]|\\.){600,}"', re.DOTALL)
_PARAGRAPH = re.compile(r"<p[\s>]", re.IGNORECASE)


def page_state(root: HtmlElement) -> tuple[str, ...]:
    """The scripts of a page that hold paragraphs in strings, as they are; to be called before scripts are dropped."""
    texts = (script.text or "" for script in root.iter("script"))
    return tuple(text for text in texts if 0 < len(text) <= MAX_STATE and ("<p" in text or "\\u003cp" in text.lower()))


def article_markup(state: Iterable[str]) -> str:
    """The string with most paragraphs in it, by their length; "" where there is none."""
    best = ""
    for text in state:
        for match in _LITERAL.finditer(text):
            if "\\u003c" not in match.group(0).lower() and "<p" not in match.group(0):
                continue
            try:
                value = json.loads(match.group(0), strict=False)
            except ValueError:
                continue
            if len(value) > max(MIN_MARKUP, len(best)) and len(_PARAGRAPH.findall(value)) > 1:
                best = value
    return best
