"""`corroborate backup`, `restore`, `doctor`, `prune`, `vacuum` and `upkeep`: each parses, calls one function, prints."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from desk.cli import Workplace

_JSON = click.option("--json", "as_json", is_flag=True, help="JSON for machines in place of text for people.")


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _print(text: str, value: dict[str, object], *, as_json: bool) -> None:
    click.echo(json.dumps(value, ensure_ascii=False) if as_json else text)


def _policy_options(command: Callable[..., None]) -> Callable[..., None]:
    """How long things are kept; the defaults and their reasons are those of `store.retention.Policy`."""
    for name, default, what in reversed(
        (
            ("pages", 30, "stored pages that no text came from"),
            ("article-pages", 365, "pages of articles that no verdict rests on"),
            ("revisions", 365, "what an article said before, where no verdict was made of it"),
            ("fetches", 90, "the log of requests"),
            ("runs", 400, "the log of runs"),
        )
    ):
        command = click.option(
            f"--keep-{name}",
            type=click.IntRange(min=0),
            default=default,
            show_default=True,
            metavar="DAYS",
            envvar=f"CORROBORATE_KEEP_{name.upper().replace('-', '_')}",
            help=f"Days for which to keep {what}; 0: for good.",
        )(command)
    return command


def _policy(days: dict[str, int]) -> Any:
    from store.retention import Policy

    return Policy(**{name.removeprefix("keep_"): number for name, number in days.items()})


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    default=None,
    help="Where TARGET is a folder: remove all but so many newest backups in it.",
)
@_JSON
@click.pass_obj
def backup(work: Workplace, target: Path, keep: int | None, as_json: bool) -> None:
    """Copy the file to TARGET (a new file, or a folder) while it is in use, and check the copy."""
    from store.backups import back_up, backup_name, old_backups

    now = _now()
    with work.store(create=False) as store:
        made = back_up(store, target / backup_name(store.path, now) if target.is_dir() else target)
        old = old_backups(target, store.path, keep) if keep and target.is_dir() else []
    for path in old:
        path.unlink(missing_ok=True)
    answer: dict[str, object] = {"path": str(made.path), "bytes": made.size, "sha256": made.sha256, "rows": made.rows}
    text = f"{made.path}: {made.size / 1_000_000:.1f} MB, {made.rows} rows, checked; sha256 {made.sha256}"
    _print(
        "\n".join([text, *(f"removed {path}" for path in old)]),
        answer | {"removed": [str(p) for p in old]},
        as_json=as_json,
    )


@click.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--check", "only_check", is_flag=True, help="Only look through the backup.")
@_JSON
@click.pass_obj
def restore(work: Workplace, source: Path, only_check: bool, as_json: bool) -> None:
    """Put the backup SOURCE in the place of the file, once it is found to be good. What was there is kept beside it."""
    from store.backups import restore as put_back
    from store.backups import verify

    if only_check:
        good = verify(source)
        _print(
            f"{source}: good, {good.rows} rows; sha256 {good.sha256}",
            {"path": str(source), "rows": good.rows, "sha256": good.sha256},
            as_json=as_json,
        )
        return
    aside = put_back(source, work.db, _now())
    kept = f"; what was there is now {aside}" if aside else ""
    _print(
        f"{work.db} is {source}{kept}",
        {"path": str(work.db), "from": str(source), "aside": str(aside) if aside else None},
        as_json=as_json,
    )


@click.command()
@click.option(
    "--mend", is_flag=True, help="Mend what can be made anew from the rest, and clear what dead processes left."
)
@_JSON
@click.pass_obj
def doctor(work: Workplace, mend: bool, as_json: bool) -> None:
    """Look for what is wrong with the file, its disk, the clock and the registry, and say what to do.

    Exit code 0: nothing; 3: warnings; 1: errors.
    """
    from desk.doctor import DoctorOrder, diagnose

    found = diagnose(DoctorOrder(work.db, work.outlets, work.overlays, mend), now=_now())
    _print(found.as_text(), found.as_dict(), as_json=as_json)
    sys.exit(int(found.exit_code))


@click.command()
@_policy_options
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@_JSON
@click.pass_obj
def prune(work: Workplace, /, *, dry_run: bool, as_json: bool, **days: int) -> None:
    """Let go of old pages, revisions and log lines. Nothing that a verdict's evidence rests on ever goes."""
    from dataclasses import asdict

    from store.retention import prune as let_go
    from store.runs import cycle_lock

    now = _now()
    with work.store(create=False) as store, cycle_lock(store, "cycle", "corroborate prune", now):
        done = let_go(store, _policy(days), now, dry_run=dry_run)
    text = (
        f"{'would let go' if dry_run else 'let go'}: {done.pages} pages ({done.page_bytes / 1_000_000:.1f} MB), "
        f"{done.revisions} revisions, {done.fetches} fetches, {done.runs} runs"
    )
    _print(text, asdict(done) | {"dry_run": dry_run}, as_json=as_json)


@click.command()
@_JSON
@click.pass_obj
def vacuum(work: Workplace, as_json: bool) -> None:
    """Give free space of the file back to the disk, in small steps; readers are not kept waiting."""
    from store.runs import cycle_lock
    from store.vacuuming import vacuum as give_back

    with work.store(create=False) as store, cycle_lock(store, "cycle", "corroborate vacuum", _now()):
        done = give_back(store)
    text = f"{done.before / 1_000_000:.1f} MB before, {done.after / 1_000_000:.1f} MB after"
    _print(text, {"before": done.before, "after": done.after, "rewritten": done.rewritten}, as_json=as_json)


@click.command()
@click.option(
    "--backups",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=None,
    metavar="FOLDER",
    help="Make a checked backup in FOLDER first.",
)
@click.option("--keep", type=click.IntRange(min=1), default=7, show_default=True, help="Backups that stay in FOLDER.")
@_policy_options
@_JSON
@click.pass_obj
def upkeep(work: Workplace, /, *, backups: Path | None, keep: int, as_json: bool, **days: int) -> None:
    """The nightly chores: backup, doctor --mend, prune, vacuum. Waits for a cycle at work."""
    from desk.upkeep import UpkeepOrder, upkeep_now

    done = upkeep_now(work.db, UpkeepOrder(backups, keep, _policy(days)), now=_now())
    _print(done.as_text(), done.as_dict(), as_json=as_json)
    sys.exit(int(done.exit_code))


KEEPING = (backup, restore, doctor, prune, vacuum, upkeep)
"""The commands of this module."""
