"""The fault run: every site breaks connections, answers 5xx and 429, hangs, cuts pages short and sends garbage, while the
crawler is killed again and again. At the end each article that is served has to be stored exactly once.

`python -m bench.faults --outlets 20 --articles 50 --kills 30` prints what happened as JSON, and fails where one is not.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from crawler.options import CrawlOptions, Limits
from desk.replay.server import ReplayServer
from desk.replay.site import RSS, Behaviour, Page, ReplaySite, Trouble

ROOT = Path(__file__).resolve().parents[1]

LIMITS = Limits(retry_base=0.2, max_wait=6.0, fetch_seconds=1.0, extract_seconds=10.0, workers=1, attempts=12)
"""Short waits, so that what takes days on the web takes a minute here."""

TROUBLES = (
    Trouble.DROP,
    Trouble.TRUNCATE,
    Trouble.STATUS,
    Trouble.GARBAGE,
    Trouble.HANG,
    Trouble.RETRY_AFTER,
    Trouble.STATUS,
    None,
)
"""What the pages of a site do to the crawler, one after the other; the last of each eight behaves."""

_STATUSES = (500, 502, 503, 504)
_WORDS = [
    "harbour",
    "pier",
    "ferry",
    "tram",
    "mill",
    "bridge",
    "council",
    "engineer",
    "market",
    "library",
    "tower",
    "garden",
    "lantern",
    "quay",
    "timber",
    "glass",
]


@dataclass(frozen=True, slots=True)
class Size:
    """How large a run is."""

    outlets: int = 20
    articles: int = 50
    kills: int = 30
    seed: int = 20260302

    @property
    def served(self) -> int:
        """Articles that the sites serve."""
        return self.outlets * self.articles


@dataclass(frozen=True, slots=True)
class Result:
    """What a run came to. `problems` is empty where every article was stored exactly once."""

    served: int
    stored: int
    kills: int
    starts: int
    requests: int
    troubles: dict[str, int]
    seconds: float
    problems: list[str] = field(default_factory=list)


def headline(outlet: int, article: int) -> str:
    """The headline of an article; no other has it."""
    return (
        f"Report {article} of ward {outlet}: the {_WORDS[article % 16]} and the {_WORDS[(outlet + article // 16) % 16]}"
    )


def page(outlet: int, article: int) -> bytes:
    """An article with paragraphs that no other has."""
    chance = random.Random(outlet * 100_000 + article)
    paragraphs = [
        f"In ward {outlet} the {chance.choice(_WORDS)} of report {article} was {chance.choice(_WORDS)} number {chance.randrange(10**6)}, "
        f"said the {chance.choice(_WORDS)} office, which had counted {chance.randrange(10**6)} of them by the evening."
        for _ in range(5)
    ]
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    title = headline(outlet, article)
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title}</title><meta property='og:type' "
        f"content='article'></head><body><main><article><h1>{title}</h1>{text}</article></main></body></html>"
    ).encode()


def sites(size: Size, port: int) -> Iterator[ReplaySite]:
    """The outlets, each page with its trouble, each feed with some."""
    when = format_datetime(datetime.now(UTC) - timedelta(hours=1))
    for outlet in range(size.outlets):
        host = f"ward-{outlet}.example"
        items = "".join(
            f"<item><title>{headline(outlet, number)}</title><link>http://{host}:{port}/a/{number}</link><pubDate>{when}</pubDate></item>"
            for number in range(size.articles)
        )
        feed = f"<?xml version='1.0'?><rss version='2.0'><channel><title>Ward</title>{items}</channel></rss>"
        troubles = [_behaviour(outlet, number) for number in range(size.articles)]
        feed_trouble = TROUBLES[outlet % 4] or Trouble.DROP
        first = Behaviour("/feed", feed_trouble, status=503 if feed_trouble is Trouble.STATUS else 0, times=1)
        yield ReplaySite(
            host,
            (
                Page("/feed", feed.encode(), RSS),
                *(Page(f"/a/{number}", page(outlet, number)) for number in range(size.articles)),
            ),
            feeds=("/feed",),
            behaviours=(first, *filter(None, troubles)),
        )


def _behaviour(outlet: int, number: int) -> Behaviour | None:
    trouble = TROUBLES[(number + outlet) % len(TROUBLES)]
    if trouble is None:
        return None
    status = _STATUSES[(number // 8 + outlet) % 4] if trouble is Trouble.STATUS else 0
    seconds = 1.0 if trouble is Trouble.RETRY_AFTER else 0.0
    return Behaviour(f"/a/{number}", trouble, seconds=seconds, status=status, times=1 + (number % 3 == 0))


def write_registry(size: Size, port: int, path: Path) -> Path:
    """The registry of the sites."""
    path.write_text(
        "\n".join(
            f'[[outlet]]\nid = "ward-{n}"\nname = "Ward {n}"\ndomains = ["ward-{n}.example"]\nkind = "local"\n'
            f'family = "Ward {n}"\nfeeds = ["http://ward-{n}.example:{port}/feed"]\n'
            for n in range(size.outlets)
        ),
        encoding="utf-8",
    )
    return path


def run(size: Size, folder: Path, *, patience: float = 600.0) -> Result:
    """One fault run in a folder: kill the crawler `size.kills` times, then let it come to its end."""
    db, chance, began = folder / "news.db", random.Random(size.seed), time.monotonic()
    starts = kills = 0
    with ReplayServer(lambda port: tuple(sites(size, port))) as replay:
        outlets = write_registry(size, replay.port, folder / "outlets.toml")
        each = max(2, size.served // (size.kills + 2))
        while kills < size.kills and time.monotonic() - began < patience:
            before = len(replay.requests())
            target = before + size.outlets + chance.randint(each // 2, each)
            process = _start(db, outlets)
            starts += 1
            _wait(lambda at=target: len(replay.requests()) >= at or process.poll() is not None, patience)  # type: ignore[misc]  # noqa: B023
            time.sleep(chance.uniform(0, 0.1))
            if process.poll() is None:
                os.kill(process.pid, signal.SIGKILL)
                kills += 1
            process.wait()
        while time.monotonic() - began < patience:
            starts += 1
            code = _start(db, outlets).wait()
            if code == 0 and _open_urls(db) == 0:
                break
        requests = replay.requests()
    asked = Counter(f"HTTP {request.status}" if request.status else "no answer" for request in requests)
    problems = find_problems(size, db)
    stored = _one(db, "select count(*) from articles where body = 'full'")
    return Result(
        size.served,
        stored,
        kills,
        starts,
        len(requests),
        dict(sorted(asked.items())),
        round(time.monotonic() - began, 1),
        problems,
    )


def find_problems(size: Size, db: Path) -> list[str]:
    """What is wrong with a file after a run, in words; nothing where every article is stored exactly once."""
    expected = {
        (f"ward-{outlet}", headline(outlet, number))
        for outlet in range(size.outlets)
        for number in range(size.articles)
    }
    with sqlite3.connect(db) as connection:
        rows = connection.execute("select outlet_id, title, body, revision, length(text) from articles").fetchall()
        checks = {
            "leases that nobody holds": "select count(*) from frontier where lease_owner is not null",
            "URLs without their end": "select count(*) from frontier where state not in ('done', 'revisit')",
            "fetches without an outcome": "select count(*) from fetches where outcome = 'pending'",
            "pages stored twice": "select count(*) - count(distinct url_key) from raw_pages",
            "outcomes other than stored": "select count(*) from frontier where outcome != 'stored'",
            "articles stored twice in the log": "select count(*) - count(distinct url_key) from fetches where outcome = 'stored'",
        }
        counted = {name: connection.execute(query).fetchone()[0] for name, query in checks.items()}
        sound = connection.execute("pragma integrity_check").fetchone()[0]
    connection.close()
    found = Counter((row[0], row[1]) for row in rows)
    problems = [f"{number} {name}" for name, number in counted.items() if number]
    problems += [f"never stored: {outlet} {title!r}" for outlet, title in sorted(expected - set(found))]
    problems += [f"stored {number} times: {key}" for key, number in sorted(found.items()) if number > 1]
    problems += [f"not served: {key}" for key in sorted(set(found) - expected)]
    problems += [
        f"{row[1]!r}: {row[2]}, revision {row[3]}, {row[4]} characters"
        for row in rows
        if row[2] != "full" or row[3] != 1 or row[4] < 300
    ]
    return problems + ([] if sound == "ok" else [f"integrity: {sound}"])


def _start(db: Path, outlets: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bench.faults", "--crawl", str(db), str(outlets)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _crawl(db: Path, outlets: Path) -> None:
    from crawler.registry import load_registry
    from crawler.run import crawl

    crawl(CrawlOptions(db, load_registry(outlets), resolve={"*": "127.0.0.1"}, delay=0.02, limits=LIMITS, force=True))


def _wait(condition: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)


def _open_urls(db: Path) -> int:
    unread = _one(db, "select count(*) from sources where last_success is null")
    return unread + _one(db, "select count(*) from frontier where state not in ('done', 'revisit')")


def _one(db: Path, query: str) -> int:
    connection = sqlite3.connect(db)
    try:
        return int(connection.execute(query).fetchone()[0])
    finally:
        connection.close()


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--crawl", nargs=2, type=Path, metavar=("DB", "OUTLETS"), help=argparse.SUPPRESS)
    for name in ("outlets", "articles", "kills", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Size(), name))
    chosen = parser.parse_args()
    if chosen.crawl:
        _crawl(*chosen.crawl)
        return 0
    size = Size(chosen.outlets, chosen.articles, chosen.kills, chosen.seed)
    with tempfile.TemporaryDirectory() as folder:
        result = run(size, Path(folder), patience=3600)
    print(json.dumps(asdict(result), indent=1))
    return 1 if result.problems else 0


if __name__ == "__main__":
    sys.exit(main())
