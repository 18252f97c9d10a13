"""The title: JSON-LD headline, og:title, h1 and `<title>` are witnesses; the form that most of them give is believed."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.extract.jsonld import JsonLd, name_of, plain, string
from crawler.extract.meta import Head
from crawler.extract.tree import fold, squeeze, text_of
from crawler.hosts import host_of

# What stands between a title and the name of the site.
_SUFFIX = re.compile(r"\s+(?:[|•·–—»-]|::)\s+|\s*[|]\s*")


def find_title(root: HtmlElement, head: Head, jsonld: JsonLd) -> tuple[str, str]:
    """The title and where it stood; "" where the page has none (the site's name alone is none)."""
    names = site_names(head, jsonld)
    candidates = [
        (source, strip_site(squeeze(plain(text)), names))
        for source, text in (
            ("jsonld.headline", string(jsonld.article.get("headline"))),
            ("og:title", head.first("og:title")),
            ("h1", _headline(root, head, jsonld)),
            ("twitter:title", head.first("twitter:title")),
            ("jsonld.name", string(jsonld.article.get("name"))),
            ("title", head.title),
        )
    ]
    candidates = [(source, text) for source, text in candidates if fold(text) and fold(text) not in names]
    if not candidates:
        return "", ""
    candidates = [(source, _without_tail(text, [other for _, other in candidates])) for source, text in candidates]
    votes = [sum(_WEIGHT[other] for other, value in candidates if fold(value) == fold(text)) for _, text in candidates]
    source, text = candidates[votes.index(max(votes))]
    return text, source


# og:title, twitter:title and <title> are written by one hand more often than not: together they weigh less than the
# headline that readers see and the one that JSON-LD gives.
_WEIGHT = {"jsonld.headline": 1.0, "og:title": 1.0, "h1": 1.0, "twitter:title": 0.25, "jsonld.name": 0.25, "title": 0.5}
MIN_TITLE = 15
"""Letters and digits from which one title counts as the whole of another that goes on after a divider."""


def _without_tail(text: str, others: list[str]) -> str:
    """The title as another witness gives it, where this one only adds a divider and a section or site name."""
    for other in others:
        rest = text[len(other) :]
        if len(fold(other)) >= MIN_TITLE and text.startswith(other) and _DIVIDER.match(rest) and len(rest) < 60:
            return other
    return text


_DIVIDER = re.compile(r"\s*[|•·–—»:ㅣ/-]")


def site_names(head: Head, jsonld: JsonLd) -> frozenset[str]:
    """Folded names that the site gives itself, its host among them ("harbourherald" for www.harbourherald.example)."""
    names = [head.first("og:site_name"), head.first("application-name"), head.first("twitter:site")]
    names += [name_of(jsonld.article.get("publisher"))]
    names += [string(node.get("name")) for node in jsonld.of_type("website", "newsmediaorganization")]
    for address in (head.base, head.canonical):
        labels = host_of(address).split(".")[:-1]
        names += [label for label in labels if len(label) > 4]
    return frozenset(fold(name) for name in names if fold(name))


def strip_site(title: str, names: frozenset[str]) -> str:
    """The title without the site's name after (or before) a divider.

    >>> strip_site("Bridge opens | The Harbour Herald", frozenset({"theharbourherald"}))
    'Bridge opens'
    """
    for _ in range(3):
        cuts = list(_SUFFIX.finditer(title))
        if not cuts:
            break
        last, first = cuts[-1], cuts[0]
        if _is_site(title[last.end() :], names):
            title = title[: last.start()].strip()
        elif _is_site(title[: first.start()], names):
            title = title[first.end() :].strip()
        else:
            break
    return title


def _is_site(part: str, names: frozenset[str]) -> bool:
    folded = fold(part)
    if not folded:
        return True
    return any(folded == name or (len(name) > 3 and folded in {f"{name}com", f"the{name}"}) for name in names)


def _headline(root: HtmlElement, head: Head, jsonld: JsonLd) -> str:
    """The heading that readers see as the headline: the h1, or in its absence the h2, that shares most with the rest.

    Headings in menus and breadcrumbs are none, but for pages without another.
    """
    wanted = set((string(jsonld.article.get("headline")) or head.first("og:title") or head.title).casefold().split())

    def shared(text: str) -> float:
        words = set(text.casefold().split())
        return len(words & wanted) / max(1, len(words | wanted))

    first = [(text_of(element), _in_menu(element)) for element in root.iter("h1")]
    second = [(text_of(element), _in_menu(element)) for element in list(root.iter("h2"))[:5]]
    seen = [text for text, menu in first if fold(text) and not menu]
    seen = seen or [text for text, menu in second if shared(text) > 0.9 and not menu] or [text for text, _ in first]
    return max((text for text in seen if fold(text)), key=shared, default="")


def _in_menu(element: HtmlElement) -> bool:
    return any(outer.tag in {"nav", "li", "footer", "aside"} for outer in element.iterancestors())
