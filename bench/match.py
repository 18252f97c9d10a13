"""How fast the matcher takes in new articles, what it needs, and how far others get with the same articles in the same time.

    python -m bench.match [CORPUS.jsonl …] [--window N] [--new N] [--json FILE]

The articles are a synthetic stream (`bench/stream.py`), with the lengths of the corpora where some are given. The window is
filled first; then new articles come in batches. Each peer gets as long as `--limit` says. docs/matching.md says what each
figure means. `pip install .[peers]` for the peers; one that is not installed is left out, and said so.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import pickle
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from bench.measures import b_cubed
from bench.processes import cpu_seconds, memory_mib, memory_of
from matching.types import Article

if TYPE_CHECKING:  # what reads articles imports this module, and shall hold no more than it needs
    from bench.match_peers import PeerResult
    from bench.stream import Shape


@dataclass(frozen=True, slots=True)
class Ours:
    """Articles in the window, new ones, and the seconds of the clock that they took on so many processors, with the seconds of
    all of these; the peak of memory, that until the window was full, and what the processes took that read articles.

    `filling` is seconds of the clock for each article while the window filled, in tenths of it.
    """

    window: int
    new: int
    batch: int
    seconds: float
    cpu: float
    processors: int
    mebibytes: float
    full_mebibytes: float
    reading_mebibytes: float
    events: int
    b_cubed: float
    filling: tuple[float, ...]
    load: float

    @property
    def rate(self) -> float:
        """New articles a second."""
        return self.new / self.seconds


def measure_ours(shape: Shape, window: int, new: int, batch: int) -> Ours:
    """Fill a window with a stream, then take in `new` articles in batches, as a match of a large file does: the next batch is read
    in other processes while this one is matched.

    Another process makes the articles beforehand, and they wait in a file: time and memory are those of the window, not of the
    texts that go into it.
    """
    from desk.package_data import shipped_resources
    from desk.readers import Readers
    from matching.window import Window

    # LightGBM loads scikit-learn where it is installed, which the program does not ask for: 57 MiB
    sys.modules.setdefault("sklearn", None)  # type: ignore[arg-type]
    filling: list[tuple[int, float]] = []
    seconds, used, taken, full = 0.0, 0.0, 0, 0.0
    step = max(batch, window // 10)
    with tempfile.TemporaryDirectory() as folder:
        spool = Path(folder, "articles")
        _elsewhere(_write, shape, (window, new, batch), spool)
        _elsewhere(_compile)
        batches = ([article for article, _ in some] for some in _read(spool))
        with Readers(window + new) as readers:
            held = Window(shipped_resources())
            for some in readers.through(batches):
                clock, cpu = time.perf_counter(), cpu_seconds(os.getpid())
                held.update(some, read=readers.read)
                taken += len(some)
                if taken > window:
                    seconds, used = seconds + time.perf_counter() - clock, used + cpu_seconds(os.getpid()) - cpu
                    continue
                filling.append((len(some), time.perf_counter() - clock))
                full = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                if taken % step < batch:
                    cost = 1000 * filling[-1][1] / len(some)
                    print(f"{len(held)} in the window, {cost:.1f} ms an article, {full:.0f} MiB", file=sys.stderr)
            reading = memory_mib(os.getpid()) - memory_of(os.getpid())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found = {article_id: number for number, event in enumerate(held.events) for article_id in event.article_ids}
        stories = {article.id: str(story) for some in _read(spool) for article, story in some}
    return Ours(
        window=window,
        new=new,
        batch=batch,
        seconds=seconds,
        cpu=used,
        processors=len(os.sched_getaffinity(0)),
        mebibytes=peak,
        full_mebibytes=full,
        reading_mebibytes=reading,
        events=len(held.events),
        b_cubed=b_cubed(stories, found).f1,
        filling=_tenths(filling, step),
        load=os.getloadavg()[0],
    )


def _elsewhere(work: Callable[..., None], *given: object) -> None:
    """Do something in a process of its own. Raises RuntimeError where it fails."""
    process = get_context("spawn").Process(target=work, args=given)
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"{work.__name__} ended with {process.exitcode}")


def _compile() -> None:
    """Have the loops compiled that a window uses: once on a machine, which is no part of what is measured."""
    from bench.stream import Shape, Stream
    from desk.package_data import shipped_resources
    from matching import compiled
    from matching.window import Window

    compiled.COMPILED = compiled.Compiled(0.0)
    window, stream = Window(shipped_resources()), iter(Stream(Shape()))
    for _ in range(2):
        window.update([next(stream)[0] for _ in range(30)])


def _write(shape: Shape, sizes: tuple[int, int, int], spool: Path) -> None:
    """Write the articles of the window, then the new ones, each with its story, batch after batch."""
    from bench.stream import Stream

    window, new, batch = sizes
    articles = iter(Stream(shape))
    with spool.open("wb") as out:
        for total in (window, new):
            for start in range(0, total, batch):
                pickle.dump(list(itertools.islice(articles, min(batch, total - start))), out)


def _read(spool: Path) -> Iterator[list[tuple[Article, int]]]:
    """What was written, batch after batch."""
    with spool.open("rb") as articles:
        while articles.peek(1):
            yield pickle.load(articles)  # noqa: S301 - written above


def _tenths(filling: Sequence[tuple[int, float]], step: int) -> tuple[float, ...]:
    """Seconds for each article, in portions of about `step` articles."""
    found, count, seconds = [], 0, 0.0
    for some, took in filling:
        count, seconds = count + some, seconds + took
        if count >= step:
            found.append(seconds / count)
            count, seconds = 0, 0.0
    return tuple(found)


def as_text(ours: Ours, peers: Sequence[PeerResult]) -> str:
    """The table."""
    lines = [
        f"window {ours.window}, {ours.new} new in batches of {ours.batch}: {ours.rate:.0f} new articles a second on "
        f"{ours.processors} processors, {1000 * ours.cpu / ours.new:.1f} ms of all of them for each, {ours.full_mebibytes:.0f} MiB "
        f"when it was full, {ours.mebibytes:.0f} at the end, and {ours.reading_mebibytes:.0f} for reading, B-cubed F1 {ours.b_cubed:.3f} (load {ours.load:.1f})",
        "filling, ms an article: " + " ".join(f"{1000 * cost:.1f}" for cost in ours.filling),
        "peer                       articles   cpu s   a second   ours is   B3 F1",
    ]
    for peer in peers:
        if peer.skipped:
            lines.append(f"{peer.name:26} {peer.skipped}")
            continue
        lines.append(
            f"{peer.name:26} {peer.articles:8} {peer.cpu:7.1f} {peer.rate:10.1f} {ours.rate / peer.rate:8.1f}x {peer.b_cubed:7.3f}"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure, print the table, and write the JSON."""
    from bench.match_peers import PEERS, run_peer
    from bench.stream import Shape, Stream, lengths_of

    parser = argparse.ArgumentParser(
        prog="python -m bench.match", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("corpora", nargs="*", type=Path, help="corpora whose lengths the stream follows")
    parser.add_argument("--window", type=int, default=100_000, help="articles in the window")
    parser.add_argument("--new", type=int, default=20_000, help="articles that come then")
    parser.add_argument("--batch", type=int, default=5_000)
    parser.add_argument("--limit", type=float, default=600.0, help="seconds for each peer")
    parser.add_argument("--no-peers", dest="peers", action="store_false")
    parser.add_argument("--json", default="", metavar="FILE")
    options = parser.parse_args()
    shape = Shape(lengths_of(options.corpora)) if options.corpora else Shape()
    peers = []
    if options.peers:
        count = options.window + options.new
        print(f"making {count} articles …", file=sys.stderr)
        stream = list(itertools.islice(iter(Stream(shape)), count))
        peers = [run_peer(peer, stream, options.limit) for peer in PEERS]
        del stream
    ours = measure_ours(shape, options.window, options.new, options.batch)
    print(as_text(ours, peers))
    if options.json:
        answer = {"ours": asdict(ours), "peers": [asdict(peer) for peer in peers]}
        Path(options.json).write_text(json.dumps(answer, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
