"""`corroborate rate`: the three stars of one article, and why, for a person."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from desk.cli import Workplace

_STARS = (
    ("named_sources", "Named sources"),
    ("more_than_one_notable_outlet", "More than one notable outlet"),
    ("supporting_material", "Supporting material"),
)
_WORDS = {True: "★ yes", False: "☆ no", None: "? could not be determined"}
_SHOWN = 5  # evidence entries that are printed of each criterion; --json has all
_EXCERPT = 120


@click.command()
@click.argument("url")
@click.option("--json", "as_json", is_flag=True, help="JSON for machines in place of text for people.")
@click.pass_obj
def rate(work: Workplace, url: str, as_json: bool) -> None:
    """Show the three stars of the article at URL: named sources, notable outlets, supporting material, and why."""
    from desk.stored import stored_article
    from store.ratings import read_rating

    with work.store(create=False, read_only=True) as store:
        rating = read_rating(store, stored_article(store, url))
    click.echo(json.dumps(rating, ensure_ascii=False) if as_json else rating_text(rating))


def rating_text(rating: Mapping[str, Any]) -> str:
    """The printed answer: each criterion with its star, then the evidence, the first few entries of it."""
    criteria = rating["criteria"]
    met = sum(criteria[key]["met"] is True for key, _ in _STARS)
    lines = [f"{rating['url']}: {met} of 3 stars (as of {rating['as_of']}, {rating['ruleset']})"]
    for key, title in _STARS:
        evidence = criteria[key]["evidence"]
        lines += ["", f"{_WORDS[criteria[key]['met']]}  {title}"]
        lines += [f"    {_entry(entry)}" for entry in evidence[:_SHOWN]] or ["    nothing found"]
        if len(evidence) > _SHOWN:
            lines.append(f"    and {len(evidence) - _SHOWN} more (--json has all)")
    return "\n".join(lines)


def _entry(entry: Mapping[str, Any]) -> str:
    if "because" in entry:
        return str(entry["because"])
    if "outlet" in entry:
        return _joined([entry["name"], entry["url"], entry["quote"]])
    if "kind" in entry:
        return _joined([entry["kind"].replace("_", " "), *(entry.get(k, "") for k in ("speaker", "quote", "caption", "credit", "url"))])  # fmt: skip
    return _joined([entry["name"], entry.get("affiliation", ""), entry.get("quote") or entry["span"]])


def _joined(parts: Sequence[str]) -> str:
    short = [" ".join(part.split()) for part in parts if part]
    return " · ".join(part if len(part) <= _EXCERPT else part[: _EXCERPT - 1] + "…" for part in short)
