"""Manners: one request at a time per host, a pause between two, and patience when a host asks for it.

Scrapy's download slots (by host name, without the port) hold the one request at a time; the pause is set on the slot
before each request, because robots.txt may ask for a longer one. A host that answers 429 or 503 is left alone for as long
as its Retry-After says (at most a day), or for a back-off that doubles; so is one that fails again and again. Nothing is
ever sent to such a host before its time, whichever way the request came about (a redirect, a probe, robots.txt).
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from scrapy import Request, signals
from scrapy.http import Response

from crawler.fetch_errors import FetchError, HostWaitsError
from crawler.polling import retry_after
from crawler.urls import slot_of
from store.connection import Store
from store.fetches import HostRow, read_hosts, save_host

logger = logging.getLogger(__name__)

MAX_CRAWL_DELAY = 600.0
"""Seconds between two requests that a Crawl-delay can ask for at most; some sites write a day to mean "stay away", and
then no more than a handful of requests a day is made of it."""

MAX_BACK_OFF = timedelta(hours=24)
FAILURES_BEFORE_BACK_OFF = 5
"""Failures in a row (no answer, 5xx) after which the host, not only the page, is left alone."""


class Manners:
    """What is known of each host: the pause it gets, until when it is left alone, and why."""

    def __init__(self, store: Store, clock: Callable[[], datetime], *, delay: float, retry_base: float) -> None:
        self._store = store
        self._clock = clock
        self._delay = delay
        self._retry_base = retry_base
        self._delays: dict[str, float] = {}
        self._failures: dict[str, int] = {}
        self._seen: dict[str, float] = {}
        self._waits: dict[str, HostRow] = read_hosts(store, clock())
        self._strikes = {host: row.failures for host, row in self._waits.items()}

    def delay(self, host: str) -> float:
        """Seconds between the starts of two requests to the host."""
        return self._delays.get(host, self._delay)

    def ask_for_delay(self, host: str, seconds: float | None) -> None:
        """Take a Crawl-delay into account: it lengthens the pause, never shortens it."""
        if seconds is not None and math.isfinite(seconds):
            self._delays[host] = max(self._delay, min(seconds, MAX_CRAWL_DELAY))

    def seen(self, host: str) -> None:
        """The host has begun to answer a request: its pause counts from now."""
        self._seen[host] = time.monotonic()

    def pause_left(self, host: str) -> float:
        """Seconds of the host's pause that are left."""
        return max(0.0, self._seen.get(host, -math.inf) + self.delay(host) - time.monotonic())

    def waits(self, host: str) -> HostRow | None:
        """Until when the host is to be left alone, and why; None where it is not."""
        row = self._waits.get(host)
        return row if row is not None and row.not_before > self._clock() else None

    def observe_answer(self, host: str, status: int, headers: Mapping[str, str]) -> None:
        """Learn from an answer of the host."""
        if status in {429, 503}:
            strikes = self._strikes[host] = self._strikes.get(host, 0) + 1
            asked = retry_after(headers, self._clock())
            wait = self._back_off(strikes) if asked is None else asked
            how = "" if asked is None else " with Retry-After"
            self.leave_alone(host, self._clock() + wait, f"answered {status}{how}")
        elif status >= 500:
            self.observe_failure(host, f"answered {status}")
        else:
            self._failures.pop(host, None)
            self._strikes.pop(host, None)

    def observe_failure(self, host: str, what: str) -> None:
        """Learn from a request without an answer."""
        count = self._failures[host] = self._failures.get(host, 0) + 1
        if count >= FAILURES_BEFORE_BACK_OFF:
            strikes = self._strikes[host] = self._strikes.get(host, 0) + 1
            self._failures[host] = 0
            self.leave_alone(
                host, self._clock() + self._back_off(strikes), f"{count} failures in a row, the last: {what}"
            )

    def leave_alone(self, host: str, until: datetime, reason: str) -> None:
        """Send nothing to the host before `until`; kept in the store, so that the next crawl knows as well."""
        row = HostRow(host, until, self._strikes.get(host, 0), reason)
        self._waits[host] = row
        save_host(self._store, HostRow(host, _ceil(until), row.failures, reason))
        logger.info("leaving %s alone until %s: %s", host, until.isoformat(timespec="seconds"), reason)

    def _back_off(self, strikes: int) -> timedelta:
        factor: int = 2 ** min(strikes - 1, 12)
        return min(timedelta(seconds=self._retry_base) * factor, MAX_BACK_OFF)


def _ceil(when: datetime) -> datetime:
    return when if when.microsecond == 0 else when.replace(microsecond=0) + timedelta(seconds=1)


def headers_of(response: Response) -> dict[str, str]:
    """Headers of a response by lower-case name; repeated ones joined with commas."""
    return {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }


class PolitenessMiddleware:
    """Scrapy downloader middleware next to the downloader: holds `Manners` for every single request."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        self._manners: Manners = crawler.spider.crawl.manners

    @classmethod
    def from_crawler(cls, crawler: Any) -> PolitenessMiddleware:
        """Made by Scrapy; hears of each request as it reaches the downloader."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.set_pause, signal=signals.request_reached_downloader)
        crawler.signals.connect(middleware.count_from_here, signal=signals.headers_received)
        return middleware

    def set_pause(self, request: Request) -> None:
        """Set the pause on the download slot of the request's host, just before it is queued there."""
        slot = self._crawler.engine.downloader.slots.get(request.meta.get("download_slot"))
        if slot is not None:
            slot.delay = self._manners.delay(slot_of(request.url))

    def count_from_here(self, request: Request) -> None:
        """Count the pause from the answer's first line: by then the host has seen the request, so that, however long the
        way to it took, no two requests reach it within less than the pause.
        """
        slot = self._crawler.engine.downloader.slots.get(request.meta.get("download_slot"))
        if slot is not None:
            slot.lastseen = time.monotonic()
        self._manners.seen(slot_of(request.url))

    def process_request(self, request: Request) -> None:
        """Raises HostWaitsError for a host that is to be left alone."""
        host = slot_of(request.url)
        row = self._manners.waits(host)
        if row is not None:
            raise HostWaitsError(f"{host} {row.reason}", row.not_before)

    def process_response(self, request: Request, response: Response) -> Response:
        """Learn from the answer; it goes on as it is."""
        self._manners.observe_answer(slot_of(request.url), response.status, headers_of(response))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Learn from a request that got no answer."""
        if not isinstance(exception, FetchError):
            self._manners.observe_failure(slot_of(request.url), type(exception).__name__)
