"""From a request to the bytes that go back: pages, conditional requests and misbehaviour, without a socket."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urlsplit

from desk.replay.site import HTML, TEXT, Behaviour, Page, ReplaySite, Trouble, target_key

# What a bot check looks like to a reader and to a crawler: no article, a script, a request to prove oneself human.
CHALLENGE_PAGE = b"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Just a moment...</title>
<meta name="robots" content="noindex,nofollow"><script src="/cdn-cgi/challenge-platform/check.js"></script></head>
<body><h1>Checking your browser before accessing this site</h1><p>Verify you are human by completing the action below.
Enable JavaScript and cookies to continue.</p><form id="challenge-form" method="post" action="/verify">
<div class="captcha-box"></div></form></body></html>
"""
GARBAGE = bytes((index * 97 + 31) % 256 for index in range(600))


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as far as a replay cares."""

    method: str
    host: str
    target: str
    if_none_match: str = ""
    if_modified_since: str = ""
    agent: str = ""
    keep: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: the bytes (none for a drop), after which delay, and whether the connection stays open."""

    status: int
    payload: bytes = b""
    delay: float = 0.0
    keep: bool = True
    hang: bool = False


async def read_request(reader: asyncio.StreamReader) -> Asked | None:
    """The next request of a connection; None once the client has closed it or sent something that is no request."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        return None
    lines = head.decode("latin-1").split("\r\n")
    parts = lines[0].split(" ")
    if len(parts) != 3:
        return None
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    length = headers.get("content-length", "0")
    if length.isdigit() and int(length):
        await reader.readexactly(int(length))
    target, host = parts[1], headers.get("host", "")
    if target.startswith("http://"):  # the absolute form, as sent to a proxy
        split = urlsplit(target)
        host, target = split.netloc, split.path + (f"?{split.query}" if split.query else "")
    return Asked(
        method=parts[0],
        host=host.partition(":")[0].lower(),
        target=target or "/",
        if_none_match=headers.get("if-none-match", ""),
        if_modified_since=headers.get("if-modified-since", ""),
        agent=headers.get("user-agent", ""),
        keep=headers.get("connection", "").lower() != "close" and parts[2] == "HTTP/1.1",
    )


class Desk:
    """Finds the page that is asked for, and the misbehaviour that stands in its way.

    Raises ValueError where two sites have one host, or two pages of a site one address.
    """

    def __init__(self, sites: Iterable[ReplaySite]) -> None:
        self._pages: dict[str, dict[str, Page]] = {}
        self._behaviours: dict[str, tuple[Behaviour, ...]] = {}
        self._met: dict[tuple[str, int], int] = {}
        self._started = datetime.now(UTC).replace(microsecond=0)
        for site in sites:
            if site.host in self._pages:
                raise ValueError(f"two replay sites for host {site.host}: give each host once")
            pages = self._pages[site.host] = {}
            self._behaviours[site.host] = site.behaviours
            for page in site.pages:
                if pages.setdefault(target_key(page.target), page) is not page:
                    raise ValueError(f"two pages of {site.host} at {page.target}: an address can be served once")

    def answer(self, asked: Asked) -> Answer:
        """The answer to one request; counts it towards behaviours that hold for a number of times only."""
        if asked.host not in self._pages:
            return self._send(asked, _plain(421, f"no site {asked.host} in this replay\n"))
        if asked.method not in ("GET", "HEAD"):
            return self._send(asked, _plain(405, "only GET and HEAD\n"))
        behaviour = self._behaviour(asked)
        if behaviour is not None and behaviour.trouble is not Trouble.DELAY:
            return self._misbehave(asked, behaviour)
        return self._send(asked, self._page(asked), delay=behaviour.seconds if behaviour else 0.0)

    def _page(self, asked: Asked) -> Page:
        found = self._pages[asked.host].get(target_key(asked.target))
        return found or _plain(404, f"{asked.host} has no page {asked.target}\n")

    def _behaviour(self, asked: Asked) -> Behaviour | None:
        for index, behaviour in enumerate(self._behaviours[asked.host]):
            if not behaviour.fits(asked.target):
                continue
            met = self._met.get((asked.host, index), 0)
            if behaviour.times and met >= behaviour.times:
                continue
            self._met[asked.host, index] = met + 1
            return behaviour
        return None

    def _misbehave(self, asked: Asked, behaviour: Behaviour) -> Answer:
        match behaviour.trouble:
            case Trouble.HANG:
                return Answer(0, hang=True, keep=False)
            case Trouble.DROP:
                return Answer(0, keep=False)
            case Trouble.TRUNCATE:
                whole = self._send(asked, self._page(asked))
                body = len(whole.payload) - whole.payload.index(b"\r\n\r\n") - 4
                return Answer(whole.status, whole.payload[: len(whole.payload) - (body + 1) // 2], keep=False)
            case Trouble.GARBAGE:
                return self._send(asked, Page(asked.target, GARBAGE, self._page(asked).content_type))
            case Trouble.CHALLENGE:
                return self._send(asked, Page(asked.target, CHALLENGE_PAGE))
            case Trouble.RETRY_AFTER:
                extra = f"Retry-After: {behaviour.seconds:.0f}\r\n"
                return self._send(asked, _plain(behaviour.status or 429, "too many requests\n"), extra=extra)
            case Trouble.REDIRECT:
                extra = f"Location: {behaviour.location}\r\n"
                return self._send(asked, _plain(behaviour.status or 301, "moved\n"), extra=extra)
            case _:
                return self._send(asked, _plain(behaviour.status or 403, "refused\n"))

    def _send(self, asked: Asked, page: Page, *, extra: str = "", delay: float = 0.0) -> Answer:
        status, body = page.status, page.body
        if status == 200:
            etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
            modified = page.modified or self._started
            extra += f"ETag: {etag}\r\nLast-Modified: {format_datetime(modified.astimezone(UTC), usegmt=True)}\r\n"
            if _unchanged(asked, etag, modified):
                status, body = 304, b""
        kind = "" if status == 304 else f"Content-Type: {page.content_type}\r\nContent-Length: {len(body)}\r\n"
        now = format_datetime(datetime.now(UTC), usegmt=True)
        connection = "keep-alive" if asked.keep else "close"
        head = (
            f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nDate: {now}\r\nServer: replay\r\n{kind}{extra}"
            f"Connection: {connection}\r\n\r\n"
        )
        return Answer(status, head.encode("latin-1") + (b"" if asked.method == "HEAD" else body), delay=delay)


def _unchanged(asked: Asked, etag: str, modified: datetime) -> bool:
    """RFC 9110, 13.2.2: If-None-Match wins over If-Modified-Since where both are sent."""
    if asked.if_none_match:
        tags = [tag.strip().removeprefix("W/") for tag in asked.if_none_match.split(",")]
        return etag in tags or "*" in tags
    if not asked.if_modified_since:
        return False
    try:
        since = parsedate_to_datetime(asked.if_modified_since)
    except ValueError:
        return False
    return modified.replace(microsecond=0) <= since.replace(tzinfo=since.tzinfo or UTC)


def _plain(status: int, text: str) -> Page:
    if status >= 400:
        title = f"{status} {HTTPStatus(status).phrase}"
        html = (
            f"<!doctype html><html lang='en'><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n"
        )
        return Page("", html.encode(), HTML, status=status)
    return Page("", text.encode(), TEXT, status=status)
