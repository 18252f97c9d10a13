"""Polite mode, measured from the replay's request log: no gap under the delay, and how near to the possible rate.

Each of many hosts is asked the same number of times: robots.txt, the feed, and small pages of the benchmark's own, since on
real pages extraction, not politeness, would be the bound. Asking a host n times with a pause of d seconds takes at least
(n − 1)·d seconds. All hosts can be asked at the same time, so that is also how long the whole crawl has to take; `share` is
that time over the time from the first request of the crawl to the last, of all hosts together.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Polite:
    """Seconds for times and gaps; `requests` in all; `too_soon` counts gaps under the delay."""

    hosts: int
    requests: int
    delay: float
    possible: float
    took: float
    smallest_gap: float
    median_gap: float
    too_soon: int
    repeated: int

    @property
    def share(self) -> float:
        """Of the possible rate."""
        return self.possible / self.took if self.took else 0.0


def read_log(path: Path) -> dict[str, list[tuple[float, str]]]:
    """The requests of each host: when they arrived, and for what."""
    asked: dict[str, list[tuple[float, str]]] = defaultdict(list)
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            asked[row["host"]].append((float(row["started"]), str(row["target"])))
    return {host: sorted(rows) for host, rows in sorted(asked.items())}


def judge_politeness(asked: dict[str, list[tuple[float, str]]], delay: float) -> Polite:
    """The figures of a log. Raises ValueError where it is empty."""
    if not asked:
        raise ValueError("no request in the log: nothing was crawled")
    times = [[at for at, _ in rows] for rows in asked.values()]
    gaps = sorted(_gaps(times)) or [0.0]
    return Polite(
        hosts=len(times),
        requests=sum(map(len, times)),
        delay=delay,
        possible=(max(map(len, times)) - 1) * delay,
        took=max(rows[-1] for rows in times) - min(rows[0] for rows in times),
        smallest_gap=gaps[0],
        median_gap=gaps[len(gaps) // 2],
        too_soon=sum(gap < delay for gap in gaps),
        repeated=sum(len(rows) - len({target for _, target in rows}) for rows in asked.values()),
    )


def _gaps(times: Iterable[list[float]]) -> Iterable[float]:
    for rows in times:
        for before, after in pairwise(rows):
            yield after - before
