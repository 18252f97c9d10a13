"""The figures of the crawl benchmark, as a table and for JSON."""

from __future__ import annotations

import statistics
from dataclasses import asdict, dataclass

from bench.crawl_limit import Limit
from bench.crawl_ours import Crawled
from bench.crawl_peers import PeerResult
from bench.crawl_polite import Polite
from bench.machine import machine as the_machine
from bench.machine import versions

RATIO, LAG, MEMORY, SHARE, GROWTH = 0.85, 30.0, 800.0, 0.95, 0.05
"""Targets: of the limit's rate; milliseconds at the 95th percentile; MiB; of the possible rate; growth of memory."""

_LIBRARIES = ("scrapy", "twisted", "trafilatura", "lxml")


@dataclass(frozen=True, slots=True)
class Round:
    """The limit and our crawl over the same pages. `load` is the load average of the last minute before each began."""

    pages: int
    limit: Limit
    crawled: Crawled
    replay_cpu: float
    memory_peak: float
    load_limit: float
    load_ours: float

    @property
    def limit_rate(self) -> float:
        """Pages a second of the limit."""
        return self.limit.pages / self.limit.seconds

    @property
    def rate(self) -> float:
        """Pages a second of the crawl, from the first feed that was read to the last outcome."""
        return len(self.crawled.ends) / (self.crawled.ends[-1] - self.crawled.ready)

    @property
    def whole_rate(self) -> float:
        """Pages a second of the whole call, with imports and the start of the extraction processes."""
        return len(self.crawled.ends) / (self.crawled.ended - self.crawled.began)

    @property
    def ratio(self) -> float:
        """Of the limit's rate."""
        return self.rate / self.limit_rate

    @property
    def limit_cpu(self) -> float:
        """Milliseconds of CPU a page of the limit."""
        return self.limit.cpu / self.limit.pages * 1000

    @property
    def cpu(self) -> float:
        """Milliseconds of CPU a page of the crawl with the replay, from the first feed that was read to the end."""
        return (self.crawled.page_cpu + self.replay_cpu) / self.pages * 1000

    @property
    def cpu_ratio(self) -> float:
        """The limit's CPU time a page over ours: what the ratio of the rates is where every core is busy."""
        return self.limit_cpu / self.cpu


@dataclass(frozen=True, slots=True)
class SoakPoint:
    """A tenth of a long crawl, up to `pages`: pages a second, and MiB of all processes (mean and most)."""

    pages: int
    rate: float
    memory: float
    memory_peak: float


@dataclass(frozen=True, slots=True)
class Bench:
    """All that was measured."""

    machine: dict[str, object]
    plan: dict[str, object]
    rounds: list[Round]
    peers: list[PeerResult]
    polite: Polite | None
    soak: list[SoakPoint]

    def as_dict(self) -> dict[str, object]:
        """For JSON; times of single outcomes are left out."""
        rounds = []
        for one in self.rounds:
            crawled = {key: value for key, value in asdict(one.crawled).items() if key != "ends"}
            rates = ("limit_rate", "rate", "whole_rate", "ratio", "limit_cpu", "cpu", "cpu_ratio")
            derived = {key: getattr(one, key) for key in rates}
            rounds.append({**asdict(one), "crawled": crawled, **derived})
        return {
            "machine": self.machine,
            "plan": self.plan,
            "rounds": rounds,
            "ratio": _median([one.ratio for one in self.rounds]),
            "cpu_ratio": _median([one.cpu_ratio for one in self.rounds]),
            "lag_p95_ms": _median([one.crawled.lag_p95 for one in self.rounds]),
            "peers": [{**asdict(peer), "rate": peer.rate} for peer in self.peers],
            "polite": {**asdict(self.polite), "share": self.polite.share} if self.polite else None,
            "soak": [asdict(point) for point in self.soak],
            "soak_growth": growth(self.soak),
        }


def machine() -> dict[str, object]:
    """What it was measured on, and the versions of the libraries that decide."""
    return {**the_machine(), **versions(_LIBRARIES)}


def growth(points: list[SoakPoint]) -> float | None:
    """How much memory grew from the second quarter of a long crawl to its last, as a share; None where it is too short."""
    if len(points) < 8:
        return None
    quarter = len(points) // 4
    early = statistics.mean(point.memory for point in points[quarter : 2 * quarter])
    return statistics.mean(point.memory for point in points[-quarter:]) / early - 1


def as_text(bench: Bench) -> str:
    """The table."""
    lines = [", ".join(f"{key} {value}" for key, value in bench.machine.items()), ""]
    if bench.rounds:
        lines += _rounds(bench.rounds)
    if bench.peers:
        lines += ["", "what else there is, over the same replay      pages/s   articles of pages   load"]
        lines += [_peer(peer) for peer in bench.peers]
    if bench.polite:
        lines += ["", *_polite(bench.polite)]
    if bench.soak:
        lines += ["", *_soak(bench.soak)]
    return "\n".join(lines)


def _rounds(rounds: list[Round]) -> list[str]:
    lines = [
        "round   limit    ours   ratio   whole   CPU ms/page: limit  ours  (loop, replay)  ratio   lag ms p50  p95  max   MiB   load"
    ]
    for number, one in enumerate(rounds, 1):
        main, replay = (cpu / one.pages * 1000 for cpu in (one.crawled.main_cpu, one.replay_cpu))
        lag = one.crawled
        lines.append(
            f"{number:5} {one.limit_rate:7.1f} {one.rate:7.1f} {one.ratio:7.2f} {one.whole_rate:7.1f}"
            f"   {one.limit_cpu:18.1f} {one.cpu:5.1f}  ({main:.1f}, {replay:.1f}){one.cpu_ratio:12.2f}"
            f"   {lag.lag_p50:10.1f} {lag.lag_p95:4.1f} {lag.lag_max:4.0f} {one.memory_peak:5.0f}"
            f"   {one.load_limit:.1f}/{one.load_ours:.1f}"
        )
        lines.append(f"      outcomes: {', '.join(f'{count} {name}' for name, count in one.crawled.outcomes.items())}")
    ratio, cpu = _median([one.ratio for one in rounds]), _median([one.cpu_ratio for one in rounds])
    lag95, memory = _median([one.crawled.lag_p95 for one in rounds]), max(one.memory_peak for one in rounds)
    lines += [
        f"ratio to the limit, median: {ratio:.2f} (target {RATIO}: {_met(ratio >= RATIO)}); by CPU time {cpu:.2f}",
        f"event loop lag p95, median: {lag95:.1f} ms (target {LAG:.0f}: {_met(lag95 <= LAG)})",
        f"memory of all processes: {memory:.0f} MiB at most (target {MEMORY:.0f}: {_met(memory <= MEMORY)})",
    ]
    return lines


def _peer(peer: PeerResult) -> str:
    name = f"  {peer.name} {peer.version}"
    if peer.skipped:
        return f"{name:44} none: {peer.skipped}"
    return f"{name:44} {peer.rate:8.1f}   {peer.articles:8} of {peer.pages:5}   {peer.load:6.1f}"


def _polite(polite: Polite) -> list[str]:
    fair = polite.too_soon == 0
    return [
        f"polite: {polite.hosts} hosts, {polite.requests} requests, {polite.delay:g} s between two of a host",
        f"  gaps: {polite.smallest_gap:.3f} s at least, median {polite.median_gap:.3f}; under the delay: {polite.too_soon}"
        f" (target 0: {_met(fair)}); asked twice: {polite.repeated}",
        f"  possible in {polite.possible:.1f} s, done in {polite.took:.1f} s: {polite.share:.3f} of the possible rate"
        f" (target {SHARE}: {_met(polite.share >= SHARE)})",
    ]


def _soak(points: list[SoakPoint]) -> list[str]:
    lines = ["soak     pages   pages/s   MiB mean   most"]
    lines += [f"{point.pages:14} {point.rate:9.1f} {point.memory:10.0f} {point.memory_peak:6.0f}" for point in points]
    grown = growth(points)
    if grown is not None:
        lines.append(
            f"memory, last quarter against the second: {grown:+.1%} (target {GROWTH:.0%}: {_met(grown <= GROWTH)})"
        )
    return lines


def _met(is_met: bool) -> str:
    return "met" if is_met else "MISSED"


def _median(values: list[float]) -> float:
    return statistics.median(values) if values else 0.0
