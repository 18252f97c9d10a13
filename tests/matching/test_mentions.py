"""Newsrooms in text: registered, by form, ambiguous, and what only looks like one."""

from __future__ import annotations

import pytest

from matching.finder import find_mentions
from matching.mentions import build_index
from tests.matching.newsroom import WORLD

INDEX = build_index(WORLD)


def named(text: str, own: str = "") -> list[tuple[str, str]]:
    return [(m.name, m.outlet_id) for m in find_mentions(INDEX, text, own=own)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("told the Quarry Times on Monday", [("Quarry Times", "quarry-times")]),
        ("The Quarry Times’s Ada Lind reported", [("Quarry Times", "quarry-times")]),
        ("the Ledger, which first reported it", [("Harbor Ledger", "harbor-ledger")]),
        ("GREYSTRAND (NW) —", [("Northern Wire", "northern-wire")]),
        ("according to Reuters", [("Reuters", "")]),
        ("the Associated Press said", [("Associated Press (AP)", "")]),
        ("the Pellworth Daily News reported", [("Pellworth Daily News", "")]),
        ("he told WXQZ-TV", [("WXQZ-TV", "")]),
        ("the Czech Republic said", []),
        ("good news for Pell", []),
    ],
)
def test_found_by_name_or_form(text: str, found: list[tuple[str, str]]) -> None:
    assert named(text) == found


def test_a_shared_short_name_needs_context() -> None:
    assert named("told the Post") == [("the Post", "")]
    assert named("told the Post", own="tern-post") == [("Tern Post", "tern-post")]
    assert named("The Heron Post reported it. He told the Post")[-1] == ("Heron Post", "heron-post")


def test_a_later_short_form_means_the_name_before() -> None:
    assert named("The Pellworth Gazette reported it. The Gazette said")[-1][0] == "The Pellworth Gazette"


def test_a_surname_is_no_newsroom() -> None:
    assert named("Michael Bloomberg spoke. Bloomberg said no.") == []


def test_initials_that_mean_other_things_are_weak() -> None:
    (mention,) = find_mentions(INDEX, "in PA on Monday")
    assert mention.weak
