"""Copies of the file while it is in use, checked before they count as one, and the way back.

A copy is made with SQLite's own online backup in one step, in a read transaction: it is the file as it was at one moment,
and neither readers nor writers wait for it (https://www.sqlite.org/backup.html). It is written beside its final name, looked
through (integrity, references, the number of rows of every table as the original had at that moment), and only then given
that name; so a file with the name of a backup is a good one.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from store.connection import Store, explained, open_store
from store.errors import Busy, StoreError, Unwritable
from store.ratings import begin_new_history
from store.runs import read_locks

_STAMP = "%Y%m%dT%H%M%SZ"


class BadBackup(StoreError):
    """The copy is not as good as the original: damaged, incomplete, or of something else."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified copy: its file, size in bytes, SHA-256, and the number of rows in all."""

    path: Path
    size: int
    sha256: str
    rows: int


def backup_name(store_path: Path, now: datetime) -> str:
    """The file name of a backup made at that time: NAME-TIME.db."""
    return f"{store_path.stem}-{now.strftime(_STAMP)}.db"


def back_up(store: Store, target: Path) -> Backup:
    """Copy the file to `target`, which must not exist, and check the copy. Readable by its owner only.

    Raises:
        StoreError: the target exists, or its folder does not.
        Unwritable: it cannot be written: no permission, a full disk.
        BadBackup: the copy is not as the original; it was removed.
    """
    if target.exists():
        raise StoreError(f"{target}: exists already. A backup is never written over; name another file.")
    if not target.parent.is_dir():
        raise StoreError(f"{target}: its folder does not exist. Make it first: mkdir -p {target.parent}")
    with _set_aside(target) as draft:
        counts = _copy(store, draft)
        found = _look_through(draft)
        if found != counts:
            differing = sorted(name for name in counts.keys() | found.keys() if counts.get(name) != found.get(name))
            raise BadBackup(f"{target}: the copy differs from {store.path} in {', '.join(differing)}; it was removed")
        _sync(draft)
        draft.replace(target)
    return Backup(target, target.stat().st_size, _digest(target), sum(counts.values()))


def old_backups(folder: Path, store_path: Path, keep: int) -> list[Path]:
    """The backups of this file in a folder beyond the `keep` newest, by the time in their names; oldest first."""
    pattern = re.compile(re.escape(store_path.stem) + r"-\d{8}T\d{6}Z\.db")
    ours = sorted(path for path in folder.iterdir() if pattern.fullmatch(path.name))
    return ours[: max(0, len(ours) - max(keep, 1))]


def verify(path: Path) -> Backup:
    """Look through a backup without changing anything.

    Raises:
        StoreError: there is no such file.
        ForeignFile, NewerFile: it is no file of this program, or of a newer version of it.
        BadBackup: it is damaged.
    """
    with open_store(path, create=False, read_only=True):
        pass
    counts = _look_through(path)
    return Backup(path, path.stat().st_size, _digest(path), sum(counts.values()))


def restore(backup: Path, target: Path, now: datetime) -> Path | None:
    """Put a verified copy of `backup` in the place of `target`; answers where the file that was there is now, if there was one.

    Readers of ratings are told that their cursor is of another history, and start anew.

    Raises:
        Busy: a cycle or a watch is at work on the target.
        StoreError: as `verify`; then nothing was changed.
        Unwritable: the folder of the target cannot be written.
    """
    verify(backup)
    if target.exists():
        _refuse_busy(target, now)
    with explained(target), _written(target), _set_aside(target) as draft:
        shutil.copyfile(backup, draft)
        draft.chmod(0o600)
        _sync(draft)
        aside = _put_aside(target, now)
        draft.replace(target)
        _sync(target.parent)
    with open_store(target, create=False) as store:  # brings an older schema up to date
        begin_new_history(store)
    return aside


def _refuse_busy(target: Path, now: datetime) -> None:
    try:
        with open_store(target, create=False, read_only=True) as store:
            held = [lock for lock in read_locks(store, now) if lock.alive]
    except (StoreError, sqlite3.Error):
        return  # damaged: all the more reason to restore
    if held:
        raise Busy(
            f"{target}: {held[0].holder} (process {held[0].pid} on {held[0].host}) is at work on it. Stop it first, then "
            "restore."
        )


def _put_aside(target: Path, now: datetime) -> Path | None:
    if not target.exists():
        return None
    aside = target.with_name(f"{target.name}.before-restore-{now.strftime(_STAMP)}")
    for suffix in ("", "-wal", "-shm"):
        part = target.with_name(target.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    return aside


@contextlib.contextmanager
def _set_aside(target: Path) -> Iterator[Path]:
    """A name beside the target for a file that is not finished; nothing of it remains when the block fails."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    try:
        yield draft
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            draft.with_name(draft.name + suffix).unlink(missing_ok=True)


def _copy(store: Store, draft: Path) -> dict[str, int]:
    with explained(draft), _written(draft):
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        os.close(descriptor)
        with contextlib.closing(sqlite3.connect(draft)) as copy:
            conn = store.conn
            conn.execute("begin")
            try:
                counts = _counts(conn)
                conn.backup(copy)
            finally:
                conn.rollback()
            copy.execute("pragma journal_mode = delete")  # one file, which can be read where nothing can be written
        return counts


@contextlib.contextmanager
def _written(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unwritable(
            f"{path}: cannot be written ({error.strerror or error}). Check the folder, and the space on its disk."
        ) from error


def _counts(conn: sqlite3.Connection) -> dict[str, int]:
    names = [row[0] for row in conn.execute("select name from sqlite_master where type = 'table' order by name")]
    plain = [name for name in names if not name.startswith(("articles_fts", "sqlite_"))]
    return {name: int(conn.execute(f'select count(*) from "{name}"').fetchone()[0]) for name in plain}  # noqa: S608 - names of our schema


def _look_through(path: Path) -> dict[str, int]:
    uri = f"{path.resolve().as_uri()}?mode=ro"
    try:
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as conn:
            said = [row[0] for row in conn.execute("pragma integrity_check(5)")]
            orphans = conn.execute("select count(*) from pragma_foreign_key_check").fetchone()[0]
            counts = _counts(conn)
    except sqlite3.DatabaseError as error:
        raise BadBackup(f"{path}: cannot be read as a whole ({error}). Use another backup.") from error
    if said != ["ok"] or orphans:
        what = "; ".join(said) if said != ["ok"] else f"{orphans} references lead nowhere"
        raise BadBackup(f"{path}: {what}. Use another backup; `corroborate doctor` says more of the original.")
    return counts


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
