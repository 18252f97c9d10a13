"""The options of the commands that crawl."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click


def crawl_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that `crawl`, `run` and `watch` share."""
    options = (
        click.option(
            "--resolve",
            multiple=True,
            metavar="HOST:ADDRESS",
            help="Connect to ADDRESS for HOST (`*` for every host), as curl --resolve does.",
        ),
        click.option(
            "--delay",
            type=click.FloatRange(min=0),
            default=None,
            help="Seconds between two requests to one host  [default: 2].",
        ),
        click.option(
            "--contact",
            default="",
            envvar="CORROBORATE_CONTACT",
            help="A URL or mail address for webmasters; part of the user agent.",
        ),
        click.option(
            "--max-pages", type=click.IntRange(min=1), default=None, help="At most this many pages of each outlet."
        ),
        click.option(
            "--max-age",
            type=click.IntRange(min=0),
            default=None,
            metavar="DAYS",
            help="Leave out what a feed or sitemap dates older than this; 0 for any age  [default: 30].",
        ),
        click.option("--force", is_flag=True, help="Ask sources that are not due yet, too."),
        click.option(
            "--warc",
            type=click.Path(path_type=Path, file_okay=False),
            default=None,
            envvar="CORROBORATE_WARC",
            metavar="FOLDER",
            help="Archive what is fetched as WARC files in FOLDER (needs the extra `archive`).",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command
