"""Opening the SQLite file: the checks before a byte is written, the pragmas, and one way to open a transaction.

A file is taken only when it is new (or empty) or when this project made it; a foreign or a newer file is refused with a
message that says so. `Store.writing()` begins every transaction as IMMEDIATE, so that two writers wait for each other
at its start and never fail half-way (https://www.sqlite.org/lang_transaction.html).
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from sqlite_utils import Database

from store.errors import Busy, ForeignFile, NewerFile, OlderFile, StoreError, Unwritable
from store.evidence import teach
from store.migrations import migrations

BUSY_SECONDS = 30.0
"""How long a writer waits for another before it gives up; a cycle's longest transaction (a verdict write of 1,500
articles) took under two seconds, so half a minute means that something else is wrong."""

_MIGRATION_SET = "news-corroborator"


@dataclass(frozen=True, slots=True)
class Store:
    """An open file. Use as a context manager, or call `close()`."""

    db: Database
    path: Path

    @property
    def conn(self) -> sqlite3.Connection:
        """The connection, for statements that sqlite-utils has no method for."""
        conn: sqlite3.Connection = self.db.conn
        return conn

    @contextlib.contextmanager
    def writing(self) -> Iterator[Database]:
        """One transaction: all of it is in the file afterwards, or nothing.

        Raises:
            Busy: another process held the file for longer than `BUSY_SECONDS`.
            Unwritable: read-only file or full disk.
        """
        with explained(self.path):
            if self.conn.in_transaction:
                with self.db.atomic():
                    yield self.db
                return
            self.conn.execute("BEGIN IMMEDIATE")
            try:
                yield self.db
                self.conn.execute("COMMIT")
            except BaseException:
                if self.conn.in_transaction:
                    self.conn.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the connection."""
        self.db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's own errors into ones that say what, where and what next."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _explain(error, path) from error
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError):
            raise
        raise ForeignFile(
            f"{path}: {error}. Name another file with --db, or restore this one from a backup."
        ) from error


def _explain(error: sqlite3.OperationalError, path: Path) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return Busy(
            f"{path}: another process has been writing for {BUSY_SECONDS:.0f} seconds. "
            "Wait for it to end (`corroborate status` names the running cycle), then try again."
        )
    if code == sqlite3.SQLITE_FULL:
        return Unwritable(f"{path}: the disk is full; nothing of this step was kept. Free some space and run it again.")
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
        return Unwritable(
            f"{path}: cannot be written ({error}). Check its folder and permissions, or name another file with --db."
        )
    if code == sqlite3.SQLITE_IOERR:
        return Unwritable(
            f"{path}: the disk gave an error ({error}). Nothing of this step was kept; check the disk, then run it again."
        )
    return StoreError(f"{path}: {error}")


def open_store(path: Path | str, *, create: bool = True, read_only: bool = False) -> Store:
    """Open (and, unless told otherwise, create or migrate) the file at `path`.

    Raises:
        StoreError: the file is missing and `create` is false, or is a folder.
        ForeignFile: it exists, but another program made it.
        NewerFile: a newer version of this program made it.
        Unwritable, Busy: it cannot be written now.
    """
    path = Path(path)
    _check_place(path, create=create and not read_only)
    with explained(path):
        conn = _connect(path, read_only=read_only)
        try:
            db = Database(conn)
            _refuse_foreign(db, path)
            if not read_only:
                _prepare(db)
        except BaseException:
            conn.close()
            raise
    teach(conn)
    return Store(db, path)


def refuse_older(store: Store) -> None:
    """Make sure that a file opened for reading has every table that this version reads.

    Raises:
        OlderFile: it has not; the message says what to do.
    """
    missing = [migration.name for migration in migrations.pending(store.db)]
    if missing:
        raise OlderFile(
            f"{store.path}: was written by an older version (it lacks {missing[0]}). "
            f"Bring it up to date once: corroborate --db {store.path} match"
        )


def is_current(store: Store) -> bool:
    """Whether the file has every migration of this version; one that is opened read-only is not brought forward."""
    rows = store.conn.execute("select name from _sqlite_migrations where migration_set = ?", [_MIGRATION_SET])
    return {migration.name for migration in migrations._migrations} <= {row[0] for row in rows}


def _check_place(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise StoreError(f"{path}: is a folder. Name a file, for example --db {path / 'news.db'}.")
    if not path.exists():
        if not create:
            raise StoreError(
                f"{path}: there is no such database. Make one with `corroborate --db {path} crawl` or `… import FILE`."
            )
        if not path.parent.is_dir():
            raise StoreError(f"{path}: its folder does not exist. Make it first: mkdir -p {path.parent}")


def _connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    if read_only:
        conn = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
        conn.execute("pragma query_only = on")
    else:
        with contextlib.suppress(OSError):  # what stands in the way is told by SQLite, in its own words
            os.close(
                os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            )  # other people's articles: for its owner
        conn = sqlite3.connect(path, timeout=BUSY_SECONDS)
    return conn


def _refuse_foreign(db: Database, path: Path) -> None:
    tables = set(db.table_names())
    if not tables:
        return
    known = {migration.name for migration in migrations._migrations}
    applied: set[str] = set()
    if "_sqlite_migrations" in tables:
        rows = db.execute("select name from _sqlite_migrations where migration_set = ?", [_MIGRATION_SET])
        applied = {row[0] for row in rows.fetchall()}
    if not applied:
        raise ForeignFile(
            f"{path}: is a SQLite database of another program. Name another file with --db; this one was not touched."
        )
    if applied - known:
        newest = ", ".join(sorted(applied - known))
        raise NewerFile(
            f"{path}: was written by a newer version (it has {newest}). Upgrade news-corroborator; the file was not touched."
        )


def _prepare(db: Database) -> None:
    if not db.conn.execute("pragma page_count").fetchone()[0]:
        db.conn.execute(
            "pragma auto_vacuum = incremental"
        )  # can only be chosen before the first table; see vacuuming.py
    _use_wal(db.conn)
    db.conn.execute("pragma synchronous = normal")
    db.conn.execute("pragma foreign_keys = on")
    if any(True for _ in migrations.pending(db)):
        _migrate(db)


def _use_wal(conn: sqlite3.Connection) -> None:
    """Switch to WAL. SQLite does not wait for a lock here, so that two first openings at once need patience of ours."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            if conn.execute("pragma journal_mode = wal").fetchone()[0] == "wal":
                return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(0.01)
        if time.monotonic() > until:
            raise sqlite3.OperationalError("write-ahead logging is not possible on this file system")


def _migrate(db: Database) -> None:
    """Apply what is pending, all in one transaction: another process waits, and then finds nothing left to do."""
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(db)
        db.conn.execute("COMMIT")
    except BaseException:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
        raise
