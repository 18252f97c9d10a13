"""Servers that fail, lie and attack: each URL still ends with one counted outcome, and the others go on."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from crawler.report import OutletState
from store.records import Outcome, Outlet
from tests.crawler.conftest import Bench, quick
from tests.crawler.mockserver import Hit, Reply, World
from tests.crawler.pages import NOW, article, headline, outlet, rss

HOST = "ferry-post.example"
CHALLENGE = (
    b"<html><head><title>Just a moment...</title></head><body><div class='cf-turnstile'></div>"
    b"<p>Verify you are human by completing the action below.</p></body></html>"
)
CONSENT = b"<html><head><title>Before you continue</title></head><body><p>We value your privacy. Accept all cookies?</p></body></html>"
LOGIN = (
    b"<html><head><title>Log in | Ferry Post</title></head><body><h1>Log in</h1><form><p>Log in to go on reading.</p>"
    b"<input name='mail'><input type='password' name='word'><button>Go</button></form></body></html>"
)
NOT_FOUND = (
    b"<html><head><title>Page not found</title></head><body><h1>Page not found</h1><p>Try the search.</p></body></html>"
)


def crawl_with(bench: Bench, world: World, path: str, reply: Reply) -> dict[str, str]:
    """Crawl two good articles and one answer of another sort; gives the outcome of each path."""
    links = [(world.serve(HOST, f"/a/{n}", Reply(article(n))), headline(n)) for n in range(2)]
    world.serve(HOST, "/account/login?next=/odd", Reply(LOGIN))
    links.insert(1, (world.serve(HOST, path, reply), "The odd one"))
    feed = world.serve(HOST, "/feed", Reply(rss(links), kind="application/rss+xml"))
    bench.crawl(outlet("ferry-post", feeds=(feed,)))
    outcomes = bench.rows("select url, outcome from frontier")
    return {url.split(str(world.port))[1]: outcome for url, outcome in outcomes}


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (Reply(CHALLENGE), "challenge"),
        (Reply(CHALLENGE, 403), "challenge"),
        (Reply(article(5), headers={"cf-mitigated": "challenge"}), "challenge"),
        (Reply(b"<h1>Forbidden</h1>", 403), "blocked"),
        (Reply(b"Request denied", 999), "blocked"),
        (Reply(LOGIN), "paywall"),
        (Reply(b"", 302, headers={"Location": "/account/login?next=/odd"}), "paywall"),
        (Reply(b"", 304), "error"),
        (Reply(b"", 451), "blocked"),
        (Reply(CONSENT), "consent"),
        (Reply(NOT_FOUND), "soft_404"),
        (Reply(b"", 404), "gone"),
        (Reply(b"", 410), "gone"),
        (Reply(b"%PDF-1.7 nothing", kind="application/pdf"), "not_article"),
        (Reply(b""), "extract_empty"),
        (Reply(b"broken", 500), "error"),
        (Reply(gzip.compress(b"\0" * 60_000_000), headers={"Content-Encoding": "gzip"}), "error"),
        (Reply(b"x" * 5_100_000), "error"),
        (Reply(b"<html>" + b"drip " * 40, drip=0.1), "error"),
        (Reply(article(5), delay=4.0), "error"),
        (Reply(article(5), drop=200), "error"),
        (Reply(b"not gzip at all", headers={"Content-Encoding": "gzip"}), "error"),
        (Reply(b"no deflate at all", headers={"Content-Encoding": "deflate"}), "error"),
        (Reply(b"no brotli at all", headers={"Content-Encoding": "br"}), "error"),
        (Reply(article(5).replace(b"utf-8", b"undefined"), kind="text/html; charset=undefined"), "stored"),
    ],
    ids=[
        "challenge-200",
        "challenge-403",
        "challenge-header",
        "403",
        "999",
        "login-page",
        "led-to-login",
        "304-unasked",
        "451",
        "consent",
        "soft-404",
        "404",
        "410",
        "pdf",
        "empty",
        "500",
        "bomb",
        "too-large",
        "drip",
        "hang",
        "broken-off",
        "not-gzip",
        "not-deflate",
        "not-brotli",
        "no-such-charset",
    ],
)
def test_one_outcome_for_whatever_comes(bench: Bench, world: World, reply: Reply, outcome: str) -> None:
    outcomes = crawl_with(bench, world, "/odd", reply)
    assert outcomes == {"/a/0": "stored", "/odd": outcome, "/a/1": "stored"}
    counted = bench.rows("select count(*) from fetches where kind = 'page' and outcome = 'pending'")
    assert counted == [(0,)]


@pytest.mark.parametrize(("odd", "state"), [(1, "nothing_new"), (3, "failed")])
def test_a_stray_page_that_is_no_article_is_no_failure_of_its_outlet(
    bench: Bench, world: World, odd: int, state: str
) -> None:
    film = Reply(b"\0\0film", kind="video/mp4")
    links = [(world.serve(HOST, f"/film/{n}", film), f"The harbour, film {n}") for n in range(odd)]
    feed = world.serve(HOST, "/feed", Reply(rss(links), kind="application/rss+xml"))
    report = bench.crawl(outlet("ferry-post", feeds=(feed,)))
    assert (report.outcomes, report.outlets[0].state.value) == ({Outcome.NOT_ARTICLE: odd}, state)
    assert "not article" in report.outlets[0].why_zero


@pytest.mark.parametrize("led", [True, False])
def test_a_page_to_log_in_is_never_taken_for_the_article(bench: Bench, world: World, led: bool) -> None:
    reply = Reply(b"", 302, headers={"Location": "/account/login?next=/odd"}) if led else Reply(LOGIN)
    crawl_with(bench, world, "/odd", reply)
    assert bench.rows("select title, body, text from articles where url like '%/odd'") == [
        ("The odd one", "missing", "")
    ]
    assert bench.rows("select count(*) from articles where title like 'Log in%'") == [(0,)]


@pytest.mark.parametrize(
    "title", ["Log in to the past: a museum of logging opens", "Sign in the window divides a street"]
)
def test_an_article_that_begins_as_a_page_to_log_in_does_is_none(bench: Bench, world: World, title: str) -> None:
    page = article(5).decode().replace(headline(5), title).replace("</main>", "</main><input type='email'>")
    assert crawl_with(bench, world, "/odd", Reply(page.encode()))["/odd"] == "stored"


def test_an_article_that_mentions_a_wall_is_no_wall(bench: Bench, world: World) -> None:
    page = article(5, extra="<!-- just a moment... -->").replace(
        b"Residents of", "“Access denied, page not found,” the sign said. Residents of".encode()
    )
    assert crawl_with(bench, world, "/odd", Reply(page))["/odd"] == "stored"


def test_a_page_that_fails_at_first_is_fetched_again(bench: Bench, world: World) -> None:
    def flaky(_hit: Hit, before: int) -> Reply:
        return [Reply(status=500), Reply(article(1), drop=50), Reply(article(1))][min(before, 2)]

    link = world.serve(HOST, "/a/1", flaky)
    feed = world.serve(HOST, "/feed", Reply(rss([(link, "One")]), kind="application/rss+xml"))
    report = bench.crawl(outlet("ferry-post", feeds=(feed,)))
    assert report.outcomes == {Outcome.STORED: 1}
    assert bench.rows("select outcome from fetches where kind = 'page' order by id") == [
        ("error",),
        ("error",),
        ("stored",),
    ]


def test_a_blocked_article_is_known_by_its_title(bench: Bench, world: World) -> None:
    crawl_with(bench, world, "/odd", Reply(b"no", 403))
    assert bench.rows("select title, text, body from articles where body != 'full'") == [("The odd one", "", "missing")]


def test_a_refused_page_is_asked_for_once_a_day_for_a_week(bench: Bench, world: World) -> None:
    def refuse(_hit: Hit, before: int) -> Reply:
        return Reply(b"no", 403)

    feed = world.serve(HOST, "/feed", Reply(rss([(world.serve(HOST, "/a/1", refuse), "One")]), kind="text/xml"))
    one = outlet("ferry-post", feeds=(feed,))
    for half_day in range(20):
        bench.crawl(one, now=NOW + timedelta(hours=12 * half_day, minutes=half_day))
    assert world.paths(HOST).count("/a/1") == 8
    assert bench.rows("select state, outcome, visits from frontier") == [("done", "blocked", 8)]
    assert bench.rows("select title, body from articles") == [("One", "missing")]


def test_a_page_that_is_refused_at_first_is_had_the_day_after(bench: Bench, world: World) -> None:
    def late(_hit: Hit, before: int) -> Reply:
        return Reply(article(1)) if before else Reply(b"no", 403)

    feed = world.serve(HOST, "/feed", Reply(rss([(world.serve(HOST, "/a/1", late), headline(1))]), kind="text/xml"))
    one = outlet("ferry-post", feeds=(feed,))
    assert bench.crawl(one).outcomes == {Outcome.BLOCKED: 1}
    assert bench.crawl(one, now=NOW + timedelta(hours=25)).outcomes == {Outcome.STORED: 1}
    assert bench.rows("select body, revision from articles") == [("full", 1)]


def test_a_page_of_random_bytes_is_asked_for_again(bench: Bench, world: World) -> None:
    def garbled(_hit: Hit, before: int) -> Reply:
        return Reply(article(1)) if before else Reply(bytes((n * 97 + 31) % 256 for n in range(600)))

    feed = world.serve(HOST, "/feed", Reply(rss([(world.serve(HOST, "/a/1", garbled), headline(1))]), kind="text/xml"))
    assert bench.crawl(outlet("ferry-post", feeds=(feed,))).outcomes == {Outcome.STORED: 1}


def test_a_host_that_refuses_connections_is_an_error_and_says_so(bench: Bench, world: World) -> None:
    good = world.serve(HOST, "/a/1", Reply(article(1)))
    feed = world.serve(HOST, "/feed", Reply(rss([(good, "One")]), kind="application/rss+xml"))
    report = bench.crawl(
        outlet("dead-paper", feeds=("http://dead-paper.example:9/feed",)),
        outlet("ferry-post", feeds=(feed,)),
        limits=quick(max_wait=0.1),
        home="http://{domain}:9/",
    )
    dead, alive = report.outlets
    assert alive.state is OutletState.DELIVERED
    assert dead.state is OutletState.FAILED
    assert "connection refused" in dead.why_zero


@pytest.mark.parametrize(
    ("body", "kind", "says"),
    [
        (CHALLENGE, "text/html", "challenge"),
        (
            b"<html><body><p>Subscribe to our feed!</p></body></html>",
            "text/html",
            "a web page where a feed was expected",
        ),
        (b"", "application/rss+xml", "empty"),
        (b"<rss><channel><item><title>cut", "application/rss+xml", "not well-formed"),
        (b'{"error": "no"}', "application/json", "neither a feed nor"),
    ],
)
def test_a_feed_that_is_none_says_what_it_is(bench: Bench, world: World, body: bytes, kind: str, says: str) -> None:
    feed = world.serve(HOST, "/feed", Reply(body, kind=kind))
    report = bench.crawl(outlet("ferry-post", feeds=(feed,)))
    assert report.outlets[0].state is OutletState.FAILED
    assert says in report.outlets[0].why_zero


def test_a_feed_that_is_cut_off_still_gives_what_it_has(bench: Bench, world: World) -> None:
    links = [(world.serve(HOST, f"/a/{n}", Reply(article(n))), headline(n)) for n in range(3)]
    whole = rss(links)
    world.serve(HOST, "/feed", Reply(whole[: whole.rindex(b"<item>") + 20], kind="text/plain"))
    report = bench.crawl(outlet("ferry-post", feeds=(world.url(HOST, "/feed"),)))
    assert report.outcomes == {Outcome.STORED: 2}


def test_when_its_feed_is_gone_another_source_is_found(bench: Bench, world: World) -> None:
    link = (world.serve(HOST, "/a/1", Reply(article(1))), headline(1))
    world.serve(
        HOST,
        "/",
        Reply(
            b"<html><head><link rel='alternate' type='application/rss+xml' href='/new-feed'></head><body>x</body></html>"
        ),
    )
    world.serve(HOST, "/new-feed", Reply(rss([link]), kind="text/xml"))
    one = outlet("ferry-post", feeds=(world.url(HOST, "/old-feed"),))
    report = bench.crawl(one)
    assert report.outcomes == {Outcome.STORED: 1}
    assert bench.rows("select url, configured, state from sources where failures = 0") == [
        (world.url(HOST, "/new-feed"), 0, "active")
    ]


def test_sources_are_found_where_the_registry_names_none(bench: Bench, world: World) -> None:
    link = (world.serve(HOST, "/a/1", Reply(article(1))), headline(1))
    sitemap = world.serve(HOST, "/maps/google-news.xml", Reply(rss([link]), kind="text/xml"))
    world.serve(HOST, "/robots.txt", Reply(f"Sitemap: {sitemap}\n".encode(), kind="text/plain"))
    report = bench.crawl(outlet("ferry-post"))
    assert report.outcomes == {Outcome.STORED: 1}
    assert bench.rows("select kind from sources") == [("feed",)]


def test_an_outlet_without_anything_says_where_we_looked_and_is_not_searched_again_the_same_day(
    bench: Bench, world: World
) -> None:
    report = bench.crawl(outlet("ferry-post"))
    assert report.outlets[0].state is OutletState.FAILED
    assert "no source found at" in report.outlets[0].why_zero
    asked = len(world.hits)
    bench.crawl(outlet("ferry-post"))
    assert len(world.hits) == asked


def test_a_source_that_stays_gone_is_retired_loudly(bench: Bench, world: World) -> None:
    one = outlet("ferry-post", feeds=(world.url(HOST, "/feed"),))
    for day in range(4):
        report = bench.crawl(one, force=True, now=NOW + timedelta(days=day))
    assert report.outlets[0].sources[0].outcome == "retired"
    assert bench.rows("select state from sources") == [("retired",)]


@pytest.mark.slow
def test_after_any_mixture_of_faults_every_article_is_stored_once(bench: Bench, world: World) -> None:
    chance = random.Random(7)
    faults = [
        Reply(status=500),
        Reply(status=502),
        Reply(status=503),
        Reply(status=429, headers={"Retry-After": "1"}),
        Reply(article(999), drop=300),
        Reply(article(999), drop=0),
        Reply(b"", status=504),
        Reply(article(999), delay=1.5),
    ]

    def flaky(good: Reply) -> Callable[[Hit, int], Reply]:
        bad = chance.sample(faults, chance.choice([0, 0, 1, 2]))
        return lambda _hit, before: bad[before] if before < len(bad) else good

    outlets: list[Outlet] = []
    expected: list[tuple[str, str, str]] = []
    for name in ("ferry-post", "mill-echo", "tram-times", "quay-news"):
        host = f"{name}.example"
        numbers = [len(outlets) * 50 + n for n in range(8)]
        links = [(world.serve(host, f"/a/{n}", flaky(Reply(article(n)))), headline(n)) for n in numbers]
        world.serve(host, "/robots.txt", flaky(Reply(b"User-agent: *\nDisallow: /private\n", kind="text/plain")))
        feed = world.serve(host, "/feed", flaky(Reply(rss(links), kind="text/xml")))
        outlets.append(outlet(name, feeds=(feed,)))
        expected += [(name, headline(n), "full") for n in numbers]
    for hour in range(12):
        bench.crawl(
            *outlets, limits=quick(fetch_seconds=1, attempts=5), now=NOW + timedelta(hours=6 * hour), force=True
        )
        if not bench.rows("select 1 from frontier where state != 'revisit' limit 1") and hour > 3:
            break
    stored = bench.rows("select outlet_id, title, body from articles")
    assert sorted(stored) == sorted(expected)
    assert bench.rows("select distinct revision from articles") == [(1,)]
    assert bench.rows("select count(*) from fetches where outcome = 'pending'") == [(0,)]


def test_a_host_that_is_gone_for_good_is_retired_as_well(bench: Bench) -> None:
    one = outlet("dead-paper", feeds=("http://dead-paper.example:9/feed",))
    limits = quick(max_wait=0.1)
    for day in range(10):
        report = bench.crawl(
            one, limits=limits, force=True, now=NOW + timedelta(days=2 * day), home="http://{domain}:9/"
        )
    assert report.outlets[0].sources[0].outcome == "retired"
    assert "10 failures in a row" in report.outlets[0].why_zero
    assert "connection refused" in report.outlets[0].why_zero


def test_a_blocked_article_whose_body_comes_later_is_stored_then_and_kept_when_a_wall_goes_up(
    bench: Bench, world: World
) -> None:
    link = world.serve(HOST, "/a/1", Reply(b"no", 403))

    def atom(hours: int) -> None:
        updated = (NOW + timedelta(hours=hours)).isoformat()
        entry = f"<entry><id>1</id><title>One</title><link href='{link}'/><updated>{updated}</updated></entry>"
        feed = f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>".encode()
        world.serve(HOST, "/feed", Reply(feed, kind="application/atom+xml"))

    one = outlet("ferry-post", feeds=(world.url(HOST, "/feed"),))
    outcomes = []
    for hours, reply in enumerate([Reply(b"no", 403), Reply(article(1)), Reply(CHALLENGE)]):
        atom(hours - 1)
        world.serve(HOST, "/a/1", reply)
        outcomes.append(bench.crawl(one, force=True, now=NOW + timedelta(minutes=hours)).outcomes)
    assert outcomes == [{Outcome.BLOCKED: 1}, {Outcome.STORED: 1}, {Outcome.CHALLENGE: 1}]
    assert bench.rows("select title, body, revision from articles") == [(headline(1), "full", 1)]
    assert bench.rows("select count(*) from revisions") == [(0,)]
