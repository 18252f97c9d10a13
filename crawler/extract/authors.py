"""Who wrote it: persons apart from desks, agencies and the outlet itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.blocks import Block
from crawler.extract.jsonld import JsonLd, as_list, plain, string, types_of
from crawler.extract.meta import Head
from crawler.extract.names import BY, is_body, names_in_line, split_names
from crawler.extract.title import site_names
from crawler.extract.tree import fold, hints_of, is_small, text_of

MAX_AUTHORS = 20
"""More names than this are a list of the staff, not a byline."""
MAX_BYLINE = 160
"""Characters of a line that is believed to be a byline."""

_META_NAMES = (
    "author",
    "article:author",
    "parsely-author",
    "dc.creator",
    "byl",
    "sailthru.author",
    "cxenseparse:author",
)
_ORIGIN = re.compile(r"^(?:quelle|source|fuente|fonte|agencies|agenturen|from)\b", re.IGNORECASE)
_PICTURE = re.compile(
    r"^\W*(?:photos?|fotos?|image|bild|picture|illustration|grafik|credit|copyright|©)\b|^\W*©", re.IGNORECASE
)
# Wider than what is meant, and quick: the names themselves are looked at after it.
_NAMED_AUTHOR = etree.XPath(
    "//body//*[contains(@class, 'uthor') or contains(@class, 'yline') or contains(@class, 'utor') or @rel = 'author' "
    "or @itemprop = 'author' or contains(@data-testid, 'yline')]"
)
_BYLINE = re.compile(
    r"by-?line|(?:^|[\s_-])(?:post|article|story|entry|news)?-?_*(?:authors?|autor(?:en|es|in)?)(?:$|[\s_-]|name|-?link)"
)
_WRITER = re.compile(r"by-?line|author|autor(?!i)|writer|reporter|journalist|redakteur|skribent|contributor")
_OTHERS = re.compile(
    r"comment(?!ary|-?enabled)|related|recommend|media-?info|caption|photo|bild"
)  # not the article's writers
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:en|es|in)?|auteurs?|profiles?|staff|people|journalists?|reporters?|by|redaktion|skribent)/",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Credits:
    """`persons` and `bodies` (desks, agencies, the outlet) in the order of the page; `byline` as the page prints it."""

    persons: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    byline: str = ""
    source: str = ""

    @property
    def authors(self) -> tuple[str, ...]:
        """The persons; where the page credits none, the bodies that it credits."""
        return self.persons or self.bodies


def find_authors(root: HtmlElement, head: Head, jsonld: JsonLd, above: Sequence[Block] = ()) -> Credits:
    """The credited authors: from the first of JSON-LD, meta tags and the printed byline that names a person, else a body.

    Sites that put their own name where the author belongs often print the person all the same. `above` are the blocks
    between the headline and the text.
    """
    sites = site_names(head, jsonld)
    printed = [*_lines_above(above), *_named_lines(root)]
    persons = next((names for line in printed if (names := names_in_line(line))), [])
    found = [
        _sort(_from_jsonld(jsonld), sites, "jsonld.author"),
        _sort(_from_meta(head), sites, "meta.author"),
        _sort([(name, "") for name in persons], sites, "page.byline"),
    ]
    best = next((credits for credits in found if credits.persons), None)
    best = best or next((credits for credits in found if credits.bodies), Credits())
    if not best.authors and printed:
        best = _sort([(name, "") for name in split_names(printed[0])], sites, "page.byline")
        best = Credits((), best.bodies, source=best.source if best.bodies else "")
    bodies = tuple(dict.fromkeys([*best.bodies, *found[0].bodies, *found[1].bodies])) if best.persons else best.bodies
    return Credits(best.persons, bodies, _byline(printed, [*best.persons, *bodies]), best.source)


def _byline(printed: list[str], names: list[str]) -> str:
    """The line that the page prints, where it names one of the authors or begins as bylines do; else the names."""
    wanted = [fold(name) for name in names]
    for line in printed:
        named = any(name in fold(line) for name in wanted)
        if len(line) <= MAX_BYLINE and (named or BY.match(line) or _ORIGIN.match(line)):
            return line
    return ", ".join(names)


def _sort(names: Iterable[tuple[str, str]], sites: frozenset[str], source: str) -> Credits:
    persons: list[str] = []
    bodies: list[str] = []
    for name, kind in names:
        if not 1 < len(name) <= 80:
            continue
        group = bodies if is_body(name, kind, sites) else persons
        if fold(name) not in {fold(other) for other in group}:
            group.append(name)
    return Credits(tuple(persons[:MAX_AUTHORS]), tuple(bodies[:MAX_AUTHORS]), source=source)


def _from_jsonld(jsonld: JsonLd) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key in ("author", "creator"):
        for item in as_list(jsonld.article.get(key)):
            if isinstance(item, dict):
                kind = " ".join(types_of(item))
                for name in as_list(item.get("name")):
                    found += [(part, kind) for part in split_names(string(name))]
            else:
                found += [(part, "") for part in split_names(string(item))]
        if found:
            break
    return found


def _from_meta(head: Head) -> list[tuple[str, str]]:
    for name in _META_NAMES:
        values = [plain(value) for value in head.all(name) if not value.lower().startswith(("http", "@", "www."))]
        found = [(part, "") for value in values for part in split_names(value)]
        if found:
            return found
    return []


def _lines_above(above: Sequence[Block]) -> list[str]:
    """The lines between headline and text that begin as bylines do, or lead to a writer's page, or are named so."""
    found: list[str] = []
    for block in above:
        if len(block.text) > MAX_BYLINE or _PICTURE.match(block.text):
            continue
        if BY.match(block.text) or (block.text[0].isalpha() and _is_writers(block.holder)):
            found.append(block.text)
    return found


def _is_writers(holder: HtmlElement) -> bool:
    elements = [holder, *list(holder.iterancestors())[:2]]
    if any(element.tag in {"figure", "figcaption"} or _OTHERS.search(hints_of(element)) for element in elements):
        return False
    if any(_WRITER.search(hints_of(element)) for element in elements):
        return True
    links = [anchor.get("href") or "" for anchor in holder.iter("a")]
    links += [element.get("href") or "" for element in elements if element.tag == "a"]
    return any(_PROFILE.search(link) for link in links)


def _named_lines(root: HtmlElement) -> list[str]:
    """The short elements that the page names author or byline, in order, as text."""
    found: list[str] = []
    for element in _NAMED_AUTHOR(root):
        if element.get("rel") != "author" and not _BYLINE.search(hints_of(element)):
            continue
        if any(_OTHERS.search(hints_of(outer)) for outer in element.iterancestors()):
            continue
        if is_small(element) and 3 < len(text := text_of(element)) <= 200 and not _PICTURE.match(text):
            found.append(text)
        if len(found) == 10:
            break
    return list(dict.fromkeys(found))
