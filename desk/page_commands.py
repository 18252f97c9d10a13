"""`corroborate reextract` and `corroborate revisions`: commands about stored pages; each parses, calls one function, prints."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
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
    from crawler.urls import url_key
    from desk.revisions import history_dict, history_text
    from store.articles import find_article
    from store.revisions import read_history

    with work.store(create=False, read_only=True) as store:
        history = read_history(store, find_article(store, url, url_key(url)))
    _print(history_text(history), history_dict(history), as_json=as_json)
