"""JSON-LD of a page: every object in it, and the one that describes the article.

`json.loads(strict=False)` on the script tags reads almost all real pages, 784 pages a second; what it refuses is mended
in the ways that pages are usually broken (comments, trailing commas, escaped quotes), and otherwise passed over.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

from crawler.extract.tree import fold, squeeze

MAX_SCRIPT = 3_000_000
"""Characters of one script that are read."""
_MAX_DEPTH = 14
# Keys below which other articles than the page's own are listed.
_ELSEWHERE = frozenset(
    {"itemlistelement", "mentions", "citation", "ispartof", "relatedlink", "review", "comment", "subjectof", "about"}
)
_ARTICLE_TYPES = frozenset({"report", "liveblogposting", "blogposting", "socialmediaposting", "discussionforumposting"})
_OPENING = ("//", "<![CDATA[", "<!--")
_CLOSING = (";", "]]>", "-->", "//")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
_TAG = re.compile(r"<[^<>]{1,300}>")

_PART = re.compile(r"</?(?:p|br|div|li|h[1-6])\b[^<>]{0,300}>|\r\n?", re.IGNORECASE)

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class JsonLd:
    """What the scripts hold: `article` is the page's own article object (empty where there is none).

    `own` are the objects that may be about this page, not about what it lists beside its article.
    `headlines` counts the different headlines that it was chosen from, `broken` the scripts that could not be read.
    """

    article: Node = field(default_factory=dict)
    nodes: tuple[Node, ...] = ()
    own: tuple[Node, ...] = ()
    headlines: int = 0
    broken: int = 0

    def of_type(self, *types: str) -> list[Node]:
        """All objects of one of these types (lower case)."""
        return [node for node in self.nodes if any(kind in types for kind in types_of(node))]


def read_jsonld(root: HtmlElement, addresses: frozenset[str] = frozenset(), titles: str = "") -> JsonLd:
    """All JSON-LD of a page.

    `addresses` are the folded URLs of the page and `titles` its folded titles, by which its own article is known.
    """
    values: list[Any] = []
    broken = 0
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text and len(script.text) <= MAX_SCRIPT:
            found = _loads(script.text)
            broken += not found
            values += found
    placed = [item for value in values for item in _walk(value, 0, own=True)]
    by_id = {node["@id"]: node for node, _ in placed if isinstance(node.get("@id"), str) and len(node) > 1}
    nodes = tuple(_resolved(node, by_id) for node, _ in placed)
    own = tuple(node for node, (_, is_own) in zip(nodes, placed, strict=True) if is_own)
    articles = [node for node in own if is_article(node)]
    headlines = {fold(string(node.get("headline"))) for node in articles} - {""}
    return JsonLd(_choose(articles, addresses, titles), nodes, own, len(headlines), broken)


def types_of(node: Node) -> list[str]:
    """The `@type` of an object: a list in lower case, without the vocabulary's address."""
    return [str(kind).rsplit("/", 1)[-1].lower() for kind in as_list(node.get("@type"))]


def is_article(node: Node) -> bool:
    """Whether an object describes an article or a posting."""
    return any(kind.endswith("article") or kind in _ARTICLE_TYPES for kind in types_of(node))


def as_list(value: object) -> list[Any]:
    """The value as a list; an absent one is empty."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def is_closed(jsonld: JsonLd) -> bool:
    """Whether the page says that its article, or a part of it, is not accessible for free."""
    article = jsonld.article
    parts = [part for part in as_list(article.get("hasPart")) if isinstance(part, dict)]
    values = [
        item
        for node in (article, *parts, *jsonld.of_type("webpage"))
        for item in as_list(node.get("isAccessibleForFree"))
    ]
    return any(item is False or str(item).strip().lower() in {"false", "no"} for item in values)


def lines(value: object) -> str:
    """A long text value with its paragraphs as lines: line breaks and block tags part them, all else is in one line."""
    for item in as_list(value):
        if isinstance(item, str) and item.strip():
            text = html.unescape(html.unescape(item)) if "&" in item else item
            parts = plain(_PART.sub("\n", text)).split("\n")
            return "\n".join(line for part in parts if (line := squeeze(part)))
    return ""


def string(value: object) -> str:
    """A text value of JSON-LD in one line: entities and tags resolved. Of a list the first; of an object its `@value`."""
    for item in as_list(value):
        found = item.get("@value") if isinstance(item, dict) else item
        if isinstance(found, str) and found.strip():
            return squeeze(plain(found))
    return ""


def plain(text: str) -> str:
    """The text with entities resolved (also where escaped twice) and tags left out."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    return _TAG.sub(" ", text) if "<" in text else text


def name_of(value: object) -> str:
    """The name of a person or body that may be given as a text, an object or a list of them."""
    for item in as_list(value):
        found = string(item.get("name") or item.get("legalName")) if isinstance(item, dict) else string(item)
        if found:
            return found
    return ""


def address_of(value: object) -> str:
    """The URL in a value that may be a text or an object with `@id` or `url`."""
    for item in as_list(value):
        found = (item.get("@id") or item.get("url")) if isinstance(item, dict) else item
        if isinstance(found, str) and found.strip():
            return found.strip()
    return ""


def _loads(text: str) -> list[Any]:
    """The values of one script; empty where it cannot be read even when mended."""
    stripped = _unwrap(text)
    for mend in (str, _mend, _unescape):
        try:
            return [json.loads(mend(stripped), strict=False)]
        except (ValueError, RecursionError):
            continue
    return _first_values(stripped)


def _unwrap(text: str) -> str:
    """The script without the comment or CDATA marks around it."""
    before = ""
    while text != before:
        before = text
        text = text.strip()
        for mark in _OPENING:
            text = text.removeprefix(mark)
        for mark in _CLOSING:
            text = text.removesuffix(mark)
    return text


def _mend(text: str) -> str:
    return _TRAILING_COMMA.sub(r"\1", _BAD_ESCAPE.sub(r"\\\\", text))


def _unescape(text: str) -> str:
    return _mend(html.unescape(text))


def _first_values(text: str) -> list[Any]:
    """Values at the start of a text that goes on with something else, such as a second object or a comment."""
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    position = 0
    while position < len(text) and len(values) < 20:
        try:
            value, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            break
        values.append(value)
        rest = re.compile(r"[\s,;]*").match(text, end)
        position = rest.end() if rest else end
    return values


def _walk(value: Any, depth: int, *, own: bool) -> Iterator[tuple[Node, bool]]:
    """Every object with a type, outer ones first, with whether it may be about this page."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value[:500]:
            yield from _walk(item, depth + 1, own=own)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value, own
        for key, inner in value.items():
            if isinstance(inner, dict | list):
                yield from _walk(inner, depth + 1, own=own and key.lower() not in _ELSEWHERE)


def _resolved(node: Node, by_id: dict[str, Node]) -> Node:
    """The object with `{"@id": …}` references of its own fields replaced by what they point to."""

    def target(value: Any) -> Any:
        if isinstance(value, dict) and set(value) <= {"@id", "@type", "name"} and isinstance(value.get("@id"), str):
            return by_id.get(value["@id"], value)
        return value

    return {
        key: [target(item) for item in value] if isinstance(value, list) else target(value)
        for key, value in node.items()
    }


def _choose(nodes: list[Node], addresses: frozenset[str], titles: str) -> Node:
    """The page's own article: the one with the page's address, else the one that says most; gaps filled by its twins."""
    if not nodes:
        return {}

    def rank(node: Node) -> tuple[bool, bool, int]:
        own = {fold(address_of(node.get(key))) for key in ("url", "@id", "mainEntityOfPage")}
        said = sum(bool(node.get(key)) for key in ("headline", "datePublished", "author", "articleBody", "description"))
        headline = fold(string(node.get("headline")))
        return bool(own & addresses), bool(headline) and headline in titles, said

    best = max(nodes, key=rank)
    merged = dict(best)
    headline = fold(string(best.get("headline")))
    for node in nodes:
        if node is not best and headline and fold(string(node.get("headline"))) == headline:
            for key, value in node.items():
                if not merged.get(key):
                    merged[key] = value
    return merged
