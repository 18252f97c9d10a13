"""Mending what is safe to mend: what can be made anew from the rest of the file, and what dead processes left behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlite_utils import Database

from store.checks import LOST_FETCHES
from store.connection import Store, explained
from store.frontier import break_dead_leases
from store.migrations import migrations
from store.runs import close_dead_runs, read_locks
from store.troubles import Mend
from store.vacuuming import fold_back
from store.verdict_checks import broken_aliases


def mend(store: Store, what: Iterable[Mend], now: datetime) -> list[Mend]:
    """Mend these things, each in a transaction of its own; answers those that were mended, in the order of `Mend`.

    Raises:
        Busy, Unwritable: the file cannot be written now.
    """
    wanted = set(what)
    mended = [each for each in Mend if each in wanted]
    for each in mended:
        with explained(store.path):
            _MENDERS[each](store, now)
    return mended


def _search_index(store: Store, _now: datetime) -> None:
    with store.writing() as db:
        db.execute("insert into articles_fts (articles_fts) values ('rebuild')")


def _anew(kind: str) -> Callable[[Store, datetime], None]:
    def make(store: Store, _now: datetime) -> None:
        model = Database(memory=True)
        migrations.apply(model)
        rows = model.execute("select name, sql from sqlite_master where type = ? order by name", [kind]).fetchall()
        here = dict(store.conn.execute("select name, sql from sqlite_master where type = ?", [kind]).fetchall())
        with store.writing() as db:
            for name, sql in rows:
                if here.get(name) != sql:
                    db.execute(f'drop {kind} if exists "{name}"')
                    db.execute(sql)

    return make


def _locks(store: Store, now: datetime) -> None:
    with store.writing() as db:
        for lock in read_locks(store, now):
            if not lock.alive:
                db.execute(
                    "delete from locks where name = ? and pid = ? and host = ?", [lock.name, lock.pid, lock.host]
                )


def _leases(store: Store, now: datetime) -> None:
    break_dead_leases(store, living=(), now=now)


def _runs(store: Store, now: datetime) -> None:
    close_dead_runs(store, now)


def _fetches(store: Store, _now: datetime) -> None:
    with store.writing() as db:
        db.execute(
            f"update fetches set outcome = 'error', detail = 'its extraction never came about' where id in ({LOST_FETCHES})"  # noqa: S608
        )


def _aliases(store: Store, _now: datetime) -> None:
    with store.writing() as db:
        for old in broken_aliases(store):
            db.execute("delete from event_aliases where old_id = ?", [old])


def _wal(store: Store, _now: datetime) -> None:
    fold_back(store)


_MENDERS: dict[Mend, Callable[[Store, datetime], None]] = {
    Mend.SEARCH_INDEX: _search_index,
    Mend.TRIGGERS: _anew("trigger"),
    Mend.VIEWS: _anew("view"),
    Mend.LOCKS: _locks,
    Mend.LEASES: _leases,
    Mend.RUNS: _runs,
    Mend.FETCHES: _fetches,
    Mend.ALIASES: _aliases,
    Mend.WAL: _wal,
}

__all__ = ["Mend", "mend"]
