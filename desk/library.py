"""The Python interface for a rating library: typed, read-only, and stable.

    from desk.library import open_library

    with open_library("news.db") as library:
        for rating in library.changes(since=kept_cursor):
            stars[rating.url] = rating.stars
            kept_cursor = rating.cursor

What is named in `__all__` keeps its names, fields and meaning within a major version of the program; fields may be added.
Nothing here writes, and nothing keeps the file locked between two calls. Errors are `LibraryError` and those below it:

LibraryError (the store's `StoreError`)
├── UnknownUrl   no article is stored under the URL
├── NotRated     the article is stored, and has not been matched yet
├── NotJudged    the article is stored, and its event has no verdict yet
├── NothingSaidYet  it had none yet at the time that was asked for
├── BadCursor    what was passed back is no cursor
│   └── StaleCursor  it is a cursor of another file, or from the future: start anew
└── OlderFile    the file was written by an older version: run any command that writes to it first
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from desk.stored import stored_article
from matching.types import State
from store.connection import Store, open_store, refuse_older
from store.errors import NothingSaidYet, OlderFile, UnknownUrl
from store.errors import StoreError as LibraryError
from store.exports import NotJudged, event_of, read_verdict, read_verdict_at
from store.ratings import BadCursor, NotRated, StaleCursor, newest_cursor, rating_lines, read_rating, read_ratings
from store.times import moment

__all__ = [
    "BadCursor", "Criterion", "Library", "LibraryError", "NotJudged", "NotRated", "NothingSaidYet", "OlderFile", "Rating", "StaleCursor",
    "StoryVerdict", "UnknownUrl", "open_library",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Criterion:
    """One of the three criteria: `met` is true, false, or None for "could not be determined", which is never false."""

    met: bool | None
    evidence: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Rating:
    """What an article's stars are decided from. `as_of` is when it last changed; `cursor` is what to pass back."""

    url: str
    as_of: datetime
    ruleset: str
    cursor: str
    named_sources: Criterion
    more_than_one_notable_outlet: Criterion
    supporting_material: Criterion

    @property
    def stars(self) -> int:
        """How many of the three criteria are met."""
        criteria = (self.named_sources, self.more_than_one_notable_outlet, self.supporting_material)
        return sum(criterion.met is True for criterion in criteria)


@dataclass(frozen=True, slots=True)
class StoryVerdict:
    """The verdict of an article's event. `at` is when it was given; `whole` is what `corroborate verdict --json` prints."""

    event_id: str
    title: str
    state: State
    provisional: bool
    disputed: bool
    outlets: int
    origins: int
    notable_origins: int
    because: str
    at: datetime
    ruleset: str
    registry_version: str
    whole: Mapping[str, Any]


class Library:
    """An open file, for reading. Use as a context manager, or call `close()`. For one thread, as SQLite's connections are."""

    __slots__ = ("_store",)

    def __init__(self, store: Store) -> None:
        """Take over a store; `open_library` makes one."""
        self._store = store

    def rating(self, url: str) -> Rating:
        """What the stars of the article at `url` are decided from.

        Raises:
            UnknownUrl: no article is stored under it.
            NotRated: it has not been matched yet.
        """
        return _rating(self.rating_row(url))

    def rating_row(self, url: str) -> dict[str, Any]:
        """`rating` as the contract's JSON object. Raises as `rating`."""
        return read_rating(self._store, stored_article(self._store, url))

    def changes(self, since: str = "", *, limit: int | None = None) -> Iterator[Rating]:
        """The ratings that changed after the cursor `since` ("" for all), the oldest change first.

        An article that changed twice comes once, with its newest rating. Keep the cursor of the last rating that was
        dealt with: a reader that does misses nothing, whatever crashes, and reads nothing twice.

        Raises:
            BadCursor: `since` is no cursor.
            StaleCursor: it is of another file, or from the future.
        """
        for row in read_ratings(self._store, since, limit=_bound(limit)):
            yield _rating(row)

    def change_lines(self, since: str = "", *, limit: int | None = None) -> Iterator[str]:
        """`changes` as lines of JSON, the contract's `export ratings`. Raises as `changes`."""
        return rating_lines(self._store, since, limit=_bound(limit))

    def cursor(self) -> str:
        """The cursor of the last change in the file: where it equals one's own, there is nothing new."""
        return newest_cursor(self._store)

    def verdict(self, url: str, as_of: datetime | None = None) -> StoryVerdict:
        """The verdict of the event of the article at `url`: the newest, or the one that stood at `as_of`.

        Raises:
            UnknownUrl: no article is stored under it.
            NotJudged: it has no verdict.
            NothingSaidYet: it had none yet at `as_of`.
            ValueError: `as_of` has no time zone.
        """
        return _verdict(self.verdict_row(url, as_of))

    def verdict_row(self, url: str, as_of: datetime | None = None) -> dict[str, Any]:
        """`verdict` as the JSON object of `corroborate verdict --json`. Raises as `verdict`."""
        article_id = stored_article(self._store, url)
        if as_of is not None:
            return read_verdict_at(self._store, article_id, as_of)
        return read_verdict(self._store, event_of(self._store, article_id))

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_library(path: Path | str) -> Library:
    """Open the file at `path` for reading; it may be written by others meanwhile.

    Raises:
        LibraryError: there is no such file, or another program made it.
        OlderFile: it was written by an older version and has to be brought up to date first.
    """
    store = open_store(path, create=False, read_only=True)
    try:
        refuse_older(store)
    except OlderFile:
        store.close()
        raise
    return Library(store)


def _bound(limit: int | None) -> int:
    return -1 if limit is None else max(limit, 0)


def _rating(row: Mapping[str, Any]) -> Rating:
    criteria = {
        name: Criterion(criterion["met"], tuple(criterion["evidence"])) for name, criterion in row["criteria"].items()
    }
    return Rating(row["url"], moment(row["as_of"]), row["ruleset"], row["cursor"], **criteria)


def _verdict(whole: Mapping[str, Any]) -> StoryVerdict:
    return StoryVerdict(
        event_id=whole["event_id"],
        title=whole["title"],
        state=State(whole["state"]),
        provisional=whole["provisional"],
        disputed=whole["disputed"],
        outlets=whole["outlets"],
        origins=whole["origins"],
        notable_origins=whole["notable_origins"],
        because=whole["because"],
        at=moment(whole["judged"]),
        ruleset=whole["ruleset"],
        registry_version=whole["registry_version"],
        whole=whole,
    )
