"""From what a page (or only its source) says to the article that is saved."""

from __future__ import annotations

from datetime import datetime, timedelta

from crawler.extract import ExtractedPage
from crawler.extract.corrections import note_kind
from crawler.ledger import Arrival
from crawler.registry import RegistryIndex
from crawler.urls import url_key
from store.frontier import Lease
from store.records import ArticleRecord, Body, NoteKind, Outcome

KEPT = frozenset({Outcome.STORED, Outcome.PAYWALL, Outcome.LIVE_BLOG, Outcome.TOO_SHORT})
"""Outcomes of an extraction after which the page is saved as an article (its `body` says how much of it was had)."""


def is_kept(page: ExtractedPage) -> bool:
    """Whether a page is saved as an article: its outcome says so, and it shows some of the body. A page to log in is a
    paywall that shows none, and its title is not the article's.
    """
    return page.outcome in KEPT and page.body is not Body.MISSING


BODY_NOT_HAD = frozenset(
    {
        Outcome.BLOCKED,
        Outcome.CHALLENGE,
        Outcome.CONSENT,
        Outcome.PAYWALL,
        Outcome.EXTRACT_EMPTY,
        Outcome.ROBOTS,
        Outcome.ERROR,
    }
)
"""Outcomes after which an article that a feed or news sitemap announced is saved by its title alone: that it exists is
known, and a verdict that would need its body must be able to say so."""

LATEST = timedelta(days=1)
"""No article is from later than that after its fetch: clocks and zones differ by less, and a wrong year would take the
article out of its event."""

_CREDIT_FIELDS = ("rss.source", "rss.source_name", "news.publication")


def draft_of_page(
    index: RegistryIndex, arrival: Arrival, page: ExtractedPage, retrieved: datetime
) -> ArticleRecord | None:
    """The article of an extracted page; None where there is no title to know it by."""
    lease = arrival.lease
    made = not page.title or page.provenance.get("title", "").startswith("text.")
    title = lease.title_hint if made and lease.title_hint else page.title
    if not title:
        return None
    owner = index.outlet_of(arrival.answer.url)
    outlet_id = owner.id if owner else lease.outlet_id
    provenance = {name: place for name, place in page.provenance.items() if place}
    if made and lease.title_hint:
        provenance["title"] = "source"
    hint = _published_hint(lease, retrieved)
    if page.published is None and hint is not None:
        provenance["published"] = "source"
    return ArticleRecord(
        url=arrival.answer.url,
        url_key=url_key(arrival.answer.url),
        outlet_id=outlet_id,
        title=title,
        text=page.text,
        published=page.published or hint,
        retrieved=retrieved,
        byline=page.byline,
        authors=page.authors,
        language=page.language,
        section=page.section,
        keywords=page.keywords,
        canonical_url=page.canonical_url,
        canonical_key=_canonical_key(index, page.canonical_url, outlet_id),
        is_based_on=page.is_based_on,
        metadata_credits=page.metadata_credits + _credits(lease),
        links=page.links,
        media=page.media,
        body=page.body,
        live=page.live or page.outcome is Outcome.LIVE_BLOG,
        correction=page.correction,
        correction_kind=(note_kind(page.correction) or NoteKind.CORRECTION) if page.correction else None,
        provenance=provenance,
        raw_page_id=arrival.raw_page_id,
    )


def draft_of_title(lease: Lease, outcome: Outcome, now: datetime) -> ArticleRecord | None:
    """The article that a source announced, and whose body could not be had; None where no source named its title, or
    where there is no reason to believe in it (gone, not an article).
    """
    if outcome not in BODY_NOT_HAD or not lease.title_hint:
        return None
    hint = _published_hint(lease, now)
    return ArticleRecord(
        url=lease.url,
        url_key=lease.url_key,
        outlet_id=lease.outlet_id,
        title=lease.title_hint,
        text="",
        published=hint,
        retrieved=now,
        metadata_credits=_credits(lease),
        body=Body.MISSING,
        provenance={"title": "source", "published": "source" if hint else ""},
    )


def _published_hint(lease: Lease, now: datetime) -> datetime | None:
    """The time that the source gave; None for one that is still to come, as of a page that says so."""
    hint = lease.published_hint
    return hint if hint is None or hint <= now + LATEST else None


def _credits(lease: Lease) -> tuple[tuple[str, str], ...]:
    return tuple((name, lease.evidence[name]) for name in _CREDIT_FIELDS if lease.evidence.get(name))


def _canonical_key(index: RegistryIndex, canonical: str, outlet_id: str) -> str:
    if not canonical:
        return ""
    owner = index.outlet_of(canonical)
    if owner is None or owner.id != outlet_id:
        return ""
    try:
        return url_key(canonical)
    except ValueError:
        return ""
