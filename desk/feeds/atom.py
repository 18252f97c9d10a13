"""Announcements as an Atom feed (RFC 4287): stories that became corroborated, and those that are so no more."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import quote
from xml.etree import ElementTree

from store.announcements import Announcement, Change
from store.times import to_text

_ATOM = "http://www.w3.org/2005/Atom"
_NAMESPACE = uuid.UUID("0b0f3c0e-6a0d-5f0e-9a57-5d8f0f6c7d11")
"""Ours alone: the ids of feeds and entries are version 5 UUIDs in it, made from the file's first identity and what was
announced, so that they are the same wherever and whenever the feed is served, also after a restore."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without an entry was last changed: the same at each request."""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TITLES = {
    Change.GAINED: "Corroborated: {}",
    Change.LOST: "No longer corroborated: {}",
    Change.MOVED: "Corroborated, now as part of another story: {}",
}


def atom_feed(announcements: Sequence[Announcement], identity: str, base: str) -> bytes:
    """The feed as UTF-8 XML.

    `announcements` come the newest first; `identity` is the file's, `base` the address under which the desk is reached,
    without a slash at the end.
    """
    feed = ElementTree.Element("feed", {"xmlns": _ATOM})
    _text(feed, "id", _urn(identity))
    _text(feed, "title", "Corroborated stories")
    _text(
        feed,
        "subtitle",
        "Stories that came to be reported by more than one notable outlet, and those that are so no more",
    )
    _text(feed, "updated", _time(max((one.at for one in announcements), default=_NEVER)))
    _link(feed, "self", f"{base}/-/corroborated.atom", "application/atom+xml")
    author = ElementTree.SubElement(feed, "author")
    _text(author, "name", "news-corroborator")
    for one in announcements:
        _entry(feed, one, identity, base)
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(feed: ElementTree.Element, one: Announcement, identity: str, base: str) -> None:
    entry = ElementTree.SubElement(feed, "entry")
    _text(entry, "id", _urn(f"{identity}/{one.seq}/{one.event_id}/{one.change.value}/{_time(one.at)}"))
    _text(entry, "title", _TITLES[one.change].format(one.title))
    _text(entry, "updated", _time(one.at))
    _text(entry, "published", _time(one.at))
    ElementTree.SubElement(entry, "category", {"term": one.change.value})
    if one.articles:
        _link(entry, "alternate", f"{base}/-/verdict.json?url={quote(one.articles[0], safe='')}", "application/json")
    for url in one.articles:
        _link(entry, "related", url, "text/html")
    content = _text(entry, "content", "\n\n".join([_sentence(one), *one.articles]))
    content.set("type", "text")


def _sentence(one: Announcement) -> str:
    notes = [note for note, holds in (("provisional", one.provisional), ("disputed", one.disputed)) if holds]
    state = one.state.replace("_", " ")
    return f"{one.because} ({', '.join([state, *notes])})"


def _urn(name: str) -> str:
    return uuid.uuid5(_NAMESPACE, name).urn


def _time(when: datetime) -> str:
    return str(to_text(when))


def _text(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name)
    element.text = _NOT_XML.sub(" ", text)
    return element


def _link(parent: ElementTree.Element, rel: str, href: str, kind: str) -> None:
    ElementTree.SubElement(parent, "link", {"rel": rel, "href": _NOT_XML.sub("", href), "type": kind})
