"""Files of every released version come up to date with what is in them; a released migration is never edited."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database, Migrations

from bench.released import RECORD, apply_up_to, digest_after, names
from store import connection
from store.articles import save_article
from store.checks import look
from store.connection import Store, open_store
from store.errors import NewerFile
from store.evidence import evidence_text, pack, unpack
from store.exports import export_articles, export_events, read_verdict
from store.migrations import migrations
from store.revisions import read_history
from tests.builders import HARBOUR, NOON, a_record, with_outlets
from tests.store.keeping_world import days, lived_in

RELEASED: dict[str, str] = json.loads(RECORD.read_text(encoding="utf-8"))
DATA = (
    "outlets", "outlet_domains", "registry_versions", "runs", "sources", "frontier", "hosts", "robots", "raw_pages", "fetches", "articles",
    "article_urls", "revisions", "events", "event_aliases", "event_articles", "pairs", "origins", "findings", "edges", "verdicts", "ratings",
    "counters", "identity",
)  # fmt: skip
"""The tables of the first schema that hold what a desk has gathered."""


def test_a_released_migration_is_as_it_was() -> None:
    assert list(RELEASED) == names()[: len(RELEASED)], "migrations are appended, never put in between or taken out"
    for name, digest in RELEASED.items():
        assert digest_after(name) == digest, f"{name} was released and has been edited: write a new migration instead"


def lived_in_rows(tmp_path: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of a store with a history, in the columns of today."""
    with open_store(tmp_path / "today.db") as store:
        lived_in(store)
        store.conn.execute("insert into event_aliases values ('e0', 'e1', '2026-03-05T12:00:00+00:00')")
        store.conn.execute(
            "insert into hosts values ('counted.example', '2026-03-02T12:00:00+00:00', 2, 'answered 503')"
        )
        store.conn.execute("insert into ratings values ('counted', 1, '2026-03-05T12:00:00+00:00', 'r', '{}')")
        store.conn.execute("insert into pairs values ('commentary', 'counted', 0.9, 0.8, ?)", [ALL_PARTS])
        store.conn.commit()
        rows = {table: list(store.db.table(table).rows) for table in DATA}
        for verdict in rows["verdicts"]:
            verdict["evidence"] = evidence_text(store.conn, verdict["id"])
        return rows


PACKED = "m013_packed_evidence"
ALL_PARTS = json.dumps(
    [{"contribution": 1.5 - number / 4, "name": f"part {number}", "value": number / 7} for number in range(8)]
)
STRONGEST_PARTS = (
    '[["part 0",0.0,1.5],["part 1",0.143,1.25],["part 2",0.286,1.0],["part 3",0.429,0.75],["part 4",0.571,0.5],[3,0.0]]'
)


def file_of(path: Path, last: str, rows: dict[str, list[dict[str, Any]]]) -> dict[str, list[tuple[Any, ...]]]:
    """A file as the version whose newest migration is `last` left it, with these rows in the columns that it had."""
    if names().index(last) >= names().index(PACKED):
        packed = [row | {"evidence": pack(row["evidence"])} for row in rows["verdicts"]]
        rows = rows | {"verdicts": packed, "pairs": [row | {"parts": STRONGEST_PARTS} for row in rows["pairs"]]}
    db = Database(path)
    apply_up_to(db, last)
    db.execute("pragma foreign_keys = off")
    kept: dict[str, list[tuple[Any, ...]]] = {}
    for table in DATA:
        columns = tuple(column.name for column in db.table(table).columns)
        db.execute(f"delete from {table}")  # noqa: S608 - tables of ours
        for row in rows[table]:
            db.table(table).insert({name: row[name] for name in columns})
        kept[table] = [columns, *rows_of(db, table, columns)]
    db.conn.commit()
    db.close()
    return kept


def rows_of(db: Database, table: str, columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """The rows of a table in a fixed order, with what is kept packed or shortened as every version tells it."""
    rows = db.execute(f"select {', '.join(columns)} from {table}").fetchall()  # noqa: S608 - tables of ours
    tell = {"evidence": unpack, "parts": lambda kept: STRONGEST_PARTS if kept == ALL_PARTS else kept}
    if table not in {"verdicts", "pairs"}:
        return sorted(rows, key=repr)
    return sorted(
        (tuple(tell.get(name, _as_it_is)(value) for name, value in zip(columns, row, strict=True)) for row in rows),
        key=repr,
    )


def _as_it_is(value: object) -> object:
    return value


@pytest.mark.parametrize("last", names())
def test_a_file_of_each_version_comes_up_to_date_with_all_that_is_in_it(tmp_path: Path, last: str) -> None:
    rows = lived_in_rows(tmp_path)
    before = file_of(tmp_path / "news.db", last, rows)
    with open_store(tmp_path / "news.db") as store:
        for table, (columns, *old) in before.items():
            assert rows_of(store.db, table, columns) == old, table
        kept = store.conn.execute("select typeof(evidence), (select parts from pairs) from verdicts").fetchall()
        assert kept == [("blob", STRONGEST_PARTS)]
        assert list(migrations.pending(store.db)) == []
        assert look(store, NOON + days(4)) == []
        assert store.conn.execute(
            "select count(*) from articles_fts where articles_fts match 'harbour'"
        ).fetchone() == (3,)
        # and it is at work as a new one is
        assert read_verdict(store, "e1")["state"] == "single_report"
        assert len(list(export_articles(store))) == 3 and len(list(export_events(store))) == 1
        assert len(read_history(store, "counted").changes) == 1
        with_outlets(store, "counted", "commentary", "unjudged")
        save_article(store, a_record("unjudged", "b", text=f"{HARBOUR} anew"), now=NOON + days(5))


def test_a_file_of_each_version_has_the_schema_of_a_new_one(tmp_path: Path) -> None:
    with open_store(tmp_path / "new.db") as fresh:
        wanted = schema_of(fresh)
    for last in names():
        with open_store_of(tmp_path / f"{last}.db", last) as store:
            assert schema_of(store) == wanted


def schema_of(store: Store) -> list[str]:
    """Everything that the file's schema says."""
    return sorted(str(row) for row in store.conn.execute("select type, name, sql from sqlite_master"))


def open_store_of(path: Path, last: str) -> Store:
    db = Database(path)
    apply_up_to(db, last)
    db.close()
    return open_store(path)


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = lived_in_rows(tmp_path)
    file_of(tmp_path / "news.db", names()[0], rows)
    later = Migrations("news-corroborator")
    later._migrations = list(migrations._migrations)

    @later()
    def m999_breaks(db: Database) -> None:
        db.execute("alter table articles add column half integer")
        raise RuntimeError("the power went")

    before = dump(tmp_path / "news.db")
    monkeypatch.setattr(connection, "migrations", later)
    with pytest.raises(RuntimeError, match="the power went"):
        open_store(tmp_path / "news.db")
    assert dump(tmp_path / "news.db") == before


def dump(path: Path) -> list[str]:
    conn = sqlite3.connect(path)
    try:
        return list(conn.iterdump())
    finally:
        conn.close()


@pytest.mark.parametrize("read_only", [False, True])
def test_a_newer_file_is_refused_by_name_and_not_touched(tmp_path: Path, *, read_only: bool) -> None:
    with open_store(tmp_path / "news.db") as store:
        store.conn.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) values ('news-corroborator', 'm999_later', 'x')"
        )
        store.conn.commit()
    before = dump(tmp_path / "news.db")
    with pytest.raises(NewerFile, match=r"written by a newer version \(it has m999_later\)\. Upgrade"):
        open_store(tmp_path / "news.db", read_only=read_only)
    assert dump(tmp_path / "news.db") == before
