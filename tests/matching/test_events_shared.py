"""Event grouping on the measuring data that no model was trained on: the scenarios."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from matching.events import find_events
from matching.types import Article
from tests.matching.samples import resources

# Worlds grouped exactly as expected, of 24, by the shipped model. It goes down by an explicit act only.
FLOOR = 21


@pytest.mark.shared
def test_scenarios_are_grouped_as_before_or_better(shared: Path) -> None:
    right = 0
    for line in (shared / "scenarios" / "scenarios.jsonl").read_text("utf-8").splitlines():
        world = json.loads(line)
        articles = [
            Article(
                id=row["id"],
                url=row["url"],
                outlet_id=row["outlet"],
                title=row["title"],
                text=row["text"],
                published=datetime.fromisoformat(row["published"]) if row.get("published") else None,
            )
            for row in world["articles"]
        ]
        events, _ = find_events(articles, resources())
        wanted = {frozenset(group) for group in world["expect"]["events"]}
        right += {frozenset(event.article_ids) for event in events} == wanted
    assert right >= FLOOR
