"""Overlays: a newsroom's own rows on top of a registry, each with the reason for it.

    [[outlet]]
    id = "example-herald"          # an id of the registry below: the keys named here replace those of that row
    notable = false
    reason = "the newsroom closed in March"
    changed = 2026-03-01           # optional: when

An id that the registry does not have makes a new outlet, `remove = true` takes one out. `[[name]]` tables do the same for
ambiguous names: one that is there is replaced as a whole. An overlay with a mistake is refused as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from crawler.ambiguous import name_problems, read_names, without
from crawler.errors import Problem, RegistryInvalidError
from crawler.registry_files import TomlFile, read_toml
from crawler.registry_rows import OVERLAY_KEYS, incomplete, label_of, outlet_tables, read_values
from crawler.registry_values import family_key, flag, flat_text, long_text
from store.records import AmbiguousName, Outlet, OverlayChange


@dataclass(slots=True)
class Draft:
    """A registry in the making: outlets by id, ambiguous names by their folded spelling, and what overlays changed."""

    outlets: dict[str, Outlet]
    names: dict[str, AmbiguousName]
    changes: list[OverlayChange] = field(default_factory=list)

    def holders(self) -> dict[str, Outlet]:
        """Outlets by each of their names and aliases, folded."""
        found: dict[str, Outlet] = {}
        for outlet in self.outlets.values():
            for name in (outlet.name, *outlet.aliases):
                found.setdefault(name.casefold(), outlet)
        return found


@dataclass(slots=True)
class _Overlay:
    """One overlay at work: its file, the draft it changes, and the lines of what it touched."""

    file: TomlFile
    draft: Draft
    problems: list[Problem] = field(default_factory=list)
    touched: dict[str, int] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)

    def complain(self, number: int, key: str, message: str, table: str = "outlet") -> None:
        self.problems.append(Problem(self.file.lines.of(number, key, table), "error", message))

    def note(self, table: Mapping[str, object], kind: str, key: str, action: str) -> None:
        """Record a change with its author's reason."""
        keys = tuple(key for key in table if key not in {*OVERLAY_KEYS, "id"})
        reason, changed = long_text(table["reason"]), _date(table.get("changed", ""))
        self.draft.changes.append(OverlayChange(kind, key, action, keys, reason, changed, self.file.name))


def apply_overlay(draft: Draft, overlay: Path | TomlFile) -> Draft:
    """The draft with the changes of an overlay (a file, or one that was read already); the one given stays as it was.

    Raises:
        RegistryMissingError: the file cannot be opened.
        RegistryInvalidError: anything in it is wrong; all problems with their lines.
    """
    done, _ = _apply(draft, overlay)
    if done.problems:
        raise RegistryInvalidError(done.file.name, tuple(sorted(set(done.problems))))
    return done.draft


def overlay_problems(draft: Draft, overlay: Path | TomlFile) -> tuple[Draft, str, list[Problem]]:
    """The changed draft (the one given, where there are errors), the file's name, and its errors and warnings by line.

    Raises:
        RegistryMissingError, RegistryInvalidError: the file cannot be opened, or is no TOML.
    """
    from crawler.registry_warnings import row_warnings, warnings_between

    done, outlets = _apply(draft, overlay)
    warnings = [
        Problem(done.file.lines.of(done.touched[outlet.id], key), "warning", message)
        for outlet in outlets
        for key, message in row_warnings(outlet)
    ]
    # last in the sequence, the overlay's rows are the ones that a shared name is held against
    others = [outlet for outlet in done.draft.outlets.values() if outlet.id not in done.touched]
    warnings += [
        Problem(done.file.lines.of(done.touched[outlet_id], key), "warning", f"outlet {outlet_id!r}: {message}")
        for outlet_id, key, message in warnings_between([*others, *outlets])
        if outlet_id in done.touched
    ]
    result = draft if done.problems else done.draft
    return result, done.file.name, sorted({*done.problems, *warnings})


def _apply(draft: Draft, source: Path | TomlFile) -> tuple[_Overlay, list[Outlet]]:
    file = read_toml(source, option="--overlay") if isinstance(source, Path) else source
    overlay = _Overlay(file, Draft(dict(draft.outlets), dict(draft.names), list(draft.changes)))
    tables = outlet_tables(file.data, file.lines, overlay.problems)
    for number, table in enumerate(tables):
        _take_row(overlay, number, table)
    if overlay.removed:
        _forget(overlay)
    _take_names(overlay)
    outlets = [overlay.draft.outlets[id_] for id_ in overlay.touched if id_ in overlay.draft.outlets]
    _check_claims(overlay, outlets)
    _check_families(overlay, outlets)
    _check_names(overlay)
    if not overlay.draft.outlets:
        text = "no outlet is left; a registry without one would judge every article anew as nobody's"
        overlay.problems.append(Problem(overlay.file.lines.of(len(tables) - 1), "error", text))
    return overlay, outlets


def _take_row(overlay: _Overlay, number: int, table: Mapping[str, object]) -> None:
    label, before = label_of(number, table), len(overlay.problems)
    values = read_values(number, table, overlay.file.lines, overlay.problems, beside=OVERLAY_KEYS)
    for key, message in _overlay_faults(table):
        overlay.complain(number, key, f"{label}: {message}")
    outlet_id = values.get("id")
    if not isinstance(outlet_id, str):
        if "id" not in table:
            overlay.complain(number, "", f"{label}: id is missing; it says which row is changed")
        return
    if outlet_id in overlay.touched:
        where = overlay.file.lines.of(overlay.touched[outlet_id])
        overlay.complain(number, "id", f"{label}: is in line {where} already; write all of its changes in one table")
    overlay.touched.setdefault(outlet_id, number)
    known = overlay.draft.outlets.get(outlet_id)
    action = "removed" if table.get("remove") is True else "changed" if known else "added"
    if action == "removed":
        _check_removal(overlay, number, table, known)
    elif action == "added":
        overlay.problems += incomplete(number, table, values, overlay.file.lines)
    else:
        _check_change(overlay, number, table, values)
    if len(overlay.problems) > before:
        return
    if action == "removed":
        del overlay.draft.outlets[outlet_id]
        overlay.removed.add(outlet_id)
    else:
        made = replace(known, **values) if known else Outlet(**values)  # type: ignore[arg-type]
        overlay.draft.outlets[outlet_id] = made
        if made.notable and not made.notability_basis:
            text = f"{label}: notable = true needs a notability_basis: a page where a reader can check why"
            overlay.complain(number, "notable", text)
    overlay.note(table, "outlet", outlet_id, action)


def _check_removal(overlay: _Overlay, number: int, table: Mapping[str, object], known: Outlet | None) -> None:
    label = label_of(number, table)
    if known is None:
        overlay.complain(number, "id", f"{label}: there is no such outlet to remove")
    others = sorted(set(table) - {"id", *OVERLAY_KEYS})
    if others:
        overlay.complain(number, others[0], f"{label}: a row that removes an outlet sets nothing else")


def _check_change(overlay: _Overlay, number: int, table: Mapping[str, object], values: Mapping[str, object]) -> None:
    for key in ("name", "domains", "family"):
        if key in values and not values[key]:
            overlay.complain(number, key, f"{label_of(number, table)}: {key} is empty")
    if not set(table) - {"id", *OVERLAY_KEYS}:
        text = f"{label_of(number, table)}: changes nothing; name a key to set, or remove = true"
        overlay.complain(number, "", text)


def _overlay_faults(table: Mapping[str, object]) -> list[tuple[str, str]]:
    faults = []
    for key, reader in (("reason", long_text), ("changed", _date), ("remove", flag)):
        if key in table:
            try:
                reader(table[key])
            except ValueError as error:
                faults.append((key, f"{key}: {error}"))
    if "reason" not in table:
        faults.append(("", "reason is missing; an overlay says why for each change"))
    elif table["reason"] == "" or (isinstance(table["reason"], str) and not table["reason"].strip()):
        faults.append(("reason", "reason is empty; an overlay says why for each change"))
    return faults


def _date(value: object) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    text = flat_text(value) if isinstance(value, str) else "?"
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise ValueError("must be a date, as in 2026-03-01") from None


def _forget(overlay: _Overlay) -> None:
    """Take removed outlets out of the candidates of ambiguous names."""
    kept = {key: without(name, overlay.removed) for key, name in overlay.draft.names.items()}
    overlay.draft.names = {key: name for key, name in kept.items() if name is not None}


def _take_names(overlay: _Overlay) -> None:
    found = read_names(overlay.file, beside=OVERLAY_KEYS)
    overlay.problems += found.problems
    tables = overlay.file.data.get("name", [])
    read = dict(zip(found.numbers, found.names, strict=True))
    for number, table in enumerate(tables if isinstance(tables, list) else []):
        if not isinstance(table, dict):
            continue
        faults = _overlay_faults(table)
        for key, message in faults:
            overlay.complain(number, key, f"name {table.get('name')!r}: {message}", "name")
        if faults or (number not in read and table.get("remove") is not True) or not isinstance(table.get("name"), str):
            continue
        key = str(table["name"]).strip().casefold()
        known = key in overlay.draft.names
        if table.get("remove") is True:
            if not known:
                overlay.complain(number, "name", f"name {table['name']!r}: there is no such name to remove", "name")
                continue
            del overlay.draft.names[key]
            overlay.note(table, "name", str(table["name"]), "removed")
        else:
            overlay.draft.names[key] = read[number]
            overlay.named[key] = number
            overlay.note(table, "name", read[number].name, "changed" if known else "added")


def _check_claims(overlay: _Overlay, outlets: list[Outlet]) -> None:
    """Domains, names and aliases of the rows that the overlay touched belong to no other outlet."""
    from crawler.registry_warnings import is_public_suffix

    domains: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    for outlet in overlay.draft.outlets.values():
        for domain in outlet.domains:
            domains.setdefault(domain.removeprefix("www."), set()).add(outlet.id)
        for name in {outlet.name.casefold(), *(alias.casefold() for alias in outlet.aliases)}:
            names.setdefault(name, set()).add(outlet.id)
    for outlet in outlets:
        number = overlay.touched[outlet.id]
        for key, word, values, owners in (
            ("domains", "domain", outlet.domains, domains),
            ("aliases", "alias", outlet.aliases, names),
            ("name", "name", (outlet.name,), names),
        ):
            for value in values:
                claimed = value.removeprefix("www.") if key == "domains" else value.casefold()
                others = sorted(owners[claimed] - {outlet.id})
                if others:
                    text = f"outlet {outlet.id!r}: {word} {value!r} belongs to {', '.join(map(repr, others))}"
                    overlay.complain(number, key, text)
        for domain in outlet.domains:
            if is_public_suffix(domain):
                text = (
                    f"outlet {outlet.id!r}: domain {domain!r} is a public suffix; every site under it would be its own"
                )
                overlay.complain(number, "domains", text)


def _check_families(overlay: _Overlay, outlets: list[Outlet]) -> None:
    """A family of two spellings would be two, whose reports corroborate each other."""
    spelled: dict[str, tuple[str, str]] = {}
    for outlet in overlay.draft.outlets.values():
        if outlet.id not in overlay.touched:
            spelled.setdefault(family_key(outlet.family), (outlet.family, outlet.id))
    for outlet in outlets:
        family, other = spelled.setdefault(family_key(outlet.family), (outlet.family, outlet.id))
        if family != outlet.family:
            text = (
                f"outlet {outlet.id!r}: family {outlet.family!r} is spelled {family!r} in {other!r}; write it one way"
            )
            overlay.complain(overlay.touched[outlet.id], "family", text)


def _check_names(overlay: _Overlay) -> None:
    holders = overlay.draft.holders()
    for key, name in overlay.draft.names.items():
        holder = holders.get(key)
        for message in name_problems(name, overlay.draft.outlets, holder):
            if key in overlay.named:
                overlay.complain(overlay.named[key], "name", f"name {name.name!r}: {message}", "name")
            elif holder is not None and holder.id in overlay.touched:
                text = f"outlet {holder.id!r}: {name.name!r} is an ambiguous name: {message}"
                overlay.complain(overlay.touched[holder.id], "aliases", text)
