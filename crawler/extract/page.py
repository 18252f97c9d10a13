"""One page in, one `ExtractedPage` out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from crawler.extract.authors import find_authors
from crawler.extract.body import find_body
from crawler.extract.dates import find_published
from crawler.extract.encoding import decode_page
from crawler.extract.jsonld import plain, read_jsonld, string
from crawler.extract.meta import read_head
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
    content: bytes, url: str, *, headers: Mapping[str, str] | None = None, fetched: datetime | None = None
) -> ExtractedPage:
    """Read a fetched page."""
    text, encoding = decode_page(content, headers)
    root = parse(text)
    if root is None:
        return ExtractedPage(url, Outcome.EXTRACT_EMPTY, "no HTML in the page", encoding=encoding)
    head = read_head(root, url)
    jsonld = read_jsonld(root, frozenset(fold(address) for address in (url, head.canonical) if address))
    published, date_source = find_published(root, head, jsonld, fetched)
    drop_never_text(root)
    title, title_source = find_title(root, head, jsonld)
    credits = find_authors(root, head, jsonld)
    descriptions = [string(jsonld.article.get("description"))]
    descriptions += [plain(text) for text in head.all("og:description", "description", "twitter:description")]
    article_body = string(jsonld.article.get("articleBody"))
    found = find_body(root, title, descriptions, article_body)
    body = found.text
    return ExtractedPage(
        url=url,
        outcome=Outcome.STORED if body else Outcome.EXTRACT_EMPTY,
        title=title,
        text=body,
        authors=credits.authors,
        published=published,
        byline=credits.byline,
        language=detect_language(body) or head.language[:2].lower(),
        canonical_url=head.canonical,
        body=Body.FULL if body else Body.MISSING,
        encoding=encoding,
        provenance={"title": title_source, "published": date_source, "authors": credits.source, "text": found.source},
    )
