"""The events of a window, clustered anew only where a score has changed.

What is joined hangs together by pairs whose log-odds reach the threshold of a join, or by copies: two clusters are joined
only where the mean between them does, and a mean is never above its greatest part. So each set that hangs together by such
pairs is clustered by itself, and gives the groups that it would have among all articles.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.candidates import Candidates
from matching.events import LINKAGE, SMALLEST_CUT, ScoredPairs, groups_of, make_events, one_happening_each
from matching.features import Features
from matching.growing import Column
from matching.pairtable import PairTable
from matching.resources import Resources
from matching.types import Article, Event
from matching.vectors import Flags, Indices
from matching.weighing import Weighing


class Clusterings:
    """The events of all rows, and which rows hang together."""

    def __init__(self, pairs: PairTable, weighing: Weighing, articles: Sequence[Article], resources: Resources) -> None:
        """Start without rows; `pairs`, `weighing` and `articles` are those of the window, and grow with it."""
        self._pairs = pairs
        self._weighing = weighing
        self._articles = articles
        self._resources = resources
        self.strong = Column(np.bool_)
        self._set_of = Column(np.int64)
        self._home = Column(np.int64, fill=-1)
        self._sets: dict[int, set[int]] = {}
        self._event_of: list[Event | None] = []
        self._events: dict[str, Event] = {}
        self._touched: set[int] = set()

    def add_rows(self, count: int) -> None:
        """Append rows, each by itself."""
        first = len(self._set_of)
        self._set_of.extend(np.arange(first, first + count))
        self._home.grow(count)
        self._sets.update((row, {row}) for row in range(first, first + count))
        self._event_of.extend([None] * count)

    def state(self) -> tuple[list[int], list[int]]:
        """For each row, which rows hang together (by number), and the number of its event; -1 where it has none."""
        numbers = {key: number for number, key in enumerate(sorted(self._events))}
        return self._set_of.all.tolist(), [numbers[event.id] if event else -1 for event in self._event_of]

    def take_up(self, sets: Sequence[int], events: Sequence[int]) -> None:
        """Go on with what `state` said, after the rows were added and the columns loaded."""
        self._sets = {}
        members: dict[int, list[int]] = {}
        for row, (number, event) in enumerate(zip(sets, events, strict=True)):
            self._set_of.all[row] = number
            if event >= 0:
                self._sets.setdefault(number, set()).add(row)
                members.setdefault(event, []).append(row)
        for rows in members.values():
            self._keep_event(rows)

    def keep(self, rows: Indices, numbers: Indices, slots: Indices) -> None:
        """Hold only these rows, whole sets and single ones, and only these slots of pairs; `numbers` has the new number of
        each old row. Call it before the articles are renumbered.
        """
        self.strong.grow(max(0, int(slots.max(initial=-1)) + 1 - len(self.strong)))
        self.strong.keep(slots)
        events = [self._event_of[row] for row in rows.tolist()]
        left = {event.id for event in events if event is not None}
        self._events = {key: event for key, event in self._events.items() if key in left}
        self._event_of = events
        sets, home = self._set_of.all[rows], self._home.all[rows]
        _, first, places = np.unique(sets, return_index=True, return_inverse=True)
        self._set_of.load(first[places])
        self._home.load(numbers[home])
        self._sets = {}
        for row, number in enumerate(self._set_of.all.tolist()):
            self._sets.setdefault(number, set()).add(row)

    def set_numbers(self) -> Indices:
        """For each row the number of the set that hangs together with it."""
        return self._set_of.all

    def _keep_event(self, rows: Sequence[int]) -> Event:
        """Make the event of these rows."""
        (event,) = make_events([self._articles[row] for row in rows], [range(len(rows))])
        for row in rows:
            self._event_of[row] = event
        self._home.all[rows] = rows[0]
        self._events[event.id] = event
        return event

    def events(self) -> tuple[Event, ...]:
        """All events, sorted by id."""
        return tuple(self._events[key] for key in sorted(self._events))

    def event_of(self, row: int) -> Event:
        """The event of a row."""
        event = self._event_of[row]
        if event is None:
            raise KeyError(row)
        return event

    def of_one_event(self, a: Indices, b: Indices) -> Flags:
        """Which pairs of rows share an event; each row must have one."""
        return np.asarray(self._home.all[a] == self._home.all[b])

    def together(self, a: Indices, b: Indices) -> Flags:
        """Which pairs of rows hang together, directly or by way of others."""
        return np.asarray(self._set_of.all[a] == self._set_of.all[b])

    def unlink(self, slot: int) -> None:
        """Note that a pair is about to be dropped: if it joins its articles, or both hang together, they are looked at again."""
        one, other = int(self._pairs.a.all[slot]), int(self._pairs.b.all[slot])
        strong = slot < len(self.strong) and bool(self.strong.all[slot])
        if strong or self._set_of.all[one] == self._set_of.all[other]:
            self._touched |= {one, other}
        if slot < len(self.strong):
            self.strong.all[slot] = False

    def _note(self, slots: Indices) -> None:
        """Note that pairs have changed: the articles of those that joined or join them, or of one set, are looked at again."""
        pairs = self._pairs
        one, other = pairs.a.all[slots], pairs.b.all[slots]
        strong = (pairs.odds.all[slots] > LINKAGE.threshold) | pairs.copy.all[slots]
        moved = strong | self.strong.all[slots] | (self._set_of.all[one] == self._set_of.all[other])
        self.strong.all[slots] = strong
        self._touched.update(one[moved].tolist(), other[moved].tolist())

    def reach(self, row: int, by: Column[np.bool_]) -> set[int]:
        """The rows that hang together with a row by pairs for which the column holds true."""
        seen, waiting = {row}, [row]
        while waiting:
            for other, slot in self._pairs.with_[waiting.pop()].items():
                if by.all[slot] and other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return seen

    def update(
        self, new: Sequence[int], lost: set[int], changed: Indices
    ) -> tuple[set[int], tuple[Event, ...], tuple[str, ...]]:
        """Cluster anew around `changed` slots; answers the rows looked at, the new or other events, and the ids gone."""
        pairs = self._pairs
        self.strong.grow(len(pairs.a) - len(self.strong))
        self._note(changed)
        sets = set(self._set_of.all[[*self._touched, *new, *lost]].tolist()) if self._touched or new or lost else set()
        pool = {row for number in sets for row in self._sets.pop(number)} - lost
        before = {event.id: event for row in (*pool, *lost) if (event := self._event_of[row]) is not None}
        after = {event.id: event for event in self._recluster(pool)}
        for row in lost:
            self._event_of[row] = None
        self._touched = set()
        for key in before.keys() - after.keys():
            del self._events[key]
        self._events.update(after)
        other = tuple(after[key] for key in sorted(after) if before.get(key) != after[key])
        return pool, other, tuple(sorted(before.keys() - after.keys()))

    def _recluster(self, pool: set[int]) -> list[Event]:
        """Cut rows into sets that hang together, and each into events."""
        found: list[Event] = []
        sets: list[list[int]] = []
        left = set(pool)
        while left:
            together = self.reach(left.pop(), self.strong)
            left -= together
            number = min(together)
            self._sets[number] = together
            sets.append(sorted(together, key=lambda row: self._articles[row].id))
            self._set_of.all[sets[-1]] = number
        self._score_within(pool)
        for rows in sets:
            groups = [[0]] if len(rows) == 1 else self._groups(rows)
            found.extend(self._keep_event([rows[place] for place in group]) for group in groups)
        return found

    def _score_within(self, pool: set[int]) -> None:
        """See to it that all pairs within the sets of these rows are scored, the faintest as well."""
        slots = self._pairs.at(pool)
        a, b = self._pairs.a.all[slots], self._pairs.b.all[slots]
        self._weighing.bring_close(slots[self.together(a, b)])

    def _groups(self, rows: list[int]) -> list[list[int]]:
        """The groups of rows that hang together, by their places among them."""
        pairs = self._pairs
        place = {row: number for number, row in enumerate(rows)}
        slots = sorted({slot for row in rows for other, slot in pairs.with_[row].items() if other in place})
        a = np.array([place[row] for row in pairs.a.all[slots].tolist()], dtype=np.int64)
        b = np.array([place[row] for row in pairs.b.all[slots].tolist()], dtype=np.int64)
        odds = pairs.odds.all[slots]
        groups = groups_of(len(rows), Candidates(a, b), odds, pairs.copy.all[slots])
        if max(map(len, groups)) < SMALLEST_CUT:
            return groups
        values, context = self._weighing.values(np.array(slots)), pairs.context(np.array(slots))
        scored = ScoredPairs(Features(Candidates(a, b), values), context, odds)
        outlets = [self._articles[row].outlet_id for row in rows]
        scorer = self._resources.claim_scorer
        return one_happening_each(groups, scored, outlets, lambda chosen: scorer.log_odds(values[chosen]))
