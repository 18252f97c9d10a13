"""The command line: parses, calls one function, prints. What a command needs is imported when the command runs, so that
`corroborate --help` answers at once.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from desk.explaining import explain
from desk.page_commands import add_outlet, reextract, revisions
from desk.rate_command import rate
from desk.registry.commands import outlets
from desk.verdict_command import verdict

if TYPE_CHECKING:
    from desk.crawling import CrawlAnswer
    from matching.types import Registry
    from store.connection import Store


@dataclass(frozen=True, slots=True)
class Workplace:
    """What the options before the command say: which file, which registry, how loud."""

    db: Path
    outlets: Path | None
    quiet: bool
    overlays: tuple[Path, ...] = ()

    def store(self, *, create: bool = True, read_only: bool = False) -> Store:
        """Open the file."""
        from store.connection import open_store

        return open_store(self.db, create=create, read_only=read_only)

    def registry(self) -> Registry:
        """Load the registry in force."""
        from crawler.registry import load_registry

        return load_registry(self.outlets, self.overlays)

    def say(self, text: str) -> None:
        """A line of progress on standard error, unless --quiet."""
        if not self.quiet:
            click.echo(text, err=True)


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


def _print_lines(rows: Iterator[dict[str, object]]) -> int:
    number = 0
    for row in rows:
        _print_json(row)
        number += 1
    return number


def _leave(code: int) -> NoReturn:
    sys.exit(int(code))


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--db",
    type=click.Path(dir_okay=True, path_type=Path),
    default=Path("news.db"),
    envvar="CORROBORATE_DB",
    show_default=True,
    help="The SQLite file with everything in it.",
)
@click.option(
    "--outlets",
    type=click.Path(path_type=Path),
    default=None,
    envvar="CORROBORATE_OUTLETS",
    help="A registry in place of the bundled one (TOML).",
)
@click.option(
    "--overlay",
    "overlays",
    type=click.Path(path_type=Path),
    multiple=True,
    envvar="CORROBORATE_OVERLAY",
    help="A file of one's own rows on top of the registry, each with its reason (may be repeated).",
)
@click.option("--quiet", "-q", is_flag=True, help="Only errors on standard error, no progress: for cron.")
@click.option("--verbose", "-v", is_flag=True, help="Each step on standard error, not only warnings.")
@click.version_option(package_name="news-corroborator")
@click.pass_context
def cli(context: click.Context, /, *, verbose: bool, **place: Any) -> None:
    """Says, with evidence, whether a news story is reported by more than one notable outlet.

    Results go to standard output, progress to standard error. Exit codes: 0 done, 1 failed, 2 usage, 3 done in part,
    4 nothing usable found.
    """
    from desk.logs import configure_logging

    work = context.obj = Workplace(**place)
    configure_logging(verbose=verbose, quiet=work.quiet)


_JSON = click.option("--json", "as_json", is_flag=True, help="JSON for machines in place of text for people.")


def _crawl_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that `crawl` and `run` share."""
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


@cli.command()
@click.option("--outlet", "outlet_ids", multiple=True, metavar="ID", help="Only this outlet (may be repeated).")
@_crawl_options
@_JSON
@click.pass_obj
def crawl(work: Workplace, /, *, as_json: bool, **order: Any) -> None:
    """Fetch what is due from the registry's outlets, politely, and store the articles."""
    from desk.crawling import CrawlOrder, crawl_now

    _print_crawl(
        crawl_now(work.db, work.registry(), CrawlOrder(**order), now=_now(), quiet=work.quiet), as_json=as_json
    )


def _print_crawl(answer: CrawlAnswer, *, as_json: bool) -> NoReturn:
    if as_json:
        _print_json(answer.as_dict())
    else:
        click.echo(answer.as_text())
    _leave(answer.exit_code)


@cli.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@_JSON
@click.pass_obj
def import_(work: Workplace, files: tuple[Path, ...], as_json: bool) -> None:
    """Put articles from JSON Lines FILES into the store."""
    from desk.importing import import_all

    registry = work.registry()
    with work.store() as store:
        report = import_all(store, files, registry, now=_now(), quiet=work.quiet)
    for problem in report.problem_lines():
        click.echo(problem, err=True)
    if as_json:
        _print_json(report.as_dict())
    else:
        click.echo(report.as_text())
    _leave(report.exit_code)


@cli.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_JSON
@click.pass_obj
def extract(work: Workplace, files: tuple[Path, ...], as_json: bool) -> None:
    """Show what the crawler would store of saved pages (HTML FILES, also gzipped)."""
    from desk.errors import Exit
    from desk.extracting import extract_files
    from desk.tables import progress, table

    rows = []
    with progress("extracting", len(files), quiet=work.quiet) as advance:
        for row in extract_files(files):
            if as_json:
                _print_json(row)
            rows.append((row["outcome"], row["published"], row["title"], row["file"], row.get("detail", "")))
            advance(1)
    if not as_json:
        click.echo(table(("outcome", "published", "title", "file", ""), rows))
    failed = sum(row[0] == "error" for row in rows)
    _leave(Exit.DONE if not failed else Exit.PARTLY if failed < len(rows) else Exit.NOTHING)


@cli.command()
@click.option(
    "--now",
    type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d"]),
    default=None,
    help="Judge as of this time, not the clock's.",
)
@click.option("--full", is_flag=True, help="Judge every event anew, not only what is new and what that touches.")
@_JSON
@click.pass_obj
def match(work: Workplace, now: datetime | None, full: bool, as_json: bool) -> None:
    """Group the stored articles by what happened, find their origins, and judge the events that are new or have changed.

    All events are judged where the registry, the rules or the models have changed since the last match.
    """
    from desk.cycle import match as match_all
    from desk.reports import changes_text
    from desk.tables import progress

    with work.store(create=False) as store, progress("matching", None, quiet=work.quiet):
        changes = match_all(store, work.registry(), now=_aware(now), full=full)
    if as_json:
        _print_json(
            {
                "articles": changes.articles,
                "events": changes.events,
                "new_verdicts": changes.new_verdicts,
                "causes": changes.causes,
            }
        )
    else:
        click.echo(changes_text(changes))


def _aware(when: datetime | None) -> datetime:
    if when is None:
        return _now()
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)


@cli.group()
def export() -> None:
    """Write articles, events or ratings as JSON Lines."""


@export.command("articles")
@click.pass_obj
def export_articles(work: Workplace) -> None:
    """One line an article: event, origin, credits, counted or why not, state."""
    from store.exports import export_articles as rows

    with work.store(create=False, read_only=True) as store:
        _print_lines(rows(store))


@export.command("events")
@click.pass_obj
def export_events(work: Workplace) -> None:
    """One line an event: state, how many outlets, origins and notable origins, its articles."""
    from store.exports import export_events as rows

    with work.store(create=False, read_only=True) as store:
        _print_lines(rows(store))


@export.command("ratings")
@click.option("--since", default="", metavar="CURSOR", help="Only what changed after the line with this cursor.")
@click.pass_obj
def export_ratings(work: Workplace, since: str) -> None:
    """What the rating library reads: one line an article with three criteria; null is "could not be determined"."""
    from store.ratings import read_ratings

    with work.store(create=False, read_only=True) as store:
        _print_lines(read_ratings(store, since))


for command in (verdict, outlets, add_outlet, reextract, revisions, explain, rate):
    cli.add_command(command)


@cli.command()
@click.option("--metrics", is_flag=True, help="Figures in the Prometheus text format, for a textfile collector.")
@_JSON
@click.pass_obj
def status(work: Workplace, metrics: bool, as_json: bool) -> None:
    """What is stored, what the last runs did, and how each outlet delivers: silent ones, retired sources, why none."""
    from desk.metrics import metrics_text
    from desk.status import status as read_status
    from desk.status_text import status_text

    if metrics and as_json:
        raise click.UsageError("--metrics or --json, not both")
    with work.store(create=False, read_only=True) as store:
        if metrics:
            click.echo(metrics_text(store, _now()), nl=False)
            return
        answer = read_status(store, _now())
    if as_json:
        _print_json(answer)
    else:
        click.echo(status_text(answer))


@cli.command()
@_crawl_options
@_JSON
@click.pass_obj
def run(work: Workplace, /, *, as_json: bool, **order: Any) -> None:
    """One cycle under a lock, for cron: crawl what is due, then match."""
    from desk.crawling import CrawlOrder, run_cycle
    from desk.registry.in_force import registry_in_force

    found = registry_in_force(work.db, work.outlets, work.overlays)
    if found.refused:
        click.echo(f"corroborate: {found.refused}", err=True)
    asked = CrawlOrder(**order, refused=found.refused)
    _print_crawl(run_cycle(work.db, found.registry, asked, now=_now(), quiet=work.quiet), as_json=as_json)


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True)
@click.option("--open", "open_browser", is_flag=True, help="Open a browser window on it.")
@click.pass_obj
def browse(work: Workplace, host: str, port: int, open_browser: bool) -> None:
    """Open the store in the browser (Datasette): tables, views, full-text search, SQL."""
    from desk.browse import browse as serve

    with work.store(create=False, read_only=True):
        pass
    work.say(f"http://{host}:{port}/ shows {work.db}; end with Ctrl-C")
    _leave(serve(work.db, host=host, port=port, open_browser=open_browser))


@cli.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo-world"),
    show_default=True,
    help="Where the demo keeps its database and log.",
)
@click.pass_obj
def demo(work: Workplace, folder: Path) -> None:
    """Crawl a loopback world of invented outlets, judge its stories, and show why."""
    from desk.demo.run import run_demo

    _leave(run_demo(folder, quiet=work.quiet))


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point: runs a command and turns errors meant for people into a message and the contract's exit code."""
    _guarded(lambda: cli(arguments, prog_name="corroborate", standalone_mode=False))


def _guarded(command: Callable[[], Any]) -> None:
    try:
        command()
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2 if isinstance(error, click.UsageError) else 1)
    except (KeyboardInterrupt, click.Abort):
        click.echo("corroborate: stopped; what was done is kept, run the same command again to go on", err=True)
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        from desk.errors import exit_code_of

        code = exit_code_of(error)
        if code is None:
            raise
        click.echo(f"corroborate: {error}", err=True)
        sys.exit(int(code))
