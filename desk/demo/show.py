"""What the demo prints: the crawl's outcomes, a table of verdicts, and for each story why."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click

from crawler.report import CrawlReport, OutletState
from desk.tables import table
from desk.verdict_text import STATE_WORDS

COLUMNS = ("verdict", "outlets", "origins", "notable", "event")
_STYLES = {"corroborated": "green", "insufficient_evidence": "yellow"}
_KINDS = {
    "own": "its own reporting",
    "agency": "agency text",
    "outlet": "passes on another newsroom's report",
    "mixed": "credits another newsroom and has reporting of its own",
    "statement": "prints a statement",
    "commentary": "commentary",
    "unknown": "its text could not be had",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One event as the demo shows it: its whole verdict, and what its story is there to show ("" if it is not planned)."""

    verdict: Mapping[str, Any]
    shows: str = ""


def show_crawl(report: CrawlReport, names: Mapping[str, str]) -> None:
    """The counted outcomes, and each outlet that gave nothing, with the reason."""
    seconds = (report.finished - report.started).total_seconds()
    _heading("The crawl")
    counts = ", ".join(f"{number} {outcome.value.replace('_', ' ')}" for outcome, number in report.outcomes.items())
    click.echo(f"{len(report.outlets)} outlets in {seconds:.0f} seconds, one request at a time per host: {counts}.")
    empty = [outlet for outlet in report.outlets if outlet.state is not OutletState.DELIVERED]
    if empty:
        click.echo("No article came from:")
    for outlet in empty:
        click.echo(f"  - {names.get(outlet.outlet_id, outlet.outlet_id)}: {outlet.why_zero}")


def show_table(events: Sequence[Shown]) -> None:
    """One row an event: rich on a terminal, plain columns elsewhere. A star marks what is provisional."""
    _heading("The verdicts")
    if not events:
        click.echo("None: the crawl stored no article.")
        return
    rows = [_row(event.verdict) for event in events]
    if sys.stdout.isatty():
        _show_rich(events, rows)
    else:
        click.echo(table(COLUMNS, rows))
    if any(event.verdict["provisional"] for event in events):
        click.echo("* provisional: other outlets may still follow.")


def _row(verdict: Mapping[str, Any]) -> tuple[str, ...]:
    state = STATE_WORDS[verdict["state"]].lower() + (", disputed" if verdict["disputed"] else "")
    counts = (str(verdict[name]) for name in ("outlets", "origins", "notable_origins"))
    return (state + ("*" if verdict["provisional"] else ""), *counts, str(verdict["title"]))


def _show_rich(events: Sequence[Shown], rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(expand=True, box=None, pad_edge=False)
    for column in COLUMNS[:-1]:
        grid.add_column(column, no_wrap=True, justify="left" if column == COLUMNS[0] else "right")
    grid.add_column(COLUMNS[-1], ratio=1)
    for event, (state, *rest) in zip(events, rows, strict=True):
        grid.add_row(Text(state, _STYLES.get(event.verdict["state"], "")), *(Text(cell) for cell in rest))
    Console(no_color="NO_COLOR" in os.environ).print(grid)


def show_why(events: Sequence[Shown], reasons: Mapping[str, str]) -> None:
    """For each event: the verdict's own sentence, and what each outlet's article is."""
    if events:
        _heading("Why")
    for number, event in enumerate(events, 1):
        verdict = event.verdict
        click.echo(f"\n{number}. {verdict['title']}")
        click.echo(f"   {_state(verdict)}: {verdict['because']}")
        if event.shows:
            click.echo(f"   (Shown here: {event.shows})")
        for conflict in verdict["conflicts"]:
            click.echo(
                f"   They disagree on a {conflict['what']}: “{conflict['value_a']}” against “{conflict['value_b']}”."
            )
        for article in sorted(verdict["articles"], key=_order):
            click.echo(f"   - {_line(article, verdict, reasons)}")


def _heading(text: str) -> None:
    click.echo(f"\n{text}\n{'=' * len(text)}")


def _state(verdict: Mapping[str, Any]) -> str:
    flags = [word for word in ("provisional", "disputed") if verdict[word]]
    return STATE_WORDS[verdict["state"]].lower() + (f" ({', '.join(flags)})" if flags else "")


def _order(article: Mapping[str, Any]) -> tuple[bool, str, str]:
    """What counts first, then by time of publication."""
    return (not article["counted"], article.get("published") or "", article["article_id"])


def _line(article: Mapping[str, Any], verdict: Mapping[str, Any], reasons: Mapping[str, str]) -> str:
    """An article in plain words: whose, what it is, on whose report it rests, and why it is not counted."""
    text = f"{article.get('outlet_name', '?')}: {_KINDS.get(article['origin_kind'], article['origin_kind'])}"
    origin = next((entry for entry in verdict["evidence"] if entry["origin_id"] == article["origin_id"]), None)
    if origin is not None and article["origin_kind"] not in ("own", "mixed") and origin["name"]:
        seen = ", which the crawl has not seen" if origin["phantom"] else ""
        text += f"; rests on {origin['name']}{seen}"
    if not article["counted"]:
        text += f"; not counted: {reasons.get(article['reason'], article['reason'])}"
    return text
