"""The replay: every article of a corpus under its own host, pages as they were saved, and every misbehaviour."""

from __future__ import annotations

import gzip
import http.client
import json
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import lxml.etree
import pytest

from desk.replay import (
    Behaviour,
    CorpusError,
    Page,
    ReplayServer,
    ReplaySite,
    Trouble,
    registry_toml_for,
    sites_from_corpus,
    sites_from_folder,
)

ROWS = [
    {
        "url": "https://www.harbour-post.example/2024/05/ferry?edition=uk&ref=home",
        "title": "Ferry to Skarra resumes",
        "text": "The ferry sailed at dawn.\n\nNobody was turned away.",
        "published": "2024-05-02T06:30:00Z",
        "authors": ["Mona Tveit"],
    },
    {"url": "http://www.harbour-post.example/caf%C3%A9/opening", "title": "A café opens", "text": "It opened."},
    {"url": "http://valley.example/a#top", "title": 'Valley <notes> & "more" </script>', "text": "One line only."},
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    return path


@pytest.fixture
def replay(corpus: Path) -> Iterator[ReplayServer]:
    with ReplayServer(lambda port: sites_from_corpus([corpus], port)) as server:
        yield server


def get(
    server: ReplayServer, host: str, target: str, *, timeout: float = 5.0, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request("GET", target, headers={"Host": f"{host}:{server.port}", **named})
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    finally:
        connection.close()


def xml(body: bytes) -> lxml.etree._Element:
    return lxml.etree.fromstring(body, lxml.etree.XMLParser(resolve_entities=False))


def one_site(*behaviours: Behaviour) -> list[ReplaySite]:
    return [ReplaySite("one.example", (Page("/a", b"<p>whole page</p>"),), behaviours=behaviours)]


def test_every_article_is_served_under_its_own_path_and_query(replay: ReplayServer) -> None:
    assert [site.host for site in replay.sites] == ["valley.example", "www.harbour-post.example"]
    status, _, body = get(replay, "www.harbour-post.example", "/2024/05/ferry?edition=uk&ref=home")
    assert status == 200
    assert b"The ferry sailed at dawn." in body
    assert f"http://www.harbour-post.example:{replay.port}/2024/05/ferry?edition=uk&amp;ref=home".encode() in body
    assert get(replay, "www.harbour-post.example", "/caf%C3%A9/opening")[0] == 200
    assert get(replay, "valley.example", "/a")[0] == 200
    assert get(replay, "valley.example", "/2024/05/ferry?edition=uk&ref=home")[0] == 404
    assert get(replay, "nobody.example", "/")[0] == 421


def test_a_page_carries_what_the_corpus_knows_and_nothing_else(replay: ReplayServer) -> None:
    dated = get(replay, "www.harbour-post.example", "/2024/05/ferry?edition=uk&ref=home")[2].decode()
    data = json.loads(dated.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert (data["@type"], data["headline"]) == ("NewsArticle", "Ferry to Skarra resumes")
    assert data["datePublished"] == "2024-05-02T06:30:00+00:00"
    assert [author["name"] for author in data["author"]] == ["Mona Tveit"]
    undated = get(replay, "valley.example", "/a")[2].decode()
    data = json.loads(undated.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert data["headline"] == 'Valley <notes> & "more" </script>'
    assert "datePublished" not in data
    assert "<time" not in undated


def test_robots_feed_and_sitemap_lead_to_every_article(replay: ReplayServer) -> None:
    host = "www.harbour-post.example"
    robots = get(replay, host, "/robots.txt")[2].decode()
    sitemap_url = f"http://{host}:{replay.port}/replay/news-sitemap.xml"
    assert f"Sitemap: {sitemap_url}" in robots
    feed = xml(get(replay, host, "/replay/rss.xml")[2])
    assert [item.findtext("pubDate") for item in feed.iter("item")] == ["Thu, 02 May 2024 06:30:00 GMT", None]
    links = [item.findtext("link") or "" for item in feed.iter("item")]
    assert [get(replay, host, link.partition(f":{replay.port}")[2])[0] for link in links] == [200, 200]
    sitemap = xml(get(replay, host, "/replay/news-sitemap.xml")[2])
    assert [loc.text for loc in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")] == links[:1]


def test_a_sitemap_of_more_than_a_thousand_articles_is_split(tmp_path: Path) -> None:
    path = tmp_path / "big.jsonl"
    rows = (
        {"url": f"http://big.example/{n}", "title": f"Item {n}", "text": "Text.", "published": "2024-05-02"}
        for n in range(1001)
    )
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with ReplayServer(lambda port: sites_from_corpus([path], port)) as server:
        index = get(server, "big.example", "/replay/news-sitemap.xml")[2]
        assert index.count(b"<sitemap>") == 2
        parts = [get(server, "big.example", f"/replay/news-sitemap-{n}.xml")[2].count(b"<url>") for n in (1, 2)]
    assert parts == [1000, 1]


def test_conditional_requests_get_304(replay: ReplayServer) -> None:
    host, target = "www.harbour-post.example", "/2024/05/ferry?edition=uk&ref=home"
    _, headers, _ = get(replay, host, target)
    assert get(replay, host, target, If_None_Match=headers["etag"])[0] == 304
    assert get(replay, host, target, If_None_Match='"other"', If_Modified_Since=headers["last-modified"])[0] == 200
    assert get(replay, host, target, If_Modified_Since=headers["last-modified"])[0] == 304
    assert get(replay, host, target, If_Modified_Since="no date")[0] == 200


def test_a_connection_is_kept_and_every_request_is_logged(corpus: Path, tmp_path: Path) -> None:
    log = tmp_path / "requests.jsonl"
    with ReplayServer(lambda port: sites_from_corpus([corpus], port), log=log) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        for target in ("/a", "/none"):
            connection.request("GET", target, headers={"Host": "valley.example", "User-Agent": "probe"})
            connection.getresponse().read()
        connection.close()
        seen = server.requests("valley.example")
        assert [(r.target, r.status, r.user_agent) for r in seen] == [("/a", 200, "probe"), ("/none", 404, "probe")]
        assert all(r.started <= r.finished for r in seen)
        assert server.requests("elsewhere.example") == ()
    assert [json.loads(line)["status"] for line in log.read_text(encoding="utf-8").splitlines()] == [200, 404]


def test_head_and_post(replay: ReplayServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", replay.port, timeout=5)
    connection.request("HEAD", "/a", headers={"Host": "valley.example"})
    response = connection.getresponse()
    assert (response.status, response.read()) == (200, b"")
    assert int(response.headers["Content-Length"]) > 0
    connection.request("POST", "/a", body=b"x=1", headers={"Host": "valley.example"})
    response = connection.getresponse()
    assert response.status == 405
    response.read()
    connection.close()


@pytest.mark.parametrize(
    ("behaviour", "status"),
    [
        (Behaviour("*", Trouble.STATUS), 403),
        (Behaviour("/a", Trouble.STATUS, status=503), 503),
        (Behaviour("/b*", Trouble.STATUS), 200),
        (Behaviour("/a", Trouble.GARBAGE), 200),
        (Behaviour("/a", Trouble.CHALLENGE), 200),
        (Behaviour("/a", Trouble.REDIRECT, location="/b"), 301),
        (Behaviour("/a", Trouble.REDIRECT, location="/b", status=307), 307),
        (Behaviour("/a", Trouble.RETRY_AFTER, seconds=7), 429),
    ],
)
def test_a_misbehaviour_answers_with_its_status(behaviour: Behaviour, status: int) -> None:
    with ReplayServer(one_site(behaviour)) as server:
        answered, headers, body = get(server, "one.example", "/a")
    assert answered == status
    assert (body == b"<p>whole page</p>") == (behaviour.on == "/b*")
    if behaviour.trouble is Trouble.RETRY_AFTER:
        assert headers["retry-after"] == "7"
    if behaviour.trouble is Trouble.REDIRECT:
        assert headers["location"] == "/b"


def test_a_misbehaviour_may_end_after_some_requests() -> None:
    with ReplayServer(one_site(Behaviour("/a", Trouble.RETRY_AFTER, seconds=1, times=2))) as server:
        assert [get(server, "one.example", "/a")[0] for _ in range(3)] == [429, 429, 200]


def test_drop_truncate_hang_and_delay() -> None:
    with ReplayServer(one_site(Behaviour("/a", Trouble.DROP))) as server:
        with pytest.raises(http.client.RemoteDisconnected):
            get(server, "one.example", "/a")
        assert [r.status for r in server.requests()] == [0]
    with ReplayServer(one_site(Behaviour("/a", Trouble.TRUNCATE))) as server:
        with pytest.raises(http.client.IncompleteRead) as caught:
            get(server, "one.example", "/a")
        assert caught.value.partial == b"<p>whole"
    with ReplayServer(one_site(Behaviour("/a", Trouble.HANG))) as server, pytest.raises(TimeoutError):
        get(server, "one.example", "/a", timeout=0.2)
    with ReplayServer(one_site(Behaviour("/a", Trouble.DELAY, seconds=0.2))) as server:
        started = time.monotonic()
        assert get(server, "one.example", "/a")[2] == b"<p>whole page</p>"
        assert time.monotonic() - started >= 0.2


def test_a_broken_corpus_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"url": "http://a.example/1", "title": "t", "text": "x"}\n{"title": "no url"}\n', encoding="utf-8")
    with pytest.raises(CorpusError, match=r"bad\.jsonl:2"):
        sites_from_corpus([path], 1)
    twice = [{"url": f"{scheme}://a.example/1", "title": "t", "text": scheme} for scheme in ("http", "https")]
    path.write_text("\n".join(map(json.dumps, twice)), encoding="utf-8")
    with pytest.raises(CorpusError, match="comes twice"):
        sites_from_corpus([path], 1)


def test_two_sites_on_one_host_are_refused() -> None:
    with pytest.raises(ValueError, match=r"two replay sites for host one\.example"), ReplayServer(one_site() * 2):
        pass


def test_saved_pages_are_served_byte_for_byte(tmp_path: Path) -> None:
    canonical = (
        b'<html><head><link rel="canonical" href="https://www.gazette.example/x/1?id=2"><title>X</title></head></html>'
    )
    shared_url = b'<html><head><meta property="og:url" content="http://b.example/y"></head><body>\xe9</body></html>'
    (tmp_path / "one.html.gz").write_bytes(gzip.compress(canonical))
    (tmp_path / "two.html").write_bytes(shared_url)
    (tmp_path / "two_again.html").write_bytes(shared_url + b"<!-- second -->")
    (tmp_path / "www.named.example_story.html").write_bytes(b"<p>nothing known</p>")
    (tmp_path / "xx_Courier_2024_01_02.html").write_bytes(b"<p>nothing known</p>")
    with ReplayServer(lambda port: sites_from_folder(tmp_path, port)) as server:
        assert get(server, "www.gazette.example", "/x/1?id=2")[2] == canonical
        assert get(server, "b.example", "/y")[2] == shared_url
        assert get(server, "b.example", "/two_again.html")[2] == shared_url + b"<!-- second -->"
        assert get(server, "www.named.example", "/www.named.example_story.html")[0] == 200
        assert get(server, "xx-courier.saved.example", "/xx_Courier_2024_01_02.html")[0] == 200
        feed = xml(get(server, "b.example", "/replay/rss.xml")[2])
        assert len(list(feed.iter("item"))) == 2


def test_a_folder_without_pages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no saved page"):
        sites_from_folder(tmp_path, 1)


def test_the_registry_leads_to_the_feeds_of_the_replay(replay: ReplayServer) -> None:
    outlets = tomllib.loads(registry_toml_for(replay.sites, replay.port))["outlet"]
    assert [outlet["id"] for outlet in outlets] == ["harbour-post-example", "valley-example"]
    assert outlets[0]["domains"] == ["harbour-post.example"]
    assert outlets[1]["news_sitemaps"] == []
    for outlet in outlets:
        for address in outlet["feeds"] + outlet["news_sitemaps"]:
            host, _, target = address.removeprefix("http://").partition(f":{replay.port}")
            assert get(replay, host, target)[0] == 200


def test_as_a_command_it_serves_until_its_input_ends(corpus: Path, tmp_path: Path) -> None:
    registry = tmp_path / "outlets.toml"
    command = [sys.executable, "-m", "desk.replay", str(corpus), "--until-input-ends", "--registry", str(registry)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("serving 3 articles of 2 hosts on 127.0.0.1:")
        assert len(tomllib.loads(registry.read_text(encoding="utf-8"))["outlet"]) == 2
        process.communicate(timeout=20)
    assert process.returncode == 0
