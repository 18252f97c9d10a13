"""robots.txt, pauses, and hosts that ask to be left alone."""

from __future__ import annotations

import time
from datetime import timedelta
from itertools import pairwise

import pytest

from crawler.report import OutletState
from store import frontier
from store.records import Outcome
from tests.crawler.conftest import Bench, quick
from tests.crawler.mockserver import Hit, Reply, World
from tests.crawler.pages import NOW, article, headline, outlet, rss

HOST = "ferry-post.example"


def serve(world: World, count: int, robots: Reply | None = None, host: str = HOST) -> str:
    """An outlet with so many articles; gives the URL of its feed."""
    links = [(world.serve(host, f"/a/{n}", Reply(article(n))), headline(n)) for n in range(count)]
    if robots is not None:
        world.serve(host, "/robots.txt", robots)
    return world.serve(host, "/feed", Reply(rss(links), kind="application/rss+xml"))


def test_what_robots_txt_forbids_is_not_fetched_but_counted(bench: Bench, world: World) -> None:
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: news-corroborator\nDisallow: /a/1\nDisallow: /a/2\n"
    report = bench.crawl(outlet("ferry-post", feeds=(serve(world, 4, Reply(rules, kind="text/plain")),)))
    assert report.outcomes == {Outcome.STORED: 2, Outcome.ROBOTS: 2}
    assert {"/a/1", "/a/2"}.isdisjoint(world.paths(HOST))
    assert bench.rows("select body, count(*) from articles group by body order by body") == [
        ("full", 2),
        ("missing", 2),
    ]


@pytest.mark.parametrize("status", [404, 401, 403])
def test_robots_txt_that_is_unavailable_allows_everything(bench: Bench, world: World, status: int) -> None:
    report = bench.crawl(outlet("ferry-post", feeds=(serve(world, 1, Reply(status=status)),)))
    assert report.outcomes == {Outcome.STORED: 1}


@pytest.mark.parametrize("status", [500, 503])
def test_robots_txt_that_fails_forbids_everything_for_now(bench: Bench, world: World, status: int) -> None:
    one = outlet("ferry-post", feeds=(serve(world, 2, Reply(status=status)),))
    report = bench.crawl(one, limits=quick(retry_base=20))
    assert set(world.paths(HOST)) == {"/robots.txt"}
    assert report.outlets[0].state is OutletState.FAILED
    assert str(status) in report.outlets[0].why_zero
    world.serve(HOST, "/robots.txt", Reply(b"", kind="text/plain"))
    later = bench.crawl(one, now=NOW + timedelta(hours=2))
    assert later.outcomes == {Outcome.STORED: 2}


def test_robots_txt_that_fails_once_costs_nothing_but_a_wait(bench: Bench, world: World) -> None:
    def robots(_hit: Hit, before: int) -> Reply:
        return Reply(status=502) if before == 0 else Reply(b"", kind="text/plain")

    feed = serve(world, 2)
    world.serve(HOST, "/robots.txt", robots)
    one = outlet("ferry-post", feeds=(feed,))
    bench.crawl(one)
    assert bench.crawl(one, now=NOW + timedelta(minutes=1)).outcomes == {Outcome.STORED: 2}


def test_robots_txt_is_kept_between_crawls_for_a_day_at_most(bench: Bench, world: World) -> None:
    one = outlet("ferry-post", feeds=(serve(world, 1),))
    bench.crawl(one)
    bench.crawl(one, force=True, now=NOW + timedelta(hours=23))
    assert world.paths(HOST).count("/robots.txt") == 1
    bench.crawl(one, force=True, now=NOW + timedelta(hours=25))
    assert world.paths(HOST).count("/robots.txt") == 2


def test_no_gap_is_shorter_than_the_pause_and_hosts_do_not_wait_for_each_other(bench: Bench, world: World) -> None:
    hosts = [f"paper-{n}" for n in range(4)]
    outlets = [outlet(name, feeds=(serve(world, 4, host=f"{name}.example"),)) for name in hosts]
    bench.crawl(*outlets, delay=0.3)
    for name in hosts:
        times = world.times(f"{name}.example")
        gaps = [later - earlier for earlier, later in pairwise(times)]
        assert len(gaps) == 5
        assert min(gaps) >= 0.3
    first, last = min(hit.at for hit in world.hits), max(hit.at for hit in world.hits)
    assert last - first < 4 * 5 * 0.3


def test_crawl_delay_lengthens_the_pause(bench: Bench, world: World) -> None:
    rules = Reply(b"User-agent: *\nCrawl-delay: 0.4\n", kind="text/plain")
    bench.crawl(outlet("ferry-post", feeds=(serve(world, 3, rules),)), delay=0.01)
    gaps = [later - earlier for earlier, later in pairwise(world.times(HOST))]
    assert min(gaps[1:]) >= 0.4


def test_retry_after_is_waited_for_by_the_whole_host(bench: Bench, world: World) -> None:
    feed = serve(world, 3)

    def busy(_hit: Hit, before: int) -> Reply:
        return Reply(status=429, headers={"Retry-After": "1"}) if before == 0 else Reply(article(9))

    link = world.serve(HOST, "/a/0", busy)
    report = bench.crawl(outlet("ferry-post", feeds=(feed,)))
    assert report.outcomes == {Outcome.STORED: 3}
    times = [hit.at for hit in world.hits if hit.host == HOST]
    asked = next(n for n, hit in enumerate(world.hits) if world.url(hit.host, hit.path) == link)
    assert times[asked + 1] - times[asked] >= 1.0


def test_a_long_retry_after_is_kept_for_the_next_crawl(bench: Bench, world: World) -> None:
    feed = serve(world, 3)
    world.serve(HOST, "/a/0", Reply(status=503, headers={"Retry-After": "7200"}))
    world.serve(HOST, "/a/1", Reply(status=503, headers={"Retry-After": "7200"}))
    world.serve(HOST, "/a/2", Reply(status=503, headers={"Retry-After": "7200"}))
    one = outlet("ferry-post", feeds=(feed,))
    report = bench.crawl(one)
    assert report.outlets[0].waiting == 3
    assert "503 with Retry-After" in report.outlets[0].why_zero
    asked = len(world.hits)
    bench.crawl(one, force=True, now=NOW + timedelta(minutes=90))
    assert len(world.hits) == asked
    for n in range(3):
        world.serve(HOST, f"/a/{n}", Reply(article(n)))
    assert bench.crawl(one, now=NOW + timedelta(hours=3)).outcomes == {Outcome.STORED: 3}


def test_429_without_an_end_is_blocked(bench: Bench, world: World) -> None:
    feed = serve(world, 1)
    world.serve(HOST, "/a/0", Reply(status=429, headers={"Retry-After": "0"}))
    report = bench.crawl(outlet("ferry-post", feeds=(feed,)))
    assert report.outcomes == {Outcome.BLOCKED: 1}
    assert world.paths(HOST).count("/a/0") == 3
    assert report.outlets[0].waiting == 0


def test_robots_txt_that_is_redirected_is_found_and_a_loop_means_there_is_none(bench: Bench, world: World) -> None:
    feed = serve(world, 2, Reply(status=301, headers={"Location": world.url("cdn.example", "/robots-of-all.txt")}))
    world.serve("cdn.example", "/robots-of-all.txt", Reply(b"User-agent: *\nDisallow: /a/1", kind="text/plain"))
    assert bench.crawl(outlet("ferry-post", feeds=(feed,))).outcomes == {Outcome.STORED: 1, Outcome.ROBOTS: 1}
    other = serve(world, 1, Reply(status=302, headers={"Location": "/robots.txt"}), host="mill-echo.example")
    assert bench.crawl(outlet("mill-echo", feeds=(other,))).outcomes == {Outcome.STORED: 1}


def test_the_lease_of_a_page_that_takes_long_is_renewed_while_it_is_fetched(
    bench: Bench, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frontier, "LEASE_TIME", timedelta(seconds=3))
    seen: list[tuple[str]] = []

    def slow(_hit: Hit, _before: int) -> Reply:
        for _ in range(2):
            seen.extend(bench.rows("select lease_until from frontier where state = 'leased'"))
            time.sleep(2.2)
        return Reply(article(1))

    feed = world.serve(HOST, "/feed", Reply(rss([(world.serve(HOST, "/a/1", slow), headline(1))]), kind="text/xml"))
    report = bench.crawl(outlet("ferry-post", feeds=(feed,)), limits=quick(fetch_seconds=8.0))
    assert report.outcomes == {Outcome.STORED: 1}
    (first,), (second,) = seen
    assert second > first


@pytest.mark.parametrize("name", ["news-corroborator", "News-Corroborator/2.0", "NEWS-CORROBORATOR*  # ours"])
def test_robots_txt_may_name_us_in_any_spelling(bench: Bench, world: World, name: str) -> None:
    link = (world.serve(HOST, "/a/0", Reply(article(0))), headline(0))
    world.serve(HOST, "/feed", Reply(rss([link]), kind="application/rss+xml"))
    body = f"User-agent: {name}\nDisallow: /a/\n\nUser-agent: *\nAllow: /\n\nUser-agent: news-corroborator-two\nDisallow: /\n"
    world.serve(HOST, "/robots.txt", Reply(body.encode(), kind="text/plain"))
    report = bench.crawl(outlet("ferry-post", feeds=(world.url(HOST, "/feed"),)))
    assert report.outcomes == {Outcome.ROBOTS: 1}
    assert "/a/0" not in world.paths(HOST)
