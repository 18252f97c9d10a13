"""One part of a run of all benchmarks, in a process of its own: `python -m bench.tasks JSON` (the fields of `Order`).

Each task calls a benchmark's function, hands its figures over as JSON in a file, and prints nothing that is read.
"""

from __future__ import annotations

import dataclasses
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.kept import rounded, write_json

CORPORA = ("basil", "ecbplus", "newscluster", "roundup")
NEWSPAPER_SECONDS = 300.0


class Absent(Exception):
    """What a task needs is not there; the message says what."""


@dataclass(frozen=True, slots=True)
class Order:
    """Which task, at which sizes. `shared` is the folder of measuring data ("" for none), `envs` that of the peers'
    environments; the figures go to the file `out`.
    """

    task: str
    sizes: dict[str, Any]
    shared: str
    envs: str
    out: str

    def data(self, *names: str) -> Path:
        """A place in the measuring data. Raises Absent."""
        place = Path(self.shared, *names)
        if not self.shared or not place.exists():
            raise Absent("the measuring data was not there")
        return place


def crawl(order: Order) -> dict[str, object]:
    """The crawl and its limit over the same pages; saved ones where there are some."""
    from bench.crawl import Plan, run

    folder = str(order.data("pages")) if order.sizes.get("saved") else ""
    bench = run(Plan(folder, order.sizes["pages"], order.sizes["hosts"], rounds=1, peers=False, polite_hosts=0))
    (one,) = bench.rounds
    return {
        "pages": one.pages,
        "rate": one.rate,
        "limit": one.limit_rate,
        "ratio": one.ratio,
        "cpu_ratio": one.cpu_ratio,
        "lag_p95_ms": one.crawled.lag_p95,
        "mib": one.memory_peak,
        "stored": sum(one.crawled.outcomes.values()),
    }


def crawl_peer(order: Order) -> dict[str, object]:
    """One other program over the same replay."""
    from bench.crawl import Plan, measure_peers
    from bench.crawl_peers import PEERS

    sizes = order.sizes
    plan = Plan(str(order.data("pages")), peer_pages=sizes["pages"], peer_seconds=sizes["seconds"], envs=order.envs)
    with tempfile.TemporaryDirectory() as folder:
        wanted = [peer for peer in PEERS if peer.name == sizes["peer"]]
        (one,) = measure_peers(plan, Path(folder) / "work", wanted)
    if one.skipped:
        raise Absent(one.skipped)
    return {**dataclasses.asdict(one), "rate": one.rate}


def polite(order: Order) -> dict[str, object]:
    """Gaps between two requests of a host."""
    from bench.crawl import Plan, measure_polite

    sizes = order.sizes
    plan = Plan("", polite_hosts=sizes["hosts"], polite_requests=sizes["requests"], polite_delay=float(sizes["delay"]))
    with tempfile.TemporaryDirectory() as folder:
        found = measure_polite(plan, Path(folder) / "work")
    return {**dataclasses.asdict(found), "share": found.share}


def extraction(order: Order) -> dict[str, object]:
    """One program over the saved pages."""
    from bench import extraction as pages_bench

    pages, name = pages_bench.known_pages(order.data("pages")), order.sizes["program"]
    if name != "newspaper4k":
        read = pages_bench.ours if name == "ours" else pages_bench.trafilatura_alone
        return dataclasses.asdict(pages_bench.measure(name, read, pages))
    from bench.crawl_peers import PEERS, install

    (peer,) = (one for one in PEERS if one.name == name)
    python = Path(order.envs) / name / "bin" / "python"
    if problem := install(peer, python):
        raise Absent(problem)
    with tempfile.TemporaryDirectory() as folder:
        return dataclasses.asdict(pages_bench.measure_newspaper(python, pages, Path(folder), NEWSPAPER_SECONDS))


def match(order: Order) -> dict[str, object]:
    """New articles into a window that is full."""
    from bench.match import measure_ours
    from bench.stream import Shape

    sizes = order.sizes
    found = measure_ours(Shape(), sizes["window"], sizes["new"], sizes["batch"])
    return {**dataclasses.asdict(found), "rate": found.rate, "each": 1000 * found.cpu / found.new}


def match_peer(order: Order) -> dict[str, object]:
    """What else groups news, over the same stream."""
    import itertools

    from bench.match_peers import PEERS, run_peer
    from bench.stream import Shape, Stream

    sizes = order.sizes
    stream = list(itertools.islice(iter(Stream(Shape())), sizes["articles"]))
    (peer,) = (one for one in PEERS if one.name == sizes["peer"])
    found = run_peer(peer, stream, sizes["seconds"])
    if found.skipped:
        raise Absent(found.skipped)
    return {**dataclasses.asdict(found), "rate": found.rate}


def archive(order: Order) -> dict[str, object]:
    """A whole match of new articles in an archive."""
    from bench.match_archive import measure_archive
    from bench.stream import Shape
    from matching import thresholds

    thresholds.SMALL_FILE = 0  # the window of days is in force, so that the news around a new article is as dense
    sizes = order.sizes
    return dataclasses.asdict(measure_archive(sizes["archive"], sizes["new"], Shape(a_day=sizes["a_day"])))


def stored(order: Order) -> dict[str, object]:
    """What a new article costs in a file of many articles that have left the window."""
    from bench.match_stored import measure_stored
    from bench.stream import Shape

    sizes = order.sizes
    found = measure_stored(sizes["stored"], Shape(a_day=sizes["a_day"]), sizes["filling"], sizes["days"])
    return {**dataclasses.asdict(found), "each": found.each}


def verdicts(order: Order) -> dict[str, object]:
    """Verdicts and events by models that never saw the event that they judge."""
    from bench.heldout import held_out

    files = [order.data("corpora", f"{name}.jsonl") for name in CORPORA]
    return {one.corpus: dataclasses.asdict(one) for one in held_out(files, order.data("corpora", "outlets.toml"))}


def judging(order: Order) -> dict[str, object]:
    """What judging a large event costs."""
    from bench.judging import measure

    return dataclasses.asdict(measure(order.sizes["articles"]))


def desk(order: Order) -> dict[str, object]:
    """Pages of the desk in a made store, while a crawl writes to it."""
    from bench.desk import measure, p95
    from bench.desk_world import Size, make_world

    sizes = order.sizes
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        make_world(path, Size(sizes["articles"], sizes["events"], sizes["outlets"]))
        found = list(measure(path, sizes["asked"]))
        megabytes = path.stat().st_size / 1e6
    pages = {
        one.kind: {
            "median": statistics.median(one.times),
            "p95": p95(one.times),
            "cpu_median": statistics.median(one.cpu),
            "cpu_p95": p95(one.cpu),
        }
        for one in found
    }
    return {"articles": sizes["articles"], "mb": megabytes, "mib": max(one.memory for one in found), "pages": pages}


def ratings(order: Order) -> dict[str, object]:
    """The export of all ratings, and polls with nothing new."""
    from bench.ratings import measure

    return dataclasses.asdict(measure(order.sizes["changes"]))


def registry(order: Order) -> dict[str, object]:
    """A large registry is loaded."""
    from bench.registry import measure

    return dict(measure(order.sizes["rows"]))


def quality(order: Order) -> dict[str, object]:
    """One part of the judgement from outside."""
    from bench.quality import evaluate

    order.data("evaluate", "evaluate.py")
    return evaluate(Path(order.shared), order.sizes["part"])


TASKS: dict[str, Callable[[Order], dict[str, object]]] = {
    task.__name__: task
    for task in (
        crawl,
        crawl_peer,
        polite,
        extraction,
        match,
        match_peer,
        archive,
        stored,
        verdicts,
        judging,
        desk,
        ratings,
        registry,
        quality,
    )
}


def main() -> int:
    """Do one task. Code 4 where what it needs is not there; the file then holds the reason."""
    order = Order(**json.loads(sys.argv[1]))
    try:
        figures = TASKS[order.task](order)
    except Absent as reason:
        write_json(Path(order.out), {"absent": str(reason)})
        return 4
    write_json(Path(order.out), rounded(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
