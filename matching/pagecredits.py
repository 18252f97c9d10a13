"""Credits outside the text: JSON-LD, meta tags, lines around the text, the feed, links to an original.

What a field is worth depends on what pages put there. `AGENCY` holds for a newsroom that is an agency, `OTHER` for any
other; from `thresholds.WIRE_CREDIT` on a field decides alone, below it needs shared text. Templates fill in publisher,
provider, site name and canonical link for every page alike, so these never decide alone: a foreign one on a page with
its own, different text says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from matching.creditnames import is_own_name, leading_agency, resolve_whole
from matching.finder import find_mentions
from matching.mentions import Mention, MentionIndex
from matching.types import Article, Credit, Role, Span

AGENCY: Final[dict[str, float]] = {
    "jsonld.author_org": 0.95,  # a byline that a machine can read
    "page.author_org": 0.95,
    "page.label": 0.9,  # a line above the text: "Northern Wire", "By Northern Wire"
    "meta.agency": 0.9,
    "meta.wire_source": 0.9,
    "page.copyright": 0.85,  # "Copyright 2031 Northern Wire" below the text
    "copyright_holder": 0.8,
    "jsonld.copyrightNotice": 0.8,
    "jsonld.sourceOrganization": 0.8,  # schema.org: on whose behalf the author worked
    "meta.source": 0.75,
    "meta.news_source": 0.75,
    "rss.source": 0.8,  # RSS 2.0: the channel that the item came from
    "rss.source_name": 0.8,
    "jsonld.creditText": 0.6,  # as often a picture's
    "meta.copyright": 0.6,
    "meta.dc.rights": 0.6,
    "meta.dcterms.rightsholder": 0.6,
}
OTHER: Final[dict[str, float]] = {
    "rss.source": 0.8,
    "rss.source_name": 0.8,
    "jsonld.author_org": 0.75,
    "page.author_org": 0.75,
    "jsonld.contributor": 0.45,
    "og.site_name": 0.3,
}
DEFAULT: Final = 0.5
"""Publisher, provider, producer, syndication and original source, canonical, `isBasedOn`, and fields not named above."""
_LINES = frozenset(
    {"page.copyright", "jsonld.copyrightNotice", "meta.copyright", "meta.dc.rights", "jsonld.creditText"}
)


def page_credits(article: Article, index: MentionIndex) -> Iterator[Credit]:
    """Yield the credits of other newsrooms that stand outside an article's text; `page.credit` lines are no part of it.

    Newsrooms of the article's own family credit nobody: a publisher is named on all its titles' pages.
    """
    for field, value in article.metadata_credits:
        if field == "page.credit":
            continue  # read as a line of the text is, by `matching.credits`
        span = Span(0, len(value), f"{field}: {value}", "metadata")
        for name, outlet_id, agency in _named(field, value, article, index):
            if not _is_own(name, outlet_id, article, index):
                weight = weight_of(field, agency=agency)
                yield Credit(
                    name, outlet_id, Role.WIRE, weight >= DEFAULT and field not in _NO_CLAIM, weight, span, field
                )
    links = [("canonical", article.canonical_url), *(("is_based_on", url) for url in article.is_based_on)]
    for field, url in links:
        outlet_id = index.by_domain(urlsplit(url).hostname or "") if url else ""
        if outlet_id:
            span = Span(0, len(url), f"{field}: {url}", "metadata")
            yield Credit(index.outlets[outlet_id].name, outlet_id, Role.WIRE, False, DEFAULT, span, field)


_NO_CLAIM = frozenset({"og.site_name", "jsonld.publisher", "jsonld.provider", "jsonld.producer", "jsonld.contributor"})


def weight_of(field: str, *, agency: bool) -> float:
    """Return what a field is worth that names an agency, or another newsroom."""
    return (AGENCY.get(field) or OTHER.get(field, DEFAULT)) if agency else OTHER.get(field, DEFAULT)


def _named(field: str, value: str, article: Article, index: MentionIndex) -> Iterator[tuple[str, str, bool]]:
    """The newsroom that a field names: its name, its id, and whether it is an agency."""
    if "://" in value:
        outlet_id = index.by_domain(urlsplit(value).hostname or "")
        if outlet_id:
            yield index.outlets[outlet_id].name, outlet_id, index.is_agency(outlet_id)
        return
    mention = _mention(field, value, article, index)
    if mention is not None and (mention.outlet_id or mention.agency):
        yield mention.name, mention.outlet_id, mention.agency


def _mention(field: str, value: str, article: Article, index: MentionIndex) -> Mention | None:
    """Whose a value is: a whole name, or in a line of rights the one agency that it names."""
    whole = resolve_whole(value.strip(), article, index, wire=True) or leading_agency(value.strip(), article, index)
    if whole is not None or field not in _LINES:
        return whole
    agencies = [m for m in find_mentions(index, value, own=article.outlet_id, credit=True) if m.agency]
    return agencies[0] if len({m.name for m in agencies}) == 1 else None


def _is_own(name: str, outlet_id: str, article: Article, index: MentionIndex) -> bool:
    mine, other = index.outlets.get(article.outlet_id), index.outlets.get(outlet_id)
    family = mine is not None and other is not None and bool(mine.family) and mine.family == other.family
    return family or is_own_name(name, article, index)
