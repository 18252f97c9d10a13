"""RSS, Atom, RDF and JSON Feed: entries with their evidence."""

from __future__ import annotations

import calendar
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser

from crawler.discovery.listing import Found, Listing, decode
from crawler.foreign import utc
from crawler.urls import absolute
from store.sources import SourceKind

_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}


_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_REFERENCE = re.compile(rb"&#(?:(\d{1,40})|x([0-9a-f]{1,40}));?", re.IGNORECASE)


def read_feed(body: bytes, url: str) -> Listing:
    """The entries of a feed. A feed that is not well-formed is read as far as it goes; the note says so.

    `feedparser` is given the bytes (it knows the encodings), and no more than a look at `bozo`: many feeds that readers
    are content with are marked so.
    """
    if body.lstrip().startswith(b"{"):
        return _read_json(body, url)
    try:
        parsed = _parse_mended(body)
    except _FAILURES as error:
        return Listing(SourceKind.FEED, note=f"cannot be read: {type(error).__name__}", broken=True)
    entries = tuple(found for entry in parsed.entries if (found := _entry(entry, url)) is not None)
    note = ""
    if parsed.get("bozo") and not entries:
        note = f"not well-formed: {str(parsed.get('bozo_exception', ''))[:120]}"
    elif parsed.get("bozo"):
        note = "not well-formed, read as far as it goes"
    broken = bool(note) and not entries
    return Listing(SourceKind.FEED, entries, period=_period(parsed.feed), note=note, broken=broken)


_FAILURES = (ValueError, LookupError, AttributeError, TypeError, AssertionError, OverflowError)
"""What feedparser raises for an encoding that is none, or a reference to a character that does not exist."""


def _parse_mended(body: bytes) -> Any:
    """What feedparser makes of the body; where it fails, of its text without declaration and impossible references."""
    try:
        return _parse(body)
    except _FAILURES:
        text = _DECLARATION.sub("", decode(body)).encode("utf-8", errors="replace")
        return _parse(_REFERENCE.sub(_existing, text))


def _parse(body: bytes) -> Any:
    return feedparser.parse(  # type: ignore[attr-defined,no-untyped-call]
        body, sanitize_html=False, resolve_relative_uris=False
    )


def _existing(reference: re.Match[bytes]) -> bytes:
    """The character reference, or nothing where it names no character."""
    number = int(reference[1]) if reference[1] else int(reference[2], 16)
    return reference[0] if number < 0x110000 and not 0xD800 <= number < 0xE000 else b""


def _entry(entry: Any, base: str) -> Found | None:
    link = absolute(_link(entry), base)
    if not link:
        return None
    evidence = {"guid": str(entry.get("id", "")), "updated": _iso(_own(entry, "updated_parsed"))}
    source = entry.get("source") or {}
    evidence["rss.source"] = str(source.get("href") or source.get("link") or "")
    evidence["rss.source_name"] = str(source.get("title") or source.get("value") or "")
    evidence["rss.author"] = str(entry.get("author", ""))
    kept = {name: value[:500] for name, value in evidence.items() if value}
    published = _time(_own(entry, "published_parsed")) or _time(_own(entry, "updated_parsed"))
    return Found(link, " ".join(str(entry.get("title", "")).split())[:500], published, kept)


def _link(entry: Any) -> str:
    """The link of the article: the publisher's own address behind FeedBurner, the alternate link, a guid that is one."""
    original = entry.get("feedburner_origlink")
    if original:
        return str(original)
    for link in entry.get("links", []):
        if link.get("rel", "alternate") == "alternate" and link.get("href"):
            return str(link["href"])
    guid = str(entry.get("id", ""))
    return str(entry.get("link", "")) or (guid if guid.startswith(("http://", "https://")) else "")


def _own(entry: Any, key: str) -> Any:
    """A field that the entry itself has: feedparser answers one date for the other, and warns about it."""
    return dict(entry).get(key)


def _time(parsed: Any) -> datetime | None:
    if not parsed:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (OverflowError, ValueError, TypeError):
        return None


def _iso(parsed: Any) -> str:
    when = _time(parsed)
    return when.isoformat(timespec="seconds") if when else ""


def _period(feed: Any) -> timedelta | None:
    """The period of RSS's syndication module (sy:updatePeriod / sy:updateFrequency) or of <ttl> (minutes)."""
    name = str(feed.get("sy_updateperiod", "")).strip().lower()
    if name in _PERIODS:
        try:
            frequency = max(1, int(str(feed.get("sy_updatefrequency", "1")).strip() or 1))
        except ValueError:
            frequency = 1
        return _PERIODS[name] / frequency
    try:
        minutes = int(str(feed.get("ttl", "")).strip())
    except ValueError:
        return None
    return timedelta(minutes=minutes) if 0 < minutes <= 7 * 24 * 60 else None


def _read_json(body: bytes, url: str) -> Listing:
    try:
        feed = json.loads(decode(body), strict=False)
        items = [item for item in feed.get("items", []) if isinstance(item, dict)]
    except (ValueError, AttributeError, TypeError) as error:  # no feed, or one whose items are no list
        return Listing(SourceKind.FEED, note=f"not well-formed: {error}", broken=True)
    return Listing(SourceKind.FEED, tuple(found for item in items if (found := _json_item(item, url)) is not None))


def _json_item(item: dict[str, Any], base: str) -> Found | None:
    link = absolute(str(item.get("url") or ""), base)
    if not link:
        return None
    evidence = {"guid": str(item.get("id") or ""), "rss.source": str(item.get("external_url") or "")}
    try:
        published = utc(datetime.fromisoformat(str(item.get("date_published") or "")))
    except ValueError:
        published = None
    kept = {name: value[:500] for name, value in evidence.items() if value}
    return Found(link, " ".join(str(item.get("title") or "").split())[:500], published, kept)
