"""What an article itself offers the rating library: persons cited by name, and material that supports the report.

"Could not be determined" (null) is kept apart from "no": a body that could not be had whole cannot say that nobody is
cited, and an article known by its text alone cannot say that there was no photograph.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching.material import statements_of
from matching.sources import NamedSource, read_speech, sources_of
from matching.types import Article, Body, Registry
from store.connection import Store
from store.readings import Held, read_held, read_readings, write_readings

RULES = "ratings-3"
"""The version of the two criteria read here. A change of the grammar or of what counts as material raises it, and every
article is then read again."""

MAX_STATEMENTS = 10
"""Direct statements that a rating carries, the first ones: one is enough to meet the criterion."""

Found = dict[str, list[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class TextEvidence:
    """The two criteria of one article, as JSON-ready values of `export ratings`."""

    named_sources: dict[str, object]
    supporting_material: dict[str, object]


def evidence_of(store: Store, articles: Sequence[Article], registry: Registry) -> dict[str, TextEvidence]:
    """The criteria of each article by id; what was read of an unchanged article before is used again.

    Writes the new readings: call it within the transaction that writes the ratings.
    """
    outlets = outlet_names(registry)
    ids = [article.id for article in articles]
    held, kept = read_held(store, ids), read_readings(store, ids)
    fresh: dict[str, tuple[str, Found]] = {}
    answer = {}
    for article in articles:
        key = f"{held[article.id].change} {RULES} {registry.version}"
        known = kept.get(article.id)
        if known is None or known[0] != key:
            known = fresh[article.id] = (key, read_article(article, outlets))
        answer[article.id] = criteria_of(article, known[1], held[article.id])
    write_readings(store, fresh)
    return answer


def outlet_names(registry: Registry) -> frozenset[str]:
    """Names and aliases of the newsrooms in lower case: none of them is a person."""
    return frozenset(name.lower() for outlet in registry.outlets for name in (outlet.name, *outlet.aliases))


def read_article(article: Article, outlets: frozenset[str]) -> Found:
    """The evidence entries that the text holds: `sources` and `statements`."""
    speech = read_speech(article, outlets)
    statements = [
        {"kind": "direct_statement", "quote": statement.quote, "speaker": statement.speaker}
        for statement in statements_of(speech)[:MAX_STATEMENTS]
    ]
    return {"sources": [_source(source) for source in sources_of(speech)], "statements": statements}


def _source(source: NamedSource) -> dict[str, str]:
    entry = {"name": source.name, "verb": source.verb, "quote": source.quote, "span": source.span.text}
    return {key: value for key, value in (entry | {"affiliation": source.affiliation}).items() if value}


def criteria_of(article: Article, found: Mapping[str, Sequence[Mapping[str, str]]], held: Held) -> TextEvidence:
    """The two criteria from what was read of the text and what is stored beside it."""
    whole = article.body is Body.FULL
    sources = list(found["sources"]) if article.body is not Body.MISSING else []
    media = [
        {key: value for key, value in entry.items() if value}
        for entry in (
            {"kind": item.kind, "url": item.url, "caption": item.caption, "credit": item.credit} for item in held.media
        )
    ]
    material = [*found["statements"], *media]
    return TextEvidence(
        named_sources={"met": _met(found=bool(sources), could_tell=whole), "evidence": sources},
        supporting_material={
            "met": _met(found=bool(material), could_tell=whole and held.crawled),
            "evidence": material,
        },
    )


def _met(*, found: bool, could_tell: bool) -> bool | None:
    return True if found else False if could_tell else None
