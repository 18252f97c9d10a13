"""The command line: parses, calls one function, prints. What a command needs is imported when the command runs, so that
`corroborate --help` answers at once.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from desk.browse_commands import accounts, browse
from desk.crawl_options import crawl_options
from desk.explaining import explain
from desk.export_commands import export
from desk.keeping_commands import KEEPING
from desk.operation_commands import cycle_of, schedule, watch
from desk.page_commands import add_outlet, reextract, revisions
from desk.rate_command import rate
from desk.registry.commands import outlets
from desk.verdict_command import verdict
from desk.webhooks.commands import webhook

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
@click.option("--log-json", is_flag=True, envvar="CORROBORATE_LOG_JSON", help="The log as JSON, an object a line.")
@click.version_option(package_name="news-corroborator")
@click.pass_context
def cli(context: click.Context, /, *, verbose: bool, log_json: bool, **place: Any) -> None:
    """Says, with evidence, whether a news story is reported by more than one notable outlet.

    Results go to standard output, progress to standard error. Exit codes: 0 done, 1 failed, 2 usage, 3 done in part,
    4 nothing usable found.
    """
    from desk.logs import configure_logging

    work = context.obj = Workplace(**place)
    configure_logging(verbose=verbose, quiet=work.quiet, as_json=log_json)


_JSON = click.option("--json", "as_json", is_flag=True, help="JSON for machines in place of text for people.")


@cli.command()
@click.option("--outlet", "outlet_ids", multiple=True, metavar="ID", help="Only this outlet (may be repeated).")
@crawl_options
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


for command in (
    verdict,
    outlets,
    add_outlet,
    reextract,
    revisions,
    explain,
    rate,
    export,
    webhook,
    watch,
    schedule,
    *KEEPING,
):
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
@crawl_options
@_JSON
@click.pass_obj
def run(work: Workplace, /, *, as_json: bool, **order: Any) -> None:
    """One cycle under a lock, for cron: crawl what is due, then match."""
    _print_crawl(cycle_of(work, order), as_json=as_json)


cli.add_command(browse)
cli.add_command(accounts)


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
