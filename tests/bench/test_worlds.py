"""Worlds to train on: what a change of dates or names does, and what it leaves."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from bench.corpora import Labelled
from bench.worlds import brief, one_day, one_town
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
