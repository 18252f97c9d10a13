"""What can be wrong with a file, looked for: each check answers what it found, what to do, and whether that can be mended.

Nothing here writes. `store.mending` mends what is safe to: nothing that it does changes an article, a verdict or evidence.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta

from store.clock import LONGEST_WAIT
from store.connection import Store
from store.frontier import dead_owners
from store.migrations import migrations
from store.runs import dead_runs, read_locks
from store.times import from_text, to_text
from store.troubles import FEW, Check, Grade, Mend, Trouble
from store.verdict_checks import check_verdicts


def check_integrity(store: Store, _now: datetime) -> Iterator[Trouble]:
    """SQLite's own look at every page and index."""
    try:
        said = [str(row[0]) for row in store.conn.execute("pragma integrity_check(20)")]
    except sqlite3.DatabaseError as error:
        said = [str(error)]
    if said != ["ok"]:
        todo = "stop what writes to it, keep a copy, and put back the newest backup: corroborate restore FILE"
        yield Trouble("integrity", Grade.ERROR, f"the file is damaged: {'; '.join(said[:FEW])}", todo)


def check_references(store: Store, _now: datetime) -> Iterator[Trouble]:
    """Rows that refer to rows which are not there."""
    rows = store.conn.execute(
        'select "table", parent, count(*) from pragma_foreign_key_check group by 1, 2 order by 1, 2'
    )
    for table, parent, number in rows.fetchall():
        said = f"{number} rows of {table} refer to {parent} that are not there"
        yield Trouble("references", Grade.ERROR, said, "another program wrote to the file; put back the newest backup")


def check_schema(store: Store, _now: datetime) -> Iterator[Trouble]:
    """Tables, indexes, views and triggers as the migrations make them."""
    pending = [migration.name for migration in migrations.pending(store.db)]
    if pending:
        yield Trouble(
            "schema",
            Grade.WARNING,
            f"{len(pending)} migrations are due: {', '.join(pending)}",
            "any command that writes makes them",
        )
        return
    wanted, found = _objects_of_migrations(), _objects(store)
    for kind, mend in (("trigger", Mend.TRIGGERS), ("view", Mend.VIEWS), ("index", None), ("table", None)):
        missing = sorted(
            name for (what, name), sql in wanted.items() if what == kind and found.get((what, name)) != sql
        )
        if missing:
            grade = Grade.ERROR if kind in {"table", "trigger"} else Grade.WARNING
            todo = (
                "corroborate doctor --mend makes them anew"
                if mend
                else "put back the newest backup, or make it by hand as docs/schema.md says"
            )
            yield Trouble("schema", grade, f"{kind}s missing or changed: {', '.join(missing)}", todo, mend)


def _objects(store: Store) -> dict[tuple[str, str], str]:
    return objects_of(store.conn.execute("select type, name, sql from sqlite_master").fetchall())


def objects_of(rows: list[tuple[str, str, str | None]]) -> dict[tuple[str, str], str]:
    """Tables, indexes, views and triggers by kind and name with their SQL; what SQLite and full-text search make is left out."""
    return {
        (kind, name): " ".join((sql or "").split())
        for kind, name, sql in rows
        if not name.startswith(("sqlite_", "articles_fts_", "_sqlite"))
    }


def _objects_of_migrations() -> dict[tuple[str, str], str]:
    from sqlite_utils import Database

    db = Database(memory=True)
    migrations.apply(db)
    return objects_of(db.execute("select type, name, sql from sqlite_master").fetchall())


def check_search_index(store: Store, _now: datetime) -> Iterator[Trouble]:
    """Whether full-text search finds what the articles say: FTS5's own comparison with the table, which needs a file that
    can be written (and leaves it as it was); of another one only the numbers of the articles are compared.
    """
    conn = store.conn
    only_here = "select count(*) from (select number from articles except select id from articles_fts_docsize)"
    only_there = "select count(*) from (select id from articles_fts_docsize except select number from articles)"
    missing, extra = (conn.execute(query).fetchone()[0] for query in (only_here, only_there))
    said = f"full-text search lacks {missing} articles and has {extra} that are gone" if missing or extra else ""
    if not said and not conn.execute("pragma query_only").fetchone()[0]:
        try:
            conn.execute("insert into articles_fts (articles_fts, rank) values ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
                raise
            said = "full-text search has words that the articles do not have, or lacks some"
        finally:
            conn.rollback()
    if said:
        yield Trouble("search index", Grade.ERROR, said, "corroborate doctor --mend builds it anew", Mend.SEARCH_INDEX)


def check_left_behind(store: Store, now: datetime) -> Iterator[Trouble]:
    """What processes that died left: locks, leases, open runs, fetches without an outcome."""
    mend = "the next cycle sees to it; corroborate doctor --mend does at once"
    dead = [lock.name for lock in read_locks(store, now) if not lock.alive]
    if dead:
        yield Trouble(
            "left behind", Grade.WARNING, f"locks of processes that are gone: {', '.join(dead)}", mend, Mend.LOCKS
        )
    owners = dead_owners(store, living=(), now=now)
    if owners:
        said = f"URLs leased by {len(owners)} processes that are gone"
        yield Trouble("left behind", Grade.WARNING, said, mend, Mend.LEASES)
    runs = dead_runs(store, now)
    if runs:
        said = f"runs that never ended: {', '.join(map(str, runs[:FEW]))}"
        yield Trouble("left behind", Grade.WARNING, said, mend, Mend.RUNS)
    number = store.conn.execute(f"select count(*) from ({LOST_FETCHES})").fetchone()[0]  # noqa: S608 - a constant
    if number:
        said = f"{number} fetches wait for an extraction that nothing will start"
        yield Trouble("left behind", Grade.WARNING, said, "corroborate doctor --mend closes them", Mend.FETCHES)


LOST_FETCHES = """select id from fetches where outcome = 'pending'
    and id not in (select fetch_id from frontier where state = 'fetched' and fetch_id is not null)"""
"""Fetches whose page waits for its extraction, although its URL does not."""

WAL_LIMIT = 512_000_000
"""Bytes of the write-ahead log from which something is wrong: SQLite folds it back at 4 MB, unless a reader stands in the way."""


def check_wal(store: Store, _now: datetime) -> Iterator[Trouble]:
    """That the write-ahead log is folded back into the file."""
    wal = store.path.with_name(store.path.name + "-wal")
    size = wal.stat().st_size if wal.exists() else 0
    if size > WAL_LIMIT:
        said = f"the write-ahead log has {size // 1_000_000} MB: a program has kept the file open for reading for long"
        todo = "end that program (a forgotten browser or shell), then corroborate doctor --mend"
        yield Trouble("write-ahead log", Grade.WARNING, said, todo, Mend.WAL)


AHEAD = timedelta(minutes=5)
"""How far entries may be ahead of the clock: two machines that keep time differ by seconds."""


def check_clock(store: Store, now: datetime) -> Iterator[Trouble]:
    """That nothing in the file is of the future, and that verdicts follow each other in time."""
    newest = store.conn.execute(
        """select max(at) from (select max(fetched) as at from fetches union all select max(updated) from articles
           union all select max(started) from runs union all select max(at) from verdicts)"""
    ).fetchone()[0]
    when = from_text(newest)
    if when is not None and when - now > AHEAD:
        said = f"the newest entry is of {newest}, and the clock says {to_text(now)}"
        todo = "set the clock (chronyc tracking, timedatectl); sources and pages fall due when it has passed that time"
        yield Trouble("clock", Grade.ERROR, said, todo)
    back = store.conn.execute(
        """select count(*) from verdicts v join verdicts w on w.event_id = v.event_id and w.id > v.id and w.at < v.at"""
    ).fetchone()[0]
    if back:
        said = f"{back} verdicts bear an earlier time than the one before them: the clock was set back in between"
        yield Trouble("clock", Grade.WARNING, said, "nothing: their order is kept by their numbers")


def check_waiting(store: Store, now: datetime) -> Iterator[Trouble]:
    """That nothing is due in a far future, which is what a clock that ran ahead leaves behind."""
    far = to_text(now + LONGEST_WAIT)
    for table, column in (
        ("frontier", "next_try"),
        ("sources", "next_due"),
        ("hosts", "not_before"),
        ("robots", "expires"),
    ):
        number = store.conn.execute(f"select count(*) from {table} where {column} > ?", [far]).fetchone()[0]  # noqa: S608
        if number:
            said = f"{number} rows of {table} are due later than anything is put off for"
            todo = "the clock ran ahead when they were written; the next crawl makes them due at once"
            yield Trouble("clock", Grade.WARNING, said, todo)


CHECKS: tuple[Check, ...] = (
    check_integrity,
    check_references,
    check_schema,
    check_search_index,
    check_verdicts,
    check_left_behind,
    check_wal,
    check_clock,
    check_waiting,
)
"""All checks, those first without which the others say little."""


def look(store: Store, now: datetime) -> list[Trouble]:
    """Everything that the checks find, in their order. After a damaged file or an older schema the rest is not asked."""
    found: list[Trouble] = []
    for check in CHECKS:
        found.extend(check(store, now))
        if any(trouble.check in {"integrity", "schema"} and trouble.mend is None for trouble in found):
            break
    return found
