"""Which registry was in force when, what changed from one to the next, and what of it no judgement has seen yet.

Each time another registry comes into force a row is appended to `registry_versions`, with the rows that changed, before
and after. A row is `judged` once a match has worked with it; what changed since the last judged one can be the cause of a
new verdict.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from matching.types import AmbiguousName, NameRule, Outlet, OutletKind, OverlayChange, Registry
from store.connection import Store
from store.times import to_text

Row = dict[str, Any]

VALUE_SHOWN = 120
"""Characters of a changed value that a cause tells; `registry_versions` has the whole of it."""


@dataclass(frozen=True, slots=True)
class RegistryChanges:
    """What changed since the last judgement: for each outlet that is touched, what to tell a reader.

    `version` is the registry that is in force; "" where none is recorded.
    """

    version: str = ""
    outlets: Mapping[str, str] = field(default_factory=dict)


def base_version(version: str) -> str:
    """The version of the registry without the rows that editors' decisions put right (`…+decisions:3,7`)."""
    return version.partition("+decisions:")[0]


def outlet_row(outlet: Outlet) -> Row:
    """An outlet as JSON-ready values."""
    row: Row = json.loads(json.dumps(dataclasses.asdict(outlet)))
    return row


def name_row(name: AmbiguousName) -> Row:
    """An ambiguous name as JSON-ready values."""
    return {**dataclasses.asdict(name), "rule": name.rule.value, "countries": dict(name.countries)}


def record_version(store: Store, registry: Registry, before: Mapping[str, Row], now: datetime) -> None:
    """Append the registry that comes into force. `before` are the outlets' rows that were in force until now, by id.

    The first registry of a file is recorded with its counts alone: everything in it is new.
    """
    last = store.conn.execute("select ambiguous from registry_versions order by id desc limit 1").fetchone()
    names = [name_row(name) for name in registry.ambiguous]
    changes: list[Row] = []
    if last is not None:
        after = {outlet.id: outlet_row(outlet) for outlet in registry.outlets}
        changes = _changes("outlet", before, after, registry.changes)
        old = {row["name"]: row for row in json.loads(last[0])}
        changes += _changes("name", old, {row["name"]: row for row in names}, registry.changes)
    store.conn.execute(
        """insert into registry_versions (version, since, outlets, notable, families, ambiguous, overlays, changes)
           values (?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            registry.version,
            to_text(now),
            len(registry.outlets),
            sum(outlet.notable for outlet in registry.outlets),
            len({outlet.family for outlet in registry.outlets}),
            json.dumps(names, ensure_ascii=False, sort_keys=True),
            json.dumps([dataclasses.asdict(change) for change in registry.changes], ensure_ascii=False, sort_keys=True),
            json.dumps(changes, ensure_ascii=False, sort_keys=True),
        ],
    )


def _changes(
    kind: str, before: Mapping[str, Row], after: Mapping[str, Row], overlays: Sequence[OverlayChange]
) -> list[Row]:
    """The rows that differ, by key, with the differing values alone, and an overlay's reason where one made the change."""
    found = []
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key, {}), after.get(key, {})
        differing = sorted(
            name for name in old.keys() | new.keys() if (old.get(name) or None) != (new.get(name) or None)
        )
        if not differing:
            continue
        action = "added" if not old else "removed" if not new else "changed"
        found.append(
            {
                "kind": kind,
                "key": key,
                "action": action,
                "before": {name: old[name] for name in differing if name in old},
                "after": {name: new[name] for name in differing if name in new},
                **_reason(kind, key, differing, overlays),
            }
        )
    return found


def _reason(kind: str, key: str, differing: Iterable[str], overlays: Sequence[OverlayChange]) -> Row:
    for change in reversed(overlays):
        if (change.kind, change.key) == (kind, key) and (
            change.action != "changed" or set(change.keys) & set(differing)
        ):
            return {"reason": change.reason, "changed": change.changed, "file": change.file}
    return {}


def read_versions(store: Store) -> list[Row]:
    """Every registry that was in force, oldest first: version, since, counts, changed rows, when first judged with."""
    rows = store.conn.execute(
        "select version, since, outlets, notable, families, changes, judged from registry_versions order by id"
    )
    names = ("version", "since", "outlets", "notable", "families", "changes", "judged")
    return [dict(zip(names, row, strict=True)) | {"changes": json.loads(row[5])} for row in rows]


def told(change: Row) -> str:
    """A change of a row in words, with the reason that an overlay gave."""
    text = _told((change["kind"], change["key"]), *_sides(change))
    return f"{text} ({change['reason']})" if change.get("reason") else text


def _sides(change: Row) -> tuple[Row, Row]:
    """The values before and after, each with all keys that either has."""
    keys = change["before"].keys() | change["after"].keys()
    return {key: change["before"].get(key) for key in keys}, {key: change["after"].get(key) for key in keys}


def changes_to_judge(store: Store) -> RegistryChanges:
    """What changed in the registry since the last judgement; a change that was taken back is none."""
    rows = store.conn.execute("select version, changes, judged from registry_versions order by id").fetchall()
    if not rows:
        return RegistryChanges()
    unjudged = [json.loads(changes) for _, changes, judged in rows if judged is None]
    first: dict[tuple[str, str], Row] = {}
    last: dict[tuple[str, str], Row] = {}
    reasons: dict[tuple[str, str], str] = {}
    for change in (change for changes in unjudged for change in changes):
        place = (change["kind"], change["key"])
        before, after = _sides(change)
        first[place] = before | first.get(place, {})
        last[place] = last.get(place, {}) | after
        reasons[place] = change.get("reason", "")
    said_of: dict[str, list[str]] = {}
    for place in sorted(first):
        text = _told(place, first[place], last[place])
        if text:
            said = f"{text} ({reasons[place]})" if reasons[place] else text
            for outlet_id in _outlets_of(place, first[place], last[place]):
                said_of.setdefault(outlet_id, []).append(said)
    return RegistryChanges(rows[-1][0], {outlet_id: "; ".join(texts) for outlet_id, texts in sorted(said_of.items())})


def _told(place: tuple[str, str], before: Row, after: Row) -> str:
    """What happened to a row, in words; "" where it is as it was."""
    kind, key = place
    label = key if kind == "outlet" else f"the name {key!r}"
    identity = "id" if kind == "outlet" else "name"
    if identity in before or identity in after:  # an added or removed row differs in its id as well
        old, new = before.get(identity), after.get(identity)
        if old is None and new is not None:
            return f"{label} added"
        if new is None and old is not None:
            return f"{label} removed"
    parts = [
        f"{name} {_value(before.get(name))} → {_value(after.get(name))}"
        for name in sorted(before)
        if (before.get(name) or None) != (after.get(name) or None)
    ]
    return f"{label}: {', '.join(parts)}" if parts else ""


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else str(value or "")
    shown = text if len(text) <= VALUE_SHOWN else text[: VALUE_SHOWN - 1] + "…"
    return shown if value else "nothing"


def _outlets_of(place: tuple[str, str], before: Row, after: Row) -> list[str]:
    if place[0] == "outlet":
        return [place[1]]
    return sorted({*(before.get("candidates") or []), *(after.get("candidates") or [])})


def mark_judged(store: Store, version: str, now: datetime) -> None:
    """Note that a match has worked with the registry in force, where that is the one of this version."""
    last = store.conn.execute("select version from registry_versions order by id desc limit 1").fetchone()
    if last is not None and last[0] == version:
        store.conn.execute("update registry_versions set judged = ? where judged is null", [to_text(now)])


def last_registry(store: Store) -> Registry | None:
    """The registry that was last in force in this file; None where there was none."""
    last = store.conn.execute("select version, ambiguous, overlays from registry_versions order by id desc").fetchone()
    if last is None:
        return None
    rows = store.conn.execute("select row from outlets where in_registry = 1 order by id")
    outlets = tuple(_outlet(json.loads(row[0])) for row in rows)
    names = tuple(_name(row) for row in json.loads(last[1]))
    changes = tuple(OverlayChange(**(row | {"keys": tuple(row["keys"])})) for row in json.loads(last[2]))
    return Registry(outlets, last[0], names, changes)


def _outlet(row: Row) -> Outlet:
    known = {f.name for f in dataclasses.fields(Outlet)}
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items() if key in known}
    return Outlet(**(values | {"kind": OutletKind(row["kind"])}))  # type: ignore[arg-type]  # as `outlet_row` wrote them


def _name(row: Row) -> AmbiguousName:
    return AmbiguousName(
        row["name"],
        tuple(row["candidates"]),
        NameRule(row["rule"]),
        tuple(sorted(row["countries"].items())),
        row["otherwise"],
    )
