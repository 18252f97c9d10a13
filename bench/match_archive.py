"""What new articles cost in an archive that has many already, part by part.

    python -m bench.match_archive --archive 2000 --archive 6000 [--new 500]
    python -m bench.match_archive --lookups FILE …

`--archive` makes a file of so many articles of the synthetic stream (`bench/stream.py`), matches it, and measures a match of
`--new` more. `--lookups` measures what such a match asks of a file whose rows `bench/desk.py` has made, of any size: nothing
is matched there, only looked up. The file is changed in transactions that are rolled back.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bench.stream import Shape, Stream
from desk.cycle import match
from desk.package_data import shipped_resources
from desk.rematching import articles_of
from desk.window_keeping import keep_window, kept_window
from matching import thresholds
from matching.types import Article, Outlet, OutletKind, Registry
from store.announcements import announce_changes
from store.articles import save_article
from store.connection import Store, open_store
from store.event_rows import event_rows, events_with
from store.match_state import changed_since, events_between, known_ids
from store.outlets import sync_registry
from store.records import ArticleRecord
from store.times import moment
from store.window_state import Written

PAPERS = 400


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the processor for a match of `new` articles in an archive, and for its parts: reading the window, the
    window's own work, keeping it. `written` are the bytes of the window that were written anew.
    """

    archive: int
    new: int
    whole: float
    load: float
    update: float
    keep: float
    written: Written

    def as_text(self) -> str:
        """A line."""
        rest = self.whole - self.load - self.update - self.keep
        return (
            f"archive {self.archive}, {self.new} new: {self.whole:.2f} s of the processor = reading the window {self.load:.2f}"
            f" + its work {self.update:.2f} + keeping it {self.keep:.2f} + lookups, verdicts, ratings and writing {rest:.2f};"
            f" {self.written.changed / 1e6:.0f} of {self.written.total / 1e6:.0f} MB of the window written"
        )


class _RollBack(Exception):
    """Ends a transaction that must leave no trace."""


def measure_archive(count: int, new: int, shape: Shape, batch: int = 1_000) -> Cost:
    """Make an archive, and measure one match in it."""
    stream = [article for article, _ in itertools.islice(iter(Stream(shape)), count + new)]
    registry = paper_registry()
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "archive.db") as store:
        now = _when(stream[-1])
        sync_registry(store, registry, now)
        for start in range(0, count, batch):
            keep_articles(store, stream[start : min(start + batch, count)])
            match(store, registry, now=now)
        fresh = stream[count:]
        keep_articles(store, fresh)
        load, update, keep, written = _parts(store, [article.id for article in fresh])
        began = time.process_time()
        match(store, registry, now=now)
        return Cost(count, new, time.process_time() - began, load, update, keep, written)


def paper_registry() -> Registry:
    """The outlets of the stream."""
    papers = (
        Outlet(f"paper-{n}", f"Paper {n}", (f"paper-{n}.example",), OutletKind.ONLINE, f"House {n}")
        for n in range(PAPERS)
    )
    return Registry(tuple(papers), "made-up papers")


def _when(article: Article) -> datetime:
    if article.published is None:
        raise ValueError(f"{article.id}: the stream gives every article a date")
    return article.published


def keep_articles(store: Store, articles: Sequence[Article]) -> None:
    """Store articles."""
    with store.writing():
        for one in articles:
            record = ArticleRecord(
                one.url, one.url, one.outlet_id, one.title, one.text, id=one.id, published=one.published
            )
            save_article(store, record, now=_when(one), find_duplicates=False)


def _parts(store: Store, ids: Sequence[str]) -> tuple[float, float, float, Written]:
    """The window's part of the match to come, done beforehand and forgotten."""
    clock = [time.process_time()]
    window = kept_window(store, shipped_resources())
    if window is None:
        raise RuntimeError("the match before left no window")
    clock.append(time.process_time())
    window.update(articles_of(store, ids))
    clock.append(time.process_time())
    written = Written(0, 0)
    with contextlib.suppress(_RollBack), store.writing():
        written = keep_window(store, window, anew=False)
        clock.append(time.process_time())
        raise _RollBack
    load, update, keep = (after - before for before, after in itertools.pairwise(clock))
    return load, update, keep, written


def lookups(path: Path, new: int, seed: int = 5) -> Iterator[tuple[str, float]]:
    """Milliseconds of the processor of each kind of question that a match of `new` articles asks; the median of seven."""
    with open_store(path) as store:
        last = int(store.conn.execute("select max(changed_seq) from articles").fetchone()[0])
        count = int(store.conn.execute("select count(*) from articles").fetchone()[0])
        ids = [f"{number:020x}" for number in random.Random(seed).sample(range(count), new)]
        events = events_with(store, ids)
        newest = store.conn.execute("select max(last_seen) from events where current = 1").fetchone()[0]
        newest_article = store.conn.execute("select max(published) from articles").fetchone()[0]
        asked: tuple[tuple[str, Callable[[], object]], ...] = (
            ("which articles changed", lambda: changed_since(store, last - new)),
            ("these articles", lambda: articles_of(store, ids)),
            ("their events", lambda: event_rows(store, events_with(store, ids))),
            ("ids that lead to them", lambda: known_ids(store, sorted(events))),
            ("events settled in an hour", lambda: events_between(store, newest[:13], newest)),
            ("what to announce of them", lambda: _announce(store, events, newest_article)),
            ("how many articles there are", lambda: store.conn.execute("select count(*) from articles").fetchone()),
            ("how many events there are", lambda: store.conn.execute("select count(*) from event_articles").fetchone()),
        )
        for name, ask in asked:
            yield name, sorted(_timed(ask) for _ in range(7))[3]


def _announce(store: Store, events: frozenset[str], now: str) -> None:
    with contextlib.suppress(_RollBack), store.writing():
        announce_changes(store, moment(now) + timedelta(days=1), among=events)
        raise _RollBack


def _timed(ask: Callable[[], object]) -> float:
    began = time.process_time()
    ask()
    return 1000 * (time.process_time() - began)


def main() -> None:
    """Measure, and print a line for each figure."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.match_archive", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--archive", type=int, action="append", default=[], metavar="N", help="articles of an archive")
    parser.add_argument(
        "--lookups", type=Path, action="append", default=[], metavar="FILE", help="a file made by bench/desk.py"
    )
    parser.add_argument("--new", type=int, default=500, help="articles that come then")
    parser.add_argument("--a-day", type=int, default=Shape().a_day, help="articles of the stream a day")
    parser.add_argument(
        "--small-file",
        type=int,
        default=thresholds.SMALL_FILE,
        help="up to how many articles all are compared, in place of the real one",
    )
    options = parser.parse_args()
    thresholds.SMALL_FILE = options.small_file
    for count in options.archive:
        print(measure_archive(count, options.new, Shape(a_day=options.a_day)).as_text(), flush=True)
    for path in options.lookups:
        found = list(lookups(path, options.new))
        print(f"{path.name}: " + ", ".join(f"{name} {cost:.1f}" for name, cost in found), "ms", flush=True)
    print(f"the machine's load was {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
