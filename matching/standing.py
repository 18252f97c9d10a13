"""What stands between two judgements: the registry prepared for reading, and what was worked out for each article and event.

Everything kept is used again only for the very article, at the very revision, that it was made of. So an answer never
depends on what was kept, and to judge an event again after one new article costs one reading and its pairs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from matching.commentary import by_decision
from matching.decisions import NONE, Decisions
from matching.mentions import MentionIndex, build_index
from matching.reading import Reading, read
from matching.sharedtext import KEPT_FROM
from matching.textedges import TextEdges
from matching.types import Article, Event, Outlet, Registry

EVENTS_KEPT = 8
"""Large events whose index of shared text is kept, the last ones judged: one of 2,000 articles takes some 20 MB."""


class Context:
    """A registry prepared for reading, and the readings made with it; of large events the index of shared text as well.

    What editors decided (`decisions`) goes with it: an article that comments by their word is read as commentary.
    """

    def __init__(self, registry: Registry, decisions: Decisions = NONE) -> None:
        """Prepare `registry`; raises nothing."""
        self.registry = registry
        self.decisions = decisions
        self._natures = {nature.article: nature.is_commentary for nature in decisions.nature}
        self.index: MentionIndex = build_index(registry)
        self.outlets: Mapping[str, Outlet] = registry.by_id()
        self._readings: dict[str, Reading] = {}
        self._texts: dict[str, TextEdges] = {}

    def read(self, article: Article) -> Reading:
        """Return the reading of `article`, made now or kept from before."""
        kept = self._readings.get(article.id)
        if kept is not None and kept.article == article:
            return kept
        made = read(article, self.index)
        if article.id in self._natures:
            made = replace(made, commentary=by_decision(article) if self._natures[article.id] else None)
        self._readings[article.id] = made
        return made

    def forget(self, event: Event) -> None:
        """Let go of what was kept of an event, where it is not going to be judged again."""
        self._texts.pop(event.id, None)
        for article_id in event.article_ids:
            self._readings.pop(article_id, None)

    def texts(self, event: Event) -> TextEdges:
        """Return what was worked out about the shared text of an event: kept for large ones, else empty."""
        if len(event.article_ids) < KEPT_FROM:
            return TextEdges()
        kept = self._texts.pop(event.id, None) or TextEdges()
        self._texts[event.id] = kept
        while len(self._texts) > EVENTS_KEPT:
            del self._texts[next(iter(self._texts))]
        return kept
