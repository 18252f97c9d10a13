"""Reading stored pages again with the present extractor: what it finds differently becomes a revision, nothing is fetched.

Each page is one transaction (its article, and that this extractor has read it), so the work may be killed at any point and
run again: what is done is done. An extraction that has less of a body than the article has changes nothing.
"""

from __future__ import annotations

import asyncio
import dataclasses
import json
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from crawler.drafts import draft_of_page, is_kept
from crawler.errors import CrawlerError
from crawler.extract import ExtractedPage, extract_page
from crawler.extract.version import extractor_version
from crawler.ledger import Arrival
from crawler.outcomes import Answer, classify
from crawler.pool import ExtractionPool, PageCrashError, PageTimeoutError
from crawler.registry import RegistryIndex
from crawler.urls import url_key
from store.articles import save_article
from store.connection import Store
from store.extractions import Reading, Wanted, article_of_page, note_article, note_extraction, pages_to_read
from store.frontier import read_url
from store.pages import RawPage, read_page
from store.records import ArticleRecord, Body, Cause, Outcome, Registry

logger = logging.getLogger(__name__)

AHEAD = 3
"""Pages under way for each process: enough to keep it busy, little enough that memory stays flat."""

_HAD = (Body.MISSING, Body.STUB, Body.FULL)


class Result(StrEnum):
    """What became of one page."""

    NEW = "new"  # an article where there was none, or the first body of one that was known by its title
    REVISED = "revised"
    SAME = "same"
    KEPT = "kept"  # less was found than the article has: it stays as it was
    DUPLICATE = "duplicate"
    NO_ARTICLE = "no article"
    OUTDATED = "outdated"  # a newer page was stored meanwhile
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ReextractOptions:
    """Which pages to read (outlets none named: all of the registry), and how. `everything`: also those that this very
    extractor has read. `limit` is in seconds for each page; `progress` is called with (done, total).
    """

    registry: Registry
    outlets: tuple[str, ...] = ()
    since: datetime | None = None
    everything: bool = False
    workers: int = 2
    limit: float = 20.0
    progress: Callable[[int, int], None] | None = None


@dataclass(frozen=True, slots=True)
class ReextractReport:
    """How many pages led to which result. `skipped` were read by this extractor already; `outcomes` are of the pages that
    gave no article.
    """

    extractor: str
    results: Mapping[Result, int]
    skipped: int
    outcomes: Mapping[Outcome, int] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """Pages that were read."""
        return sum(self.results.values())


def reextract(store: Store, options: ReextractOptions, clock: Callable[[], datetime]) -> ReextractReport:
    """Read the stored pages again; for each URL its newest page, and the one that its article's text came from.

    Raises:
        CrawlerError: an outlet is unknown, or no process can be started to extract in.
        StoreError: the file cannot be written.
    """
    known = options.registry.by_id()
    missing = sorted(set(options.outlets) - set(known))
    if missing:
        raise CrawlerError(f"no outlet {', '.join(map(repr, missing))}; `corroborate outlets list` shows the ids")
    version = extractor_version()
    wanted = Wanted(json.dumps(sorted(options.outlets or known)), options.since, "" if options.everything else version)
    pages, skipped = pages_to_read(store, wanted)
    work = _Work(store, options, clock)
    if pages:
        with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:  # leaves the reactor's loop in its place
            runner.run(work.run(pages))
    results = {result: work.results[result] for result in Result if work.results[result]}
    outcomes = {outcome: work.outcomes[outcome] for outcome in Outcome if work.outcomes[outcome]}
    return ReextractReport(version, results, skipped, outcomes)


class _Work:
    """The pages of one run."""

    def __init__(self, store: Store, options: ReextractOptions, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._options = options
        self._clock = clock
        self._index = RegistryIndex(options.registry)
        self.results: Counter[Result] = Counter()
        self.outcomes: Counter[Outcome] = Counter()

    async def run(self, pages: list[int]) -> None:
        """Read them, some at a time, in the order given."""
        pool = ExtractionPool(self._options.workers, self._options.limit)
        room = asyncio.Semaphore(AHEAD * self._options.workers)
        try:
            async with asyncio.TaskGroup() as group:
                for page_id in pages:
                    await room.acquire()
                    task = group.create_task(self._read(pool, page_id, len(pages)))
                    task.add_done_callback(lambda _: room.release())
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None
        finally:
            await pool.close()

    async def _read(self, pool: ExtractionPool, page_id: int, total: int) -> None:
        page = read_page(self._store, page_id)
        read = _Read(page_id, page, await self._extract(pool, page))
        result = self._save(read)
        self.results[result] += 1
        if result is Result.NO_ARTICLE:
            self.outcomes[read.found.outcome] += 1
        if self._options.progress is not None:
            self._options.progress(sum(self.results.values()), total)

    async def _extract(self, pool: ExtractionPool, page: RawPage) -> ExtractedPage:
        lease = read_url(self._store, page.url_key)
        ruling = classify(_answer(page, lease.url if lease else page.url))  # where it was led to is part of the ruling
        if ruling.outcome is not None:
            return ExtractedPage(page.url, ruling.outcome, ruling.detail)
        try:
            return await pool.run(extract_page, page.body, page.url, headers=dict(page.headers), fetched=page.fetched)
        except (PageTimeoutError, PageCrashError, RuntimeError) as error:
            logger.warning("%s: extraction failed: %s", page.url, error)
            return ExtractedPage(page.url, Outcome.ERROR, str(error))

    def _save(self, read: _Read) -> Result:
        now, outcome = self._clock(), read.found.outcome
        with self._store.writing():
            result = Result.FAILED if outcome is Outcome.ERROR else self._write(read, self._record(read), now)
            note_extraction(self._store, Reading(read.page_id, extractor_version(), outcome), now)
        return result

    def _record(self, read: _Read) -> ArticleRecord | None:
        lease = read_url(self._store, read.page.url_key)
        if lease is None or not is_kept(read.found):
            return None
        arrival = Arrival(lease, _answer(read.page, lease.url), read.page_id, 0)
        record = draft_of_page(self._index, arrival, read.found, read.page.fetched)
        return dataclasses.replace(record, cause=Cause.EXTRACTOR) if record else None

    def _write(self, read: _Read, record: ArticleRecord | None, now: datetime) -> Result:
        before = article_of_page(self._store, record.url_key if record else url_key(read.page.url))
        if before is not None and before[2] > read.page_id:
            return Result.OUTDATED
        if record is None:
            return Result.KEPT if before is not None and before[1] is not Body.MISSING else Result.NO_ARTICLE
        saved = save_article(self._store, record, now=now)
        if saved.outcome is Outcome.UNCHANGED:
            less = before is not None and _HAD.index(record.body) < _HAD.index(before[1])
            return Result.KEPT if less else Result.SAME
        if saved.outcome is Outcome.REVISED and (before is None or record.body is before[1]):
            return Result.REVISED
        is_twin = saved.outcome is Outcome.DUPLICATE
        note_article(
            self._store, read.page.url_key, saved.article_id, Outcome.DUPLICATE if is_twin else read.found.outcome
        )
        if is_twin:
            return Result.DUPLICATE
        return Result.REVISED if saved.outcome is Outcome.REVISED else Result.NEW


@dataclass(frozen=True, slots=True)
class _Read:
    """A stored page and what was found in it."""

    page_id: int
    page: RawPage
    found: ExtractedPage


def _answer(page: RawPage, requested: str) -> Answer:
    return Answer(requested, page.url, page.status, page.headers, page.body)
