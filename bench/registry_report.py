"""What the bundled registry holds and what of it is not confirmed: the generated parts of docs/registry-open.md.

`python -m bench.registry_report` prints the page's parts; `make docs` puts them in place through cog.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable

from crawler.registry import load_registry
from store.records import Outlet, OutletKind, Registry

NO_BASIS = "No page by somebody else is confirmed."
"""The words of a row's note where it is a newsroom whose notability could not be shown."""

DOUBTS = ("cautious reading", "not confirmed", "sale agreed", "not known")
"""Words of a note or an owner that mark a decision made without a confirmed fact."""

TRANSPORTS = frozenset({OutletKind.AGGREGATOR, OutletKind.OFFICIAL})
"""Kinds of outlet that are no newsroom: a country is counted by its newsrooms."""


def counts(registry: Registry | None = None) -> str:
    """Tables of the outlets by kind, country and family (families of two outlets or more), as Markdown."""
    outlets = (registry or load_registry()).outlets
    kinds = Counter(outlet.kind.value for outlet in outlets)
    notable = Counter(outlet.kind.value for outlet in outlets if outlet.notable)
    families = {family: number for family, number in Counter(outlet.family for outlet in outlets).items() if number > 1}
    head = (
        f"\n{len(outlets)} outlets, {sum(notable.values())} of them notable, in {len(_countries(outlets))} countries.\n"
    )
    return "\n".join(
        [
            head,
            "| kind | outlets | notable |",
            "|---|---:|---:|",
            *(f"| {kind} | {kinds[kind]} | {notable[kind]} |" for kind in sorted(kinds)),
            "",
            "| country | outlets |",
            "|---|---:|",
            *(f"| {name} | {number} |" for name, number in _ranked(_countries(outlets))),
            "",
            "| family | outlets |",
            "|---|---:|",
            *(f"| {name} | {number} |" for name, number in _ranked(families)),
            "",
        ]
    )


def open_facts(registry: Registry | None = None) -> str:
    """Facts that could not be confirmed and are left empty, or were decided on the safe side, as Markdown lists."""
    outlets = (registry or load_registry()).outlets
    newsrooms = [outlet for outlet in outlets if outlet.notable]
    sections = [
        _by_country("Neither feed nor news sitemap", newsrooms, lambda o: not o.feeds and not o.news_sitemaps),
        _by_country("Owner", newsrooms, lambda o: not o.owner),
        _by_country("Basis of notability (newsrooms kept as not notable)", outlets, lambda o: NO_BASIS in o.note),
        _doubts(outlets),
    ]
    return "\n".join(sections)


def _countries(outlets: Iterable[Outlet]) -> dict[str, int]:
    return dict(Counter(outlet.country for outlet in outlets if outlet.kind not in TRANSPORTS))


def _ranked(numbers: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(numbers.items(), key=lambda item: (-item[1], item[0]))


def _by_country(title: str, outlets: Iterable[Outlet], missing: Callable[[Outlet], bool]) -> str:
    found: dict[str, list[str]] = {}
    for outlet in outlets:
        if missing(outlet):
            found.setdefault(outlet.country, []).append(f"`{outlet.id}`")
    total = sum(len(ids) for ids in found.values())
    lines = [f"- {country}: {', '.join(sorted(ids))}" for country, ids in sorted(found.items())]
    return "\n".join([f"\n## {title}: {total}", "", *lines, ""])


def _doubts(outlets: Iterable[Outlet]) -> str:
    doubtful = [o for o in outlets if any(word in f"{o.note} {o.owner}" for word in DOUBTS) and NO_BASIS not in o.note]
    lines = [f"- `{outlet.id}` ({outlet.family}): {outlet.note}" for outlet in doubtful]
    return "\n".join([f"\n## Decided on the safe side: {len(lines)}", "", *lines, ""])


def main() -> None:
    """Print both parts to standard output."""
    sys.stdout.write(counts() + open_facts())


if __name__ == "__main__":
    main()
