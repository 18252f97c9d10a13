"""What a new article costs in a file of many articles that have left the matcher's window, and of few.

    python -m bench.match_stored --stored 100000 --stored 1000000

The stored ones are rows as `bench/desk_world.py` makes them (25,000, and copies of these under other ids), noted as matched:
of what has left the window nothing else is kept than what is in the file, so that no match has to have made them. After the newest of them, and a pause of sixty days,
the synthetic stream (`bench/stream.py`) goes on for `--days` days, which are matched and fill the live window; then days of
new articles are matched one by one, in a process of their own, with the window read from the file and kept in it each time.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bench.desk_world import END, Size, make_world
from bench.match_archive import keep_articles, paper_registry
from bench.stream import START, Shape, Stream
from desk.cycle import match
from desk.package_data import rules_fingerprint, shipped_resources
from desk.rating_evidence import RULES
from desk.window_keeping import keep_window, kept_window
from matching.types import Article
from matching.window import Window
from store.connection import Store, open_store
from store.match_state import MatchState, last_change, write_match_state
from store.matched import count_articles
from store.outlets import sync_registry

PAUSE = timedelta(days=60)
MADE = 25_000
"""Articles that are made; more are copied, which takes a tenth of the time."""
_ARTICLE, _EVENT = "printf('%03x', :k) || substr({0}, 4)", "'e' || printf('%03x', :k) || substr({0}, 5)"
_COPIED: dict[str, dict[str, str]] = {
    "articles": {"number": "number + :k * :n", "id": _ARTICLE, "url_key": ":k || '.' || url_key", "changed_seq": "changed_seq + :k * :n"},
    "article_urls": {"url_key": ":k || '.' || url_key", "article_id": _ARTICLE},
    "events": {"id": _EVENT, "verdict_id": "null"},
    "event_articles": {"article_id": _ARTICLE, "event_id": _EVENT},
    "verdicts": {"id": "id + :k * 10000000", "event_id": _EVENT},
    "origins": {"event_id": _EVENT},
    "findings": {"article_id": _ARTICLE, "event_id": _EVENT},
    "edges": {"article_id": _ARTICLE, "event_id": _EVENT},
    "ratings": {"article_id": _ARTICLE, "seq": "seq + :k * :n"},
}  # fmt: skip
"""What is other in a copy, by table and column."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Seconds of the processor for the match of each day of new articles, in a file of so many; articles in the window then;
    the peak of memory of the process in MiB; and the size of the file and of the window in it, in MB.
    """

    stored: int
    new: int
    seconds: tuple[float, ...]
    live: int
    mebibytes: float
    file: float
    window: float

    @property
    def each(self) -> float:
        """Milliseconds of the processor for a new article: the median of the days."""
        return 1000 * statistics.median(self.seconds) / self.new

    def as_text(self) -> str:
        """A line."""
        return (
            f"{self.stored} stored, {self.live} live: {self.each:.1f} ms of the processor a new article ({self.new} a match; "
            f"the matches took {min(self.seconds):.2f} to {max(self.seconds):.2f} s), {self.mebibytes:.0f} MiB at most; the file "
            f"has {self.file:.0f} MB, {self.window:.0f} of them the window"
        )


def the_stream(shape: Shape, count: int) -> list[Article]:
    """Articles of the stream, moved to where the stored ones have ended."""
    moved = END + PAUSE - START
    found = [article for article, _ in itertools.islice(iter(Stream(shape)), count)]
    return [replace(one, published=one.published + moved) for one in found if one.published is not None]


def make_file(path: Path, stored: int, live: Sequence[Article]) -> None:
    """A file of rows that are noted as matched, and the live articles, matched."""
    made = min(stored, MADE)
    make_world(path, Size(made, made // 6, outlets=400, giants=0))
    registry = paper_registry()
    with open_store(path) as store:
        _copy(store, stored // MADE)
        now = live[-1].published or END
        sync_registry(store, registry, now)
        with store.writing():
            store.conn.execute(
                "insert into matched (article_id, time, told) select id, coalesce(published, first_seen), 0 from articles"
            )
            for counter, column in (("article_change", "articles.changed_seq"), ("rating_change", "ratings.seq")):
                table, name = column.split(".")
                store.conn.execute(
                    f"update counters set value = (select max({name}) from {table}) where name = ?",  # noqa: S608 - ours
                    [counter],
                )
            keep_window(store, Window(shipped_resources()), anew=True)
            rules = f"{rules_fingerprint()} {RULES}"
            state = MatchState(last_change(store), rules, registry.version, "", 0, count_articles(store))
            write_match_state(store, replace(state, open_after="9999"))
        keep_articles(store, live)
        match(store, registry, now=now)


def _copy(store: Store, times: int) -> None:
    """Copy all that was made, so that there is `times` as much."""
    store.conn.execute("pragma synchronous = off")
    store.conn.execute("pragma cache_size = -400000")
    made = int(store.conn.execute("select max(number) from articles").fetchone()[0])
    for copy in range(1, times):
        with store.writing():
            for table, other in _COPIED.items():
                names = [row[1] for row in store.conn.execute(f"pragma table_info({table})")]
                values = ", ".join(other.get(name, "{0}").format(name) for name in names)
                key = next(name for name, said in other.items() if said in (_ARTICLE, _EVENT))
                where = (
                    "id < 10000000"
                    if table == "verdicts"
                    else f"{key} < '001'"
                    if other[key] == _ARTICLE
                    else f"{key} < 'e001'"
                )
                store.conn.execute(
                    f"insert into {table} ({', '.join(names)}) select {values} from {table} where {where}",  # noqa: S608 - ours
                    {"k": copy, "n": made},
                )


def measure_days(path: Path, stored: int, days: Sequence[Sequence[Article]]) -> Stored:
    """Match the articles of days to come, one after the other."""
    registry, seconds = paper_registry(), []
    with open_store(path) as store:
        for day in days:
            keep_articles(store, day)
            began = time.process_time()
            match(store, registry, now=day[-1].published or END)
            seconds.append(time.process_time() - began)
        window = kept_window(store, shipped_resources())
        if window is None:
            raise RuntimeError("the match before left no window")
        store.conn.execute("pragma wal_checkpoint(truncate)")
        held = store.conn.execute("select sum(length(value)) from window_state").fetchone()[0]
    return Stored(stored, len(days[0]), tuple(seconds), len(window), _peak(), path.stat().st_size / 1e6, held / 1e6)


def _peak() -> float:
    """The most memory that this process had, in MiB; what getrusage says takes in the process that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def measure_stored(stored: int, shape: Shape, filling: int, days: int) -> Stored:
    """Make a file and measure `days` days in it, after `filling` days that are matched before."""
    stream = the_stream(shape, shape.a_day * (filling + days))
    live, rest = stream[: shape.a_day * filling], stream[shape.a_day * filling :]
    cut = [rest[start : start + shape.a_day] for start in range(0, len(rest), shape.a_day)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        make_file(path, stored, live)
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            return pool.apply(measure_days, (path, stored, cut))


def main() -> None:
    """Measure, and print a line for each file, and how many times the cost of the first each other one has."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.match_stored", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--stored", type=int, action="append", required=True, metavar="N", help="articles of a file")
    parser.add_argument("--a-day", type=int, default=200, help="articles of the stream a day")
    parser.add_argument("--days", type=int, default=45, help="days that are matched before")
    parser.add_argument("--measured", type=int, default=5, help="days that are measured, each in a match of its own")
    options = parser.parse_args()
    first: Stored | None = None
    for count in options.stored:
        found = measure_stored(count, Shape(a_day=options.a_day), options.days, options.measured)
        first = first or found
        print(f"{found.as_text()}; {found.each / first.each:.2f} times the first", flush=True)
    print(f"the machine's load was {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
