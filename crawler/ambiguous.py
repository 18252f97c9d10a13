"""Names that several outlets bear, or that are everyday words: `[[name]]` tables in, `AmbiguousName` values out.

The bundled ones are in `ambiguous.toml`, which explains the keys; a registry of one's own, and an overlay, may carry such
tables next to its outlets. What a rule means is said at `matching.types.AmbiguousName`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from crawler.errors import Problem
from crawler.registry_files import TomlFile
from crawler.registry_values import flat_text, id_text, texts
from store.records import AmbiguousName, NameRule, Outlet

KEYS = ("name", "candidates", "rule", "countries", "otherwise")
"""The keys of a `[[name]]` table."""


@dataclass(slots=True)
class Names:
    """The names that could be read, with the number of each one's table, and the problems of all."""

    names: list[AmbiguousName] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_names(file: TomlFile, *, beside: Collection[str] = ()) -> Names:
    """Turn the `[[name]]` tables of a file into values. Nothing is raised: what is wrong is in `problems`.

    Keys named in `beside` (an overlay's reason, …) are left to the caller. Whether the candidates are outlets is for
    `name_problems` to say, once it is known which outlets there are.
    """
    found = Names()
    tables = file.data.get("name", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        found.problems.append(
            Problem(
                file.lines.of(0, table="name"),
                "error",
                "name must be a list of tables: write [[name]], with two brackets",
            )
        )
        return found
    seen: dict[str, int] = {}
    for number, table in enumerate(tables):
        problems = [
            Problem(file.lines.of(number, key, "name"), "error", f"name {table.get('name')!r}: {message}")
            for key, message in _faults(table, beside)
        ]
        first = seen.setdefault(str(table.get("name")).casefold(), number)
        if first != number:
            text = f"name {table.get('name')!r}: is in line {file.lines.of(first, 'name', 'name')} already"
            problems.append(Problem(file.lines.of(number, "name", "name"), "error", text))
        if not problems and not table.get("remove"):
            found.names.append(_value(table))
            found.numbers.append(number)
        found.problems += problems
    return found


def _faults(table: Mapping[str, object], beside: Collection[str]) -> Iterable[tuple[str, str]]:
    """What is wrong with one table, as (key, message); a table that removes a name needs the name alone."""
    for key in table:
        if key not in KEYS and key not in beside:
            yield key, f"unknown key {key!r}; known are {', '.join(KEYS)}"
    needed = ("name",) if table.get("remove") else ("name", "candidates", "rule")
    for key in needed:
        if key not in table:
            yield "", f"{key} is missing"
    for key, reader in (("name", flat_text), ("candidates", _candidates), ("rule", _rule), ("countries", _countries)):
        if key in table:
            try:
                reader(table[key])
            except ValueError as error:
                yield key, f"{key}: {error}"
    yield from _rule_faults(table)


def _rule_faults(table: Mapping[str, object]) -> Iterable[tuple[str, str]]:
    """What a table sets that its rule has no use for, or lacks."""
    if table.get("rule") != NameRule.COUNTRY and (table.get("countries") or table.get("otherwise")):
        yield "rule", "countries and otherwise belong to the rule 'country'"
    if table.get("rule") == NameRule.COUNTRY and not table.get("countries"):
        yield "rule", "the rule 'country' needs countries, as in { GB = \"example-herald\" }"
    candidates = table.get("candidates")
    listed = candidates if isinstance(candidates, list) else []
    if table.get("rule") == NameRule.CAPITALS and len(listed) > 1:
        yield "candidates", "the rule 'capitals' is for a name of one candidate"
    countries = table.get("countries")
    meant = list(countries.values()) if isinstance(countries, dict) else []
    for outlet_id in [*meant, *([table["otherwise"]] if "otherwise" in table else [])]:
        if outlet_id not in listed:
            yield "countries", f"{outlet_id!r} is none of the candidates"


def _candidates(value: object) -> tuple[str, ...]:
    ids = tuple(sorted({id_text(text) for text in texts(value)}))
    if not ids:
        raise ValueError("is empty; name at least one outlet")
    return ids


def _rule(value: object) -> NameRule:
    try:
        return NameRule(flat_text(value))
    except ValueError:
        raise ValueError(f"{value!r} is not a rule; one of {', '.join(rule.value for rule in NameRule)}") from None


def _countries(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not all(isinstance(outlet_id, str) for outlet_id in value.values()):
        raise ValueError('must be a table of countries, as in { GB = "example-herald" }')
    wrong = [country for country in value if not re.fullmatch("[A-Z]{2}", country)]
    if wrong:
        raise ValueError(f"{wrong[0]!r} is not a two-letter code in capitals (ISO 3166)")
    return tuple(sorted(value.items()))


def _value(table: Mapping[str, object]) -> AmbiguousName:
    return AmbiguousName(
        flat_text(table["name"]),
        _candidates(table["candidates"]),
        _rule(table["rule"]),
        _countries(table.get("countries", {})),
        flat_text(table.get("otherwise", "")),
    )


def name_problems(name: AmbiguousName, ids: Collection[str], holder: Outlet | None) -> list[str]:
    """What is wrong with a name beside the outlets in force. `holder` is the outlet that bears it as name or alias.

    A name of several candidates is borne by nobody or by the one it falls to otherwise; a name of one, by nobody else.
    """
    found = [f"candidate {id_!r} is no outlet of the registry" for id_ in name.candidates if id_ not in ids]
    owner = name.otherwise if len(name.candidates) > 1 else name.candidates[0]
    if holder is not None and holder.id != owner:
        found.append(
            f"outlet {holder.id!r} bears it as a name or alias, which this rule would override; "
            f"take it out of its aliases, and make {holder.id!r} a candidate"
        )
    return found


def without(name: AmbiguousName, removed: Collection[str]) -> AmbiguousName | None:
    """The name without the outlets that were removed; None where no candidate is left.

    A rule of countries that has none left falls back to the context; the name stays ambiguous even with one candidate.
    """
    candidates = tuple(id_ for id_ in name.candidates if id_ not in removed)
    if not candidates:
        return None
    countries = tuple((country, id_) for country, id_ in name.countries if id_ not in removed)
    otherwise = "" if name.otherwise in removed else name.otherwise
    if name.rule is NameRule.COUNTRY and not countries:
        return AmbiguousName(name.name, candidates, NameRule.CONTEXT)
    return replace(name, candidates=candidates, countries=countries, otherwise=otherwise)
