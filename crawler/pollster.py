"""The work on one source: fetch it (conditionally, but in full once a day), queue what is new, and set its next poll."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from crawler.discovery.listing import Found, Listing, read_listing
from crawler.discovery.sections import link_score
from crawler.fetch_errors import FetchError, RobotsDisallowedError, RobotsUnreachableError, WaitError
from crawler.fetcher import Fetcher
from crawler.index_children import follow_index
from crawler.outcomes import Answer, bot_check
from crawler.polling import Poll, after_failure, cache_lifetime, is_dead, needs_full_fetch, next_period, retry_after
from crawler.pool import PageCrashError, PageTimeoutError
from crawler.report import SourceReport
from crawler.scope import ANY_HOST, is_in_scope
from crawler.urls import is_fetchable, slot_of, url_key
from store import sources as rows
from store.fetches import Fetch, add_fetch
from store.frontier import Candidate, add_candidates
from store.records import Outlet
from store.sources import Source, SourceKind, SourceState

if TYPE_CHECKING:
    from crawler.crawl import Crawl

logger = logging.getLogger(__name__)

SITEMAP_SCORE = 2
"""Points (see `link_score`) that a page of a plain sitemap needs to be taken for an article: such sitemaps list every page
of a site, and have no anchor text to go by."""

SOON = 3
"""Failures in a row up to which a source is tried as soon as its trouble may be over."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer of a source came to: its listing, or (`listing` None) why it is none."""

    listing: Listing | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Why a source could not be read, its outcome in the report, and when the trouble may be over, if that is known."""

    what: str
    outcome: str = "failed"
    until: datetime | None = None


class Pollster:
    """Polls the sources of one crawl."""

    def __init__(self, crawl: Crawl, fetcher: Fetcher) -> None:
        self._crawl = crawl
        self._fetcher = fetcher

    async def poll(self, source: Source) -> list[Source | str]:
        """Poll a source. Answers what there is to do next: new sources (of a sitemap index), and names of hosts that have
        new URLs.
        """
        now = self._crawl.clock()
        full = needs_full_fetch(source.last_full, now)
        try:
            answer = await self._fetcher.fetch(
                source.url,
                headers={} if full else _conditions(source),
                meta={"outlet_id": source.outlet_id, ANY_HOST: source.configured},
            )
        except RobotsUnreachableError as error:
            self._fail(source, None, _Trouble(str(error), "robots", error.until))
            return []
        except WaitError as error:
            self._wait(source, error)
            return []
        except FetchError as error:
            outcome = "robots" if isinstance(error, RobotsDisallowedError) else "failed"
            self._fail(source, None, _Trouble(str(error), outcome))
            return []
        if answer.status == 304:
            self._unchanged(source, answer, "HTTP 304")
            return []
        reading = await self.read(answer, source.kind)
        if reading.listing is None:
            self._fail(source, answer, _Trouble(reading.problem))
            return []
        digest = hashlib.sha256(answer.body).hexdigest()
        if digest == source.body_hash:
            self._unchanged(source, answer, "same content")
            return []
        return self.take(replace(source, body_hash=digest), answer, reading.listing)

    async def read(self, answer: Answer, expected: SourceKind) -> Reading:
        """The listing of an answer. A web page where a feed or sitemap is expected is a problem, not a section page:
        that is how blocks, consent walls and closed feeds answer.
        """
        if answer.status != 200:
            return Reading(None, f"HTTP {answer.status}")
        try:
            listing = await self._crawl.pool.run(
                read_listing, answer.body, answer.url, self._crawl.clock(), self._crawl.limits.max_age
            )
        except (PageTimeoutError, PageCrashError, RuntimeError) as error:
            return Reading(None, f"cannot be read: {error}")
        if listing.broken:
            return Reading(None, listing.note)
        if listing.kind is SourceKind.SECTION:
            challenge = bot_check(answer)
            if challenge:
                return Reading(None, f"challenge: {challenge}")
            if expected not in {SourceKind.SECTION, SourceKind.UNKNOWN}:
                return Reading(None, f"a web page where a {expected.value.replace('_', ' ')} was expected")
        return Reading(listing)

    def take(self, source: Source, answer: Answer, listing: Listing) -> list[Source | str]:
        """Queue what a listing has, add its child sitemaps as sources, and set the next poll; one transaction."""
        crawl, now = self._crawl, self._crawl.clock()
        outlet = crawl.outlets[source.outlet_id]
        candidates, left_out = self._candidates(outlet, source, listing)
        is_index = listing.kind is SourceKind.SITEMAP_INDEX
        # An index in an index is against the protocol (sitemaps.org, "Sitemap index files"), and may lead on for ever.
        nested = "an index in an index is not followed" if is_index and not source.configured else ""
        off_outlet = f"{left_out} off-outlet links left out" if left_out else ""
        note = "; ".join(filter(None, [listing.note, off_outlet, nested]))
        with crawl.store.writing():
            added = add_candidates(crawl.store, candidates, now)
            children = follow_index(crawl, outlet, listing) if is_index and source.configured else []
            poll = Poll(len(candidates), len(added))
            before, fresh = timedelta(seconds=source.period_seconds), cache_lifetime(answer.headers)
            period = next_period(before, poll, listing.period, fresh)
            after = replace(
                source,
                kind=listing.kind,
                etag=answer.headers.get("etag", ""),
                last_modified=answer.headers.get("last-modified", ""),
                period_seconds=round(period.total_seconds()),
                next_due=now + period,
                last_fetch=now,
                last_success=now,
                last_full=now,
                failures=0,
                last_outcome="read",
                entries=len(candidates),
                new_entries=len(added),
                note=note,
            )
            self._save(after, answer, "read")
        crawl.ledger.known += len(added)
        self._report(after, "read", note, new=len(added))
        return [*children, *dict.fromkeys(candidate.host for candidate in added)]

    def _candidates(self, outlet: Outlet, source: Source, listing: Listing) -> tuple[list[Candidate], int]:
        found: dict[str, Candidate] = {}
        left_out, own_key = 0, url_key(source.url)
        for entry in listing.entries:
            if not is_fetchable(entry.url) or not is_candidate(listing.kind, entry):
                continue
            if not is_in_scope(entry.url, outlet, self._crawl.index):
                left_out += 1
                continue
            key = url_key(entry.url)
            if key != own_key:
                found.setdefault(key, _candidate(key, entry, source))
        return list(found.values()), left_out

    def _unchanged(self, source: Source, answer: Answer, detail: str) -> None:
        now = self._crawl.clock()
        before, fresh = timedelta(seconds=source.period_seconds), cache_lifetime(answer.headers)
        period = next_period(before, Poll(source.entries, 0), None, fresh)
        after = replace(
            source,
            etag=answer.headers.get("etag", source.etag),
            last_modified=answer.headers.get("last-modified", source.last_modified),
            period_seconds=round(period.total_seconds()),
            next_due=now + period,
            last_fetch=now,
            last_success=now,
            last_full=now if answer.status == 200 else source.last_full,
            failures=0,
            last_outcome="unchanged",
            new_entries=0,
        )
        self._save(after, answer, "unchanged", detail)
        self._report(after, "unchanged", detail)

    def _wait(self, source: Source, error: WaitError) -> None:
        after = replace(source, next_due=error.until, last_outcome="waiting", note=str(error))
        self._save(after, None, "waiting", str(error))
        self._report(after, "waiting", f"{error}; next try {error.until:%Y-%m-%d %H:%M} UTC")

    def _fail(self, source: Source, answer: Answer | None, trouble: _Trouble) -> None:
        now = self._crawl.clock()
        status = answer.status if answer else None
        failures = source.failures + 1
        outcome, problem = trouble.outcome, trouble.what
        dead = is_dead(failures, status)
        after = replace(
            source,
            state=SourceState.RETIRED if dead else SourceState.ACTIVE,
            next_due=self._next_try(source, answer, trouble),
            last_fetch=now,
            failures=failures,
            last_outcome=outcome,
            note=problem,
            etag="",
            last_modified="",
        )
        if dead:
            outcome, problem = "retired", f"retired after {failures} failures in a row: {problem}"
            logger.error("%s: source %s %s", source.outlet_id, source.url, problem)
        else:
            logger.warning("%s: source %s: %s", source.outlet_id, source.url, problem)
        self._save(after, answer, outcome, problem)
        self._report(after, outcome, problem)

    def give_up(self, source: Source, problem: str) -> None:
        """The source failed through no answer of its own: tried again like any that failed."""
        self._fail(source, None, _Trouble(problem))

    def _next_try(self, source: Source, answer: Answer | None, trouble: _Trouble) -> datetime:
        """After a failure: when the trouble is known to end, unless it has gone on for long; else after a back-off, or as
        late as the answer asks for.
        """
        now = self._crawl.clock()
        if trouble.until is not None and source.failures < SOON:
            return trouble.until
        wait = after_failure(timedelta(seconds=source.period_seconds), source.failures + 1)
        asked = retry_after(answer.headers, now) if answer else None
        return now + max(wait, asked or wait)

    def _save(self, source: Source, answer: Answer | None, outcome: str, detail: str = "") -> None:
        fetch = Fetch(
            kind="source",
            url=source.url,
            fetched=self._crawl.clock(),
            outcome=outcome,
            run_id=self._crawl.run_id,
            outlet_id=source.outlet_id,
            detail=detail,
        )
        if answer is not None:
            fetch = replace(fetch, status=answer.status, bytes=len(answer.body), elapsed_ms=answer.elapsed_ms)
        with self._crawl.store.writing():
            add_fetch(self._crawl.store, fetch)
            rows.save_source(self._crawl.store, source)

    def _report(self, source: Source, outcome: str, detail: str, new: int = 0) -> None:
        report = SourceReport(source.url, source.kind, outcome, detail, source.entries, new)
        self._crawl.ledger.source_polled(source.outlet_id, report)


def _conditions(source: Source) -> dict[str, str]:
    """Headers of a conditional request (RFC 9110, 13.1)."""
    headers = {"If-None-Match": source.etag, "If-Modified-Since": source.last_modified}
    return {name: value for name, value in headers.items() if value}


def is_candidate(kind: SourceKind, entry: Found) -> bool:
    """Whether an entry is taken for an article: always, but of a plain sitemap, which lists every page of a site."""
    return kind is not SourceKind.SITEMAP or link_score(entry.url, "", frozenset()) >= SITEMAP_SCORE


def _candidate(key: str, entry: Found, source: Source) -> Candidate:
    return Candidate(
        url_key=key,
        url=entry.url,
        host=slot_of(entry.url),
        outlet_id=source.outlet_id,
        source_id=source.id,
        published_hint=entry.published,
        title_hint=entry.title,
        evidence=entry.evidence,
    )
