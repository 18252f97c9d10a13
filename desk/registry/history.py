"""`corroborate outlets history`: the registries of a store, one after the other."""

from __future__ import annotations

from typing import Any

from store.registry_versions import told

CHANGES_SHOWN = 40
"""Changed rows that the printed answer names for one registry; --json has them all."""


def history_text(versions: list[dict[str, Any]]) -> str:
    """A paragraph for each registry: since when, its counts, and the rows that changed."""
    if not versions:
        return "no registry was in force here yet"
    lines = []
    for version in versions:
        judged = f"first judged with {version['judged']}" if version["judged"] else "no match has worked with it yet"
        counts = f"{version['outlets']} outlets ({version['notable']} notable) of {version['families']} families"
        lines.append(f"{version['since']}  version {version['version']}: {counts}; {judged}")
        changes = version["changes"]
        lines += [f"    {told(change)}" for change in changes[:CHANGES_SHOWN]]
        if len(changes) > CHANGES_SHOWN:
            lines.append(f"    and {len(changes) - CHANGES_SHOWN} more rows")
    return "\n".join(lines)
