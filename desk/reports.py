"""What the smaller commands print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desk.errors import Exit
from matching.types import Registry
from store.judgements import Changes


def changes_text(changes: Changes) -> str:
    """One line on what a match changed."""
    causes = ", ".join(f"{number} {cause}" for cause, number in changes.causes.items())
    said = f"{changes.articles} articles, {changes.events} events, {changes.new_verdicts} new verdicts"
    return f"{said} ({causes})" if causes else said


def outlet_rows(registry: Registry) -> list[dict[str, object]]:
    """The registry's rows as JSON-ready values, by id."""
    return [
        {
            "id": outlet.id,
            "name": outlet.name,
            "kind": outlet.kind.value,
            "family": outlet.family,
            "country": outlet.country,
            "language": outlet.language,
            "notable": outlet.notable,
            "notability_basis": outlet.notability_basis,
            "domains": list(outlet.domains),
            "aliases": list(outlet.aliases),
            "feeds": list(outlet.feeds),
            "news_sitemaps": list(outlet.news_sitemaps),
            "sections": list(outlet.sections),
        }
        for outlet in sorted(registry.outlets, key=lambda outlet: outlet.id)
    ]


def registry_report(path: Path | None, overlays: Sequence[Path] = ()) -> tuple[str, Exit]:
    """Every problem of a registry and its overlays, a line each, and the exit code: 0 fine (warnings allowed), 1 errors."""
    from crawler.errors import describe
    from crawler.registry import check_registry_files, load_registry

    problems = check_registry_files(path, overlays)
    name = str(path) if path else "the bundled registry"
    lines = [f"{describe(found.file, found.problem)} [{found.problem.severity}]" for found in problems]
    errors = sum(found.problem.severity == "error" for found in problems)
    if errors:
        where = ", ".join(dict.fromkeys(found.file for found in problems if found.problem.severity == "error"))
        return "\n".join(
            [*lines, f"{where}: {errors} error{'' if errors == 1 else 's'}; it was not taken"]
        ), Exit.FAILED
    registry = load_registry(path, overlays)
    notable = sum(outlet.notable for outlet in registry.outlets)
    families = len({outlet.family for outlet in registry.outlets})
    changes = len(registry.changes)
    on_top = f" with {changes} change{'' if changes == 1 else 's'} of overlays" if overlays else ""
    summary = (
        f"{name}{on_top}: {len(registry.outlets)} outlets ({notable} notable) of {families} families, "
        f"{len(registry.ambiguous)} ambiguous names, version {registry.version}"
    )
    return "\n".join([*lines, summary]), Exit.DONE


def registry_problems(path: Path | None, overlays: Sequence[Path] = ()) -> tuple[list[dict[str, object]], Exit]:
    """What `registry_report` tells, as rows for machines: file, line (0: the whole file), severity, message."""
    from crawler.registry import check_registry_files

    found = check_registry_files(path, overlays)
    rows: list[dict[str, object]] = [
        {
            "file": each.file,
            "line": each.problem.line,
            "severity": each.problem.severity,
            "message": each.problem.message,
        }
        for each in found
    ]
    return rows, Exit.FAILED if any(row["severity"] == "error" for row in rows) else Exit.DONE
