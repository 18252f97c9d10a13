"""Contradictions between counted origins: figures, outcomes, negations; and what is none."""

from __future__ import annotations

from dataclasses import replace

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
        ("At least nine killed in ferry fire", "Twelve dead in ferry fire", None),
        ("At least 14 killed in ferry fire", "Twelve dead in ferry fire", "figure"),
        ("Up to nine killed in ferry fire", "Twelve dead in ferry fire", "figure"),
        ("Some 40 hurt in ferry fire", "Ferry fire leaves 43 injured", None),
        ("Some 40 hurt in ferry fire", "Ferry fire leaves 63 injured", "figure"),
        ("County to pay 14 million crowns for ferry", "Ferry to cost county 41 million crowns", "figure"),
        ("County to pay $14 million for ferry", "Ferry costs county $14.2 million", None),
        ("Holm elected mayor with 52 percent of vote", "Holm elected mayor with 58% of vote", "figure"),
        ("Holm elected mayor with 52 percent of vote", "Turnout in ferry strike ballot 81 percent", None),
        ("Holm beats Arde in vote for mayor", "Arde beats Holm in vote for mayor", "actor"),
        ("Holm wins mayoral election", "Arde loses mayoral election", None),
        ("Mayor Holm resigns", "Mayor Holm resigns, will not run again", None),
        ("Ferry had passed inspection, county says", "Ferry had not passed inspection, log shows", "negation"),
        ("Ferry traffic rises in May", "Ferry traffic falls in May", "outcome"),
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


def test_another_doer_whom_the_other_report_does_not_know() -> None:
    """Where one of them names both, each tells it from its side."""
    storm = "The ferry was ordered to sail in the storm by {who}, two of its crew said on Thursday. It came back after an hour."
    first = article("a", "fen-observer", "Quill ordered ferry to sail in the storm", storm.format(who="Maarten Quill"))
    second = article(
        "b", "tern-post", "Brandvold ordered ferry to sail in the storm", storm.format(who="Ilse Brandvold")
    )
    (found,) = conflicts([("o1", CONTEXT.read(first)), ("o2", CONTEXT.read(second))])
    assert (found.what, found.span_a.where, found.value_a) == (
        "actor",
        "title",
        "Quill ordered ferry to sail in the storm",
    )
    both = replace(second, id="c", text=f"{second.text} Maarten Quill had been against it, they said.")
    assert conflicts([("o1", CONTEXT.read(first)), ("o2", CONTEXT.read(both))]) == ()
