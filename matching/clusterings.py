"""The events of a window, clustered anew only where a score has changed.

What is joined hangs together by pairs whose log-odds reach the threshold of a join, or by copies: two clusters are joined
only where the mean between them does, and a mean is never above its greatest part. So each set that hangs together by such
pairs is clustered by itself, and gives the groups that it would have among all articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from matching.candidates import Candidates
from matching.events import LINKAGE, ScoredPairs, doubts_of, group_articles, make_events, one_happening_each
from matching.features import Features
from matching.growing import Column
from matching.pairtable import PairTable
from matching.resources import Resources
from matching.types import Article, Event


class Clusterings:
    """The events of all rows, and which rows hang together."""

    def __init__(self, pairs: PairTable, articles: Sequence[Article], resources: Resources) -> None:
        """Start without rows; `pairs` and `articles` are those of the window, and grow with it."""
        self._pairs = pairs
        self._articles = articles
        self._resources = resources
        self.strong = Column(np.bool_)
        self._set_of: list[int] = []
        self._sets: dict[int, set[int]] = {}
        self._event_of: list[Event | None] = []
        self._events: dict[str, Event] = {}
        self._touched: set[int] = set()

    def add_rows(self, count: int) -> None:
        """Append rows, each by itself."""
        for row in range(len(self._set_of), len(self._set_of) + count):
            self._set_of.append(row)
            self._sets[row] = {row}
        self._event_of.extend([None] * count)

    def state(self) -> tuple[list[int], list[int]]:
        """For each row, which rows hang together (by number), and the number of its event; -1 where it has none."""
        numbers = {key: number for number, key in enumerate(sorted(self._events))}
        return list(self._set_of), [numbers[event.id] if event else -1 for event in self._event_of]

    def take_up(self, sets: Sequence[int], events: Sequence[int]) -> None:
        """Go on with what `state` said, after the rows were added and the columns loaded."""
        self._sets = {}
        members: dict[int, list[int]] = {}
        for row, (number, event) in enumerate(zip(sets, events, strict=True)):
            self._set_of[row] = number
            if event >= 0:
                self._sets.setdefault(number, set()).add(row)
                members.setdefault(event, []).append(row)
        for rows in members.values():
            self._keep_event(rows)

    def _keep_event(self, rows: Sequence[int]) -> Event:
        """Make the event of these rows."""
        (event,) = make_events([self._articles[row] for row in rows], [range(len(rows))])
        for row in rows:
            self._event_of[row] = event
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

    def home(self, row: int) -> str:
        """The id of the event of a row."""
        return self.event_of(row).id

    def unlink(self, slot: int) -> None:
        """Note that a pair is about to be dropped."""
        self._note(slot)
        if slot < len(self.strong):
            self.strong.all[slot] = False

    def _note(self, slot: int) -> None:
        """Note that a pair has changed: its articles are looked at again if it joins them, or both hang together."""
        one, other = int(self._pairs.a.all[slot]), int(self._pairs.b.all[slot])
        strong = slot < len(self.strong) and bool(self.strong.all[slot])
        if strong or self._set_of[one] == self._set_of[other]:
            self._touched |= {one, other}

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
        self, new: Iterable[int], lost: set[int], changed: Iterable[int]
    ) -> tuple[set[int], tuple[Event, ...], tuple[str, ...]]:
        """Cluster anew around `changed` slots; answers the rows looked at, the new or other events, and the ids gone."""
        pairs = self._pairs
        self.strong.grow(len(pairs.a) - len(self.strong))
        for slot in changed:
            self._note(slot)
            strong = bool(pairs.odds.all[slot] > LINKAGE.threshold or pairs.copy.all[slot])
            self.strong.all[slot] = strong
            if strong:
                self._touched |= {int(pairs.a.all[slot]), int(pairs.b.all[slot])}
        sets = {self._set_of[row] for row in (*self._touched, *new, *lost)}
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
        left = set(pool)
        while left:
            together = self.reach(left.pop(), self.strong)
            left -= together
            number = min(together)
            self._sets[number] = together
            rows = sorted(together, key=lambda row: self._articles[row].id)
            groups = [[0]] if len(rows) == 1 else self._groups(rows)
            for row in rows:
                self._set_of[row] = number
            found.extend(self._keep_event([rows[place] for place in group]) for group in groups)
        return found

    def _groups(self, rows: list[int]) -> list[list[int]]:
        """The groups of rows that hang together, by their places among them."""
        pairs = self._pairs
        place = {row: number for number, row in enumerate(rows)}
        slots = sorted({slot for row in rows for other, slot in pairs.with_[row].items() if other in place})
        a = np.array([place[int(pairs.a.all[slot])] for slot in slots], dtype=np.int64)
        b = np.array([place[int(pairs.b.all[slot])] for slot in slots], dtype=np.int64)
        values = pairs.values.all[slots].astype(np.float64)
        scored = ScoredPairs(Features(Candidates(a, b), values), pairs.context.all[slots], pairs.odds.all[slots])
        groups = group_articles(len(rows), scored)
        outlets = [self._articles[row].outlet_id for row in rows]
        return one_happening_each(groups, scored, outlets, lambda chosen: doubts_of(scored, chosen, self._resources))
