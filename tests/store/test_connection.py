"""Opening a file: what is taken, what is refused, and with which words."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database

from store import connection as store_connection
from store.connection import Store, open_store
from store.errors import Busy, ForeignFile, NewerFile, StoreError, Unwritable
from store.migrations import migrations


def test_a_new_file_has_the_pragmas_and_the_schema(store: Store) -> None:
    assert store.conn.execute("pragma journal_mode").fetchone() == ("wal",)
    assert store.conn.execute("pragma foreign_keys").fetchone() == (1,)
    assert {"articles", "verdicts", "frontier", "articles_fts"} <= set(store.db.table_names())
    assert {"coverage", "verdicts_now", "why"} <= set(store.db.view_names())


def test_a_new_file_is_its_owners(store: Store) -> None:
    modes = {path.name: path.stat().st_mode & 0o777 for path in store.path.parent.iterdir()}
    assert set(modes.values()) == {0o600}, modes


def test_full_text_search_follows_the_articles_by_triggers(store: Store) -> None:
    names = {row[0] for row in store.conn.execute("select name from sqlite_master where type = 'trigger'")}
    assert {"articles_ai", "articles_ad", "articles_au"} <= names


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path / "news.db") as first:
        before = first.conn.execute("select * from _sqlite_migrations").fetchall()
    with open_store(tmp_path / "news.db") as again:
        assert again.conn.execute("select * from _sqlite_migrations").fetchall() == before


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (
            lambda path: path.write_bytes(b"certainly no database, but long enough to look at" * 40),
            ForeignFile,
            "not a database",
        ),
        (
            lambda path: sqlite3.connect(path).executescript("create table recipes (name)").close(),
            ForeignFile,
            "another program",
        ),
        (lambda path: path.mkdir(), StoreError, "is a folder"),
    ],
)
def test_what_is_not_ours_is_refused_and_left_alone(
    tmp_path: Path, make: object, error: type[Exception], words: str
) -> None:
    path = tmp_path / "news.db"
    make(path)  # type: ignore[operator]
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(error, match=words):
        open_store(path)
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    with open_store(tmp_path / "news.db") as store:
        store.conn.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) values ('news-corroborator', 'm999_later', 'x')"
        )
        store.conn.commit()
    with pytest.raises(NewerFile, match="m999_later"):
        open_store(tmp_path / "news.db")


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no such database"):
        open_store(tmp_path / "news.db", create=False)
    with pytest.raises(StoreError, match="folder does not exist"):
        open_store(tmp_path / "nowhere" / "news.db")
    assert not list(tmp_path.iterdir())


def test_a_locked_file_is_said_to_be_busy(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_connection, "BUSY_SECONDS", 0.05)
    with (
        store.writing(),
        open_store(store.path) as other,
        pytest.raises(Busy, match="another process"),
        other.writing(),
    ):
        pass


def test_a_transaction_is_whole_or_not_at_all(store: Store) -> None:
    with pytest.raises(RuntimeError), store.writing() as db:
        db.execute("insert into counters values ('half', 1)")
        with store.writing():
            db.execute("insert into counters values ('more', 1)")
        raise RuntimeError
    assert store.conn.execute("select count(*) from counters where name in ('half', 'more')").fetchone() == (0,)


def test_read_only_writes_nothing(store: Store) -> None:
    with (
        open_store(store.path, read_only=True) as reader,
        pytest.raises(Unwritable, match="cannot be written"),
        reader.writing(),
    ):
        reader.conn.execute("insert into counters values ('x', 1)")


def test_a_full_disk_is_said_to_be_full(store: Store) -> None:
    pages = store.conn.execute("pragma page_count").fetchone()[0]
    store.conn.execute(f"pragma max_page_count = {pages}")
    with pytest.raises(Unwritable, match="disk is full"), store.writing() as db:
        for number in range(1000):
            db.execute("insert into counters values (?, 1)", [f"{number}" * 400])
    assert store.conn.execute("select count(*) from counters").fetchone() == (2,)


def test_two_processes_may_create_one_file_at_once(tmp_path: Path) -> None:
    code = "import sys; from store.connection import open_store; open_store(sys.argv[1]).close()"
    both = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "news.db")]) for _ in range(4)]
    assert [process.wait(60) for process in both] == [0, 0, 0, 0]
    with open_store(tmp_path / "news.db") as store:
        rows = [row[0] for row in store.conn.execute("select name from _sqlite_migrations")]
        assert rows and len(rows) == len(set(rows))
        assert list(migrations.pending(store.db)) == []


def test_notes_from_before_their_kind_was_kept_are_told_apart(tmp_path: Path) -> None:
    db = Database(tmp_path / "old.db")
    migrations.apply(db, stop_before="m004_withdrawn_articles")
    db.execute(
        "insert into outlets (id, name, kind, family, country, language, notable, notability_basis, row, "
        "registry_version) values ('first', 'First', 'local', 'f', '', '', 1, 'https://b.example', '{}', 'r1')"
    )
    notes = (
        "",
        "Correction: the pier is older.",
        "Dieser Artikel wurde zurückgezogen.",
        "We have retracted this article.",
    )
    for number, note in enumerate(notes):
        db.execute(
            "insert into articles (id, url, url_key, outlet_id, title, text, first_seen, updated, body, text_hash, "
            "changed_seq, correction) values (?, ?, ?, 'first', 't', 't', 'x', 'x', 'full', 'h', 1, ?)",
            [str(number), f"https://first.example/{number}", f"k{number}", note],
        )
    migrations.apply(db)
    kinds = [row[0] for row in db.execute("select correction_kind from articles order by id").fetchall()]
    assert kinds == ["", "correction", "retraction", "retraction"]
    db.close()


def test_memberships_of_old_files_are_told_from_their_verdicts(tmp_path: Path) -> None:
    db = Database(tmp_path / "old.db")
    migrations.apply(db, stop_before="m005_memberships")
    said = [("e1", ("a",)), ("e2", ("b",)), ("e1", ("a", "b")), ("e1", ("a", "b", "c")), ("e1", ("a",)), ("e2", ("b",))]
    for event, articles in said:
        db.execute("insert or ignore into events (id, title) values (?, 't')", [event])
        findings = ", ".join(f'{{"article_id": "{article}"}}' for article in articles)
        db.execute(
            "insert into verdicts (event_id, at, cause, state, provisional, disputed, outlets, origins, notable_origins, "
            "because, evidence, ruleset, registry_version, digest) "
            "values (?, 'x', 'x', 'x', 0, 0, 1, 1, 1, 'x', ?, 'x', 'x', 'x')",
            [event, f'{{"findings": [{findings}]}}'],
        )
    db.conn.execute("pragma foreign_keys = off")
    migrations.apply(db)
    rows = db.execute("select article_id, event_id, after_verdict from memberships order by id").fetchall()
    assert rows == [("a", "e1", 0), ("b", "e2", 1), ("b", "e1", 2), ("c", "e1", 3), ("b", "e2", 5)]
    db.close()
