"""Registry rows: from what TOML gave to `Outlet`, with every problem noted at its line."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from crawler.errors import Problem
from crawler.registry_lines import TABLES, RowLines
from crawler.registry_values import READERS
from store.records import Outlet

REQUIRED = ("id", "name", "domains", "kind", "family")
"""The keys that every row must have; all others may be left out."""

OVERLAY_KEYS = ("reason", "changed", "remove")
"""Keys that only rows of an overlay have (see `crawler.registry_overlay`)."""

_BASIS = "notability_basis: the URL of a page where a reader can check why"


@dataclass(slots=True)
class Rows:
    """The rows that could be read, with the number of each one's table, and the problems of all."""

    outlets: list[Outlet] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_rows(data: Mapping[str, object], lines: RowLines) -> Rows:
    """Turn the `[[outlet]]` tables of a file into outlets. Nothing is raised: what is wrong is in `problems`, by line."""
    rows = Rows()
    tables = outlet_tables(data, lines, rows.problems)
    claims: list[_Claim] = []
    for number, table in enumerate(tables):
        before = len(rows.problems)
        values = read_values(number, table, lines, rows.problems)
        rows.problems += incomplete(number, table, values, lines)
        claims += _claims(number, values)
        if len(rows.problems) == before:
            rows.outlets.append(Outlet(**values))  # type: ignore[arg-type]  # each reader gives its field's type
            rows.numbers.append(number)
    rows.problems += _duplicates(claims, lines)
    return rows


def outlet_tables(data: Mapping[str, object], lines: RowLines, problems: list[Problem]) -> list[dict[str, object]]:
    """The `[[outlet]]` tables of a file; what else stands at its top level is added to `problems`."""
    for key in data:
        if key not in TABLES:
            text = f"unknown key {key!r}; only [[outlet]] and [[name]] tables are read"
            problems.append(_error(lines.of_top(key), text))
    tables = data.get("outlet", [])
    if isinstance(tables, list) and all(isinstance(table, dict) for table in tables):
        return tables
    problems.append(
        _error(
            lines.of(0) or lines.of_top("outlet"),
            "outlet must be a list of tables: write [[outlet]], with two brackets",
        )
    )
    return []


def label_of(number: int, table: Mapping[str, object]) -> str:
    """How messages call a row: by its id, where it has one."""
    return f"outlet {table['id']!r}" if isinstance(table.get("id"), str) else f"outlet number {number + 1}"


def read_values(
    number: int,
    table: Mapping[str, object],
    lines: RowLines,
    problems: list[Problem],
    *,
    beside: Collection[str] = (),
) -> dict[str, object]:
    """The values of one table that could be read; what could not is added to `problems`.

    Keys named in `beside` are left to the caller.
    """
    values: dict[str, object] = {}
    for key, value in table.items():
        reader = READERS.get(key)
        if reader is None:
            if key not in beside:
                text = f"{label_of(number, table)}: unknown key {key!r}{_near(key)}"
                problems.append(_error(lines.of(number, key), text))
            continue
        try:
            values[key] = reader(value)
        except ValueError as error:
            problems.append(_error(lines.of(number, key), f"{label_of(number, table)}: {key}: {error}"))
    return values


def incomplete(
    number: int, table: Mapping[str, object], values: Mapping[str, object], lines: RowLines
) -> list[Problem]:
    """What a row lacks to be an outlet of its own."""
    problems = []
    for key in REQUIRED:
        if key not in table:
            text = f"{label_of(number, table)}: {key} is missing; every outlet needs it"
            problems.append(_error(lines.of(number), text))
        elif key in values and not values[key]:
            problems.append(_error(lines.of(number, key), f"{label_of(number, table)}: {key} is empty"))
    if values.get("notable") and not table.get("notability_basis"):
        text = f"{label_of(number, table)}: notable = true needs a {_BASIS}"
        problems.append(_error(lines.of(number, "notable"), text))
    return problems


def _error(line: int, message: str) -> Problem:
    return Problem(line, "error", message)


def _near(key: str) -> str:
    import difflib

    if key in OVERLAY_KEYS:
        return "; it belongs into an overlay (--overlay FILE), which changes rows of a registry"
    close = difflib.get_close_matches(key, list(READERS), n=1)
    return f"; is {close[0]!r} meant?" if close else f"; known are {', '.join(READERS)}"


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
    """Ids, domains (with or without "www.": one host) and aliases (in any letter case) belong to one row each."""
    first: dict[tuple[str, str], _Claim] = {}
    problems: list[Problem] = []
    for claim in claims:
        holder = first.setdefault((claim.what, _claimed(claim)), claim)
        if holder.number != claim.number:
            where = lines.of(holder.number, holder.key)
            text = f"outlet {claim.label!r}: {claim.what} {claim.value!r} belongs to {holder.label!r} (line {where})"
            if claim.what == "id":
                text = f"outlet {claim.label!r}: id is in line {where} already; every row has one of its own"
            problems.append(_error(lines.of(claim.number, claim.key), text))
    return problems


def _claimed(claim: _Claim) -> str:
    return claim.value.removeprefix("www.") if claim.what == "domain" else claim.value.casefold()
