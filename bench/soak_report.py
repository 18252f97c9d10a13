"""What a soak came to, and what of it is not as it has to be. Every limit that is asked of it stands here."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from bench.processes import Sample
from bench.soak_people import People
from store.checks import look
from store.connection import Store, open_store
from store.errors import BadEvidence
from store.evidence import evidence_text
from store.verdict_checks import without_evidence

SLOW_MS = 500.0
"""Milliseconds that a page of the desk may take at p95 while cycles run on the same two cores."""
DECIDE_MS = 2_000.0
"""The same for a decision, which waits for whoever is writing."""
GROWTH = 0.10
"""Part of its memory that a process may gain from the second quarter of its longest life to the last."""
MIN_CYCLES = 0.5
"""Whole cycles a minute, kills and all: fewer would not be the load that the figures are to hold for."""
POINTS = 40


@dataclass(slots=True)
class Report:
    """What came of it. `problems` is empty where all is as it has to be. Curves are (minute, value) points."""

    minutes: float
    machine: dict[str, object] = field(default_factory=dict)
    measured: str = ""
    load: float = 0.0
    served: int = 0
    stored: int = 0
    lost: int = 0
    events: int = 0
    largest_event: int = 0
    verdicts: int = 0
    verdicts_without_evidence: int = 0
    decisions: int = 0
    decisions_refused: int = 0
    cycles: int = 0
    left_out: int = 0
    kills: int = 0
    requests: dict[str, int] = field(default_factory=dict)
    watch_quarters_mib: list[float] = field(default_factory=list)
    desk_quarters_mib: list[float] = field(default_factory=list)
    reads: int = 0
    read_ms: dict[str, dict[str, float]] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)
    bytes_per_article: int = 0
    upkeep_exit: int = -1
    curves: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def judge_people(people: People, report: Report) -> None:
    """Latency and failures of the desk."""
    by_page: dict[str, list[float]] = {}
    for one in people.timed:
        by_page.setdefault(one.page, []).append(one.ms)
    report.reads = len(people.timed)
    report.failures = dict(sorted(people.failures.items()))
    report.decisions, report.decisions_refused = len(people.decided), people.refused
    for name in ("front", "event", "article", "check", "decide"):
        times = sorted(by_page.get(name, []))
        if len(times) < 20:
            report.problems.append(f"the desk's {name} was asked {len(times)} times: too few to say how fast it is")
            continue
        p95 = statistics.quantiles(times, n=20)[-1]
        report.read_ms[name] = {
            "p50": round(statistics.median(times), 1),
            "p95": round(p95, 1),
            "worst": round(times[-1], 1),
        }
        if p95 > (DECIDE_MS if name == "decide" else SLOW_MS):
            report.problems.append(f"the desk's {name} took {p95:.0f} ms at p95")
    if report.failures:
        report.problems.append(f"the desk failed: {report.failures}")
    pages = [(one.at / 60, one.ms) for one in people.timed if one.page != "decide"]
    report.curves["desk p95"] = thinned(
        pages, lambda values: statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]
    )


def judge_memory(name: str, lives: Sequence[Sequence[Sample]], began: float, report: Report) -> list[float]:
    """Peaks of the quarters of the longest life: between two cycles a watch needs little. The curve is of all lives."""
    points = [((sample.at - began) / 60, sample.mib) for life in lives for sample in life]
    report.curves[name] = thinned(points, max)
    samples = [sample.mib for sample in max(lives, key=len, default=[])]
    quarter = len(samples) // 4
    if not quarter:
        report.problems.append(f"{name}: no life long enough to look at its memory")
        return []
    quarters = [round(max(samples[n * quarter : (n + 1) * quarter]), 1) for n in range(4)]
    growth = quarters[3] / quarters[1] - 1
    if growth > GROWTH:
        report.problems.append(f"{name}: memory grew by {growth:.0%} from the second quarter to the last")
    return quarters


def thinned(points: Sequence[tuple[float, float]], of: Callable[[list[float]], float]) -> list[tuple[float, float]]:
    """The points in equal spans of time, one value for each span that has any."""
    if not points:
        return []
    step = max(at for at, _ in points) / POINTS or 1.0
    spans: dict[int, list[float]] = {}
    for at, value in points:
        spans.setdefault(int(at / step), []).append(value)
    return [(round((place + 0.5) * step, 2), round(of(values), 1)) for place, values in sorted(spans.items())]


def judge_file(db: Path, served: set[tuple[str, str]], decided: Sequence[int], report: Report) -> None:
    """Every article that was served is there once and judged, every verdict has its evidence, every decision was kept."""
    with open_store(db) as store:
        _judge_articles(store, served, report)
        one = store.conn.execute
        report.events = one("select count(*) from events where current = 1").fetchone()[0]
        report.largest_event = one(
            "select ifnull(max(n), 0) from (select count(*) as n from event_articles group by event_id)"
        ).fetchone()[0]
        report.verdicts = one("select count(*) from verdicts").fetchone()[0]
        report.cycles = one(
            "select count(*) from runs where kind = 'match' and finished is not null and exit_code = 0"
        ).fetchone()[0]
        bare = without_evidence(store) + unreadable(store)
        report.verdicts_without_evidence = len(bare)
        if bare or not report.verdicts:
            report.problems.append(f"{len(bare)} of {report.verdicts} verdicts without evidence: {bare[:3]}")
        kept = {row[0] for row in one("select id from decisions")}
        if not set(decided) <= kept or not decided:
            report.problems.append(f"of {len(decided)} decisions {len(set(decided) - kept)} are not in the file")
        report.problems += [f"{trouble.check}: {trouble.said}" for trouble in look(store, datetime.now(UTC))]
    report.bytes_per_article = round(db.stat().st_size / max(1, report.stored))
    if report.cycles < MIN_CYCLES * report.minutes:
        report.problems.append(f"{report.cycles} whole cycles in {report.minutes:g} minutes: the load was not there")


def _judge_articles(store: Store, served: set[tuple[str, str]], report: Report) -> None:
    rows = store.conn.execute("select url, title from articles where body = 'full'").fetchall()
    found = [(urlsplit(url).hostname or "", urlsplit(url).path) for url, _ in rows]
    missing = served - set(found)
    report.served, report.stored, report.lost = len(served), len(rows), len(missing)
    if missing or len(found) != len(served):
        report.problems.append(
            f"{len(served)} articles were served, {len(rows)} are stored; lost: {sorted(missing)[:3]}"
        )
    unjudged = store.conn.execute(
        "select count(*) from articles where id not in (select article_id from event_articles)"
    ).fetchone()[0]
    if unjudged:
        report.problems.append(f"{unjudged} articles were not judged")


def unreadable(store: Store) -> list[str]:
    """Verdicts of the whole history, not the newest alone, whose evidence cannot be read or names no article."""
    bad = []
    for number, counted in store.conn.execute("select id, notable_origins from verdicts order by id").fetchall():
        try:
            evidence = json.loads(evidence_text(store.conn, number))
            counts = sum(bool(origin["counts"]) for origin in evidence["origins"])
            whole = counts == counted and bool(evidence["findings"])
        except (BadEvidence, ValueError, KeyError, TypeError):
            whole = False
        if not whole:
            bad.append(f"verdict {number}")
    return bad
