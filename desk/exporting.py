"""Exports of articles, events and verdicts as JSON Lines, CSV for a spreadsheet, or Parquet for analysis.

All three hold the same rows under the contract's names. CSV and Parquet know the columns beforehand, so that an empty
export has them too; a file takes its place only when it is whole.
"""

from __future__ import annotations

import csv
import importlib
import itertools
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from desk.errors import UsageProblem
from desk.spreadsheet import cell
from store.connection import Store
from store.exports import export_articles, export_events, export_verdicts
from store.times import moment

BATCH = 10_000
"""Rows that are held in memory at a time: a Parquet row group of some megabytes."""


class Format(StrEnum):
    """What a file of rows looks like."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


class Kind(StrEnum):
    """What a column holds; any may be null."""

    TEXT = "text"
    TIME = "time"
    FLAG = "flag"
    NUMBER = "number"
    TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class Export:
    """A table that can be exported: where its rows come from, and its columns in order."""

    rows: Callable[[Store], Iterator[dict[str, object]]]
    columns: Mapping[str, Kind]


def _columns(names: str, **kinds: Kind) -> dict[str, Kind]:
    return {name: kinds.get(name, Kind.TEXT) for name in names.split()}


EXPORTS = {
    "articles": Export(
        export_articles,
        _columns(
            "id url outlet family event_id origin_id origin_kind credited counted reason state provisional disputed",
            credited=Kind.TEXTS,
            counted=Kind.FLAG,
            provisional=Kind.FLAG,
            disputed=Kind.FLAG,
        ),
    ),
    "events": Export(
        export_events,
        _columns(
            "event_id title first_seen last_seen state provisional disputed outlets origins notable_origins articles",
            first_seen=Kind.TIME,
            last_seen=Kind.TIME,
            provisional=Kind.FLAG,
            disputed=Kind.FLAG,
            outlets=Kind.NUMBER,
            origins=Kind.NUMBER,
            notable_origins=Kind.NUMBER,
            articles=Kind.TEXTS,
        ),
    ),
    "verdicts": Export(
        export_verdicts,
        _columns(
            "event_id at state provisional disputed outlets origins notable_origins because cause cause_detail ruleset "
            "registry_version",
            at=Kind.TIME,
            provisional=Kind.FLAG,
            disputed=Kind.FLAG,
            outlets=Kind.NUMBER,
            origins=Kind.NUMBER,
            notable_origins=Kind.NUMBER,
        ),
    ),
}
"""What can be exported, by name, with the columns that the contract names."""


def text_lines(store: Store, export: Export, form: Format) -> Iterator[str]:
    """The export as lines of text, without their ends, for standard output.

    Raises:
        UsageProblem: the format is none of text.
    """
    if form is Format.PARQUET:
        raise UsageProblem("Parquet is no text. Name a file for it: --output FILE.parquet")
    return _csv_lines(store, export) if form is Format.CSV else map(_json, export.rows(store))


def write_file(store: Store, export: Export, form: Format, path: Path) -> int:
    """Write the export to `path`, and answer how many rows it has. What was there stays until the new file is whole.

    Raises:
        UsageProblem: the folder does not exist or cannot be written, or pyarrow is missing (Parquet).
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with fresh.open("wb") as file:
            number = _write(export, export.rows(store), form, file)
        fresh.replace(path)
    except OSError as error:
        raise UsageProblem(f"{path}: cannot be written ({error}). Name another file with --output.") from error
    finally:
        fresh.unlink(missing_ok=True)
    return number


def _write(export: Export, rows: Iterable[dict[str, object]], form: Format, file: IO[bytes]) -> int:
    if form is Format.PARQUET:
        return _write_parquet(export, rows, file)
    if form is Format.CSV:
        file.write("\ufeff".encode())  # by which spreadsheets know that it is UTF-8
        file.write(f"{_csv_line(export.columns)}\r\n".encode())
    number = 0
    for row in rows:
        line = f"{_csv_row(export, row)}\r\n" if form is Format.CSV else f"{_json(row)}\n"
        file.write(line.encode())
        number += 1
    return number


def _json(row: dict[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False)


def _csv_lines(store: Store, export: Export) -> Iterator[str]:
    yield _csv_line(export.columns)
    for row in export.rows(store):
        yield _csv_row(export, row)


def _csv_row(export: Export, row: dict[str, object]) -> str:
    return _csv_line(cell(row[name]) for name in export.columns)


class _Line:
    """A file for `csv.writer` that holds the one line which was written last."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text = text


def _csv_line(cells: Iterable[str]) -> str:
    """One line of RFC 4180, without its end."""
    line = _Line()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.text


def _write_parquet(export: Export, rows: Iterable[dict[str, object]], file: IO[bytes]) -> int:
    try:
        pyarrow: Any = importlib.import_module("pyarrow")
        parquet: Any = importlib.import_module("pyarrow.parquet")
    except ModuleNotFoundError as error:
        raise UsageProblem("Parquet needs pyarrow: pip install 'news-corroborator[parquet]'") from error
    types: dict[Kind, Any] = {
        Kind.TEXT: pyarrow.string(),
        Kind.TIME: pyarrow.timestamp("s", tz="UTC"),
        Kind.FLAG: pyarrow.bool_(),
        Kind.NUMBER: pyarrow.int64(),
        Kind.TEXTS: pyarrow.list_(pyarrow.string()),
    }
    schema = pyarrow.schema([(name, types[kind]) for name, kind in export.columns.items()])
    number, remaining = 0, iter(rows)
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while batch := list(itertools.islice(remaining, BATCH)):
            number += len(batch)
            arrays = {name: [_value(row[name], kind) for row in batch] for name, kind in export.columns.items()}
            writer.write_table(pyarrow.table(arrays, schema=schema))
    return number


def _value(value: object, kind: Kind) -> object:
    return moment(str(value)) if kind is Kind.TIME and value is not None else value
