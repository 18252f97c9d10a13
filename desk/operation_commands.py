"""`corroborate watch` and `corroborate schedule`: each parses, calls one function, prints."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desk.crawl_options import crawl_options

if TYPE_CHECKING:
    from desk.cli import Workplace
    from desk.crawling import CrawlAnswer


@click.command()
@click.option(
    "--every",
    type=click.FloatRange(min=0.05),
    default=15.0,
    show_default=True,
    metavar="MINUTES",
    help="Minutes from the start of one cycle to the start of the next.",
)
@click.option(
    "--jitter",
    type=click.FloatRange(0, 1),
    default=0.1,
    show_default=True,
    help="Start up to this share of them later, by chance.",
)
@click.option("--cycles", type=click.IntRange(min=0), default=0, help="End after so many cycles  [default: go on].")
@click.option(
    "--backups",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="FOLDER",
    help="Do the upkeep once a day, with backups in FOLDER.",
)
@crawl_options
@click.pass_obj
def watch(work: Workplace, /, *, every: float, jitter: float, cycles: int, backups: Path | None, **order: Any) -> None:
    """Cycle after cycle in one process, until SIGTERM or Ctrl-C: the cycle at work ends in order.

    A cycle that takes longer than the beat makes the ones that were due meanwhile fall out. `corroborate status` shows the
    heartbeat.
    """
    from desk.apart import load_ahead
    from desk.upkeep import UpkeepOrder, upkeep_now
    from desk.watch import Watch, WatchOrder

    load_ahead()

    def cycle() -> CrawlAnswer:
        return cycle_of(work, order | {"apart": True})

    def daily() -> None:
        upkeep_now(work.db, UpkeepOrder(backups=backups), now=_now())

    watching = Watch(work.db, WatchOrder(timedelta(minutes=every), jitter, cycles), cycle, daily if backups else None)
    sys.exit(int(watching.run()))


def cycle_of(work: Workplace, order: dict[str, Any]) -> CrawlAnswer:
    """One cycle with the registry as its files are now, or as it last was in force where one of them is broken."""
    from desk.crawling import CrawlOrder, run_cycle
    from desk.registry.in_force import registry_in_force

    found = registry_in_force(work.db, work.outlets, work.overlays)
    if found.refused:
        click.echo(f"corroborate: {found.refused}", err=True)
    asked = CrawlOrder(**order, refused=found.refused)
    return run_cycle(work.db, found.registry, asked, now=_now(), quiet=work.quiet)


@click.group()
def schedule() -> None:
    """Print what starts cycles and the nightly upkeep by itself, with the paths of this installation and file."""


_EVERY = click.option(
    "--every",
    type=click.IntRange(1, 1440),
    default=15,
    show_default=True,
    metavar="MINUTES",
    help="Minutes between two cycles.",
)
_BACKUPS = click.option(
    "--backups",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="FOLDER",
    help="Where the nightly backup goes.",
)
_OPTIONS = click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar="[-- RUN-OPTIONS]")


@schedule.command()
@_EVERY
@_BACKUPS
@click.option(
    "--log",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="Where the log goes  [default: cron mails it].",
)
@_OPTIONS
@click.pass_obj
def cron(work: Workplace, /, **asked: Any) -> None:
    """Print two lines for a crontab. What follows `--` is handed to `corroborate run`."""
    from desk.schedule import cron_text

    click.echo(cron_text(_order(work, **asked)))


@schedule.command()
@_EVERY
@_BACKUPS
@click.option("--watch", is_flag=True, help="One service that watches, in place of a timer that starts cycles.")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=None,
    metavar="FOLDER",
    help="Write the files there in place of printing them.",
)
@_OPTIONS
@click.pass_obj
def systemd(work: Workplace, /, *, folder: Path | None, **asked: Any) -> None:
    """Print units for systemd, shut off from the rest of the machine. What follows `--` is handed to `run` (or `watch`)."""
    from desk.schedule import systemd_text, systemd_units

    order = _order(work, **asked)
    if folder is None:
        click.echo(systemd_text(order))
        return
    for name, text in systemd_units(order).items():
        (folder / name).write_text(text, encoding="utf-8")
        click.echo(str(folder / name))


def _order(work: Workplace, /, *, options: tuple[str, ...], backups: Path | None, **asked: Any) -> Any:
    """What is to be scheduled, with absolute paths; the options for `run` are tried now, not at night."""
    from desk.errors import UsageProblem
    from desk.schedule import ScheduleOrder, program

    try:
        _run_options.make_context("run", list(options), resilient_parsing=False)
    except click.UsageError as error:
        raise UsageProblem(
            f"`corroborate run` does not take {' '.join(options)!r}: {error.format_message()}"
        ) from error
    log: Path | None = asked.pop("log", None)
    return ScheduleOrder(
        program(),
        work.db.absolute(),
        work.outlets.absolute() if work.outlets else None,
        tuple(path.absolute() for path in work.overlays),
        options=options,
        backups=backups.absolute() if backups else None,
        log=log.absolute() if log else None,
        **asked,
    )


@click.command()
@crawl_options
def _run_options(**_: Any) -> None:
    """The options of `run`, to check them against."""


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
