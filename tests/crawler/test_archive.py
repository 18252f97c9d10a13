"""The WARC archive: what went over the wire, readable by warcio, also after a kill."""

from __future__ import annotations

import gzip
import os
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("warcio", reason="the extra `archive` is not installed")
from warcio import archiveiterator

from crawler.archive import ArchiveUnavailableError, Exchange, WarcArchive
from tests.crawler.conftest import Bench
from tests.crawler.mockserver import Reply, World
from tests.crawler.pages import article, headline, outlet, rss
from tests.crawler.test_kill import serve_papers, start, wait_for

HOST = "ferry-post.example"


read_warc: Any = archiveiterator.ArchiveIterator


def records(folder: Path) -> list[Any]:
    """(file, type, URL, HTTP head, body) of every record, files by name."""
    found = []
    for path in sorted(folder.glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in read_warc(file, check_digests="raise"):
                body = record.raw_stream.read()
                found.append((path.name, record.rec_type, record.rec_headers, record.http_headers, body))
    return found


def exchange(number: int, body: bytes = b"<p>A text.</p>") -> Exchange:
    return Exchange(
        url=f"http://{HOST}/a?n={number}",
        method="GET",
        request_headers=(("User-Agent", "news-corroborator/0"),),
        status=200,
        headers=(("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"), ("Set-Cookie", "a=1")),
        body=body,
        fetched=datetime(2026, 3, 2, 12, tzinfo=UTC),
        address="127.0.0.1",
    )


def test_a_crawl_is_archived_as_it_went_over_the_wire(bench: Bench, world: World, tmp_path: Path) -> None:
    packed = gzip.compress(article(1))
    links = [
        (world.serve(HOST, "/a/1", Reply(packed, headers={"Content-Encoding": "gzip"})), headline(1)),
        (world.serve(HOST, "/old/2", Reply(status=301, headers={"Location": "/a/2"})), headline(2)),
        (world.serve(HOST, "/none", Reply(b"no", 404)), "None"),
    ]
    world.serve(HOST, "/a/2", Reply(article(2)))
    feed = world.serve(HOST, "/feed", Reply(rss(links), kind="application/rss+xml"))
    folder = tmp_path / "warc"
    bench.crawl(outlet("ferry-post", feeds=(feed,)), warc=folder, contact="https://desk.example/bot")
    found = records(folder)
    assert found[0][1] == "warcinfo"
    assert b"operator: https://desk.example/bot" in found[0][4]
    pairs = found[1:]
    assert [kind for _, kind, *_ in pairs] == ["response", "request"] * (len(pairs) // 2)
    answers = {
        head.get_header("WARC-Target-URI").split(str(world.port))[1]: (http, body)
        for _, kind, head, http, body in pairs
        if kind == "response"
    }
    assert set(answers) == {"/robots.txt", "/feed", "/a/1", "/old/2", "/a/2", "/none"}
    http, body = answers["/a/1"]
    assert body == packed
    assert http.get_header("Content-Encoding") == "gzip"
    assert answers["/old/2"][0].get_statuscode() == "301"
    assert answers["/none"][0].get_statuscode() == "404"
    request = next(
        http
        for _, kind, head, http, _ in pairs
        if kind == "request" and head.get_header("WARC-Target-URI").endswith("/a/2")
    )
    assert request.get_header("User-Agent").startswith("news-corroborator/")
    assert request.get_header("Host") == f"{HOST}:{world.port}"
    assert request.protocol == "GET"
    assert pairs[0][2].get_header("WARC-Payload-Digest")


def test_files_are_rotated_by_size_and_pairs_stay_together(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path, {"software": "test"}, max_bytes=5000)
    for number in range(20):
        archive.add(exchange(number, os.urandom(1000)))
    archive.close()
    found = records(tmp_path)
    names = sorted({name for name, *_ in found})
    assert 3 < len(names) < 8
    for name in names:
        kinds = [kind for file, kind, *_ in found if file == name]
        assert kinds[0] == "warcinfo"
        assert kinds[1:] == ["response", "request"] * (len(kinds) // 2)
        assert (tmp_path / name).stat().st_size < 5000 + 3000
    response, request = found[1], found[2]
    assert request[2].get_header("WARC-Concurrent-To") == response[2].get_header("WARC-Record-ID")
    assert response[3].get_header("Transfer-Encoding") is None
    assert response[3].get_header("Content-Length") == "1000"
    assert response[2].get_header("WARC-Date") == "2026-03-02T12:00:00Z"


def test_a_file_that_was_cut_in_a_record_is_readable_up_to_it(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path, {"software": "test"})
    ends = []
    for number in range(3):
        archive.add(exchange(number, os.urandom(3000)))
        (path,) = tmp_path.glob("*.warc.gz")
        ends.append(path.stat().st_size)
    archive.close()
    whole = path.read_bytes()
    for cut in (ends[1] + 1, ends[1] + 700, ends[1] + 2500):
        path.write_bytes(whole[:cut])
        urls: list[tuple[str, str]] = []
        with path.open("rb") as file:
            for record in read_warc(file):
                if len(urls) == 5:
                    break
                urls.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI")))
                record.raw_stream.read()
        assert urls[1:] == [
            (kind, f"http://{HOST}/a?n={number}") for number in (0, 1) for kind in ("response", "request")
        ]


@pytest.mark.slow
def test_a_crawl_that_is_killed_leaves_what_it_had_archived(bench: Bench, world: World, tmp_path: Path) -> None:
    outlets = serve_papers(world, tmp_path)
    folder = tmp_path / "warc"
    process = start(bench.db, outlets, "-s", f"CORROBORATE_WARC={folder}")
    assert wait_for(lambda: len(world.hits) >= 20, 60)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert start(bench.db, outlets, "-s", f"CORROBORATE_WARC={folder}").wait(60) == 0
    found = records(folder)
    assert len({name for name, *_ in found}) == 2
    archived = {head.get_header("WARC-Target-URI") for _, kind, head, *_ in found if kind == "response"}
    stored = {url for (url,) in bench.rows("select url from raw_pages")}
    assert stored <= archived


def test_a_folder_that_cannot_be_written_is_an_error_before_the_crawl(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveUnavailableError, match="cannot be written"):
        bench.crawl(outlet("ferry-post"), warc=tmp_path / "file" / "warc")


def test_a_full_disk_ends_the_archive_and_not_the_crawl(
    bench: Bench, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    calls = []

    def full(_archive: WarcArchive, _exchange: Exchange) -> None:
        calls.append(1)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(WarcArchive, "add", full)
    feed = world.serve(HOST, "/feed", Reply(rss([(world.serve(HOST, "/a/1", Reply(article(1))), headline(1))])))
    report = bench.crawl(outlet("ferry-post", feeds=(feed,)), warc=tmp_path)
    assert sum(report.outcomes.values()) == 1
    assert len(calls) == 1
    assert "cannot be written any more" in caplog.text
