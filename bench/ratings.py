"""How fast the rating library is served: every change of a large file through the command, and a poll with nothing new.

The file is made in a folder of its own, with invented articles whose ratings are of the usual size. The export is timed
as a whole process; a poll is timed through `desk.library` and over HTTP with the ETag of the poll before it, against a
served desk on the loopback. Run: python -m bench.ratings [CHANGES]
"""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desk.library import open_library
from matching.types import Outlet, OutletKind, Registry
from store.articles import save_article
from store.connection import open_store
from store.outlets import sync_registry
from store.ratings import Rating, write_ratings
from store.records import ArticleRecord

_NOW = datetime(2026, 3, 2, tzinfo=UTC)
_POLLS = 200
_WORDS = re.findall(
    r"\w+", "harbour council pier engineer vote gate tide walkers repair summer piles width cost region meeting court"
)


@dataclass(frozen=True, slots=True)
class Figures:
    """Lines and megabytes of the export with its seconds, and the milliseconds of polls: the middle and the 99th of 100."""

    lines: int
    megabytes: float
    seconds: float
    library: tuple[float, float]
    http: tuple[float, float]


def fill(path: Path, changes: int) -> None:
    """Make a file with that many ratings."""
    chance = random.Random(11)
    outlet = Outlet("post", "Post", ("post.example",), OutletKind.NATIONAL, "Quay")
    with open_store(path) as store:
        sync_registry(store, Registry((outlet,), "r1"))
        with store.writing():
            for n in range(changes):
                url = f"https://post.example/{n}"
                record = ArticleRecord(
                    url=url, url_key=url, outlet_id="post", title=f"Pier {n}", text=_said(chance, 40), id=f"a{n}"
                )
                save_article(store, record, now=_NOW, find_duplicates=False)
            write_ratings(
                store, [Rating(f"a{n}", "rules-1 ratings-1", _criteria(chance)) for n in range(changes)], _NOW
            )


def _said(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(_WORDS, k=words))


def _criteria(chance: random.Random) -> dict[str, object]:
    """Evidence of the usual size: three persons, four statements, two photographs, two origins."""
    persons = [
        {"name": _said(chance, 2), "span": _said(chance, 25), "verb": "said", "quote": _said(chance, 15)}
        for _ in range(3)
    ]
    statements = [
        {"kind": "direct_statement", "quote": _said(chance, 18), "speaker": _said(chance, 2)} for _ in range(4)
    ]
    photos = [{"kind": "photo", "url": "https://post.example/p.jpg", "caption": _said(chance, 15)} for _ in range(2)]
    origins = [{"outlet": "post", "name": "Post", "family": "Quay", "notability_basis": "https://e.example/post",
                "url": "https://post.example/1", "published": "2026-03-02T00:00:00+00:00", "quote": _said(chance, 30)}
               for _ in range(2)]  # fmt: skip
    head = {"event_id": "e1", "state": "corroborated", "provisional": False, "disputed": False, "origins": 2,
            "notable_origins": 2, "because": _said(chance, 20)}  # fmt: skip
    return {
        "named_sources": {"met": True, "evidence": persons},
        "more_than_one_notable_outlet": {"met": True, "evidence": [head, *origins]},
        "supporting_material": {"met": True, "evidence": statements + photos},
    }


def measure(changes: int) -> Figures:
    """Make a file, export all of it once, and poll it with nothing new.

    Raises:
        ValueError: the export has not as many lines as there are changes; then nothing was measured.
    """
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder) / "news.db"
        fill(db, changes)
        out = Path(folder) / "ratings.jsonl"
        started = time.perf_counter()
        with out.open("wb") as file:
            subprocess.run(
                [sys.executable, "-m", "desk", "--db", str(db), "export", "ratings"], check=True, stdout=file
            )
        seconds = time.perf_counter() - started
        lines = out.read_bytes().splitlines()
        if len(lines) != changes:
            raise ValueError(f"{len(lines)} lines of {changes} changes")
        cursor = json.loads(lines[-1])["cursor"]
        return Figures(len(lines), out.stat().st_size / 1e6, seconds, _poll_library(db, cursor), _poll_http(db, cursor))


def _poll_library(db: Path, cursor: str) -> tuple[float, float]:
    times = []
    for _ in range(_POLLS):
        started = time.perf_counter()
        with open_library(db) as library:
            found = list(library.changes(cursor))
        times.append(time.perf_counter() - started)
        if found:
            raise ValueError("there was something new")
    return _milliseconds(times)


def _poll_http(db: Path, cursor: str) -> tuple[float, float]:
    times = []
    with _served(db) as port:
        etag = ""
        for _ in range(_POLLS + 1):
            started = time.perf_counter()
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request(
                "GET", f"/-/ratings.jsonl?since={cursor}", headers={"If-None-Match": etag} if etag else {}
            )
            answer = connection.getresponse()
            body = answer.read()
            connection.close()
            times.append(time.perf_counter() - started)
            if body or answer.status != (304 if etag else 200):
                raise ValueError(f"answered {answer.status} with {len(body)} bytes")
            etag = answer.headers["ETag"]
    return _milliseconds(times[1:])


@contextlib.contextmanager
def _served(db: Path) -> Iterator[int]:
    """Serve a file on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    plugin = "from datasette.plugins import pm; from desk.feeds import plugin; pm.is_registered(plugin) or pm.register(plugin)"
    serve = f"from datasette.cli import cli; cli(['serve', {str(db)!r}, '--port', '{port}'])"
    process = subprocess.Popen([sys.executable, "-c", f"{plugin}; {serve}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _milliseconds(times: list[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(times, n=100)
    return 1e3 * cuts[49], 1e3 * cuts[98]


def main(arguments: list[str]) -> None:
    """Print the figures."""
    figures = measure(int(arguments[0]) if arguments else 100_000)
    print(f"export ratings: {figures.lines} lines, {figures.megabytes:.0f} MB, {figures.seconds:.1f} s, {figures.lines / figures.seconds:.0f} lines/s")  # fmt: skip
    print(
        f"a poll with nothing new, desk.library: {figures.library[0]:.1f} ms, 99 in 100 within {figures.library[1]:.1f} ms"
    )
    print(
        f"a poll with nothing new, HTTP with ETag: {figures.http[0]:.1f} ms, 99 in 100 within {figures.http[1]:.1f} ms"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
