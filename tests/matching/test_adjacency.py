"""The chains of pairs hold what sets of them would."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.adjacency import Adjacency


@given(st.integers(0, 1_000_000))
def test_chains_hold_the_pairs_that_came_and_did_not_go(seed: int) -> None:
    draw = random.Random(seed)
    chains, rows = Adjacency(), 0
    pairs: dict[int, tuple[int, int]] = {}
    for _ in range(8):
        count = draw.randrange(4)
        chains.add_rows(count)
        rows += count
        for slot in [slot for slot in pairs if draw.random() < 0.3]:
            chains.drop(*(np.array([value]) for value in (slot, *pairs.pop(slot))))
        free = [slot for slot in range(30) if slot not in pairs]
        made = {slot: draw.sample(range(rows), 2) for slot in draw.sample(free, draw.randrange(9)) if rows > 1}
        ends = np.array(list(made.values()), dtype=np.int64).reshape(-1, 2)
        chains.add(np.array(list(made), dtype=np.int64), ends[:, 0], ends[:, 1])
        pairs.update((slot, (a, b)) for slot, (a, b) in made.items())
        for row in range(rows):
            wanted = sorted(slot for slot, held in pairs.items() if row in held)
            assert sorted(chains.slots_of(row)) == wanted
        asked = [row for row in range(rows) if draw.random() < 0.5]
        found = chains.slots(np.array(asked, dtype=np.int64)).tolist()
        assert sorted(found) == sorted(slot for row in asked for slot, held in pairs.items() if row in held)
    assert len(chains) == rows
