"""Where the central claim of an article comes from: 96 short articles written for this, with the answer, and floors.

Half of them have their claim from another newsroom, half report for themselves and name another for a side fact; `half` says
which ones were looked at while the rules were made ("built") and which were not ("kept"). 24 more ("hard") were written to
lead the rules astray, and looked at: a claim credited far from where it stands, an announcement of what somebody else had
first, a speaker in the headline who is spoken of.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from matching.types import Finding, OutletKind, Registry
from tests.matching.newsroom import article, judge, outlet

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("claims.jsonl").read_text(encoding="utf-8").splitlines()
]
DEPENDENT = {"agency", "outlet"}
PRESS = Registry(
    (
        outlet("continental-press", "Continental Press", OutletKind.AGENCY, aliases=("CP",)),
        outlet("norden-wire", "Norden Wire", OutletKind.AGENCY),
        outlet("federal-news-agency", "Federal News Agency", OutletKind.AGENCY),
        outlet("capital-ledger", "The Capital Ledger", OutletKind.NATIONAL, aliases=("the Ledger",)),
        outlet("morning-courier", "The Morning Courier", OutletKind.NATIONAL, aliases=("the Courier",)),
        outlet("brightwater-times", "Brightwater Times", OutletKind.NATIONAL),
        outlet("daily-lantern", "Daily Lantern", OutletKind.NATIONAL),
        outlet("finance-daily", "Finance Daily", OutletKind.NATIONAL),
        outlet("harlow-gazette", "Harlow Gazette", aliases=("the Gazette",)),
        outlet("ashford-chronicle", "Ashford Chronicle"),
        outlet("valley-star", "The Valley Star"),
        outlet("pitchside", "Pitchside", OutletKind.ONLINE),
        outlet("tech-harbour", "Tech Harbour", OutletKind.TRADE),
        outlet("quarterly-lens", "The Quarterly Lens", OutletKind.MAGAZINE),
        outlet("sound-and-stage", "Sound & Stage", OutletKind.MAGAZINE),
        outlet("beacon-news", "Beacon News", OutletKind.BROADCASTER, aliases=("Beacon",)),
        outlet(
            "meridian-broadcasting",
            "Meridian Broadcasting",
            OutletKind.BROADCASTER,
            aliases=("Meridian", "Meridian Sport"),
        ),
        outlet("radio-lakeland", "Radio Lakeland", OutletKind.BROADCASTER),
        outlet("wqrb", "WQRB", OutletKind.BROADCASTER),
    ),
    "claims",
)


@pytest.fixture(scope="module")
def found() -> dict[str, Finding]:
    """What is found about each article, judged as an event of its own."""
    findings: dict[str, Finding] = {}
    for row in ROWS:
        made = article(row["id"], row["outlet"], row["title"], row["text"], byline=row.get("byline", ""))
        findings[row["id"]] = judge([made], registry=PRESS).findings[0]
    return findings


@pytest.mark.parametrize(
    ("half", "precision", "recall"), [("built", 0.97, 0.97), ("kept", 0.97, 0.97), ("hard", 0.84, 0.91)]
)
def test_where_the_claim_comes_from(found: dict[str, Finding], half: str, precision: float, recall: float) -> None:
    counts: Counter[tuple[bool, bool]] = Counter()
    for row in ROWS:
        if row["half"] == half:
            counts[row["origin"] in DEPENDENT, str(found[row["id"]].origin_kind) in DEPENDENT] += 1
    assert counts[True, True] >= recall * (counts[True, True] + counts[True, False])
    assert counts[True, True] >= precision * (counts[True, True] + counts[False, True])


def test_the_credited_newsroom_is_named(found: dict[str, Finding]) -> None:
    names = {o.id: o.name for o in PRESS.outlets}
    named = 0
    rows = [row for row in ROWS if row["origin"] in DEPENDENT]
    for row in rows:
        wanted = row["credited"][0].lower().removeprefix("the ")
        credited = {names.get(c, c).lower().removeprefix("the ") for c in found[row["id"]].credited}
        named += any(wanted.startswith(c) or c.startswith(wanted) for c in credited)
    assert named >= 0.95 * len(rows)


def test_every_half_has_both_sides() -> None:
    sides = Counter((row["half"], row["origin"] in DEPENDENT) for row in ROWS)
    assert min(sides.values()) >= 12 and len(sides) == 6
    assert len({row["id"] for row in ROWS}) == len(ROWS) == 96
