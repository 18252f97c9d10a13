from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.events import find_events
from matching.ids import event_id
from matching.types import Article, Body
from tests.matching.samples import (
    BRIDGE,
    BRIDGE_TOO,
    COMET,
    EVERYTHING,
    MINE,
    MINE_TOO,
    RIVER_ES,
    RIVER_ES_TOO,
    article,
    resources,
)


def groups(*articles: Article) -> set[frozenset[str]]:
    events, _ = find_events(articles, resources())
    return {frozenset(event.article_ids) for event in events}


def test_reports_of_one_happening_share_an_event_and_others_do_not() -> None:
    assert groups(*EVERYTHING) == {
        frozenset({"bridge-1", "bridge-2"}),
        frozenset({"mine-1", "mine-2"}),
        frozenset({"comet-1"}),
        frozenset({"rio-1", "rio-2"}),
    }


@pytest.mark.parametrize(("one", "other"), [(BRIDGE, BRIDGE_TOO), (MINE, MINE_TOO), (RIVER_ES, RIVER_ES_TOO)])
def test_a_database_of_two_articles_works(one: Article, other: Article) -> None:
    assert groups(one, other) == {frozenset({one.id, other.id})}


@pytest.mark.parametrize(("one", "other"), [(BRIDGE, MINE), (BRIDGE, COMET), (MINE_TOO, BRIDGE_TOO)])
def test_two_strangers_stay_apart(one: Article, other: Article) -> None:
    assert groups(one, other) == {frozenset({one.id}), frozenset({other.id})}


def test_nothing_and_one() -> None:
    assert find_events((), resources()) == ((), ())
    events, pairs = find_events((COMET,), resources())
    assert [event.article_ids for event in events] == [("comet-1",)]
    assert pairs == ()


def test_articles_without_a_date() -> None:
    undated = [replace(one, published=None) for one in (BRIDGE, BRIDGE_TOO, MINE, MINE_TOO)]
    assert groups(*undated) == {frozenset({"bridge-1", "bridge-2"}), frozenset({"mine-1", "mine-2"})}


def test_an_article_known_by_its_title_joins_by_it() -> None:
    blocked = replace(
        BRIDGE_TOO, id="blocked", text="", body=Body.MISSING, title="Footbridge over Ormel collapses in Castrund"
    )
    assert frozenset({"bridge-1", "blocked"}) in groups(BRIDGE, blocked, MINE, COMET)


def test_a_copy_is_the_same_event_however_it_is_titled() -> None:
    copy = replace(MINE, id="copy", title="Business in brief", published=None)
    assert frozenset({"mine-1", "copy"}) in groups(MINE, copy, BRIDGE)


def test_ids_follow_from_the_first_article() -> None:
    events, _ = find_events((BRIDGE_TOO, BRIDGE), resources())
    (event,) = events
    assert event.article_ids == ("bridge-1", "bridge-2")
    assert event.id == event_id("bridge-1")
    assert event.title == BRIDGE.title
    assert (event.first_seen, event.last_seen) == (BRIDGE.published, BRIDGE_TOO.published)


def test_an_undated_article_is_never_the_first() -> None:
    events, _ = find_events((replace(BRIDGE, published=None), BRIDGE_TOO), resources())
    assert events[0].article_ids == ("bridge-2", "bridge-1")


def test_scores_explain_themselves() -> None:
    _, pairs = find_events((BRIDGE, BRIDGE_TOO, COMET), resources())
    (pair,) = [pair for pair in pairs if (pair.a, pair.b) == ("bridge-1", "bridge-2")]
    assert 0.5 < pair.same_event <= 1
    assert 0 <= pair.same_claim <= pair.same_event
    weights = [abs(part.contribution) for part in pair.parts]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > 0


def test_one_id_twice_is_an_error() -> None:
    with pytest.raises(ValueError, match="bridge-1"):
        find_events((BRIDGE, replace(BRIDGE, revision=2)), resources())


@settings(deadline=None, max_examples=15)
@given(st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(draw: random.Random) -> None:
    articles = list(EVERYTHING)
    draw.shuffle(articles)
    assert find_events(articles, resources()) == find_events(EVERYTHING, resources())


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=300)), max_size=4))
def test_any_text_in_any_script_goes_through(texts: list[tuple[str, str]]) -> None:
    articles = [article(f"x{n}", title, text) for n, (title, text) in enumerate(texts)]
    events, _ = find_events(articles, resources())
    assert sorted(key for event in events for key in event.article_ids) == [one.id for one in articles]


def test_two_reports_in_a_script_without_spaces() -> None:
    one = article(
        "ja-1",
        "緑川市の木橋が崩落、九人が川に転落",
        "五日朝、緑川市の木橋が崩れ落ち、歩行者九人が川に転落した。二人が病院に運ばれた。",
    )
    other = article(
        "ja-2",
        "緑川市で木橋崩落、二人けが",
        "緑川市で五日朝、木橋が崩落し、歩いていた九人が川に落ちて二人がけがをした。",
    )
    far = article("ja-3", "新しい図書館が開館", "港町に新しい図書館が開館し、初日から多くの親子連れでにぎわった。")
    found = groups(one, other, far)
    assert sum(len(group) for group in found) == 3
    assert frozenset({"ja-3"}) in found
