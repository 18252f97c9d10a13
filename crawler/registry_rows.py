"""Registry rows: from what TOML gave to `Outlet`, with every problem noted at its line.

`tomllib` tells no lines, so `RowLines` finds them by a scan of the text: where each `[[outlet]]` starts, and where each
key of it stands. It is used for messages alone, never to read a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from crawler.errors import Problem
from crawler.hosts import check_url, normalise_host
from store.records import Outlet, OutletKind

REQUIRED = ("id", "name", "domains", "kind", "family")
"""The keys that every row must have; all others may be left out."""

_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")
_KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*=""")
_HEADER = re.compile(r"\s*\[\[?\s*([^\]]*?)\s*\]")


class RowLines:
    """Line numbers of the tables and keys of a registry text. Scanned at the first question: most files raise none."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._scanned = False
        self._starts: list[int] = []
        self._keys: list[dict[str, int]] = []
        self._top: dict[str, int] = {}

    def _scan(self) -> None:
        if self._scanned:
            return
        self._scanned = True
        fence = ""
        for number, line in enumerate(self._text.splitlines(), start=1):
            if fence:
                fence = "" if fence in line else fence
                continue
            self._read(number, line)
            fence = next((mark for mark in ('"""', "'''") if line.count(mark) % 2), "")

    def _read(self, number: int, line: str) -> None:
        header = _HEADER.match(line)
        if header and not _KEY.match(line) and header.group(1) == "outlet":
            self._starts.append(number)
            self._keys.append({})
        elif header and re.fullmatch(r"[\w.\"'-]+", header.group(1)):
            self._top.setdefault(header.group(1), number)
        elif key := _KEY.match(line):
            name = next(group for group in key.groups() if group is not None)
            (self._keys[-1] if self._keys else self._top).setdefault(name, number)

    def of(self, row: int, key: str = "") -> int:
        """The line of `key` in the row (counted from 0), else of the row's header; 0 where neither was found."""
        self._scan()
        if row >= len(self._starts):
            return 0
        return self._keys[row].get(key, self._starts[row])

    def of_top(self, key: str) -> int:
        """The line of a key or table at the top level; 0 where it was not found."""
        self._scan()
        return self._top.get(key, 0)


@dataclass(slots=True)
class Rows:
    """The rows that could be read, with the line of each, and the problems of all."""

    outlets: list[Outlet] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_rows(data: Mapping[str, object], lines: RowLines) -> Rows:
    """Turn a parsed registry into outlets. Nothing is raised: what is wrong is in `problems`, by line."""
    rows = Rows()
    for key in data:
        if key != "outlet":
            rows.problems.append(_error(lines.of_top(key), f"unknown key {key!r}; only [[outlet]] tables are read"))
    tables = data.get("outlet", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        rows.problems.append(
            _error(lines.of(0), "outlet must be a list of tables: write [[outlet]], with two brackets")
        )
        return rows
    claims: list[_Claim] = []
    for number, table in enumerate(tables):
        before = len(rows.problems)
        values = _read_row(number, table, lines, rows.problems)
        claims += _claims(number, values)
        if len(rows.problems) == before:
            rows.outlets.append(Outlet(**values))  # type: ignore[arg-type]  # each reader gives its field's type
            rows.numbers.append(number)
    rows.problems += _duplicates(claims, lines)
    return rows


def _error(line: int, message: str) -> Problem:
    return Problem(line, "error", message)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("must be a text in quotes")  # noqa: TRY004  (one error type for every wrong value)
    return value.strip()


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError('must be a list of texts, as in ["…", "…"]')
    if not all(item.strip() for item in value):
        raise ValueError("has an empty entry; remove it")
    return tuple(item.strip() for item in value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false, without quotes")  # noqa: TRY004
    return value


def _id(value: object) -> str:
    text = _text(value)
    if not _ID.fullmatch(text):
        raise ValueError(f"{text!r} is not an id; use lower-case letters, digits, '-', '_' and '.'")
    return text


def _kind(value: object) -> OutletKind:
    try:
        return OutletKind(_text(value))
    except ValueError:
        raise ValueError(f"{value!r} is not a kind; one of {', '.join(kind.value for kind in OutletKind)}") from None


def _hosts(value: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(normalise_host(text) for text in _texts(value)))


def _url(value: object) -> str:
    text = _text(value)
    return check_url(text) if text else ""


def _urls(value: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(check_url(text) for text in _texts(value)))


_READERS: Mapping[str, Callable[[object], object]] = MappingProxyType(
    {
        "id": _id,
        "name": _text,
        "domains": _hosts,
        "kind": _kind,
        "family": _text,
        "aliases": _texts,
        "country": _text,
        "language": _text,
        "notable": _flag,
        "notability_basis": _url,
        "feeds": _urls,
        "news_sitemaps": _urls,
        "sections": _urls,
        "reliability_note": _text,
        "owner": _text,
        "owner_as_of": _text,
        "wire_member": _texts,
        "allow_offsite": _hosts,
        "note": _text,
    }
)


def _read_row(number: int, table: Mapping[str, object], lines: RowLines, problems: list[Problem]) -> dict[str, object]:
    """The values of one table that could be read; what could not is added to `problems`."""
    label = f"outlet {table['id']!r}" if isinstance(table.get("id"), str) else f"outlet number {number + 1}"
    values: dict[str, object] = {}
    for key, value in table.items():
        reader = _READERS.get(key)
        if reader is None:
            problems.append(_error(lines.of(number, key), f"{label}: unknown key {key!r}{_near(key)}"))
            continue
        try:
            values[key] = reader(value)
        except ValueError as error:
            problems.append(_error(lines.of(number, key), f"{label}: {key}: {error}"))
    for key in REQUIRED:
        if key not in table:
            problems.append(_error(lines.of(number), f"{label}: {key} is missing; every outlet needs it"))
        elif key in values and not values[key]:
            problems.append(_error(lines.of(number, key), f"{label}: {key} is empty"))
    if values.get("notable") and not table.get("notability_basis"):
        problems.append(_error(lines.of(number, "notable"), f"{label}: notable = true needs a {_BASIS}"))
    return values


_BASIS = "notability_basis: the URL of a page where a reader can check why"


def _near(key: str) -> str:
    import difflib

    close = difflib.get_close_matches(key, list(_READERS), n=1)
    return f"; is {close[0]!r} meant?" if close else f"; known are {', '.join(_READERS)}"


@dataclass(frozen=True, slots=True)
class _Claim:
    """A row's claim to an id, a domain or an alias."""

    what: str
    key: str
    value: str
    number: int
    label: str


def _claims(number: int, values: Mapping[str, object]) -> list[_Claim]:
    label = str(values.get("id", f"number {number + 1}"))
    claims = [_Claim("id", "id", label, number, label)] if "id" in values else []
    for what, key in (("domain", "domains"), ("alias", "aliases")):
        found = values.get(key, ())
        if isinstance(found, tuple):
            claims += [_Claim(what, key, value, number, label) for value in found]
    return claims


def _duplicates(claims: list[_Claim], lines: RowLines) -> list[Problem]:
    """Ids, domains and aliases (case-insensitive) belong to one row each."""
    first: dict[tuple[str, str], _Claim] = {}
    problems: list[Problem] = []
    for claim in claims:
        holder = first.setdefault((claim.what, claim.value.casefold()), claim)
        if holder.number != claim.number:
            where = lines.of(holder.number, holder.key)
            text = f"outlet {claim.label!r}: {claim.what} {claim.value!r} belongs to {holder.label!r} (line {where})"
            problems.append(_error(lines.of(claim.number, claim.key), text))
    return problems
