"""Floors on the labelled news beside the project, with events as given: lowering one is a deliberate act."""

from __future__ import annotations

import json
import tomllib
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from matching.dependence import decisive_wire
from matching.standing import Context
from matching.types import Article, Finding, Outlet, OutletKind, Registry
from matching.verdict import judge_event
from tests.matching.newsroom import LATER, event_of

pytestmark = pytest.mark.shared
CORPORA = ("roundup", "basil", "newscluster", "ecbplus")
Row = dict[str, Any]


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def registry(tables: list[Row]) -> Registry:
    return Registry(
        tuple(
            Outlet(
                o["id"],
                o["name"],
                tuple(o["domains"]),
                OutletKind(o["kind"]),
                o["family"],
                tuple(o.get("aliases") or ()),
                notable=bool(o.get("notable")),
                notability_basis=o.get("notability_basis") or "",
            )
            for o in tables
        ),
        "shared",
    )


def made(row: Row, outlet_id: str) -> Article:
    written = row.get("published")
    when = datetime.fromisoformat(written.replace("Z", "+00:00")) if written else None
    return Article(
        id=row["id"],
        url=row["url"],
        outlet_id=outlet_id,
        title=row.get("title") or row["text"][:80],
        text=row["text"],
        published=when.replace(tzinfo=when.tzinfo or UTC) if when else None,
        byline=row.get("byline") or "",
        canonical_url=row.get("canonical_url") or "",
    )


@pytest.fixture(scope="module")
def findings(shared: Path) -> dict[str, Finding]:
    """What is found about each article of every event that holds a labelled one."""
    context = Context(registry(tomllib.loads((shared / "corpora/outlets.toml").read_text(encoding="utf-8"))["outlet"]))
    labelled = {p["id"] for p in rows(shared / "labels/origins.jsonl")}
    labelled |= {p[side] for p in rows(shared / "labels/pairs.jsonl") for side in "ab"}
    found: dict[str, Finding] = {}
    for corpus in CORPORA:
        events = defaultdict(list)
        for row in rows(shared / f"corpora/{corpus}.jsonl"):
            events[row["event"]].append(made(row, context.index.by_domain(urlsplit(row["url"]).hostname or "")))
        for articles in events.values():
            if labelled & {a.id for a in articles}:
                verdict = judge_event(event_of(articles), {a.id: a for a in articles}, context, pairs={}, now=LATER)
                found |= {f.article_id: f for f in verdict.findings}
    return found


def ratio(part: int, whole: int) -> float:
    return part / max(1, whole)


def test_pairs(shared: Path, findings: dict[str, Finding]) -> None:
    counts: Counter[tuple[bool, bool]] = Counter()
    for pair in rows(shared / "labels/pairs.jsonl"):
        if pair["same_event"]:
            a, b = findings[pair["a"]].origin_id, findings[pair["b"]].origin_id
            counts[pair["relation"] != "independent", a is not None and a == b] += 1
    hit, missed, false, kept = counts[True, True], counts[True, False], counts[False, True], counts[False, False]
    assert ratio(2 * hit, 2 * hit + missed + false) >= 0.92
    assert ratio(kept, kept + false) >= 0.93


def test_origins(shared: Path, findings: dict[str, Finding]) -> None:
    counts: Counter[tuple[bool, bool]] = Counter()
    for label in rows(shared / "labels/origins.jsonl"):
        depends = {"agency", "outlet"}
        counts[label["origin"] in depends, str(findings[label["id"]].origin_kind) in depends] += 1
    assert ratio(counts[True, True], counts[True, True] + counts[False, True]) >= 0.9
    assert ratio(counts[True, True], counts[True, True] + counts[True, False]) >= 0.95


def test_wire_credit(shared: Path) -> None:
    articles = rows(shared / "corpora/polnear.jsonl")
    publishers = sorted({a["publisher"] for a in articles})
    context = Context(
        registry(
            [{"id": p, "name": p, "domains": [f"{p}.example"], "kind": "national", "family": p} for p in publishers]
        )
    )
    counts: Counter[tuple[bool, bool]] = Counter()
    for row in articles:
        row |= {"url": f"https://{row['publisher']}.example/{row['id']}", "byline": row["author"]}
        credit = decisive_wire(context.read(made(row | {"published": None}, row["publisher"])))
        agency = credit is not None and any(credit.name == name for name in context.index.agencies.values())
        counts[bool(row["wire"]), agency] += 1
    assert ratio(counts[True, True], counts[True, True] + counts[False, True]) >= 0.97
    assert ratio(counts[True, True], counts[True, True] + counts[True, False]) >= 0.95


def test_small_worlds(shared: Path) -> None:
    for world in rows(shared / "scenarios/scenarios.jsonl"):
        context = Context(registry(world["outlets"]))
        expected = world["expect"]
        origin = {i: n for n, group in enumerate(expected.get("same_origin", [])) for i in group}
        for group in expected["events"]:
            articles = [made(a, a["outlet"]) for a in world["articles"] if a["id"] in group]
            verdict = judge_event(event_of(articles), {a.id: a for a in articles}, context, pairs={}, now=LATER)
            found = {f.article_id: f.origin_id or f.article_id for f in verdict.findings}
            for i, a in enumerate(group):
                assert verdict.state == expected["states"].get(a, verdict.state), world["name"]
                assert verdict.origins == expected.get("origins", {}).get(a, verdict.origins), world["name"]
                for b in group[i + 1 :]:
                    assert (found[a] == found[b]) == (a in origin and origin.get(a) == origin.get(b)), world["name"]
