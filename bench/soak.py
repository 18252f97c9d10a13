"""The soak: a web that grows and misbehaves, a watch that is killed at times, editors who read the desk, a reader who holds the
file open, and an upkeep in the middle.

`python -m bench.soak --minutes 10 [--json FILE]` prints what came of it, and fails where an article is lost or twice there,
a verdict is without evidence, memory grows, or the desk is slow.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from bench.cycle_runs import Place, ended, start
from bench.cycle_world import World, sites, write_registry
from bench.processes import MemoryWatch, Sample
from desk.replay.server import ReplayServer
from desk.replay.site import Behaviour, ReplaySite, Trouble
from store.checks import look
from store.connection import open_store
from store.verdict_checks import without_evidence

ROOT = Path(__file__).resolve().parents[1]
TROUBLES = (Trouble.DROP, Trouble.TRUNCATE, Trouble.STATUS, Trouble.GARBAGE, Trouble.RETRY_AFTER)
SLOW_MS = 500.0
"""Milliseconds that a page of the desk may take at p95 while cycles run on the same two cores."""
GROWTH = 0.10
"""Part of its memory that the watch may gain from the second quarter of its longest life to the last."""


@dataclass(frozen=True, slots=True)
class Soak:
    """How long and how large: stories come at `stories_a_minute`, of two articles each in most cases."""

    minutes: float = 10.0
    outlets: int = 20
    stories_a_minute: int = 20
    seed: int = 20260302


@dataclass(slots=True)
class Report:
    """What came of it. `problems` is empty where all is as it has to be."""

    minutes: float
    served: int = 0
    stored: int = 0
    events: int = 0
    verdicts: int = 0
    cycles: int = 0
    left_out: int = 0
    kills: int = 0
    requests: dict[str, int] = field(default_factory=dict)
    memory_quarters_mib: list[float] = field(default_factory=list)
    memory_growth: float = 0.0
    reads: int = 0
    read_ms: dict[str, float] = field(default_factory=dict)
    read_failures: int = 0
    bytes_per_article: int = 0
    upkeep_exit: int = -1
    problems: list[str] = field(default_factory=list)


class GrowingWeb:
    """The sites at each minute: all stories so far, those of the last minute with troubles on a third of their pages."""

    def __init__(self, soak: Soak, port: int) -> None:
        self._soak = soak
        self._port = port
        self._now = datetime.now(UTC).replace(microsecond=0)
        self.shown = 0

    def world(self, minute: int) -> World:
        """The web as it is in that minute."""
        return World(self._soak.outlets, self._soak.stories_a_minute * (minute + 1), self._now)

    def sites(self, minute: int) -> tuple[ReplaySite, ...]:
        """Its sites."""
        world, chance = self.world(minute), random.Random(minute)
        first = self._soak.stories_a_minute * minute
        behaviours: dict[int, tuple[Behaviour, ...]] = {}
        for outlet, story, _, _ in world.reports():
            if story >= first and chance.random() < 0.33:
                trouble = chance.choice(TROUBLES)
                status = chance.choice((500, 502, 503)) if trouble is Trouble.STATUS else 0
                one = Behaviour(f"/a/{story}", trouble, seconds=1.0, status=status, times=1)
                behaviours[outlet] = (*behaviours.get(outlet, ()), one)
        return tuple(sites(world, self._port, behaviours))

    def served(self, minute: int) -> int:
        """How many articles there are."""
        return sum(1 for _ in self.world(minute).reports())


class Readers:
    """Editors: each asks for the front page, an event, an article and a search, one after the other, with a short rest."""

    def __init__(self, port: int, db: Path, number: int = 3) -> None:
        self._base = f"http://127.0.0.1:{port}"
        self._db = db
        self._end = threading.Event()
        self.times: dict[str, list[float]] = {"front": [], "event": [], "article": [], "check": []}
        self.failures: Counter[str] = Counter()
        self._threads = [threading.Thread(target=self._read, args=(n,), daemon=True) for n in range(number)]

    def __enter__(self) -> Readers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join(30)

    def _read(self, number: int) -> None:
        chance = random.Random(number)
        while not self._end.wait(chance.uniform(0.3, 0.9)):
            article, url, event = self._some(chance)
            pages = {
                "front": "/",
                "event": f"/event/{event}",
                "article": f"/article/{article}",
                "check": f"/check?url={quote(url)}",
            }
            for name, path in pages.items() if article else [("front", "/")]:
                self._ask(name, path)

    def _some(self, chance: random.Random) -> tuple[str, str, str]:
        with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(self._db, timeout=1)) as conn:
            rows = conn.execute(
                "select a.id, a.url, e.event_id from articles a join event_articles e on e.article_id = a.id"
            ).fetchall()
            if rows:
                return chance.choice(rows)  # type: ignore[no-any-return]
        return "", "", ""

    def _ask(self, name: str, path: str) -> None:
        began = time.monotonic()
        try:
            with urllib.request.urlopen(self._base + path, timeout=20) as answer:  # noqa: S310 - our own server
                answer.read()
        except urllib.error.HTTPError as error:
            self.failures[f"{name}: HTTP {error.code}"] += 1
        except OSError as error:
            self.failures[f"{name}: {type(error).__name__}"] += 1
        else:
            self.times[name].append((time.monotonic() - began) * 1000)


def watch(place: Place, log: Path) -> subprocess.Popen[bytes]:
    """The watch, a cycle a minute."""
    words = [
        sys.executable, "-m", "desk", "--db", str(place.db), "--outlets", str(place.outlets), "watch", "--every", "1", "--jitter", "0",
        "--resolve", "*:127.0.0.1", "--delay", "0.02", "--force",
    ]  # fmt: skip
    with log.open("ab") as file:
        return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=file, start_new_session=True)


@contextlib.contextmanager
def desk(place: Place, port: int, log: Path) -> Iterator[None]:
    """The desk in the browser."""
    words = [
        sys.executable,
        "-m",
        "desk",
        "--db",
        str(place.db),
        "--outlets",
        str(place.outlets),
        "browse",
        "--port",
        str(port),
    ]
    with log.open("ab") as file, subprocess.Popen(words, cwd=ROOT, stdout=file, stderr=file) as process:
        try:
            _await(f"http://127.0.0.1:{port}/")
            yield
        finally:
            process.terminate()
            process.wait(30)


def _await(url: str) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own server
            return
        time.sleep(0.2)
    raise RuntimeError(f"{url} does not answer")


@contextlib.contextmanager
def held_open(db: Path) -> Iterator[None]:
    """A person with a shell who reads for ten seconds at a time."""
    end = threading.Event()

    def read() -> None:
        while not end.wait(1):
            with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(db, timeout=5)) as conn:
                conn.execute("begin")
                conn.execute("select count(*) from articles").fetchone()
                end.wait(10)

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join(20)


def run(soak: Soak, folder: Path) -> Report:
    """One soak in a folder."""
    report = Report(soak.minutes)
    with ReplayServer(lambda port: GrowingWeb(soak, port).sites(0)) as replay:
        web = GrowingWeb(soak, replay.port)
        place = Place(write_registry(web.world(0), replay.port, folder / "outlets.toml"), folder / "news.db")
        ended(
            start(
                [
                    sys.executable,
                    "-m",
                    "desk",
                    "--db",
                    str(place.db),
                    "--outlets",
                    str(place.outlets),
                    "import",
                    os.devnull,
                ]
            )
        )
        port = replay.port + 1
        with desk(place, port, folder / "desk.log"), Readers(port, place.db) as readers, held_open(place.db):
            lives = _live(Stage(soak, place, replay, web, report))
        _settle(place, report)
        report.requests = dict(
            Counter(f"HTTP {r.status}" if r.status else "no answer" for r in replay.requests()).most_common()
        )
        report.served = web.served(last_minute(soak))
    _judge_readers(readers, report)
    _judge_memory(lives, report)
    _judge_file(place, report)
    return report


@dataclass(frozen=True, slots=True)
class Stage:
    """What a soak has to do with."""

    soak: Soak
    place: Place
    replay: ReplayServer
    web: GrowingWeb
    report: Report


def _live(stage: Stage) -> list[list[Sample]]:
    """The minutes: in the first half the watch is killed at random times; in the second it lives, and its memory is looked
    at. Answers the memory of each life.
    """
    chance, seconds = random.Random(stage.soak.seed), stage.soak.minutes * 60
    lives: list[list[Sample]] = []
    began = time.monotonic()
    upkeep: subprocess.Popen[str] | None = None
    while time.monotonic() - began < seconds:
        process = watch(stage.place, stage.place.db.with_name("watch.log"))
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


def last_minute(soak: Soak) -> int:
    """The last minute in which something new comes."""
    return max(1, int(soak.minutes) - 2)


def _upkeep(place: Place) -> subprocess.Popen[str]:
    backups = place.db.parent / "backups"
    backups.mkdir(exist_ok=True)
    return start([sys.executable, "-m", "desk", "--db", str(place.db), "upkeep", "--backups", str(backups)])


def _end(stage: Stage, process: subprocess.Popen[bytes], *, orderly: bool) -> None:
    if orderly:
        process.send_signal(signal.SIGTERM)
        if process.wait(300):
            stage.report.problems.append(f"the watch ended with {process.returncode} when it was told to stop")
    elif process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        stage.report.kills += 1


def _settle(place: Place, report: Report) -> None:
    """Two cycles without faults: what waits for a second try is had."""
    words = [
        sys.executable, "-m", "desk", "--db", str(place.db), "--outlets", str(place.outlets), "run", "--resolve", "*:127.0.0.1", "--delay", "0.02", "--force",
    ]  # fmt: skip
    for _ in range(2):
        code, said = ended(start(words))
        if code:
            report.problems.append(f"the last cycle ended with {code}: {said}")


def _judge_readers(readers: Readers, report: Report) -> None:
    every = [time_ for times in readers.times.values() for time_ in times]
    report.reads, report.read_failures = len(every), sum(readers.failures.values())
    for name, times in readers.times.items():
        if len(times) >= 20:
            report.read_ms[f"{name} p50"] = round(statistics.median(times), 1)
            report.read_ms[f"{name} p95"] = round(statistics.quantiles(times, n=20)[-1], 1)
            report.read_ms[f"{name} worst"] = round(max(times), 1)
            if report.read_ms[f"{name} p95"] > SLOW_MS:
                report.problems.append(f"the desk's {name} page took {report.read_ms[f'{name} p95']} ms at p95")
    if report.read_failures or not report.reads:
        report.problems.append(f"{report.reads} reads, failures: {dict(readers.failures)}")


def _judge_memory(lives: list[list[Sample]], report: Report) -> None:
    """The peaks of the quarters of the longest life: between two cycles a watch needs little."""
    samples = [sample.mib for sample in max(lives, key=len, default=[])]
    quarter = len(samples) // 4
    if quarter:
        report.memory_quarters_mib = [round(max(samples[n * quarter : (n + 1) * quarter]), 1) for n in range(4)]
        report.memory_growth = round(report.memory_quarters_mib[3] / report.memory_quarters_mib[1] - 1, 3)
        if report.memory_growth > GROWTH:
            report.problems.append(f"memory grew by {report.memory_growth:.0%} from the second quarter to the last")


def _judge_file(place: Place, report: Report) -> None:
    now = datetime.now(UTC)
    with open_store(place.db) as store:
        one = store.conn.execute
        report.stored, different = one(
            "select count(*), count(distinct outlet_id || title) from articles where body = 'full'"
        ).fetchone()
        report.events = one("select count(*) from events where current = 1").fetchone()[0]
        report.verdicts = one("select count(*) from verdicts").fetchone()[0]
        runs = one(
            "select count(*) from runs where kind = 'match' and finished is not null and exit_code = 0"
        ).fetchone()[0]
        report.cycles = runs
        report.bytes_per_article = round(place.db.stat().st_size / max(1, report.stored))
        if report.stored != report.served or different != report.served:
            report.problems.append(
                f"{report.served} articles were served, {report.stored} are stored, {different} different ones"
            )
        bare = without_evidence(store)
        if bare:
            report.problems.append(f"{len(bare)} verdicts without evidence: {bare[:3]}")
        report.problems += [f"{trouble.check}: {trouble.said}" for trouble in look(store, now)]
        unjudged = one(
            "select count(*) from articles where id not in (select article_id from event_articles)"
        ).fetchone()[0]
        if unjudged:
            report.problems.append(f"{unjudged} articles were not judged")
    log = place.db.with_name("watch.log").read_text(errors="replace")
    report.left_out = log.count("left out")
    report.problems += [line[:300] for line in log.splitlines() if "not foreseen" in line or "Traceback" in line][:5]


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=Soak().minutes)
    parser.add_argument("--outlets", type=int, default=Soak().outlets)
    parser.add_argument("--stories", type=int, default=Soak().stories_a_minute, help="New stories a minute.")
    parser.add_argument("--seed", type=int, default=Soak().seed)
    parser.add_argument("--json", type=Path, default=None)
    parser.add_argument(
        "--keep", type=Path, default=None, metavar="FOLDER", help="Work there, and leave the file and the logs."
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = run(Soak(chosen.minutes, chosen.outlets, chosen.stories, chosen.seed), chosen.keep or Path(folder))
    text = json.dumps(asdict(report), indent=1)
    print(text)
    if chosen.json:
        chosen.json.write_text(text + "\n", encoding="utf-8")
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main())
