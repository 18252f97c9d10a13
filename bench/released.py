"""The schema after each migration, as a digest: `python -m bench.released` writes tests/store/released.json anew.

Run it when a version is released. A migration whose digest is in that file must never be edited: files that it has been
applied to would not get the change. The tests hold that, and that every file so recorded comes up to date with its data.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from sqlite_utils import Database

from store.checks import objects_of
from store.migrations import migrations

RECORD = Path(__file__).resolve().parents[1] / "tests" / "store" / "released.json"


def names() -> list[str]:
    """The migrations in their order."""
    return [migration.name for migration in migrations._migrations]


def apply_up_to(db: Database, last: str) -> None:
    """Bring a file to the schema that `last` makes."""
    following = dict(zip(names(), names()[1:], strict=False)).get(last)
    migrations.apply(db, stop_before=following) if following else migrations.apply(db)


def digest_after(last: str) -> str:
    """SHA-256 of the schema that `last` makes, in a new file."""
    db = Database(memory=True)
    apply_up_to(db, last)
    objects = objects_of(db.execute("select type, name, sql from sqlite_master").fetchall())
    db.close()
    return hashlib.sha256(json.dumps(sorted(map(list, objects.items()))).encode()).hexdigest()


def main() -> None:
    """Write the record."""
    record = {name: digest_after(name) for name in names()}
    RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
