"""`corroborate export …`: each command parses, calls one function, prints."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from desk.decision_commands import export_decisions

if TYPE_CHECKING:
    from desk.cli import Workplace

_AT_ONCE = 500  # lines that are written in one piece


def _print_lines(lines: Iterator[str]) -> None:
    while piece := list(itertools.islice(lines, _AT_ONCE)):
        click.echo("\n".join(piece))


def _form_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that `export articles`, `events` and `verdicts` share."""
    to = click.option(
        "--output",
        type=click.Path(path_type=Path, dir_okay=False),
        default=None,
        metavar="FILE",
        help="Write to FILE, as a whole  [default: standard output].",
    )
    form = click.option(
        "--format",
        "form",
        type=click.Choice(("jsonl", "csv", "parquet")),
        default="jsonl",
        show_default=True,
        help="JSON Lines, CSV for a spreadsheet, or Parquet (needs --output and the extra `parquet`).",
    )
    return form(to(command))


def _export(work: Workplace, what: str, form: str, output: Path | None) -> None:
    from desk.exporting import EXPORTS, Format, text_lines, write_file

    with work.store(create=False, read_only=True) as store:
        if output is None:
            _print_lines(text_lines(store, EXPORTS[what], Format(form)))
            return
        number = write_file(store, EXPORTS[what], Format(form), output)
    work.say(f"{number} rows in {output}")


@click.group()
def export() -> None:
    """Write articles, events, verdicts, ratings or decisions as JSON Lines; the first three also as CSV or Parquet."""


@export.command("articles")
@_form_options
@click.pass_obj
def export_articles(work: Workplace, form: str, output: Path | None) -> None:
    """One line an article: event, origin, credits, counted or why not, state."""
    _export(work, "articles", form, output)


@export.command("events")
@_form_options
@click.pass_obj
def export_events(work: Workplace, form: str, output: Path | None) -> None:
    """One line an event: state, how many outlets, origins and notable origins, its articles."""
    _export(work, "events", form, output)


@export.command("verdicts")
@_form_options
@click.pass_obj
def export_verdicts(work: Workplace, form: str, output: Path | None) -> None:
    """One line a verdict, the oldest first: how each event was judged at each time, and what made it change."""
    _export(work, "verdicts", form, output)


@export.command("ratings")
@click.option("--since", default="", metavar="CURSOR", help="Only what changed after the line with this cursor.")
@click.pass_obj
def export_ratings(work: Workplace, since: str) -> None:
    """What the rating library reads: one line an article with three criteria; null is "could not be determined"."""
    from store.ratings import rating_lines

    with work.store(create=False, read_only=True) as store:
        _print_lines(rating_lines(store, since))


export.add_command(export_decisions)
