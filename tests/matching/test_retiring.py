"""A window that lets settled articles go says what matching everything at once says."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching import thresholds
from matching.candidates import in_days
from matching.events import find_events
from matching.snapshot import load_window, save_window
from matching.staying import EXACT_SCORES
from matching.sweep import Part, Settled, Sweep, part_around
from matching.types import Article, Event, PairScore
from matching.window import Window
from tests.matching.samples import resources
from tests.matching.smallworlds import START, a_world, revised
from tests.matching.test_window import Ledger


@contextmanager
def a_window_of(days: float, small: int = 6) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(thresholds, "SMALL_FILE", small)
        patch.setattr(thresholds, "WINDOW_DAYS", days)
        yield


def time_of(article: Article) -> float:
    return in_days(article.published or article.first_seen)


def a_long_world(draw: random.Random, count: int, days: int) -> list[Article]:
    """A world whose articles lie over so many days; some are known by when they were seen alone."""
    world = []
    for article in a_world(draw, count):
        when = START + timedelta(hours=6 * draw.randrange(0, 4 * days))
        dated = article.published is not None
        world.append(
            replace(article, published=when if dated else None, first_seen=when + timedelta(hours=draw.randrange(9)))
        )
    return world


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 100_000), st.sampled_from([0.5, 1.0, 2.0]), st.booleans())
def test_what_leaves_changes_nothing(seed: int, days: float, kept: bool) -> None:
    """Articles come a little out of order; articles since the line are revised or go."""
    draw = random.Random(seed)
    world = sorted(a_long_world(draw, 40, 24), key=lambda a: time_of(a) + 2 * draw.random())
    here: dict[str, Article] = {}
    left = 0
    with a_window_of(days):
        window, ledger = Window(resources()), Ledger()
        while world:
            size = draw.choice((1, 2, 4))
            coming, world = world[:size], world[size:]
            able = [one for key, one in sorted(here.items()) if time_of(one) >= window.line]
            if able and draw.random() < 0.4:
                again = revised(draw, draw.choice(able))
                coming += [again] if time_of(again) >= window.line else []
            coming = list({one.id: one for one in coming}.values())
            able = [one for one in able if one.id not in {a.id for a in coming}]
            gone = [draw.choice(able).id] if able and draw.random() < 0.2 else []
            for key in gone:
                del here[key]
            here.update((one.id, one) for one in coming)
            changes = window.update(coming, gone, total=len(here))
            ledger.hear(replace(changes, pairs=tuple(window.explained(changes.pairs))))
            yet_to_come = min((time_of(one) for one in world), default=0.0)
            window.retire(min(yet_to_come, window.newest(1e9) - 1))
            left = max(left, len(here) - len(window))
            if kept:
                window = load_window(save_window(window), resources())
            assert window.events == tuple(sorted({window.event_of(key) for key in window.ids}, key=lambda e: e.id))
        told(ledger, *find_events(list(here.values()), resources()))
    assert days > 1 or left > 5


def told(ledger: Ledger, events: tuple[Event, ...], scores: tuple[PairScore, ...]) -> None:
    assert tuple(ledger.events[key] for key in sorted(ledger.events)) == events
    assert tuple(ledger.pairs[key] for key in sorted(ledger.pairs)) == scores


class Archive:
    """Articles by time, of which a window holds the newest, and what was said of all: kept up to date as a file would be."""

    def __init__(self) -> None:
        self.here: dict[str, Article] = {}
        self.times: dict[str, float] = {}
        self.ledger = Ledger()
        self.window = Window(resources())
        self.widened = self.swept = 0

    def take(self, coming: list[Article], gone: list[str]) -> None:
        """Let articles come, change and go: those since the line by way of the window, others by a sweep around them."""
        line, before = self.window.line, dict(self.times)
        for key in gone:
            del self.here[key], self.times[key]
        self.here.update((one.id, one) for one in coming)
        self.times.update((one.id, time_of(one)) for one in coming)
        moments = {before.get(key, math.inf) for key in (*gone, *(one.id for one in coming))}
        moments |= {time_of(one) for one in coming}
        fresh = [one for one in coming if time_of(one) >= line]
        away = [one.id for one in coming if time_of(one) < line and before.get(one.id, -math.inf) >= line]
        away += [key for key in gone if before[key] >= line]
        changes = self.window.update(fresh, away, total=len(self.here))
        self.ledger.hear(replace(changes, pairs=tuple(self.window.explained(changes.pairs))))
        late = sorted(when for when in moments if when < line)
        if late:
            self.sweep(late, {one.id for one in coming} | set(gone))
        self.window.retire(self.window.newest(1e9) - 1)

    def sweep(self, late: list[float], changed: set[str]) -> None:
        """Match anew what lies around these times, wider and wider until all that could have changed is exact."""
        part, reach = part_around(late, len(self.here)), 2 * EXACT_SCORES * thresholds.WINDOW_DAYS
        oldest = min((self.window.time_of(key) for key in self.window.ids), default=0.0)
        while True:
            self.swept += 1
            live = part.last >= oldest
            if live:
                part = replace(part, first=min(part.first, oldest - reach), last=math.inf, line=self.window.line)
            sweep, settled = self.through(part)
            if not sweep.short:
                break
            self.widened += 1
            part = part.wider()
        if live:
            self.window = sweep.window
        articles = {key for one in settled for key in one.articles}
        events = {event.id: event for one in settled for event in one.events}
        scores = {(s.a, s.b): s for one in settled for s in one.scores if s.a in articles and s.b in articles}
        self.replace(articles | changed, events, scores)

    def through(self, part: Part) -> tuple[Sweep, list[Settled]]:
        inside = sorted((self.times[key], key) for key in self.here if part.first <= self.times[key] <= part.last)
        settled: list[Settled] = []
        sweep = Sweep(resources(), part, settled.append, packed_at=0.0)
        for start in range(0, len(inside), 3):
            sweep.take([self.here[key] for _, key in inside[start : start + 3]])
        sweep.finish()
        return sweep, settled

    def replace(self, articles: set[str], events: dict[str, Event], scores: dict[tuple[str, str], PairScore]) -> None:
        """What is said of these articles from now on."""
        gone = articles - self.here.keys()
        live = {event.id: event for event in self.window.events}
        for key, event in list(self.ledger.events.items()):
            if live.get(key) != event and not articles.isdisjoint(event.article_ids):
                assert articles.issuperset(event.article_ids), "an event is half known"
                del self.ledger.events[key]
        self.ledger.events.update(events)
        near = {(score.a, score.b) for score in self.window.scores()}
        for pair in self.ledger.pairs.keys() - near:
            if articles.issuperset(pair) or not gone.isdisjoint(pair):
                del self.ledger.pairs[pair]
        self.ledger.pairs.update(scores)


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 100_000), st.sampled_from([0.5, 1.0, 2.0]))
def test_late_revised_and_withdrawn_articles_of_any_time(seed: int, days: float) -> None:
    draw = random.Random(seed)
    waiting = a_long_world(draw, 36, draw.choice((20, 60)))
    waiting.sort(key=lambda a: time_of(a) + draw.choice((0.0, 2.0, 30.0)) * draw.random())
    with a_window_of(days, small=4):
        archive = Archive()
        while waiting:
            size = draw.choice((1, 2, 4))
            coming, waiting = waiting[:size], waiting[size:]
            old = sorted(archive.here.keys() - {one.id for one in coming})
            if old and draw.random() < 0.3:
                coming.append(revised(draw, archive.here[draw.choice(old)]))
            old = sorted(set(old) - {one.id for one in coming})
            archive.take(coming, [draw.choice(old)] if len(old) > 8 and draw.random() < 0.2 else [])
            if not waiting or draw.random() < 0.2:
                told(archive.ledger, *find_events(list(archive.here.values()), resources()))
        assert len(archive.window) < len(archive.here) or days > 0.5, "nothing has left"
        assert {key for event in archive.ledger.events.values() for key in event.article_ids} == archive.here.keys()


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 100_000), st.sampled_from([0.5, 1.0, 2.0]), st.integers(1, 9))
def test_a_sweep_through_everything_says_what_matching_it_at_once_says(seed: int, days: float, size: int) -> None:
    draw = random.Random(seed)
    world = sorted(a_long_world(draw, 40, 30), key=lambda a: (time_of(a), a.id))
    with a_window_of(days):
        line = time_of(world[-1]) - draw.choice((0.0, 3.0, 100.0))
        settled: list[Settled] = []
        sweep = Sweep(resources(), Part(len(world), line=line), settled.append, packed_at=draw.choice((0.0, 0.3)))
        for start in range(0, len(world), size):
            sweep.take(world[start : start + size])
        sweep.finish()
        events, scores = find_events(world, resources())
    assert not sweep.short
    found = [event for one in settled for event in one.events]
    assert tuple(sorted(found, key=lambda event: event.id)) == events
    pairs = {(s.a, s.b): s for one in settled for s in one.scores}
    assert tuple(pairs[key] for key in sorted(pairs)) == scores
    assert {key for one in settled for key in one.articles} == {one.id for one in world}
    assert sweep.window.ids < {one.id for one in world} or line < time_of(world[0])
    assert set(sweep.window.events) <= set(events)
