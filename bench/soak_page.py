"""The part of docs/operating.md that a soak writes, and its picture, made from docs/soak.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bench.curves import Chart, Series, drawing, number
from bench.kept import ROOT
from bench.soak_report import DECIDE_MS, GROWTH, MIN_CYCLES, SLOW_MS

FIGURES = ROOT / "docs" / "soak.json"
PICTURE = ROOT / "docs" / "images" / "soak.svg"
NAMES = {
    "front": "front page",
    "event": "an event",
    "article": "an article",
    "check": "a URL that is looked up",
    "decide": "a decision",
}


def read(file: Path) -> dict[str, Any]:
    """The figures of a soak; none where there was no soak."""
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}


def picture(file: Path = FIGURES) -> str:
    """Memory and latency over time, one above the other in one SVG; "" where there was no soak."""
    found = read(file)
    return drawing(_chart(found)) if found else ""


def _chart(found: dict[str, Any]) -> Chart:
    wanted = (("watch", "watch, MiB"), ("desk", "desk, MiB"), ("desk p95", "desk pages, p95 in ms"))
    lines = tuple(
        Series(name, tuple((float(at), float(value)) for at, value in found["curves"].get(key, ())))
        for key, name in wanted
    )
    return Chart("Memory and latency of the soak", "minutes", "MiB, milliseconds", lines)


def text(file: Path = FIGURES) -> str:
    """The generated part of the page."""
    found = read(file)
    if not found:
        return "\nNo soak has been measured with this version: `make soak MINUTES=60`.\n"
    on = found["machine"]
    rows = [f"| {what} | {measured} | {limit} |" for what, measured, limit in _rows(found)]
    problems = found["problems"]
    verdict = "All is within its limits." if not problems else "Not within its limits: " + "; ".join(problems) + "."
    head = (
        f"{number(found['minutes'])} minutes on {found['measured']}: {on['processor']}, {on['cores']} cores, "
        f"{on['memory_mib'] / 1024:.1f} GiB; load at the end {found['load']}. {verdict}"
    )
    return "\n".join(
        [
            "",
            head,
            "",
            "| | measured | limit |",
            "|---|---|---|",
            *rows,
            "",
            f"![{_chart(found).alt()}](images/{PICTURE.name})",
            "",
        ]
    )


def _rows(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    least = MIN_CYCLES * found["minutes"]
    memory = f"{GROWTH:.0%} from the second to the last"
    rows = [
        ("articles served, stored, lost", f"{found['served']}, {found['stored']}, {found['lost']}", "none lost, none twice"),
        ("verdicts, of which without evidence", f"{found['verdicts']}, {found['verdicts_without_evidence']}", "0"),
        ("decisions of editors that were kept; refused with a reason", f"{found['decisions']}; {found['decisions_refused']}", "each kept one is in the file"),
        ("whole cycles; cycles that fell out", f"{found['cycles']}; {found['left_out']}", f"{number(least)} at least"),
        ("kills of the watch", str(found["kills"]), "1 at least"),
        ("answers of the web", ", ".join(f"{count} {what}" for what, count in found["requests"].items()), "some faults"),
        ("exit code of the upkeep", str(found["upkeep_exit"]), "0"),
        ("memory of the watch with its workers, peaks of the quarters of its longest life, MiB", _list(found["watch_quarters_mib"]), memory),
        ("memory of the desk, the same", _list(found["desk_quarters_mib"]), memory),
    ]  # fmt: skip
    if "largest_event" in found:
        rows.insert(1, ("events; articles of the largest", f"{found['events']}; {found['largest_event']}", ""))
    for key, times in found["read_ms"].items():
        limit = DECIDE_MS if key == "decide" else SLOW_MS
        told = f"{number(times['p50'])}, {number(times['p95'])}, {number(times['worst'])} ms"
        rows.append((f"desk, {NAMES[key]}: p50, p95, worst", told, f"p95 {number(limit)} ms"))
    failed = ", ".join(f"{count} × {what}" for what, count in found["failures"].items()) or "0"
    return [*rows, ("answers of the desk, failed", f"{found['reads']:,}, {failed}", "0")]


def _list(values: list[float]) -> str:
    return ", ".join(number(value) for value in values)
