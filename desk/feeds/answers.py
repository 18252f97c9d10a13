"""What is answered under each address of the feeds: asks `desk.library`, makes the bytes, the ETag and the status.

No message names a path of this machine: the errors of the library are told in words for whoever asks from outside.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlencode

from desk.feeds.atom import atom_feed
from desk.library import (
    BadCursor,
    LibraryError,
    NothingSaidYet,
    NotJudged,
    NotRated,
    OlderFile,
    StaleCursor,
    UnknownUrl,
    open_library,
)
from desk.moments import asked_moment
from store.announcements import newest_announcements
from store.connection import Store, open_store, refuse_older
from store.ratings import feed_identity

DEFAULT_LIMIT = 1_000
MAX_LIMIT = 10_000
"""Lines of one answer. A line is 2 to 10 KB, so the largest answer is held in memory without harm."""
ANNOUNCEMENTS = 100
"""Entries of the Atom feed: the newest."""

JSON = "application/json; charset=utf-8"
LINES = "application/x-ndjson; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: the file that is served, the parameters as they came ("" where absent), and the ETags brought back.

    `base` is the address of the desk, without a slash at the end.
    """

    path: Path
    url: str = ""
    since: str = ""
    limit: str = ""
    as_of: str = ""
    etags: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and body."""

    status: int
    body: bytes
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


class _Refused(Exception):
    """A parameter that cannot be used."""


_PROBLEMS: tuple[tuple[type[Exception], int, str], ...] = (
    (_Refused, 400, ""),
    (StaleCursor, 410, "the cursor is of another database, or of a state that this one has not come to: start anew, without since"),
    (BadCursor, 400, "since is no cursor: pass back the `cursor` of the last line that was dealt with"),
    (UnknownUrl, 404, "no article is stored under this URL"),
    (NotRated, 404, "the article is stored and has not been matched yet: ask again after the next cycle"),
    (NotJudged, 404, "the article has no verdict yet: ask again after the next cycle"),
    (NothingSaidYet, 404, "there was no verdict on the article yet at that time"),
    (OlderFile, 503, "the database was written by an older version and has not been brought up to date yet"),
    (LibraryError, 503, "the database cannot be read now"),
)  # fmt: skip


def problem(status: int, text: str) -> Answer:
    """An error as JSON: `ok` false, `status`, and `error` with what to do."""
    return Answer(status, _json({"ok": False, "status": status, "error": text}), headers={"Cache-Control": "no-store"})


def _told(answer: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
    @functools.wraps(answer)
    def careful(asked: Asked) -> Answer:
        try:
            return answer(asked)
        except (_Refused, LibraryError) as error:
            for kind, status, text in _PROBLEMS:
                if isinstance(error, kind):
                    return problem(status, text or str(error))
            raise

    return careful


@_told
def answer_ratings(asked: Asked) -> Answer:
    """Lines of ratings that changed after `since`; a `Link` with rel="next" where there are more than `limit`."""
    limit = _limit(asked.limit)
    with open_library(asked.path) as library:
        etag = _etag(f"{library.cursor()} {limit} {asked.since}".encode())  # read before the lines: at worst too old
        if _has(asked, etag):
            return _same(etag)
        lines = list(library.change_lines(asked.since, limit=limit))
    headers = _headers(etag)
    if len(lines) == limit:
        following = urlencode({"since": json.loads(lines[-1])["cursor"], "limit": limit})
        headers["Link"] = f'<{asked.base}/-/ratings.jsonl?{following}>; rel="next"'
    return Answer(200, "".join(f"{line}\n" for line in lines).encode(), LINES, headers)


@_told
def answer_rating(asked: Asked) -> Answer:
    """The line of the article at `url`."""
    with open_library(asked.path) as library:
        row = library.rating_row(_url(asked))
    return _tagged(asked, _json(row), JSON)


@_told
def answer_verdict(asked: Asked) -> Answer:
    """The whole verdict of the article at `url`, now or at `as_of`."""
    with open_library(asked.path) as library:
        row = library.verdict_row(_url(asked), _time(asked.as_of))
    return _tagged(asked, _json(row), JSON)


@_told
def answer_atom(asked: Asked) -> Answer:
    """The newest announcements as an Atom feed."""
    with _reading(asked.path) as store:
        announcements = newest_announcements(store, ANNOUNCEMENTS)
        identity = feed_identity(store)
    return _tagged(asked, atom_feed(announcements, identity, asked.base), ATOM)


@_told
def answer_schema(asked: Asked) -> Answer:
    """The JSON Schema of a line of ratings."""
    schema = (files("desk") / "schemas" / "rating.schema.json").read_bytes()
    return _tagged(asked, schema, "application/schema+json; charset=utf-8")


def _reading(path: Path) -> Store:
    store = open_store(path, create=False, read_only=True)
    refuse_older(store)
    return store


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False) + "\n").encode()


def _url(asked: Asked) -> str:
    if not asked.url:
        raise _Refused("url is missing: …?url=https%3A%2F%2F…")
    return asked.url


def _limit(text: str) -> int:
    if not text:
        return DEFAULT_LIMIT
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MAX_LIMIT):
        raise _Refused(f"limit is a number from 1 to {MAX_LIMIT}")
    return int(text)


def _time(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return asked_moment(text)
    except ValueError as error:
        raise _Refused("as_of is a time such as 2026-03-02T12:00:00Z, or a day") from error


def _tagged(asked: Asked, body: bytes, content_type: str) -> Answer:
    """An answer whose ETag is a digest of its body."""
    etag = _etag(body)
    return _same(etag) if _has(asked, etag) else Answer(200, body, content_type, _headers(etag))


def _etag(what: bytes) -> str:
    return f'"{hashlib.sha256(what).hexdigest()[:32]}"'


def _has(asked: Asked, etag: str) -> bool:
    brought = {one.strip().removeprefix("W/") for one in asked.etags.split(",")}
    return etag in brought or "*" in brought


def _same(etag: str) -> Answer:
    return Answer(304, b"", JSON, _headers(etag))


def _headers(etag: str) -> dict[str, str]:
    return {"ETag": etag, "Cache-Control": "no-cache"}
