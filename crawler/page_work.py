"""The work on one article URL: fetch it, keep the page, extract, and give the URL its one outcome."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from crawler.drafts import draft_of_page, draft_of_title, is_kept
from crawler.extract import extract_page
from crawler.fetch_errors import (
    FetchError,
    NoAnswerError,
    OffOutletError,
    RobotsDisallowedError,
    RobotsUnreachableError,
    WaitError,
)
from crawler.fetcher import Fetcher
from crawler.ledger import Arrival
from crawler.outcomes import READABLE, Answer, Ruling, classify, is_consent_host
from crawler.pool import PageCrashError, PageTimeoutError
from store import frontier
from store.frontier import Ending, Lease
from store.pages import pack, read_page
from store.records import Outcome

if TYPE_CHECKING:
    from crawler.crawl import Crawl

logger = logging.getLogger(__name__)

BLOCKED_EVERY = timedelta(days=1)
BLOCKED_FOR = timedelta(days=7)
"""A page that was refused (403) is asked for once a day, for a week after it was found: some sites refuse while they are
under load or for a wrong rule, and take it back; one that means it is left alone."""


class PageWork:
    """Fetching and reading article pages of one crawl."""

    def __init__(self, crawl: Crawl, fetcher: Fetcher) -> None:
        self._crawl = crawl
        self._fetcher = fetcher

    async def fetch(self, lease: Lease) -> Arrival | None:
        """Fetch a page. Answers what waits for its extraction, or None where the URL has its outcome already."""
        try:
            answer = await self._fetcher.fetch(lease.url, meta={"outlet_id": lease.outlet_id})
        except FetchError as error:
            self._refuse(lease, None, self._without_answer(lease, error))
            return None
        ruling = classify(answer)
        if ruling.outcome is not None and (answer.status not in READABLE or ruling.transient):
            self._refuse(lease, answer, self._by_ruling(lease, ruling))
            return None
        packed = await asyncio.to_thread(pack, answer.body)
        return self._crawl.ledger.page_arrived(lease, answer, packed)

    def stored(self, lease: Lease) -> Arrival:
        """A page that is stored since a crawl that died, and waits for its extraction."""
        if lease.raw_page_id is None or lease.fetch_id is None:
            raise ValueError(f"{lease.url}: marked as fetched without a page")
        page = read_page(self._crawl.store, lease.raw_page_id)
        answer = Answer(lease.url, page.url, page.status, page.headers, page.body)
        return Arrival(lease, answer, lease.raw_page_id, lease.fetch_id)

    async def read(self, arrival: Arrival) -> None:
        """Extract a stored page and give its URL its outcome."""
        crawl, lease, answer = self._crawl, arrival.lease, arrival.answer
        ruling = classify(answer)
        if ruling.outcome is not None:
            self._settle(arrival, ruling.outcome, ruling.detail)
            return
        try:
            page = await crawl.pool.run(
                extract_page, answer.body, answer.url, headers=dict(answer.headers), fetched=crawl.clock()
            )
        except PageTimeoutError as error:
            self._settle(arrival, Outcome.ERROR, f"extraction {error}")
        except PageCrashError as error:
            self._settle(arrival, Outcome.ERROR, str(error))
        except RuntimeError as error:
            logger.warning("%s: extraction failed: %s", lease.url, error)
            self._settle(arrival, Outcome.ERROR, f"extraction failed: {error}")
        else:
            draft = draft_of_page(crawl.index, arrival, page, crawl.clock()) if is_kept(page) else None
            if draft is None:
                self._settle(arrival, Outcome.EXTRACT_EMPTY if is_kept(page) else page.outcome, page.reason)
            else:
                crawl.ledger.page_settled(arrival, page.outcome, page.reason, draft)

    def _settle(self, arrival: Arrival, outcome: Outcome, detail: str) -> None:
        draft = draft_of_title(arrival.lease, outcome, self._crawl.clock())
        if draft is None:
            self._crawl.ledger.page_settled(arrival, outcome, detail, None)
        else:
            self._crawl.ledger.page_settled(arrival, outcome, detail, draft)

    def _refuse(self, lease: Lease, answer: Answer | None, ending: Ending) -> None:
        final = ending.next_try is None or ending.is_settled
        draft = draft_of_title(lease, ending.outcome, self._crawl.clock()) if final else None
        self._crawl.ledger.page_refused(lease, answer, ending, draft)

    def _without_answer(self, lease: Lease, error: FetchError) -> Ending:
        if isinstance(error, RobotsDisallowedError):
            return Ending(Outcome.ROBOTS, str(error))
        if isinstance(error, WaitError):
            outcome = Outcome.ROBOTS if isinstance(error, RobotsUnreachableError) else Outcome.BLOCKED
            return Ending(outcome, str(error), next_try=error.until, is_attempt=False)
        if isinstance(error, OffOutletError):
            outcome = Outcome.CONSENT if is_consent_host(str(error)) else Outcome.OFFSITE
            return Ending(outcome, f"led to {error}"[:300])
        if isinstance(error, NoAnswerError):
            return self._try_again(lease, Outcome.ERROR, str(error))
        return Ending(Outcome.ERROR, str(error))

    def _by_ruling(self, lease: Lease, ruling: Ruling) -> Ending:
        outcome = ruling.outcome or Outcome.ERROR
        if ruling.transient:
            return self._try_again(lease, outcome, ruling.detail)
        now, found = self._crawl.clock(), lease.discovered or self._crawl.clock()
        if ruling.may_pass and now - found < BLOCKED_FOR - BLOCKED_EVERY / 2 and lease.visits < frontier.MAX_VISITS:
            return Ending(outcome, ruling.detail, next_try=now + BLOCKED_EVERY, is_settled=True)
        return Ending(outcome, ruling.detail)

    def _try_again(self, lease: Lease, outcome: Outcome, detail: str) -> Ending:
        """Put back with a fourfold back-off, or no earlier than the host wants; final after so many attempts."""
        limits = self._crawl.limits
        if lease.attempts + 1 >= limits.attempts:
            return Ending(outcome, f"{detail} ({lease.attempts + 1} tries)")
        wait = timedelta(seconds=limits.retry_base) * 4**lease.attempts
        return Ending(outcome, detail, next_try=self._no_earlier(lease, self._crawl.clock() + wait))

    def _no_earlier(self, lease: Lease, when: datetime) -> datetime:
        host = self._crawl.manners.waits(lease.host)
        return max(when, host.not_before) if host else when
