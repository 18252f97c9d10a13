"""What a replayed site is made of: its pages, and the ways in which it misbehaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fnmatch import fnmatchcase
from urllib.parse import unquote

HTML = "text/html; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"


class Trouble(StrEnum):
    """The ways in which a replayed site can misbehave."""

    STATUS = "status"  # answers with `status` and a short page
    DELAY = "delay"  # answers as it should, `seconds` late
    HANG = "hang"  # takes the request and never answers
    DROP = "drop"  # closes the connection without a byte
    TRUNCATE = "truncate"  # promises the whole page, sends half of it and closes
    GARBAGE = "garbage"  # sends bytes that are no page, feed or sitemap, under 200
    RETRY_AFTER = "retry_after"  # 429 with Retry-After: `seconds`
    REDIRECT = "redirect"  # answers `status` (301 unless told) with Location: `location`
    CHALLENGE = "challenge"  # a bot check in place of the page, under 200


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One misbehaviour of a site.

    `on` is a shell pattern for the path with its query ("*" for everything, robots.txt included); of several that fit,
    the first holds. `times` limits it to so many requests (0: always), after which the site behaves. `seconds` is the
    delay, or the Retry-After; `status` 0 means the usual one for the trouble.
    """

    on: str
    trouble: Trouble
    seconds: float = 0.0
    status: int = 0
    location: str = ""
    times: int = 0

    def fits(self, target: str) -> bool:
        """Whether a request for `target` (path and query) meets this misbehaviour."""
        return fnmatchcase(target, self.on)


@dataclass(frozen=True, slots=True)
class Page:
    """One resource of a site. `target` is its path with the query, as it stands in the request line."""

    target: str
    body: bytes
    content_type: str = HTML
    modified: datetime | None = None
    status: int = 200


@dataclass(frozen=True, slots=True)
class ReplaySite:
    """One host: every page it serves, and which of them are feeds, news sitemaps and articles (by target).

    `domain` and `name` are what a registry row for the site says.
    """

    host: str
    pages: tuple[Page, ...]
    feeds: tuple[str, ...] = ()
    news_sitemaps: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    behaviours: tuple[Behaviour, ...] = ()
    domain: str = ""
    name: str = ""


def target_key(target: str) -> str:
    """The form under which a page is found: percent-encoding undone, a fragment cut off, never empty.

    >>> target_key("/caf%C3%A9?a=1#top")
    '/café?a=1'
    """
    return unquote(target.partition("#")[0]) or "/"


def absolute(host: str, port: int, target: str) -> str:
    """The URL under which a replay on `port` serves `target` of `host`."""
    return f"http://{host}:{port}{target}"
