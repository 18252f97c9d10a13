"""The writes of a crawl, in the order that lets it be killed between any two, and what it counts.

1. A page that arrived: the raw page, its fetch row and the state `fetched` of its URL, in one transaction.
2. Its outcome: the article, the fetch row's outcome and the end of the lease, in one transaction.
A crawl that dies before (1) fetches again when the lease is broken; between (1) and (2) it extracts from the stored page.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from crawler.extract.version import extractor_version
from crawler.options import Progress
from crawler.outcomes import Answer
from crawler.report import CrawlReport, OutletTally, SourceReport
from store import fetches, frontier, pages
from store.articles import save_article
from store.extractions import Reading, note_extraction
from store.gone import mark_back, mark_gone
from store.records import ArticleRecord, Body, Outcome

if TYPE_CHECKING:
    from crawler.crawl import Crawl

REVISITS = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
"""When the page of an article is looked at again, counted from its first fetch: most changes come within a day."""

GONE_AGAIN = timedelta(hours=24)
"""When the page of an article is looked at once more after it was not there: sites lose pages for an hour as well."""

_REVISITED = frozenset(
    {Outcome.STORED, Outcome.REVISED, Outcome.UNCHANGED, Outcome.PAYWALL, Outcome.LIVE_BLOG, Outcome.TOO_SHORT}
)
"""Outcomes of a first visit after which a page is looked at again; the line that breaks a story is too short at first. A
page that was an article once is looked at again whatever a later visit met."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A page that is stored and waits for its extraction."""

    lease: frontier.Lease
    answer: Answer
    raw_page_id: int
    fetch_id: int


@dataclass(frozen=True, slots=True)
class Item:
    """What the spider yields of a page that led to an article."""

    url: str
    outlet: str
    title: str
    published: str
    outcome: str
    article_id: str


class Ledger:
    """Writes and counts for one crawl. Every method that writes is one transaction, and none of them waits."""

    def __init__(self, crawl: Crawl) -> None:
        self._crawl = crawl
        self.tallies = {outlet_id: OutletTally(outlet_id) for outlet_id in crawl.outlets}
        self.items: asyncio.Queue[Item | None] = asyncio.Queue()
        self.known = sum(frontier.queued_counts(crawl.store, crawl.all_ids).values())
        self._done = 0

    def page_arrived(self, lease: frontier.Lease, answer: Answer, packed: bytes) -> Arrival:
        """Step 1: keep the page."""
        store, now = self._crawl.store, self._crawl.clock()
        page = pages.RawPage(answer.url, lease.url_key, now, answer.status, answer.headers, answer.body)
        with store.writing():
            raw_page_id = pages.add_page(store, page, packed)
            fetch = replace(self._fetch(lease, answer), outcome=fetches.PENDING, raw_page_id=raw_page_id)
            fetch_id = fetches.add_fetch(store, fetch)
            frontier.note_page(store, lease, raw_page_id=raw_page_id, fetch_id=fetch_id)
        return Arrival(lease, answer, raw_page_id, fetch_id)

    def page_settled(self, arrival: Arrival, outcome: Outcome, detail: str, article: ArticleRecord | None) -> Outcome:
        """Step 2: the article (if it is one) and the outcome. Answers the outcome as it is after a look at the store."""
        store, lease = self._crawl.store, arrival.lease
        with store.writing():
            outcome, article_id = self._save(article, outcome)
            if article is not None and article_id is not None and article.body is not Body.MISSING:
                mark_back(store, article_id)
            fetches.settle_fetch(store, arrival.fetch_id, outcome.value, detail)
            note_extraction(store, Reading(arrival.raw_page_id, extractor_version(), outcome), self._crawl.clock())
            ending = frontier.Ending(outcome, detail, article_id, self._revisit(lease, outcome))
            frontier.finish(store, lease, ending)
        self._count(lease, outcome, detail)
        if article is not None:
            self._yield_item(article, outcome, article_id)
        return outcome

    def page_refused(
        self, lease: frontier.Lease, answer: Answer | None, ending: frontier.Ending, article: ArticleRecord | None
    ) -> None:
        """A URL without a page to read: it has its outcome where the ending is settled or names no further try (then
        `article` may be saved, one that is known by its title alone), else it is put back.
        """
        store = self._crawl.store
        with store.writing():
            fetch = replace(self._fetch(lease, answer), outcome=ending.outcome.value, detail=ending.detail)
            fetches.add_fetch(store, fetch)
            if ending.next_try is None or ending.is_settled:
                _, article_id = self._save(article, ending.outcome)
                ending = self._once_more(lease, ending)
                frontier.finish(store, lease, replace(ending, article_id=article_id))
            else:
                frontier.postpone(store, lease, ending)
        self._count(lease, ending.outcome, ending.detail)

    def _once_more(self, lease: frontier.Lease, ending: frontier.Ending) -> frontier.Ending:
        """Where an article's page is not there any more: that is noted, and the page looked at once more. Where it could not
        be had this time, its next visit is still due.
        """
        now = self._crawl.clock()
        if ending.outcome is Outcome.GONE and mark_gone(self._crawl.store, lease.url_key, now):
            again = now + GONE_AGAIN if self._crawl.limits.revisits else None
        elif ending.next_try is None and lease.visits:
            again = self._revisit(lease, ending.outcome)
        else:
            return ending
        return replace(ending, next_try=again, is_settled=True)

    def source_polled(self, outlet_id: str, report: SourceReport) -> None:
        """Note what a source said at this crawl."""
        self.tallies[outlet_id].sources[report.url] = report
        self._tell(outlet_id, report.url, None)

    def note(self, outlet_id: str, text: str) -> None:
        """Note something that explains why an outlet gave nothing."""
        self.tallies[outlet_id].notes.append(text)

    def is_full(self, outlet_id: str) -> bool:
        """Whether the outlet's bound of pages for this crawl is reached."""
        bound = self._crawl.limits.pages_per_outlet
        return bound > 0 and len(self.tallies[outlet_id].taken) >= bound

    def page_taken(self, lease: frontier.Lease) -> None:
        """A URL is about to be worked on: it counts towards its outlet's bound."""
        self.tallies[lease.outlet_id].taken.add(lease.url_key)

    def report(self, *, interrupted: bool = False) -> CrawlReport:
        """The figures as they stand now."""
        crawl = self._crawl
        waiting = frontier.queued_counts(crawl.store, crawl.all_ids)
        reasons = frontier.waiting_hosts_of_outlets(crawl.store, crawl.all_ids)
        outlets = []
        for outlet_id, tally in sorted(self.tallies.items()):
            rows = [row for host in reasons.get(outlet_id, ()) if (row := crawl.manners.waits(host)) is not None]
            why = "; ".join(f"{row.host} {row.reason}, until {row.not_before:%Y-%m-%d %H:%M} UTC" for row in rows)
            outlets.append(tally.report(waiting.get(outlet_id, 0), why))
        return CrawlReport(crawl.started, crawl.clock(), tuple(outlets), interrupted)

    def _save(self, article: ArticleRecord | None, outcome: Outcome) -> tuple[Outcome, str | None]:
        if article is None:
            return outcome, None
        saved = save_article(self._crawl.store, article, now=self._crawl.clock())
        if saved.outcome is Outcome.STORED or article.body is Body.MISSING:
            return outcome, saved.article_id
        return saved.outcome, saved.article_id

    def _revisit(self, lease: frontier.Lease, outcome: Outcome) -> datetime | None:
        wanted = outcome in _REVISITED or lease.visits > 0
        if not self._crawl.limits.revisits or not wanted or lease.visits >= len(REVISITS):
            return None
        before = REVISITS[lease.visits - 1] if lease.visits else timedelta(0)
        return self._crawl.clock() + REVISITS[lease.visits] - before

    def _fetch(self, lease: frontier.Lease, answer: Answer | None) -> fetches.Fetch:
        fetch = fetches.Fetch(
            kind="page",
            url=lease.url,
            fetched=self._crawl.clock(),
            outcome="",
            run_id=self._crawl.run_id,
            outlet_id=lease.outlet_id,
            url_key=lease.url_key,
        )
        if answer is None:
            return fetch
        return replace(fetch, status=answer.status, bytes=len(answer.body), elapsed_ms=answer.elapsed_ms)

    def _count(self, lease: frontier.Lease, outcome: Outcome, detail: str) -> None:
        tally = self.tallies[lease.outlet_id]
        if lease.url_key not in tally.outcomes:
            self._done += 1
        tally.outcomes[lease.url_key] = outcome
        if detail:
            tally.details[detail] += 1
        self._tell(lease.outlet_id, lease.url, outcome)

    def _tell(self, outlet_id: str, url: str, outcome: Outcome | None) -> None:
        progress = self._crawl.options.progress
        if progress is not None:
            progress(Progress(outlet_id, url, outcome, self._done, max(self.known, self._done)))

    def _yield_item(self, record: ArticleRecord, outcome: Outcome, article_id: str | None) -> None:
        published = record.published.isoformat() if record.published else ""
        self.items.put_nowait(
            Item(record.url, record.outlet_id, record.title, published, outcome.value, article_id or "")
        )
