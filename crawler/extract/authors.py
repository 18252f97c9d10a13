"""Who wrote it: persons apart from desks, agencies and the outlet itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.jsonld import JsonLd, as_list, plain, string, types_of
from crawler.extract.meta import Head
from crawler.extract.title import site_names
from crawler.extract.tree import fold, hints_of, is_small, squeeze, text_of

MAX_AUTHORS = 20
"""More names than this are a list of the staff, not a byline."""


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


_BY = re.compile(
    r"^(?:written by|reported by|story by|posted by|published by|by|von|vom|por|par|di|da|door|av|af|autor(?:in)?|author|"
    r"text|texto|de)\b[:\s]+|^(?:by|von|por|par|author|autor|text|texto)\s*:\s*",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:[;|•·]|/(?!/)|\s&\s|\s(?:and|und|y|et|og|och|en|e|ve|with|mit)\s)\s*", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*")
_EMAIL = re.compile(r"\s*[(<\[]?\s*[\w.+-]+@[\w-]+\.[\w.]+\s*[)>\]]?")
_DESK_WORDS = """staff newsroom newsdesk desk editors editorial team redaktion redaction rédaction redacción redazione
redactie redakcja redaksjon redaktionen redakce agency agencies agentur agence agencia agenzia wire wires press news
newspaper online media reporters correspondents bureau service services magazine tv radio web digital contributors
board editorialboard syndicate network group author admin administrator administrador webmaster"""
_DESK = frozenset(fold(word) for word in _DESK_WORDS.split())
_ACRONYM = re.compile(r"[BCDFGHJKLMNPQRSTVWXZ]{3,5}")  # no vowel: no name, unlike JÖRG or Bo
_DOMAIN = re.compile(r"\w{2}\.[a-z]{2,10}$")


def find_authors(root: HtmlElement, head: Head, jsonld: JsonLd) -> Credits:
    """The credited authors: from the first of JSON-LD, meta tags and the printed byline that names a person, else a body.

    Sites that put their own name where the author belongs often print the person all the same.
    """
    sites = site_names(head, jsonld)
    printed = _printed_bylines(root)
    first = printed[0] if printed else ""
    found = [
        _sort(_from_jsonld(jsonld), sites, "jsonld.author"),
        _sort(_from_meta(head), sites, "meta.author"),
        _sort([(name, "") for name in split_names(first) if looks_personal(name)], sites, "page.byline"),
    ]
    best = next((credits for credits in found if credits.persons), None)
    best = best or next((credits for credits in found if credits.bodies), Credits())
    bodies = tuple(dict.fromkeys([*best.bodies, *found[0].bodies, *found[1].bodies]))
    bodies = bodies if best.persons else best.bodies
    return Credits(best.persons, bodies, _byline(printed, [*best.persons, *bodies]), best.source)


def _byline(printed: list[str], names: list[str]) -> str:
    """The line that the page prints, where it names one of the authors or begins as bylines do; else the names."""
    wanted = [fold(name) for name in names]
    for line in printed:
        if len(line) <= MAX_BYLINE and (
            _BY.match(line) or _ORIGIN.match(line) or any(name in fold(line) for name in wanted)
        ):
            return line
    return ", ".join(names)


MAX_BYLINE = 160
MAX_LINE = 600
"""Characters of a line of names that are read."""
_ORIGIN = re.compile(r"^(?:quelle|source|fuente|fonte|agencies|agenturen|from)\b", re.IGNORECASE)


_PARTICLES = frozenset(
    [
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "ten",
        "zu",
        "zur",
        "al",
        "el",
        "bin",
        "ibn",
        "af",
        "y",
        "e",
        "of",
    ]
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def looks_personal(name: str) -> bool:
    """Whether a text has the form of a person's name: two to five capitalised words, or a few characters where the
    script has no capitals.
    """
    if any(character.isdigit() for character in name) or any(character in name for character in "@|:/()!?"):
        return False
    if _CJK.search(name):
        return len(name) <= 8
    words = name.split()
    if not 2 <= len(words) <= 5:
        return False
    plain_words = [word for word in words if word.lower() not in _PARTICLES]
    return len(plain_words) >= 2 and all(word[0].isupper() or not word[0].isascii() for word in plain_words)


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


def is_body(name: str, kind: str, sites: frozenset[str] = frozenset()) -> bool:
    """Whether a name is a desk, an agency or the outlet, rather than a person.

    `kind` is the JSON-LD type in lower case, "" where unknown; `sites` are folded names of the site.
    """
    if "organization" in kind:
        return True
    folded = fold(name)
    words = name.split()
    if folded in sites or any(_DOMAIN.search(word.strip(",")) for word in words):
        return True
    if any(fold(part) in _DESK for word in words for part in word.split("-")):
        return True
    if any(_ACRONYM.fullmatch(word) for word in words):
        return True
    return len(words) == 1 and name.isascii() and len(name) <= 4 and (name.isupper() or name.islower())


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


_META_NAMES = (
    "author",
    "article:author",
    "parsely-author",
    "dc.creator",
    "byl",
    "sailthru.author",
    "cxenseparse:author",
)


def split_names(text: str) -> list[str]:
    """The names in a byline; "By", e-mail addresses and what follows a name after a comma go.

    >>> split_names("By Ann Lee and Bo Ek, Harbour Correspondent")
    ['Ann Lee', 'Bo Ek']
    """
    text = _EMAIL.sub("", _BY.sub("", squeeze(text)[:MAX_LINE]))
    names: list[str] = []
    for part in _SPLIT.split(text):
        pieces = [piece for piece in _COMMA.split(part) if piece]
        if len(pieces) > 1 and looks_personal(pieces[0]):
            pieces = [
                piece for piece in pieces if not _ROLE.search(piece) and (looks_personal(piece) or is_body(piece, ""))
            ]
        elif len(pieces) > 1:
            pieces = [part]
        names += pieces
    return [name for part in names if (name := _TITLE.sub("", _BY.sub("", part.strip(" ,;:–—-\u200b")).strip()))]


_TITLE = re.compile(r"\s*(?:기자|記者|특파원)$")
_ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|staff|columnist|contributor|analyst|professor|director|chief|journalist|"
    r"redakteur\w*|korrespondent\w*|reporterin|volontär\w*|autor\w*|corresponsal|redactor\w*|journaliste)\b",
    re.IGNORECASE,
)


def _printed_bylines(root: HtmlElement) -> list[str]:
    """The short elements that the page names author or byline, in order, as text."""
    found: list[str] = []
    for element in _NAMED_AUTHOR(root):
        if element.get("rel") != "author" and not _BYLINE.search(hints_of(element)):
            continue
        if is_small(element) and 3 < len(text := text_of(element)) <= 200:
            found.append(text)
        if len(found) == 10:
            break
    return list(dict.fromkeys(found))


# Wider than what is meant, and quick: the names themselves are looked at after it.
_NAMED_AUTHOR = etree.XPath(
    "//body//*[contains(@class, 'uthor') or contains(@class, 'yline') or contains(@class, 'utor') or @rel = 'author' "
    "or @itemprop = 'author' or contains(@data-testid, 'yline')]"
)
_BYLINE = re.compile(r"(?:^|[\s_-])(?:by-?line|authors?|autor(?:en|es|in)?)(?:$|[\s_-]|name|-?link)")
