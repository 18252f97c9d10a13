"""Looking at a site that is no outlet yet: its feeds and sitemaps, and what would be stored of three of its articles.

The requests go the way of every crawl: robots.txt first, one at a time with a pause, under our own name; nothing is kept.
"""

from __future__ import annotations

import asyncio
import dataclasses
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.discovery.listing import Found, Listing
from crawler.discovery.probes import common_sources, home_of, sitemaps_in_robots
from crawler.extract import ExtractedPage, extract_page
from crawler.extract.sitefacts import SiteFacts, site_facts
from crawler.fetch_errors import FetchError, PrivateAddressError, WaitError
from crawler.fetcher import Fetcher
from crawler.options import CrawlOptions
from crawler.outcomes import Answer, classify
from crawler.pollster import Pollster, is_candidate
from crawler.pool import PageCrashError, PageTimeoutError
from crawler.rediscovery import MIN_SECTION_LINKS
from crawler.robots import origin_of
from crawler.run import run_spider
from crawler.scope import is_in_scope
from crawler.spiders.outlet import OutletSpider
from crawler.urls import is_fetchable, url_key
from store.records import Outcome, Outlet
from store.sources import SourceKind

MAX_PROBES = 16
"""Requests for the search of sources: robots.txt's sitemaps, the feeds that the front page names, and the usual places."""

SAMPLES = 3
"""Articles that are fetched to show what would be stored."""

INDEX_CHILDREN = 3
"""Sitemaps of an index that are tried, those that name news or changed last."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that was tried. `problem` "" where it can be read; `articles` counts the entries that would be fetched."""

    url: str
    kind: SourceKind
    articles: int = 0
    newest: datetime | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """An article of the site as it would be stored, or (`outcome`, `reason`) why it would not be."""

    url: str
    outcome: Outcome
    reason: str = ""
    title: str = ""
    published: datetime | None = None
    authors: tuple[str, ...] = ()
    first_line: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Scouting:
    """What was found at a site. `problem` says why nothing was, else "". `sources` are those of `tried` that are worth
    polling, the best first.
    """

    home: str
    tried: tuple[Candidate, ...] = ()
    sources: tuple[Candidate, ...] = ()
    samples: tuple[Sample, ...] = ()
    facts: SiteFacts = field(default_factory=SiteFacts)
    problem: str = ""


def scout(options: CrawlOptions, url: str) -> Scouting:
    """Look at the site of `url`, whose outlet is the only one of the options' registry. Database and home of the options
    are not used.

    Raises:
        CrawlerError: no process can be started to extract in.
    """
    with tempfile.TemporaryDirectory() as folder:
        here = dataclasses.replace(options, db=Path(folder) / "scout.db", home=url)
        spider = run_spider(ScoutSpider, here)
    if spider is None or spider.found is None:
        raise RuntimeError("the look at the site ended without an answer; the log says why")
    return spider.found


class ScoutSpider(OutletSpider):
    """Looks at one site, in place of crawling. Not a spider for `scrapy crawl`."""

    name = "scout"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: Scouting | None = None

    async def _work(self) -> None:
        scouting = _Scout(self.crawl, Fetcher(self.crawler.engine), self.crawl.options.home)
        try:
            self.found = await scouting.run()
        except asyncio.CancelledError:
            raise
        except Exception as error:
            self.failure = error
            self.logger.exception("the look at the site ended early")
        finally:
            await self.crawl.pool.close()
            self.crawl.ledger.items.put_nowait(None)

    def _end(self, reason: str) -> None:
        self.crawl.close()


@dataclass(slots=True)
class _Scout:
    """One look at one site."""

    crawl: Any
    fetcher: Fetcher
    url: str
    tried: dict[str, Candidate] = field(default_factory=dict)
    entries: dict[str, tuple[Found, ...]] = field(default_factory=dict)
    names: Counter[SiteFacts] = field(default_factory=Counter)

    @property
    def outlet(self) -> Outlet:
        """The site, as the only outlet of the registry."""
        outlet: Outlet = next(iter(self.crawl.outlets.values()))
        return outlet

    async def run(self) -> Scouting:
        """Search, choose, and fetch samples; a host that asks for patience ends it with what there is by then."""
        home = home_of(self.url)
        problem = ""
        samples: list[Sample] = []
        chosen: list[Candidate] = []
        try:
            problem = await self._search(home)
            chosen = self._choose(home)
            samples.extend([await self._sample(entry) for entry in self._newest(chosen)])
        except (WaitError, PrivateAddressError) as error:
            problem = str(error)
            chosen = chosen or self._choose(home)
        if not chosen and not problem:
            problem = "nothing that was tried lists articles"
        return Scouting(
            home, tuple(self.tried.values()), tuple(chosen), tuple(samples), self._facts(), "" if chosen else problem
        )

    async def _search(self, home: str) -> str:
        """Try every place; answers why the front page could not be read, "" where it could."""
        rules = await self.crawl.robots.rules_for(home)
        queue = [self.url] if self.url != home else []
        queue += sitemaps_in_robots(rules.row.body, origin_of(home) + "/")
        listing, problem = await self._look(home, SourceKind.SECTION)
        queue += [child.url for child in listing.children] if listing else []
        queue += common_sources(home)
        while queue and len(self.tried) < MAX_PROBES:
            place = queue.pop(0)
            if place in self.tried or not is_in_scope(place, self.outlet, self.crawl.index):
                continue
            expected = SourceKind.UNKNOWN if place == self.url else SourceKind.FEED
            listing, _ = await self._look(place, expected)
            if listing is not None:
                queue[:0] = [child.url for child in listing.children[:INDEX_CHILDREN]]
        return problem

    async def _look(self, url: str, expected: SourceKind) -> tuple[Listing | None, str]:
        try:
            answer = await self.fetcher.fetch(url, meta={"outlet_id": self.outlet.id})
        except WaitError:
            raise
        except FetchError as error:
            self.tried[url] = Candidate(url, expected, problem=str(error))
            return None, str(error)
        reading = await Pollster(self.crawl, self.fetcher).read(answer, expected)
        listing = reading.listing
        if listing is None:
            self.tried[url] = Candidate(url, expected, problem=reading.problem)
            return None, reading.problem
        if listing.kind is SourceKind.SECTION:
            await self._note_facts(answer)
        kept = tuple(entry for entry in listing.entries if self._is_article(listing.kind, entry))
        newest = max((entry.published for entry in kept if entry.published), default=None)
        self.entries[url] = kept
        self.tried[url] = Candidate(url, listing.kind, len(kept), newest)
        return listing, ""

    def _is_article(self, kind: SourceKind, entry: Found) -> bool:
        fits = is_fetchable(entry.url) and is_candidate(kind, entry)
        return fits and is_in_scope(entry.url, self.outlet, self.crawl.index)

    def _choose(self, home: str) -> list[Candidate]:
        """News sitemaps and feeds that list articles, each list once; a plain sitemap or the front page where there are
        none.
        """
        found = [candidate for candidate in self.tried.values() if candidate.articles]
        best = [each for each in found if each.kind is SourceKind.NEWS_SITEMAP]
        best += [each for each in found if each.kind is SourceKind.FEED]
        if not best:
            best = [each for each in found if each.kind is SourceKind.SITEMAP][:1]
        front = self.tried.get(home)
        if not best and front is not None and front.articles >= MIN_SECTION_LINKS:
            best = [front]
        seen: set[frozenset[str]] = set()
        chosen = []
        for candidate in best:
            keys = frozenset(url_key(entry.url) for entry in self.entries[candidate.url])
            if keys not in seen:
                seen.add(keys)
                chosen.append(candidate)
        return chosen

    def _newest(self, chosen: list[Candidate]) -> list[Found]:
        oldest = datetime.min.replace(tzinfo=UTC)
        found: dict[str, Found] = {}
        for candidate in chosen:
            for entry in self.entries[candidate.url]:
                found.setdefault(url_key(entry.url), entry)
        ordered = sorted(found.values(), key=lambda entry: entry.published or oldest, reverse=True)
        return ordered[:SAMPLES]

    async def _sample(self, entry: Found) -> Sample:
        try:
            answer = await self.fetcher.fetch(entry.url, meta={"outlet_id": self.outlet.id})
        except WaitError:
            raise
        except FetchError as error:
            return Sample(entry.url, Outcome.ERROR, str(error))
        ruling = classify(answer)
        if ruling.outcome is not None:
            return Sample(entry.url, ruling.outcome, ruling.detail)
        await self._note_facts(answer)
        try:
            page: ExtractedPage = await self.crawl.pool.run(
                extract_page, answer.body, answer.url, headers=dict(answer.headers), fetched=self.crawl.clock()
            )
        except (PageTimeoutError, PageCrashError, RuntimeError) as error:
            return Sample(entry.url, Outcome.ERROR, str(error))
        first = next(iter(page.text.splitlines()), "")
        return Sample(
            answer.url, page.outcome, page.reason, page.title, page.published, page.authors, first, page.language
        )

    async def _note_facts(self, answer: Answer) -> None:
        try:
            facts = await self.crawl.pool.run(site_facts, answer.body, answer.url, dict(answer.headers))
        except (PageTimeoutError, PageCrashError, RuntimeError):
            return
        self.names[facts] += 1

    def _facts(self) -> SiteFacts:
        """For each fact what most pages say, the page that was read first where they are equal."""
        pages = list(self.names.elements())

        def most(values: list[str]) -> str:
            return max(filter(None, values), key=values.count, default="")

        return SiteFacts(
            most([page.name for page in pages]),
            most([page.language for page in pages]),
            most([page.owner for page in pages]),
        )
