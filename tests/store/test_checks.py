"""What the checks find in a file that something happened to, and what can be mended."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlite_utils import Database

from store.checks import look
from store.connection import Store
from store.mending import mend
from store.runs import start_run
from store.troubles import Grade, Mend
from tests.builders import NOON
from tests.store.keeping_world import days, lived_in

LATER = NOON + days(4)


def sql(store: Store, *statements: str) -> None:
    store.conn.execute("pragma foreign_keys = off")
    for statement in statements:
        store.conn.execute(statement)
    store.conn.commit()
    store.conn.execute("pragma foreign_keys = on")


def gone() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_nothing_is_wrong_with_a_good_file(store: Store) -> None:
    assert look(store, NOON) == []
    lived_in(store)
    assert look(store, LATER) == []


OPEN = "drop trigger verdicts_append_only"
BREAKS: dict[str, tuple[str, Grade, Mend | None, tuple[str, ...]]] = {
    "references": ("references", Grade.ERROR, None, ("delete from articles where id = 'unjudged'",)),
    "fts word": ("search index", Grade.ERROR, Mend.SEARCH_INDEX, ("drop trigger articles_au", "update articles set title = 'Otherwise' where id = 'counted'")),
    "fts gone": ("search index", Grade.ERROR, Mend.SEARCH_INDEX, ("insert into articles_fts (articles_fts) values ('delete-all')",)),
    "trigger": ("schema", Grade.ERROR, Mend.TRIGGERS, ("drop trigger verdicts_no_delete",)),
    "weak trigger": ("schema", Grade.ERROR, Mend.TRIGGERS, (OPEN, "create trigger verdicts_append_only before update on verdicts begin select 1; end")),
    "view": ("schema", Grade.WARNING, Mend.VIEWS, ("drop view why",)),
    "index": ("schema", Grade.WARNING, None, ("drop index articles_published",)),
    "no verdict": ("verdicts", Grade.ERROR, None, ("insert into events (id, title) values ('e9', 'x')",)),
    "evidence": ("verdicts", Grade.ERROR, None, (OPEN, "update verdicts set evidence = '{}'")),
    "evidence cut": ("verdicts", Grade.ERROR, None, (OPEN, "update verdicts set evidence = substr(evidence, 1, 80)")),
    "basis": ("verdicts", Grade.ERROR, None, (OPEN, "update verdicts set evidence = json_set(evidence_of(id), '$.origins[0].notability_basis', '')")),
    "count": ("verdicts", Grade.ERROR, None, (OPEN, "update verdicts set notable_origins = 2")),
    "reasons": ("verdicts", Grade.ERROR, None, ("delete from findings where article_id = 'counted'",)),
    "alias": ("verdicts", Grade.WARNING, Mend.ALIASES, ("insert into event_aliases values ('e7', 'e8', 'x')", "insert into event_aliases values ('e8', 'e7', 'x')")),
    "pending": ("left behind", Grade.WARNING, Mend.FETCHES, ("update fetches set outcome = 'pending' where id = 1",)),
    "future": ("clock", Grade.ERROR, None, ("update articles set updated = '2031-01-01T00:00:00+00:00' where id = 'counted'",)),
    "far": ("clock", Grade.WARNING, None, ("insert into hosts values ('a.example', '2039-01-01T00:00:00+00:00', 1, '')",)),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKS)
def test_what_was_done_to_the_file_is_found_and_mended_where_that_is_safe(store: Store, name: str) -> None:
    lived_in(store)
    check, grade, cure, statements = BREAKS[name]
    sql(store, *statements)
    found = look(store, LATER)
    matching = [trouble for trouble in found if trouble.check == check]
    assert [(trouble.grade, trouble.mend) for trouble in matching] or found == [], found
    assert (grade, cure) in {(trouble.grade, trouble.mend) for trouble in matching}, found
    assert all(trouble.said and trouble.todo for trouble in found)
    before = store.conn.execute("select * from verdicts").fetchall()
    mend(store, [trouble.mend for trouble in found if trouble.mend], LATER)
    assert store.conn.execute("select * from verdicts").fetchall() == before
    remaining = look(store, LATER)
    assert not [trouble for trouble in remaining if trouble.mend], remaining
    if cure:
        assert [trouble for trouble in remaining if trouble.check == check and trouble.grade is Grade.ERROR] == []


def test_what_dead_processes_left_is_found_and_cleared(store: Store) -> None:
    lived_in(store)
    pid, host = gone(), socket.gethostname()
    run = start_run(store, "crawl", NOON)
    with store.writing() as db:
        db.execute("update runs set pid = ? where id = ?", [pid, run])
        db.execute(
            "insert into locks (name, holder, pid, host, since) values ('cycle', 'corroborate run', ?, ?, '2026-03-02T12:00:00+00:00')",
            [pid, host],
        )
        db.execute(
            """insert into frontier (url_key, url, host, outlet_id, state, next_try, discovered, lease_owner, lease_until)
               values ('k', 'https://counted.example/k', 'counted.example', 'counted', 'leased', '2026-03-02', '2026-03-02', ?, '2027-01-01')""",
            [f"{host}:{pid}:1-x"],
        )
    found = look(store, LATER)
    assert {trouble.mend for trouble in found} == {Mend.LOCKS, Mend.LEASES, Mend.RUNS}
    assert mend(store, [trouble.mend for trouble in found if trouble.mend], LATER) == [
        Mend.LOCKS,
        Mend.LEASES,
        Mend.RUNS,
    ]
    assert look(store, LATER) == []
    assert store.conn.execute("select state, lease_owner from frontier").fetchall() == [("queued", None)]


def test_a_damaged_file_is_said_to_be(store: Store) -> None:
    lived_in(store)
    store.conn.execute("pragma wal_checkpoint(truncate)").fetchall()
    root = store.conn.execute("select rootpage from sqlite_master where name = 'articles_published'").fetchone()[0]
    size = store.conn.execute("pragma page_size").fetchone()[0]
    store.close()
    content = bytearray(store.path.read_bytes())
    content[(root - 1) * size + 8 : (root - 1) * size + 40] = b"\x77" * 32
    store.path.write_bytes(content)
    damaged = Store(Database(sqlite3.connect(store.path)), store.path)
    found = look(damaged, LATER)
    assert found[0].check == "integrity" and found[0].grade is Grade.ERROR and "restore" in found[0].todo
    damaged.close()


def test_verdicts_out_of_time_are_told(store: Store) -> None:
    lived_in(store)
    sql(store, "insert into verdicts select null, event_id, '2026-03-01T00:00:00+00:00', cause, state, provisional, disputed, outlets, origins, notable_origins, because, evidence, ruleset, registry_version, digest, cause_detail from verdicts")  # fmt: skip
    assert [(trouble.check, trouble.grade) for trouble in look(store, LATER)] == [("clock", Grade.WARNING)]


def test_looking_changes_nothing(store: Store) -> None:
    lived_in(store)
    sql(store, "drop trigger articles_au", "update articles set title = 'Otherwise' where id = 'counted'")
    before = list(store.conn.iterdump())
    look(store, LATER + timedelta(days=1))
    assert list(store.conn.iterdump()) == before
