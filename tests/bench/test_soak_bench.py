"""The checks of the soak can fail, and its page says what its figures say."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import httpx

from bench.kept import write_json
from bench.machine import machine
from bench.processes import Sample
from bench.soak_page import FIGURES, PICTURE, picture, text
from bench.soak_people import People, Timed
from bench.soak_report import Report, judge_file, judge_memory, judge_people, thinned
from bench.soak_web import GrowingWeb, Soak, addresses, last_minute
from matching.types import Outlet, OutletKind, Registry
from store.articles import save_article
from store.connection import open_store
from store.outlets import sync_registry
from store.records import ArticleRecord

NOW = datetime.now(UTC)


def people(tmp_path: Path) -> People:
    return People(1, tmp_path / "none.db")


def test_a_slow_desk_and_one_that_fails_are_seen(tmp_path: Path) -> None:
    asked, report = people(tmp_path), Report(1.0)
    asked.timed = [Timed(page, n / 10, 900.0 if page == "event" else 20.0) for page in ("front", "event", "article", "check", "decide") for n in range(40)]  # fmt: skip
    judge_people(asked, report)
    assert report.problems == ["the desk's event took 900 ms at p95"]
    asked.failures["front: HTTP 500"] += 1
    judge_people(asked, report)
    assert "the desk failed: {'front: HTTP 500': 1}" in report.problems


def test_a_desk_that_nobody_asked_is_not_called_fast(tmp_path: Path) -> None:
    report = Report(1.0)
    judge_people(people(tmp_path), report)
    assert len(report.problems) == 5 and "too few" in report.problems[0]


def test_an_answer_of_the_desk_that_is_an_error_is_counted(tmp_path: Path) -> None:
    asked = people(tmp_path)
    codes = iter((200, 500, 409, 403))
    transport = httpx.MockTransport(lambda _request: httpx.Response(next(codes)))
    with httpx.Client(base_url="http://desk.example", transport=transport) as client:
        asked._ask(client, "front", "GET", "/")
        asked._ask(client, "front", "GET", "/")
        asked._ask(client, "decide", "POST", "/", {})
        asked._ask(client, "decide", "POST", "/", {})
    assert dict(asked.failures) == {"front: HTTP 500": 1, "decide: HTTP 403": 1}


def test_memory_that_grows_is_seen() -> None:
    flat = [Sample(float(n), 300.0) for n in range(40)]
    grown = [Sample(float(n), 300.0 + 5 * n) for n in range(40)]
    report = Report(1.0)
    assert judge_memory("watch", [flat[:3], flat], 0.0, report) == [300.0] * 4 and not report.problems
    judge_memory("watch", [grown], 0.0, report)
    assert "memory grew by" in report.problems[0]
    judge_memory("watch", [], 0.0, report)
    assert "no life long enough" in report.problems[1]


def test_a_lost_article_a_lost_decision_and_a_missing_cycle_are_seen(tmp_path: Path) -> None:
    outlet = Outlet("post", "Post", ("post.example",), OutletKind.NATIONAL, "Quay")
    with open_store(tmp_path / "news.db") as store:
        sync_registry(store, Registry((outlet,), "r1"))
        save_article(
            store, ArticleRecord("http://post.example/a/1", "post.example/a/1", "post", "One", "Text " * 50), now=NOW
        )
    report = Report(4.0)
    judge_file(tmp_path / "news.db", {("post.example", "/a/1"), ("post.example", "/a/2")}, [7], report)
    said = "\n".join(report.problems)
    assert report.lost == 1 and "lost: [('post.example', '/a/2')]" in said
    assert "1 articles were not judged" in said
    assert "0 of 0 verdicts" in said and "of 1 decisions 1 are not in the file" in said
    assert "0 whole cycles in 4 minutes" in said


def test_every_article_of_the_web_has_an_address_and_some_misbehave() -> None:
    soak = Soak(minutes=4.0)
    web = GrowingWeb(soak, 80)
    shown = web.sites(last_minute(soak))
    assert len(addresses(shown)) == sum(1 for _ in web.world(last_minute(soak)).reports()) > 60
    assert any(site.behaviours for site in shown)


def test_a_long_soak_is_drawn_with_few_points() -> None:
    points = thinned([(n / 100, float(n)) for n in range(6_000)], max)
    assert 38 <= len(points) <= 41 and points[-1][1] == 5999.0


def test_the_page_says_what_the_figures_say(tmp_path: Path) -> None:
    report = Report(4.0, machine(), "2026-03-02", served=10, stored=9, lost=1, problems=["an article | was lost"])
    report.curves = {"watch": [(0.0, 300.0), (1.0, 310.0)], "desk p95": [(0.0, 40.0), (1.0, 50.0)]}
    report.read_ms = {"front": {"p50": 10.0, "p95": 20.0, "worst": 30.0}}
    write_json(tmp_path / "soak.json", asdict(report))
    page = text(tmp_path / "soak.json")
    assert "Not within its limits: an article" in page and "| 10, 9, 1 |" in page
    ET.fromstring(picture(tmp_path / "soak.json"))  # noqa: S314 - drawn here
    assert "No soak has been measured" in text(tmp_path / "none.json") and picture(tmp_path / "none.json") == ""


def test_the_picture_of_the_page_is_that_of_its_figures() -> None:
    if not FIGURES.exists():
        assert not PICTURE.exists()
        return
    assert PICTURE.read_text("utf-8") == picture(FIGURES)
    assert json.loads(FIGURES.read_text("utf-8"))["minutes"] > 0
