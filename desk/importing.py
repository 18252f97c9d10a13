"""`corroborate import`: articles as JSON Lines into the store. A bad line is reported with its number; the good ones go in."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.extract.corrections import note_in, note_kind
from crawler.language import detect_language
from crawler.registry import RegistryIndex
from crawler.urls import url_key
from desk.errors import Exit, UsageProblem
from desk.tables import progress
from matching.types import Registry
from store.articles import save_article
from store.connection import Store
from store.outlets import sync_registry
from store.records import ArticleRecord, Body, Cause, NoteKind
from store.runs import RunEnd, finish_run, start_run

CHUNK = 200
"""Lines a transaction: a kill loses at most one unfinished chunk, which the next run of the same file puts in."""

MAX_LINE_BYTES = 20_000_000
"""A line longer than this is no article (the longest measured text has 23,000 characters) and is refused unread."""

_KNOWN = {
    "id", "url", "title", "text", "outlet", "published", "authors", "byline", "canonical_url", "language",
    "is_based_on", "retrieved",
}  # fmt: skip


class BadLine(ValueError):
    """A line that is no article; the message says why."""


@dataclass(slots=True)
class ImportReport:
    """What became of the lines of a file."""

    path: Path
    outcomes: Counter[str] = field(default_factory=Counter)
    problems: list[tuple[int, str]] = field(default_factory=list)


def import_file(
    store: Store, path: Path, index: RegistryIndex, *, now: datetime, advance: Callable[[int], None] = lambda _: None
) -> ImportReport:
    """Put every good line of `path` into the store.

    Args:
        store: where to.
        path: JSON Lines, UTF-8 (a byte order mark is allowed).
        index: the registry in force, which tells the outlet of a line.
        now: when the articles were first seen.
        advance: called with the bytes that were dealt with, for a progress bar.

    Raises:
        UsageProblem: the file cannot be read.
        Busy, Unwritable: the store cannot be written; what was reported so far is in.
    """
    report = ImportReport(path)
    chunk: list[tuple[int, bytes]] = []
    size = 0
    for number, line in _lines(path):
        chunk.append((number, line))
        size += len(line)
        if len(chunk) >= CHUNK:
            _import_chunk(store, chunk, index, report, now)
            advance(size)
            chunk, size = [], 0
    _import_chunk(store, chunk, index, report, now)
    advance(size)
    return report


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if number == 1 and line.startswith(b"\xef\xbb\xbf"):
                    yield number, line[3:]
                else:
                    yield number, line
    except OSError as error:
        raise UsageProblem(
            f"{path}: cannot be read ({error.strerror}). Name a file of articles, one JSON object a line."
        ) from error


def _import_chunk(
    store: Store, chunk: list[tuple[int, bytes]], index: RegistryIndex, report: ImportReport, now: datetime
) -> None:
    outcomes: Counter[str] = Counter()
    problems: list[tuple[int, str]] = []
    with store.writing():
        for number, line in chunk:
            if not line.strip():
                continue
            try:
                record = read_line(line, index)
                outcomes[save_article(store, record, now=now, find_duplicates=False).outcome.value] += 1
            except ValueError as error:
                problems.append((number, str(error)))
    report.outcomes += outcomes
    report.problems += problems


def read_line(line: bytes, index: RegistryIndex) -> ArticleRecord:
    """One line as a record.

    Raises:
        BadLine: it is no JSON object, lacks a required key, or a value has the wrong type or form.
    """
    if len(line) > MAX_LINE_BYTES:
        raise BadLine(f"the line has {len(line):,} bytes; an article has at most {MAX_LINE_BYTES:,}")
    values = _parse(line)
    url, title, text = (_text(values, key, required=True) for key in ("url", "title", "text"))
    if not title.strip():
        raise BadLine("`title` is empty")
    published, retrieved = (_time(values, key) for key in ("published", "retrieved"))
    canonical = _text(values, "canonical_url")
    outlet_id = _outlet(values, url, index)
    note, kind = _note(title, text)
    return ArticleRecord(
        url=url,
        url_key=_key(url),
        outlet_id=outlet_id,
        title=title.strip(),
        text=text.strip(),
        cause=Cause.IMPORT,
        id=_text(values, "id"),
        canonical_key=_own_key(canonical, outlet_id, index),
        published=published,
        retrieved=retrieved,
        byline=_text(values, "byline"),
        authors=_texts(values, "authors"),
        language=_text(values, "language") or detect_language(f"{title}\n{text}"),
        canonical_url=canonical,
        is_based_on=_texts(values, "is_based_on"),
        body=Body.FULL if text.strip() else Body.MISSING,
        correction=note[:1000],
        correction_kind=kind,
        provenance={"*": "import"},
        extra={key: value for key, value in values.items() if key not in _KNOWN},
    )


def _note(title: str, text: str) -> tuple[str, NoteKind | None]:
    """The note with which the article itself is put right or withdrawn: a paragraph that says so, or a title that
    withdraws it.
    """
    withdrawn = [title] if note_kind(title) is NoteKind.RETRACTION else []
    return note_in([*(paragraph.strip() for paragraph in text.split("\n")), *withdrawn])


def _parse(line: bytes) -> dict[str, Any]:
    try:
        values = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadLine(f"not UTF-8 (byte {error.start + 1})") from error
    except json.JSONDecodeError as error:
        raise BadLine(f"not JSON: {error.msg} (column {error.colno})") from error
    except RecursionError as error:
        raise BadLine("not JSON: nested too deeply") from error
    if not isinstance(values, dict):
        raise BadLine(f"a JSON {type(values).__name__}, not an object with url, title and text")
    return values


def _text(values: dict[str, Any], key: str, *, required: bool = False) -> str:
    value = values.get(key)
    if value is None:
        if required:
            raise BadLine(f"`{key}` is missing")
        return ""
    if not isinstance(value, str):
        raise BadLine(f"`{key}` is a {type(value).__name__}, not text")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value.replace("\x00", "")


def _texts(values: dict[str, Any], key: str) -> tuple[str, ...]:
    value = values.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadLine(f"`{key}` is not a list of texts")
    return tuple(value)


def _time(values: dict[str, Any], key: str) -> datetime | None:
    text = _text(values, key)
    if not text:
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadLine(f"`{key}` is no ISO 8601 time: {text[:40]!r}") from error
    try:
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError as error:
        raise BadLine(f"`{key}` is out of range: {text[:40]!r}") from error


def _key(url: str) -> str:
    try:
        parts = urlsplit(url)
        fine = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        fine = False
    if not fine:
        raise BadLine(f"`url` is no http(s) address: {url[:80]!r}")
    return url_key(url)


def _own_key(canonical: str, outlet_id: str, index: RegistryIndex) -> str:
    outlet = index.outlet_of(canonical) if canonical else None
    return url_key(canonical) if outlet is not None and outlet.id == outlet_id else ""


def _outlet(values: dict[str, Any], url: str, index: RegistryIndex) -> str:
    name = _text(values, "outlet")
    outlet = index.publisher(name, url)
    if outlet is None:
        host = urlsplit(url).hostname or url[:80]
        rule = index.ambiguous(name)
        if rule is not None:
            raise BadLine(
                f"outlet {name!r} may be {', '.join(rule.candidates)}, and {host} is the domain of none; name one by its id"
            )
        named = f"outlet {name!r} is not in the registry, and " if name else ""
        raise BadLine(
            f"{named}{host} is no registered domain; add the outlet to the registry, or name one with `outlet`"
        )
    return outlet.id


@dataclass(frozen=True, slots=True)
class ImportTotal:
    """The reports of all files of one import."""

    reports: tuple[ImportReport, ...]

    @property
    def outcomes(self) -> Counter[str]:
        """Outcome → how many lines, over all files."""
        return sum((report.outcomes for report in self.reports), Counter())

    @property
    def exit_code(self) -> Exit:
        """0 all went in, 3 some lines did not, 4 nothing usable."""
        if not self.outcomes:
            return Exit.NOTHING
        return Exit.PARTLY if any(report.problems for report in self.reports) else Exit.DONE

    def problem_lines(self) -> list[str]:
        """FILE:LINE: reason, for every line that did not go in."""
        return [f"{report.path}:{number}: {reason}" for report in self.reports for number, reason in report.problems]

    def as_dict(self) -> dict[str, object]:
        """For --json."""
        problems = [
            {"file": str(report.path), "line": number, "reason": reason}
            for report in self.reports
            for number, reason in report.problems
        ]
        return {"outcomes": dict(sorted(self.outcomes.items())), "bad_lines": problems}

    def as_text(self) -> str:
        """One line for people."""
        outcomes = ", ".join(f"{number} {outcome}" for outcome, number in sorted(self.outcomes.items()))
        bad = sum(len(report.problems) for report in self.reports)
        said = outcomes or "no article"
        return f"{said}; {bad} bad line{'' if bad == 1 else 's'} left out" if bad else said


def import_all(
    store: Store, files: Sequence[Path], registry: Registry, *, now: datetime, quiet: bool = True
) -> ImportTotal:
    """Import every file, as one run in the `runs` table.

    Raises:
        UsageProblem: a file cannot be read (those before it are in).
        Busy, Unwritable: the store cannot be written.
    """
    index = RegistryIndex(registry)
    sync_registry(store, registry, now)
    run = start_run(store, "import", now)
    total = sum(path.stat().st_size for path in files if path.is_file())
    with progress("importing", total, quiet=quiet) as advance:
        answer = ImportTotal(tuple(import_file(store, path, index, now=now, advance=advance) for path in files))
    finish_run(store, run, RunEnd(answer.as_dict(), int(answer.exit_code)), now)
    return answer
