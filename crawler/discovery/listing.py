"""What a source lists. What a source is gets told from its content, never from its URL or its content type."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from crawler.charsets import charset_named
from crawler.foreign import storable
from store.sources import SourceKind

MAX_ENTRIES = 1000
"""Entries taken from one source at one poll, the newest first: Google's limit for a news sitemap."""

MAX_AGE = timedelta(days=30)
"""Entries that say they are older are left out: coverage of an event comes within days."""

MAX_UNPACKED = 20_000_000
"""Bytes of a sitemap after gunzip. The protocol allows 50 MB; a news sitemap with its thousand entries has under 2."""

MAX_CHILDREN = 20
"""Sitemaps followed from one index, the most recently changed first."""


@dataclass(frozen=True, slots=True)
class Found:
    """One article URL that a source lists, with what it says of it.

    `evidence` holds such fields as "guid", "rss.source", "rss.source_name", "news.publication", "updated".
    """

    url: str
    title: str = ""
    published: datetime | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Child:
    """A further source that a source names: a sitemap of an index, a feed of a page. `fetch_by` sorts, newest first."""

    url: str
    kind: SourceKind = SourceKind.UNKNOWN
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What was read from a source: its kind, its entries, further sources, and the period at which it says it changes.

    `note` says what was odd about it ("not well-formed", "entries left out"); `broken` that it could not be read at all.
    """

    kind: SourceKind
    entries: tuple[Found, ...] = ()
    children: tuple[Child, ...] = ()
    period: timedelta | None = None
    note: str = ""
    broken: bool = False


_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PROLOGUE = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!doctype[^>\[]*(?:\[.*?\])?[^>]*>\s*)*", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([a-zA-Z][\w.-]*)")
_FEED_ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
_HTML_ROOTS = frozenset({"html", "head", "body"})


def unpack(body: bytes, limit: int = MAX_UNPACKED) -> bytes:
    """The body, gunzipped where it is a gzip file (`sitemap.xml.gz`), cut at `limit` bytes: a bomb yields no more.

    A damaged archive yields what could be read of it.
    """
    if not body.startswith(b"\x1f\x8b"):
        return body
    engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        return engine.decompress(body, limit)
    except zlib.error:
        return _unpack_damaged(body, limit)


def _unpack_damaged(body: bytes, limit: int) -> bytes:
    engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    parts: list[bytes] = []
    size = 0
    for start in range(0, len(body), 1024):
        try:
            part = engine.decompress(body[start : start + 1024], limit - size)
        except zlib.error:
            break
        parts.append(part)
        size += len(part)
        if size >= limit:
            break
    return b"".join(parts)


def decode(body: bytes) -> str:
    """Text of an XML or HTML source by its BOM, its XML declaration, or as UTF-8; damaged bytes are replaced."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body.decode(name, errors="replace").lstrip("\ufeff")
    declared = re.match(rb"\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w.:-]+)", body[:400])
    name = charset_named(declared[1].decode("ascii")) if declared else ""
    return body.decode(name or "utf-8", errors="replace")


def tell_kind(body: bytes) -> SourceKind:
    """What the content is: FEED, SITEMAP (news or not is told when it is read), SITEMAP_INDEX, SECTION or UNKNOWN."""
    head = decode(body[:6000])
    rest = head[_PROLOGUE.match(head).end() :] if _PROLOGUE.match(head) else head  # type: ignore[union-attr]
    if rest.startswith("{") and "jsonfeed.org/version" in rest:
        return SourceKind.FEED
    root = _ROOT.search(rest)
    name = root[1].lower() if root else ""
    if name in _FEED_ROOTS:
        return SourceKind.FEED
    if name in {"urlset", "sitemapindex"}:
        return SourceKind.SITEMAP if name == "urlset" else SourceKind.SITEMAP_INDEX
    lowered = head.lower()
    if name in _HTML_ROOTS or "<html" in lowered or "<body" in lowered or "<a " in lowered:
        return SourceKind.SECTION
    return SourceKind.UNKNOWN


def read_listing(body: bytes, url: str, now: datetime, max_age: timedelta | None = MAX_AGE) -> Listing:
    """Everything that the source at `url` lists, the newest first, at most `MAX_ENTRIES` and none older than `max_age`
    (None: of any age, for archives and replays).

    Never raises for what the body holds: what cannot be read is a listing of kind UNKNOWN whose note says why.
    """
    from crawler.discovery.feeds import read_feed
    from crawler.discovery.sections import read_section
    from crawler.discovery.sitemaps import read_sitemap

    unpacked = unpack(body)
    kind = tell_kind(unpacked)
    if kind is SourceKind.FEED:
        listing = read_feed(unpacked, url)
    elif kind in {SourceKind.SITEMAP, SourceKind.SITEMAP_INDEX}:
        listing = read_sitemap(unpacked, url)
    elif kind is SourceKind.SECTION:
        listing = read_section(unpacked, url)
    else:
        what = "the answer is empty" if not unpacked.strip() else "neither a feed nor a sitemap nor a page"
        return Listing(SourceKind.UNKNOWN, note=what, broken=True)
    return _bounded(listing, now, max_age)


def _bounded(listing: Listing, now: datetime, max_age: timedelta | None) -> Listing:
    fresh = list(listing.entries)
    notes = [listing.note] if listing.note else []
    if max_age is not None:
        fresh = [found for found in fresh if found.published is None or now - found.published <= max_age]
    if max_age is not None and len(fresh) < len(listing.entries):
        notes.append(f"{len(listing.entries) - len(fresh)} entries older than {max_age.days} days left out")
    if len(fresh) > MAX_ENTRIES:
        notes.append(f"{len(fresh) - MAX_ENTRIES} entries over {MAX_ENTRIES} left out")
        fresh.sort(key=lambda found: (found.published is None, -(found.published or now).timestamp()))
    entries = tuple(_storable(found) for found in fresh[:MAX_ENTRIES])
    return replace(listing, entries=entries, note=storable("; ".join(notes)))


def _storable(found: Found) -> Found:
    evidence = {storable(name): storable(value) for name, value in found.evidence.items()}
    return replace(found, title=storable(found.title), evidence=evidence)
