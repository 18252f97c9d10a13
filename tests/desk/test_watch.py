"""Cycle after cycle: the beat, what is left out, what fails, and the end in order."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from crawler.report import CrawlReport
from desk import watch as watching
from desk.crawling import CrawlAnswer
from desk.errors import Exit
from desk.replay import Page, ReplayServer, ReplaySite
from desk.replay.site import RSS
from desk.watch import Watch, WatchOrder, next_beat
from store.connection import open_store
from store.errors import Busy, Unwritable
from store.heartbeats import Heartbeat, read_heartbeats
from store.runs import cycle_lock
from tests.builders import NOON
from tests.crawler.pages import article, headline, rss

ROOT = Path(__file__).resolve().parents[2]


def answer(*, interrupted: bool = False) -> CrawlAnswer:
    return CrawlAnswer(CrawlReport(NOON, NOON, (), interrupted=interrupted))


def watch(db: Path, cycle: Callable[[], CrawlAnswer], *, every: float = 0.02, cycles: int = 0) -> Watch:
    order = WatchOrder(timedelta(seconds=every), 0.0, cycles)
    return Watch(db, order, cycle, chance=random.Random(1))


def hearts(db: Path) -> list[Heartbeat]:
    with open_store(db, read_only=True) as store:
        return read_heartbeats(store)


def test_cycles_come_at_their_beat_and_the_heart_is_seen(tmp_path: Path) -> None:
    db, seen, times = tmp_path / "news.db", [], []

    def cycle() -> CrawlAnswer:
        times.append(time.monotonic())
        seen.extend(hearts(db))
        return answer()

    assert watch(db, cycle, every=0.1, cycles=4).run() is Exit.DONE
    gaps = [later - sooner for sooner, later in pairwise(times)]
    assert all(0.07 < gap < 0.4 for gap in gaps), gaps
    assert [(heart.doing, heart.cycles, heart.running) for heart in seen] == [("cycle", n, True) for n in range(4)]
    assert hearts(db) == [], "a watch that ended in order leaves no heart that has stopped"


def test_beats_that_a_long_cycle_takes_with_it_are_not_made_up_for(tmp_path: Path) -> None:
    db, times = tmp_path / "news.db", []
    missed: list[int] = []

    def cycle() -> CrawlAnswer:
        times.append(time.monotonic())
        missed.extend(heart.missed for heart in hearts(db))
        time.sleep(0.5 if len(times) == 1 else 0)
        return answer()

    began = time.monotonic()
    watch(db, cycle, every=0.2, cycles=3).run()
    assert missed[1] >= 2
    assert times[1] - began >= 0.59, "the next one keeps to the beat"
    assert times[2] - times[1] > 0.1


def test_next_beat_is_never_in_the_past() -> None:
    chance = random.Random(4)
    for _ in range(1000):
        due, now, every = chance.uniform(0, 100), chance.uniform(100, 500), chance.uniform(0.1, 50)
        when, missed = next_beat(due, now, every)
        assert now < when <= now + every + 1e-6 or missed == 0


@pytest.mark.parametrize("error", [Unwritable("the disk is full"), KeyError("odd")])
def test_a_cycle_that_fails_is_no_end_until_it_fails_for_long(
    tmp_path: Path, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    db, ran = tmp_path / "news.db", []
    monkeypatch.setattr(watching, "MAX_FAILURES", 4)
    details: list[tuple[int, str]] = []

    def cycle() -> CrawlAnswer:
        ran.append(1)
        details.extend((heart.failures, heart.detail) for heart in hearts(db))
        if len(ran) == 3:
            return answer()
        raise error

    assert watch(db, cycle).run() is Exit.FAILED
    assert len(ran) == 7
    assert details[1][0] == 1 and str(error) in details[1][1]
    assert [failures for failures, _ in details] == [0, 1, 2, 0, 1, 2, 3]


def test_a_cycle_that_another_process_is_at_is_left_out(tmp_path: Path) -> None:
    db, ran = tmp_path / "news.db", []

    def cycle() -> CrawlAnswer:
        ran.append(1)
        if len(ran) < 15:
            raise Busy("corroborate run is at work")
        return answer()

    assert watch(db, cycle, cycles=15).run() is Exit.DONE


def test_two_watches_do_not_watch_one_file(tmp_path: Path) -> None:
    with (
        open_store(tmp_path / "news.db") as store,
        cycle_lock(store, "watch", "corroborate watch", NOON),
        pytest.raises(Busy, match="corroborate watch"),
    ):
        watch(tmp_path / "news.db", answer).run()


def test_a_crawl_that_was_told_to_stop_ends_the_watch(tmp_path: Path) -> None:
    ran = []

    def cycle() -> CrawlAnswer:
        ran.append(1)
        return answer(interrupted=True)

    assert watch(tmp_path / "news.db", cycle, every=5).run() is Exit.DONE
    assert ran == [1]


def test_a_signal_while_it_waits_ends_it_at_once_and_handlers_are_given_back(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)

    def cycle() -> CrawlAnswer:
        os.kill(os.getpid(), signal.SIGTERM)
        return answer()

    began = time.monotonic()
    assert watch(tmp_path / "news.db", cycle, every=20).run() is Exit.DONE
    assert time.monotonic() - began < 10
    assert signal.getsignal(signal.SIGTERM) is before


def test_the_daily_work_is_done_once_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    times = iter([NOON + timedelta(hours=4 * n) for n in range(400)])
    monkeypatch.setattr(watching, "_now", lambda: next(times))

    def cycle() -> CrawlAnswer:
        ran.append("cycle")
        return answer()

    one = watch(tmp_path / "news.db", cycle, cycles=12)
    one.daily = lambda: ran.append("daily")
    one.run()
    assert 2 <= ran.count("daily") < 12
    assert ran[0] == "cycle"


def small_web(port: int) -> tuple[ReplaySite, ...]:
    host = "ferry-post.example"
    links = [(f"http://{host}:{port}/a/{n}", headline(n)) for n in range(6)]
    pages = [Page("/feed", rss(links), RSS), *(Page(f"/a/{n}", article(n)) for n in range(6))]
    return (ReplaySite(host, tuple(pages), feeds=("/feed",)),)


@pytest.mark.slow
def test_a_watch_of_a_web_ends_in_order_in_the_middle_of_a_crawl(tmp_path: Path) -> None:
    with ReplayServer(small_web) as server:
        (tmp_path / "outlets.toml").write_text(
            '[[outlet]]\nid = "ferry-post"\nname = "Ferry Post"\ndomains = ["ferry-post.example"]\nkind = "local"\n'
            f'family = "F"\nfeeds = ["http://ferry-post.example:{server.port}/feed"]\n'
        )
        command = [
            sys.executable, "-m", "desk", "--db", str(tmp_path / "news.db"), "--outlets", str(tmp_path / "outlets.toml"), "--log-json",
            "watch", "--every", "0.05", "--resolve", "*:127.0.0.1", "--delay", "0.4", "--force",
        ]  # fmt: skip
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
            until = time.monotonic() + 60
            while len(server.requests()) < 4 and time.monotonic() < until:
                time.sleep(0.05)
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    lines = [json.loads(line) for line in said.splitlines()]
    (cycle,) = [line for line in lines if line["level"] == "CYCLE"]
    assert cycle["interrupted"] and cycle["logger"] == "corroborate.cycle" and cycle["run"] == 1
    with open_store(tmp_path / "news.db", read_only=True) as store:
        one = store.conn.execute
        assert one("select count(*) from frontier where lease_owner is not null").fetchone() == (0,)
        assert one("select count(*) from locks").fetchone() == (0,)
        assert one("select count(*) from heartbeats").fetchone() == (0,)
        assert one("select count(*) from runs where finished is null").fetchone() == (0,)
        assert one("select count(*) from articles").fetchone()[0] < 6
