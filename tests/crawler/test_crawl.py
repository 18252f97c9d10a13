"""A crawl from its sources to the store: what is kept, what is counted, what is asked again."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta

import pytest

from crawler.crawl import UnknownOutletError
from crawler.report import OutletState
from store.errors import Unwritable
from store.records import Outcome
from tests.crawler.conftest import Bench, quick
from tests.crawler.mockserver import Hit, Reply, World
from tests.crawler.pages import NOW, article, headline, news_sitemap, outlet, rss

HOST = "ferry-post.example"


def serve_articles(world: World, host: str, numbers: range, feed: str = "/feed") -> list[tuple[str, str]]:
    """Articles and a feed of them; gives (URL, title) pairs."""
    links = [(world.serve(host, f"/a/{n}", Reply(article(n))), headline(n)) for n in numbers]
    world.serve(host, feed, Reply(rss(links), kind="application/rss+xml"))
    return links


def test_every_article_of_a_feed_is_stored_once_with_its_raw_page(bench: Bench, world: World) -> None:
    serve_articles(world, HOST, range(5))
    report = bench.crawl(outlet("ferry-post", feeds=(world.url(HOST, "/feed"),)))
    assert report.outcomes == {Outcome.STORED: 5}
    assert report.outlets[0].state is OutletState.DELIVERED
    rows = bench.rows("select a.title, a.body, r.body, a.text from articles a join raw_pages r on r.id = a.raw_page_id")
    assert sorted(row[0] for row in rows) == sorted(headline(n) for n in range(5))
    assert {row[1] for row in rows} == {"full"}
    assert all(b"<article>" in gzip.decompress(row[2]) for row in rows)
    assert all("Marta Olen" in row[3] for row in rows)
    assert bench.rows("select distinct state, lease_owner from frontier") == [("revisit", None)]


def test_robots_is_asked_first_and_the_user_agent_names_us_and_a_contact(bench: Bench, world: World) -> None:
    serve_articles(world, HOST, range(1))
    bench.crawl(outlet("ferry-post", feeds=(world.url(HOST, "/feed"),)), contact="https://desk.example/crawler")
    assert world.paths(HOST) == ["/robots.txt", "/feed", "/a/0"]
    assert {hit.headers["user-agent"] for hit in world.hits} == {
        "news-corroborator/0.1.0 (+https://desk.example/crawler)"
    }


def test_a_second_crawl_fetches_only_what_is_new(bench: Bench, world: World) -> None:
    one = outlet("ferry-post", feeds=(world.url(HOST, "/feed"),))
    serve_articles(world, HOST, range(2))
    bench.crawl(one)
    not_due = bench.crawl(one)
    assert not_due.outlets[0].state is OutletState.NOT_DUE
    serve_articles(world, HOST, range(3))
    again = bench.crawl(one, force=True)
    assert again.outcomes == {Outcome.STORED: 1}
    assert world.paths(HOST).count("/a/0") == 1
    nothing = bench.crawl(one, force=True)
    assert nothing.outlets[0].state is OutletState.NOTHING_NEW
    assert "has not changed" in nothing.outlets[0].why_zero


def test_sources_are_asked_conditionally_and_once_a_day_in_full(bench: Bench, world: World) -> None:
    links = serve_articles(world, HOST, range(1))
    body = rss(links)

    def feed(hit: Hit, _before: int) -> Reply:
        if hit.headers.get("if-none-match") == '"v1"':
            return Reply(status=304)
        return Reply(body, headers={"ETag": '"v1"'}, kind="application/rss+xml")

    world.serve(HOST, "/feed", feed)
    one = outlet("ferry-post", feeds=(world.url(HOST, "/feed"),))
    bench.crawl(one)
    assert bench.crawl(one, force=True).outlets[0].sources[0].outcome == "unchanged"
    bench.crawl(one, force=True, now=NOW + timedelta(hours=25))
    asked = [hit.headers.get("if-none-match") for hit in world.hits if hit.path == "/feed"]
    assert asked == [None, '"v1"', None]


def test_news_sitemaps_and_indexes_are_read_with_their_evidence(bench: Bench, world: World) -> None:
    link = (world.serve(HOST, "/a/1", Reply(article(1))), headline(1))
    world.serve(
        HOST, "/news.xml", Reply(gzip.compress(news_sitemap([link], "Ferry Post Evening")), kind="application/gzip")
    )
    index = (
        "<?xml version='1.0'?><sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        f"<sitemap><loc>{world.url(HOST, '/news.xml')}</loc></sitemap></sitemapindex>"
    )
    world.serve(HOST, "/index.xml", Reply(index.encode(), kind="text/xml"))
    report = bench.crawl(outlet("ferry-post", news_sitemaps=(world.url(HOST, "/index.xml"),)))
    assert report.outcomes == {Outcome.STORED: 1}
    assert bench.rows("select kind from sources order by url") == [("sitemap_index",), ("news_sitemap",)]
    assert '"news.publication": "Ferry Post Evening"' in bench.rows("select evidence from frontier")[0][0]
    assert "Ferry Post Evening" in bench.rows("select metadata_credits from articles")[0][0]


def test_sitemaps_that_an_index_begins_each_day_are_let_go_when_their_time_is_over(bench: Bench, world: World) -> None:
    def index(*days: int) -> Reply:
        named = "".join(
            f"<sitemap><loc>{world.url(HOST, f'/day{day}.xml')}</loc><lastmod>2026-01-{day:02d}</lastmod></sitemap>"
            for day in days
        )
        head = "<?xml version='1.0'?><sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        return Reply(f"{head}{named}</sitemapindex>".encode(), kind="text/xml")

    for day in range(1, 9):
        link = (world.serve(HOST, f"/a/{day}", Reply(article(day))), headline(day))
        world.serve(HOST, f"/day{day}.xml", Reply(news_sitemap([link]), kind="text/xml"))
    one = outlet("ferry-post", news_sitemaps=(world.url(HOST, "/index.xml"),))
    limits = quick(max_age_days=0)
    world.serve(HOST, "/index.xml", index(1, 2))
    bench.crawl(one, limits=limits)
    bench.sql("update sources set period_seconds = 86400, new_entries = 0 where url like '%day1.xml'")
    world.serve(HOST, "/index.xml", index(*range(1, 9)))
    report = bench.crawl(one, limits=limits, force=True)
    assert report.outcomes == {Outcome.STORED: 5}
    states = dict(bench.rows("select substr(url, -8), state from sources where kind = 'news_sitemap'"))
    assert states == {"day1.xml": "removed", "day2.xml": "active"} | {f"day{day}.xml": "active" for day in range(4, 9)}
    world.serve(HOST, "/index.xml", index(1))
    bench.crawl(one, limits=limits, force=True)
    assert bench.rows("select state from sources where url like '%day1.xml'") == [("active",)]


def test_a_time_to_come_in_a_feed_is_not_believed(bench: Bench, world: World) -> None:
    page = article(1).replace(b"article:published_time", b"x:none")
    links = [(world.serve(HOST, "/a/1", Reply(page)), headline(1)), (world.serve(HOST, "/a/2", Reply(b"", 403)), "Two")]
    feed = re.sub(rb"<pubDate>[^<]*<", b"<pubDate>Sat, 01 Jan 2101 00:00:00 GMT<", rss(links))
    world.serve(HOST, "/feed", Reply(feed, kind="application/rss+xml"))
    bench.crawl(outlet("ferry-post", feeds=(world.url(HOST, "/feed"),)))
    assert {body for (body,) in bench.rows("select body from articles")} == {"full", "missing"}
    assert bench.rows("select count(*) from articles where published >= '2100'") == [(0,)]


def test_links_off_the_outlet_stay_out_unless_allowed(bench: Bench, world: World) -> None:
    inside = world.serve(HOST, "/a/1", Reply(article(1)))
    outside = world.serve("adverts.example", "/buy", Reply(article(2)))
    partner = world.serve("partner.example", "/a/3", Reply(article(3)))
    feed = rss([(inside, "One"), (outside, "Two"), (partner, "Three")])
    world.serve(HOST, "/feed", Reply(feed, kind="application/rss+xml"))
    report = bench.crawl(outlet("ferry-post", feeds=(world.url(HOST, "/feed"),), allow_offsite=("partner.example",)))
    assert report.outcomes == {Outcome.STORED: 2}
    assert "1 off-outlet links left out" in report.outlets[0].sources[0].detail
    assert world.paths("adverts.example") == []


def test_redirects_are_followed_inside_and_counted_outside(bench: Bench, world: World) -> None:
    target = world.serve(HOST, "/a/final", Reply(article(1)))
    home = world.serve(HOST, "/", Reply(b"<html><body>Front</body></html>"))
    replies = {
        "/r/in": Reply(status=302, headers={"Location": target}),
        "/r/out": Reply(status=302, headers={"Location": "http://elsewhere.example/x"}),
        "/r/loop": Reply(status=302, headers={"Location": "/r/loop"}),
        "/r/home": Reply(status=301, headers={"Location": home}),
    }
    links = [(world.serve(HOST, path, reply), f"Story {path}") for path, reply in replies.items()]
    world.serve(HOST, "/feed", Reply(rss(links), kind="application/rss+xml"))
    report = bench.crawl(outlet("ferry-post", feeds=(world.url(HOST, "/feed"),)))
    assert report.outcomes == {Outcome.STORED: 1, Outcome.SOFT_404: 1, Outcome.OFFSITE: 1, Outcome.ERROR: 1}
    assert bench.rows("select url from articles where body = 'full'") == [(target,)]
    assert world.paths("elsewhere.example") == []


def test_an_article_under_several_addresses_is_one_article(bench: Bench, world: World) -> None:
    page = article(1)
    links = [
        (world.serve(HOST, path, Reply(page)), "A")
        for path in ("/a/1", "/a/1?utm_source=rss", "/other-slug", "/a/1/amp")
    ]
    world.serve(HOST, "/feed", Reply(rss(links), kind="application/rss+xml"))
    report = bench.crawl(outlet("ferry-post", feeds=(world.url(HOST, "/feed"),)))
    assert report.outcomes == {Outcome.STORED: 1, Outcome.DUPLICATE: 1}
    assert bench.rows("select count(*) from articles") == [(1,)]


def test_a_changed_page_is_a_revision_when_it_is_looked_at_again(bench: Bench, world: World) -> None:
    serve_articles(world, HOST, range(2))
    one = outlet("ferry-post", feeds=(world.url(HOST, "/feed"),))
    bench.crawl(one)
    changed = article(0).replace(
        b"Residents of ward 0", b"Correction: an earlier version named another ward. People of ward 0"
    )
    world.serve(HOST, "/a/0", Reply(changed))
    report = bench.crawl(one, now=NOW + timedelta(hours=2))
    assert report.outcomes == {Outcome.UNCHANGED: 1, Outcome.REVISED: 1}
    assert bench.rows("select revision from articles order by revision") == [(1,), (2,)]


def test_a_section_page_serves_where_there_is_nothing_else(bench: Bench, world: World) -> None:
    for n in range(3):
        world.serve(HOST, f"/2026/03/0{n + 1}/notice-on-the-door-{n}", Reply(article(n)))
    anchors = "".join(
        f"<h2><a href='/2026/03/0{n + 1}/notice-on-the-door-{n}'>{headline(n)}</a></h2>" for n in range(3)
    )
    page = f"<html><body><nav><a href='/about'>About us</a><a href='/tag/trams'>Trams</a></nav>{anchors}</body></html>"
    world.serve(HOST, "/news", Reply(page.encode()))
    report = bench.crawl(outlet("ferry-post", sections=(world.url(HOST, "/news"),)))
    assert report.outcomes == {Outcome.STORED: 3}
    assert "/about" not in world.paths(HOST)


def test_limit_of_pages_per_outlet(bench: Bench, world: World) -> None:
    serve_articles(world, HOST, range(9))
    report = bench.crawl(outlet("ferry-post", feeds=(world.url(HOST, "/feed"),)), limits=quick(pages_per_outlet=4))
    assert sum(report.outcomes.values()) == 4
    assert report.outlets[0].waiting == 5
    assert bench.rows("select count(*) from frontier where lease_owner is not null") == [(0,)]


def test_unknown_outlet_is_named(bench: Bench) -> None:
    with pytest.raises(UnknownOutletError, match="'nobody'"):
        bench.crawl(outlet("ferry-post"), outlets=("nobody",))


@pytest.mark.parametrize(
    "meanwhile",
    [
        Reply(
            b"<html><head><title>Just a moment...</title></head><body><div class='cf-turnstile'></div></body></html>"
        ),
        Reply(b"", 500),
        Reply(b"", 451),
        Reply(b"", 301, headers={"Location": "/"}),
    ],
    ids=["bot-check", "500", "451", "led-home"],
)
def test_a_visit_that_fails_does_not_end_the_visits(bench: Bench, world: World, meanwhile: Reply) -> None:
    world.serve(HOST, "/", Reply(b"<html><body><p>The Ferry Post</p></body></html>"))
    serve_articles(world, HOST, range(1))
    one = outlet("ferry-post", feeds=(world.url(HOST, "/feed"),))
    bench.crawl(one)
    world.serve(HOST, "/a/0", meanwhile)
    bench.crawl(one, now=NOW + timedelta(hours=1, minutes=1))
    assert bench.rows("select body, revision from articles") == [("full", 1)]
    world.serve(HOST, "/a/0", Reply(article(0, extra="<!-- -->").replace(b"crowns", b"marks")))
    bench.crawl(one, now=NOW + timedelta(hours=7))
    assert bench.rows("select body, revision, outcome from articles, frontier") == [("full", 2, "revised")]


def test_a_line_that_grows_into_an_article_is_looked_at_again(bench: Bench, world: World) -> None:
    serve_articles(world, HOST, range(1))
    short = b"<html><head><title>The harbour closes</title></head><body><article><h1>The harbour closes</h1><p>More to follow.</p></article></body></html>"
    world.serve(HOST, "/a/0", Reply(short))
    one = outlet("ferry-post", feeds=(world.url(HOST, "/feed"),))
    assert bench.crawl(one).outcomes == {Outcome.TOO_SHORT: 1}
    world.serve(HOST, "/a/0", Reply(article(0)))
    bench.crawl(one, now=NOW + timedelta(hours=1, minutes=1))
    assert bench.rows("select body from articles") == [("full",)]


def test_an_article_that_its_feed_says_was_updated_is_looked_at_again(bench: Bench, world: World) -> None:
    link = world.serve(HOST, "/a/1", Reply(article(1)))

    def atom(updated: str) -> Reply:
        entry = f"<entry><id>1</id><title>One</title><link href='{link}'/><updated>{updated}</updated></entry>"
        return Reply(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>".encode(), kind="application/atom+xml")

    world.serve(HOST, "/feed", atom((NOW - timedelta(hours=1)).isoformat()))
    one = outlet("ferry-post", feeds=(world.url(HOST, "/feed"),))
    bench.crawl(one)
    world.serve(HOST, "/a/1", Reply(article(1).replace(b"Residents of", b"Some residents of")))
    assert bench.crawl(one, force=True).outcomes == {}
    world.serve(HOST, "/feed", atom((NOW + timedelta(minutes=5)).isoformat()))
    assert bench.crawl(one, force=True).outcomes == {Outcome.REVISED: 1}
    assert bench.rows("select cause from revisions") != []


def test_a_source_that_the_registry_names_may_lie_with_a_feed_service(bench: Bench, world: World) -> None:
    link = world.serve(HOST, "/a/1", Reply(article(1)))
    feed = world.serve("feeds.example", "/ferry", Reply(rss([(link, "One")]), kind="text/xml"))
    assert bench.crawl(outlet("ferry-post", feeds=(feed,))).outcomes == {Outcome.STORED: 1}


def test_a_file_that_cannot_be_written_any_more_ends_the_crawl_with_that_error(
    bench: Bench, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve_articles(world, HOST, range(6))
    one = outlet("ferry-post", feeds=(world.url(HOST, "/feed"),))
    calls = []

    def full(*arguments: object, **options: object) -> int:
        calls.append(arguments)
        raise Unwritable("news.db: the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("store.pages.add_page", full)
        with pytest.raises(Unwritable, match="disk is full"):
            bench.crawl(one)
    assert len(calls) == 1
    assert bench.rows("select count(*) from frontier where lease_owner is not null") == [(0,)]
    assert bench.crawl(one).outcomes == {Outcome.STORED: 6}


def test_a_canonical_link_that_every_page_has_loses_no_article(bench: Bench, world: World) -> None:
    canonical = f"<link rel='canonical' href='{world.url(HOST, '/a/0')}'>"
    other = (
        "Apples are late this year. Growers in the valley blame a cold May, when bees stayed in their hives and half of the "
        "blossom fell unvisited. Prices at Saturday's stalls rose by a fifth; cider makers, who buy what is bruised, expect "
        "little before October. Old trees did better than young ones, says Ivo Brandt, whose grandfather planted his."
    )
    page = f"<html><head><title>Apples</title>{canonical}</head><body><article><h1>Apples are late</h1><p>{other}</p></article></body></html>"
    texts = [article(0, extra=canonical), page.encode()]
    texts.append(texts[0].replace(b"Residents of ward", b"All residents of ward"))
    links = [(world.serve(HOST, f"/a/{n}", Reply(text)), f"Story {n}") for n, text in enumerate(texts)]
    world.serve(HOST, "/feed", Reply(rss(links), kind="application/rss+xml"))
    report = bench.crawl(outlet("ferry-post", feeds=(world.url(HOST, "/feed"),)))
    assert report.outcomes == {Outcome.STORED: 2, Outcome.DUPLICATE: 1}


def test_a_notice_of_retraction_in_the_place_of_the_article_is_noted(bench: Bench, world: World) -> None:
    one = outlet("ferry-post", feeds=(world.url(HOST, "/feed"),))
    serve_articles(world, HOST, range(1))
    bench.crawl(one)
    notice = b"<html><body><article><h1>Notice</h1><p>This article has been retracted.</p></article></body></html>"
    world.serve(HOST, "/a/0", Reply(notice))
    bench.crawl(one, now=NOW + timedelta(hours=2))
    ((text, body, note, kind, revision),) = bench.rows(
        "select text, body, correction, correction_kind, revision from articles"
    )
    assert "Marta Olen" in text and body == "full"
    assert (note, kind, revision) == ("This article has been retracted.", "retraction", 2)


def test_an_article_whose_page_is_gone_is_noted_and_looked_at_once_more(bench: Bench, world: World) -> None:
    one = outlet("ferry-post", feeds=(world.url(HOST, "/feed"),))
    serve_articles(world, HOST, range(2))
    bench.crawl(one)
    world.serve(HOST, "/a/0", Reply(b"", 410))
    bench.crawl(one, now=NOW + timedelta(hours=2))
    assert [row[0] is None for row in bench.rows("select gone from articles order by url")] == [False, True]
    world.serve(HOST, "/a/0", Reply(article(0)))
    bench.crawl(one, now=NOW + timedelta(hours=27))
    assert bench.rows("select gone from articles") == [(None,), (None,)]
    world.serve(HOST, "/a/0", Reply(b"", 404))
    bench.crawl(one, now=NOW + timedelta(days=3))
    bench.crawl(one, now=NOW + timedelta(days=5))
    assert world.paths(HOST).count("/a/0") <= 5


def test_an_article_that_moved_is_not_gone(bench: Bench, world: World) -> None:
    one = outlet("ferry-post", feeds=(world.url(HOST, "/feed"),))
    serve_articles(world, HOST, range(1))
    bench.crawl(one)
    moved = world.serve(HOST, "/news/a-0", Reply(article(0)))
    world.serve(HOST, "/feed", Reply(rss([(moved, headline(0))]), kind="application/rss+xml"))
    world.serve(HOST, "/a/0", Reply(b"", 404))
    bench.crawl(one, force=True)
    bench.crawl(one, now=NOW + timedelta(hours=2))
    assert bench.rows("select count(*), max(gone) from articles") == [(1, None)]
    assert ("gone",) in bench.rows("select outcome from frontier")
