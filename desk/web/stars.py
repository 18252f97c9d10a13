"""The three criteria of an article's rating as a reader sees them: met, not met, or undetermined, each with its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk.web.words import CRITERIA
from store.event_pages import ArticleRow

SHOWN = 4
"""Pieces of evidence that are listed under a criterion; the rest is a number."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: its name, whether it is met (None: undetermined), and pieces of evidence (who, what, link)."""

    key: str
    name: str
    met: bool | None
    evidence: tuple[tuple[str, str, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Stars:
    """The three criteria of one article."""

    article: ArticleRow | None
    criteria: tuple[Criterion, ...]


def stars_of(found: Mapping[str, Any] | None, article: ArticleRow | None = None) -> Stars | None:
    """The criteria from a rating; None where there is no rating yet."""
    if found is None:
        return None
    return Stars(article, tuple(_criterion(key, name, found.get(key, {})) for key, name in CRITERIA.items()))


def _criterion(key: str, name: str, found: Mapping[str, Any]) -> Criterion:
    entries = [entry for entry in found.get("evidence", []) if isinstance(entry, dict)]
    pieces = [piece for entry in entries if any(piece := _piece(key, entry))]
    return Criterion(key, name, found.get("met"), tuple(pieces[:SHOWN]), max(0, len(pieces) - SHOWN))


def _piece(key: str, entry: Mapping[str, Any]) -> tuple[str, str, str]:
    """Who or what, the words, and a link."""
    if key == "named_sources":
        who = ", ".join(part for part in (entry.get("name"), entry.get("affiliation")) if part)
        return who, entry.get("quote") or entry.get("span") or "", ""
    if key == "supporting_material":
        kind = str(entry.get("kind", "")).replace("_", " ")
        return kind, entry.get("quote") or entry.get("caption") or "", entry.get("url") or ""
    return (entry["name"], entry.get("quote") or "", entry.get("url") or "") if "name" in entry else ("", "", "")
