"""Contradictions between counted origins: figures, outcomes, negations; and what is none."""

from __future__ import annotations

import pytest

from matching.conflicts import conflicts
from matching.standing import Context
from tests.matching.newsroom import FERRY_OWN, WORLD, article

CONTEXT = Context(WORLD)


@pytest.mark.parametrize(
    ("first", "second", "what"),
    [
        ("Ferry fire kills 12", "21 dead in ferry fire", "figure"),
        ("Twelve injured on ferry", "21 hurt on ferry", "figure"),
        ("Ferry fire kills 12", "Twelve dead in ferry fire", None),
        ("At least 12 dead in ferry fire", "More than 20 dead in ferry fire", None),
        ("Council approves ferry contract for Pell", "Council rejects ferry contract for Pell", "outcome"),
        ("Ferry master Quill will not resign over cable", "Ferry master Quill will resign over cable", "negation"),
        ("Yard to create 1,150 jobs", "Yard to create 1,200 jobs", None),
        ("Ferry fire kills 12", "Ferry fire: 41 rescued", None),
    ],
)
def test_titles(first: str, second: str, what: str | None) -> None:
    a = CONTEXT.read(article(f"a-{first}", "fen-observer", first, FERRY_OWN))
    b = CONTEXT.read(article(f"b-{second}", "quarry-times", second, FERRY_OWN))
    found = conflicts([("o1", a), ("o2", b)])
    assert [c.what for c in found] == ([what] if what else [])
    for conflict in found:
        assert conflict.span_a.text
        assert conflict.span_b.text
