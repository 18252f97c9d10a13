"""Asking sources whether they answer: politely, each once, and saying what is wrong with the others."""

from __future__ import annotations

import itertools
from pathlib import Path

from crawler.run import CrawlOptions
from crawler.source_check import SourceCheck, check_sources
from tests.crawler.conftest import QUICK
from tests.crawler.mockserver import Reply, World
from tests.crawler.pages import news_sitemap, outlet, registry, rss

FEED = rss([("http://bay-post.example/a", "Pier closed"), ("http://bay-post.example/b", "Pier open")])


def checks(world: World, *outlets: object, **options: object) -> dict[str, SourceCheck]:
    values: dict[str, object] = {"delay": 0.05, "resolve": {"*": "127.0.0.1"}, "limits": QUICK}
    asked = CrawlOptions(db=Path("unused"), registry=registry(*outlets), **{**values, **options})  # type: ignore[arg-type]
    return {check.url.rpartition("/")[2]: check for check in check_sources(asked)}


def test_each_source_is_asked_once_after_robots(world: World) -> None:
    feed = world.serve("bay-post.example", "/rss", Reply(FEED, kind="application/rss+xml"))
    sitemap = world.serve("bay-post.example", "/news.xml", Reply(news_sitemap([(feed, "Pier")]), kind="text/xml"))
    page = world.serve("bay-post.example", "/html", Reply(b"<html><body>Subscribe</body></html>"))
    gone = world.url("bay-post.example", "/gone")
    post = outlet("bay-post", feeds=(feed, page, gone), news_sitemaps=(sitemap,))
    found = checks(world, post)
    assert (found["rss"].entries, found["rss"].problem) == (2, "")
    assert (found["news.xml"].entries, found["news.xml"].problem) == (1, "")
    assert "web page where a feed was expected" in found["html"].problem
    assert "404" in found["gone"].problem
    paths = world.paths("bay-post.example")
    assert paths[0] == "/robots.txt" and sorted(paths[1:]) == ["/gone", "/html", "/news.xml", "/rss"]
    times = world.times("bay-post.example")
    assert all(later - earlier >= 0.045 for earlier, later in itertools.pairwise(times))
    agents = {hit.headers["user-agent"] for hit in world.hits}
    assert len(agents) == 1 and next(iter(agents)).startswith("news-corroborator/")


def test_what_robots_forbids_is_not_asked(world: World) -> None:
    feed = world.serve("bay-post.example", "/rss", Reply(FEED, kind="application/rss+xml"))
    world.serve("bay-post.example", "/robots.txt", Reply(b"User-agent: *\nDisallow: /rss\n", kind="text/plain"))
    found = checks(world, outlet("bay-post", feeds=(feed,)))
    assert "robots" in found["rss"].problem
    assert world.paths("bay-post.example") == ["/robots.txt"]


def test_a_host_that_asks_for_patience_is_left_alone(world: World) -> None:
    first = world.serve("bay-post.example", "/a", Reply(b"", 429, {"Retry-After": "3600"}))
    second = world.serve("bay-post.example", "/b", Reply(FEED))
    found = checks(world, outlet("bay-post", feeds=(first, second)))
    assert "429" in found["a"].problem and "429" in found["b"].problem
    assert world.paths("bay-post.example") == ["/robots.txt", "/a"]


def test_without_a_network_each_source_says_so(world: World) -> None:
    found = checks(world, outlet("bay-post", feeds=("http://bay-post.invalid/rss",)), resolve={})
    assert "no such host" in found["rss"].problem


def test_outlets_without_sources_are_no_trouble(world: World) -> None:
    assert checks(world, outlet("bay-post")) == {}
