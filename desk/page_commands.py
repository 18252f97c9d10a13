"""`corroborate reextract`, `revisions` and `add-outlet`: each parses, calls one function, prints."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from desk.cli import Workplace

_JSON = click.option("--json", "as_json", is_flag=True, help="JSON for machines in place of text for people.")


def _print(text: str, value: dict[str, object], *, as_json: bool) -> None:
    click.echo(json.dumps(value, ensure_ascii=False) if as_json else text)


@click.command()
@click.option("--outlet", "outlets", multiple=True, metavar="ID", help="Only pages of this outlet (may be repeated).")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z"]),
    default=None,
    help="Only pages fetched since then.",
)
@click.option("--all", "everything", is_flag=True, help="Also pages that this very extractor has read already.")
@click.option("--workers", type=click.IntRange(1, 64), default=None, help="Processes  [default: one a processor].")
@_JSON
@click.pass_obj
def reextract(work: Workplace, /, *, since: datetime | None, as_json: bool, **order: Any) -> None:
    """Read the stored pages again with the present extractor; what changes is a revision with the cause "extractor".

    Nothing is fetched. May be stopped at any moment and run again: what is done is not done twice.
    """
    from desk.reextracting import ReextractOrder, reextract_now

    if since is not None and since.tzinfo is None:
        since = since.replace(tzinfo=UTC)
    with work.store(create=False) as store:
        now = datetime.now(UTC).replace(microsecond=0)
        answer = reextract_now(store, work.registry(), ReextractOrder(since=since, **order), now=now, quiet=work.quiet)
    _print(answer.as_text(), answer.as_dict(), as_json=as_json)
    sys.exit(int(answer.exit_code))


@click.command()
@click.argument("url")
@_JSON
@click.pass_obj
def revisions(work: Workplace, url: str, as_json: bool) -> None:
    """Show how the article at URL changed since it was first seen: words that went and came, corrections, retractions."""
    from desk.revisions import history_dict, history_text
    from desk.stored import stored_article
    from store.revisions import read_history

    with work.store(create=False, read_only=True) as store:
        history = read_history(store, stored_article(store, url))
    _print(history_text(history), history_dict(history), as_json=as_json)


@click.command("add-outlet")
@click.argument("url")
@click.option(
    "--to",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Put the row into this overlay file (made where there is none)  [default: print it].",
)
@click.option("--resolve", multiple=True, metavar="HOST:ADDRESS", help="Connect to ADDRESS for HOST (`*`: every host).")
@click.option("--delay", type=click.FloatRange(min=0), default=None, help="Seconds between two requests  [default: 2].")
@click.option("--contact", default="", envvar="CORROBORATE_CONTACT", help="A URL or mail address for webmasters.")
@click.option(
    "--max-age", type=click.IntRange(min=0), default=None, metavar="DAYS", help="Leave out older entries; 0 for none."
)
@_JSON
@click.pass_obj
def add_outlet(work: Workplace, /, url: str, *, file: Path | None, as_json: bool, **order: Any) -> None:
    """Look at the site of URL: find and try its feeds and sitemaps, show what would be stored of three articles, and
    draw up its registry row, with what a person has to fill in.
    """
    from desk.errors import Exit
    from desk.scouting import ScoutOrder, look_at, write_row

    answer = look_at(work.registry(), url, ScoutOrder(**order))
    found = answer.exit_code is not Exit.NOTHING
    said = write_row(answer, file, work.outlets, work.overlays, datetime.now(UTC).date()) if file and found else ""
    if as_json:
        _print("", answer.as_dict(), as_json=True)
    else:
        click.echo(answer.as_text(), err=True)
        if found:
            click.echo(said or answer.row().rstrip())
    sys.exit(int(answer.exit_code))
