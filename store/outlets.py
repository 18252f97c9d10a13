"""The registry as it is in force, mirrored into the file so that views and editors can join on it."""

from __future__ import annotations

import dataclasses
import json

from matching.types import Outlet, Registry
from store.connection import Store


def sync_registry(store: Store, registry: Registry) -> bool:
    """Write the registry's rows into `outlets`; answer whether anything changed.

    Rows that left the registry stay (articles point at them), marked `in_registry` 0.
    """
    row = store.conn.execute(
        "select count(*), min(registry_version), max(registry_version) from outlets where in_registry"
    ).fetchone()
    if row == (len(registry.outlets), registry.version, registry.version):
        return False
    with store.writing() as db:
        db.execute("update outlets set in_registry = 0")
        db.execute("delete from outlet_domains")
        for outlet in registry.outlets:
            db.execute(
                """insert into outlets (id, name, kind, family, country, language, notable, notability_basis, row,
                   registry_version, in_registry) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
                   on conflict (id) do update set name = excluded.name, kind = excluded.kind, family = excluded.family,
                   country = excluded.country, language = excluded.language, notable = excluded.notable,
                   notability_basis = excluded.notability_basis, row = excluded.row,
                   registry_version = excluded.registry_version, in_registry = 1""",
                _row(outlet, registry.version),
            )
            for domain in outlet.domains:
                db.execute("insert into outlet_domains (domain, outlet_id) values (?, ?)", [domain, outlet.id])
    return True


def _row(outlet: Outlet, version: str) -> list[object]:
    return [
        outlet.id,
        outlet.name,
        outlet.kind.value,
        outlet.family,
        outlet.country,
        outlet.language,
        int(outlet.notable),
        outlet.notability_basis,
        json.dumps(dataclasses.asdict(outlet), ensure_ascii=False, sort_keys=True),
        version,
    ]
