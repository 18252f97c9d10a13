"""A URL that an editor asks for, from the form to the verdict: queued by the desk, fetched by the next crawl, told on the way."""

from __future__ import annotations

import pytest

from desk.cycle import match
from desk.web.check import Answer, look_up
from desk.web.writing import put_in_queue
from store.connection import open_store
from tests.crawler.conftest import Bench, bench, world
from tests.crawler.mockserver import Reply, World
from tests.crawler.pages import NOW, article, headline, outlet, registry, rss

__all__ = ["bench", "world"]

HOST = "ferry-post.example"


@pytest.mark.slow
def test_a_url_that_no_source_names_is_fetched_by_the_next_crawl(bench: Bench, world: World) -> None:
    listed = world.serve(HOST, "/a/0", Reply(article(0)))
    wanted, gone = world.serve(HOST, "/a/7", Reply(article(7))), world.url(HOST, "/a/8")
    world.serve(HOST, "/feed", Reply(rss([(listed, headline(0))]), kind="application/rss+xml"))
    paper = outlet("ferry-post", feeds=(world.url(HOST, "/feed"),))
    bench.crawl(paper)

    def said(url: str) -> Answer:
        with open_store(bench.db, read_only=True) as store:
            return look_up(store, url)

    before = said(wanted)
    assert before.outlet is not None and before.queued is None and before.article is None
    with open_store(bench.db) as store:
        for url in (wanted, gone):
            put_in_queue(store, url, "ferry-post", NOW)
    waiting = said(wanted).queued
    assert waiting is not None and (waiting.state, waiting.ahead) == ("queued", 1)
    assert not {"/a/7", "/a/8"} & set(world.paths(HOST)), "the desk fetched something itself"
    bench.crawl(paper)
    stored, ended = said(wanted), said(gone).queued
    assert stored.article is not None and stored.article.title == headline(7) and stored.event is None
    assert ended is not None and (ended.state, ended.outcome) == ("done", "gone")
    with open_store(bench.db) as store:
        match(store, registry(paper), now=NOW)
    judged = said(wanted).event
    assert judged is not None and judged.state == "single_report"
