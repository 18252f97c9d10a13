"""Section pages: which of a page's links lead to articles, and which feeds it names."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import lxml.etree
import lxml.html

from crawler.discovery.listing import Child, Found, Listing, decode
from crawler.urls import absolute, url_key
from store.sources import SourceKind

_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"})
_DATE_IN_PATH = re.compile(r"/(?:19|20)\d\d[/-](?:0?[1-9]|1[0-2])(?:[/-](?:0?[1-9]|[12]\d|3[01]))?(?=[/-]|$)")
_LONG_NUMBER = re.compile(r"(?<!\d)\d{5,}(?!\d)")
_NO_ARTICLE = re.compile(
    r"/(?:tags?|topics?|authors?|autor|autores|category|categories|kategorie|categoria|search|suche|login|signin|"
    r"register|subscribe|abo|account|about|contact|kontakt|impressum|privacy|datenschutz|terms|help|jobs|careers|"
    r"newsletters?|podcasts?|games|weather|shop|rss|feeds?|page|wp-json|wp-login|cart|advertise|cookies?)(?:/|$|\.)",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:pdf|jpe?g|png|gif|webp|svg|mp[34]|m4a|zip|xml|css|js|docx?|xlsx?|ics|json)$", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_FURNITURE = frozenset({"nav", "footer", "aside"})
ARTICLE_SCORE = 3
"""Points a link needs; see `link_score`."""
MAX_SECTION_LINKS = 200
"""Links taken from one section page: front pages of large papers have 100 to 150 articles."""


def read_section(body: bytes, url: str) -> Listing:
    """Article links of a page in reading order, and the feeds that its head names."""
    root = _parse(body)
    if root is None:
        return Listing(SourceKind.SECTION, note="the page cannot be read")
    base = absolute(_base_of(root), url) or url
    found: dict[str, Found] = {}
    for anchor in root.iter("a"):
        link = absolute(anchor.get("href") or "", base)
        text = " ".join(anchor.text_content().split())
        if not link or _same_page(link, url) or link_score(link, text, _places(anchor)) < ARTICLE_SCORE:
            continue
        key = url_key(link)
        if key not in found or len(text) > len(found[key].evidence.get("anchor", "")):
            found[key] = Found(link, evidence={"anchor": text[:300]} if text else {})
    entries = tuple(found.values())[:MAX_SECTION_LINKS]
    return Listing(SourceKind.SECTION, entries, children=feeds_of(root, base))


def link_score(link: str, text: str, places: frozenset[str]) -> int:
    """How much a link looks like one to an article: a date or long number in the path, a slug of four words or more, a
    headline's length, a heading around it; furniture (navigation, footer) counts against it.

    >>> link_score("https://paper.example/2026/05/02/storm-closes-the-old-bridge", "Storm closes the old bridge", frozenset())
    7
    """
    path = unquote(urlsplit(link).path)
    if path in {"", "/"} or _NO_ARTICLE.search(path) or _FILE.search(path):
        return 0
    slug = path.rstrip("/").rsplit("/", 1)[-1]
    words = len([word for word in re.split(r"[-_]", slug) if word and not word.isdigit()])
    score = 0
    score += 3 if _DATE_IN_PATH.search(path) else 0
    score += 2 if _LONG_NUMBER.search(path) or _LONG_NUMBER.search(urlsplit(link).query) else 0
    score += 2 if words >= 4 else 0
    score += 2 if len(text) >= 25 and " " in text else 0
    score += 1 if places & _HEADINGS or "article" in places else 0
    score -= 3 if places & _FURNITURE else 0
    return score


def feeds_of(root: lxml.html.HtmlElement, base: str) -> tuple[Child, ...]:
    """The feeds a page's head names with <link rel=alternate>; those for comments are left out."""
    found: dict[str, Child] = {}
    for link in root.iter("link"):
        rel = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").split(";")[0].strip().lower()
        if "alternate" not in rel or kind not in _FEED_TYPES:
            continue
        target = absolute(link.get("href") or "", base)
        if target and "comment" not in f"{target} {link.get('title') or ''}".lower():
            found.setdefault(target, Child(target, SourceKind.FEED))
    return tuple(found.values())


def _parse(body: bytes) -> lxml.html.HtmlElement | None:
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=False)  # type: ignore[no-untyped-call]
    try:
        text = decode(body).encode("utf-8", errors="replace")
        root: lxml.html.HtmlElement = lxml.html.document_fromstring(text, parser=parser)  # type: ignore[no-untyped-call]
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError):
        return None
    return root


def _base_of(root: lxml.html.HtmlElement) -> str:
    base = root.find(".//base[@href]")
    return str(base.get("href")) if base is not None else ""


def _same_page(link: str, url: str) -> bool:
    try:
        return url_key(link) == url_key(url)
    except ValueError:
        return True


def _places(anchor: lxml.html.HtmlElement) -> frozenset[str]:
    """Tags around (and headings inside) a link."""
    around = [str(node.tag) for node in anchor.iterancestors() if isinstance(node.tag, str)]
    inside = [str(node.tag) for node in anchor.iterdescendants() if isinstance(node.tag, str)]
    return frozenset(around) | (frozenset(inside) & _HEADINGS)
