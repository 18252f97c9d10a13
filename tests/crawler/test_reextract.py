"""Stored pages read again: revisions where the extractor finds more, nothing lost where it finds less, killed at will."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.reextract import ReextractOptions, ReextractReport, Result, reextract
from store.connection import open_store
from store.records import Outcome
from tests.crawler.conftest import Bench
from tests.crawler.mockserver import Reply, World
from tests.crawler.pages import article, headline, outlet, registry, rss
from tests.crawler.test_kill import ROOT, wait_for

HOST = "ferry-post.example"
PAPER = "ferry-post"
SHORT = b"<html><head><title>Brief</title></head><body><article><h1>Brief</h1><p>The ferry is late.</p></article></body></html>"


@pytest.fixture
def crawled(bench: Bench, world: World) -> Bench:
    """Four articles and a page that is too short, stored by an extractor that was another one."""
    links = [(world.serve(HOST, f"/a/{n}", Reply(article(n))), headline(n)) for n in range(4)]
    links.append((world.serve(HOST, "/short", Reply(SHORT)), "Brief"))
    feed = world.serve(HOST, "/feed", Reply(rss(links), kind="application/rss+xml"))
    bench.crawl(outlet(PAPER, feeds=(feed,)))
    world.sites.clear()
    return bench


def again(bench: Bench, **options: object) -> ReextractReport:
    with open_store(bench.db) as store:
        chosen = ReextractOptions(registry(outlet(PAPER)), workers=1, **options)  # type: ignore[arg-type]
        return reextract(store, chosen, lambda: datetime.now(UTC))


def test_what_this_extractor_has_read_is_skipped_and_gives_the_same(crawled: Bench) -> None:
    assert again(crawled).skipped == 5
    report = again(crawled, everything=True)
    assert report.results == {Result.SAME: 5}
    assert crawled.rows("select count(*) from revisions") == [(0,)]
    assert crawled.rows("select distinct revision from articles") == [(1,)]


def test_a_better_extraction_is_a_revision_with_its_cause_and_a_worse_one_changes_nothing(crawled: Bench) -> None:
    crawled.sql("update extractions set extractor = 'older'")
    old = "update articles set text = ?, text_hash = 'x', byline = '' where url like '%/a/1'"
    crawled.sql(old, "Only the first line was found.")
    longer = "A text that came with an import, whole, while the stored page is a stub of it."
    crawled.sql("update articles set text = ?, text_hash = 'y', body = 'full' where url like '%/short'", longer)
    report = again(crawled)
    assert report.results == {Result.REVISED: 1, Result.SAME: 3, Result.KEPT: 1}
    assert crawled.rows("select cause, text from revisions") == [("extractor", "Only the first line was found.")]
    ((text, revision),) = crawled.rows("select text, revision from articles where url like '%/a/1'")
    assert revision == 2 and "council of ward 1" in text
    assert crawled.rows("select text from articles where url like '%/short'") == [(longer,)]
    assert again(crawled).results == {}


def test_a_page_that_had_no_article_may_become_one(crawled: Bench) -> None:
    ((article_id,),) = crawled.rows("select article_id from frontier where url like '%/a/2'")
    crawled.sql("delete from article_urls where article_id = ?", article_id)
    crawled.sql("delete from articles where id = ?", article_id)
    crawled.sql(
        "update frontier set article_id = null, outcome = 'extract_empty', state = 'done' where url like '%/a/2'"
    )
    crawled.sql("update extractions set extractor = 'older'")
    report = again(crawled)
    assert report.results == {Result.NEW: 1, Result.SAME: 4}
    assert crawled.rows("select outcome, article_id is not null from frontier where url like '%/a/2'") == [
        ("stored", 1)
    ]
    assert crawled.rows("select title, body from articles where url like '%/a/2'") == [(headline(2), "full")]


def test_pages_without_an_article_are_counted_by_outcome(crawled: Bench) -> None:
    crawled.sql('update raw_pages set headers = \'{"content-type": "application/pdf"}\', body = ?', _packed(b"%PDF"))
    crawled.sql("delete from article_urls")
    crawled.sql("update frontier set article_id = null")
    report = again(crawled, everything=True)
    assert (report.results, report.outcomes) == ({Result.NO_ARTICLE: 5}, {Outcome.NOT_ARTICLE: 5})


def test_where_a_page_was_led_to_counts_when_it_is_read_again(bench: Bench, world: World) -> None:
    world.serve(HOST, "/account/login", Reply(SHORT))
    moved = world.serve(HOST, "/a/1", Reply(status=302, headers={"Location": "/account/login"}))
    feed = world.serve(HOST, "/feed", Reply(rss([(moved, "The ferry is late again")]), kind="application/rss+xml"))
    bench.crawl(outlet(PAPER, feeds=(feed,)))
    before = bench.rows("select url, title, body from articles")
    assert before == [(moved, "The ferry is late again", "missing")]
    assert again(bench, everything=True).outcomes == {Outcome.PAYWALL: 1}
    assert bench.rows("select url, title, body from articles") == before


def _packed(body: bytes) -> bytes:
    from store.pages import pack

    return pack(body)


def test_a_page_that_is_being_fetched_and_one_of_another_time_are_left_alone(crawled: Bench) -> None:
    crawled.sql("update frontier set state = 'leased', lease_owner = 'elsewhere:1:x' where url like '%/a/3'")
    assert again(crawled, everything=True).pages == 4
    assert again(crawled, everything=True, since=datetime(2999, 1, 1, tzinfo=UTC)).pages == 0


@pytest.mark.slow
def test_killed_at_any_moment_and_run_again(bench: Bench, world: World, tmp_path: Path) -> None:
    count = 30
    links = [(world.serve(HOST, f"/a/{n}", Reply(article(n))), headline(n)) for n in range(count)]
    feed = world.serve(HOST, "/feed", Reply(rss(links), kind="application/rss+xml"))
    bench.crawl(outlet(PAPER, feeds=(feed,)))
    bench.sql("update extractions set extractor = 'older'")
    bench.sql("update articles set text = 'Too little.', text_hash = id")
    outlets = tmp_path / "outlets.toml"
    outlets.write_text(
        f'[[outlet]]\nid = "{PAPER}"\nname = "Paper"\ndomains = ["{HOST}"]\nkind = "local"\nfamily = "Paper"\n'
    )
    command = [
        sys.executable,
        "-m",
        "desk",
        "--db",
        str(bench.db),
        "--outlets",
        str(outlets),
        "reextract",
        "--workers",
        "1",
    ]
    left = count
    for _ in range(2):
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True)
        assert wait_for(lambda before=left: _unread(bench) < before - 3 or process.poll() is not None, 60)  # noqa: B023
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        left = _unread(bench)
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, timeout=60)
    assert _unread(bench) == 0
    assert bench.rows("select revision, cause, count(*) from revisions group by 1, 2") == [(1, "extractor", count)]
    assert bench.rows("select distinct revision, length(text) > 200 from articles") == [(2, 1)]


def _unread(bench: Bench) -> int:
    return int(bench.rows("select count(*) from extractions where extractor = 'older'")[0][0])
