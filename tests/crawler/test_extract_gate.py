"""Quality as a gate: extraction of saved real pages against what is known of them.

The floors are what extraction has to reach on the pages beside this project; lowering one is a deliberate act. Measured
figures stand in docs/extraction.md.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from crawler.extract import ExtractedPage, extract_page

FLOORS = {"body": 0.97, "title": 0.84, "day": 0.98, "authors": 0.89}


@pytest.mark.shared
@pytest.mark.slow
def test_figures_of_saved_pages(shared: Path) -> None:
    scores: dict[str, list[float]] = {name: [] for name in FLOORS}
    for line in (shared / "pages" / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        page = extract_page(gzip.decompress((shared / "pages" / gold["file"]).read_bytes()), "")
        for name, value in _scores(gold, page).items():
            scores[name].append(value)
    means = {name: sum(values) / len(values) for name, values in scores.items()}
    assert all(means[name] >= floor for name, floor in FLOORS.items()), means


def _scores(gold: dict[str, Any], page: ExtractedPage) -> dict[str, float]:
    """The scores of one page, for what is known of it."""
    found: dict[str, float] = {}
    if gold["paragraphs"]:
        ours, theirs = _words(page.text), _words("\n".join(gold["paragraphs"]))
        found["body"] = 2 * (ours & theirs).total() / max(1, ours.total() + theirs.total())
    if gold["title"]:
        found["title"] = float(_plain(page.title) == _plain(gold["title"]))
    if gold["published"]:
        day = page.published.isoformat()[:10] if page.published else ""
        found["day"] = float(day == gold["published"][:10])
    if gold["authors"]:
        mine, known = {_plain(name) for name in page.authors}, {_plain(name) for name in gold["authors"]}
        found["authors"] = 2 * len(mine & known) / max(1, len(mine) + len(known))
    return found


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()
