"""Who speaks in a headline, and what a voice or a public source near the top does to a credit below it."""

from __future__ import annotations

import pytest

from matching.voices import has_public_source, title_voices
from tests.matching.newsroom import article, judge


@pytest.mark.parametrize(
    ("title", "speaks", "silent"),
    [
        ("Quill: ferry was safe in February", "Quill", "February"),
        ("Ferry was safe in February, Quill says", "Quill", "February"),
        ("Council members demand harbor master Maarten Quill's resignation", "Council", "Quill"),
        ("Battle over ferry tolls between Haddad and Maarten Quill", "Battle", "Quill"),
        ("Former Greystrand Harbor Master Quill slams ferry repairs", "Quill", ""),
        ("Harbor master Quill accused of hiding ferry log", "", "Quill"),
        ("Quill used in campaign film against ferry tolls", "", "Quill"),
        ("Quill pleased with ferry repairs", "Quill", ""),
        ("'We were a week away': an hour with Maarten Quill", "Quill", ""),
    ],
)
def test_who_speaks_in_a_headline(title: str, speaks: str, silent: str) -> None:
    voices = title_voices(title)
    assert not speaks or speaks in voices
    assert silent not in voices


def test_public_sources() -> None:
    assert has_public_source("The county announced on Monday that the ferry will return.")
    assert has_public_source("The ferry will return, the county said in a written statement.")
    assert not has_public_source("The county is expected to bring the ferry back, people close to it say.")


_LEAD = "The harbor office announced on Wednesday that the Orle ferry will sail again from June, with a new cable. "
_MIDDLE = "The vessel broke loose last week with 41 people on board and drifted for two hours. "
_DETAIL = "The ferry has carried two million people since it was built, according to the Quarry Times. "
_END = "Passengers will be let on free for a week. The county pays for the cable. Crews start their work on Monday."


def test_a_detail_below_an_announcement_moves_nothing() -> None:
    made = article("a", "harbor-ledger", "Orle ferry to sail again from June", _LEAD + _MIDDLE + _DETAIL + _END)
    assert judge([made]).findings[0].origin_kind == "own"


def test_what_is_announced_nowhere_rests_on_whoever_is_credited() -> None:
    lead = "The Orle ferry will sail again from June with a new cable, according to the Quarry Times. "
    made = article("a", "harbor-ledger", "Orle ferry to sail again from June", lead + _MIDDLE + _END)
    assert judge([made]).findings[0].origin_kind == "outlet"


def test_a_house_tail_is_of_the_agency_that_it_names() -> None:
    tail = "\n\n(Reporting by Ada Lind; Editing by Jo Marsh, Northern Wire)"
    made = article("a", "harbor-ledger", "Orle ferry to sail again from June", _LEAD + _MIDDLE + _END + tail)
    assert judge([made]).findings[0].credited[0] in {"northern-wire", "Northern Wire"}


def test_the_one_who_is_spoken_of_is_no_speaker() -> None:
    title = "Union members demand harbor master Maarten Quill's resignation"
    text = (
        "Nine members of the boatmen's union called on Wednesday for the resignation of harbor master Maarten Quill. "
        "They handed a letter to the county in the afternoon. "
        "“The cable was good for another year,” Quill told the Quarry Times on Tuesday. "
        "The ferry broke loose last week. Nobody was hurt. The county will answer the letter by Friday. "
        "A second letter asks for a ferry that runs on its own engine. Its cost is not known. "
        "The union has 210 members. Most of them work on the estuary. Their chairman read the letter aloud. "
        "He was cheered on the landing. The county's clerk took the letter and closed the door."
    )
    assert judge([article("a", "harbor-ledger", title, text)]).findings[0].origin_kind == "own"
