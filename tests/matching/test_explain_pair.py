from __future__ import annotations

import pytest

from matching.explainpair import explain_pair
from tests.matching.samples import BRIDGE, BRIDGE_TOO, COMET, MINE, resources


def test_a_pair_is_explained_in_words() -> None:
    text = explain_pair(BRIDGE, BRIDGE_TOO, resources(), (COMET, MINE))
    assert text.startswith(f"{BRIDGE.title}  ({BRIDGE.url})")
    assert "Same happening: 9" in text
    assert "For one happening:" in text
    assert text.count("\n  +") >= 3
    assert "Same central claim: " in text


def test_two_strangers_are_explained_though_they_were_no_candidates() -> None:
    text = explain_pair(BRIDGE, COMET, resources())
    assert "Against it:" in text
    assert "could not be had" not in text.partition("Against it:")[0]


def test_the_order_of_the_two_changes_nothing_but_their_titles() -> None:
    one = explain_pair(BRIDGE, BRIDGE_TOO, resources(), (COMET,))
    other = explain_pair(BRIDGE_TOO, BRIDGE, resources(), (COMET,))
    assert one.splitlines()[2:] == other.splitlines()[2:]


def test_one_article_is_no_pair() -> None:
    with pytest.raises(ValueError, match="bridge-1"):
        explain_pair(BRIDGE, BRIDGE, resources())
