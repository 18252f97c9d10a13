# mypy: untyped-calls-exclude="scipy"
"""The events of a window, clustered anew only where a score has changed.

`matching.levels` says which articles are clustered together, and which clusters are others than before; each of these is cut
into happenings, and makes its events.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from matching.candidates import Candidates
from matching.doubts import Inside, by_two_outlets, in_doubt
from matching.events import (
    LINKAGE,
    SMALLEST_CUT,
    ScoredPairs,
    central_claims,
    doubting_claims,
    make_events,
    one_happening_each,
)
from matching.features import Features
from matching.growing import Column
from matching.levels import Asking, Changes, Levels
from matching.pairtable import PairTable
from matching.runs import distinct, merged
from matching.touched import Touched
from matching.types import Article, Event
from matching.vectors import Flags, Indices
from matching.weighing import Weighing


class Clusterings:
    """The events of all rows, and which rows hang together."""

    def __init__(self, pairs: PairTable, weighing: Weighing, articles: Sequence[Article]) -> None:
        """Start without rows; `pairs`, `weighing` and `articles` are those of the window, and grow with it."""
        self._pairs = pairs
        self._weighing = weighing
        self._articles = articles
        self._levels = Levels(pairs, LINKAGE, weighing.faint)
        self._home = Column(np.int32, fill=-1)
        self._event_of: list[Event | None] = []
        self._events: dict[str, Event] = {}
        self._unlinked: list[tuple[Indices, Indices]] = []

    def columns(self) -> dict[str, Column[Any]]:
        """All columns by name."""
        return {"home": self._home, **self._levels.columns()}

    def add_rows(self, count: int) -> None:
        """Append rows, each by itself."""
        self._levels.add_rows(count)
        self._home.grow(count)
        self._event_of.extend([None] * count)

    def take_up(self) -> None:
        """Go on after the columns were loaded."""
        self._event_of.extend([None] * len(self._home))
        members: dict[int, list[int]] = {}
        for row, home in enumerate(self._home.all.tolist()):
            if home >= 0:
                members.setdefault(home, []).append(row)
        for rows in members.values():
            event = self._event(rows)
            self._events[event.id] = event
            for row in rows:
                self._event_of[row] = event

    def keep(self, rows: Indices, numbers: Indices) -> None:
        """Hold only these rows, whole sets; `numbers` has the new number of each old row."""
        self._event_of = [self._event_of[row] for row in rows.tolist()]
        left = {event.id for event in self._event_of if event is not None}
        self._events = {key: event for key, event in self._events.items() if key in left}
        self._levels.keep(rows, numbers)
        self._home.load(numbers[self._home.all[rows]].astype(np.int32))

    def set_numbers(self) -> Indices:
        """For each row the number of the set that hangs together with it, by pairs that could join two articles."""
        pairs, count = self._pairs, len(self._home)
        strong = merged(pairs.above(LINKAGE.threshold), np.flatnonzero(pairs.copy.all))
        ends = (pairs.a.all[strong], pairs.b.all[strong])
        graph = sparse.coo_matrix((np.ones(len(strong), dtype=np.int8), ends), shape=(count, count))
        return np.asarray(csgraph.connected_components(graph, directed=False)[1], dtype=np.int64)

    def _event(self, rows: Sequence[int]) -> Event:
        """The event of these rows."""
        (event,) = make_events([self._articles[row] for row in rows], [range(len(rows))])
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
        return self._levels.together(a, b)

    def unlink(self, a: Indices, b: Indices) -> None:
        """Note that pairs of these rows are about to be dropped: their articles are looked at again."""
        self._unlinked.append((a, b))

    def reach(self, row: int, by: Column[np.bool_]) -> set[int]:
        """The rows that hang together with a row by pairs for which the column holds true."""
        seen, waiting = {row}, [row]
        while waiting:
            for other, slot in self._pairs.with_(waiting.pop()).items():
                if by.all[slot] and other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return seen

    def update(self, touched: Touched) -> tuple[Indices, tuple[Event, ...], tuple[str, ...]]:
        """Cluster anew around changed pairs; answers the rows whose home is another, the new or other events, and the ids gone."""
        levels = self._levels
        came, lost = np.array(touched.new, dtype=np.int64), np.array(sorted(touched.lost), dtype=np.int64)
        slots = merged(touched.made, touched.moved)
        a, b = self._changed_ends(slots, lost)
        changed = levels.update(Changes(came, lost, a, b), Asking(self._weighing.bring_close, self.order))
        groups = levels.groups
        again = np.zeros(len(groups) + 1, dtype=bool)
        for rows in (changed, came, a[groups[a] == groups[b]]):
            again[groups[rows]] = True
        again[-1] = False
        pool = self._others(np.flatnonzero(again[groups]))
        events = [event for row in (*pool.tolist(), *lost.tolist()) if (event := self._event_of[row]) is not None]
        before = {event.id: event for event in events}
        for row in lost.tolist():
            self._event_of[row] = None
        homes = self._home.all[pool]
        after = {event.id: event for event in self._regroup(pool)}
        self._home.all[lost] = -1
        for key in before.keys() - after.keys():
            del self._events[key]
        self._events.update(after)
        told = tuple(after[key] for key in sorted(after) if before.get(key) != after[key])
        return pool[homes != self._home.all[pool]], told, tuple(sorted(before.keys() - after.keys()))

    def _changed_ends(self, slots: Indices, lost: Indices) -> tuple[Indices, Indices]:
        """The articles of these pairs, and of those that were dropped, where neither is lost."""
        a, b = (np.concatenate(ends) for ends in zip(self._pairs.both(slots), *self._unlinked, strict=True))
        self._unlinked = []
        there = np.ones(len(self._home), dtype=bool)
        there[lost] = False
        kept = there[a] & there[b]
        return a[kept], b[kept]

    def order(self, rows: Indices) -> Indices:
        """The place of each of the rows among them by id."""
        ids = [self._articles[row].id for row in rows.tolist()]
        places = np.empty(len(rows), dtype=np.int64)
        places[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(rows))
        return places

    def _others(self, pool: Indices) -> Indices:
        """Those of the rows, whole clusters, whose clusters may make other events than they did."""
        labels, homes = self._levels.groups, self._home.all
        mine, sizes = labels[pool], np.bincount(labels[pool], minlength=len(labels))
        inside = self._inside(pool)
        large = np.where(sizes[labels] >= SMALLEST_CUT, labels, -1)
        doubt = in_doubt(large, self._known(inside[large[self._pairs.a.all[inside]] >= 0]))
        again = np.zeros(len(labels), dtype=bool)
        again[: len(doubt)] = doubt
        home = np.full(len(labels), -1)  # of each cluster, that of one of its rows
        home[mine] = homes[pool]
        again[mine[homes[pool] != home[mine]]] = True
        held, there = np.bincount(homes[homes >= 0], minlength=len(labels)), distinct(mine)
        again[there[(home[there] < 0) | (held[home[there]] != sizes[there])]] = True
        return np.asarray(pool[again[mine]])

    def _inside(self, rows: Indices) -> Indices:
        """The slots of all pairs within the clusters of these rows, whole clusters."""
        pairs, labels = self._pairs, self._levels.groups
        slots = pairs.at(rows)
        slots = np.asarray(slots[labels[pairs.a.all[slots]] == labels[pairs.b.all[slots]]])
        self._weighing.bring_close(slots)
        return slots

    def _known(self, slots: Indices) -> Inside:
        """What `matching.doubts` asks of pairs."""
        pairs = self._pairs
        (a, b), odds, claims = pairs.both(slots), pairs.odds(slots), self._weighing.claims(slots)
        rows = distinct(np.concatenate([a, b]))
        outlets = by_two_outlets(
            [self._articles[row].outlet_id for row in rows.tolist()], np.searchsorted(rows, a), np.searchsorted(rows, b)
        )
        return Inside(a, b, doubting_claims(odds, claims), central_claims(odds, claims), outlets, pairs.copy.all[slots])

    def _regroup(self, pool: Indices) -> list[Event]:
        """Cut the clusters that these rows are into happenings; answers their events."""
        rows = pool[np.argsort(self.order(pool))]
        groups: dict[int, list[int]] = {}
        for place, group in enumerate(self._levels.groups[rows].tolist()):
            groups.setdefault(group, []).append(place)
        small = [group for group in groups.values() if len(group) < SMALLEST_CUT]
        large = [group for group in groups.values() if len(group) >= SMALLEST_CUT]
        found = []
        for group in (*small, *self._happenings(rows, large)):
            members = rows[group]
            event = self._event(members.tolist())
            self._home.all[members] = members[0]
            for row in members.tolist():
                self._event_of[row] = event
            found.append(event)
        return found

    def _happenings(self, rows: Indices, groups: list[list[int]]) -> list[list[int]]:
        """Groups of places among the rows, cut where they hold two happenings."""
        if not groups:
            return groups
        pairs, place = self._pairs, np.full(len(self._levels.groups), -1)
        place[rows] = np.arange(len(rows))
        large = np.zeros(len(rows), dtype=bool)
        large[[item for group in groups for item in group]] = True
        slots = self._inside(rows)
        slots = slots[large[place[pairs.a.all[slots]]]]
        ends = Candidates(place[pairs.a.all[slots]], place[pairs.b.all[slots]])
        odds, claims = pairs.odds(slots), self._weighing.claims(slots)
        outlets = [self._articles[row].outlet_id for row in rows.tolist()]
        scored = ScoredPairs(Features(ends, pairs.base(slots)), pairs.context(slots), odds)
        return one_happening_each(groups, scored, outlets, lambda rows: claims[rows])
