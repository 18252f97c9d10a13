"""backup, restore, doctor, prune, vacuum and upkeep from the command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desk import upkeep as keeping
from desk.doctor import DoctorOrder, diagnose
from store.connection import open_store
from store.errors import Busy
from store.runs import cycle_lock
from tests.desk.conftest import Run, two_reports, write_lines


@pytest.fixture
def ready(corroborate: Run, folder: Path) -> Run:
    assert corroborate("import", write_lines(folder / "in.jsonl", two_reports())).code == 0
    assert corroborate("match", "--now", "2026-03-09").code == 0
    (folder / "news.db").chmod(0o600)
    return corroborate


def sql(folder: Path, *statements: str) -> None:
    with open_store(folder / "news.db") as store:
        for statement in statements:
            store.conn.execute(statement)
        store.conn.commit()


def test_a_backup_and_the_way_back(ready: Run, folder: Path) -> None:
    before = ready("export", "articles").out
    made = ready("backup", folder / "copy.db", "--json").rows()[0]
    assert made["path"] == str(folder / "copy.db") and len(made["sha256"]) == 64
    assert ready("restore", folder / "copy.db", "--check").out.startswith(f"{folder / 'copy.db'}: good")
    sql(folder, "delete from findings")
    assert ready("export", "articles").out != before
    assert ready("restore", folder / "copy.db").code == 0
    assert ready("export", "articles").out == before
    assert len(list(folder.glob("news.db.before-restore-*"))) >= 1


def test_backups_in_a_folder_are_kept_to_a_number(ready: Run, folder: Path) -> None:
    (folder / "backups").mkdir()
    for day in range(3):
        (folder / "backups" / f"news-2020010{day + 1}T000000Z.db").touch()
    answer = ready("backup", folder / "backups", "--keep", "2", "--json").rows()[0]
    assert [Path(path).name for path in answer["removed"]] == ["news-20200101T000000Z.db", "news-20200102T000000Z.db"]
    assert len(list((folder / "backups").iterdir())) == 2


def test_the_doctor_finds_nothing_and_then_something(ready: Run, folder: Path) -> None:
    fine = ready("doctor")
    assert (fine.code, fine.out) == (0, "nothing is wrong\n"), fine.out
    sql(folder, "drop trigger verdicts_no_delete", "insert into events (id, title) values ('e9', 'nothing')")
    ill = ready("doctor", "--json")
    assert ill.code == 1
    assert {(row["check"], row["can_be_mended"]) for row in ill.rows()[0]["troubles"]} == {
        ("schema", True),
        ("verdicts", False),
    }
    mended = ready("doctor", "--mend")
    assert (
        mended.code == 1
        and "mended  schema: triggers missing" in mended.out
        and "1 events without a verdict: e9" in mended.out
    )
    assert ready("match", "--full", "--now", "2026-03-09").code == 0
    assert ready("doctor").code == 0


def test_the_doctor_looks_around_the_file(ready: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 20_000_000

    (folder / "news.db").chmod(0o646)
    (folder / "outlets.toml").write_text((folder / "outlets.toml").read_text() + "\ncolour = 3\n")
    monkeypatch.setattr("shutil.disk_usage", lambda _path: Usage)
    said = ready("doctor").out
    for words in ("others may write", "everybody on this machine may read", "20 MB are free", "outlets.toml:"):
        assert words in said
    found = diagnose(DoctorOrder(folder / "news.db"), now=datetime(1970, 1, 2, tzinfo=UTC))
    assert {"before this program was written", "the newest entry is of"} <= {
        words for words in ("before this program was written", "the newest entry is of") if words in found.as_text()
    }


def test_a_registry_that_was_forgotten_is_noticed(ready: Run, folder: Path) -> None:
    found = diagnose(DoctorOrder(folder / "news.db"), now=datetime.now(UTC).replace(microsecond=0))
    assert "3 outlets of that are not in it" in found.as_text()


def test_what_cannot_be_opened_is_a_finding(corroborate: Run, folder: Path) -> None:
    (folder / "news.db").write_bytes(b"certainly no database, but long enough to look at" * 100)
    (folder / "news.db").chmod(0o600)
    answer = corroborate("doctor")
    assert answer.code == 1 and "restore" in answer.out
    (folder / "news.db").unlink()
    assert corroborate("doctor").code == 1 and "there is no such database" in corroborate("doctor").err


def test_prune_says_what_it_would_do_and_does_it(ready: Run) -> None:
    assert ready("prune", "--dry-run").out.startswith("would let go: 0 pages")
    assert ready("prune", "--keep-pages", "1", "--json").rows()[0]["dry_run"] is False
    assert ready("vacuum").code == 0


def test_upkeep_does_all_of_it_and_is_a_run(ready: Run, folder: Path) -> None:
    (folder / "backups").mkdir()
    sql(folder, "drop view why")
    done = ready("upkeep", "--backups", folder / "backups", "--json")
    answer = done.rows()[0]
    assert done.code == 0 and answer["mended"] == ["views"] and answer["problems"] == []
    assert Path(answer["backup"]).is_file()
    assert "CYCLE corroborate.upkeep: upkeep: backup" in done.err
    with open_store(folder / "news.db") as store:
        kind, code, counts = store.conn.execute("select kind, exit_code, counts from runs order by id desc").fetchone()
    assert (kind, code, json.loads(counts)["mended"]) == ("upkeep", 0, ["views"])


def test_upkeep_lets_nothing_go_without_its_backup(ready: Run, folder: Path) -> None:
    (folder / "backups").mkdir()
    done = keeping.upkeep_now(
        folder / "news.db", keeping.UpkeepOrder(folder / "nowhere"), now=datetime.now(UTC).replace(microsecond=0)
    )
    assert done.backup is None and done.vacuumed is None and int(done.exit_code) == 3
    assert "nothing was let go" in done.as_text()


def test_upkeep_waits_for_a_cycle_but_not_for_ever(ready: Run, folder: Path) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    with (
        open_store(folder / "news.db") as store,
        cycle_lock(store, "cycle", "corroborate run", now),
        pytest.raises(Busy, match="corroborate run"),
    ):
        keeping.upkeep_now(folder / "news.db", keeping.UpkeepOrder(patience=0.05), now=now)


def test_what_restore_needs_is_said(ready: Run, folder: Path) -> None:
    assert ready("restore", folder / "missing.db").code == 2
    (folder / "text.db").write_text("no database at all")
    assert ready("restore", folder / "text.db").code == 1
