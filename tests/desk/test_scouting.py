"""`add-outlet`: a site that nobody has registered, looked at through the replay."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.registry import load_registry
from desk.replay.server import ReplayServer
from desk.replay.site import RSS, TEXT, XML, Behaviour, Page, ReplaySite, Trouble
from tests.crawler.pages import article, headline, news_sitemap, rss
from tests.desk.conftest import Run

HOST = "www.ferrypost.example"
NAME = b"<meta property='og:site_name' content='The Ferry Post'>"


def sites(port: int) -> list[ReplaySite]:
    """One site with a feed that its front page names and a news sitemap that its robots.txt names; one with neither."""
    base = f"http://{HOST}:{port}"
    links = [(f"{base}/2026/{number}", headline(number)) for number in range(5)]
    front = (
        "<html lang='en-GB'><head><title>The Ferry Post</title><meta property='og:site_name' content='The Ferry Post'>"
        "<link rel='alternate' type='application/rss+xml' href='/all.xml'></head><body>"
        + "".join(f"<a href='{url}'>{title}</a>" for url, title in links)
        + "</body></html>"
    )
    pages = [
        Page("/", front.encode()),
        Page("/robots.txt", f"User-agent: *\nSitemap: {base}/maps/news.xml\n".encode(), TEXT),
        Page("/maps/news.xml", news_sitemap(links, "The Ferry Post"), XML),
        Page("/all.xml", rss(links[:4]), RSS),
        Page("/feed", rss(links[:4]), RSS),  # the same feed at a usual place
        *(Page(f"/2026/{number}", article(number).replace(b"</head>", NAME + b"</head>")) for number in range(5)),
    ]
    empty = ReplaySite("bare.example", (Page("/", b"<html><title>Bare</title><p>Nothing here.</p></html>"),))
    cross = ReplaySite(
        "cross.example", tuple(pages[:1]), behaviours=(Behaviour("*", Trouble.RETRY_AFTER, seconds=3600),)
    )
    return [ReplaySite(HOST, tuple(pages)), empty, cross]


@pytest.fixture
def replay() -> Iterator[ReplayServer]:
    with ReplayServer(sites) as server:
        yield server


def test_a_site_is_looked_at_and_its_row_drawn_up(corroborate: Run, replay: ReplayServer) -> None:
    answer = corroborate("add-outlet", replay.url(HOST), "--resolve", "*:127.0.0.1", "--delay", "0")
    assert answer.code == 0
    (row,) = tomllib.loads(answer.out)["outlet"]
    base = f"http://{HOST}:{replay.port}"
    assert row == {
        "id": "ferrypost",
        "name": "The Ferry Post",
        "domains": ["ferrypost.example"],
        "kind": "online",
        "family": "The Ferry Post",
        "language": "en",
        "notable": False,
        "feeds": [f"{base}/all.xml"],
        "news_sitemaps": [f"{base}/maps/news.xml"],
    }
    assert answer.out.count("# to fill in: ") == 4
    assert "notability_basis" in answer.out and "family" in answer.out and "country" in answer.out
    assert headline(0) in answer.err and "  stored" in answer.err
    assert "The harbour will close for repairs" in answer.err, "the first line of a text"
    asked = [request.target for request in replay.requests()]
    assert asked[0] == "/robots.txt"
    assert len(asked) == len(set(asked))
    assert sum(target.startswith("/2026/") for target in asked) == 3


def test_the_row_goes_into_an_overlay_that_loads(corroborate: Run, replay: ReplayServer, folder: Path) -> None:
    overlay = folder / "mine.toml"
    answer = corroborate("add-outlet", replay.url(HOST), "--to", overlay, "--resolve", "*:127.0.0.1", "--delay", "0")
    assert (answer.code, answer.out.strip()) == (0, f"ferrypost added in {overlay}")
    registry = load_registry(folder / "outlets.toml", (overlay,))
    outlet = registry.by_id()["ferrypost"]
    assert not outlet.notable
    assert "family" in outlet.note
    assert registry.changes
    again = corroborate(
        "--overlay", overlay, "add-outlet", replay.url(HOST), "--resolve", "*:127.0.0.1", "--delay", "0"
    )
    assert again.code == 2
    assert "is outlet 'ferrypost' already" in again.err


def test_a_site_without_sources_and_one_that_refuses(corroborate: Run, replay: ReplayServer, folder: Path) -> None:
    overlay = folder / "mine.toml"
    bare = corroborate(
        "add-outlet", replay.url("bare.example"), "--to", overlay, "--resolve", "*:127.0.0.1", "--delay", "0"
    )
    assert (bare.code, bare.out) == (4, "")
    assert "nothing that was tried lists articles" in bare.err
    assert not overlay.exists()
    cross = corroborate("add-outlet", replay.url("cross.example"), "--json", "--resolve", "*:127.0.0.1", "--delay", "0")
    assert cross.code == 4
    assert "429" in json.loads(cross.out)["problem"]


def test_what_is_no_site_is_a_usage_error(corroborate: Run) -> None:
    for url in ("http://", "127.0.0.1", "ftp://x.example/"):
        assert corroborate("add-outlet", url).code == 2
