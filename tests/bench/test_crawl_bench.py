"""The crawl benchmark works from end to end, and its checks can fail."""

import gzip
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bench.crawl_limit import Limit
from bench.crawl_ours import Crawled
from bench.crawl_peers import PeerResult
from bench.crawl_polite import judge_politeness
from bench.crawl_report import Bench, Round, SoakPoint, as_text, growth
from bench.crawl_web import Web, host_name, saved_pages, sites

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    (site,) = sites(Web(5, 1, ""), 80)
    for number, page in enumerate(page for page in site.pages if page.target in site.articles):
        name, body = (f"{number}.html", page.body) if number % 2 else (f"{number}.html.gz", gzip.compress(page.body))
        (pages / name).write_bytes(body)
    return pages


def test_runs_from_end_to_end(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "figures.json"
    order = ["--pages", str(folder), "--count", "12", "--hosts", "4", "--rounds", "1", "--no-peers", "--json", str(out)]
    polite = ["--polite-hosts", "3", "--polite-requests", "4", "--polite-delay", "0.4"]
    command = [sys.executable, "-m", "bench.crawl", *order, *polite]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "ratio to the limit" in done.stdout
    found = json.loads(out.read_text("utf-8"))
    (measured,) = found["rounds"]
    assert measured["crawled"]["outcomes"] == {"stored": 12}
    assert measured["rate"] > 0 and measured["limit_rate"] > 0 and measured["cpu"] > measured["limit_cpu"] > 0
    assert 0 <= measured["crawled"]["lag_p50"] <= measured["crawled"]["lag_p95"] <= measured["crawled"]["lag_max"]
    assert (found["polite"]["hosts"], found["polite"]["requests"]) == (3, 12)
    assert found["polite"]["too_soon"] == found["polite"]["repeated"] == 0
    assert found["polite"]["smallest_gap"] >= 0.4
    assert found["machine"]["scrapy"]


def test_a_folder_without_pages_is_told(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.crawl", "--pages", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "no saved page" in done.stderr


def test_the_web_is_always_the_same_and_even(folder: Path) -> None:
    web = Web(30, 6, "", str(folder))
    assert sites(web, 80) == sites(web, 80)
    assert [len(site.articles) for site in sites(web, 80)] == [5] * 6
    assert [site.host for site in sites(web, 80)] == [host_name(number) for number in range(6)]
    bodies = saved_pages(folder)
    for site in sites(web, 80):
        shown = [page.body for page in site.pages if page.target in site.articles]
        assert sorted(shown) == sorted(bodies)  # each page once on each host


def test_impolite_requests_are_seen() -> None:
    asked = {"a.example": [(0.0, "/1"), (2.0, "/2"), (3.9, "/3")], "b.example": [(0.5, "/1"), (2.6, "/1")]}
    polite = judge_politeness(asked, 2.0)
    assert polite.too_soon == 1
    assert polite.repeated == 1
    assert polite.smallest_gap == pytest.approx(1.9)
    assert polite.share == pytest.approx(4.0 / 3.9)
    with pytest.raises(ValueError, match="nothing was crawled"):
        judge_politeness({}, 2.0)


def test_missed_targets_are_said() -> None:
    crawled = Crawled(0.0, 1.0, 11.0, [float(n) for n in range(2, 12)], {"stored": 10}, 1.0, 31.0, 90.0, 2.0, 1.0, 0.5)
    slow = Round(10, Limit(10, 2.0, 4.0), crawled, 0.1, 900.0, 0.1, 0.2)
    bench = Bench(
        {"cores": 2}, {}, [slow], [PeerResult("other", skipped="cannot be installed: no such thing")], None, []
    )
    text = as_text(bench)
    assert text.count("MISSED") == 3
    assert "none: cannot be installed: no such thing" in text
    quick = replace(slow, limit=Limit(10, 10.0, 4.0), memory_peak=300.0, crawled=replace(crawled, lag_p95=5.0))
    assert "MISSED" not in as_text(replace(bench, rounds=[quick]))


def test_growing_memory_is_seen() -> None:
    flat = [SoakPoint(number, 10.0, 300.0, 310.0) for number in range(10)]
    grown = [SoakPoint(number, 10.0, 300.0 + 20 * number, 500.0) for number in range(10)]
    assert growth(flat) == 0
    assert (growth(grown) or 0) > 0.05
    assert growth(flat[:4]) is None
