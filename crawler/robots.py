"""robots.txt by RFC 9309: fetched before anything else of a site, obeyed, and kept for at most a day.

4xx: there are no rules (2.3.1.3). 5xx or no answer: everything is forbidden (2.3.1.4), and the URLs stay queued until the
file can be had. Google and we count 429 among the latter: the host asks for less, not for more.
"""

from __future__ import annotations

import asyncio
import logging
import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request

from crawler.discovery.listing import decode
from crawler.fetch_errors import (
    FetchError,
    HostWaitsError,
    PrivateAddressError,
    RobotsDisallowedError,
    RobotsUnreachableError,
    TooManyRedirectsError,
)
from crawler.fetcher import Fetcher
from crawler.options import PRODUCT
from crawler.urls import slot_of
from store.fetches import Fetch, RobotsRow, add_fetch, read_robots, save_robots

logger = logging.getLogger(__name__)

ROBOTS_EXEMPT = "robots_exempt"
"""Request meta key of requests for robots.txt itself."""

KEEP = timedelta(hours=24)
"""How long an answer is used (RFC 9309, 2.4: no longer than 24 hours)."""

MAX_BYTES = 512_000
"""How much of a file is read (RFC 9309, 2.5: at least 500 KiB)."""


NO_FILE = 404
"""What redirects that lead nowhere count as: the file is unavailable (RFC 9309, 2.3.1.2)."""


_OUR_LINE = re.compile(rf"^(\s*user-agent\s*:\s*{PRODUCT})(?![\w-])[^#\r\n]*", re.IGNORECASE | re.MULTILINE)
"""A line that names us, with what stands behind the name (a version, an asterisk): RFC 9309 (2.2.1) has the name decide."""


class Rules:
    """The rules of one origin for us."""

    def __init__(self, row: RobotsRow) -> None:
        self.row = row
        self.unreachable = row.status in {0, 429} or row.status >= 500
        self._rules = Protego.parse(_OUR_LINE.sub(r"\1", row.body)) if 200 <= row.status < 300 else None

    def allows(self, url: str) -> bool:
        """Whether the URL may be fetched."""
        return self._rules is None or bool(self._rules.can_fetch(url, PRODUCT))

    @property
    def crawl_delay(self) -> float | None:
        """Seconds between two requests that the file asks for."""
        if self._rules is None:
            return None
        delay = self._rules.crawl_delay(PRODUCT)
        return None if delay is None else float(delay)


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL: what one robots.txt speaks for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


class RobotsMiddleware:
    """Scrapy downloader middleware on the engine's side: no request passes that robots.txt does not allow."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        self._crawl = crawler.spider.crawl
        self._known: dict[str, Rules] = {}
        self._failures: dict[str, int] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> RobotsMiddleware:
        """Made by Scrapy; the spider reaches it through `crawl.robots`."""
        middleware = cls(crawler)
        crawler.spider.crawl.robots = middleware
        return middleware

    async def process_request(self, request: Request) -> None:
        """Raises RobotsDisallowedError, RobotsUnreachableError or what `rules_for` raises where it may not go out."""
        if request.meta.get(ROBOTS_EXEMPT):
            return
        rules = await self.rules_for(request.url)
        if rules.unreachable:
            answer = f"answered {rules.row.status}" if rules.row.status else f"gave no answer ({rules.row.note})"
            raise RobotsUnreachableError(f"robots.txt {answer}: nothing may be fetched", rules.row.expires)
        if not rules.allows(request.url):
            raise RobotsDisallowedError("robots.txt does not allow it")
        self._crawl.manners.ask_for_delay(slot_of(request.url), rules.crawl_delay)

    async def rules_for(self, url: str) -> Rules:
        """The rules of the URL's origin, from memory, the store, or the site.

        Raises:
            HostWaitsError: the host is to be left alone, and its rules are not known.
            PrivateAddressError: the host has no public address.
        """
        origin = origin_of(url)
        async with self._locks.setdefault(origin, asyncio.Lock()):
            now = self._crawl.clock()
            rules = self._known.get(origin)
            if rules is None or rules.row.expires <= now:
                row = read_robots(self._crawl.store, origin, now) or await self._fetch(origin, now)
                rules = self._known[origin] = Rules(row)
            return rules

    async def _fetch(self, origin: str, now: datetime) -> RobotsRow:
        url, note, status, body = f"{origin}/robots.txt", "", 0, b""
        fetcher = Fetcher(self._crawler.engine)
        try:
            answer = await fetcher.fetch(url, meta={ROBOTS_EXEMPT: True, "any_host": True})
            status, body = answer.status, answer.body[:MAX_BYTES]
        except HostWaitsError:
            raise
        except TooManyRedirectsError as error:
            status, note = NO_FILE, str(error)
        except FetchError as error:
            if isinstance(error, PrivateAddressError) and error.host == slot_of(url):
                raise  # that says something of the host, not of its rules
            note = str(error)
        if 300 <= status < 400:
            status, note = NO_FILE, "a redirect without a target"
        row = self._row(origin, now, status, body, note)
        with self._crawl.store.writing():
            save_robots(self._crawl.store, row)
            outcome = "error" if Rules(row).unreachable else "read"
            add_fetch(
                self._crawl.store,
                Fetch(
                    "robots",
                    url,
                    now,
                    outcome,
                    run_id=self._crawl.run_id,
                    status=status or None,
                    detail=note,
                    bytes=len(body),
                ),
            )
        return row

    def _row(self, origin: str, now: datetime, status: int, body: bytes, note: str) -> RobotsRow:
        unreachable = status in {0, 429} or status >= 500
        if not unreachable:
            self._failures.pop(origin, None)
            text = decode(body) if 200 <= status < 300 else ""
            return RobotsRow(origin, now, now + KEEP, status, text, note)
        count = self._failures[origin] = self._failures.get(origin, 0) + 1
        wait = timedelta(seconds=self._crawl.limits.retry_base) * 2 ** min(count - 1, 12)
        return RobotsRow(origin, now, now + min(wait, KEEP), status, "", note)
