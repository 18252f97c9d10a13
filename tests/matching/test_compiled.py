"""Compiled loops say what numpy and LightGBM say, bit by bit, and are loaded where they are worth it."""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

import lightgbm
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.stream import Shape, Stream
from matching import compiled, fields, meetings
from matching.candidates import DOORS, Candidates, Times
from matching.clusters import Linkage
from matching.compiled import Compiled, mapped
from matching.context import context_features
from matching.forest import forest_of
from matching.growing import Lines, Sets
from matching.levels import Levels
from matching.loopdata import Crowd
from matching.pairtable import PairTable
from matching.scorer import margins_of
from matching.sheaf import read_sheaf
from matching.shelf import Shelf
from matching.shelfevidence import shelf_evidence
from matching.snapshot import save_window
from matching.types import Article
from matching.window import Window
from tests.matching.samples import resources
from tests.matching.smallworlds import a_world

COUNT = 420


def both_ways(patch: pytest.MonkeyPatch, work: Callable[[], object]) -> tuple[object, object]:
    """What comes of something with numpy alone, and with compiled loops."""
    found = []
    for worth in (None, 0.0):
        patch.setattr(compiled, "COMPILED", Compiled(worth))
        found.append(work())
    return found[0], found[1]


@pytest.fixture(autouse=True)
def _two_threads() -> Iterator[None]:
    compiled.work_on(2)
    yield
    compiled.work_on(1)


@pytest.fixture(scope="module")
def stream() -> list[Article]:
    """More articles than a list is long, with copies, some of them undated."""
    drawn = [article for article, _ in itertools.islice(Stream(Shape(a_day=200, copies=0.3), seed=11), COUNT)]
    return [article if n % 9 else _undated(article) for n, article in enumerate(drawn)]


def _undated(article: Article) -> Article:
    return replace(article, published=None)


def test_a_window_of_a_stream_is_the_same_to_the_last_bit(
    stream: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.thresholds.SMALL_FILE", 100)
    monkeypatch.setattr("matching.thresholds.WINDOW_DAYS", 1.0)

    def grown() -> dict[str, bytes]:
        window = Window(resources())
        for start in range(0, len(stream), 70):
            window.update(stream[start : start + 70])
        return {name: array.tobytes() for name, array in save_window(window).items()}

    alone, loops = both_ways(monkeypatch, grown)
    assert isinstance(alone, dict)
    assert isinstance(loops, dict)
    assert alone.keys() == loops.keys()
    # pairs may lie in other slots, since they are found in another order; what articles and lists hold is the same
    for name in sorted(alone):
        if not name.startswith("column.pairs."):
            assert alone[name] == loops[name], name


def test_so_is_what_it_says(stream: list[Article], monkeypatch: pytest.MonkeyPatch) -> None:
    def said() -> object:
        window = Window(resources())
        changes = [window.update(stream[start : start + 140]) for start in range(0, len(stream), 140)]
        return changes, window.events, window.scores()

    alone, loops = both_ways(monkeypatch, said)
    assert alone == loops


def test_evidence_of_all_pairs_of_a_world(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = read_sheaf(a_world(random.Random(5), 30, copies=0.3), resources().background).shelf
    a, b = (np.array(ends, dtype=np.int64) for ends in zip(*itertools.combinations(range(30), 2), strict=True))
    alone, loops = both_ways(monkeypatch, lambda: shelf_evidence(shelf, a, b))
    np.testing.assert_array_equal(alone, loops)


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=30)
def test_products_of_random_rows(seed: int) -> None:
    draw = np.random.default_rng(seed)
    sets, lines = Sets(), Lines()
    rows = [np.flatnonzero(draw.random(40) < draw.choice((0.0, 0.1, 0.6))).astype(np.int32) for _ in range(12)]
    sets.add_sets(rows)
    lines.add([(row, draw.integers(0, 1 << 24, len(row)) / (1 << 24)) for row in rows])
    a, b = draw.integers(0, 12, (2, 50))
    for held in (sets, lines):
        with pytest.MonkeyPatch.context() as patch:
            alone, loops = both_ways(patch, lambda held=held: held.products(a, b))  # type: ignore[misc]
        np.testing.assert_array_equal(alone, loops)


@pytest.mark.parametrize("room", [1, 1 << 20])
def test_meetings_that_have_no_room_come_in_turns(room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meetings, "_ROOM", room)
    draw = np.random.default_rng(1)
    lines = Lines()
    rows = [np.sort(draw.choice(300, 20, replace=False)).astype(np.int32) for _ in range(200)]
    lines.add([(row, draw.integers(1, 1 << 20, len(row)) / (1 << 24)) for row in rows])
    times = Times(draw.random(200) * 9, draw.random(200) < 0.8, np.arange(200))
    search = meetings.Search(draw.random(200) < 0.9, times, 4.0)
    asked = np.flatnonzero(search.alive)[::2]
    way = meetings.Way(DOORS[0], lines, np.full(200, np.inf))

    def met() -> dict[tuple[int, int], tuple[float, float]]:
        return {
            (one, other): (value, apart)
            for found in meetings.meetings(way, asked, search)
            for one, other, value, apart in zip(
                *(column.tolist() for column in (found.one, found.other, found.value, found.apart)), strict=True
            )
        }

    alone, loops = both_ways(monkeypatch, met)
    assert isinstance(alone, dict)
    assert isinstance(loops, dict)
    assert loops.items() <= alone.items()
    for row in asked.tolist():  # those that numpy has more are no nearer than the last that a list has room for
        mine = sorted((value for (one, _), (value, _) in alone.items() if one == row), reverse=True)
        kept = sorted((value for (one, _), (value, _) in loops.items() if one == row), reverse=True)
        assert kept[: DOORS[0].nearest] == mine[: DOORS[0].nearest]


def test_measures_where_copies_stand_in_a_field(stream: list[Article], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "LEAST_WEIGHT", 2 * fields.WHOLE)

    def measured() -> bytes:
        window = Window(resources())
        window.update(stream)
        return save_window(window)["column.measures"].tobytes()

    alone, loops = both_ways(monkeypatch, measured)
    assert alone == loops


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=60)
def test_parts_are_clustered_alike(seed: int) -> None:
    crowd = _crowd(np.random.default_rng(seed))
    levels = Levels(PairTable(), Linkage(threshold=-0.5), -3.0)
    with pytest.MonkeyPatch.context() as patch:
        alone, loops = both_ways(patch, lambda: levels._clustered(Linkage(threshold=-0.5), crowd))
    np.testing.assert_array_equal(alone, loops)


def _crowd(draw: np.random.Generator) -> Crowd:
    """Parts of some places, among them copies and pieces of several places, with values that are often equal."""
    units, pieces, ends, odds, starts = [], [], [], [], [0]
    for size in draw.integers(2, 15, 6).tolist():
        start = starts[-1]
        unit = np.arange(size)
        for n in range(1, size):
            unit[n] = unit[draw.integers(0, n)] if draw.random() < 0.25 else n
        piece = unit.copy()
        for n in range(1, size):
            if unit[n] == n and draw.random() < 0.2:
                piece[unit == n] = piece[unit[draw.integers(0, n)]]
        units.append(start + unit)
        pieces.append(start + piece)
        for a, b in itertools.combinations(range(size), 2):
            if piece[a] != piece[b] and draw.random() < 0.7:
                ends.append((start + a, start + b))
                odds.append(draw.choice([draw.uniform(-6, 6), 1.5, 0.25, -np.inf]))
        starts.append(start + size)
    one, other = np.array(ends, dtype=np.int64).reshape(-1, 2).T
    begin, end = np.array(starts[:-1]), np.array(starts[1:])
    low, high = (np.searchsorted(one, bound).astype(np.int64) for bound in (begin, end))
    return Crowd(begin, end, low, high, np.concatenate(units), np.concatenate(pieces), one, other, np.array(odds))


def test_a_part_of_too_many_is_left_to_python(monkeypatch: pytest.MonkeyPatch) -> None:
    count = 300
    places, pairs = np.arange(count), np.arange(count - 1)
    bounds = (np.array([0]), np.array([count]), np.array([0]), np.array([count - 1]))
    crowd = Crowd(*bounds, places, places, pairs, pairs + 1, np.full(count - 1, 2.0))
    levels = Levels(PairTable(), Linkage(), -3.0)
    alone, loops = both_ways(monkeypatch, lambda: levels._clustered(Linkage(), crowd))
    np.testing.assert_array_equal(alone, loops)
    assert len(set(np.asarray(loops).tolist())) == count / 2


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=60)
def test_a_second_look_sees_the_same(seed: int) -> None:
    draw = np.random.default_rng(seed)
    ends = np.array([pair for pair in itertools.combinations(range(14), 2) if draw.random() < 0.5], dtype=np.int64)
    pairs = Candidates(*ends.reshape(-1, 2).T)
    margins = draw.choice([-9.0, 0.0, 1.5, 4.0], len(pairs)) + draw.choice([0.0, 0.3], len(pairs))
    copies = draw.random(len(pairs)) < 0.15
    with pytest.MonkeyPatch.context() as patch:
        alone, loops = both_ways(patch, lambda: context_features(pairs, margins, 14, copies))
    np.testing.assert_array_equal(alone, loops)


# --- trees -----------------------------------------------------------------------------------------------------


def test_trees_say_what_lightgbm_says(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(3)
    for booster in (resources().event_scorer.first, resources().event_scorer.second, resources().claim_scorer.first):
        assert booster is not None
        values = draw.random((1_500, booster.num_feature())) * draw.choice([0, 0.1, 1, 5, -1], (1_500, 1))
        values[draw.random(values.shape) < 0.2] = np.nan
        values[draw.random(values.shape) < 0.1] = 0.0
        alone, loops = both_ways(monkeypatch, lambda b=booster, v=values: margins_of(b, v))  # type: ignore[misc]
        np.testing.assert_array_equal(alone, loops)


@pytest.mark.parametrize("missing", [True, False])
def test_missing_values_go_where_the_model_sends_them(missing: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(4)
    values = draw.normal(size=(3_000, 4))
    if missing:
        values[draw.random(values.shape) < 0.3] = np.nan
    target = np.nan_to_num(values[:, 0]) + np.isnan(values[:, 1]) * 2 + values[:, 2].clip(0, 1)
    booster = lightgbm.train(
        {"verbose": -1, "num_leaves": 9, "num_threads": 1}, lightgbm.Dataset(values, np.nan_to_num(target)), 20
    )
    assert forest_of(booster) is not None
    asked = draw.normal(size=(500, 4))
    asked[draw.random(asked.shape) < 0.3] = np.nan
    alone, loops = both_ways(monkeypatch, lambda: margins_of(booster, asked))
    np.testing.assert_array_equal(alone, loops)


def test_trees_that_ask_for_categories_are_left_to_lightgbm(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(5)
    values = draw.integers(0, 6, (2_000, 2)).astype(float)
    booster = lightgbm.train(
        {"verbose": -1, "num_threads": 1, "min_data_per_group": 1},
        lightgbm.Dataset(values, (values[:, 0] == 3) * 1.0, categorical_feature=[0]),
        5,
    )
    assert forest_of(booster) is None
    alone, loops = both_ways(monkeypatch, lambda: margins_of(booster, values))
    np.testing.assert_array_equal(alone, loops)


# --- when they are loaded --------------------------------------------------------------------------------------


def test_they_are_loaded_once_numpy_has_spent_what_loading_is_worth() -> None:
    held = Compiled(1.0)
    assert held.loops(0.4) is None
    assert held.loops(0.4) is None
    assert held.loops(0.4) is not None
    assert held.loops(0.0) is not None


def test_without_numba_numpy_does_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matching.kernels", None)  # what an import meets where numba is missing
    monkeypatch.setattr(compiled, "_load", compiled._load.__wrapped__)
    assert Compiled(0.0).loops(9.0) is None
    monkeypatch.setattr(compiled, "COMPILED", Compiled(0.0))
    world = a_world(random.Random(2), 8)
    window = Window(resources())
    window.update(world)
    assert len(window) == len(world)


def test_work_comes_back_in_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "processors", lambda: 3)
    assert mapped(lambda n: n * n, range(20)) == [n * n for n in range(20)]
    assert mapped(len, []) == []
    with pytest.raises(ZeroDivisionError):
        mapped(lambda n: 1 // n, [1, 0, 2])


def test_shelves_that_are_put_together_say_what_one_shelf_says() -> None:
    world = a_world(random.Random(8), 24, copies=0.2)
    background = resources().background
    whole, parts = read_sheaf(world, background).shelf, Shelf()
    for start in (0, 9, 10, 20):
        end = {0: 9, 9: 10, 10: 20, 20: 24}[start]
        parts.append(read_sheaf(world[start:end], background).shelf)
    a, b = (np.array(ends, dtype=np.int64) for ends in zip(*itertools.combinations(range(24), 2), strict=True))
    np.testing.assert_array_equal(shelf_evidence(whole, a, b), shelf_evidence(parts, a, b))
