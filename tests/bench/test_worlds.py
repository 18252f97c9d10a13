"""Worlds to train on: what a change of dates or names does, and what it leaves."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from bench.corpora import Labelled
from bench.worlds import brief, jitter, one_day, one_town, with_forms
from matching.types import Article

MONDAY = datetime(2031, 3, 3, 8, tzinfo=UTC)
FERRY = "On Monday the mayor of Ostwick, Pell, shut the ferry. Crews in Ostwick met Pell on Monday."
FIRE = "On Monday a fire in Brask hurt two. Chief Orne of Brask said that Orne had warned in May."


def row(key: str, event: str, text: str = "Text.", published: datetime | None = None) -> Labelled:
    return Labelled(Article(key, f"https://{key}.example/", key, key, text, published=published), event, 0)


def test_all_events_come_to_lie_on_one_day_and_keep_their_own_distances() -> None:
    rows = [
        row("a", "ferry", published=MONDAY),
        row("b", "ferry", published=MONDAY + timedelta(hours=30)),
        row("c", "tannery", published=MONDAY + timedelta(days=400, hours=5)),
        row("d", "tannery"),
    ]
    moved = [one.article.published for one in one_day(rows)]
    assert moved == [MONDAY, MONDAY + timedelta(hours=30), MONDAY + timedelta(hours=5), None]


def test_the_names_of_a_town_are_others_and_shared_and_all_other_words_stay() -> None:
    rows = [row("a", "ferry", FERRY), row("b", "fire", FIRE)]
    shared = 0
    for seed in range(20):
        ferry, fire = (one.article.text for one in one_town(rows, random.Random(seed)))
        assert not {"Ostwick", "Pell"} & set(ferry.replace(",", "").replace(".", "").split())
        assert ferry.startswith("On Monday the mayor of ") and " in May." in fire
        name = ferry.split()[5].strip(",")
        assert ferry.count(name) == 2  # the same name for the same name
        shared += name in fire
    assert 5 < shared < 20  # most of them, not all


def test_half_of_the_articles_become_briefs() -> None:
    long = row("a", "ferry", "word " * 1_000).article
    lengths = [len(brief(long, random.Random(seed)).text) for seed in range(40)]
    assert 10 < sum(length == 5_000 for length in lengths) < 30
    assert all(length == 5_000 or 250 <= length <= 900 for length in lengths)


def test_outlets_are_late_as_outlets_are() -> None:
    article = row("a", "ferry", published=MONDAY).article
    moved = [jitter(article, random.Random(seed)).published for seed in range(400)]
    hours = sorted((when - MONDAY).total_seconds() / 3600 for when in moved if when)
    assert hours[0] >= 0 and hours[-1] <= 48
    assert 2 < hours[200] < 8  # half of the outlets appear once a day, half of the others within 25 minutes
    assert jitter(row("b", "ferry").article, random.Random(0)).published is None


def test_a_story_in_the_same_form_has_other_names_and_figures_and_is_another_event() -> None:
    text = "Police said Orne of Brask lost 1,250 crowns. The thief of Orne fled to Ostwick on Monday."
    rows = [row("a", "theft", text)]
    found = with_forms(rows, random.Random(3), share=1.0)
    assert [one.event for one in found] == ["theft", "theft form"]
    assert found[0] is rows[0] and found[1].fold == rows[0].fold and found[1].article.id != "a"
    other = found[1].article.text
    assert "1,250" not in other and "Orne" not in other and "Monday" in other
    assert other.count(other.split()[2]) == 2  # the same name for the same name
    assert with_forms(rows, random.Random(3), share=0.0) == rows
