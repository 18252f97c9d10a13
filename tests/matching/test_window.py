"""A window that grows step by step says what matching everything at once says."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matching import thresholds
from matching.candidates import DOORS, Times, find_candidates
from matching.compiled import Compiled
from matching.documents import make_document
from matching.events import find_events
from matching.features import pair_evidence
from matching.fields import WHOLE
from matching.neighbours import kinds_of
from matching.shelf import Shelf
from matching.shelfevidence import shelf_evidence
from matching.snapshot import load_window, save_window
from matching.types import Article, Event, EventChanges, PairScore
from matching.views import make_views
from matching.window import Window
from tests.matching.samples import BRIDGE, BRIDGE_TOO, COMET, EVERYTHING, MINE, article, resources
from tests.matching.smallworlds import START, a_world, revised


@pytest.fixture(params=[None, 0.0], ids=["numpy", "compiled"], scope="module", autouse=True)
def _loops(request: pytest.FixtureRequest) -> Iterator[None]:
    """Once with numpy alone, once with compiled loops from the first pair on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("matching.compiled.COMPILED", Compiled(request.param))
        yield


class Ledger:
    """What somebody knows who only ever hears of changes."""

    def __init__(self) -> None:
        self.events: dict[str, Event] = {}
        self.pairs: dict[tuple[str, str], PairScore] = {}

    def hear(self, changes: EventChanges) -> None:
        for gone in changes.gone:
            del self.events[gone]
        for event in changes.events:
            assert self.events.get(event.id) != event, "told of an event that is as it was"
            self.events[event.id] = event
        for pair in changes.pairs_gone:
            del self.pairs[pair]
        for score in changes.pairs:
            self.pairs[score.a, score.b] = score


def told(window: Window, coming: list[Article], gone: Sequence[str] = ()) -> EventChanges:
    """What an update changes, its scores explained."""
    changes = window.update(coming, gone)
    return replace(changes, pairs=tuple(window.explained(changes.pairs)))


def grown(draw: random.Random, world: list[Article]) -> tuple[Window, Ledger, list[Article]]:
    """A window into which the world came in random order and batches, with revisions and articles that went again."""
    window, ledger = Window(resources()), Ledger()
    waiting, here = list(world), dict[str, Article]()
    draw.shuffle(waiting)
    while waiting:
        size = draw.choice((1, 1, 2, 5))
        coming, waiting = waiting[:size], waiting[size:]
        if here and draw.random() < 0.5:
            coming.append(revised(draw, here[draw.choice(sorted(here.keys() - {a.id for a in coming}))]))
        gone = (
            draw.sample(sorted(here.keys() - {a.id for a in coming}), 1)
            if len(here) > 3 and draw.random() < 0.3
            else []
        )
        for article_id in gone:
            del here[article_id]
        here.update((article.id, article) for article in coming)
        ledger.hear(told(window, coming, gone))
    return window, ledger, list(here.values())


def check(window: Window, ledger: Ledger, here: list[Article]) -> None:
    events, scores = find_events(here, resources())
    assert window.events == events
    assert tuple(window.explained(window.scores())) == scores
    assert tuple(ledger.events[key] for key in sorted(ledger.events)) == events
    assert tuple(ledger.pairs[key] for key in sorted(ledger.pairs)) == scores


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.integers(1, 22))
def test_any_sequence_of_increments_gives_what_a_full_rebuild_gives(seed: int, count: int) -> None:
    draw = random.Random(seed)
    check(*grown(draw, a_world(draw, count)))


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 10_000))
def test_so_it_does_where_only_a_few_days_are_compared(seed: int) -> None:
    draw = random.Random(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(thresholds, "SMALL_FILE", 8)
        patch.setattr(thresholds, "WINDOW_DAYS", 2.0)
        check(*grown(draw, a_world(draw, 20)))


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 10_000))
def test_so_it_does_where_lists_of_neighbours_are_full(seed: int) -> None:
    """And where few candidates make a field, so that it matters which of them are copies of each other."""
    draw = random.Random(seed)
    doors = tuple(replace(door, nearest=2, nearby=1 if door.nearby else 0) for door in DOORS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("matching.candidates.DOORS", doors)
        patch.setattr("matching.neighbours.DOORS", doors)
        patch.setattr("matching.neighbours.KINDS", kinds_of(doors))
        for module in ("candidates", "shelf"):
            patch.setattr(f"matching.{module}.TERMS", 8)
        patch.setattr("matching.fields.LEAST_WEIGHT", 2 * WHOLE)
        check(*grown(draw, a_world(draw, 20, copies=draw.choice((0.15, 0.6)))))


def test_shelved_documents_give_the_same_evidence() -> None:
    documents = [make_document(one, resources().background) for one in a_world(random.Random(3), 30)]
    views = make_views(documents)
    pairs = find_candidates(documents, views)
    shelf = Shelf()
    shelf.add(documents)
    found = shelf_evidence(shelf, pairs.a, pairs.b)
    np.testing.assert_array_equal(found, pair_evidence(documents, views, pairs))


@given(st.integers(0, 10_000))
def test_nobody_who_is_near_enough_is_left_out(seed: int) -> None:
    draw = np.random.default_rng(seed)
    when = draw.integers(0, 30, 40).astype(float) + draw.random(40).round(1)
    times = Times(when, draw.random(40) < 0.7, np.arange(40))
    rows = draw.choice(40, int(draw.integers(0, 5)), replace=False)
    apart = np.array([times.apart(int(row), np.arange(40)) for row in rows]).reshape(len(rows), 40)
    found = times.near_any(rows, 2.0)
    assert not ((apart <= 2.0).any(axis=0) & ~found).any()
    np.testing.assert_array_equal(found, (apart <= 2.0 + 1e-5).any(axis=0))


def test_nothing_comes_of_nothing() -> None:
    window = Window(resources())
    assert window.update([]) == EventChanges()
    assert (window.events, window.scores(), len(window)) == ((), (), 0)


def test_only_what_is_touched_is_told() -> None:
    window = Window(resources())
    window.update([BRIDGE, COMET, MINE])
    changes = window.update([BRIDGE_TOO])
    (event,) = changes.events
    assert event.article_ids == (BRIDGE.id, BRIDGE_TOO.id)
    assert event == window.event_of(BRIDGE.id)
    assert changes.gone == ()
    assert [(score.a, score.b) for score in window.scores_among(event.article_ids)] == [(BRIDGE.id, BRIDGE_TOO.id)]


def test_an_article_that_goes_leaves_its_event_and_comes_back_to_it() -> None:
    window = Window(resources())
    window.update(EVERYTHING)
    before = window.events
    changes = window.update([], [BRIDGE.id])
    assert [event.article_ids for event in changes.events] == [(BRIDGE_TOO.id,)]
    assert len(changes.gone) == 1
    assert (BRIDGE.id, BRIDGE_TOO.id) in changes.pairs_gone
    window.update([BRIDGE])
    assert window.events == before


def test_an_article_that_comes_late_finds_those_of_its_time() -> None:
    early = [replace(one, published=START - timedelta(days=400)) for one in (BRIDGE, BRIDGE_TOO)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(thresholds, "SMALL_FILE", 2)
        window = Window(resources())
        window.update([early[0], COMET, MINE])
        window.update([early[1]])
        assert window.event_of(BRIDGE.id).article_ids == (BRIDGE.id, BRIDGE_TOO.id)
        window.update([replace(BRIDGE_TOO, id="bridge-9")])
        assert window.event_of("bridge-9").article_ids == ("bridge-9",)


def test_one_id_twice_is_an_error_and_changes_nothing() -> None:
    window = Window(resources())
    window.update([BRIDGE])
    with pytest.raises(ValueError, match="one id"):
        window.update([COMET, replace(COMET, revision=2)])
    assert len(window) == 1


@settings(deadline=None, max_examples=8)
@given(st.integers(0, 10_000))
@example(9190)  # an event that is cut at a follow-up: the cut asks for the outlets
def test_a_window_that_was_saved_and_read_back_goes_on_as_if_it_had_not(seed: int) -> None:
    draw = random.Random(seed)
    world = a_world(draw, 16)
    window, ledger, here = grown(draw, world[:10])
    window = load_window(save_window(window), resources())
    changes = window.update(world[10:], [here[0].id])
    ledger.hear(replace(changes, pairs=tuple(window.explained(changes.pairs))))
    check(window, ledger, [*here[1:], *world[10:]])


def test_a_snapshot_of_something_else_is_refused() -> None:
    arrays = save_window(Window(resources()))
    for broken in (
        {name: array for name, array in arrays.items() if name != "column.measures"},
        arrays | {"head": np.array([99.0, 0.0])},
        arrays | {"column.measures": np.zeros((2, 3))},
    ):
        with pytest.raises(ValueError, match=r"snapshot|column"):
            load_window(broken, resources())


def test_whoever_reports_beside_two_texts_is_measured_anew_when_they_become_copies() -> None:
    """Two cuts of one story are on each other's lists only once the whole of it is gone; the report beside them stays on its own."""
    story = (
        "Grain barges on the Ormel canal were halted at the Tarn lock when its lower gate jammed half open. Engineers "
        "lowered the water by hand for six hours. Bargemen slept on their hatches while a crane came from Castrund. "
    )
    whole = article("z", "Barges wait at the lock", story)
    first = article(
        "x", "Barges wait at the lock", story + "Millers in Brenz have flour until Sunday, their guild says."
    )
    second = article(
        "y", "Flood wardens told to stand by", story + "Flood wardens at Sill opened the old weir as a precaution."
    )
    beside = article(
        "a",
        "Flood wardens stand by at Sill",
        "Wardens filled sandbags along the quay. Millers in Brenz count their flour, which lasts until Sunday, the guild says.",
    )
    doors = tuple(replace(door, nearest=1, nearby=0) for door in DOORS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("matching.candidates.DOORS", doors)
        patch.setattr("matching.neighbours.DOORS", doors)
        patch.setattr("matching.neighbours.KINDS", kinds_of(doors))
        patch.setattr("matching.fields.LEAST_WEIGHT", 2 * WHOLE)
        window, ledger = Window(resources()), Ledger()
        ledger.hear(told(window, [whole, first, second, beside]))
        measured = {(score.a, score.b) for score in window.scores()}
        ledger.hear(told(window, [], ["z"]))
        assert ("x", "y") in {(score.a, score.b) for score in window.scores()} - measured
        check(window, ledger, [first, second, beside])
