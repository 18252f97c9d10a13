"""`corroborate watch`: cycle after cycle in one process, at a steady beat, until it is told to stop.

The beat is kept by a clock that never jumps. A cycle that takes longer than the time between two makes the ones that
were due meanwhile fall out: they are counted, never made up for. So does a cycle that another process is at work on. Each
cycle starts a little later than its beat, by chance, so that many desks do not ask the same outlets at the same second.
"""

from __future__ import annotations

import contextlib
import logging
import math
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType

from crawler.errors import CrawlerError
from desk.crawling import CrawlAnswer
from desk.cycle_line import log_failure
from desk.errors import DeskError, Exit
from store.connection import open_store
from store.errors import Busy, StoreError
from store.heartbeats import Heartbeat, beat, end_heartbeat
from store.runs import cycle_lock

logger = logging.getLogger(__name__)

WATCH = "watch"
"""The name of the lock and of the heartbeat."""

PULSE_SECONDS = 20.0
"""How often the heartbeat is renewed, whatever the process does: `status` takes three missed ones for a stop."""

MAX_FAILURES = 10
"""Cycles in a row that may fail before the watch ends with an error, so that whoever supervises it starts it afresh and
notices: at the usual quarter of an hour that is two and a half hours, longer than a full disk or a lost mount should go
unseen, and a hundred times as long as a busy file."""


@dataclass(frozen=True, slots=True)
class WatchOrder:
    """How to watch: a cycle each `every`, started up to `jitter` (a share of `every`) later; `cycles` 0: without an end."""

    every: timedelta
    jitter: float = 0.1
    cycles: int = 0


@dataclass(slots=True)
class Watch:
    """A watch at work. `cycle` runs one cycle and answers what came of it; `daily` runs once a day between two cycles."""

    db: Path
    order: WatchOrder
    cycle: Callable[[], CrawlAnswer]
    daily: Callable[[], None] | None = None
    chance: random.Random = field(default_factory=random.SystemRandom)
    _stop: threading.Event = field(default_factory=threading.Event)
    _asked: int = 0

    def run(self) -> Exit:
        """Watch until told to stop (SIGTERM, SIGINT: the cycle at work ends in order), or for so many cycles.

        Raises:
            Busy: another watch is at work on the file.
            StoreError: the file cannot be used at all.
        """
        now = _now()
        with (
            open_store(self.db) as store,
            cycle_lock(store, WATCH, "corroborate watch", now),
            self._signals(),
            _Pulse(self.db, Heartbeat(WATCH, now, now, "waiting", now)) as pulse,
        ):
            return self._beat(pulse)

    def _beat(self, pulse: _Pulse) -> Exit:
        every = self.order.every.total_seconds()
        due, done, day = time.monotonic(), 0, _now().date()
        while not self._stop.is_set():
            pulse.turn("cycle")
            self._one(pulse)
            done += 1
            if pulse.state.failures >= MAX_FAILURES:
                logger.error(
                    "%d cycles in a row failed: the watch ends; start it again when that is mended", MAX_FAILURES
                )
                return Exit.FAILED
            if self.order.cycles and done >= self.order.cycles:
                break
            if self.daily is not None and _now().date() != day and not self._stop.is_set():
                day = _now().date()
                pulse.turn("upkeep")
                self.daily()
            due, missed = next_beat(due, time.monotonic(), every)
            if missed:
                pulse.miss(missed)
                logger.warning("the cycle took longer than the beat of %.0f s: %d left out", every, missed)
            wait = due - time.monotonic() + self.chance.uniform(0, self.order.jitter * every)
            pulse.turn("waiting", next_cycle=_now() + timedelta(seconds=round(wait)))
            self._stop.wait(wait)
        logger.warning("the watch ends after %d cycles", done)
        return Exit.DONE

    def _one(self, pulse: _Pulse) -> None:
        began = time.monotonic()
        try:
            answer = self.cycle()
        except Busy as error:
            logger.warning("this cycle is left out: %s", error)
            pulse.miss(1)
        except (StoreError, CrawlerError, DeskError) as error:
            log_failure(error, time.monotonic() - began)
            pulse.fail(str(error))
        except Exception as error:
            logger.exception("a cycle failed in a way that is not foreseen")
            pulse.fail(f"{type(error).__name__}: {error}")
        else:
            pulse.done(int(answer.exit_code))
            if answer.report.interrupted:
                self._stop.set()

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        """The first signal ends the watch after the cycle at work; a second one at once."""

        def ask(_signal: int, _frame: FrameType | None) -> None:
            self._asked += 1
            if self._asked > 1:
                raise KeyboardInterrupt
            self._stop.set()

        numbers = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, ask) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def next_beat(due: float, now: float, every: float) -> tuple[float, int]:
    """When the next cycle is due after the one that was due at `due` ended at `now`, and how many beats it took with it.

    >>> next_beat(0.0, 3.0, 10.0), next_beat(0.0, 25.0, 10.0), next_beat(0.0, 10.0, 10.0)
    ((10.0, 0), (30.0, 2), (20.0, 1))
    """
    missed = max(0, math.floor((now - due) / every))
    return due + (missed + 1) * every, missed


class _Pulse:
    """The heartbeat of a watch, renewed by a thread of its own, so that it beats while a cycle is at work."""

    def __init__(self, db: Path, state: Heartbeat) -> None:
        self._db = db
        self.state = state
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="heartbeat", daemon=True)

    def __enter__(self) -> _Pulse:
        self._write()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        with contextlib.suppress(StoreError), open_store(self._db, create=False) as store:
            end_heartbeat(store, self.state.name)

    def turn(self, doing: str, next_cycle: datetime | None = None) -> None:
        """From now on the watch does something else."""
        self._set(doing=doing, doing_since=_now(), next_cycle=next_cycle)

    def done(self, exit_code: int) -> None:
        """A cycle came to its end."""
        self._set(cycles=self.state.cycles + 1, failures=0, detail=f"last cycle: exit {exit_code}")

    def fail(self, why: str) -> None:
        """A cycle failed."""
        self._set(failures=self.state.failures + 1, detail=why[:500])

    def miss(self, number: int) -> None:
        """Cycles were left out."""
        self._set(missed=self.state.missed + number)

    def _set(self, **changes: object) -> None:
        with self._lock:
            self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self._write()

    def _renew(self) -> None:
        while not self._ended.wait(PULSE_SECONDS):
            self._write()

    def _write(self) -> None:
        """Keep the state. A file that cannot be written now is passed over: a heart that skips a beat is the very sign."""
        with self._lock:
            state = replace(self.state, at=_now())
        with contextlib.suppress(StoreError), open_store(self._db, create=False) as store:
            beat(store, state)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
