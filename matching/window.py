"""A live window of articles: what came new or changed is matched, and only what that touches is looked at again.

    neighbours → pairs → evidence → first score → second look → clusters → events

Each step keeps what it found, and redoes it only where what it was found from has changed. The result is that of
`matching.events.find_events` for the articles that are in the window, bit by bit, whatever came in which order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.calibration import probability
from matching.candidates import Candidates, Times, window_of
from matching.clusterings import Clusterings
from matching.context import FAINT, context_of, nearness
from matching.documents import make_document
from matching.events import ScoredPairs, final_log_odds, with_evidence, without_evidence
from matching.features import MEASURES, Features, copied, measures_of, related, relative
from matching.growing import Column
from matching.neighbours import Neighbours, Search
from matching.pairtable import BASE, PairTable
from matching.resources import Resources
from matching.shelf import Shelf, Slip
from matching.shelfevidence import shelf_evidence
from matching.thresholds import PAIR_KEPT
from matching.types import Article, Event, EventChanges, PairScore
from matching.vectors import Flags, Floats, Indices

# Pairs whose evidence is gathered at once: what that takes of memory stays small.
_CHUNK = 4_096


@dataclass(slots=True)
class _Touched:
    """What an update has reached so far: rows that came, rows that are no more, and slots of pairs by what befell them."""

    new: list[int] = field(default_factory=list)
    lost: set[int] = field(default_factory=set)
    bereft: set[int] = field(default_factory=set)
    made: list[int] = field(default_factory=list)
    unpaired: set[int] = field(default_factory=set)
    uncopied: set[int] = field(default_factory=set)
    shown: set[int] = field(default_factory=set)
    dropped: set[tuple[str, str]] = field(default_factory=set)


class Window:
    """Articles with everything that was found out about them, ready for more."""

    def __init__(self, resources: Resources) -> None:
        """Make an empty window."""
        self._resources = resources
        self.days = window_of(0)
        self._row: dict[str, int] = {}
        self.articles: list[Article] = []
        self._alive = Column(np.bool_)
        self._published = Column(np.float64)
        self._seen = Column(np.float64)
        self._order = Column(np.int64)
        self._measures = Column(np.float64, MEASURES)
        self._voice = Column(np.float64, fill=1.0)
        self.shelf = Shelf()
        self._neighbours = Neighbours()
        self._pairs = PairTable()
        self.clusterings = Clusterings(self._pairs, self.articles, resources)

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
            "published": self._published,
            "seen": self._seen,
            "order": self._order,
            "measures": self._measures,
            "voice": self._voice,
            "strong": self.clusterings.strong,
        }
        return own | self.shelf.columns() | self._neighbours.columns() | self._pairs.columns()

    def take_up(
        self,
        days: float,
        articles: Sequence[Article],
        shelved: tuple[Sequence[Slip], Sequence[str]],
        groups: tuple[Sequence[int], Sequence[int]],
    ) -> None:
        """Go on where a window was saved, after its columns were loaded; see `matching.snapshot`."""
        self.days = days
        self.articles.extend(articles)
        alive = np.flatnonzero(self._alive.all).tolist()
        self._row.update((articles[row].id, row) for row in alive)
        self.shelf.take_up(*shelved)
        self._pairs.take_up(len(articles))
        self.clusterings.add_rows(len(articles))
        self.clusterings.take_up(*groups)

    @property
    def events(self) -> tuple[Event, ...]:
        """All events of the window, sorted by id."""
        return self.clusterings.events()

    def scores(self) -> tuple[PairScore, ...]:
        """All pair scores that are kept, sorted by ids."""
        return self._scores(np.flatnonzero(self._pairs.kept.all))

    def scores_among(self, ids: Iterable[str]) -> tuple[PairScore, ...]:
        """The scores that are kept of pairs of these articles, without their parts, sorted by ids."""
        rows = {self._row[article_id] for article_id in ids}
        slots = {slot for row in rows for other, slot in self._pairs.with_[row].items() if other in rows}
        kept = [slot for slot in sorted(slots) if self._pairs.kept.all[slot]]
        return self._scores(np.array(kept, dtype=np.int64), evidence=False)

    def explained(self, scores: Iterable[PairScore]) -> tuple[PairScore, ...]:
        """The same scores with the parts they are made of, sorted by ids. Raises KeyError for a pair that is none."""
        slots = [self._pairs.with_[self._row[score.a]][self._row[score.b]] for score in scores]
        return self._scores(np.array(sorted(slots), dtype=np.int64))

    def event_of(self, article_id: str) -> Event:
        """The event of an article of the window. Raises KeyError for any other."""
        return self.clusterings.event_of(self._row[article_id])

    def update(self, articles: Sequence[Article], gone: Iterable[str] = ()) -> EventChanges:
        """Take in articles that are new or have changed, let go of those that are `gone`, and answer what that changed.

        The scores that it tells of are without their parts; `explained` gives these.
        Raises ValueError where two of the articles have one id; the window is then as it was.
        """
        coming = {article.id: article for article in articles}
        if len(coming) != len(articles):
            raise ValueError("two articles have one id: pass only the current revision of each")
        touched = _Touched()
        self._let_go(sorted(coming.keys() | set(gone)), touched)
        self._take_in([coming[key] for key in sorted(coming)], touched)
        self._pair_up(touched)
        self._weigh(touched)
        return self._regroup(touched)

    # --- articles ----------------------------------------------------------------------------------------------

    def _let_go(self, ids: Iterable[str], touched: _Touched) -> None:
        """Take articles out, with their pairs; who had them on a list has to look for others."""
        for article_id in ids:
            row = self._row.pop(article_id, None)
            if row is None:
                continue
            self._alive.all[row] = False
            touched.lost.add(row)
            for other, slot in list(self._pairs.with_[row].items()):
                if self._pairs.listed.all[slot] & (1 if self._pairs.a.all[slot] == other else 2):
                    touched.bereft.add(other)
                self._drop(slot, touched)

    def _drop(self, slot: int, touched: _Touched) -> None:
        pairs = self._pairs
        ends = {int(pairs.a.all[slot]), int(pairs.b.all[slot])}
        touched.unpaired |= ends
        touched.uncopied |= ends if pairs.copy.all[slot] else set()
        if pairs.kept.all[slot]:
            touched.dropped.add(self._ids(slot))
        self.clusterings.unlink(slot)
        pairs.drop(slot)

    def _ids(self, slot: int) -> tuple[str, str]:
        return self.articles[int(self._pairs.a.all[slot])].id, self.articles[int(self._pairs.b.all[slot])].id

    def _take_in(self, articles: Sequence[Article], touched: _Touched) -> None:
        """Append articles as new rows."""
        documents = [make_document(article, self._resources.background) for article in articles]
        first = len(self.articles)
        touched.new = list(range(first, first + len(articles)))
        self.articles.extend(replace(a, text="", links=(), authors=(), metadata_credits=()) for a in articles)
        self._row.update((article.id, row) for article, row in zip(articles, touched.new, strict=True))
        times = Times.of(documents)
        self._published.extend(times.published)
        self._seen.extend(times.seen)
        self._order.extend(times.order)
        self._alive.extend(np.ones(len(articles), dtype=bool))
        self._measures.grow(len(articles))
        self._voice.grow(len(articles))
        self._pairs.add_rows(len(articles))
        self.clusterings.add_rows(len(articles))
        self.shelf.add(documents)
        self._neighbours.add(self.shelf.doors(documents))

    # --- pairs -------------------------------------------------------------------------------------------------

    def _pair_up(self, touched: _Touched) -> None:
        """Bring the lists of neighbours up to date, then the pairs that follow from them."""
        days = window_of(len(self._row))
        again = touched.bereft - touched.lost
        if days != self.days:  # the file has outgrown one window, or shrunk into it: everybody looks anew
            self.days, again = days, set(np.flatnonzero(self._alive.all).tolist()) - set(touched.new)
        times = Times(self._published.all, self._seen.all, self._order.all)
        search = Search(self._alive.all, times, self.days)
        new, again_rows = np.array(touched.new, dtype=np.int64), np.array(sorted(again), dtype=np.int64)
        pairs = self._pairs
        rows = np.array(sorted(self._neighbours.update(new, again_rows, search)), dtype=np.int64)
        one, other = self._neighbours.listed(rows)
        row, neighbour, slots = pairs.listed_by(rows)
        now, before = one << 32 | other, row << 32 | neighbour
        fresh, past = np.isin(now, before, invert=True), np.isin(before, now, invert=True)
        touched.made = self._list(one[fresh], other[fresh])
        pairs.list_(slots[past], row[past], listed=False)
        for slot in sorted(set(slots[past][pairs.listed.all[slots[past]] == 0].tolist())):
            self._drop(slot, touched)

    def _list(self, hosts: Indices, guests: Indices) -> list[int]:
        """Put neighbours on lists; answers the slots of the pairs that this makes, ascending."""
        pairs = self._pairs
        known = pairs.slots_of(hosts.tolist(), guests.tolist()) >= 0
        strangers = sorted(
            {(min(ends), max(ends)) for ends in zip(hosts[~known].tolist(), guests[~known].tolist(), strict=True)}
        )
        named = [(a, b) if self.articles[a].id < self.articles[b].id else (b, a) for a, b in strangers]
        made = pairs.add([a for a, _ in named], [b for _, b in named])
        pairs.list_(pairs.slots_of(hosts.tolist(), guests.tolist()), hosts, listed=True)
        return sorted(made.tolist())

    def _weigh(self, touched: _Touched) -> None:
        """Evidence and first scores of new pairs, and of old ones where what they are measured by has changed."""
        pairs = self._pairs
        made = np.array(touched.made, dtype=np.int64)
        for start in range(0, len(made), _CHUNK):
            slots = made[start : start + _CHUNK]
            pairs.values.all[slots, :BASE] = shelf_evidence(self.shelf, pairs.a.all[slots], pairs.b.all[slots])
        copies = copied(pairs.values.all[made].astype(np.float64))
        recopied = made[copies]
        pairs.copy.all[made] = copies
        ends = {*pairs.a.all[made].tolist(), *pairs.b.all[made].tolist()}
        moved = self._measure(np.array(sorted((ends | touched.unpaired) - touched.lost), dtype=np.int64))
        rescored = self._score(np.union1d(made, pairs.at(moved.tolist())), made)
        recopied_rows = {*pairs.a.all[recopied].tolist(), *pairs.b.all[recopied].tolist()}
        self._look_again(rescored, (recopied_rows | touched.uncopied) - touched.lost, touched)

    def _measure(self, rows: Indices) -> Indices:
        """What each of the rows is measured by; answers the rows where it is another than before."""
        pairs = self._pairs
        slots = pairs.at(rows.tolist())
        slots = slots[~pairs.copy.all[slots]]
        values = related(pairs.values.all[slots].astype(np.float64))
        owner, mine = [], []
        for end in (pairs.a.all[slots], pairs.b.all[slots]):
            at = np.minimum(np.searchsorted(rows, end), max(0, len(rows) - 1))
            own = rows[at] == end if len(rows) else np.zeros(len(end), dtype=bool)
            owner.append(at[own])
            mine.append(values[own])
        measures = measures_of(np.concatenate(owner), np.concatenate(mine), len(rows))
        moved = rows[(measures != self._measures.all[rows]).any(axis=1)]
        self._measures.all[rows] = measures
        return np.asarray(moved)

    def _score(self, slots: Indices, made: Indices) -> Indices:
        """First scores; answers the slots whose evidence is new or other than before."""
        pairs = self._pairs
        values = pairs.values.all[slots].astype(np.float64)
        ends = (self._measures.all[end.all[slots]] for end in (pairs.a, pairs.b))
        measured = relative(related(values), *ends)
        other = ~_alike(measured, values[:, BASE:]) | np.isin(slots, made)
        slots, values = slots[other], values[other]
        values[:, BASE:] = measured[other]
        pairs.values.all[slots] = values
        pairs.margin.all[slots] = self._resources.event_scorer.first_margins(values)
        return np.asarray(slots)

    # --- second look --------------------------------------------------------------------------------------------

    def _look_again(self, rescored: Indices, recopied: set[int], touched: _Touched) -> None:
        """The second look at pairs around which anything has changed, and the final log-odds."""
        pairs = self._pairs
        heard = self._revoice(recopied)
        near = nearness(pairs.margin.all[rescored], pairs.copy.all[rescored])
        around = {*pairs.a.all[rescored].tolist(), *pairs.b.all[rescored].tolist()}
        pairs.near.all[rescored] = near
        around |= touched.unpaired | recopied
        around |= {other for row in heard for other in pairs.with_[row]}
        around -= touched.lost
        slots = np.union1d(pairs.at(around), rescored)
        looked = probability(pairs.margin.all[slots]) > FAINT
        context = np.full((len(slots), pairs.context.all.shape[1]), np.nan)
        context[looked] = self._contexts(slots[looked])
        odds = final_log_odds(self._resources.event_scorer, pairs.margin.all[slots], context)
        same = np.isin(slots, rescored, invert=True) & (odds == pairs.odds.all[slots])
        same &= _alike(context, pairs.context.all[slots])
        pairs.context.all[slots], pairs.odds.all[slots] = context, odds
        touched.shown = set(slots[~same].tolist())

    def _revoice(self, rows: set[int]) -> set[int]:
        """What each article counts as company, where copies came or went; answers the rows where that has changed."""
        heard: set[int] = set()
        left = set(rows)
        while left:
            unit = self.clusterings.reach(left.pop(), self._pairs.copy)
            left -= unit
            for row in unit:
                if self._voice.all[row] != 1.0 / len(unit):
                    self._voice.all[row] = 1.0 / len(unit)
                    heard.add(row)
        return heard

    def _contexts(self, slots: Indices) -> Floats:
        """The contexts of pairs."""
        pairs = self._pairs
        ends = {*pairs.a.all[slots].tolist(), *pairs.b.all[slots].tolist()}
        around = pairs.at(ends)
        rows, places = np.unique(np.concatenate([pairs.a.all[around], pairs.b.all[around]]), return_inverse=True)
        numbered = Candidates(places[: len(around)], places[len(around) :])
        wanted = np.searchsorted(around, slots)
        return context_of(numbered, pairs.margin.all[around], pairs.copy.all[around], self._voice.all[rows], wanted)

    # --- events -------------------------------------------------------------------------------------------------

    def _regroup(self, touched: _Touched) -> EventChanges:
        """Cluster anew what was touched, and tell what is other than before."""
        pairs = self._pairs
        regrouped, events, gone = self.clusterings.update(touched.new, touched.lost, touched.shown)
        slots = np.union1d(np.array(sorted(touched.shown), dtype=np.int64), pairs.at(regrouped))
        within = self.clusterings.of_one_event(pairs.a.all[slots], pairs.b.all[slots])
        kept = within | (probability(pairs.odds.all[slots]) >= PAIR_KEPT)
        before = pairs.kept.all[slots]
        told = slots[kept & (~before | np.isin(slots, list(touched.shown)))]
        touched.dropped |= {self._ids(slot) for slot in slots[before & ~kept].tolist()}
        pairs.kept.all[slots] = kept
        scores = self._scores(told, evidence=False)
        again = {(score.a, score.b) for score in scores}
        return EventChanges(events, gone, scores, tuple(sorted(touched.dropped - again)))

    def _scores(self, slots: Indices, *, evidence: bool = True) -> tuple[PairScore, ...]:
        """The scores of pairs, with their evidence or without, sorted by ids."""
        pairs = self._pairs
        candidates = Candidates(pairs.a.all[slots], pairs.b.all[slots])
        values = pairs.values.all[slots].astype(np.float64)
        scored = ScoredPairs(Features(candidates, values), pairs.context.all[slots], pairs.odds.all[slots])
        say = with_evidence if evidence else without_evidence
        found = say(self.articles, scored, np.arange(len(slots)), self._resources)
        return tuple(sorted(found, key=lambda score: (score.a, score.b)))


def _alike(one: NDArray[Any], other: NDArray[Any]) -> Flags:
    """Which rows are equal, missing values included."""
    return np.asarray(((one == other) | (np.isnan(one) & np.isnan(other))).all(axis=1))
