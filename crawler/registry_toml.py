"""Registry rows as TOML text, and an overlay's text with one table put in, replaced or taken out.

The rest of the file stays as its author wrote it, comments and all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from crawler.registry_files import TomlFile, parse_toml
from crawler.registry_rows import OVERLAY_KEYS
from crawler.registry_values import READERS

_ORDER = (*READERS, *OVERLAY_KEYS)
_TABLE = re.compile(r"\s*\[")


def table_text(values: Mapping[str, object]) -> str:
    """One `[[outlet]]` table: keys in the order of the bundled registry, an overlay's own last.

    >>> print(table_text({"notable": False, "id": "example-herald", "reason": "closed"}), end="")
    [[outlet]]
    id = "example-herald"
    notable = false
    reason = "closed"
    """
    keys = sorted(values, key=_ORDER.index)
    return "[[outlet]]\n" + "".join(f"{key} = {_value(values[key])}\n" for key in keys)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")  # JSON's escapes are TOML's


def find_table(file: TomlFile, outlet_id: str) -> tuple[int, dict[str, object]] | None:
    """Number and content of the table of an outlet in a file; None where it has none."""
    tables = file.data.get("outlet", [])
    for number, table in enumerate(tables if isinstance(tables, list) else []):
        if isinstance(table, dict) and table.get("id") == outlet_id:
            return number, table
    return None


def with_table(name: str, text: str, outlet_id: str, table: str | None) -> str:
    """The text with the table of that outlet replaced by `table` (taken out where it is None), or added at the end.

    Raises:
        RegistryInvalidError: the text is no TOML.
    """
    file = parse_toml(name, text.encode())
    found = find_table(file, outlet_id)
    if found is None:
        head = text.rstrip("\n")
        return (f"{head}\n\n" if head else "") + (table or "")
    lines = text.splitlines(keepends=True)
    start = file.lines.of(found[0]) - 1
    end = start + 1
    while end < len(lines) and not _TABLE.match(lines[end]):
        end += 1
    while end > start + 1 and re.match(r"\s*(?:#|$)", lines[end - 1]):
        end -= 1  # a comment above the next table is the next table's
    before, after = "".join(lines[:start]), "".join(lines[end:])
    if table is None:
        parts = [part.strip("\n") for part in (before, after) if part.strip()]
        return "\n\n".join(parts) + "\n" if parts else ""
    return before + table + after
