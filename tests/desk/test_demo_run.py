"""The whole demo as a stranger runs it: served, crawled, matched, printed, and as the world says it should be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from desk.demo.run import DELAY, run_demo
from desk.errors import UsageProblem

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = tmp_path_factory.mktemp("demo") / "world"
    command = [sys.executable, "-m", "desk", "demo", "--folder", str(folder)]
    environment = os.environ | {"NO_COLOR": "1"}
    return folder, subprocess.run(command, capture_output=True, text=True, timeout=170, check=False, env=environment)


def test_every_story_is_judged_as_it_should_be(demo: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    _, done = demo
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    assert "All 15 stories were judged as the world says they should be" in done.stdout


def test_it_says_what_could_not_be_had_and_how_to_look_further(
    demo: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, done = demo
    for text in ("The Northgate Mirror: ", "Inverlea Examiner: ", "Sable Coast Post: ", "blocked", "challenge"):
        assert text in done.stdout.partition("The verdicts")[0]
    assert f"--db {folder / 'news.db'} verdict http://" in done.stdout
    assert "\x1b[" not in done.stdout


def test_the_crawl_was_polite(demo: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, _ = demo
    by_host = defaultdict(list)
    for line in (folder / "requests.jsonl").read_text(encoding="utf-8").splitlines():
        request = json.loads(line)
        by_host[request["host"]].append((request["started"], request["finished"], request["target"]))
    assert len(by_host) == 24
    for host, requests in by_host.items():
        requests.sort()
        assert requests[0][2] == "/robots.txt"
        for one, following in pairwise(requests):
            assert following[0] >= one[1], host
            assert following[0] - one[0] >= 0.9 * DELAY, host


def test_the_printed_verdict_command_works(demo: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, done = demo
    url = next(word for line in done.stdout.splitlines() if " verdict http" in line for word in line.split()[-1:])
    command = [sys.executable, "-m", "desk", "--db", str(folder / "news.db"), "verdict", url, "--json"]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert json.loads(answer.stdout)["state"] == "corroborated"


def test_a_folder_with_other_peoples_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageProblem, match="did not make"):
        run_demo(tmp_path, quiet=True)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
