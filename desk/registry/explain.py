"""Why an outlet is what it is: by which domain it was found, its family and who else is in it, its basis, its names."""

from __future__ import annotations

import dataclasses
from typing import Any

from crawler.hosts import host_of
from crawler.registry import RegistryIndex
from crawler.registry_toml import table_text
from desk.errors import NothingFound
from matching.types import AmbiguousName, Outlet, OutletKind, Registry

MEMBERS_SHOWN = 12
"""Outlets of a family that the printed answer names; --json has them all."""


def find_outlet(registry: Registry, text: str) -> tuple[Outlet, str]:
    """The outlet of a URL, domain, id or name, and how it was found.

    Raises:
        NothingFound: there is none, or the name is ambiguous; the message says what to do.
    """
    index = RegistryIndex(registry)
    by_id = registry.by_id()
    if text in by_id:
        return by_id[text], f"id {text}"
    host = host_of(text if "://" in text else f"https://{text}")
    outlet = index.outlet_of_host(host) if host else None
    if outlet is not None:
        domain = index.domain_of_host(host)
        return outlet, f"domain {domain}" + (f", which {host} lies under" if domain != host else "")
    outlet = index.find(text)
    name = next(filter(None, map(index.ambiguous, _forms(text, alone=outlet is None))), None)
    if name is not None and len(name.candidates) == 1:
        return by_id[name.candidates[0]], f"name {text!r}: {rule_text(name)}"
    if name is not None:
        raise NothingFound(f"{text!r} is an ambiguous name: {rule_text(name)}. Ask for the outlet by id or domain.")
    if outlet is not None:
        return outlet, f"name {text!r}"
    what = f"no outlet has the domain {host!r} or one above it" if host else f"no outlet has the id or name {text!r}"
    raise NothingFound(f"{what}. `corroborate outlets list` shows all; `corroborate outlets add` makes a new one.")


def _forms(text: str, *, alone: bool) -> tuple[str, ...]:
    """The spellings under which a name may be ambiguous: as it is written, and (`alone`: it is no outlet's) with or
    without "The".
    """
    bare = text.strip().casefold().removeprefix("the ")
    return (text, f"The {bare}", bare) if alone else (text,)


def show(registry: Registry, outlet_id: str) -> Outlet:
    """The outlet of that id.

    Raises:
        NothingFound: there is none; the message names ids that are close.
    """
    import difflib

    known = registry.by_id()
    if outlet_id in known:
        return known[outlet_id]
    close = difflib.get_close_matches(outlet_id, list(known), n=3)
    hint = f"; close are {', '.join(close)}" if close else "; `corroborate outlets list` shows all"
    raise NothingFound(f"no outlet {outlet_id!r} in the registry{hint}.")


def as_row(outlet: Outlet) -> dict[str, Any]:
    """Every key of a row, JSON-ready."""
    return {
        key: list(value) if isinstance(value, tuple) else value for key, value in dataclasses.asdict(outlet).items()
    } | {"kind": outlet.kind.value}


def row_text(outlet: Outlet) -> str:
    """The row as TOML, without the keys that it leaves out."""
    row = {key: value for key, value in as_row(outlet).items() if value or key == "notable"}
    return table_text(row).rstrip()


def explain(registry: Registry, text: str) -> dict[str, Any]:
    """All that the registry decides about an outlet, with the reasons that it gives. Raises NothingFound."""
    outlet, found_by = find_outlet(registry, text)
    names = [name for name in registry.ambiguous if outlet.id in name.candidates]
    ambiguous = {name.name.casefold() for name in registry.ambiguous}
    family = [other for other in registry.outlets if other.family == outlet.family and other.id != outlet.id]
    return {
        "asked": text,
        "found_by": found_by,
        "outlet": as_row(outlet),
        "family_members": [{"id": other.id, "name": other.name} for other in family],
        "same_owner_other_families": _families_of_owner(registry, outlet),
        "counts": counting(outlet),
        "names": [name for name in dict.fromkeys((outlet.name, *outlet.aliases)) if name.casefold() not in ambiguous],
        "ambiguous_names": [{"name": name.name, "rule": name.rule.value, "says": rule_text(name)} for name in names],
        "overlay_changes": [
            dataclasses.asdict(change)
            for change in registry.changes
            if change.kind == "outlet" and change.key == outlet.id
        ],
        "registry_version": registry.version,
    }


def _families_of_owner(registry: Registry, outlet: Outlet) -> list[dict[str, Any]]:
    """The other families of the outlet's owner, with their outlets and what their rows say of the difference."""
    families: dict[str, list[Outlet]] = {}
    for other in registry.outlets:
        if outlet.owner and other.owner == outlet.owner and other.family != outlet.family:
            families.setdefault(other.family, []).append(other)
    return [
        {
            "family": family,
            "outlets": [{"id": other.id, "name": other.name} for other in members],
            "notes": list(dict.fromkeys(other.note for other in members if other.note)),
        }
        for family, members in sorted(families.items())
    ]


def counting(outlet: Outlet) -> str:
    """Whether its reporting can count in a verdict, in words."""
    if outlet.kind is OutletKind.AGGREGATOR:
        return "never: an aggregator passes on what others report"
    if outlet.notable:
        return "as one notable origin, together with all of its family"
    return "as an origin that is not notable: it never makes a story corroborated"


def rule_text(name: AmbiguousName) -> str:
    """What an ambiguous name's rule says, in words."""
    candidates = ", ".join(name.candidates)
    if name.rule.value == "capitals":
        return f"{candidates}, only in exactly these capitals inside a credit phrase"
    said = f"{candidates}; the one whose full name stands earlier in the same article"
    if name.rule.value == "context":
        return f"{said}, else nobody"
    countries = ", ".join(f"{country} {outlet_id}" for country, outlet_id in name.countries)
    return f"{said}, else by the country of the outlet that writes ({countries}), else {name.otherwise or 'nobody'}"


def explain_text(found: dict[str, Any]) -> str:
    """The printed answer of `corroborate outlets explain`."""
    row = found["outlet"]
    about = ", ".join(part for part in (row["kind"], row["country"], row["language"]) if part)
    lines = [f"{row['name']} ({row['id']}): {about}", _line("found by", found["found_by"])]
    lines.append(_line("domains", ", ".join(row["domains"])))
    lines.append(_line("family", f"{row['family']} ({_members(found['family_members'])})"))
    if row["note"]:
        lines.append(_line("", row["note"]))
    if row["owner"]:
        lines.append(_line("owner", f"{row['owner']} (as of {row['owner_as_of'] or 'an unknown date'})"))
    for family in found["same_owner_other_families"]:
        lines.append(_line("", f"same owner, another family: {family['family']} ({_members(family['outlets'])})"))
        lines += [_line("", f"  {note}") for note in family["notes"] if note != row["note"]]
    lines.append(_line("notable", f"yes: {row['notability_basis']}" if row["notable"] else "no"))
    lines.append(_line("counts", found["counts"]))
    lines.append(_line("reliability", row["reliability_note"] or "nothing noted (notable is not the same as reliable)"))
    lines.append(_line("names", "; ".join(found["names"])))
    lines += [_line("ambiguous", f"{name['name']!r}: {name['says']}") for name in found["ambiguous_names"]]
    for change in found["overlay_changes"]:
        keys = f" {', '.join(change['keys'])}" if change["keys"] else ""
        when = f", {change['changed']}" if change["changed"] else ""
        lines.append(_line("overlay", f"{change['file']} {change['action']}{keys}: {change['reason']}{when}"))
    lines.append(_line("registry", f"version {found['registry_version']}"))
    return "\n".join(lines)


def _line(label: str, text: str) -> str:
    return f"  {label:<12}{text}"


def _members(members: list[dict[str, str]]) -> str:
    if not members:
        return "nobody else is in it"
    shown = ", ".join(member["name"] for member in members[:MEMBERS_SHOWN])
    rest = len(members) - MEMBERS_SHOWN
    return f"with {shown}" + (f" and {rest} more" if rest > 0 else "")
