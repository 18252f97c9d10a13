"""Space goes back to the disk, and readers are not kept waiting."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from store.connection import Store, open_store
from store.errors import Unwritable
from store.vacuuming import vacuum


def fill(store: Store) -> None:
    with store.writing() as db:
        db.conn.executemany("insert into counters values (?, 1)", [(f"{n:06}" * 200,) for n in range(6000)])
    with store.writing() as db:
        db.execute("delete from counters where name like '000%' or name like '001%' or name like '003%'")


def test_space_is_given_back_in_steps_under_an_open_reader(store: Store) -> None:
    fill(store)
    with open_store(store.path, read_only=True) as reader:
        reader.conn.execute("begin")
        before = reader.conn.execute("select count(*) from counters").fetchone()
        done = vacuum(store)
        assert reader.conn.execute("select count(*) from counters").fetchone() == before
        reader.conn.rollback()
    assert not done.rewritten
    assert done.after < 0.7 * done.before
    assert store.conn.execute("pragma freelist_count").fetchone() == (0,)
    assert store.conn.execute("pragma integrity_check").fetchone() == ("ok",)
    vacuum(store)
    assert store.path.stat().st_size == done.after


def old_file(tmp_path: Path) -> Path:
    """A file from before the map of free pages."""
    with open_store(tmp_path / "new.db") as new:
        script = "\n".join(
            line for line in new.conn.iterdump() if "articles_fts" not in line and "sqlite_sequence" not in line
        )
    conn = sqlite3.connect(tmp_path / "news.db")
    conn.executescript(script)
    conn.close()
    return tmp_path / "news.db"


def test_an_older_file_is_rewritten_once_and_readers_go_on(tmp_path: Path) -> None:
    with open_store(old_file(tmp_path)) as store:
        assert store.conn.execute("pragma auto_vacuum").fetchone() == (0,)
        fill(store)
        with open_store(store.path, read_only=True) as reader:
            reader.conn.execute("begin")
            before = reader.conn.execute("select count(*) from counters").fetchone()
            done = vacuum(store)
            assert reader.conn.execute("select count(*) from counters").fetchone() == before
            reader.conn.rollback()
        assert done.rewritten and done.after < done.before
    with open_store(store.path) as again:
        assert again.conn.execute("pragma auto_vacuum").fetchone() == (2,)
        assert not vacuum(again).rewritten


def test_no_rewrite_without_room_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 1000

    monkeypatch.setattr("shutil.disk_usage", lambda _path: Usage)
    with open_store(old_file(tmp_path)) as store, pytest.raises(Unwritable, match="Free some space"):
        vacuum(store)
