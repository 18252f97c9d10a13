"""Articles in order of time through a window that lets go of what is settled: many articles in little memory.

All articles of an archive, or those of a part of it, around times at which something came late or was changed. Of a part,
what lies near its edges is not what it is among all articles, since the neighbours beyond are missing: what is settled is
told only where it is exact, and `short` says that the part was too small for all that could have changed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from matching import thresholds
from matching.resources import Resources
from matching.sheaf import Reader
from matching.staying import EXACT_MEASURES, EXACT_SCORES, LISTS_REACH, Company
from matching.types import Article, Event, PairScore
from matching.vectors import Flags, Floats
from matching.window import Window

PACKED_AT = 1 / 8
"""A window is packed when so large a part of its rows are settled, or of articles that were replaced: packing costs as much as
reading the window. Other shares were not measured."""

PIECE = 500
"""Events that are told of at once: each of their pair scores carries some eighty parts."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is swept: the articles from `first` to `last` (days; infinite where there are no others), of `total` ones in all.

    `late` are the times at which something came or changed; `line` is where the window is to stand at the end, infinite
    where nothing of it is to be kept.
    """

    total: int
    first: float = -math.inf
    last: float = math.inf
    late: tuple[float, ...] = ()
    line: float = math.inf

    def wider(self) -> Part:
        """The same with as much again on either side."""
        more = 2 * EXACT_SCORES * thresholds.WINDOW_DAYS
        return Part(self.total, self.first - more, self.last + more, self.late, self.line)


def part_around(late: Sequence[float], total: int) -> Part:
    """The part in which everything is exact that changes at these times reach, if nothing hangs together for longer."""
    reach = 2 * EXACT_SCORES * thresholds.WINDOW_DAYS
    return Part(total, min(late) - reach, max(late) + reach, tuple(late))


@dataclass(frozen=True, slots=True)
class Settled:
    """Articles of which everything is known and exact, sorted, their events, and the pair scores that are kept of them and
    others: exact where both articles are settled.
    """

    articles: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    scores: tuple[PairScore, ...] = ()


class Sweep:
    """A window on its way through a part of the archive."""

    def __init__(self, resources: Resources, part: Part, sink: Callable[[Settled], None], packed_at: float) -> None:
        """Stand before the first article; `sink` is told what is settled, piece by piece."""
        self.window = Window(resources)
        self._sink = sink
        self.short = False
        self._part = part
        self._packed_at = packed_at
        self._inexact: set[str] = set()
        self._wanted: set[str] = set()

    def take(self, articles: Sequence[Article], read: Reader | None = None) -> None:
        """Go on with articles, none of which is of an earlier time than those before; `read` as in `Window.update`."""
        window = self.window
        window.update(articles, total=self._part.total, read=read)
        company = window.company()
        latest = float(company.when[company.alive].max(initial=-math.inf))
        line = min(latest, self._part.line)
        leaving = window.leaving(line)
        if len(leaving) > self._packed_at * len(window):
            self._let_go(leaving, line)

    def finish(self) -> None:
        """All articles have come. With a `line`, everything that the window has still to hold is exact as well, and told, or
        the part was too `short`.
        """
        if math.isinf(self._part.line):
            self._settle(self.window.ids)
            return
        self._let_go(self.window.leaving(self._part.line), self._part.line)
        inexact, _ = self._look()
        self.short |= bool(inexact.any())
        self._settle(self.window.ids)

    def _let_go(self, leaving: Iterable[str], line: float) -> None:
        self._settle(leaving)
        self.window.retire(line)
        self._inexact = set(self.window.ids_among(self._inexact))
        self._wanted = set(self.window.ids_among(self._wanted))

    def _settle(self, leaving: Iterable[str]) -> None:
        """Tell of articles that leave."""
        window = self.window
        inexact, wanted = self._look()
        rows = np.array(sorted(window.row_of(key) for key in leaving), dtype=np.int64)
        self.short |= bool((inexact & wanted)[rows].any())
        told = sorted(window.articles[row].id for row in rows[~inexact[rows]].tolist())
        events = {event.id: event for event in map(window.event_of, told)}
        ordered = [events[key] for key in sorted(events)]
        for start in range(0, len(ordered), PIECE):
            piece = tuple(ordered[start : start + PIECE])
            inside = sorted(article_id for event in piece for article_id in event.article_ids)
            self._sink(Settled(tuple(inside), piece, window.scores_of(inside)))

    def _look(self) -> tuple[Flags, Flags]:
        """Which rows are of sets that are not exact, and which could have changed, by all that is known so far."""
        part, company = self._part, self.window.company()
        unknown = self._beyond(company.when, EXACT_SCORES)
        unknown |= self._note(self._inexact, company, self._beyond(company.when, EXACT_MEASURES))
        changed = self._around(company.when, EXACT_SCORES)
        if part.late:
            changed |= self._note(self._wanted, company, self._around(company.when, LISTS_REACH))
        return company.sets_with(unknown), company.sets_with(changed)

    def _note(self, ids: set[str], company: Company, copies: Flags) -> Flags:
        """Add to the ids whoever is company to a copy of these; answers the rows of all the ids.

        They are kept by id: a unit of copies may leave before those that are company to it.
        """
        units = company.units_with(copies & company.alive)
        if units.any():
            found = np.flatnonzero(company.with_company(units) & company.alive).tolist()
            ids.update(self.window.articles[row].id for row in found)
        flags = np.zeros(len(copies), dtype=bool)
        flags[[self.window.row_of(key) for key in sorted(ids)]] = True
        return flags

    def _beyond(self, when: Floats, windows: int) -> Flags:
        """Which times lie nearer to an edge than so many windows."""
        inside = windows * thresholds.WINDOW_DAYS
        return np.asarray((when < self._part.first + inside) | (when > self._part.last - inside))

    def _around(self, when: Floats, windows: int) -> Flags:
        """Which times lie no further than so many windows from one at which something changed."""
        late = np.sort(np.array(self._part.late, dtype=np.float64))
        if not len(late):
            return np.zeros(len(when), dtype=bool)
        reach = windows * thresholds.WINDOW_DAYS
        after = np.searchsorted(late, when - reach)
        return np.asarray(np.append(late, np.inf)[after] <= when + reach)
