"""What the head and JSON-LD say of where an article comes from: publisher, agency, copyright, what it is based on."""

from __future__ import annotations

from crawler.extract.authors import Credits
from crawler.extract.body import BodyText
from crawler.extract.jsonld import JsonLd, address_of, as_list, name_of, string
from crawler.extract.meta import Head, resolve
from crawler.extract.tree import fold

_JSONLD_FIELDS = (
    "publisher",
    "sourceOrganization",
    "provider",
    "copyrightHolder",
    "producer",
    "contributor",
    "creditText",
    "copyrightNotice",
)
_META_FIELDS = (
    "syndication-source",
    "original-source",
    "dc.source",
    "dcterms.source",
    "dc.publisher",
    "dc.rights",
    "dcterms.rightsholder",
    "source",
    "news_source",
    "copyright",
    "article:publisher_name",
    "article.origin",
    "provider",
    "agency",
    "wire_source",
)
MAX_VALUE = 500


def metadata_credits(head: Head, jsonld: JsonLd, credits: Credits, found: BodyText) -> tuple[tuple[str, str], ...]:
    """(field, value) pairs, such as ("jsonld.publisher", "Example News Agency"), each once, in a fixed order.

    Copyright lines below the text and the labels above it are among them.
    """
    pairs: list[tuple[str, str]] = []
    for key in _JSONLD_FIELDS:
        for item in as_list(jsonld.article.get(key)):
            value = name_of(item) or (address_of(item) if isinstance(item, dict) else "")
            pairs.append((_NAMES.get(key, f"jsonld.{key}"), value))
    pairs += [("jsonld.author_org", body) for body in credits.bodies if credits.source == "jsonld.author"]
    pairs += [("page.author_org", body) for body in credits.bodies if credits.source != "jsonld.author"]
    for name in _META_FIELDS:
        pairs += [(f"meta.{name}", value) for value in head.all(name)]
    pairs += [("page.credit", line) for line in found.credits]
    pairs += [("page.copyright", notice) for notice in found.notices]
    found_labels = [label for label in found.labels if fold(label) != fold(credits.byline)]
    pairs += [("page.label", label) for label in found_labels]
    pairs += [("og.site_name", value) for value in head.all("og:site_name")[:1]]
    return tuple(dict.fromkeys((field, value[:MAX_VALUE]) for field, value in pairs if value))


_NAMES = {"copyrightHolder": "copyright_holder"}


def based_on(jsonld: JsonLd, base: str) -> tuple[str, ...]:
    """The addresses that JSON-LD says the article is based on."""
    values = [*as_list(jsonld.article.get("isBasedOn")), *as_list(jsonld.article.get("isBasedOnUrl"))]
    return tuple(dict.fromkeys(url for value in values if (url := resolve(address_of(value), base))))


def section_of(head: Head, jsonld: JsonLd) -> tuple[str, str]:
    """The section and where it stood."""
    for item in as_list(jsonld.article.get("articleSection")):
        if value := string(item):
            return value, "jsonld.articleSection"
    value = head.first("article:section", "section", "parsely-section", "cxenseparse:recs:category")
    return value, "meta.section" if value else ""


def keywords_of(head: Head, jsonld: JsonLd) -> tuple[str, ...]:
    """Keywords from JSON-LD, else from the head, each once, in their order; at most fifty."""
    values = [
        string(item.get("name") if isinstance(item, dict) else item) for item in as_list(jsonld.article.get("keywords"))
    ]
    values = [value for value in values if value] or head.all("news_keywords", "article:tag") or head.all("keywords")
    parts = [part.strip() for value in values for part in value.split(",")]
    return tuple(dict.fromkeys(part[:100] for part in parts if part))[:50]
