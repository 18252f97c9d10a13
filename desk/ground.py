"""What the matcher found of any article: in its window, in what a sweep settled, or, of what has left long ago, in the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matching.events import make_events
from matching.types import Event, PairScore
from matching.window import Window
from store.connection import Store
from store.matched import found_with, heads_of, read_as_matched
from store.settled import settled_among, settled_events_of, settled_scores, stored_scores


@dataclass(frozen=True, slots=True)
class Ground:
    """All that was found, before decisions are laid over it.

    The window knows best, then what is settled. What is in neither has not changed since the last match: its pair scores
    are in the file, and its events too, but for those that editors decided about, of which the file keeps how they were
    found.
    """

    store: Store
    window: Window

    def known(self, ids: Iterable[str]) -> frozenset[str]:
        """Those of the articles that are there and were matched."""
        asked = frozenset(ids)
        here = self.window.ids_among(asked)
        settled = settled_among(self.store, asked - here)
        away = read_as_matched(self.store, asked - here - settled).keys()
        return here | settled | heads_of(self.store, away).keys()

    def events_of(self, ids: Iterable[str]) -> dict[str, Event]:
        """The events of known articles, by id."""
        known = frozenset(ids)
        here = self.window.ids_among(known)
        settled = settled_among(self.store, known - here)
        found = list(map(self.window.event_of, sorted(here)))
        found += settled_events_of(self.store, settled)
        groups = found_with(self.store, known - here - settled)
        heads = heads_of(self.store, {article_id for group in groups for article_id in group})
        for group in groups:
            there = [heads[article_id] for article_id in group if article_id in heads]
            found += make_events(there, [range(len(there))])
        return {event.id: event for event in found}

    def scores_among(self, ids: Iterable[str]) -> tuple[PairScore, ...]:
        """The scores that are kept of pairs of these articles, without their parts, sorted by ids."""
        asked = frozenset(ids)
        here = self.window.ids_among(asked)
        found = {(s.a, s.b): s for s in self.window.scores_among(here)}
        away = asked - here
        if away:
            settled = settled_among(self.store, asked)
            for score in settled_scores(self.store, asked):
                if not {score.a, score.b} <= here:
                    found[score.a, score.b] = score
            for score in stored_scores(self.store, asked):
                if not ({score.a, score.b} <= here or {score.a, score.b} <= settled):
                    found[score.a, score.b] = score
        return tuple(found[key] for key in sorted(found))
