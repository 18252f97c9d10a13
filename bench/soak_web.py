"""The web of the soak: it grows each minute, and a third of what is new misbehaves at first."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.cycle_world import World, sites
from desk.replay.site import Behaviour, ReplaySite, Trouble

TROUBLES = (Trouble.DROP, Trouble.TRUNCATE, Trouble.STATUS, Trouble.GARBAGE, Trouble.RETRY_AFTER)


@dataclass(frozen=True, slots=True)
class Soak:
    """How long and how large: stories come at `stories_a_minute`, of two articles each in most cases."""

    minutes: float = 10.0
    outlets: int = 20
    stories_a_minute: int = 20
    seed: int = 20260302


class GrowingWeb:
    """The sites at each minute: all stories so far, those of the last minute with troubles on a third of their pages."""

    def __init__(self, soak: Soak, port: int) -> None:
        self._soak = soak
        self._port = port
        self._now = datetime.now(UTC).replace(microsecond=0)
        self.shown = 0

    def world(self, minute: int) -> World:
        """The web as it is in that minute."""
        return World(self._soak.outlets, self._soak.stories_a_minute * (minute + 1), self._now)

    def sites(self, minute: int) -> tuple[ReplaySite, ...]:
        """Its sites."""
        world, chance = self.world(minute), random.Random(minute)
        first = self._soak.stories_a_minute * minute
        behaviours: dict[int, tuple[Behaviour, ...]] = {}
        for outlet, story, _, _ in world.reports():
            if story >= first and chance.random() < 0.33:
                trouble = chance.choice(TROUBLES)
                status = chance.choice((500, 502, 503)) if trouble is Trouble.STATUS else 0
                one = Behaviour(f"/a/{story}", trouble, seconds=1.0, status=status, times=1)
                behaviours[outlet] = (*behaviours.get(outlet, ()), one)
        return tuple(sites(world, self._port, behaviours))


def last_minute(soak: Soak) -> int:
    """The last minute in which something new comes."""
    return max(1, int(soak.minutes) - 2)


def addresses(shown: tuple[ReplaySite, ...]) -> set[tuple[str, str]]:
    """Host and path of every article of the sites."""
    return {(site.host, page.target) for site in shown for page in site.pages if page.target.startswith("/a/")}
