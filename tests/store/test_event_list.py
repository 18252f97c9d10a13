"""Lists of events: every filter finds what a look at every event finds, page by page, however little is looked at at once."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from matching.types import Registry, State
from store import event_list
from store.articles import save_article
from store.connection import Store, open_store
from store.event_list import Wanted, fts_query, list_events, read_cards
from store.judgements import write_judgement
from store.outlets import sync_registry
from tests.builders import NOON, a_judgement, a_record, a_verdict, an_outlet

OUTLETS = ("north", "south", "east", "west")
COUNTRIES = ("GB", "DE", "GB", "FR")
WORDS = ("harbour", "bridge", "court", "storm")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an event without the store's lists."""

    id: str
    state: str
    day: str
    outlets: frozenset[str]
    languages: frozenset[str]
    words: frozenset[str]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, list[Known]]]:
    with open_store(Path(tmp_path_factory.mktemp("list")) / "news.db") as opened:
        yield opened, fill(opened)


def fill(store: Store) -> list[Known]:
    draw = random.Random(3)
    rows = [replace(an_outlet(name), country=country) for name, country in zip(OUTLETS, COUNTRIES, strict=True)]
    sync_registry(store, Registry(tuple(sorted(rows, key=lambda outlet: outlet.id)), "r1"))
    known, verdicts, events = [], [], []
    for n in range(60):
        when = NOON + timedelta(hours=draw.randrange(240))
        said = [
            (draw.choice(OUTLETS), draw.choice(("en", "de")), draw.choice(WORDS)) for _ in range(draw.randrange(1, 4))
        ]
        ids = []
        for m, (outlet, language, word) in enumerate(said):
            record = a_record(
                outlet,
                f"{n}-{m}",
                id=f"a{n:02}-{m}",
                title=f"The {word} {n}",
                text=f"{word} {n} {m} " * 40,
                language=language,
                published=when,
            )
            ids.append(save_article(store, record, now=NOON, find_duplicates=False).article_id)
        state = draw.choice(list(State))
        verdicts.append(a_verdict(f"e{n:02}", tuple(ids), state=state))
        events.append((f"e{n:02}", when))
        known.append(
            Known(f"e{n:02}", state.value, f"{when:%Y-%m-%d}", *(frozenset(part) for part in zip(*said, strict=True)))
        )
    judgement = a_judgement(*verdicts)
    dated = tuple(
        replace(event, first_seen=when, last_seen=when)
        for event, (_, when) in zip(judgement.events, events, strict=True)
    )
    write_judgement(store, replace(judgement, events=dated), leads_on={}, now=NOON)
    return known


def wanted_ids(known: list[Known], wanted: Wanted) -> set[str]:
    countries = {outlet for outlet, country in zip(OUTLETS, COUNTRIES, strict=True) if country == wanted.country}
    return {
        k.id
        for k in known
        if (not wanted.state or k.state == wanted.state)
        and (not wanted.outlet or wanted.outlet in k.outlets)
        and (not wanted.country or k.outlets & countries)
        and (not wanted.language or wanted.language in k.languages)
        and (not wanted.since or k.day >= wanted.since)
        and (not wanted.until or k.day <= wanted.until)
        and (not wanted.words or wanted.words in k.words)
    }


CHOICES = [
    Wanted(*parts)
    for parts in itertools.product(
        ("", "corroborated"),
        ("", "north"),
        ("", "GB"),
        ("", "de"),
        ("", "2026-03-05"),
        ("", "2026-03-09"),
        ("", "storm"),
    )
]


@pytest.mark.parametrize("looked_at", [5, 3000])
def test_every_filter_finds_all_and_nothing_else(
    world: tuple[Store, list[Known]], looked_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, known = world
    monkeypatch.setattr(event_list, "LOOKED_AT", looked_at)
    for wanted in CHOICES:
        found: list[str] = []
        after, pages = "", 0
        while True:
            page = list_events(opened, wanted, after=after, limit=4)
            found += [card.id for card in page.cards]
            assert len(page.cards) <= 4
            after, pages = page.after, pages + 1
            assert pages < 200, wanted
            if not after:
                break
        assert set(found) == wanted_ids(known, wanted), wanted
        walks_articles = wanted.words or ((wanted.outlet or wanted.language) and not (wanted.since or wanted.until))
        if not walks_articles:
            assert len(found) == len(set(found)), wanted
            times = [card.last_seen for card in read_cards(opened, found)]
            assert times == sorted(times, reverse=True), wanted  # type: ignore[type-var]


def test_a_card_carries_the_newest_verdict(world: tuple[Store, list[Known]]) -> None:
    opened, known = world
    for k, card in zip(known, read_cards(opened, [k.id for k in known]), strict=True):
        assert (card.state, sum(card.bars)) == (
            k.state,
            len(opened.conn.execute("select 1 from event_articles where event_id = ?", [k.id]).fetchall()),
        )
    assert read_cards(opened, ["nobody"]) == ()


@pytest.mark.parametrize("cursor", ["x", "[]", '["e", 1]', '["q", 1, 2]', '["e", null, 2]', "{}", "[1,2,3]"])
def test_a_cursor_that_is_none_is_refused(world: tuple[Store, list[Known]], cursor: str) -> None:
    with pytest.raises(ValueError, match="no cursor"):
        list_events(world[0], Wanted(), after=cursor)


@pytest.mark.parametrize(
    "words", ['"', "a OR", "NEAR(a b)", "title:x", "*", "^a", "a AND NOT b", "(", "𝕏 ü", "x" * 5000]
)
def test_no_words_break_the_search(world: tuple[Store, list[Known]], words: str) -> None:
    list_events(world[0], Wanted(words=words))
    assert fts_query(words).count('"') % 2 == 0
