"""Articles, events and verdicts as JSON Lines, CSV and Parquet: the same rows, safe in a spreadsheet, whole files."""

from __future__ import annotations

import csv
import importlib
import io
from pathlib import Path
from typing import Any

import pytest

from desk.exporting import EXPORTS
from desk.spreadsheet import cell
from tests.desk.conftest import Run, two_reports, write_lines

pq: Any = importlib.import_module("pyarrow.parquet")


@pytest.fixture
def filled(corroborate: Run, folder: Path) -> Path:
    rows = [*two_reports(), two_reports()[0] | {"id": "=1+1", "url": "https://www.harbourpost.example/evil", "title": "=HYPERLINK()"}]  # fmt: skip
    corroborate("import", write_lines(folder / "in.jsonl", rows[:1]))
    corroborate("match", "--now", "2026-03-03")
    corroborate("import", write_lines(folder / "in.jsonl", rows))
    corroborate("match", "--now", "2026-03-10")
    return folder


@pytest.mark.parametrize("what", sorted(EXPORTS))
def test_every_form_holds_the_same_rows(corroborate: Run, filled: Path, what: str) -> None:
    rows = corroborate("export", what).rows()
    assert rows and list(rows[0]) == list(EXPORTS[what].columns)
    files = {form: filled / f"{what}.{form}" for form in ("jsonl", "csv", "parquet")}
    for form, path in files.items():
        assert corroborate("export", what, "--format", form, "--output", path).err.startswith(f"{len(rows)} rows in ")
    assert files["jsonl"].read_text(encoding="utf-8") == corroborate("export", what).out
    with files["csv"].open(encoding="utf-8-sig", newline="") as file:
        cells = list(csv.DictReader(file))
    assert cells == [{name: cell(value) for name, value in row.items()} for row in rows]
    table = pq.read_table(files["parquet"]).to_pylist()
    plain = [
        {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
        for row in table
    ]
    assert plain == rows
    out = corroborate("export", what, "--format", "csv").out
    assert list(csv.DictReader(io.StringIO(out))) == cells
    assert not [path for path in filled.iterdir() if path.name.startswith(".")]


def test_verdicts_are_the_whole_history(corroborate: Run, filled: Path) -> None:
    rows = corroborate("export", "verdicts").rows()
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)
    assert {"single_report", "corroborated"} <= {row["state"] for row in rows}


def test_an_empty_store_gives_columns_without_rows(corroborate: Run, folder: Path) -> None:
    corroborate("import", write_lines(folder / "in.jsonl", [{"url": "nothing"}]))
    assert corroborate("export", "events", "--format", "csv").out.strip() == ",".join(EXPORTS["events"].columns)
    corroborate("export", "events", "--format", "parquet", "--output", folder / "e.parquet")
    assert pq.read_table(folder / "e.parquet").column_names == list(EXPORTS["events"].columns)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\r=1", " =1", "\u00a0=1", "＝1", "\n=1"])
def test_a_spreadsheet_runs_no_cell(text: str) -> None:
    assert cell(text) == f"'{text}" and cell([text, "b"]).startswith("'")
    assert cell(f"a{text}") == f"a{text}"


def test_what_cannot_be_written_is_said_and_leaves_the_old_file(
    corroborate: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_stdout = corroborate("export", "events", "--format", "parquet")
    assert to_stdout.code == 2 and "--output" in to_stdout.err
    nowhere = corroborate("export", "events", "--output", filled / "none" / "e.jsonl")
    assert nowhere.code == 2 and "cannot be written" in nowhere.err
    (filled / "e.parquet").write_bytes(b"before")

    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr("desk.exporting.importlib.import_module", missing)
    told = corroborate("export", "events", "--format", "parquet", "--output", filled / "e.parquet")
    assert told.code == 2 and "news-corroborator[parquet]" in told.err
    assert (filled / "e.parquet").read_bytes() == b"before" and len(list(filled.glob(".e*"))) == 0
