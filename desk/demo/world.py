"""The demo world as data: stories, the articles that invented outlets print of them, and what the verdict should be.

The texts lie in `world/*.toml`, one file a story, written for this project; places, people and outlets are invented.
Times are relative to the day on which the world is made, so that feeds are always fresh.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any

STORED = "stored"
UNDISCOVERED = "undiscovered"

_TOKEN = re.compile(r"\{day(?:([+-])(\d))?\}")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the verdict on a story should say; the words of the export format."""

    state: str
    origins: int
    notable_origins: int
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class WorldArticle:
    """One page of one invented outlet.

    `origin` is a label: two articles of a story rest on one act of reporting exactly where it is equal. `countable` is
    false for what can never count, a reprint by an aggregator or commentary. `outcome` is
    what the crawl should make of the page: `stored`, `paywall`, `blocked`, `challenge`, or `undiscovered` where no
    source leads to it. `source` is the outlet that an aggregator took it from.
    """

    outlet: str
    path: str
    title: str
    text: str
    published: datetime
    authors: tuple[str, ...] = ()
    byline: str = ""
    section: str = ""
    kind: str = "NewsArticle"
    source: str = ""
    teaser: bool = False
    origin: str = ""
    countable: bool = True
    outcome: str = STORED

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text's paragraphs, in reading order."""
        return tuple(part.strip() for part in self.text.split("\n\n") if part.strip())


@dataclass(frozen=True, slots=True)
class WorldStory:
    """One happening, what it is there to show, its articles, and (unless none of them can be had) the expectation."""

    slug: str
    title: str
    shows: str
    articles: tuple[WorldArticle, ...]
    expect: Expectation | None


def load_world(now: datetime) -> tuple[WorldStory, ...]:
    """All stories in the order of their files, dated relative to the day of `now`.

    Raises ValueError where a file has a key that nobody reads, so that a slip of the pen is no silent change.
    """
    folder = files("desk.demo") / "world"
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    entries = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda e: e.name)
    return tuple(
        _story(entry.name.removesuffix(".toml"), tomllib.loads(entry.read_text(encoding="utf-8")), today)
        for entry in entries
    )


def outlet_rows() -> tuple[dict[str, Any], ...]:
    """The registry rows of the world's outlets, without the feeds (which need the port of a running demo)."""
    text = (files("desk.demo") / "outlets.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["outlet"])


def _story(slug: str, data: Mapping[str, Any], today: datetime) -> WorldStory:
    unread = set(data) - {"title", "shows", "day", "expect", "article"}
    if unread:
        raise ValueError(f"world/{slug}.toml: unknown key {', '.join(sorted(unread))}")
    day = today + timedelta(days=data["day"])
    articles = tuple(_article(row, day) for row in data["article"])
    expect = Expectation(**data["expect"]) if "expect" in data else None
    return WorldStory(slug, data["title"], data["shows"], articles, expect)


def _article(row: Mapping[str, Any], day: datetime) -> WorldArticle:
    values = dict(row)
    hours, minutes = values.pop("at").split(":")
    values["published"] = day + timedelta(hours=int(hours), minutes=int(minutes))
    values["authors"] = tuple(values.get("authors", ()))
    values["title"] = _dated(values["title"], day)
    values["text"] = _dated(values["text"], day).strip()
    try:
        return WorldArticle(**values)
    except TypeError as error:
        raise ValueError(f"article {row.get('path')} of {row.get('outlet')}: {error}") from error


def _dated(text: str, day: datetime) -> str:
    """`{day}`, `{day-1}`, `{day+1}`: the weekday of the story's day, the day before, the day after.

    >>> _dated("on {day+1}", datetime(2024, 5, 1))
    'on Thursday'
    """

    def weekday(token: re.Match[str]) -> str:
        offset = int(f"{token[1]}{token[2]}") if token[1] else 0
        return _WEEKDAYS[(day.weekday() + offset) % 7]

    return _TOKEN.sub(weekday, text)
