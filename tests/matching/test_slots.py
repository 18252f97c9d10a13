"""Newsrooms that no list holds, found by where their name stands; and what stands there without being one."""

from __future__ import annotations

import pytest

from matching.slots import slot_mentions
from matching.standing import Context
from matching.types import Body
from tests.matching.newsroom import FERRY, WORLD, article, judge


def found(text: str) -> list[str]:
    return [m.name for m in slot_mentions(text, ())]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("“It sank,” she told QXNB’s Joan Marrow on Monday.", ["QXNB"]),
        ("He said so on QXNB’s “Morning Tide” on Monday.", ["QXNB"]),
        ("She announced it on “Morning Tide” on Monday.", ["Morning Tide"]),
        ("said the news agency Pellpress on Monday", ["Pellpress"]),
        ("The cable broke, said the Orlean ORNA news agency on Monday.", ["Orlean ORNA"]),
        ("The cable broke, MyPell reports. Nobody was hurt.", ["MyPell"]),
        ("The film leaked, according to Deck Nine, on Friday. The publication reported more.", ["Deck Nine"]),
        ("He told the harbor master. The site was closed, Quill said.", []),
        ("according to Maarten Quill, the harbor master", []),
        ("The county's report says so.", []),
    ],
)
def test_slots(text: str, names: list[str]) -> None:
    assert found(text)[: len(names) or None] == names


def test_a_name_that_is_known_already_is_left_alone() -> None:
    reading = Context(WORLD).read(
        article("a", "fen-observer", "t", "It sank, she told the newspaper Quarry Times.\n" + FERRY)
    )
    assert {c.outlet_id for c in reading.credits} == {"quarry-times"}


def test_press_that_is_not_named_is_an_origin_of_its_own() -> None:
    text = FERRY.replace("the harbor office said.", "according to local media reports.")
    verdict = judge([article("a", "fen-observer", "Cable ferry breaks loose on the Orle, drifts for hours", text)])
    (origin,) = verdict.origin_list
    assert (origin.name, origin.notable) == ("a newsroom that is not named", False)


def test_a_byline_of_agencies_alone_is_an_agency() -> None:
    verdict = judge([article("a", "fen-observer", "Ferry adrift", FERRY, byline="By Agencies")])
    assert verdict.findings[0].origin_kind == "agency"


def test_an_interview_of_ones_own_confirms_what_another_had_first() -> None:
    own = "The cable was old, Maarten Quill, the harbor director, said in a telephone interview.\n\n"
    text = own + FERRY + "\n\nThe failure of the cable ferry was first reported by the Quarry Times."
    verdict = judge([article("a", "fen-observer", "Cable ferry breaks loose on the Orle", text)])
    assert verdict.findings[0].origin_kind == "mixed"


def test_where_nothing_could_be_read_the_sentence_says_so() -> None:
    verdict = judge([article("a", "quarry-times", "Ferry adrift", "", body=Body.MISSING)])
    assert (
        verdict.because == "Quarry Times may have reported this; its article could not be read, so nothing can be said."
    )
