"""The candidate pairs of a window: which there are, what is known of each, and who is a pair with whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.adjacency import Adjacency
from matching.context import CONTEXT_NAMES
from matching.features import BASE_NAMES, FLOORS, RELATED_POSITIONS
from matching.growing import Column
from matching.loopdata import Pairs, Whole
from matching.runs import distinct
from matching.vectors import Flags, Floats, Indices

_BLOCK = 4_096
# Slots that are looked over in the time that it takes to gather those of one article.
_FEW = 100
NOWHERE = -1
# The evidence that is not kept as `related` anyway.
_UNRELATED = [position for position in range(len(BASE_NAMES)) if position not in RELATED_POSITIONS]


class PairTable:
    """Pairs by slot. The first article of a pair is the one whose id comes first; slots of dropped pairs are used again.

    `related` are the similarities that the best and the usual of an article are taken from, NaN where one is missing; `listed` tells on whose lists a
    pair stands: 1 for that of its first article, 2 for that of its second, 3 for both.

    Most pairs are faint, and stay so whatever small things happen around them (`matching.weighing`). Of those no more is
    kept, and their scores are -inf. Of the others, which are `close`, all evidence is kept at their `place`: `margin` is the
    first score, `odds` are the final log-odds, `base` is what the two articles say by themselves, `context` what the second
    look sees, `claim` the log-odds of one claim, once they were asked for.
    """

    def __init__(self) -> None:
        """Make an empty table."""
        self.a = Column(np.int32, fill=-1)
        self.b = Column(np.int32, fill=-1)
        self.listed = Column(np.int8)
        self.related = Column(np.float32, len(FLOORS))
        self.copy = Column(np.bool_)
        self.kept = Column(np.bool_)
        self.place = Column(np.int32, fill=NOWHERE)
        self._slot = Column(np.int32, fill=NOWHERE)
        self._margin = Column(np.float64, fill=-np.inf)
        self._odds = Column(np.float64, fill=-np.inf)
        self._base = Column(np.float32, len(_UNRELATED))
        self._context = Column(np.float64, len(CONTEXT_NAMES), fill=np.nan)
        self._claim = Column(np.float64, fill=np.nan)
        self._chains = Adjacency()
        self._free: list[int] = []
        self._free_places: list[int] = []

    def columns(self) -> dict[str, Column[Any]]:
        """Everything that is held by slot or place, by name."""
        close: dict[str, Column[Any]] = {
            "slot": self._slot,
            "margin": self._margin,
            "odds": self._odds,
            "base": self._base,
            "context": self._context,
            "claim": self._claim,
        }
        return {f"pairs.{name}": column for name, column in (self._by_slot() | close).items()}

    def _by_slot(self) -> dict[str, Column[Any]]:
        names = ("a", "b", "listed", "related", "copy", "kept", "place")
        return {name: getattr(self, name) for name in names}

    def _by_place(self) -> tuple[Column[Any], ...]:
        return self._slot, self._margin, self._odds, self._base, self._context, self._claim

    def for_loops(self) -> Pairs:
        """The pairs as the compiled loops read them."""
        first, after = self._chains.links()
        return Pairs(self.a.all, self.b.all, self.copy.all, self.related.all, first, after)

    def take_up(self, count: int) -> None:
        """Go on with `count` articles, after the columns were loaded."""
        self.add_rows(count)
        taken = np.flatnonzero(self.a.all >= 0)
        self._chains.add(taken, self.a.all[taken], self.b.all[taken])
        self._free = np.flatnonzero(self.a.all < 0).tolist()
        self._free_places = np.flatnonzero(self._slot.all == NOWHERE).tolist()

    @property
    def rows(self) -> int:
        """How many articles there is room for."""
        return len(self._chains)

    def add_rows(self, count: int) -> None:
        """Make room for articles that are in no pair yet."""
        self._chains.add_rows(count)

    def add(self, first: Indices, second: Indices) -> Indices:
        """Slots for new pairs, that of each first article with its second."""
        while len(self._free) < len(first):
            count = len(self.a)
            for column in self._by_slot().values():
                column.grow(_BLOCK)
            self._free[:0] = range(count + _BLOCK - 1, count - 1, -1)
        slots = np.array([self._free.pop() for _ in range(len(first))], dtype=np.int64)
        self.a.all[slots], self.b.all[slots], self.listed.all[slots] = first, second, 0
        self._chains.add(slots, self.a.all[slots], self.b.all[slots])
        return slots

    def close(self, slots: Indices) -> Flags:
        """Which of the pairs are close."""
        return np.asarray(self.place.all[slots] != NOWHERE)

    def bring_close(self, slots: Indices, base: NDArray[Any], rows: Indices) -> None:
        """Keep the evidence of pairs that were faint, or are new: these rows of `base`."""
        while len(self._free_places) < len(slots):
            count = len(self._slot)
            for column in self._by_place():
                column.grow(_BLOCK)
            self._free_places[:0] = range(count + _BLOCK - 1, count - 1, -1)
        places = np.array([self._free_places.pop() for _ in range(len(slots))], dtype=np.int64)
        self.place.all[slots] = places
        self._slot.all[places] = slots
        for start in range(0, len(slots), _BLOCK):
            chunk = slice(start, start + _BLOCK)
            self._base.all[places[chunk]] = base[rows[chunk]][:, _UNRELATED]
        self._margin.all[places] = self._odds.all[places] = -np.inf
        self._context.all[places] = self._claim.all[places] = np.nan

    def margin(self, slots: Indices) -> Floats:
        """The first scores of pairs."""
        return self._scores(self._margin.all, slots)

    def keep_margin(self, slots: Indices, margins: Floats) -> None:
        """Note the first scores of close pairs."""
        self._margin.all[self.place.all[slots]] = margins

    def odds(self, slots: Indices) -> Floats:
        """The final log-odds of pairs."""
        return self._scores(self._odds.all, slots)

    def keep_odds(self, slots: Indices, odds: Floats) -> None:
        """Note the final log-odds of close pairs."""
        self._odds.all[self.place.all[slots]] = odds

    def above(self, least: float) -> Indices:
        """The slots of the pairs whose final log-odds are above this, which is not -inf; ascending."""
        return np.sort(self._slot.all[self._odds.all > least].astype(np.int64))

    def margins(self) -> tuple[Indices, Floats]:
        """The slots of all close pairs, ascending, and their first scores."""
        slots = np.flatnonzero(self.place.all != NOWHERE)
        return slots, self.margin(slots)

    def _scores(self, held: Floats, slots: Indices) -> Floats:
        """Those of these scores that are of the pairs; -inf for faint ones."""
        places = self.place.all[slots]
        found = np.full(len(slots), -np.inf)
        close = places != NOWHERE
        found[close] = held[places[close]]
        return found

    def base(self, slots: Indices) -> Floats:
        """What the articles of close pairs say by themselves."""
        found = np.empty((len(slots), len(BASE_NAMES)))
        found[:, _UNRELATED] = self._base.all[self.place.all[slots]]
        found[:, RELATED_POSITIONS] = self.related.all[slots]
        return found

    def context(self, slots: Indices) -> Floats:
        """What the second look saw of close pairs."""
        return np.asarray(self._context.all[self.place.all[slots]])

    def keep_context(self, slots: Indices, context: Floats) -> None:
        """Note what the second look sees of close pairs."""
        self._context.all[self.place.all[slots]] = context

    def claim(self, slots: Indices) -> Floats:
        """The log-odds of one claim of close pairs; NaN where nobody asked yet."""
        return np.asarray(self._claim.all[self.place.all[slots]])

    def keep_claim(self, slots: Indices, claims: Floats) -> None:
        """Note the log-odds of one claim of close pairs."""
        self._claim.all[self.place.all[slots]] = claims

    def slots_of(self, one: Indices, other: Indices) -> Indices:
        """The slot of each row with its other; -1 where they are no pair."""
        slots = self.at(one)
        keys = _keys(self.a.all[slots], self.b.all[slots])
        order = np.argsort(keys)
        wanted = _keys(one, other)
        at = np.minimum(np.searchsorted(keys, wanted, sorter=order), max(0, len(keys) - 1))
        found = slots[order]
        return np.where(keys[order][at] == wanted, found[at], -1) if len(keys) else np.full(len(one), -1)

    def with_(self, row: int) -> dict[int, int]:
        """The articles that are a pair with an article, each with its slot."""
        slots = self._chains.slots_of(row)
        others = self.a.all[slots] + self.b.all[slots] - row
        return dict(zip(others.tolist(), slots, strict=True))

    def partners_of_both(self, one: int, other: int) -> set[int]:
        """The articles that are a pair with each of two."""
        return self.with_(one).keys() & self.with_(other).keys()

    def list_(self, slots: Indices, rows: Indices, *, listed: bool) -> None:
        """Note that pairs stand, or stand no more, on the lists of these rows, one of the two articles of each."""
        for bit, end in ((1, self.a.all), (2, self.b.all)):
            mine = slots[end[slots] == rows]
            self.listed.all[mine] = self.listed.all[mine] | bit if listed else self.listed.all[mine] & ~bit

    def listed_by(self, rows: Indices) -> tuple[Indices, Indices, Indices]:
        """The pairs on the lists of these rows: row, other, slot; sorted by row and other."""
        chosen = np.zeros(len(self._chains), dtype=bool)
        chosen[rows] = True
        slots = self.at(rows.tolist())
        a, b, listed = self.a.all[slots], self.b.all[slots], self.listed.all[slots]
        first, second = (listed & 1 > 0) & chosen[a], (listed & 2 > 0) & chosen[b]
        row, other = (np.concatenate(ends).astype(np.int64) for ends in ((a[first], b[second]), (b[first], a[second])))
        order = np.lexsort((other, row))
        return row[order], other[order], np.concatenate([slots[first], slots[second]])[order]

    def drop(self, slots: Indices) -> None:
        """Forget pairs, each named once."""
        self._chains.drop(slots, self.a.all[slots], self.b.all[slots])
        self.a.all[slots] = self.b.all[slots] = -1
        self.copy.all[slots], self.kept.all[slots] = False, False
        places = self.place.all[slots]
        places = places[places != NOWHERE]
        self.place.all[slots] = NOWHERE
        self._slot.all[places] = NOWHERE
        self._odds.all[places] = -np.inf
        self._free_places.extend(places.tolist())
        self._free.extend(slots.tolist())

    def keep(self, rows: Indices, numbers: Indices) -> None:
        """Hold only the pairs of these rows with each other, in slots without gaps; `numbers` has the new number of each old
        row, -1 for those that are left out.
        """
        new = np.append(numbers, -1)
        slots = np.flatnonzero((new[self.a.all] >= 0) & (new[self.b.all] >= 0))
        places = self.place.all[slots]
        close = places != NOWHERE
        for column in self._by_place():
            column.keep(places[close].astype(np.int64))
        for column in self._by_slot().values():
            column.keep(slots)
        self.a.load(new[self.a.all].astype(np.int32))
        self.b.load(new[self.b.all].astype(np.int32))
        self.place.all[:] = np.where(close, np.cumsum(close) - 1, NOWHERE)
        self._slot.load(np.flatnonzero(close).astype(np.int32))
        self._chains = Adjacency()
        self.take_up(len(rows))

    def at(self, rows: Iterable[int]) -> Indices:
        """The slots of all pairs that any of these articles is in, ascending."""
        asked = rows if isinstance(rows, np.ndarray) else np.fromiter(rows, dtype=np.int64)
        if len(asked) * _FEW < len(self.a):
            return distinct(self._chains.slots(distinct(asked)))
        chosen = np.zeros(len(self._chains) + 1, dtype=bool)  # one more, for the ends (-1) of slots without a pair
        chosen[asked] = True
        return np.flatnonzero(chosen[self.a.all] | chosen[self.b.all])

    def both(self, slots: Indices) -> tuple[Indices, Indices]:
        """The two articles of each pair."""
        return self.a.all[slots].astype(np.int64), self.b.all[slots].astype(np.int64)

    def copies(self) -> tuple[Indices, Indices]:
        """Where the copies of each article begin, and the last end; and the copies of all of them, one after the other."""
        a, b = self.both(np.flatnonzero(self.copy.all))
        owner, other = np.concatenate([a, b]), np.concatenate([b, a])
        counts = np.bincount(owner, minlength=self.rows)
        return np.concatenate([[0], np.cumsum(counts)]), other[np.argsort(owner, kind="stable")]

    def ends(self, slots: Indices, others: Iterable[int] = ()) -> Indices:
        """The articles that these pairs are of, and others, ascending."""
        found = np.zeros(len(self._chains), dtype=bool)
        found[self.a.all[slots]] = found[self.b.all[slots]] = True
        found[np.fromiter(others, dtype=np.int64)] = True
        return np.flatnonzero(found)

    def close_at(self, rows: Iterable[int]) -> Indices:
        """The slots of the close pairs that any of these articles is in, ascending."""
        slots = self.at(rows)
        return slots[self.close(slots)]


def _keys(one: Whole, other: Whole) -> Indices:
    """One number for each pair of rows, whichever comes first."""
    return np.asarray(np.minimum(one, other).astype(np.int64) << 32 | np.maximum(one, other))
