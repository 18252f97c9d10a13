"""What goes into and comes out of the store: plain frozen records, and the words for outcomes.

The value types of `matching` that other rooms need (`Outlet`, `Article`, `Link`, `Body`, …) are re-exported here, so
that `crawler` knows only `store`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from matching.types import (
    AmbiguousName,
    Article,
    Body,
    Link,
    NameRule,
    NoteKind,
    Outlet,
    OutletKind,
    OverlayChange,
    Registry,
)

__all__ = [
    "AmbiguousName",
    "Article",
    "ArticleRecord",
    "Body",
    "Cause",
    "Link",
    "Media",
    "NameRule",
    "NoteKind",
    "Outcome",
    "Outlet",
    "OutletKind",
    "OverlayChange",
    "Registry",
    "Saved",
]


class Outcome(StrEnum):
    """What became of one URL: every URL that was tried ends with exactly one of these, and it is counted."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    REVISED = "revised"
    DUPLICATE = "duplicate"  # an article that is stored already, under another URL
    ROBOTS = "robots"
    BLOCKED = "blocked"  # 401, 403, 451, 429 without an end
    CHALLENGE = "challenge"  # a bot check served in place of the page, whatever the status
    PAYWALL = "paywall"  # stored as a stub: known, never counted
    CONSENT = "consent"
    SOFT_404 = "soft_404"
    NOT_ARTICLE = "not_article"
    LIVE_BLOG = "live_blog"  # stored; marked live
    TOO_SHORT = "too_short"
    EXTRACT_EMPTY = "extract_empty"
    GONE = "gone"  # 404, 410
    OFFSITE = "offsite"  # led to a host of no registered outlet
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, video, sound, document or embedded post of an article, in reading order."""

    kind: str  # photo | video | audio | document | embed
    url: str
    caption: str = ""
    credit: str = ""


class Cause(StrEnum):
    """Why an article was saved again: what its revision is put down to."""

    PAGE = "the page changed"
    IMPORT = "imported again"
    EXTRACTOR = "extractor"  # the same page, read by a newer extractor


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """An article on its way into the store. `id` "" means: make one from the URL key.

    `url_key` is the normal form of `url` under which it is known (`crawler.urls.url_key`); `canonical_key` is that of
    the page's canonical link where the link lies on the same outlet, else "".
    `correction` is the note with which the outlet took back or put right the article, `correction_kind` which it does.
    `cause` is what a revision that the save makes is put down to. `provenance` says where each field came from
    ({"title": "jsonld.headline", …}); `extra` holds unknown import keys.
    """

    url: str
    url_key: str
    outlet_id: str
    title: str
    text: str
    id: str = ""
    canonical_key: str = ""
    published: datetime | None = None
    retrieved: datetime | None = None
    byline: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    section: str = ""
    keywords: tuple[str, ...] = ()
    canonical_url: str = ""
    is_based_on: tuple[str, ...] = ()
    metadata_credits: tuple[tuple[str, str], ...] = ()
    links: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()
    body: Body = Body.FULL
    live: bool = False
    correction: str = ""
    correction_kind: NoteKind | None = None
    provenance: dict[str, str] = field(default_factory=dict)
    extra: dict[str, object] = field(default_factory=dict)
    raw_page_id: int | None = None
    cause: Cause = Cause.PAGE


@dataclass(frozen=True, slots=True)
class Saved:
    """The answer to a save: the article's id, and `stored`, `unchanged`, `revised` or `duplicate`."""

    article_id: str
    outcome: Outcome
