"""Answers that are too large, never end, or lead on for ever: bounded work, one outcome, and the others go on."""

from __future__ import annotations

import gzip
import resource
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from datetime import timedelta

import pytest

from crawler.discovery.listing import MAX_ENTRIES, read_listing
from crawler.extract import extract_page
from tests.crawler.conftest import Bench, quick
from tests.crawler.mockserver import Hit, Reply, World
from tests.crawler.pages import NOW, article, headline, outlet, rss

HOST = "ferry-post.example"
FEED = "application/rss+xml"


def crawl_beside(bench: Bench, world: World, path: str, reply: Reply) -> dict[str, str]:
    """A good article and an odd answer; the outcome of each path."""
    links = [
        (world.serve(HOST, "/a/1", Reply(article(1))), headline(1)),
        (world.serve(HOST, path, reply), "The odd one"),
    ]
    feed = world.serve(HOST, "/feed", Reply(rss(links), kind=FEED))
    bench.crawl(outlet("ferry-post", feeds=(feed,)))
    return {url.split(str(world.port))[1]: outcome for url, outcome in bench.rows("select url, outcome from frontier")}


class Endless:
    """A server that says nothing of a length and sends on and on; counts what it could send."""

    def __init__(self, limit: int) -> None:
        self.sent = 0
        self._limit = limit
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                asked = connection.recv(4000)
                kind = b"text/plain" if b"robots" in asked else b"text/html"
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: " + kind + b"\r\nConnection: close\r\n\r\n")
                if b"robots" in asked:
                    continue
                try:
                    while self.sent < self._limit:
                        self.sent += connection.send(b"<p>word word</p>" * 4096)
                except OSError:
                    continue

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def endless() -> Iterator[Endless]:
    server = Endless(100_000_000)
    yield server
    server.close()


def test_a_page_of_a_hundred_megabytes_is_cut_off(bench: Bench, world: World, endless: Endless) -> None:
    links = [
        (world.serve(HOST, "/a/1", Reply(article(1))), headline(1)),
        (f"http://{HOST}:{endless.port}/huge", "The huge one"),
    ]
    feed = world.serve(HOST, "/feed", Reply(rss(links), kind=FEED))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bench.crawl(outlet("ferry-post", feeds=(feed,)))
    outcomes = dict(bench.rows("select title_hint, outcome from frontier"))
    assert outcomes == {headline(1): "stored", "The huge one": "error"}
    assert "larger than the size limit" in bench.rows("select detail from frontier where outcome = 'error'")[0][0]
    assert endless.sent < 40_000_000, "it is not read to its end"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # KiB


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(gzip.compress(b"\0" * 50_000_000)), "gzip, gzip"),
        (zlib.compress(b"\0" * 50_000_000), "deflate"),
        (gzip.compress(b"<p>x</p>" * 8_000_000), "x-gzip"),
    ],
    ids=["twice", "deflate", "x-gzip"],
)
def test_compression_bombs(bench: Bench, world: World, body: bytes, encoding: str) -> None:
    outcomes = crawl_beside(bench, world, "/odd", Reply(body, headers={"Content-Encoding": encoding}))
    assert outcomes["/a/1"] == "stored"
    assert outcomes["/odd"] not in {"", "stored"}


@pytest.mark.parametrize("kind", ["loop", "onward", "ping-pong"])
def test_redirects_without_an_end(bench: Bench, world: World, kind: str) -> None:
    def onward(hit: Hit, before: int) -> Reply:
        number = int(hit.path.rsplit("/", 1)[1])
        to = {"loop": number, "onward": number + 1, "ping-pong": 1 - number}[kind]
        return Reply(status=302, headers={"Location": f"/odd/{to}"})

    for number in range(40):
        world.serve(HOST, f"/odd/{number}", onward)
    links = [(world.serve(HOST, "/a/1", Reply(article(1))), headline(1)), (world.url(HOST, "/odd/0"), "The odd one")]
    bench.crawl(outlet("ferry-post", feeds=(world.serve(HOST, "/feed", Reply(rss(links), kind=FEED)),)))
    assert dict(bench.rows("select title_hint, outcome from frontier")) == {
        headline(1): "stored",
        "The odd one": "error",
    }
    assert sum(hit.path.startswith("/odd") for hit in world.hits) <= 9


def test_a_calendar_that_leads_to_tomorrow_for_ever(bench: Bench, world: World) -> None:
    """Links of pages are never followed: only sources list URLs, and a section page is read once a poll."""

    def day(hit: Hit, before: int) -> Reply:
        number = int(hit.path.rsplit("/", 1)[-1] or 0)
        links = "".join(
            f"<h2><a href='/2026/03/{number + n}'>What happens on day {number + n} in town</a></h2>"
            for n in range(1, 9)
        )
        return Reply(f"<html><body>{links}</body></html>".encode())

    for number in range(200):
        world.serve(HOST, f"/2026/03/{number}", day)
    world.serve(HOST, "/2026/03/0", day)
    bench.crawl(outlet("ferry-post", sections=(world.url(HOST, "/2026/03/0"),)))
    assert len({hit.path for hit in world.hits if hit.path.startswith("/2026")}) <= 9


def test_sitemap_indexes_that_lead_to_indexes_for_ever(bench: Bench, world: World) -> None:
    def index(hit: Hit, before: int) -> Reply:
        number = int(hit.path.rsplit("/", 1)[1])
        rows = "".join(
            f"<sitemap><loc>{world.url(HOST, f'/map/{number * 3 + n}')}</loc></sitemap>" for n in range(1, 4)
        )
        body = f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{rows}</sitemapindex>"
        return Reply(body.encode(), kind="application/xml")

    for number in range(200):
        world.serve(HOST, f"/map/{number}", index)
    one = outlet("ferry-post", news_sitemaps=(world.url(HOST, "/map/0"),))
    began = time.monotonic()
    bench.crawl(one, limits=quick(max_wait=0.5))
    assert time.monotonic() - began < 60
    assert sum(hit.path.startswith("/map") for hit in world.hits) <= 4


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "boom" * 10}">' for n in range(10))
INSIDE = '<!ENTITY e9 SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("entities", [BOMB, INSIDE], ids=["bomb", "file"])
@pytest.mark.parametrize(
    "body",
    ["<rss version='2.0'><channel><item><title>x &e9;</title><link>https://paper.example/a/1</link></item></channel></rss>",
     "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>x &e9;</title><link href='https://paper.example/a/1'/></entry></feed>",
     "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://paper.example/2026/03/02/a-b-c-d</loc><x>&e9;</x></url></urlset>",
     "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>https://paper.example/m</loc><x>&e9;</x></sitemap></sitemapindex>"],
    ids=["rss", "atom", "sitemap", "index"],
)  # fmt: skip
def test_entities_are_not_unfolded(body: str, entities: str) -> None:
    began = time.perf_counter()
    listing = read_listing(
        f"<?xml version='1.0'?><!DOCTYPE x [{entities}]>{body}".encode(), "https://paper.example/f", NOW
    )
    assert time.perf_counter() - began < 3
    assert "root:" not in repr(listing) and len(repr(listing)) < 5000


def test_entities_of_a_page_are_not_unfolded() -> None:
    page = f"<!DOCTYPE html [{BOMB}]><html><body><article><p>&e9; {'word ' * 300}</p></article></body></html>"
    began = time.perf_counter()
    assert len(extract_page(page.encode(), "https://paper.example/a/1").text) < 5000
    assert time.perf_counter() - began < 5


def test_of_a_sitemap_with_more_entries_than_anybody_reads_a_thousand_are_kept() -> None:
    item = "<url><loc>https://paper.example/2026/03/02/n{}</loc></url>"
    body = (
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        + "".join(map(item.format, range(30_000)))
        + "</urlset>"
    )
    listing = read_listing(gzip.compress(body.encode(), 1), "https://paper.example/map", NOW, timedelta(days=30))
    assert len(listing.entries) == MAX_ENTRIES


def test_a_source_whose_entries_take_too_long_to_read_costs_the_source_and_not_the_crawl(
    bench: Bench,
    world: World,
) -> None:
    item = "<item><title>t {0}</title><link>http://ferry-post.example/a/n{0}</link></item>"
    body = "<rss version='2.0'><channel>" + "".join(map(item.format, range(50_000))) + "</channel></rss>"
    slow = world.serve(HOST, "/slow", Reply(body.encode()[:4_900_000], kind=FEED))
    good = world.serve(
        HOST, "/feed", Reply(rss([(world.serve(HOST, "/a/1", Reply(article(1))), headline(1))]), kind=FEED)
    )
    report = bench.crawl(
        outlet("ferry-post", feeds=(slow, good)), limits=quick(extract_seconds=1.0, pages_per_outlet=3)
    )
    assert [outcome.value for outcome in report.outcomes].count("stored") == 1
    assert {source.outcome for source in report.outlets[0].sources} == {"failed", "read"}


@pytest.mark.parametrize(
    "link",
    ["http://ferry-post.example:{port}/a\r\nX-Injected: yes", "http://ferry-post.example:{port}/a%0d%0aX-Injected:%20yes",
     "http://ferry-post.example:{port}/a HTTP/1.1\r\nHost: evil.example\r\n\r\nGET /b"],
)  # fmt: skip
def test_a_link_cannot_put_a_header_into_a_request(bench: Bench, world: World, link: str) -> None:
    escaped = link.format(port=world.port).replace("\r", "&#13;").replace("\n", "&#10;")
    feed = world.serve(
        HOST,
        "/feed",
        Reply(
            rss([]).replace(b"</channel>", f"<item><title>x</title><link>{escaped}</link></item></channel>".encode()),
            kind=FEED,
        ),
    )
    bench.crawl(outlet("ferry-post", feeds=(feed,)))
    assert not [
        hit for hit in world.hits if "x-injected" in hit.headers or hit.host == "evil.example" or hit.path == "/b"
    ]


@pytest.mark.parametrize(
    "headers",
    [{"Content-Type": "x" * 60_000}, {f"X-{n}": "y" * 900 for n in range(300)}, {"Location": "\x01\x02"}, {"Retry-After": "9" * 5000},
     {"Content-Type": "text/html; charset=\"><script>"}, {"Last-Modified": "=cmd|x", "ETag": "\"a\"\x1b[2J"}],
    ids=["long", "many", "location", "retry-after", "charset", "etag"],
)  # fmt: skip
def test_headers_of_any_kind(bench: Bench, world: World, headers: dict[str, str]) -> None:
    outcomes = crawl_beside(bench, world, "/odd", Reply(article(5), headers=headers))
    assert outcomes["/a/1"] == "stored" and outcomes["/odd"] in {"stored", "error"}
    assert bench.rows("select count(*) from fetches where outcome = 'pending'") == [(0,)]
