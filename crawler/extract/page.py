"""One page in, one `ExtractedPage` out."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from textwrap import shorten

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.authors import Credits, find_authors
from crawler.extract.blocks import HEADINGS
from crawler.extract.body import BodyText, Told, find_body
from crawler.extract.corrections import NoteKind, note_in, note_kind
from crawler.extract.dates import find_published
from crawler.extract.encoding import decode_page
from crawler.extract.jsonld import JsonLd, as_list, is_closed, lines, plain, read_jsonld, string
from crawler.extract.links import find_links
from crawler.extract.media import Place, find_media
from crawler.extract.meta import Head, read_head
from crawler.extract.outcome import Evidence, Judged, judge_page
from crawler.extract.region import media_region
from crawler.extract.sources import based_on, keywords_of, metadata_credits, section_of
from crawler.extract.state import page_state
from crawler.extract.title import find_title
from crawler.extract.tree import drop_never_text, fold, parse
from crawler.language import detect_language
from store.records import Body, Link, Media, Outcome


@dataclass(frozen=True, slots=True)
class ExtractedPage:
    """What a page says, with where each field came from (`provenance`: field → place).

    `authors` are the persons credited; where the page credits no person, the desk or agency that it credits. `published`
    is aware. `outcome` says what the page is, `reason` why. Only a page with `body` FULL can ever count.
    """

    url: str
    outcome: Outcome
    reason: str = ""
    title: str = ""
    text: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    byline: str = ""
    language: str = ""
    canonical_url: str = ""
    section: str = ""
    keywords: tuple[str, ...] = ()
    is_based_on: tuple[str, ...] = ()
    metadata_credits: tuple[tuple[str, str], ...] = ()
    links: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()
    body: Body = Body.MISSING
    live: bool = False
    correction: str = ""
    encoding: str = ""
    provenance: dict[str, str] = field(default_factory=dict)


def extract_page(
    html: bytes, url: str, *, headers: Mapping[str, str] | None = None, fetched: datetime | None = None
) -> ExtractedPage:
    """Read a fetched page: `html` as it came, the `url` it came from ("" where unknown), the response's `headers`.

    Never raises on what a page holds: what cannot be read comes back with an outcome and the reason.
    """
    try:
        return _extract(html, url, headers, fetched)
    except _HOSTILE as error:
        _LOG.warning("extraction of %s failed", url or "a page", exc_info=True)
        return ExtractedPage(url, Outcome.EXTRACT_EMPTY, f"extraction failed: {type(error).__name__}: {error}"[:300])


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read of a page before it is judged."""

    head: Head
    jsonld: JsonLd
    title: tuple[str, str]
    published: tuple[datetime | None, str]
    credits: Credits
    found: BodyText


def _extract(html: bytes, url: str, headers: Mapping[str, str] | None, fetched: datetime | None) -> ExtractedPage:
    markup, encoding = decode_page(html, headers)
    root = parse(markup)
    if root is None:
        return ExtractedPage(url, Outcome.EXTRACT_EMPTY, "there is no HTML in the page", encoding=encoding)
    read = _read(root, url, fetched)
    dated = read.published[1].startswith(("jsonld.", "meta."))
    page = Evidence(read.head, read.jsonld, markup[:MARKUP], read.title[0], dated, read.found)
    return _page(url, encoding, read, judge_page(page))


def _read(root: HtmlElement, url: str, fetched: datetime | None) -> _Reading:
    head = read_head(root, url)
    addresses = frozenset(fold(address) for address in (url, head.canonical, head.first("og:url")) if address)
    jsonld = read_jsonld(root, addresses, fold(f"{head.title} {head.first('og:title')}"))
    published = find_published(root, head, jsonld, fetched)
    state = page_state(root)
    drop_never_text(root)
    alive = list(root.iter())  # lxml makes a new object at each visit of an element that nobody holds
    title = find_title(root, head, jsonld)
    article_body = lines(jsonld.article.get("articleBody"))[:MAX_BODY]
    told = Told(_descriptions(head, jsonld), article_body, is_closed(jsonld), state)
    found = find_body(root, title[0], told)
    credits = find_authors(root, head, jsonld, found.above)
    del alive
    return _Reading(head, jsonld, title, published, credits, found)


def _page(url: str, encoding: str, read: _Reading, judged: Judged) -> ExtractedPage:
    """The page with the fields that its outcome leaves it: one that was served in an article's place has no text."""
    head, jsonld, found = read.head, read.jsonld, read.found
    text = found.text if judged.body is not Body.MISSING else ""
    language, language_source = _language(text, head, jsonld)
    section, section_source = section_of(head, jsonld)
    title, title_source = read.title if read.title[0] else _title_from(found, text)
    sources = {
        "title": title_source,
        "text": found.source if text else "",
        "authors": read.credits.source,
        "published": read.published[1],
        "language": language_source,
        "section": section_source,
        "canonical_url": "link.canonical" if head.canonical else "",
    }
    return ExtractedPage(
        url=url,
        outcome=judged.outcome,
        reason=judged.reason,
        title=title,
        text=text,
        authors=read.credits.authors,
        published=read.published[0],
        byline=read.credits.byline or next(iter(found.labels), ""),
        language=language,
        canonical_url=head.canonical,
        section=section,
        keywords=keywords_of(head, jsonld),
        is_based_on=based_on(jsonld, head.base),
        metadata_credits=metadata_credits(head, jsonld, read.credits, found),
        links=find_links(found.blocks, head.base) if text else (),
        media=find_media(
            media_region(found, head, jsonld, read.credits.authors), jsonld, Place(head.canonical or url, head.base)
        )
        if text
        else (),
        body=judged.body,
        live=judged.live,
        correction=_correction(found, jsonld, title) if text else "",
        encoding=encoding,
        provenance={name: source for name, source in sources.items() if source},
    )


MARKUP = 60_000
"""Characters of the HTML in which the parts of a bot check are looked for."""
MAX_BODY = 300_000
"""Characters of JSON-LD's articleBody that are read: a book has more, an article never."""
HEADING_NEAR = 12
"""A heading that stands so many blocks or fewer before the text is its title where nothing else is."""
MAX_TITLE = 160
"""Characters of a title that is taken from the text: headlines are shorter."""
_SENTENCE = re.compile(r"[^\n]{20,}?[.!?。！？](?=\s|$)")
_LOG = logging.getLogger(__name__)
# What the libraries below are known to raise on pages made to break them.
_HOSTILE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    etree.LxmlError,
)


def _title_from(found: BodyText, text: str) -> tuple[str, str]:
    """What a page without any title is known by: its first heading, else the beginning of its text."""
    if not text:
        return "", ""
    first = found.blocks[0].order if found.blocks else 0
    headings = [block for block in found.layout.blocks if block.tag in HEADINGS and block.linked < 0.5]
    near = [block.text for block in headings if first - HEADING_NEAR <= block.order <= first]
    if near:
        return near[-1][:MAX_TITLE], "text.heading"
    sentence = _SENTENCE.match(text)
    return shorten(sentence[0] if sentence else text, MAX_TITLE, placeholder=" …"), "text.first_sentence"


def _descriptions(head: Head, jsonld: JsonLd) -> tuple[str, ...]:
    found = [string(jsonld.article.get("description"))]
    found += [plain(text) for text in head.all("og:description", "description", "twitter:description")]
    return tuple(text for text in dict.fromkeys(found) if text)


def _language(text: str, head: Head, jsonld: JsonLd) -> tuple[str, str]:
    """The language of the text itself, else what the page says."""
    detected = detect_language(text)
    if detected:
        return detected, "text"
    for source, value in (
        ("jsonld.inLanguage", string(jsonld.article.get("inLanguage"))),
        ("html.lang", head.language),
        ("og:locale", head.first("og:locale")),
    ):
        code = value.replace("_", "-").split("-")[0].strip().lower()
        if 2 <= len(code) <= 3 and code.isalpha() and code.isascii():
            return code, source
    return "", ""


def _correction(found: BodyText, jsonld: JsonLd, title: str) -> str:
    """The note that says what was wrong: JSON-LD's, else a paragraph in the article or right after it, else the title."""
    for value in as_list(jsonld.article.get("correction")):
        text = string(value.get("text") or value.get("description")) if isinstance(value, dict) else string(value)
        if text:
            return text[:1000]
    last = found.blocks[-1].order if found.blocks else 0
    near = [block for block in found.layout.blocks if last < block.order <= last + 5 and block.linked < 0.5]
    titles = [title] if note_kind(title) is NoteKind.RETRACTION else []
    return note_in([*(block.text for block in [*found.blocks, *near]), *titles])[0][:1000]
