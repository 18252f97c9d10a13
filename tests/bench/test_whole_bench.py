"""All benchmarks as one run: each row survives the others, a killed run goes on, and the page is what the figures say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from dataclasses import asdict
from pathlib import Path

import pytest

from bench import whole
from bench.curves import Chart, Series, drawing, number, ticks
from bench.extraction import Known, Read, judged
from bench.kept import Result, Status, keep, kept, rounded, write_json
from bench.page import CURVES, FIGURES, chart_of, pictures, text
from bench.plan import FULL, QUICK, Part, parts
from bench.processes import tree_of
from bench.quality import numbers
from bench.tasks import TASKS
from bench.whole import Run, begin, measure, publish, run_all, without_places

REGISTRY = Part("registry", "registry", {"rows": 20}, 60)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def a_run(tmp_path: Path) -> Run:
    return Run("", tmp_path, quick=True)


def test_a_part_hands_its_figures_over(a_run: Run) -> None:
    found = measure(REGISTRY, a_run)
    assert (found.status, found.said) == (Status.DONE, "")
    assert found.figures["rows"] == 20 and float(str(found.figures["load"])) > 0


def test_a_part_that_fails_or_hangs_loses_no_other(a_run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = Part("endless", "judging", {"articles": 100_000}, 1.0)
    wanted = [Part("broken", "registry", {}, 60), endless, Part("far", "quality", {"part": "pages"}, 60), REGISTRY]
    results = run_all(a_run, wanted)
    assert [one.status for one in results] == [Status.FAILED, Status.TIMED_OUT, Status.ABSENT, Status.DONE]
    assert "KeyError" in results[0].said
    assert results[1].said == "not done in 1 s"
    assert "measuring data" in results[2].said
    measured: list[str] = []

    def again(part: Part, _run: Run) -> Result:
        measured.append(part.name)
        return results[0]

    monkeypatch.setattr(whole, "measure", again)
    run_all(a_run, wanted)
    assert measured == ["broken", "endless", "far"]  # what is done is not measured again, the rest is


def test_what_a_part_started_ends_with_it() -> None:
    sleeper = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'], start_new_session=True)"
    process = subprocess.Popen([sys.executable, "-c", sleeper])
    until = time.monotonic() + 30
    while len(tree := tree_of(process.pid)) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    assert len(tree) == 2
    whole.end_tree(process)
    while any(_runs(pid) for pid in tree) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(_runs(pid) for pid in tree)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_results_of_other_code_or_other_sizes_are_not_taken_over(a_run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(a_run, anew=False)
    keep(a_run.folder, Result("registry", "registry", Status.DONE, {"rows": 20}, {"rows": 20}))
    begin(a_run, anew=False)
    assert kept(a_run.folder, "registry", {"rows": 20}) is not None
    assert kept(a_run.folder, "registry", {"rows": 30}) is None
    monkeypatch.setattr(whole, "source_digest", lambda: "another")
    begin(a_run, anew=False)
    assert kept(a_run.folder, "registry", {"rows": 20}) is None


def test_a_run_that_came_to_its_end_is_not_shown_again_as_new(a_run: Run) -> None:
    begin(a_run, anew=False)
    keep(a_run.folder, Result("registry", "registry", Status.DONE, {"rows": 20}, {"rows": 20}))
    publish(a_run, [])
    begin(a_run, anew=False)
    assert kept(a_run.folder, "registry", {"rows": 20}) is None


def test_a_half_written_result_is_measured_again(a_run: Run) -> None:
    keep(a_run.folder, Result("registry", "registry", Status.DONE, {"rows": 20}))
    (a_run.folder / "registry.json").write_text('{"name": "regis', encoding="utf-8")
    assert kept(a_run.folder, "registry", {"rows": 20}) is None


@pytest.mark.parametrize("sizes", [FULL, QUICK])
def test_every_part_has_a_task_and_a_name_of_its_own(sizes: object) -> None:
    found = parts(sizes, quick=sizes is QUICK)  # type: ignore[arg-type]
    assert len({part.name for part in found}) == len(found) > 20
    assert {part.task for part in found} <= set(TASKS)
    for curve in CURVES:
        assert len([part for part in found if part.task == curve.task and curve.size in part.sizes]) == 3


def test_a_page_says_what_was_not_measured(tmp_path: Path) -> None:
    failed = Result("match-5", "match", Status.FAILED, {"window": 5}, said="OSError: no | space")
    late = Result("desk-9", "desk", Status.TIMED_OUT, {"articles": 9}, said="not done in 600 s")
    absent = Result(
        "quality-pages", "quality", Status.ABSENT, {"part": "pages"}, said="the measuring data was not there"
    )
    page = text(figures_file(tmp_path, [failed, late, absent]))
    assert "| 5 | *failed: OSError: no / space* |" in page
    assert "9 articles: *timed out: not done in 600 s*" in page
    assert "| pages | *not measured: the measuring data was not there* |" in page
    assert "*Matching: memory: no curve, fewer than two sizes were measured.*" in page
    assert "<svg" not in page and pictures(figures_file(tmp_path, [failed])) == {}
    assert "Nothing has been measured yet" in text(tmp_path / "none.json")


def figures_file(folder: Path, results: list[Result]) -> Path:
    figures = {
        "mode": "full",
        "measured": "2026-03-02",
        "machine": {"processor": "A", "cores": 2, "memory_mib": 2048, "system": "Linux", "python": "3.11"},
        "versions": {"scrapy": "2.19.0", "datasketch": ""},
        "results": [asdict(one) for one in results],
    }
    write_json(folder / "figures.json", figures)
    return folder / "figures.json"


def test_curves_are_drawn_of_what_was_measured(tmp_path: Path) -> None:
    results = [
        Result(f"ratings-{n}", "ratings", Status.DONE, {"changes": n}, ratings(n)) for n in (1_000, 10_000, 100_000)
    ]
    drawn = pictures(figures_file(tmp_path, results))
    assert list(drawn) == ["bench-ratings.svg"]
    root = ET.fromstring(drawn["bench-ratings.svg"])  # noqa: S314 - drawn here
    words = ["".join(node.itertext()) for node in root.iter() if node.tag.endswith("text")]
    assert {"changes exported", "seconds", "100,000", "10"} <= set(words)
    assert "prefers-color-scheme:dark" in drawn["bench-ratings.svg"]
    page = text(figures_file(tmp_path, results))
    assert "](images/bench-ratings.svg)" in page and "10 at 100,000" in page


def ratings(count: int) -> dict[str, object]:
    return {
        "lines": count,
        "megabytes": 1.0,
        "seconds": count / 10_000,
        "library": [1.0, 2.0],
        "http": [3.0, 4.0],
    }


def test_axes_begin_at_0_and_hold_every_point() -> None:
    for most in (0.013, 1, 9.3, 10, 99.9, 12_345, 200_000):
        found = ticks(most)
        assert found[0] == 0 and found[-1] >= most * 0.999 and 2 <= len(found) <= 9
    assert number(0.0456) == "0.0456" and number(20_640) == "20,640"
    with pytest.raises(ValueError, match="no point"):
        drawing(Chart("Empty", "x", "y", (Series("none", ()),)))


def test_no_place_and_no_name_of_the_data_gets_into_the_page() -> None:
    assert "/tmp" not in without_places("OSError: [Errno 28] No space left: '/tmp/x/y.db'")  # noqa: S108 - a message
    answer = {"f1": 0.5, "wrong": [["a", "b"]], "failed": {"a name": ["x"]}, "one": {"f1": 1, "false_ids": ["a"]}}
    assert numbers(answer) == {"f1": 0.5, "one": {"f1": 1}}


def test_figures_are_rounded_and_nothing_else_is_kept() -> None:
    assert rounded({"a": (1.234567, float("nan")), "b": True}) == {"a": [1.2346, None], "b": True}
    with pytest.raises(TypeError, match="Path"):
        rounded({"a": Path()})


def test_extraction_is_judged_by_what_is_known() -> None:
    known = [Known(b"", "The Bridge!", "the bridge is shut", "2026-03-02"), Known(b"", "", "", "")]
    found = judged("x", [Read("the bridge", "the bridge", "2026-03-01"), Read("t", "t", "d")], known, 2.0)
    assert (found.title_exact, found.day_exact, found.rate) == (1.0, 0.0, 1.0)
    assert found.body_f1 == pytest.approx(4 / 6)


def test_a_folder_of_data_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.whole", "--quick", "--shared", str(tmp_path / "none")]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
    )
    assert done.returncode == 1 and "no such folder" in done.stderr


def test_the_pictures_of_the_page_are_those_of_its_figures() -> None:
    """The words are checked by cog, the pictures here."""
    drawn = pictures(FIGURES)
    there = {path.name: path.read_text("utf-8") for path in (ROOT / "docs" / "images").glob("bench-*.svg")}
    assert there == drawn


@pytest.mark.slow
def test_a_quick_run_from_end_to_end(tmp_path: Path) -> None:
    """Crawl, match and ratings at tiny sizes, then the page of them."""
    run = Run("", tmp_path, quick=True)
    wanted = [part for part in parts(QUICK, quick=True) if part.name.startswith(("crawl-6", "match-100", "archive-40", "stored-60", "desk-200", "ratings-20"))]  # fmt: skip
    results = run_all(run, wanted)
    assert [one.said for one in results] == [""] * 6
    file = publish(run, results)
    assert json.loads(file.read_text("utf-8"))["mode"] == "quick"
    page = (file.parent / "benchmarks.md").read_text("utf-8")
    assert "say nothing of speed" in page and str(tmp_path) not in page
    assert all(chart_of(curve, results) is None for curve in CURVES)  # one size of each is no curve
