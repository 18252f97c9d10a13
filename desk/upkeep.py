"""`corroborate upkeep`: the nightly chores in their order, under the cycle lock, as one run with one line in the log."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from crawler.log_lines import CYCLE
from desk.errors import Exit
from store.backups import Backup, back_up, backup_name, old_backups
from store.checks import look
from store.connection import Store, open_store
from store.errors import Busy, StoreError
from store.mending import mend
from store.retention import Policy, Pruned, prune
from store.runs import RunEnd, cycle_lock, finish_run, start_run
from store.troubles import Grade, Trouble
from store.vacuuming import Vacuumed, vacuum

logger = logging.getLogger("corroborate.upkeep")

KEEP_BACKUPS = 7
"""Nightly backups that are kept: a week, in which an error that a person made is noticed."""

PATIENCE_SECONDS = 1800.0
"""How long the upkeep waits for a cycle at work: longer than any cycle should take."""

RETRY_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class UpkeepOrder:
    """What is to be done: backups into `backups` (None: none), of which the newest `keep` stay; the policy of retention."""

    backups: Path | None = None
    keep: int = KEEP_BACKUPS
    policy: Policy = field(default_factory=Policy)
    patience: float = PATIENCE_SECONDS


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What was done: the backup first, so that nothing is let go that is not in one; then troubles found and mended, what was
    let go, the space that was given back. `problems` are steps that could not be done.
    """

    backup: Backup | None
    removed: tuple[Path, ...]
    troubles: tuple[Trouble, ...]
    mended: tuple[str, ...]
    pruned: Pruned
    vacuumed: Vacuumed | None
    problems: tuple[str, ...] = field(default=())

    @property
    def exit_code(self) -> Exit:
        """0 all well; 3 something needs a person."""
        left = [trouble for trouble in self.troubles if trouble.mend is None or trouble.mend.value not in self.mended]
        return Exit.PARTLY if left or self.problems else Exit.DONE

    def as_dict(self) -> dict[str, object]:
        """For --json, the run's row and the log."""
        return {
            "backup": str(self.backup.path) if self.backup else None,
            "backup_bytes": self.backup.size if self.backup else 0,
            "backups_removed": [str(path) for path in self.removed],
            "troubles": [f"{trouble.check}: {trouble.said}" for trouble in self.troubles],
            "mended": list(self.mended),
            "pages_let_go": self.pruned.pages,
            "page_bytes": self.pruned.page_bytes,
            "revisions_let_go": self.pruned.revisions,
            "fetches_let_go": self.pruned.fetches,
            "bytes_before": self.vacuumed.before if self.vacuumed else None,
            "bytes_after": self.vacuumed.after if self.vacuumed else None,
            "problems": list(self.problems),
        }

    def as_text(self) -> str:
        """A few lines for people."""
        lines = (
            [f"backup {self.backup.path}, {_megabytes(self.backup.size)}, {self.backup.rows} rows"]
            if self.backup
            else []
        )
        lines += [f"removed {path}" for path in self.removed]
        lines += [f"{trouble.grade}: {trouble.said}: {trouble.todo}" for trouble in self.troubles]
        lines += [f"mended: {', '.join(self.mended)}"] if self.mended else []
        lines.append(
            f"let go: {self.pruned.pages} pages ({_megabytes(self.pruned.page_bytes)}), {self.pruned.revisions} revisions, "
            f"{self.pruned.fetches} fetches, {self.pruned.runs} runs"
        )
        if self.vacuumed:
            lines.append(
                f"the file: {_megabytes(self.vacuumed.before)} before, {_megabytes(self.vacuumed.after)} after"
            )
        return "\n".join([*lines, *(f"not done: {problem}" for problem in self.problems)])


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"


def upkeep_now(db: Path, order: UpkeepOrder, *, now: datetime) -> Upkeep:
    """Back up, look, mend, let go, give space back. A step that fails is told and does not keep the next one from being done;
    without its backup, or with damage in the file, nothing is let go.

    Raises:
        Busy: a cycle has been at work for longer than the order's patience.
        StoreError: the file cannot be used.
    """
    began = time.monotonic()
    with open_store(db, create=False) as store, _patient_lock(store, order.patience, now):
        run = start_run(store, "upkeep", now)
        done = _work(store, order, now)
        message = done.as_text().splitlines()[-1]
        end = RunEnd(done.as_dict(), int(done.exit_code), message)
        finish_run(store, run, end, datetime.now(UTC).replace(microsecond=0))
    fields = done.as_dict() | {"seconds": round(time.monotonic() - began, 1), "exit_code": int(done.exit_code)}
    logger.log(CYCLE, "upkeep: %s", "; ".join(done.as_text().splitlines()), extra={"fields": fields})
    return done


def _work(store: Store, order: UpkeepOrder, now: datetime) -> Upkeep:
    problems: list[str] = []
    backup: Backup | None = None
    removed: tuple[Path, ...] = ()
    try:
        backup, removed = _back_up(store, order, now)
    except StoreError as error:
        problems.append(f"backup: {error}")
    troubles = tuple(look(store, now))
    mended = mend(store, [trouble.mend for trouble in troubles if trouble.mend], now)
    pruned, vacuumed = Pruned(), None
    if problems or any(trouble.grade is Grade.ERROR and trouble.mend is None for trouble in troubles):
        problems.append("nothing was let go, because of what is said above")
    else:
        try:
            pruned = prune(store, order.policy, now)
            vacuumed = vacuum(store)
        except StoreError as error:
            problems.append(str(error))
    return Upkeep(backup, removed, troubles, tuple(each.value for each in mended), pruned, vacuumed, tuple(problems))


def _back_up(store: Store, order: UpkeepOrder, now: datetime) -> tuple[Backup | None, tuple[Path, ...]]:
    if order.backups is None:
        return None, ()
    made = back_up(store, order.backups / backup_name(store.path, now))
    old = tuple(old_backups(order.backups, store.path, order.keep))
    for path in old:
        path.unlink(missing_ok=True)
    return made, old


@contextlib.contextmanager
def _patient_lock(store: Store, patience: float, now: datetime) -> Iterator[None]:
    """The cycle lock, waited for while a cycle is at work."""
    until = time.monotonic() + patience
    with contextlib.ExitStack() as stack:
        while True:
            try:
                stack.enter_context(cycle_lock(store, "cycle", "corroborate upkeep", now))
                break
            except Busy:
                if time.monotonic() >= until:
                    raise
                time.sleep(min(RETRY_SECONDS, patience))
        yield
