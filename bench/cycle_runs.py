"""One cycle as a process of its own, what a file says after it, and in what two files differ."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.cycle_world import World, sites, write_registry
from desk.replay.server import ReplayServer

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cycle works: the registry of the web that is served, and a file of its own."""

    outlets: Path
    db: Path


@dataclass(frozen=True, slots=True)
class Told:
    """What a disturbed cycle came to: its exit code (negative: the signal), the last line that it said, and how the file
    differs from that of an undisturbed one after the next cycle.
    """

    fault: str
    code: int
    said: str
    differences: tuple[str, ...]
    seconds: float


def command(place: Place, *, resolve: bool = True, shift: float | None = None) -> list[str]:
    """One cycle, as cron starts it."""
    start = ["-m", "desk"] if shift is None else ["-m", "bench.shifted", str(shift), "--"]
    pinned = ["--resolve", "*:127.0.0.1"] if resolve else []
    return [
        sys.executable, *start, "--db", str(place.db), "--outlets", str(place.outlets), "run", *pinned, "--delay", "0.01", "--force", "--json",
    ]  # fmt: skip


def start(words: list[str], *, before: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    """Start a command in a session of its own; `before` runs in the new process first."""
    return subprocess.Popen(
        words,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=before,  # noqa: PLW1509 - sets a limit, and nothing else
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit code and the last line."""
    _, said = process.communicate(timeout=600)
    lines = [line for line in said.splitlines() if line.strip()]
    return process.returncode, lines[-1][:300] if lines else ""


def state(db: Path) -> dict[str, list[object]]:
    """What a file says, without the times at which it was told. What it said in between (an event that was judged under a
    wrong clock, and whose id leads on) is history, which nothing takes back.
    """
    queries = {
        "articles": "select id, url, outlet_id, title, text, published, body, revision from articles order by id",
        "urls": "select url_key, article_id from article_urls order by 1",
        "frontier": "select url_key, state in ('done', 'revisit'), outcome in ('stored', 'unchanged'), article_id, lease_owner from frontier order by 1",
        "events": "select id, title, first_seen, last_seen from events where current = 1 order by id",
        "members": "select article_id, event_id from event_articles order by 1",
        "findings": "select article_id, event_id, origin_id, origin_kind, counted, reason, credited from findings order by 1",
        "origins": "select event_id, id, kind, outlet_id, counts, articles from origins order by 1, 2",
        "edges": "select event_id, article_id, target, kind, probability from edges order by 1, 2, 3, 4",
        "verdicts": "select event_id, state, provisional, disputed, outlets, origins, notable_origins, because from verdicts_now order by 1",
        "ratings": "select article_id, criteria from ratings order by 1",
        "pages": "select url_key, sha256 from raw_pages group by 1, 2 order by 1, 2",
        "ids that lead nowhere": """select old_id from event_aliases where event_id not in (select id from events where current = 1)
            and event_id not in (select old_id from event_aliases) order by 1""",
        "locks": "select name from locks",
        "open runs": "select id from runs where finished is null",
        "pending": "select id from fetches where outcome = 'pending'",
        "integrity": "select * from pragma_integrity_check",
        "references": "select * from pragma_foreign_key_check",
    }
    with contextlib.closing(sqlite3.connect(db)) as conn:
        return {name: [list(row) for row in conn.execute(query)] for name, query in queries.items()}


def differences(expected: dict[str, list[object]], found: dict[str, list[object]]) -> tuple[str, ...]:
    """In words; nothing where the files say the same."""
    said = []
    for name, rows in expected.items():
        missing = [row for row in rows if row not in found[name]]
        extra = [row for row in found[name] if row not in rows]
        if missing or extra:
            said.append(
                f"{name}: {len(missing)} missing, {len(extra)} too many; first: {str((missing or extra)[0])[:200]}"
            )
    return tuple(said)


class Bench:
    """A web that is served, the file of an undisturbed cycle, how long that took (`seconds`), and how much of it the program
    took to start, up to when there was a file (`opening`).
    """

    def __init__(self, folder: Path, world: World) -> None:
        self.folder = folder
        self.world = world
        self._number = 0

    @contextlib.contextmanager
    def served(self) -> Iterator[Bench]:
        """Serve the web, and run the undisturbed cycle."""
        with ReplayServer(lambda port: tuple(sites(self.world, port))) as replay:
            self.outlets = write_registry(self.world, replay.port, self.folder / "outlets.toml")
            place, began = self.place(), time.monotonic()
            process = start(command(place))
            while process.poll() is None and not place.db.exists():
                time.sleep(0.01)
            self.opening = time.monotonic() - began
            code, said = ended(process)
            self.seconds = time.monotonic() - began
            self.expected = state(place.db)
            if code != 0 or not self.expected["verdicts"]:
                raise RuntimeError(f"the undisturbed cycle ended with {code}: {said}")
            yield self

    def place(self) -> Place:
        """A new file."""
        self._number += 1
        folder = self.folder / str(self._number)
        folder.mkdir()
        return Place(self.outlets, folder / "news.db")

    def told(self, fault: str, disturb: Callable[[Place], tuple[int, str]]) -> Told:
        """Disturb a cycle on a new file, run one that nothing happens to, and compare."""
        place, began = self.place(), time.monotonic()
        code, said = disturb(place)
        after, message = ended(start(command(place)))
        found = differences(self.expected, state(place.db))
        if after != 0:
            found = (f"the next cycle ended with {after}: {message}", *found)
        return Told(fault, code, said, found, round(time.monotonic() - began, 1))
