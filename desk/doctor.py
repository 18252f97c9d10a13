"""`corroborate doctor`: everything that can be wrong with a file and its surroundings, with what to do about it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desk.errors import Exit
from matching.types import Registry
from store.checks import look
from store.connection import Store, open_store
from store.errors import NewerFile, StoreError
from store.mending import mend
from store.registry_versions import last_registry
from store.troubles import Grade, Trouble

ROOM = 500_000_000
"""Bytes that a disk should have free in any case: a day's pages of a thousand outlets have about as much."""

BUILT = datetime(2026, 1, 1, tzinfo=UTC)
"""No clock is before this: the program is younger."""

_OTHERS_WRITE = 0o022
_OTHERS_READ = 0o004


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The troubles that were found, and which of them were mended."""

    troubles: tuple[Trouble, ...]
    mended: tuple[str, ...] = ()

    @property
    def left(self) -> tuple[Trouble, ...]:
        """The troubles that still need a person."""
        return tuple(each for each in self.troubles if each.mend is None or each.mend.value not in self.mended)

    @property
    def exit_code(self) -> Exit:
        """0 nothing is left; 3 warnings are; 1 errors are."""
        if not self.left:
            return Exit.DONE
        return Exit.FAILED if any(each.grade is Grade.ERROR for each in self.left) else Exit.PARTLY

    def as_dict(self) -> dict[str, object]:
        """For --json."""
        rows = [
            {
                "check": each.check,
                "grade": each.grade.value,
                "said": each.said,
                "todo": each.todo,
                "can_be_mended": each.mend is not None,
                "mended": each.mend is not None and each.mend.value in self.mended,
            }
            for each in self.troubles
        ]
        return {"troubles": rows, "mended": list(self.mended)}

    def as_text(self) -> str:
        """Two lines for each trouble: what it is, and what to do; errors first."""
        ordered = sorted(self.troubles, key=lambda each: each.grade is not Grade.ERROR)
        lines = []
        for each in ordered:
            done = each.mend is not None and each.mend.value in self.mended
            lines.append(f"{'mended' if done else each.grade.value}  {each.check}: {each.said}")
            lines += [] if done else [f"         {each.todo}"]
        return "\n".join(lines) if lines else "nothing is wrong"


@dataclass(frozen=True, slots=True)
class DoctorOrder:
    """What to look at: the file, and the registry that commands are given (files, empty for the bundled one)."""

    db: Path
    outlets: Path | None = None
    overlays: tuple[Path, ...] = ()
    mends: bool = False


def diagnose(order: DoctorOrder, *, now: datetime) -> Diagnosis:
    """Look at everything; with `mends` mend what is safe, and look at it once more.

    Raises:
        StoreError: there is no such file, or it cannot be opened for another reason than that it is damaged.
    """
    around = [*_clock(now), *_place(order.db), *_registry(order.outlets, order.overlays)]
    try:
        with open_store(order.db, create=False, read_only=not os.access(order.db, os.W_OK)) as store:
            found = [*around, *look(store, now), *_registry_in_force(store, order)]
            if not order.mends:
                return Diagnosis(tuple(found))
            mended = mend(store, [trouble.mend for trouble in found if trouble.mend], now)
            still = {trouble.mend for trouble in look(store, now)}
            return Diagnosis(tuple(found), tuple(each.value for each in mended if each not in still))
    except NewerFile as error:
        return Diagnosis((*around, Trouble("schema", Grade.ERROR, str(error), "upgrade the program")))
    except StoreError as error:
        if not order.db.is_file():
            raise
        said = f"the file cannot be opened: {error}"
        return Diagnosis(
            (*around, Trouble("integrity", Grade.ERROR, said, "put back the newest backup: corroborate restore FILE"))
        )


def _clock(now: datetime) -> Iterator[Trouble]:
    if now < BUILT:
        said = f"the clock says {now.isoformat()}, which is before this program was written"
        yield Trouble("clock", Grade.ERROR, said, "set the clock before anything is crawled")


def _place(db: Path) -> Iterator[Trouble]:
    """The disk and the permissions of the file and its folder."""
    folder = db.absolute().parent
    if db.is_file():
        size, free = db.stat().st_size, shutil.disk_usage(folder).free
        if free < max(ROOM, size):
            grade = Grade.ERROR if free < ROOM // 10 else Grade.WARNING
            said = f"{free // 1_000_000} MB are free beside a file of {size // 1_000_000} MB"
            yield Trouble(
                "disk",
                grade,
                said,
                "free some space: a backup takes as much as the file; corroborate prune --dry-run says what can go",
            )
        mode = db.stat().st_mode
        if mode & _OTHERS_WRITE:
            yield Trouble(
                "permissions", Grade.ERROR, f"others may write to {db} (mode {mode & 0o777:o})", f"chmod go-w {db}"
            )
        if mode & _OTHERS_READ:
            said = f"everybody on this machine may read {db}, which holds other people's articles"
            yield Trouble("permissions", Grade.WARNING, said, f"chmod o-r {db}")
        if not os.access(db, os.W_OK):
            yield Trouble(
                "permissions", Grade.ERROR, f"{db} cannot be written by this user", f"chown or chmod it: ls -l {db}"
            )
    if folder.is_dir() and not os.access(folder, os.W_OK):
        said = f"{folder} cannot be written: SQLite keeps its log beside the file"
        yield Trouble("permissions", Grade.ERROR, said, f"give this user the folder: ls -ld {folder}")


def _registry(outlets: Path | None, overlays: Sequence[Path]) -> Iterator[Trouble]:
    from crawler.errors import describe
    from crawler.registry import check_registry_files

    wrong = [found for found in check_registry_files(outlets, overlays) if found.problem.severity == "error"]
    for found in wrong[:5]:
        yield Trouble(
            "registry",
            Grade.ERROR,
            describe(found.file, found.problem),
            "mend the line; corroborate outlets check names all",
        )


def _registry_in_force(store: Store, order: DoctorOrder) -> Iterator[Trouble]:
    """Whether the registry that commands are given is the one by which the file was last judged."""
    from crawler.errors import RegistryError
    from crawler.registry import load_registry

    last = last_registry(store)
    if last is None:
        return
    try:
        given = load_registry(order.outlets, order.overlays)
    except RegistryError:
        return  # told already, line by line
    if given.version != last.version:
        lost = len(_ids(last) - _ids(given))
        said = f"the registry is version {given.version}, the file was last worked on with {last.version}"
        said += f"; {lost} outlets of that are not in it" if lost else ""
        todo = "if --outlets or --overlay was forgotten, name it; else the next cycle judges by the new one"
        yield Trouble("registry", Grade.WARNING, said, todo)


def _ids(registry: Registry) -> set[str]:
    return {outlet.id for outlet in registry.outlets}
