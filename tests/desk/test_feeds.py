"""The feeds over HTTP: the same JSON as the command line, ETags, errors that tell what to do, and a valid Atom feed."""

from __future__ import annotations

import asyncio
import json
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import feedparser
import httpx
import pytest
from datasette.app import Datasette
from datasette.plugins import pm

from desk.browse import make_datasette
from desk.feeds import plugin
from desk.feeds.atom import atom_feed
from store.announcements import Announcement, Change
from tests.desk.conftest import Run, two_reports, write_lines

POST, HERALD = (str(report["url"]) for report in two_reports())
Get = Callable[..., httpx.Response]


@pytest.fixture(autouse=True)
def registered() -> Iterator[None]:
    """The plugin, also where the environment was made before it had an entry point."""
    if pm.has_plugin("corroborate_feeds") or plugin in pm.get_plugins():
        yield
        return
    pm.register(plugin, name="corroborate_feeds")
    yield
    pm.unregister(plugin)


@pytest.fixture
def get(corroborate: Run, folder: Path) -> Get:
    """Ask a desk that serves a file with one corroborated story."""
    corroborate("import", write_lines(folder / "in.jsonl", two_reports()))
    corroborate("match", "--now", "2026-03-10")
    return served(folder / "news.db")


def served(db: Path, **options: Any) -> Get:
    def ask(path: str, method: str = "GET", **headers: str) -> httpx.Response:
        async def one() -> httpx.Response:
            desk: Any = Datasette([str(db)], **options)
            try:
                named = {name.replace("_", "-"): value for name, value in headers.items()}
                answer: httpx.Response = await desk.client.request(method, path, headers=named)
                return answer
            finally:
                for database in desk.databases.values():
                    database.close()

        return asyncio.run(one())

    return ask


def test_the_entry_point_names_the_plugin() -> None:
    project = tomllib.loads((Path(__file__).resolve().parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert import_module(project["project"]["entry-points"]["datasette"]["corroborate_feeds"]) is plugin


def test_ratings_are_the_lines_of_the_command(get: Get, corroborate: Run) -> None:
    answer = get("/-/ratings.jsonl")
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/x-ndjson; charset=utf-8"
    assert answer.text == corroborate("export", "ratings").out
    rows = [json.loads(line) for line in answer.text.splitlines()]
    rest = get(f"/-/ratings.jsonl?since={rows[0]['cursor']}")
    assert [json.loads(line) for line in rest.text.splitlines()] == rows[1:]
    assert get(f"/-/ratings.jsonl?since={rows[-1]['cursor']}").text == ""


def test_a_poll_with_nothing_new_is_answered_304(get: Get, corroborate: Run, folder: Path) -> None:
    first = get("/-/ratings.jsonl")
    etag = first.headers["etag"]
    again = get("/-/ratings.jsonl", if_none_match=etag)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert get("/-/ratings.jsonl", if_none_match=f'"other", W/{etag}').status_code == 304
    assert get("/-/ratings.jsonl?limit=1", if_none_match=etag).status_code == 200
    late = two_reports()[0] | {"id": "late", "url": "https://www.harbourpost.example/late"}
    corroborate("import", write_lines(folder / "late.jsonl", [late]))
    corroborate("match", "--now", "2026-03-11")
    assert get("/-/ratings.jsonl", if_none_match=etag).status_code == 200


def test_a_long_answer_links_to_the_rest(get: Get) -> None:
    first = get("/-/ratings.jsonl?limit=1")
    link = first.headers["link"]
    assert link.endswith('>; rel="next"') and len(first.text.splitlines()) == 1
    following = get(link[1:].split(">", maxsplit=1)[0].removeprefix("http://localhost"))
    assert len(following.text.splitlines()) == 1 and following.text != first.text


def test_one_rating_one_verdict_and_the_schema(get: Get, corroborate: Run) -> None:
    assert get(f"/-/rating.json?url={quote(POST)}").json() == corroborate("rate", POST, "--json").rows()[0]
    verdict = get(f"/-/verdict.json?url={quote(HERALD)}")
    assert verdict.json() == corroborate("verdict", HERALD, "--json").rows()[0]
    assert get(f"/-/verdict.json?url={quote(HERALD)}", if_none_match=verdict.headers["etag"]).status_code == 304
    assert get(f"/-/verdict.json?url={quote(HERALD)}&as_of=2026-03-10T00:00:00Z").json() == verdict.json() | {
        "as_of": "2026-03-10T00:00:00+00:00"
    }
    assert get(f"/-/verdict.json?url={quote(HERALD)}&as_of=2026-03-07").status_code == 404
    day = get(f"/-/verdict.json?url={quote(HERALD)}&as_of=2026-03-10").json()
    assert day == verdict.json() | {"as_of": "2026-03-10T23:59:59+00:00"}  # a day is its end, as on the command line
    assert get("/-/rating.schema.json").json()["$id"] == "urn:news-corroborator:rating:1"
    head = get(f"/-/rating.json?url={quote(POST)}", "HEAD")
    assert head.status_code == 200 and head.content == b"" and head.headers["etag"]


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/-/ratings.jsonl?since=garbage", 400, "no cursor"),
        ("/-/ratings.jsonl?since=0a0b-7", 410, "start anew"),
        ("/-/ratings.jsonl?since=%0d%0aX-Evil:1", 400, "no cursor"),
        ("/-/ratings.jsonl?limit=0", 400, "from 1 to"),
        ("/-/ratings.jsonl?limit=-1", 400, "from 1 to"),
        ("/-/ratings.jsonl?limit=99999999999999999999", 400, "from 1 to"),
        ("/-/rating.json", 400, "url is missing"),
        ("/-/rating.json?url=https://elsewhere.example/x", 404, "no article"),
        ("/-/verdict.json?url=https://elsewhere.example/x&as_of=soon", 400, "as_of is a time"),
    ],
)
def test_errors_say_what_to_do_and_name_no_path(get: Get, folder: Path, path: str, status: int, told: str) -> None:
    answer = get(path)
    assert (answer.status_code, answer.json()["ok"]) == (status, False)
    assert told in answer.json()["error"] and str(folder) not in answer.text and "etag" not in answer.headers


def test_the_future_is_gone_too(get: Get) -> None:
    identity = json.loads(get("/-/ratings.jsonl").text.splitlines()[0])["cursor"].partition("-")[0]
    assert get(f"/-/ratings.jsonl?since={identity}-99").status_code == 410


def test_the_desk_of_editors_answers_too(get: Get, folder: Path) -> None:
    async def ask() -> tuple[httpx.Response, httpx.Response]:
        desk: Any = make_datasette(folder / "news.db")
        try:
            return await desk.client.get("/-/ratings.jsonl"), await desk.client.get("/")
        finally:
            for database in desk.databases.values():
                database.close()

    answer, front = asyncio.run(ask())
    assert answer.status_code == 200 and answer.text == get("/-/ratings.jsonl").text
    assert 'type="application/atom+xml"' in front.text and "/-/corroborated.atom" in front.text


def test_only_reading_and_only_for_those_who_may_read(get: Get, folder: Path) -> None:
    assert get("/-/ratings.jsonl", "DELETE").status_code == 405
    closed = served(folder / "news.db", metadata={"allow": {"id": "editor"}})
    assert closed("/-/ratings.jsonl").status_code == 403 and closed("/-/corroborated.atom").status_code == 403


def test_a_file_of_another_program_is_left_alone(tmp_path: Path) -> None:
    import sqlite3

    sqlite3.connect(tmp_path / "other.db").execute("create table t (x)").connection.close()
    assert served(tmp_path / "other.db")("/-/ratings.jsonl").status_code == 404


def test_the_atom_feed_tells_of_a_rise_and_a_fall_with_ids_that_stay(get: Get, corroborate: Run, folder: Path) -> None:
    risen = feedparser.parse(get("/-/corroborated.atom").content)  # type: ignore[attr-defined,no-untyped-call]
    assert risen.version == "atom10" and not risen.bozo
    (gained,) = risen.entries
    assert gained.title.startswith("Corroborated: ") and gained.updated == "2026-03-10T00:00:00+00:00"
    assert {link.href for link in gained.links if link.rel == "related"} == {POST, HERALD}
    outlets = folder / "outlets.toml"
    basis = 'notable = true\nnotability_basis = "https://encyclopedia.example/Upland_Herald"\n'
    outlets.write_text(outlets.read_text(encoding="utf-8").replace(basis, ""), encoding="utf-8")
    corroborate("match", "--now", "2026-03-11")
    answer = get("/-/corroborated.atom")
    fallen = feedparser.parse(answer.content)  # type: ignore[attr-defined,no-untyped-call]
    assert [entry.title.split(":")[0] for entry in fallen.entries] == ["No longer corroborated", "Corroborated"]
    assert fallen.entries[1].id == gained.id != fallen.entries[0].id and fallen.feed.id == risen.feed.id
    assert fallen.feed.updated == "2026-03-11T00:00:00+00:00"
    assert get("/-/corroborated.atom", if_none_match=answer.headers["etag"]).status_code == 304


def test_an_atom_feed_is_well_formed_whatever_a_title_holds() -> None:
    hostile = 'Pier <script>&amp;\x00\x0b\ud800 "closed" ]]>'
    one = Announcement(7, datetime(2026, 3, 2, tzinfo=UTC), "e1", Change.MOVED, "e2", "corroborated", True, True, 2, hostile, hostile, ("https://quay.example/a?b=1&c=<2>\x01",))  # fmt: skip
    for announcements in ([], [one]):
        feed = ElementTree.fromstring(atom_feed(announcements, "ab", "http://127.0.0.1:8001"))  # noqa: S314 - our own
        namespace = {"a": "http://www.w3.org/2005/Atom"}
        for required in ("a:id", "a:title", "a:updated", "a:author/a:name"):
            assert feed.findtext(required, namespaces=namespace), required
        for entry in feed.findall("a:entry", namespace):
            assert entry.findtext("a:id", namespaces=namespace).startswith("urn:uuid:")  # type: ignore[union-attr]
            assert "(corroborated, provisional, disputed)" in (entry.findtext("a:content", namespaces=namespace) or "")
