"""The soak: a web that grows and misbehaves, a watch that is killed at times, people who read and decide at the desk, a
shell that holds the file open, and an upkeep in the middle.

`python -m bench.soak --minutes 60 --publish` prints what came of it, writes it into docs/ (`docs/soak.json` and a picture), and
fails where an article is lost or twice there, a verdict is without evidence, memory grows, or the desk is slow.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.cycle_runs import ROOT, Place, ended, start
from bench.cycle_world import write_registry
from bench.kept import load_average, write_json
from bench.machine import machine
from bench.processes import MemoryWatch, Sample
from bench.soak_page import FIGURES, PICTURE, picture
from bench.soak_people import EDITOR, PASSWORD, People, held_open
from bench.soak_report import Report, judge_file, judge_memory, judge_people
from bench.soak_web import GrowingWeb, Soak, addresses, last_minute
from desk.accounts import put_account
from desk.replay.server import ReplayServer


@dataclass(frozen=True, slots=True)
class Stage:
    """What a soak has to do with. `began` is of the monotonic clock."""

    soak: Soak
    place: Place
    replay: ReplayServer
    web: GrowingWeb
    report: Report
    began: float


def desk_command(place: Place, *words: str) -> list[str]:
    """The program on the soak's file."""
    return [sys.executable, "-m", "desk", "--db", str(place.db), "--outlets", str(place.outlets), *words]


def watch(place: Place) -> subprocess.Popen[bytes]:
    """The watch, a cycle a minute."""
    pace = ("--every", "1", "--jitter", "0", "--resolve", "*:127.0.0.1", "--delay", "0.02", "--force")
    with place.db.with_name("watch.log").open("ab") as file:
        return subprocess.Popen(
            desk_command(place, "watch", *pace),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=file,
            start_new_session=True,
        )


@contextlib.contextmanager
def desk(place: Place, port: int) -> Iterator[MemoryWatch]:
    """The desk in the browser, with an editor's account; its memory is looked at."""
    accounts = place.db.with_name("accounts.toml")
    put_account(accounts, EDITOR, "editor", PASSWORD)
    words = desk_command(place, "browse", "--port", str(port), "--accounts", str(accounts))
    with (
        place.db.with_name("desk.log").open("ab") as file,
        subprocess.Popen(words, cwd=ROOT, stdout=file, stderr=file) as process,
    ):
        try:
            _await(f"http://127.0.0.1:{port}/")
            with MemoryWatch(process.pid, 2.0) as memory:
                yield memory
        finally:
            process.terminate()
            process.wait(30)


def _await(url: str) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own server
            return
        time.sleep(0.2)
    raise RuntimeError(f"{url} does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(soak: Soak, folder: Path) -> Report:
    """One soak in a folder."""
    report = Report(soak.minutes, machine(), datetime.now(UTC).date().isoformat())
    with ReplayServer(lambda port: GrowingWeb(soak, port).sites(0)) as replay:
        web = GrowingWeb(soak, replay.port)
        place = Place(write_registry(web.world(0), replay.port, folder / "outlets.toml"), folder / "news.db")
        ended(start(desk_command(place, "import", os.devnull)))
        port = _free_port()
        stage = Stage(soak, place, replay, web, report, time.monotonic())
        with desk(place, port) as memory, People(port, place.db) as people, held_open(place.db):
            lives = _live(stage)
            report.load = round(load_average(), 2)
        _settle(place, report)
        counted = Counter(f"HTTP {r.status}" if r.status else "no answer" for r in replay.requests())
        report.requests = dict(counted.most_common())
        served = addresses(web.sites(last_minute(soak)))
    judge_people(people, report)
    report.watch_quarters_mib = judge_memory("watch", lives, stage.began, report)
    report.desk_quarters_mib = judge_memory("desk", [memory.samples], stage.began, report)
    judge_file(place.db, served, people.decided, report)
    _judge_course(place, report)
    return report


def _live(stage: Stage) -> list[list[Sample]]:
    """The minutes: in the first half the watch is killed at random times; in the second it lives, and its memory is looked
    at. Answers the memory of each life.
    """
    chance, seconds, began = random.Random(stage.soak.seed), stage.soak.minutes * 60, stage.began
    lives: list[list[Sample]] = []
    upkeep: subprocess.Popen[str] | None = None
    while time.monotonic() - began < seconds:
        process = watch(stage.place)
        in_second = time.monotonic() - began >= seconds / 2
        if in_second and upkeep is None:
            upkeep = _upkeep(stage.place)
        until = began + seconds if in_second else min(began + seconds / 2, time.monotonic() + chance.uniform(25, 110))
        with MemoryWatch(process.pid, 2.0) as memory:
            while time.monotonic() < until and process.poll() is None:
                _show(stage, int((time.monotonic() - began) / 60))
                time.sleep(0.5)
        lives.append(memory.samples)
        _end(stage, process, orderly=in_second)
    if upkeep is not None:
        stage.report.upkeep_exit = ended(upkeep)[0]
    return lives


def _show(stage: Stage, minute: int) -> None:
    """What the web has in this minute; nothing new comes in the last two."""
    minute = min(minute, last_minute(stage.soak))
    if stage.web.shown != minute:
        stage.web.shown = minute
        stage.replay.show(stage.web.sites(minute))


def _upkeep(place: Place) -> subprocess.Popen[str]:
    backups = place.db.parent / "backups"
    backups.mkdir(exist_ok=True)
    return start(desk_command(place, "upkeep", "--backups", str(backups)))


def _end(stage: Stage, process: subprocess.Popen[bytes], *, orderly: bool) -> None:
    if process.poll() is not None:
        stage.report.problems.append(f"the watch ended by itself with {process.returncode}")
    elif orderly:
        process.send_signal(signal.SIGTERM)
        if process.wait(300):
            stage.report.problems.append(f"the watch ended with {process.returncode} when it was told to stop")
    else:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        stage.report.kills += 1


def _settle(place: Place, report: Report) -> None:
    """Two cycles without faults: what waits for a second try is had."""
    for _ in range(2):
        code, said = ended(start(desk_command(place, "run", "--resolve", "*:127.0.0.1", "--delay", "0.02", "--force")))
        if code:
            report.problems.append(f"the last cycle ended with {code}: {said}")


def _judge_course(place: Place, report: Report) -> None:
    """That there were the disturbances that the figures are to stand, and nothing that was not foreseen."""
    if not report.kills:
        report.problems.append("the watch was never killed")
    faults = sum(count for what, count in report.requests.items() if what not in {"HTTP 200", "HTTP 304", "HTTP 404"})
    if not faults:
        report.problems.append("the web never misbehaved")
    if report.upkeep_exit:
        report.problems.append(f"the upkeep ended with {report.upkeep_exit}")
    log = place.db.with_name("watch.log").read_text(errors="replace")
    report.left_out = log.count("left out")
    report.problems += [line[:300] for line in log.splitlines() if "not foreseen" in line or "Traceback" in line][:5]


def publish(report: Report) -> None:
    """Write the figures and the picture of the page."""
    write_json(FIGURES, asdict(report))
    PICTURE.write_text(picture(FIGURES), encoding="utf-8")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.soak", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=Soak().minutes)
    parser.add_argument("--outlets", type=int, default=Soak().outlets)
    parser.add_argument("--articles", type=int, default=Soak().articles_a_minute, help="new articles a minute")
    parser.add_argument("--seed", type=int, default=Soak().seed)
    parser.add_argument("--json", type=Path, default=None, metavar="FILE")
    parser.add_argument("--publish", action="store_true", help="write docs/soak.json and its picture; then make docs")
    parser.add_argument(
        "--keep", type=Path, default=None, metavar="FOLDER", help="work there, and leave the file and the logs"
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = run(Soak(chosen.minutes, chosen.outlets, chosen.articles, chosen.seed), chosen.keep or Path(folder))
    text = json.dumps(asdict(report), indent=1)
    print(text)
    if chosen.json:
        chosen.json.write_text(text + "\n", encoding="utf-8")
    if chosen.publish:
        publish(report)
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main())
