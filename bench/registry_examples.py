"""The generated parts of docs/outlets.md: counts, the largest families, and rows as the bundled registry has them."""

from __future__ import annotations

from collections import Counter

from bench.registry_report import TRANSPORTS
from crawler.registry import load_registry
from desk.registry.explain import explain, explain_text, row_text, rule_text
from store.records import OutletKind

EXAMPLE = "yorkshire-post"
"""A row with most of the keys."""


def totals() -> str:
    """What the bundled registry holds, in one paragraph."""
    registry = load_registry()
    outlets = registry.outlets
    notable = [outlet for outlet in outlets if outlet.notable]
    families = Counter(outlet.family for outlet in outlets)
    shared = sum(number > 1 for number in families.values())
    countries = {outlet.country for outlet in outlets if outlet.kind not in TRANSPORTS}
    agencies = sum(outlet.kind is OutletKind.AGENCY for outlet in outlets)
    aggregators = sum(outlet.kind is OutletKind.AGGREGATOR for outlet in outlets)
    noted = sum(bool(outlet.reliability_note) for outlet in outlets)
    unreliable = sum(
        "unreliable" in outlet.reliability_note or "deprecated" in outlet.reliability_note for outlet in notable
    )
    return (
        f"\nThe bundled registry has {len(outlets)} outlets, {len(notable)} of them notable, in {len(countries)} countries: "
        f"{agencies} agencies, {aggregators} aggregators. They are {len(families)} families, {shared} of which have two "
        f"outlets or more. {noted} rows carry a reliability note; {unreliable} notable outlets are called unreliable or "
        f"deprecated there, and count all the same. {len(registry.ambiguous)} names are ambiguous.\n"
    )


def example_row() -> str:
    """A row as it stands in the file."""
    return f"\n```toml\n{row_text(load_registry().by_id()[EXAMPLE])}\n```\n"


def example_explanation() -> str:
    """What `outlets explain` says of that row."""
    registry = load_registry()
    domain = registry.by_id()[EXAMPLE].domains[0]
    text = explain_text(explain(registry, f"https://www.{domain}/news/story-1")).rpartition("\n")[0]
    return f"\n```text\n$ corroborate outlets explain https://www.{domain}/news/story-1\n{text}\n```\n"


def rules() -> str:
    """How many ambiguous names have which rule, with an example of each."""
    registry = load_registry()
    found = Counter(name.rule.value for name in registry.ambiguous)
    lines = ["", "| rule | names | for example |", "|---|---:|---|"]
    for rule in sorted(found):
        example = next(name for name in registry.ambiguous if name.rule.value == rule)
        lines.append(f"| `{rule}` | {found[rule]} | “{example.name}”: {rule_text(example)} |")
    return "\n".join([*lines, ""])
