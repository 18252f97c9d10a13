"""The registry as it is in force, mirrored into the file so that views and editors can join on it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from matching.types import Outlet, Registry
from store.connection import Store
from store.registry_versions import outlet_row, record_version


def sync_registry(store: Store, registry: Registry, now: datetime | None = None) -> bool:
    """Write the registry's rows into `outlets`; answer whether anything changed.

    Rows that left the registry stay (articles point at them), marked `in_registry` 0. A registry that comes into force
    is recorded in `registry_versions` with what it changed, as of `now` (the clock's time, if None).
    """
    if _in_force(store) == (registry.version, len(registry.outlets)):
        return False
    with store.writing() as db:
        before = {row[0]: json.loads(row[1]) for row in db.execute("select id, row from outlets where in_registry = 1")}
        record_version(store, registry, before, now or datetime.now(UTC))
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


def _in_force(store: Store) -> tuple[str, int] | None:
    """Version and number of outlets of the registry that the file has now."""
    row = store.conn.execute(
        """select version, (select count(*) from outlets where in_registry = 1) from registry_versions
           order by id desc limit 1"""
    ).fetchone()
    return (str(row[0]), int(row[1])) if row else None


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
        json.dumps(outlet_row(outlet), ensure_ascii=False, sort_keys=True),
        version,
    ]
