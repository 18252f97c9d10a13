"""Cycles that something happens to, each followed by one that nothing happens to: the file then has to say what it says after
an undisturbed cycle.

`python -m bench.cycle_faults --kills 15` runs in minutes, `--long` kills 200 times and holds the file for a minute. Prints
what happened as JSON, a line a fault, and fails where a file differs.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import resource
import shlex
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from bench.cycle_runs import Bench, Place, Told, command, ended, start
from bench.cycle_world import World

DAY = 86_400
BACK_OFF = 35.0
"""Seconds after a first failure within which a host is not asked again, and some (`crawler.options.Limits.retry_base`)."""


def killed(bench: Bench, chance: random.Random, times: int) -> Callable[[Place], tuple[int, str]]:
    """Kill -9 at random points, so many times in a row: from when there is a file to the end of the cycle, since a program that
    has not come to its file yet has nothing to leave behind.
    """

    def disturb(place: Place) -> tuple[int, str]:
        code, said = 0, ""
        for _ in range(times):
            code, said = _kill(bench, place, chance)
        return code, said

    return disturb


def _kill(bench: Bench, place: Place, chance: random.Random) -> tuple[int, str]:
    """Kill one cycle. One that had ended before shows how long cycles take now, which the machine's load decides."""
    process, began = start(command(place)), time.monotonic()
    until = began + chance.uniform(bench.opening, bench.seconds)
    while process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    if process.poll() is not None:
        bench.seconds = max(bench.opening, min(bench.seconds, time.monotonic() - began))
    with contextlib.suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
    return ended(process)


def power_cut(bench: Bench, chance: random.Random) -> Callable[[Place], tuple[int, str]]:
    """A kill, after which the end of the write-ahead log never reached the disk."""

    def disturb(place: Place) -> tuple[int, str]:
        answer = killed(bench, chance, 1)(place)
        wal = place.db.with_name(place.db.name + "-wal")
        if wal.exists() and wal.stat().st_size:
            with wal.open("r+b") as file:
                file.truncate(chance.randrange(wal.stat().st_size))
        return answer

    return disturb


def full_disk(size: int) -> Callable[[Place], tuple[int, str]]:
    """No file may grow over so many bytes."""

    def disturb(place: Place) -> tuple[int, str]:
        return ended(start(command(place), before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))))

    return disturb


def read_only(place: Place) -> tuple[int, str]:
    """A file that may not be written: by its permissions, or, where we are root, whom none stops, in a folder that is mounted
    read-only for this cycle.
    """
    ended(
        start(
            [sys.executable, "-m", "desk", "--db", str(place.db), "--outlets", str(place.outlets), "import", os.devnull]
        )
    )
    folder = place.db.parent
    if os.geteuid() == 0:
        mount = (
            f"mount --bind {folder} {folder} && mount -o remount,ro,bind {folder} && exec {shlex.join(command(place))}"
        )
        return ended(start(["unshare", "--mount", "sh", "-c", mount]))
    place.db.chmod(0o444)
    folder.chmod(0o555)
    try:
        return ended(start(command(place)))
    finally:
        folder.chmod(0o755)
        place.db.chmod(0o600)


def clock_off(seconds: float) -> Callable[[Place], tuple[int, str]]:
    """A whole cycle under a clock that is wrong."""
    return lambda place: ended(start(command(place, shift=seconds)))


def no_names(place: Place) -> tuple[int, str]:
    """No name server: every look-up fails. Hosts are then left alone for half a minute, which is waited for here."""
    answer = ended(start(command(place, resolve=False)))
    time.sleep(BACK_OFF)
    return answer


def locked(bench: Bench, chance: random.Random, seconds: float) -> Callable[[Place], tuple[int, str]]:
    """Another program holds the file for writing in the middle of the cycle."""

    def disturb(place: Place) -> tuple[int, str]:
        process = start(command(place))
        time.sleep(chance.uniform(0.3, 0.9) * bench.seconds)
        with (
            contextlib.suppress(sqlite3.OperationalError),
            contextlib.closing(sqlite3.connect(place.db, timeout=5)) as other,
        ):
            other.execute("begin immediate")
            time.sleep(seconds)
            other.rollback()
        return ended(process)

    return disturb


def workers(number: int, bench: Bench) -> Callable[[Place], tuple[int, str]]:
    """Send a signal to the processes of the extraction, again and again; what was stopped goes on after a while."""

    def disturb(place: Place) -> tuple[int, str]:
        process = start(command(place))
        until = time.monotonic() + bench.seconds * 3
        while process.poll() is None and time.monotonic() < until:
            for pid in _workers_of(process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, number)
            time.sleep(0.4)
            for pid in _workers_of(process.pid) if number == signal.SIGSTOP else ():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)
            time.sleep(0.4)
        return ended(process)

    return disturb


def _workers_of(pid: int) -> list[int]:
    """Processes of the session, but its leader and the fork server (which has children of its own)."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            fields = path.read_text().rsplit(")", 1)[1].split()
            if int(fields[3]) == pid:
                parents[int(path.parent.name)] = int(fields[1])
    return [child for child, parent in parents.items() if parent not in {pid} and child not in {pid, *parents.values()}]


def faults(
    bench: Bench, *, kills: int, long: bool, seed: int
) -> Iterator[tuple[str, Callable[[Place], tuple[int, str]]]]:
    """Every fault of a run, by name."""
    chance = random.Random(seed)
    size = sum(len(str(row)) for row in bench.expected["articles"])
    for number in range(kills):
        yield f"kill -9, {number + 1}", killed(bench, chance, 1 if number % 5 else 3)
    for number in range(max(2, kills // 10)):
        yield f"power cut, {number + 1}", power_cut(bench, chance)
    for limit in (200_000, 400_000 + size, 900_000):
        yield f"disk full at {limit} bytes", full_disk(limit)
    yield "read-only file", read_only
    for days in (400, -400, 0.04, -0.04):
        yield f"clock off by {days:g} days", clock_off(days * DAY)
    yield "file locked", locked(bench, chance, 65.0 if long else 4.0)
    yield "workers killed", workers(signal.SIGKILL, bench)
    yield "workers stand still", workers(signal.SIGSTOP, bench)
    if long:
        yield "no names", no_names


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=None, help="kills, 15 where nothing else is said, 200 with --long")
    parser.add_argument("--seed", type=int, default=20260302)
    parser.add_argument("--long", action="store_true", help="faults that take minutes as well")
    chosen = parser.parse_args()
    kills = chosen.kills if chosen.kills is not None else 200 if chosen.long else 15
    failed = hit = 0
    with tempfile.TemporaryDirectory() as folder, Bench(Path(folder), World()).served() as bench:
        for name, disturb in faults(bench, kills=kills, long=chosen.long, seed=chosen.seed):
            told = bench.told(name, disturb)
            failed += bool(told.differences)
            hit += in_the_middle(told)
            print(json.dumps(asdict(told)), flush=True)
    print(json.dumps({"failed": failed, "killed in the middle": hit}))
    return 1 if failed or hit < kills / 2 else 0


def in_the_middle(told: Told) -> bool:
    """Whether a fault killed the cycle before it had come to its end."""
    return told.code == -signal.SIGKILL and " CYCLE " not in told.said


if __name__ == "__main__":
    sys.exit(main())
