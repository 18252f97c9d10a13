"""A file whose older articles have left the matcher's window says what matching everything at once says."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.cycle import match
from desk.deciding import Order, decide
from desk.settling import settle_around
from desk.window_keeping import kept_window
from matching import thresholds
from matching.events import find_events
from matching.ids import event_id
from matching.types import Article, Registry
from store.announcements import read_announcements
from store.articles import next_change, read_articles
from store.connection import Store, open_store
from store.decisions import decisions_in_force, undo_decision
from store.exports import current_event
from store.outlets import sync_registry
from tests.builders import a_registry
from tests.desk.test_incremental import PAPERS, REGISTRY, at_once, random_decision, said
from tests.desk.test_incremental import keep as keep_at
from tests.matching.samples import resources
from tests.matching.smallworlds import START, a_world, revised
from tests.matching.test_retiring import a_long_world

NOW = START + timedelta(days=70)


@contextmanager
def small_windows(days: float, small: int = 5) -> Iterator[None]:
    """Windows so short, and files so large, that articles leave; at each match, and however few."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(thresholds, "SMALL_FILE", small)
        patch.setattr(thresholds, "WINDOW_DAYS", days)
        patch.setattr("desk.rematching.PACKED_AT", 0.0)
        patch.setattr("desk.rematching.CHUNK", 3)
        patch.setattr("desk.settling.BATCH", 3)
        patch.setattr("desk.settling.PACKED_AT", 0.0)
        yield


def keep(store: Store, article: Article, now: datetime | None = None) -> None:
    """Store an article that was fetched when it was first seen, or at another time."""
    assert article.first_seen is not None
    keep_at(store, article, now or article.first_seen)


def as_found(store: Store) -> None:
    """The events and the pairs of the file are those that `find_events` finds."""
    events, scores = find_events(tuple(read_articles(store)), resources())
    rows = store.conn.execute("select event_id, article_id from event_articles order by 1, 2")
    assert [tuple(row) for row in rows] == sorted((e.id, key) for e in events for key in e.article_ids)
    heads = store.conn.execute("select id, title from events where current = 1 order by 1")
    assert [tuple(row) for row in heads] == [(event.id, event.title) for event in events]
    pairs = store.conn.execute("select a, b, same_event, same_claim from pairs order by 1, 2")
    assert [tuple(row) for row in pairs] == [(s.a, s.b, s.same_event, s.same_claim) for s in scores]


def left(store: Store) -> int:
    """How many articles have left the window."""
    window = kept_window(store, resources())
    assert window is not None
    return int(store.conn.execute("select count(*) from articles").fetchone()[0]) - len(window)


def in_some_order(draw: random.Random, count: int, days: int) -> list[Article]:
    """A world in order of time, a part of it late."""
    world = a_long_world(draw, count, days)
    lateness = {one.id: draw.choice((0.0, 0.0, 1.0, 40.0)) * draw.random() for one in world}
    return sorted(world, key=lambda one: (one.published or one.first_seen or START) + timedelta(days=lateness[one.id]))


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 100_000), st.sampled_from([0.5, 1.0, 2.0]))
def test_articles_that_come_at_any_time(tmp_path: Path, seed: int, days: float) -> None:
    draw = random.Random(seed)
    waiting = in_some_order(draw, 30, 60)
    with small_windows(days), open_store(tmp_path / f"{seed}-{draw.random()}.db") as store:
        sync_registry(store, REGISTRY, NOW)
        here: dict[str, Article] = {}
        while waiting:
            coming, waiting = waiting[:4], waiting[4:]
            if here and draw.random() < 0.5:
                coming.append(revised(draw, here[draw.choice(sorted(here))]))
            for article in coming:
                keep(store, article)
            match(store, REGISTRY, now=NOW)
            as_found(store)
            here = {article.id: article for article in read_articles(store)}
        step_by_step = said(store)
        assert days > 1 or left(store) > 5
        assert match(store, REGISTRY, now=NOW, full=True).new_verdicts == 0
        assert said(store) == step_by_step
        as_found(store)


@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 100_000), st.sampled_from([0.5, 1.0]))
def test_decisions_about_what_has_left(tmp_path: Path, seed: int, days: float) -> None:
    draw = random.Random(seed)
    waiting = in_some_order(draw, 24, 60)
    registry = REGISTRY
    with small_windows(days), open_store(tmp_path / f"{seed}-{draw.random()}.db") as store:
        sync_registry(store, registry, NOW)
        step = 0
        while waiting or step < 10:
            step += 1
            coming, waiting = waiting[:3], waiting[3:]
            for article in coming:
                keep(store, article)
            withdrawn = draw.choice(sorted(article.id for article in read_articles(store)))
            if draw.random() < 0.3:
                store.conn.execute(
                    "update articles set correction = 'A note.', correction_kind = ?, changed_seq = ? where id = ?",
                    [draw.choice(("correction", "retraction")), next_change(store), withdrawn],
                )
            if step > 1:
                random_decision(draw, store)
            registry = a_registry(*PAPERS, version=f"r{step}") if draw.random() < 0.2 else registry
            match(store, registry, now=NOW + timedelta(hours=6 * step))
        step_by_step = said(store)
        now = NOW + timedelta(hours=6 * step)
        assert match(store, registry, now=now, full=True).new_verdicts == 0
        assert said(store) == step_by_step
        for decision in decisions_in_force(store):
            undo_decision(store, decision.id, "Ada", "all was a mistake", NOW)
        match(store, registry, now=now)
        as_found(store)


@settings(deadline=None, max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 100_000), st.sampled_from([0.5, 1.0, 2.0]))
def test_a_file_that_is_matched_at_once(tmp_path: Path, seed: int, days: float) -> None:
    draw = random.Random(seed)
    with open_store(tmp_path / f"{seed}-{draw.random()}.db") as store:
        sync_registry(store, REGISTRY, NOW)
        with small_windows(days, small=100):
            for article in a_world(draw, 8):  # a small file, which then outgrows one window
                keep(store, article)
            match(store, REGISTRY, now=NOW)
        with small_windows(days):
            for article in a_long_world(draw, 24, 40)[8:]:
                keep(store, article)
            match(store, REGISTRY, now=NOW)
            as_found(store)
            assert left(store) > 0 or days > 0.5
        with small_windows(days, small=100):  # and shrinks into one again
            match(store, REGISTRY, now=NOW)
            as_found(store)
            assert left(store) == 0


def test_what_has_not_changed_for_the_matcher_has_nothing_matched_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = sorted(a_long_world(random.Random(4), 30, 60), key=lambda one: (one.published or START, one.id))
    with small_windows(1.0), open_store(tmp_path / "news.db") as store:
        sync_registry(store, REGISTRY, NOW)
        for article in world:
            keep(store, article)
        match(store, REGISTRY, now=NOW)
        assert left(store) > 5
        asked: list[tuple[float, ...]] = []

        def noted(*given: object) -> object:
            asked.append(given[2])  # type: ignore[arg-type]
            return settle_around(*given)  # type: ignore[arg-type]

        monkeypatch.setattr("desk.rematching.settle_around", noted)
        oldest = world[0].id
        note = (
            "update articles set correction = 'A note.', correction_kind = 'correction', changed_seq = ? where id = ?"
        )
        store.conn.execute(note, [next_change(store), oldest])
        match(store, REGISTRY, now=NOW)
        assert asked == []
        title = "update articles set title = 'Another title', changed_seq = ? where id = ?"
        store.conn.execute(title, [next_change(store), oldest])
        match(store, REGISTRY, now=NOW)
        assert len(asked) == 1
        as_found(store)


def test_what_a_new_registry_says_of_old_events_is_announced(tmp_path: Path) -> None:
    small = Registry(tuple(replace(one, notable=False) for one in REGISTRY.outlets), "small")
    with small_windows(1.0), open_store(tmp_path / "news.db") as store:
        sync_registry(store, small, NOW)
        for article in a_long_world(random.Random(9), 40, 8):
            keep(store, article)
        for number, article in enumerate(a_long_world(random.Random(10), 3, 3)):
            keep(store, replace(article, id=f"z{number}", url=f"https://z{number}.example/", published=NOW))
        match(store, small, now=NOW)
        assert left(store) > 5
        assert match(store, REGISTRY, now=NOW).new_verdicts > 0
        window = kept_window(store, resources())
        risen = store.conn.execute("select event_id from verdicts_now where state = 'corroborated'").fetchall()
        old = {
            str(row[0])
            for row in risen
            for one in store.conn.execute("select article_id from event_articles where event_id = ?", row)
            if window is not None and one[0] not in window.ids
        }
        assert old
        announced = {one.event_id for one in read_announcements(store)}
        assert announced == {str(row[0]) for row in risen}


def test_an_old_event_is_split_and_put_together_again(tmp_path: Path) -> None:
    world = a_long_world(random.Random(9), 40, 8)
    late = a_long_world(random.Random(10), 3, 3)
    with small_windows(1.0), open_store(tmp_path / "news.db") as store:
        sync_registry(store, REGISTRY, NOW)
        for article in world:
            keep(store, article)
        for number, article in enumerate(late):
            when = NOW - timedelta(days=1)
            keep(store, replace(article, id=f"z{number}", url=f"https://z{number}.example/", published=when), now=when)
        match(store, REGISTRY, now=NOW)
        window = kept_window(store, resources())
        assert window is not None
        events = store.conn.execute(
            "select event_id, group_concat(article_id) from event_articles group by 1 having count(*) > 1 order by 1"
        ).fetchall()
        event, members = next((row[0], sorted(row[1].split(","))) for row in events)
        assert not window.ids_among(members)
        before = said(store)
        number = decide(store, Order("split", "two stories", event=event, articles=(members[-1],)), "Ada", NOW)
        match(store, REGISTRY, now=NOW)
        assert current_event(store, event_id(members[-1])) != event or event_id(members[-1]) == event
        assert said(store)["articles"] != before["articles"]
        undo_decision(store, number, "Ada", "one story", NOW)
        match(store, REGISTRY, now=NOW)
        assert {key: said(store)[key] for key in ("articles", "events", "pairs")} == {
            key: before[key] for key in ("articles", "events", "pairs")
        }
        as_found(store)


def test_a_whole_file_and_one_that_grew_say_the_same(tmp_path: Path) -> None:
    draw = random.Random(12)
    world = in_some_order(draw, 30, 40)
    with small_windows(1.0), open_store(tmp_path / "news.db") as store:
        sync_registry(store, REGISTRY, NOW)
        for start in range(0, len(world), 6):
            for article in world[start : start + 6]:
                keep(store, article, now=NOW)
            match(store, REGISTRY, now=NOW)
        here = tuple(read_articles(store))
        grown = said(store)
        (tmp_path / "other").mkdir()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tests.desk.test_incremental.SOON", NOW)
            assert at_once(tmp_path / "other", list(here)) == grown
