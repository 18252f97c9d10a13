"""The demo's check of itself can fail: each thing that it looks at is broken once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from desk.demo.check import Stored, differences
from desk.demo.sites import url_of
from desk.demo.world import STORED, UNDISCOVERED, load_world

PORT = 8070
WORLD = load_world(datetime(2024, 5, 16, 9, 30, tzinfo=UTC))
FERRY, HEATERS = WORLD[0], WORLD[1]


def as_it_should_be() -> Stored:
    """A store that says of the world what the world says of itself."""
    articles: dict[str, dict[str, Any]] = {}
    events: dict[str, dict[str, Any]] = {}
    outcomes: dict[str, str] = {}
    for story in WORLD:
        urls = {url_of(article, PORT): article for article in story.articles}
        outcomes |= {url: a.outcome for url, a in urls.items() if a.outcome != UNDISCOVERED}
        for url, article in urls.items():
            if article.outcome == UNDISCOVERED:
                continue
            had = article.outcome == STORED
            articles[url] = {
                "url": url,
                "event_id": story.slug,
                "origin_id": f"{story.slug}/{article.origin}" if had else None,
                "counted": had and article.countable,
                "reason": "" if had and article.countable else "a-reason",
            }
        if story.expect is not None:
            expected = {
                name: getattr(story.expect, name) for name in ("state", "origins", "notable_origins", "disputed")
            }
            events[story.slug] = {"articles": [url for url in urls if url in articles], **expected}
    return Stored(articles, events, outcomes)


def found(stored: Stored) -> list[tuple[str, str]]:
    return [(difference.story, difference.what) for difference in differences(stored, WORLD, PORT)]


def test_a_world_that_came_out_right_has_no_differences() -> None:
    assert found(as_it_should_be()) == []


@pytest.mark.parametrize(
    ("name", "value"), [("state", "single_report"), ("origins", 1), ("notable_origins", 1), ("disputed", True)]
)
def test_a_wrong_verdict_is_found(name: str, value: object) -> None:
    stored = as_it_should_be()
    stored.events[FERRY.slug][name] = value  # type: ignore[index]
    assert found(stored) == [(FERRY.slug, name)]


def test_a_wrong_outcome_is_found() -> None:
    stored = as_it_should_be()
    blocked = next(url_of(a, PORT) for a in FERRY.articles if a.outcome == "blocked")
    stored.outcomes[blocked] = "stored"  # type: ignore[index]
    assert found(stored) == [(FERRY.slug, f"outcome of {blocked}")]


def test_an_event_that_is_split_or_holds_a_stranger_is_found() -> None:
    stored = as_it_should_be()
    first, second = (url_of(article, PORT) for article in HEATERS.articles[:2])
    stored.articles[first]["event_id"] = "elsewhere"  # type: ignore[index]
    assert found(stored) == [(HEATERS.slug, "events that its articles are in")]
    stored = as_it_should_be()
    stored.events[FERRY.slug]["articles"].append(second)
    assert found(stored) == [(FERRY.slug, "articles of its event")]


def test_a_wrong_origin_is_found() -> None:
    stored = as_it_should_be()
    one, other = (url_of(a, PORT) for a in FERRY.articles if a.outcome == STORED)
    stored.articles[other]["origin_id"] = stored.articles[one]["origin_id"]  # type: ignore[index]
    assert found(stored) == [(FERRY.slug, f"one origin of {one} and {other}")]


def test_what_can_never_count_and_what_has_no_reason_is_found() -> None:
    stored = as_it_should_be()
    never = next((s, a) for s in WORLD for a in s.articles if not a.countable)
    url = url_of(never[1], PORT)
    stored.articles[url]["counted"] = True  # type: ignore[index]
    assert found(stored) == [(never[0].slug, f"counted, {url}")]
    stored = as_it_should_be()
    stored.articles[url]["reason"] = ""  # type: ignore[index]
    assert found(stored) == [(never[0].slug, f"reason why {url} is not counted")]
