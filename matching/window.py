"""A live window of articles: what came new or changed is matched, and only what that touches is looked at again.

    neighbours → pairs → evidence → first score → second look → clusters → events

Each step keeps what it found, and redoes it only where what it was found from has changed. The result is that of
`matching.events.find_events` for the articles that are in the window, bit by bit, whatever came in which order.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np

from matching.calibration import probability
from matching.candidates import Candidates, Times, window_of
from matching.clusterings import Clusterings
from matching.compiled import kernels, mapped
from matching.context import FAINT
from matching.events import ScoredPairs, with_evidence, without_evidence
from matching.features import Features
from matching.growing import Column
from matching.meetings import Search
from matching.neighbours import WIDTH, Neighbours
from matching.pairtable import PairTable
from matching.resources import Resources
from matching.runs import distinct, merged
from matching.secondlook import SecondLook
from matching.sheaf import Reader, reader
from matching.shelf import Shelf
from matching.staying import Company, staying
from matching.thresholds import PAIR_KEPT
from matching.touched import Touched
from matching.types import Article, Event, EventChanges, PairScore
from matching.vectors import Flags, Indices
from matching.weighing import Weighing

# A score is made of some eighty parts, 9 KB as objects: so many scores are explained at once, and no more are held.
_EXPLAINED = 512
# Rows whose lists are compared at once.
_LOOKED = 4_096
# What numpy takes to compare the lists of a row, in seconds.
_NUMPY = 2e-5


class Window:
    """Articles with everything that was found out about them, ready for more."""

    def __init__(self, resources: Resources) -> None:
        """Make an empty window."""
        self._resources = resources
        self.days = window_of(0)
        self.line = -math.inf
        self._row: dict[str, int] = {}
        self.articles: list[Article] = []
        self._total: int | None = None
        self._alive = Column(np.bool_)
        self._when = Column(np.float64)
        self._dated = Column(np.bool_)
        self._order = Column(np.int64)
        self.shelf = Shelf()
        self._neighbours = Neighbours(self.shelf.sets["shingles"])
        self._pairs = PairTable()
        self._weighing = Weighing(self._pairs, self.shelf, resources)
        self.clusterings = Clusterings(self._pairs, self._weighing, self.articles)
        self._second_look = SecondLook(self._pairs, self.clusterings, resources)

    def __len__(self) -> int:
        return len(self._row)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the articles of the window."""
        return frozenset(self._row)

    def ids_among(self, ids: Iterable[str]) -> frozenset[str]:
        """Those of the ids that are articles of the window."""
        return frozenset(article_id for article_id in ids if article_id in self._row)

    @property
    def rows(self) -> int:
        """How many rows there are, those of articles that went or were replaced included."""
        return len(self.articles)

    def columns(self) -> dict[str, Column[Any]]:
        """All columns by name; see `matching.snapshot`."""
        own: dict[str, Column[Any]] = {
            "alive": self._alive,
            "when": self._when,
            "dated": self._dated,
            "order": self._order,
        }
        held = (self.shelf, self._neighbours, self._pairs, self._weighing, self._second_look, self.clusterings)
        return own | {name: column for part in held for name, column in part.columns().items()}

    def take_up(
        self,
        days: float,
        line: float,
        articles: Sequence[Article],
        shelved: tuple[Sequence[str], Sequence[str]],
    ) -> None:
        """Go on where a window was saved, after its columns were loaded; `shelved` are titles and words of the shelf."""
        self.days, self.line = days, line
        self.articles.extend(articles)
        alive = np.flatnonzero(self._alive.all).tolist()
        self._row.update((articles[row].id, row) for row in alive)
        self.shelf.take_up(*shelved)
        self._pairs.take_up(len(articles))
        self.clusterings.take_up()

    @property
    def events(self) -> tuple[Event, ...]:
        """All events of the window, sorted by id."""
        return self.clusterings.events()

    def scores(self) -> tuple[PairScore, ...]:
        """All pair scores that are kept, without their parts, sorted by ids."""
        return self._scores(np.flatnonzero(self._pairs.kept.all), evidence=False)

    def scores_among(self, ids: Iterable[str]) -> tuple[PairScore, ...]:
        """The scores that are kept of pairs of these articles, without their parts, sorted by ids."""
        rows = np.array(sorted(self._row[article_id] for article_id in ids), dtype=np.int64)
        slots = self._pairs.at(rows)
        inside = np.isin(self._pairs.a.all[slots], rows) & np.isin(self._pairs.b.all[slots], rows)
        return self._scores(slots[inside & self._pairs.kept.all[slots]], evidence=False)

    def explained(self, scores: Sequence[PairScore]) -> Iterator[PairScore]:
        """The same scores, which are sorted by ids, one after the other with the parts they are made of.

        They are made as they are asked for: keep what is wanted of each, and not all of them. Raises KeyError at a pair that
        is none.
        """
        for start in range(0, len(scores), _EXPLAINED):
            some = scores[start : start + _EXPLAINED]
            ends = np.array([(self._row[one.a], self._row[one.b]) for one in some], dtype=np.int64)
            slots = self._pairs.slots_of(ends[:, 0], ends[:, 1])
            if (slots < 0).any():
                raise KeyError(min((one.a, one.b) for one, slot in zip(some, slots.tolist(), strict=True) if slot < 0))
            yield from self._scores(slots)

    def event_of(self, article_id: str) -> Event:
        """The event of an article of the window. Raises KeyError for any other."""
        return self.clusterings.event_of(self._row[article_id])

    def update(
        self,
        articles: Sequence[Article],
        gone: Iterable[str] = (),
        *,
        total: int | None = None,
        read: Reader | None = None,
    ) -> EventChanges:
        """Take in articles that are new or have changed, let go of those that are `gone`, and answer what that changed.

        `total` is how many articles there are now in all, where the window does not hold all of them; `read` reads them,
        sorted by id, where that is not to be done here and now. What is new, changed
        or gone must not be of a time before the `line`. The scores that the answer tells of are without their parts;
        `explained` gives these.
        Raises ValueError where two of the articles have one id; the window is then as it was.
        """
        coming = {article.id: article for article in articles}
        if len(coming) != len(articles):
            raise ValueError("two articles have one id: pass only the current revision of each")
        self._total = total
        touched = Touched()
        self._let_go(sorted(coming.keys() | set(gone)), touched)
        self._take_in([coming[key] for key in sorted(coming)], touched, read or reader(self._resources.background))
        self._pair_up(touched)
        self._weighing.update(touched, self.clusterings.together)
        self._second_look.update(touched)
        return self._regroup(touched)

    # --- what is settled ---------------------------------------------------------------------------------------

    def company(self) -> Company:
        """The articles by row, with their times, sets and pairs, as they are until the next update."""
        return Company(self._alive.all, self._when.all, self.clusterings.set_numbers(), self._pairs)

    def _staying(self, line: float) -> Flags:
        return self._alive.all.copy() if math.isinf(self.days) else staying(self.company(), line)

    def newest(self, now: float) -> float:
        """The time of the newest article that is not of the future, in days."""
        when = self._when.all[self._alive.all]
        return float(when[when <= now].max(initial=-math.inf))

    def row_of(self, article_id: str) -> int:
        """The row of an article of the window. Raises KeyError for any other."""
        return self._row[article_id]

    def time_of(self, article_id: str) -> float:
        """The time of an article of the window, in days. Raises KeyError for any other."""
        return float(self._when.all[self._row[article_id]])

    def leaving(self, line: float) -> frozenset[str]:
        """The articles that `retire` would let go of."""
        rows = np.flatnonzero(self._alive.all & ~self._staying(max(line, self.line)))
        return frozenset(self.articles[row].id for row in rows.tolist())

    def scores_of(self, ids: Iterable[str]) -> tuple[PairScore, ...]:
        """The scores that are kept of pairs that any of these articles is in, sorted by ids."""
        slots = self._pairs.at(self._row[article_id] for article_id in ids)
        return self._scores(slots[self._pairs.kept.all[slots]])

    def retire(self, line: float) -> None:
        """Let go of articles that nothing of a time from the `line` (in days) on can touch; what is left is packed.

        Nothing is told of: events and scores stay as they are. While articles of all times are compared, none goes. The line
        never moves back.
        """
        self.line = max(self.line, -math.inf if math.isinf(self.days) else line)
        rows = np.flatnonzero(self._staying(self.line))
        numbers = np.full(len(self.articles), -1)
        numbers[rows] = np.arange(len(rows))
        self._pairs.keep(rows, numbers)
        self.clusterings.keep(rows, numbers)
        self._neighbours.keep(rows, numbers)
        self.shelf.keep(rows, self._neighbours.numbered)
        for part in (self._weighing, self._second_look, self._alive, self._when, self._dated, self._order):
            part.keep(rows)
        self.articles[:] = [self.articles[row] for row in rows.tolist()]
        self._row = {article.id: row for row, article in enumerate(self.articles)}

    # --- articles ----------------------------------------------------------------------------------------------

    def _let_go(self, ids: Iterable[str], touched: Touched) -> None:
        """Take articles out, with their pairs; who had them on a list has to look for others."""
        for article_id in ids:
            row = self._row.pop(article_id, None)
            if row is None:
                continue
            self._alive.all[row] = False
            touched.lost.add(row)
            slots = self._pairs.at([row])
            a, b, listed = (column.all[slots] for column in (self._pairs.a, self._pairs.b, self._pairs.listed))
            others = a + b - row
            touched.bereft.update(others[listed & np.where(a == others, 1, 2) > 0].tolist())
            self._drop(slots, touched)

    def _drop(self, slots: Indices, touched: Touched) -> None:
        """Forget pairs, in the order of these slots."""
        pairs = self._pairs
        a, b = pairs.both(slots)
        touched.unpaired.update(a.tolist(), b.tolist())
        copies = pairs.copy.all[slots]
        for ends in zip(a[copies].tolist(), b[copies].tolist(), strict=True):
            touched.uncopied.update(ends)
            touched.recounted |= pairs.partners_of_both(*ends)
        heard = probability(pairs.margin(slots)) > FAINT
        touched.unheard.update(a[heard].tolist(), b[heard].tolist())
        touched.dropped.update(self._ids(slot) for slot in slots[pairs.kept.all[slots]].tolist())
        self.clusterings.unlink(a, b)
        pairs.drop(slots)

    def _ids(self, slot: int) -> tuple[str, str]:
        return self.articles[int(self._pairs.a.all[slot])].id, self.articles[int(self._pairs.b.all[slot])].id

    def _take_in(self, articles: Sequence[Article], touched: Touched, read: Reader) -> None:
        """Append articles as new rows."""
        first = len(self.articles)
        touched.new = list(range(first, first + len(articles)))
        self.articles.extend(map(_lean, articles))
        self._row.update((article.id, row) for article, row in zip(articles, touched.new, strict=True))
        self._alive.extend(np.ones(len(articles), dtype=bool))
        for part in (self._pairs, self._weighing, self._second_look, self.clusterings):
            part.add_rows(len(articles))
        for sheaf in read(articles):
            self._when.extend(sheaf.times.when)
            self._dated.extend(sheaf.times.dated)
            self._order.extend(sheaf.times.order)
            self._neighbours.append(sheaf.doors, self.shelf.append(sheaf.shelf))

    # --- pairs -------------------------------------------------------------------------------------------------

    def _pair_up(self, touched: Touched) -> None:
        """Bring the lists of neighbours up to date, then the pairs that follow from them."""
        days = window_of(len(self._row) if self._total is None else self._total)
        again = touched.bereft - touched.lost
        times = Times(self._when.all, self._dated.all, self._order.all)
        search = Search(self._alive.all, times, days)
        if days != self.days:  # there are too many articles for one window by now, or few enough: others look anew
            old = np.setdiff1d(np.flatnonzero(self._alive.all), touched.new)
            again |= set((self._neighbours.cut_by(search, old) if days < self.days else old).tolist())
            self.days = days
        new, again_rows = np.array(touched.new, dtype=np.int64), np.array(sorted(again), dtype=np.int64)
        pairs = self._pairs
        rows = np.array(sorted(self._neighbours.update(new, again_rows, search)), dtype=np.int64)
        found = mapped(self._difference, [rows[start : start + _LOOKED] for start in range(0, len(rows), _LOOKED)])
        none = (rows[:0],) * 5
        hosts, guests, held, owners, slots = (np.concatenate(parts) for parts in zip(none, *found, strict=True))
        touched.made = self._list(hosts, guests, held)
        pairs.list_(slots, owners, listed=False)
        self._drop(distinct(slots[pairs.listed.all[slots] == 0]), touched)

    def _difference(self, rows: Indices) -> tuple[Indices, ...]:
        """Who is newly on a list of each of the rows: rows, neighbours, and slots of those that are a pair already, else -1; and
        who is no more: rows, and slots of the pairs.
        """
        loops = kernels(len(rows) * _NUMPY)
        if loops is not None:
            return self._differing(loops, rows)
        one, other = self._neighbours.listed(rows)
        row, neighbour, slots = self._pairs.listed_by(rows)
        now, before = one << 32 | other, row << 32 | neighbour
        fresh, past = np.isin(now, before, invert=True), np.isin(before, now, invert=True)
        one, other = one[fresh], other[fresh]
        return one, other, self._pairs.slots_of(one, other), row[past], slots[past]

    def _differing(self, loops: ModuleType, rows: Indices) -> tuple[Indices, ...]:
        lists, held, listed = self._neighbours.lists, self._pairs.for_loops(), self._pairs.listed.all
        fresh, past = ([np.empty(len(rows) * WIDTH, dtype=np.int64) for _ in range(count)] for count in (3, 2))
        came, went = loops.differ(rows, lists, held, listed, tuple(fresh), tuple(past))
        return *(some[:came] for some in fresh), *(some[:went] for some in past)

    def _list(self, hosts: Indices, guests: Indices, slots: Indices) -> Indices:
        """Put neighbours on lists, whose `slots` are -1 where they are no pair yet; answers the slots of the pairs that this
        makes, ascending.
        """
        pairs, strangers = self._pairs, np.flatnonzero(slots < 0)
        between = np.minimum(hosts, guests)[strangers] << 32 | np.maximum(hosts, guests)[strangers]
        keys = distinct(between)
        one, other = keys >> 32, keys & 0xFFFFFFFF
        rows = distinct(np.concatenate([one, other]))
        by_id = np.empty(len(self.articles), dtype=np.int64)
        by_id[rows] = self.clusterings.order(rows)
        turned = by_id[one] > by_id[other]
        made = pairs.add(np.where(turned, other, one), np.where(turned, one, other))
        slots[strangers] = made[np.searchsorted(keys, between)]
        pairs.list_(slots, hosts, listed=True)
        return np.sort(made)

    # --- events -------------------------------------------------------------------------------------------------

    def _regroup(self, touched: Touched) -> EventChanges:
        """Cluster anew what was touched, and tell what is other than before."""
        pairs = self._pairs
        regrouped, events, gone = self.clusterings.update(touched)
        retold = touched.retold[pairs.close(touched.retold)]
        slots = merged(retold, pairs.close_at(regrouped.tolist()))
        within = self.clusterings.of_one_event(*pairs.both(slots))
        kept = within | (probability(pairs.odds(slots)) >= PAIR_KEPT)
        before = pairs.kept.all[slots]
        told = slots[kept & (~before | np.isin(slots, retold))]
        touched.dropped |= {self._ids(slot) for slot in slots[before & ~kept].tolist()}
        pairs.kept.all[slots] = kept
        scores = self._scores(told, evidence=False)
        gone_pairs = touched.dropped.difference((score.a, score.b) for score in scores)
        return EventChanges(events, gone, scores, tuple(sorted(gone_pairs)))

    def _scores(self, slots: Indices, *, evidence: bool = True) -> tuple[PairScore, ...]:
        """The scores of pairs, with their evidence or without, sorted by ids."""
        pairs, place = self._pairs, np.empty(len(self.articles), dtype=np.int64)
        rows = pairs.ends(slots)
        place[rows] = self.clusterings.order(rows)
        a, b = pairs.both(slots)
        slots = slots[np.lexsort((place[b], place[a]))]
        candidates = Candidates(*pairs.both(slots))
        odds = pairs.odds(slots)
        if evidence:
            features = Features(candidates, self._weighing.values(slots))
            scored = ScoredPairs(features, pairs.context(slots), odds)
            return with_evidence(self.articles, scored, np.arange(len(slots)), self._resources)
        return without_evidence(self.articles, candidates, odds, self._weighing.claims(slots))


def _lean(article: Article) -> Article:
    """What a window holds of an article; outlets are few, and their names are held once."""
    outlet = sys.intern(article.outlet_id)
    return replace(article, outlet_id=outlet, url="", text="", links=(), authors=(), metadata_credits=())
