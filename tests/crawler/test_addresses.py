"""The crawler talks to public addresses only, whatever a page, a feed, a redirect or a name server says."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from crawler.addresses import hosts_named_privately, is_public
from crawler.report import OutletState
from tests.crawler.conftest import Bench, quick
from tests.crawler.mockserver import Reply, World
from tests.crawler.pages import article, headline, outlet, rss

HOST = "ferry-post.example"


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1",
     "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1",
     "fec0::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "2001:db8::1"],
)  # fmt: skip
def test_what_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_what_is_public(address: str) -> None:
    assert is_public(address)


def test_only_a_private_address_itself_is_named_privately() -> None:
    rows = [
        outlet("a", feeds=("http://127.0.0.1:8000/feed", "http://intranet.example/feed")),
        outlet("b", sections=("http://[::1]/", "http://8.8.8.8/")),
        outlet("c", news_sitemaps=("http://localhost/map",)),
    ]
    assert hosts_named_privately(rows) == {"127.0.0.1", "::1", "localhost"}


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """A name server of our own: host to addresses, one after the other at each look-up; literals are themselves."""
    table: dict[str, list[str]] = {}
    real = socket.getaddrinfo

    def look_up(host: Any, port: Any, *more: Any, **named: Any) -> Any:
        if host not in table:
            return real(host, port, *more, **named)
        answers = table[host]
        address = answers.pop(0) if len(answers) > 1 else answers[0]
        return real(address, port, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return table


def serve_one(world: World) -> str:
    link = world.serve(HOST, "/a/1", Reply(article(1)))
    return world.serve(HOST, "/feed", Reply(rss([(link, headline(1))]), kind="text/xml"))


def test_a_name_that_leads_inside_is_not_connected_to(bench: Bench, world: World, names: dict[str, list[str]]) -> None:
    names[HOST] = ["127.0.0.1"]
    report = bench.crawl(outlet("ferry-post", feeds=(serve_one(world),)), resolve={})
    assert report.outlets[0].state is OutletState.FAILED
    assert f"{HOST} is at 127.0.0.1, which is no public address" in report.outlets[0].why_zero
    assert world.hits == []
    assert bench.rows("select count(*) from robots") == [(0,)], "it says nothing of the site's robots.txt"


def test_a_pinned_name_may_lead_inside(bench: Bench, world: World) -> None:
    report = bench.crawl(outlet("ferry-post", feeds=(serve_one(world),)), resolve={HOST: "127.0.0.1"})
    assert [outcome.value for outcome in report.outcomes] == ["stored"]


def test_a_source_that_the_registry_names_by_its_address_is_asked(bench: Bench, world: World) -> None:
    world.serve("127.0.0.1", "/feed", Reply(rss([]), kind="text/xml"))
    bench.crawl(outlet("ferry-post", feeds=(f"http://127.0.0.1:{world.port}/feed",)), resolve={})
    assert world.paths("127.0.0.1")[:2] == ["/robots.txt", "/feed"]


@pytest.mark.parametrize(
    "inside", ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::ffff:127.0.0.1]", "localhost"]
)
def test_a_feed_that_redirects_inside_is_not_followed(bench: Bench, world: World, inside: str) -> None:
    """A source may lie with a feed service, so that redirects of one are followed to any host: but not to any address."""
    to = f"http://{inside}:{world.port}/secret"
    feed = world.serve(HOST, "/feed", Reply(status=302, headers={"Location": to}))
    report = bench.crawl(outlet("ferry-post", feeds=(feed,)), resolve={HOST: "127.0.0.1"})
    assert "no public address" in report.outlets[0].why_zero
    assert {hit.path for hit in world.hits if hit.path.startswith("/secret")} == set()
    assert {hit.host for hit in world.hits} == {HOST}


def test_robots_that_redirects_inside_is_not_followed(bench: Bench, world: World) -> None:
    feed = serve_one(world)
    world.serve(HOST, "/robots.txt", Reply(status=301, headers={"Location": f"http://127.0.0.1:{world.port}/secret"}))
    bench.crawl(outlet("ferry-post", feeds=(feed,)), resolve={HOST: "127.0.0.1"}, limits=quick(max_wait=0.1))
    assert {hit.host for hit in world.hits} == {HOST}


def test_a_name_that_turns_inside_between_two_look_ups_gains_nothing(
    bench: Bench, world: World, names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: what is connected to is what was looked at, so the second answer is refused like a first one."""
    monkeypatch.setattr("crawler.resolver.KEEP_SECONDS", -1.0)
    names[HOST] = ["192.0.2.1", "127.0.0.1"]
    bench.crawl(outlet("ferry-post", feeds=(serve_one(world),)), resolve={})
    assert world.hits == []


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/html,hello", "gopher://127.0.0.1:70/x"]
)
@pytest.mark.parametrize("path", ["/feed", "/a/1"])
def test_a_redirect_to_another_scheme_is_not_followed(bench: Bench, world: World, path: str, to: str) -> None:
    feed = serve_one(world)
    world.serve(HOST, path, Reply(status=302, headers={"Location": to}))
    report = bench.crawl(outlet("ferry-post", feeds=(feed,)))
    assert report.outlets[0].state is OutletState.FAILED
    assert bench.rows("select count(*) from articles where body = 'full'") == [(0,)]
    assert not any("root:" in str(row) for row in bench.rows("select detail from fetches"))


def test_links_of_a_feed_to_files_and_look_alike_hosts_are_left_out(bench: Bench, world: World) -> None:
    good = (world.serve(HOST, "/a/1", Reply(article(1))), headline(1))
    bad = ["file:///etc/passwd", f"http://ferry\u2010post.example:{world.port}/a/2", f"http://f\u0435rry-post.example:{world.port}/a/3",
           f"http://ferry-post.example@127.0.0.1:{world.port}/a/4", f"http://127.0.0.1:{world.port}/a/5", "javascript:alert(1)",
           f"http://ferry-post.example.evil.example:{world.port}/a/6"]  # fmt: skip
    feed = world.serve(
        HOST, "/feed", Reply(rss([good, *((url, "Bad") for url in bad)]), kind="text/xml; charset=utf-8")
    )
    bench.crawl(outlet("ferry-post", feeds=(feed,)))
    assert bench.rows("select url from frontier") == [(good[0],)]
    assert {hit.host for hit in world.hits} == {HOST}
