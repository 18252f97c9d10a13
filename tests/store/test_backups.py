"""Backups while the file is in use, what counts as a good one, and the way back."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store import backups
from store.articles import save_article
from store.backups import BadBackup, back_up, backup_name, old_backups, restore, verify
from store.connection import Store, open_store
from store.errors import Busy, ForeignFile, NewerFile, StoreError
from store.ratings import Rating, StaleCursor, feed_identity, newest_cursor, read_ratings, write_ratings
from store.runs import cycle_lock
from tests.builders import NOON, a_record, with_outlets
from tests.store.keeping_world import days, lived_in


def dump(path: Path) -> list[str]:
    with open_store(path, read_only=True, create=False) as store:
        return list(store.conn.iterdump())


def content(path: Path) -> list[str]:
    """The dump without what the file is called: a restored one is called otherwise."""
    return [line for line in dump(path) if "identity" not in line]


def test_a_backup_is_the_file_and_is_looked_through(store: Store, tmp_path: Path) -> None:
    lived_in(store)
    made = back_up(store, tmp_path / "copy.db")
    assert made == verify(tmp_path / "copy.db")
    assert dump(tmp_path / "copy.db") == list(store.conn.iterdump())
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("news")) == ["copy.db"]


WRITER = """
import sys
from store.connection import open_store
with open_store(sys.argv[1]) as store:
    print("at work", flush=True)
    number = 0
    while True:
        with store.writing() as db:
            db.execute("insert into counters values (?, 1)", [f"pair {number} a"])
            db.execute("insert into counters values (?, 1)", [f"pair {number} b"])
        number += 1
"""


def test_a_backup_under_a_writer_is_one_moment_of_it(store: Store, tmp_path: Path) -> None:
    lived_in(store)
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(store.path)], stdout=subprocess.PIPE)
    try:
        assert writer.stdout and writer.stdout.readline()
        for number in range(5):
            back_up(store, tmp_path / f"{number}.db")
            time.sleep(0.02)
    finally:
        writer.kill()
        writer.wait()
        assert writer.stdout
        writer.stdout.close()
    counts = []
    for number in range(5):
        with sqlite3.connect(tmp_path / f"{number}.db") as conn:
            count = conn.execute("select count(*) from counters where name like 'pair%'").fetchone()[0]
        conn.close()
        assert count % 2 == 0
        counts.append(count)
    assert counts == sorted(counts) and counts[-1] > counts[0]


def test_nothing_is_written_over_and_nothing_half_done_remains(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "there.db").write_text("mine")
    with pytest.raises(StoreError, match="exists already"):
        back_up(store, tmp_path / "there.db")
    with pytest.raises(StoreError, match="folder does not exist"):
        back_up(store, tmp_path / "nowhere" / "copy.db")
    monkeypatch.setattr(backups, "_look_through", lambda _path: {"articles": 7})
    with pytest.raises(BadBackup, match="differs from"):
        back_up(store, tmp_path / "copy.db")
    assert not [path for path in tmp_path.iterdir() if "copy" in path.name or "unfinished" in path.name]


def test_a_disk_that_is_full_makes_no_backup(store: Store, tmp_path: Path) -> None:
    lived_in(store)
    code = (
        "import resource, signal, sys\nfrom pathlib import Path\nfrom store.connection import open_store\n"
        "from store.backups import back_up\nfrom store.errors import Unwritable\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "store = open_store(sys.argv[1])\nresource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "try:\n    back_up(store, Path(sys.argv[2]))\nexcept Unwritable as error:\n    print('refused', error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(store.path), str(tmp_path / "copy.db")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("refused")
    assert not [path for path in tmp_path.iterdir() if "copy" in path.name]


def test_only_the_oldest_of_ours_are_old(store: Store, tmp_path: Path) -> None:
    names = [backup_name(store.path, NOON + days(n)) for n in range(5)]
    for name in [*names, "news-other.db", "mine-20260302T120000Z.db"]:
        (tmp_path / name).touch()
    assert [path.name for path in old_backups(tmp_path, store.path, 3)] == names[:2]
    assert [path.name for path in old_backups(tmp_path, store.path, 0)] == names[:-1], "the last one is never old"


@pytest.mark.parametrize("at", [0, 9000, 40000])
def test_a_damaged_backup_is_none(store: Store, tmp_path: Path, at: int) -> None:
    lived_in(store)
    back_up(store, tmp_path / "copy.db")
    content = bytearray((tmp_path / "copy.db").read_bytes())
    content[at : at + 3000] = b"\x5a" * 3000
    (tmp_path / "copy.db").write_bytes(content)
    with pytest.raises((BadBackup, ForeignFile)):
        restore(tmp_path / "copy.db", store.path, NOON)
    assert store.conn.execute("select count(*) from articles").fetchone() == (3,)
    assert not [path for path in tmp_path.iterdir() if "before-restore" in path.name]


def test_a_backup_cut_short_is_none(store: Store, tmp_path: Path) -> None:
    lived_in(store)
    back_up(store, tmp_path / "copy.db")
    content = (tmp_path / "copy.db").read_bytes()
    (tmp_path / "copy.db").write_bytes(content[: len(content) // 2])
    with pytest.raises((BadBackup, ForeignFile)):
        verify(tmp_path / "copy.db")


def test_restoring_brings_back_what_was_and_keeps_what_is(store: Store, tmp_path: Path) -> None:
    lived_in(store)
    back_up(store, tmp_path / "copy.db")
    with store.writing() as db:
        db.execute("insert into counters values ('later', 1)")
    before = dump(store.path)
    store.close()
    aside = restore(tmp_path / "copy.db", store.path, NOON)
    assert aside is not None and aside.name == "news.db.before-restore-20260302T120000Z"
    assert content(store.path) == content(tmp_path / "copy.db")
    assert dump(aside) == before
    with open_store(store.path) as again:
        assert again.conn.execute("select count(*) from counters where name = 'later'").fetchone() == (0,)


def test_restoring_where_nothing_is(store: Store, tmp_path: Path) -> None:
    back_up(store, tmp_path / "copy.db")
    assert restore(tmp_path / "copy.db", tmp_path / "new.db", NOON) is None
    assert content(tmp_path / "new.db") == [line for line in store.conn.iterdump() if "identity" not in line]


def test_a_reader_of_before_the_restore_is_told_to_start_anew(store: Store, tmp_path: Path) -> None:
    with_outlets(store, "quay")
    for n in range(3):
        save_article(store, a_record("quay", str(n), text=f"Pier {n}", id=f"a{n}"), now=NOON, find_duplicates=False)
    write_ratings(store, [Rating("a0", "rules", {})], NOON)
    back_up(store, tmp_path / "copy.db")
    write_ratings(store, [Rating("a1", "rules", {})], NOON)
    cursor, feed = newest_cursor(store), feed_identity(store)
    store.close()
    restore(tmp_path / "copy.db", store.path, NOON)
    with open_store(store.path) as again:
        write_ratings(again, [Rating("a2", "rules", {})], NOON)  # takes the number that the reader has
        with pytest.raises(StaleCursor):
            list(read_ratings(again, cursor))
        assert len(list(read_ratings(again))) == 2 and feed_identity(again) == feed


def test_restoring_a_damaged_file(store: Store, tmp_path: Path) -> None:
    back_up(store, tmp_path / "copy.db")
    store.close()
    for suffix in ("-wal", "-shm"):
        store.path.with_name(store.path.name + suffix).unlink(missing_ok=True)
    store.path.write_bytes(b"nothing of a database" * 100)
    restore(tmp_path / "copy.db", store.path, NOON)
    with open_store(store.path) as again:
        assert again.conn.execute("pragma integrity_check").fetchone() == ("ok",)


def test_no_restore_under_a_cycle_or_of_something_else(store: Store, tmp_path: Path) -> None:
    back_up(store, tmp_path / "copy.db")
    with cycle_lock(store, "cycle", "corroborate run", NOON), pytest.raises(Busy, match="Stop it first"):
        restore(tmp_path / "copy.db", store.path, NOON)
    sqlite3.connect(tmp_path / "other.db").executescript("create table recipes (name)").close()
    with pytest.raises(ForeignFile):
        restore(tmp_path / "other.db", store.path, NOON)
    shutil.copy(tmp_path / "copy.db", tmp_path / "newer.db")
    newer = sqlite3.connect(tmp_path / "newer.db")
    newer.execute(
        "insert into _sqlite_migrations (migration_set, name, applied_at) values ('news-corroborator', 'm999_x', 'x')"
    )
    newer.commit()
    newer.close()
    with pytest.raises(NewerFile):
        restore(tmp_path / "newer.db", store.path, NOON)
