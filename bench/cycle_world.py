"""A small web for disturbed cycles: some happenings that two outlets report each in their own words, some that one copies from
the other, and some of one outlet alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

from desk.replay.site import RSS, Behaviour, Page, ReplaySite

_THINGS = (
    "swing bridge",
    "grain store",
    "tram depot",
    "water tower",
    "north quay",
    "market hall",
    "signal box",
    "observatory",
)
_DEEDS = (
    "caught fire",
    "was sold to a cooperative",
    "was closed by inspectors",
    "lost its roof",
    "reopened",
    "was flooded",
)
_SYLLABLES = [
    "ka",
    "lor",
    "ven",
    "ti",
    "mar",
    "os",
    "bru",
    "pell",
    "dun",
    "sar",
    "wick",
    "hol",
    "fen",
    "rim",
    "tas",
    "gor",
    "elm",
    "ny",
    "cas",
    "ul",
]
_ASIDES = (
    "a choir was practising",
    "the ferry waited",
    "two bakers handed out bread",
    "a dog had barked all night",
    "schoolchildren sang",
)


Report = tuple[int, int, str, list[str]]
"""Outlet, number in its addresses, headline and paragraphs of an article."""


@dataclass(frozen=True, slots=True)
class World:
    """How large the web is, and when its articles were published.

    A dozen stories of ours differ well enough. Hundreds would be the same form filled in with other names, as no news are: a
    larger web is `told` otherwise.
    """

    outlets: int = 6
    stories: int = 12
    now: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    told: tuple[Report, ...] = ()

    def reports(self) -> Iterator[Report]:
        """Every article."""
        if self.told:
            yield from self.told
            return
        for story in range(self.stories):
            first, second = story % self.outlets, (story * 5 + 1) % self.outlets
            yield first, story, *_report(story, 0)
            if story % 3 == 0 and second != first:
                yield second, story, *_report(story, 1)
            elif story % 3 == 1 and second != first:
                title, paragraphs = _report(story, 0)
                yield second, story, title, [*paragraphs, f"This report first appeared in the Paper {first}."]


def _name(facts: random.Random) -> str:
    """A name that nothing else has."""
    syllables = facts.sample(_SYLLABLES, 3)
    return "".join(syllables).capitalize()


def _report(story: int, voice: int) -> tuple[str, list[str]]:
    facts = random.Random(story)
    thing, deed = _THINGS[story % len(_THINGS)], facts.choice(_DEEDS)
    place, street, firm, first, second = (_name(facts) for _ in range(5))
    cost, crew, year = facts.randrange(120, 990), facts.randrange(11, 97), facts.randrange(1840, 1990)
    aside = [f"{facts.choice(_ASIDES)} in {street} ({_name(facts)})" for _ in range(3)]
    if voice == 0:
        return f"{place}: {thing} of {year} {deed}", [
            f"The {thing} at {street} in {place}, built in {year}, {deed} on Monday, the town said in a notice.",
            f"{first} {firm}, who runs the yard beside it, said she had counted {crew} people before it was light; {aside[0]}.",
            f"Repairs will cost {cost},000 crowns by a first estimate, which {second} of the works office called careful.",
            f"Traffic was led over the old mill road, past {aside[1]}, and stays so until the council of {place} has met.",
        ]
    return f"{second} asks why the {thing} of {place} {deed}", [
        f"{second} had warned of it for years: on Monday the {thing} in {street} {deed}, and {place} stood and watched.",
        f"Papers of the {firm} works that this newspaper has seen put the damage at {cost},000 crowns, and name no cause.",
        f"A neighbour let us look from her window at {crew} helpers with buckets and blankets, and at {aside[2]}.",
        f"“Nobody in {place} is surprised,” said {first} in an interview at her gate, “but everybody is awake now.”",
    ]


def page(title: str, paragraphs: list[str], when: datetime) -> bytes:
    """An article's page."""
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{escape(title)}</title><meta property='og:type' "
        f"content='article'><meta property='article:published_time' content='{when.isoformat()}'></head><body><main><article>"
        f"<h1>{escape(title)}</h1>{text}</article></main></body></html>"
    ).encode()


def sites(world: World, port: int, behaviours: dict[int, tuple[Behaviour, ...]] | None = None) -> Iterator[ReplaySite]:
    """The outlets, each with a feed and a page for each of its articles."""
    pages: dict[int, list[tuple[int, str, list[str]]]] = {outlet: [] for outlet in range(world.outlets)}
    for outlet, story, title, paragraphs in world.reports():
        pages[outlet].append((story, title, paragraphs))
    for outlet, articles in pages.items():
        host, when = f"paper-{outlet}.example", world.now - timedelta(hours=2, minutes=outlet)
        items = "".join(
            f"<item><title>{escape(title)}</title><link>http://{host}:{port}/a/{story}</link><pubDate>{format_datetime(when)}</pubDate></item>"
            for story, title, _ in articles
        )
        feed = f"<?xml version='1.0'?><rss version='2.0'><channel><title>Paper {outlet}</title>{items}</channel></rss>"
        served = [Page("/feed", feed.encode(), RSS)]
        served += [Page(f"/a/{story}", page(title, paragraphs, when)) for story, title, paragraphs in articles]
        yield ReplaySite(host, tuple(served), feeds=("/feed",), behaviours=(behaviours or {}).get(outlet, ()))


def write_registry(world: World, port: int, path: Path) -> Path:
    """The registry of the outlets: all notable, each of its own house."""
    path.write_text(
        "\n".join(
            f'[[outlet]]\nid = "paper-{n}"\nname = "Paper {n}"\ndomains = ["paper-{n}.example"]\nkind = "local"\nfamily = "House {n}"\n'
            f'notable = true\nnotability_basis = "https://encyclopedia.example/Paper_{n}"\n'
            f'feeds = ["http://paper-{n}.example:{port}/feed"]\n'
            for n in range(world.outlets)
        ),
        encoding="utf-8",
    )
    return path
