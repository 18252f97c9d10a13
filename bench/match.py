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
import resource
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.match_peers import PEERS, PeerResult, run_peer
from bench.measures import b_cubed
from bench.stream import Shape, Stream, lengths_of
from desk.package_data import shipped_resources
from matching.types import Article
from matching.window import Window


@dataclass(frozen=True, slots=True)
class Ours:
    """Articles in the window, new ones, seconds (of the clock and of the processor) they took, and the peak of memory.

    `filling` is seconds of the processor for each article while the window filled, in tenths of it.
    """

    window: int
    new: int
    batch: int
    seconds: float
    cpu: float
    mebibytes: float
    events: int
    b_cubed: float
    filling: tuple[float, ...]
    load: float

    @property
    def rate(self) -> float:
        """New articles a second of one processor."""
        return self.new / self.cpu


def measure_ours(stream: Iterable[tuple[Article, int]], window: int, new: int, batch: int) -> Ours:
    """Fill a window, then take in `new` articles in batches.

    Articles are taken from the stream as they are needed, and what that costs is not counted: the memory is that of the
    window, not of the texts that went into it.
    """
    held, articles = Window(shipped_resources()), iter(stream)
    stories: dict[str, str] = {}

    def take(count: int) -> tuple[float, float]:
        """Seconds of the clock and of the processor for so many articles."""
        seconds = used = 0.0
        while count > 0:
            some = list(itertools.islice(articles, min(batch, count)))
            stories.update((article.id, str(story)) for article, story in some)
            clock, cpu = time.perf_counter(), time.process_time()
            held.update([article for article, _ in some])
            seconds, used = seconds + time.perf_counter() - clock, used + time.process_time() - cpu
            count -= len(some)
        return seconds, used

    step = max(batch, window // 10)
    portions = [min(step, window - start) for start in range(0, window, step)]
    filling = []
    for portion in portions:
        filling.append(take(portion)[1] / portion)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{len(held)} in the window, {1000 * filling[-1]:.1f} ms an article, {peak:.0f} MiB", file=sys.stderr)
    seconds, used = take(new)
    found = {article_id: number for number, event in enumerate(held.events) for article_id in event.article_ids}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Ours(
        window,
        new,
        batch,
        seconds,
        used,
        peak,
        len(held.events),
        b_cubed(stories, found).f1,
        tuple(filling),
        os.getloadavg()[0],
    )


def as_text(ours: Ours, peers: Sequence[PeerResult]) -> str:
    """The table."""
    lines = [
        f"window {ours.window}, {ours.new} new in batches of {ours.batch}: {ours.rate:.0f} new articles a second of one "
        f"processor, {ours.mebibytes:.0f} MiB, B-cubed F1 {ours.b_cubed:.3f} (load {ours.load:.1f})",
        "filling, ms of the processor an article: " + " ".join(f"{1000 * cost:.1f}" for cost in ours.filling),
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
    parser = argparse.ArgumentParser(
        prog="python -m bench.match", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("corpora", nargs="*", type=Path, help="corpora whose lengths the stream follows")
    parser.add_argument("--window", type=int, default=100_000, help="articles in the window")
    parser.add_argument("--new", type=int, default=10_000, help="articles that come then")
    parser.add_argument("--batch", type=int, default=1_000)
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
    ours = measure_ours(Stream(shape), options.window, options.new, options.batch)
    print(as_text(ours, peers))
    if options.json:
        answer = {"ours": asdict(ours), "peers": [asdict(peer) for peer in peers]}
        Path(options.json).write_text(json.dumps(answer, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
