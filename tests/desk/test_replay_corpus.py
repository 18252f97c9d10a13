"""End to end on real articles: four corpora as a web of some five hundred hosts, crawled by the real command."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from desk.replay import ReplayServer, Request, registry_toml_for, sites_from_corpus, sites_from_folder
from desk.replay.site import absolute, target_key

CORPORA = ("roundup", "basil", "newscluster", "ecbplus")
DELAY = 0.05
SHORT = 60
"""Words below which a text may rightly be found too short for an article. The shortest text of the corpora has seven."""

NO_ARTICLE = {"too_short", "extract_empty", "not_article"}
WITH_ARTICLE = {"stored", "paywall", "live_blog"}

pytestmark = [pytest.mark.shared, pytest.mark.slow]


@dataclass(frozen=True, slots=True)
class Crawled:
    """What was served, what was asked for, and what the crawl left behind."""

    served: Mapping[str, Mapping[str, Any]]
    requests: tuple[Request, ...]
    db: Path
    report: Mapping[str, Any]
    port: int

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self.db)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def crawled(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("corpora")
    paths = [shared / "corpora" / f"{name}.jsonl" for name in CORPORA]
    registry, db = folder / "outlets.toml", folder / "news.db"
    with ReplayServer(lambda port: sites_from_corpus(paths, port)) as server:
        registry.write_text(registry_toml_for(server.sites, server.port), encoding="utf-8")
        report = _crawl(db, registry)
        yield Crawled(_served(paths, server.port), server.requests(), db, report, server.port)


def _crawl(db: Path, registry: Path) -> Mapping[str, Any]:
    """The report of the real command."""
    command = [sys.executable, "-m", "desk", "--db", str(db), "--outlets", str(registry), "crawl", "--json"]
    command += ["--resolve", "*:127.0.0.1", "--delay", str(DELAY), "--max-age", "0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode in (0, 3), done.stderr[-2000:]
    report: Mapping[str, Any] = json.loads(done.stdout)
    return report


def _served(paths: list[Path], port: int) -> dict[str, Mapping[str, Any]]:
    """The corpora's rows by the address under which the replay serves them."""
    served = {}
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            split = urlsplit(row["url"])
            target = (split.path or "/") + (f"?{split.query}" if split.query else "")
            served[target_key(absolute(str(split.hostname), port, target))] = row
    return served


def test_every_article_was_asked_for_once_and_nothing_but_what_is_served(crawled: Crawled) -> None:
    asked: dict[str, list[int]] = defaultdict(list)
    for request in crawled.requests:
        asked[target_key(absolute(request.host, crawled.port, request.target))].append(request.status)
    assert len(crawled.served) == 1520
    assert {url: asked[url] for url in crawled.served if asked[url] != [200]} == {}


def test_every_url_has_one_counted_outcome(crawled: Crawled) -> None:
    frontier = crawled.rows("select url, state, outcome from frontier")
    assert {target_key(url) for url, _, _ in frontier} == set(crawled.served)
    assert len(frontier) == len(crawled.served)
    unfinished = [row for row in frontier if row[2] not in WITH_ARTICLE | NO_ARTICLE | {"duplicate"}]
    assert unfinished == []
    counted = Counter(outcome for _, _, outcome in frontier)
    assert crawled.report["outcomes"] == counted
    assert counted["stored"] > 0.9 * len(crawled.served)


def test_every_article_served_is_stored_once_and_none_is_invented(crawled: Crawled) -> None:
    stored = crawled.rows("select url, title, text from articles where body = 'full'")
    outcomes = {target_key(url): outcome for url, outcome in crawled.rows("select url, outcome from frontier")}
    urls = [target_key(url) for url, _, _ in stored]
    assert len(urls) == len(set(urls))
    assert set(urls) == {url for url, outcome in outcomes.items() if outcome in WITH_ARTICLE}
    without_body = {target_key(url) for (url,) in crawled.rows("select url from articles where body != 'full'")}
    assert without_body <= {url for url, outcome in outcomes.items() if outcome in NO_ARTICLE}
    for url, row in crawled.served.items():
        if outcomes[url] not in WITH_ARTICLE and row["title"]:  # one has no title: nothing to know it by
            assert len(row["text"].split()) < SHORT, (url, outcomes[url])
    titles = sum(title.split() == crawled.served[target_key(url)]["title"].split() for url, title, _ in stored)
    assert titles >= 0.98 * len(stored)
    kept = [_words_kept(crawled.served[target_key(url)]["text"], text) for url, _, text in stored]
    assert sum(share >= 0.9 for share in kept) >= 0.95 * len(stored)


def _utc(text: str) -> datetime:
    when = datetime.fromisoformat(text)
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def _words_kept(original: str, extracted: str) -> float:
    words = set(original.split())
    return len(words & set(extracted.split())) / max(1, len(words))


def test_dates_are_those_of_the_corpus_and_no_page_gets_one_that_it_does_not_show(crawled: Crawled) -> None:
    for url, published in crawled.rows("select url, published from articles"):
        row = crawled.served[target_key(url)]
        if row.get("published"):
            assert datetime.fromisoformat(published) == _utc(row["published"]), url
        elif published:
            assert published[:4] in f"{url} {row['title']} {row['text']}", (url, published)


def test_hosts_were_asked_one_request_at_a_time_with_a_pause_and_robots_first(crawled: Crawled) -> None:
    by_host: dict[str, list[Request]] = defaultdict(list)
    for request in crawled.requests:
        by_host[request.host].append(request)
    for host, requests in by_host.items():
        ordered = sorted(requests, key=lambda request: request.started)
        assert ordered[0].target == "/robots.txt", host
        for one, following in pairwise(ordered):
            assert following.started >= one.finished, host
            assert following.started - one.started >= 0.9 * DELAY, (host, one.target, following.target)
    assert all(request.user_agent.startswith("news-corroborator/") for request in crawled.requests)


def test_saved_pages_are_crawled_as_they_are(shared: Path, tmp_path: Path) -> None:
    registry, db = tmp_path / "outlets.toml", tmp_path / "news.db"
    with ReplayServer(lambda port: sites_from_folder(shared / "pages", port)) as server:
        registry.write_text(registry_toml_for(server.sites, server.port), encoding="utf-8")
        report = _crawl(db, registry)
        served = {(site.host, target_key(target)) for site in server.sites for target in site.articles}
        asked = Counter((request.host, target_key(request.target)) for request in server.requests())
    assert len(served) == sum(report["outcomes"].values()) == 129
    assert {page: asked[page] for page in served if asked[page] != 1} == {}
    assert report["outcomes"]["stored"] >= 0.95 * len(served)
