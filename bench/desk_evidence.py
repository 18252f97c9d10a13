"""The evidence of made-up verdicts, packed as the store packs it: what an event as of a moment is read from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from matching.types import Outlet
from store.evidence import Earlier, pack
from store.judgements import as_json
from store.times import to_text

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An event with everything a verdict on it rests on: rows of findings, edges and origins as they go into the file."""

    title: str
    times: Sequence[datetime]
    outlets: Sequence[Outlet]
    findings: Sequence[Row]
    edges: Sequence[Row]
    origins: Sequence[Row]

    def evidence(self, count: int) -> str:
        """What a verdict on the first `count` articles rests on, as JSON."""
        findings = [_finding(row) for row in self.findings[:count]]
        known = {finding["article_id"] for finding in findings}
        used = self.outlets[:count]
        return as_json({
            "origins": [_origin(row, known) for row in self.origins if row[10] in known],
            "findings": findings,
            "edges": [_edge(row) for row in self.edges if row[1] in known],
            "conflicts": [],
            "made": {
                "event": {"title": self.title, "first_seen": to_text(self.times[0]), "last_seen": to_text(self.times[count - 1])},
                "articles": {f["article_id"]: {"revision": 1, "outlet": o.id} for f, o in zip(findings, used, strict=True)},
                "outlets": {o.id: _outlet(o) for o in used},
            },
        })  # fmt: skip


def history(told: Told, versions: int, first_id: int) -> list[tuple[int, bytes]]:
    """The evidence of the verdicts that an event had while it grew, each with how many articles it had then; their ids
    follow each other from `first_id` on.
    """
    size = len(told.findings)
    kept: list[tuple[int, bytes]] = []
    earlier: Earlier | None = None
    for version in range(versions):
        count = max(1, size * (version + 1) // versions)
        text = told.evidence(count)
        packed = pack(text, earlier)
        kept.append((count, packed))
        earlier = Earlier(first_id + version, text, packed)
    return kept


def _finding(row: Row) -> dict[str, Any]:
    return {
        "article_id": row[0], "origin_id": row[2], "origin_kind": row[3], "counted": bool(row[4]), "reason": row[5],
        "credited": json.loads(row[6]), "credits": [], "spans": json.loads(row[8]), "score": row[9], "correction": None,
        "gone": None,
    }  # fmt: skip


def _edge(row: Row) -> dict[str, Any]:
    return {
        "article_id": row[1], "target": row[2], "kind": row[3], "probability": row[4], "spans": json.loads(row[5]),
        "note": row[6],
    }  # fmt: skip


def _origin(row: Row, known: set[str]) -> Mapping[str, Any]:
    return {
        "id": row[0], "kind": row[2], "name": row[3], "outlet_id": row[4], "family": row[5], "notable": bool(row[6]),
        "notability_basis": row[7], "phantom": bool(row[8]), "counts": bool(row[9]), "first_article_id": row[10],
        "url": row[11], "published": row[12], "span": json.loads(row[13]),
        "article_ids": [id_ for id_ in json.loads(row[14]) if id_ in known],
    }  # fmt: skip


def _outlet(outlet: Outlet) -> dict[str, Any]:
    return {
        "name": outlet.name, "family": outlet.family, "notable": outlet.notable,
        "notability_basis": outlet.notability_basis,
    }  # fmt: skip
