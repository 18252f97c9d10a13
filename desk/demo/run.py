"""`corroborate demo`: serve the demo world, crawl it, match it, say what came out and whether that is right."""

from __future__ import annotations

import contextlib
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from desk.demo.check import Stored, differences, events_of, read_stored
from desk.demo.show import Shown, show_crawl, show_table, show_why
from desk.demo.sites import registry_toml, url_of
from desk.demo.world import WorldStory, load_world
from desk.errors import DeskError, Exit, UsageProblem
from desk.tables import progress
from matching.types import Registry
from store.connection import Store

PORT = 8470
"""The port that the demo asks for, so that its addresses are the same from run to run; any other one if it is taken."""

DELAY = 0.3
"""Seconds between two requests to one host. A real crawl waits for two; the demo world belongs to us."""

_MARK = ".made-by-corroborate-demo"
_OURS = ("news.db", "news.db-wal", "news.db-shm", "outlets.toml", "requests.jsonl")


@dataclass(frozen=True, slots=True)
class _Demo:
    """A demo at work: its folder, the world that is served, the port, and the clock's start."""

    folder: Path
    world: Sequence[WorldStory]
    port: int
    now: datetime
    quiet: bool

    @property
    def db(self) -> Path:
        return self.folder / "news.db"


def run_demo(folder: Path, *, quiet: bool = False, now: datetime | None = None) -> Exit:
    """Run the whole demo in `folder`, print its story on standard output, and answer the exit code.

    DONE where every verdict and every outcome is as the world says, FAILED where one is not. Dates of the world lead up
    to `now` (the clock, unless given).

    Raises:
        UsageProblem: the folder holds something that the demo did not make.
        DeskError: the world's server did not start.
    """
    start = (now or datetime.now(UTC)).replace(microsecond=0)
    _prepare(folder)
    with _served(folder, start) as port:
        demo = _Demo(folder, load_world(start), port, start, quiet)
        click.echo(f"{sum(len(story.articles) for story in demo.world)} pages of invented outlets at 127.0.0.1:{port}.")
        registry = _registry(demo)
        _crawl(demo, registry)
    return _judge(demo, registry)


def _prepare(folder: Path) -> None:
    """An empty folder, or one that an earlier demo made, without what that demo left."""
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).is_file():
        raise UsageProblem(f"{folder}: holds files that the demo did not make. Name another place: demo --folder PATH")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).touch()
    for name in _OURS:
        (folder / name).unlink(missing_ok=True)


@contextlib.contextmanager
def _served(folder: Path, now: datetime) -> Iterator[int]:
    """The world's server as a process of its own; gives the port. It ends when its input is closed, so also with us."""
    command = [sys.executable, "-m", "desk.demo.serve", "--now", now.isoformat(), "--port", str(PORT)]
    command += ["--log", str(folder / "requests.jsonl")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line.startswith("port "):
                raise DeskError(f"the demo world's server did not start (exit {process.wait()}); its message is above")
            yield int(line.removeprefix("port "))
        finally:
            if process.stdin:
                process.stdin.close()
            process.wait()


def _registry(demo: _Demo) -> Registry:
    from crawler.registry import load_registry

    path = demo.folder / "outlets.toml"
    path.write_text(registry_toml(demo.port), encoding="utf-8")
    return load_registry(path)


def _crawl(demo: _Demo, registry: Registry) -> None:
    from crawler.options import CrawlOptions, Limits, Progress
    from crawler.run import crawl

    with progress("crawling the demo world", None, quiet=demo.quiet) as advance:

        def step(done: Progress) -> None:
            advance(1 if done.outcome is not None else 0)

        options = CrawlOptions(
            db=demo.db,
            registry=registry,
            resolve={"*": "127.0.0.1"},
            limits=Limits(retry_base=1.0, max_wait=5.0),
            delay=DELAY,
            home=f"http://{{domain}}:{demo.port}/",
            progress=step,
        )
        report = crawl(options)
    show_crawl(report, {outlet.id: outlet.name for outlet in registry.outlets})


def _judge(demo: _Demo, registry: Registry) -> Exit:
    from desk.cycle import match
    from matching.reasons import SENTENCES
    from store.connection import open_store

    with open_store(demo.db) as store:
        match(store, registry, now=demo.now)
        stored = read_stored(store)
        events = _events(store, stored, demo)
    show_table(events)
    show_why(events, SENTENCES)
    code = _verdict_on_ourselves(demo, stored)
    _look_further(demo)
    return code


def _events(store: Store, stored: Stored, demo: _Demo) -> list[Shown]:
    """The events in the order of the world's stories; one that holds several stories comes once, others at the end."""
    from store.exports import read_verdict

    shows: dict[str, str] = {}
    for story in demo.world:
        for event in events_of(stored, [url_of(article, demo.port) for article in story.articles]):
            shows.setdefault(event, story.shows)
    for event in sorted(stored.events):
        shows.setdefault(event, "")
    return [Shown(read_verdict(store, event), text) for event, text in shows.items()]


def _verdict_on_ourselves(demo: _Demo, stored: Stored) -> Exit:
    found = differences(stored, demo.world, demo.port)
    judged = sum(story.expect is not None for story in demo.world)
    if not found:
        click.echo(
            f"\nAll {judged} stories were judged as the world says they should be, and every page has its outcome."
        )
        return Exit.DONE
    click.echo(f"\n{len(found)} things are not as the world says they should be:")
    for difference in found:
        click.echo(f"  - {difference.as_text()}")
    return Exit.FAILED


def _program() -> str:
    """How the command is called from here: by its name where that finds it, else by its path (as after `make demo`)."""
    installed = Path(sys.executable).parent / "corroborate"
    found = shutil.which("corroborate")
    if not installed.is_file() or (found is not None and Path(found).samefile(installed)):
        return "corroborate"
    return str(installed.relative_to(Path.cwd())) if installed.is_relative_to(Path.cwd()) else str(installed)


def _look_further(demo: _Demo) -> None:
    article = demo.world[0].articles[0]
    program = f"{shlex.quote(_program())} --db {shlex.quote(str(demo.db))}"
    click.echo("\nTo look further:")
    for command, what in (
        (f"verdict {url_of(article, demo.port)}", "the whole verdict of one article's event, with its evidence"),
        ("export events", "every event, one JSON object a line"),
        ("status", "how each outlet delivered, and why one did not"),
        ("browse", "the desk in a browser: every event with its origins, copies beside originals, all data"),
    ):
        click.echo(f"  {program} {command}\n      {what}")
