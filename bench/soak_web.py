"""The web of the soak: it grows each minute, and a third of what is new misbehaves at first."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from bench.cycle_world import Report, World, sites
from bench.stream import Shape, Stream
from desk.replay.site import Behaviour, ReplaySite, Trouble

TROUBLES = (Trouble.DROP, Trouble.TRUNCATE, Trouble.STATUS, Trouble.GARBAGE, Trouble.RETRY_AFTER)


SHAPE = Shape(lengths=(90, 120, 150, 180, 210, 240, 280, 320, 370, 430, 500), copies=0.0)
"""Articles long enough to be read as such, without the long tail, which takes time and shows nothing of a soak."""
COPIED = 6
"""One article of so many carries the text of the one before it of its story, and says whose it is."""
SENTENCES = 4


@dataclass(frozen=True, slots=True)
class Soak:
    """How long and how large: articles come at `articles_a_minute`, a story having one, some or several."""

    minutes: float = 10.0
    outlets: int = 20
    articles_a_minute: int = 33
    seed: int = 20260302


def reports(soak: Soak) -> Iterator[Report]:
    """The articles of a soak, without end: synthetic news (`bench.stream`), each by another outlet than the one before it of
    its story.
    """
    before: dict[int, tuple[int, list[str]]] = {}
    for number, (article, story) in enumerate(Stream(SHAPE, soak.seed)):
        outlet = number % soak.outlets
        sentences = [f"{sentence.rstrip('.')}." for sentence in article.text.split(". ")]
        paragraphs = [" ".join(sentences[n : n + SENTENCES]) for n in range(0, len(sentences), SENTENCES)]
        first, text = before.get(story, (outlet, paragraphs))
        if first != outlet and number % COPIED == 0:
            paragraphs = [*text, f"This report first appeared in the Paper {first}."]
        else:
            before[story] = outlet, paragraphs
        yield outlet, number, article.title, paragraphs


class GrowingWeb:
    """The sites at each minute: all articles so far, those of the last minute with troubles on a third of their pages."""

    def __init__(self, soak: Soak, port: int) -> None:
        self._soak = soak
        self._port = port
        self._now = datetime.now(UTC).replace(microsecond=0)
        self._reports = tuple(islice(reports(soak), soak.articles_a_minute * (last_minute(soak) + 1)))
        self.shown = 0

    def world(self, minute: int) -> World:
        """The web as it is in that minute."""
        told = self._reports[: self._soak.articles_a_minute * (minute + 1)]
        return World(self._soak.outlets, now=self._now, told=told)

    def sites(self, minute: int) -> tuple[ReplaySite, ...]:
        """Its sites."""
        world, chance = self.world(minute), random.Random(minute)
        first = self._soak.articles_a_minute * minute
        behaviours: dict[int, tuple[Behaviour, ...]] = {}
        for outlet, number, _, _ in world.reports():
            if number >= first and chance.random() < 0.33:
                trouble = chance.choice(TROUBLES)
                status = chance.choice((500, 502, 503)) if trouble is Trouble.STATUS else 0
                one = Behaviour(f"/a/{number}", trouble, seconds=1.0, status=status, times=1)
                behaviours[outlet] = (*behaviours.get(outlet, ()), one)
        return tuple(sites(world, self._port, behaviours))


def last_minute(soak: Soak) -> int:
    """The last minute in which something new comes."""
    return max(1, int(soak.minutes) - 2)


def addresses(shown: tuple[ReplaySite, ...]) -> set[tuple[str, str]]:
    """Host and path of every article of the sites."""
    return {(site.host, page.target) for site in shown for page in site.pages if page.target.startswith("/a/")}
