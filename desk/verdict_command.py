"""`corroborate verdict`: what is said of a story, or was said at a time."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

import click

from desk.moments import moment_of

if TYPE_CHECKING:
    from desk.cli import Workplace


class Moment(click.ParamType[datetime]):
    """A time in ISO 8601, UTC unless it says otherwise; a day alone is its last second, so that it includes the day."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The time, aware, in UTC."""
        if isinstance(value, datetime):
            return value
        try:
            return moment_of(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command()
@click.argument("url")
@click.option(
    "--as-of",
    type=Moment(),
    default=None,
    metavar="TIME",
    help="What was said at TIME (ISO 8601, UTC unless it says otherwise; a day means its end).",
)
@click.option("--json", "as_json", is_flag=True, help="JSON for machines in place of text for people.")
@click.pass_obj
def verdict(work: Workplace, url: str, as_of: datetime | None, as_json: bool) -> None:
    """Say whether the story at URL is reported by more than one notable outlet, and why."""
    from desk.stored import stored_article
    from desk.verdict_text import verdict_text
    from matching.reasons import SENTENCES
    from store.exports import event_of, read_verdict, read_verdict_at

    with work.store(create=False, read_only=True) as store:
        article_id = stored_article(store, url)
        if as_of is None:
            whole = read_verdict(store, event_of(store, article_id))
        else:
            whole = read_verdict_at(store, article_id, as_of)
    click.echo(json.dumps(whole, ensure_ascii=False) if as_json else verdict_text(whole, SENTENCES))
