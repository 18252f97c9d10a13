"""docs/benchmarks.md and its pictures, made from the figures of one run (docs/benchmarks.json); nothing is measured here.

cog puts `text(...)` in place, so that `make check` holds the page against the figures without measuring again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import tables
from bench.curves import Chart, Series, drawing
from bench.kept import ROOT, Result, Status, result_of

FIGURES = ROOT / "docs" / "benchmarks.json"


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve: its file and chart; one line for each (name, keys that lead to the value) of the results of a task."""

    file: str
    title: str
    task: str
    x: str
    size: str
    y: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]


CURVES = (
    Curve("bench-crawl.svg", "Crawl: rate by its length", "crawl", "pages crawled", "pages", "pages a second",
          (("ours, with fetch and store", ("rate",)), ("extraction alone", ("limit",)))),
    Curve("bench-crawl-memory.svg", "Crawl: memory by its length", "crawl", "pages crawled", "pages", "MiB at most, all processes",
          (("ours", ("mib",)),)),
    Curve("bench-match.svg", "Matching: cost of a new article", "match", "articles in the window", "window", "articles a second",
          (("new articles", ("rate",)),)),
    Curve("bench-match-memory.svg", "Matching: memory", "match", "articles in the window", "window", "MiB at most",
          (("the process that matches", ("full_mebibytes",)),)),
    Curve("bench-archive.svg", "A match in an archive", "archive", "articles in the archive", "archive", "seconds of one core",
          (("whole match", ("whole",)), ("the window's work", ("update",)), ("reading, keeping", ("load+keep",)))),
    Curve("bench-stored.svg", "A new article in a large file", "stored", "articles in the file", "stored", "milliseconds of one core",
          (("a new article", ("each",)),)),
    Curve("bench-desk.svg", "Desk: the slower pages, p95", "desk", "articles in the file", "articles", "milliseconds",
          (("front page", ("pages", "front", "p95")), ("an event", ("pages", "event", "p95")),
           ("search", ("pages", "search, one word", "p95")))),
    Curve("bench-ratings.svg", "Export of all ratings", "ratings", "changes exported", "changes", "seconds",
          (("the whole command", ("seconds",)),)),
)  # fmt: skip


def read(file: Path) -> tuple[dict[str, Any], list[Result]]:
    """The figures of a run, and its results; nothing where none has been measured."""
    try:
        figures = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, []
    return figures, [result_of(row) for row in figures["results"]]


def chart_of(curve: Curve, results: Iterable[Result]) -> Chart | None:
    """The chart of a curve, or None where fewer than two sizes were measured."""
    done = [one for one in results if one.task == curve.task and one.status is Status.DONE]
    done.sort(key=lambda one: float(str(one.sizes[curve.size])))
    if len(done) < 2:
        return None
    lines = tuple(
        Series(name, tuple((float(str(one.sizes[curve.size])), value(one.figures, keys)) for one in done))
        for name, keys in curve.lines
    )
    return Chart(curve.title, curve.x, curve.y, lines)


def value(figures: dict[str, Any], keys: Sequence[str]) -> float:
    """The number that keys lead to; "a+b" adds two."""
    found: Any = figures
    for key in keys[:-1]:
        found = found[key]
    return sum(float(found[key]) for key in keys[-1].split("+"))


def pictures(file: Path = FIGURES) -> dict[str, str]:
    """The SVG pictures by file name."""
    _, results = read(file)
    charts = {curve.file: chart_of(curve, results) for curve in CURVES}
    return {name: drawing(chart) for name, chart in charts.items() if chart}


def text(file: Path = FIGURES) -> str:
    """The generated part of the page."""
    figures, results = read(file)
    if not figures:
        return "\nNothing has been measured yet: `make bench`.\n"
    parts = [_head(figures, results)]
    for title, body in tables.sections(results):
        parts.append(f"## {title}\n\n{body}\n")
        parts += [_picture(curve, results) for curve in CURVES if curve.task in tables.PICTURED.get(title, ())]
    parts.append(f"## The parts of the run\n\n{tables.parts(results)}\n")
    return "\n" + "\n".join(parts)


def _head(figures: dict[str, Any], results: Sequence[Result]) -> str:
    on = figures["machine"]
    packages = ", ".join(f"{name} {number or '(not there)'}" for name, number in figures["versions"].items())
    minutes = sum(one.seconds for one in results) / 60
    loads = [one.load for one in results] or [0.0]
    lines = [
        f"Measured on {figures['measured']}: {on['processor']}, {on['cores']} cores, {on['memory_mib'] / 1024:.1f} GiB, "
        f"{on['system']}, Python {on['python']}. {len(results)} parts in {minutes:.0f} minutes; the load of the machine before a "
        f"part was between {min(loads):.1f} and {max(loads):.1f}, which is mostly the part before it.",
        f"Packages: {packages}.",
    ]
    if figures["mode"] == "quick":
        lines.append(
            "**A quick run at tiny sizes: its figures show that the benchmarks work, and say nothing of speed.**"
        )
    return "\n\n".join(lines) + "\n"


def _picture(curve: Curve, results: Sequence[Result]) -> str:
    chart = chart_of(curve, results)
    if chart is None:
        return f"*{curve.title}: no curve, fewer than two sizes were measured.*\n"
    alt = chart.alt().replace("[", "(").replace("]", ")")
    return f"![{alt}](images/{curve.file})\n"
