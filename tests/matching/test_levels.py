"""Clusters made level by level, anew only where a pair changed, are those of all pairs at once."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.clusters import Linkage, cluster
from matching.events import LINKAGE
from matching.features import BASE_NAMES
from matching.levels import Asking, Changes, Levels
from matching.pairtable import PairTable
from matching.thresholds import COPY_RULED_OUT
from matching.vectors import Indices

FAINT = -2.4


class World:
    """Rows and pairs that come, change and go at random; the scores of some faint pairs are told only where asked for."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        self.pairs = PairTable()
        self.levels = Levels(self.pairs, LINKAGE, FAINT)
        self.alive: list[bool] = []
        self.names: list[str] = []
        self.known: dict[tuple[int, int], float] = {}

    def ask(self) -> Asking:
        return Asking(self.score, self.order)

    def order(self, rows: Indices) -> Indices:
        return np.argsort(np.argsort([self.names[row] for row in rows.tolist()]))

    def score(self, slots: Indices) -> None:
        for slot in slots.tolist():
            self.note(slot, self.known[int(self.pairs.a.all[slot]), int(self.pairs.b.all[slot])])

    def note(self, slot: int, value: float) -> None:
        one = np.array([slot])
        if not self.pairs.close(one)[0]:
            self.pairs.bring_close(one, np.zeros((1, len(BASE_NAMES))), np.zeros(1, dtype=np.int64))
        self.pairs.keep_odds(one, np.array([value]))

    def told(self, slot: int) -> bool:
        return bool(self.pairs.close(np.array([slot]))[0])

    def odds(self) -> float:
        return self.draw.choice((self.draw.uniform(-6, 6), self.draw.uniform(-1.5, 2.5), self.draw.uniform(-1, 0)))

    def tell(self, slot: int) -> None:
        """Give a pair another score; a faint one is told only where it was told before."""
        value = self.odds()
        self.known[int(self.pairs.a.all[slot]), int(self.pairs.b.all[slot])] = value
        if value > FAINT or self.told(slot) or self.draw.random() < 0.3:
            self.note(slot, value)

    def step(self) -> None:
        draw, pairs = self.draw, self.pairs
        lost = [row for row, here in enumerate(self.alive) if here and draw.random() < 0.05]
        gone = {slot for row in lost for slot in pairs.with_(row).values()}
        held = [slot for slot in np.flatnonzero(pairs.a.all >= 0).tolist() if slot not in gone]
        dropped = [slot for slot in held if draw.random() < 0.03]
        ends = [(int(pairs.a.all[slot]), int(pairs.b.all[slot])) for slot in dropped]
        for slot in (*sorted(gone), *dropped):
            pairs.drop(np.array([slot]))
        for row in lost:
            self.alive[row] = False
        first, count = len(self.alive), draw.choice((0, 1, 6))
        self.alive += [True] * count
        self.names += [f"{draw.random():.9f}" for _ in range(count)]
        pairs.add_rows(count)
        self.levels.add_rows(count)
        changed = [slot for slot in held if slot not in dropped and draw.random() < 0.06]
        for slot in changed:
            if self.told(slot):
                self.tell(slot)
        here = [row for row, alive in enumerate(self.alive) if alive]
        fresh = {tuple(sorted(draw.sample(here, 2))) for _ in range(count * 4)} if len(here) > 1 else set()
        made = sorted((a, b) for a, b in fresh if b not in pairs.with_(a))
        slots = pairs.add(*np.array(made, dtype=np.int64).reshape(-1, 2).T)
        for slot in slots.tolist():
            self.tell(slot)
            pairs.copy.all[slot] = draw.random() < 0.08
            if pairs.copy.all[slot]:
                self.score(np.array([slot]))
        touched = [*changed, *slots.tolist()]
        ends += zip(pairs.a.all[touched].tolist(), pairs.b.all[touched].tolist(), strict=True)
        a, b = np.array(ends, dtype=np.int64).reshape(-1, 2).T
        came = np.arange(first, first + count)
        changes = Changes(came, np.array(lost, dtype=np.int64), a, b)
        before = self.groups()
        told = self.levels.update(changes, self.ask())
        told_groups = {self.levels.groups[row] for row in (*told.tolist(), *came.tolist())}
        assert (
            self.groups() - before
            == {frozenset(np.flatnonzero(self.levels.groups == number).tolist()) for number in told_groups} - before
        )

    def groups(self) -> set[frozenset[int]]:
        found: dict[int, set[int]] = {}
        for row, number in enumerate(self.levels.groups.tolist()):
            if number >= 0:
                found.setdefault(number, set()).add(row)
        return {frozenset(rows) for rows in found.values()}

    def all_at_once(self) -> set[frozenset[int]]:
        rows = sorted((row for row, here in enumerate(self.alive) if here), key=self.names.__getitem__)
        place = {row: number for number, row in enumerate(rows)}
        slots = np.flatnonzero(self.pairs.a.all >= 0).tolist()
        ends = [(int(self.pairs.a.all[slot]), int(self.pairs.b.all[slot])) for slot in slots]
        scored = [(place[a], place[b], self.known[a, b]) for a, b in ends]
        copies = [
            (place[a], place[b])
            for slot, (a, b) in zip(slots, ends, strict=True)
            if self.pairs.copy.all[slot] and self.known[a, b] >= COPY_RULED_OUT
        ]
        return {frozenset(rows[item] for item in group) for group in cluster(len(rows), scored, LINKAGE, copies)}


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 1_000_000))
def test_level_by_level_gives_the_clusters_of_all_pairs_at_once(seed: int) -> None:
    world = World(random.Random(seed))
    for _ in range(9):
        world.step()
        assert world.groups() == world.all_at_once()


def test_levels_need_a_threshold_that_is_the_same_for_all_sizes() -> None:
    with pytest.raises(ValueError, match="same for all sizes"):
        Levels(PairTable(), Linkage(growth=0.1), FAINT)
