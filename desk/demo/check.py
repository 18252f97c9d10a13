"""Does the store say of the demo world what the world says of itself?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk.demo.sites import url_of
from desk.demo.world import STORED, UNDISCOVERED, Expectation, WorldArticle, WorldStory
from store.connection import Store
from store.exports import export_articles, export_events


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that came out otherwise than the world says: of which story, what, and both values as text."""

    story: str
    what: str
    expected: str
    got: str

    def as_text(self) -> str:
        """The difference as one line for people."""
        return f"{self.story}: {self.what}: expected {self.expected}, got {self.got}"


@dataclass(frozen=True, slots=True)
class Stored:
    """What the store says: exported articles by URL, exported events by id, and the crawl's outcome of each URL."""

    articles: Mapping[str, Mapping[str, Any]]
    events: Mapping[str, Mapping[str, Any]]
    outcomes: Mapping[str, str]


def read_stored(store: Store) -> Stored:
    """Everything that the check looks at, read once."""
    return Stored(
        {str(row["url"]): row for row in export_articles(store)},
        {str(row["event_id"]): row for row in export_events(store)},
        {str(url): str(outcome) for url, outcome in store.conn.execute("select url, outcome from frontier")},
    )


def differences(stored: Stored, world: Sequence[WorldStory], port: int) -> tuple[Difference, ...]:
    """All differences between the store and the world, in the world's order; () where it is as it should be."""
    found: list[Difference] = []
    for story in world:
        urls = {url_of(article, port): article for article in story.articles}
        found += _outcomes(story.slug, stored, urls)
        if story.expect is not None:
            found += _verdict(story.slug, stored, urls, story.expect)
    return tuple(found)


def events_of(stored: Stored, urls: Iterable[str]) -> tuple[str, ...]:
    """The events that the articles at `urls` are in, each once, in the order of the URLs."""
    events = [stored.articles[url]["event_id"] for url in urls if url in stored.articles]
    return tuple(dict.fromkeys(str(event) for event in events if event is not None))


def _outcomes(slug: str, stored: Stored, urls: Mapping[str, WorldArticle]) -> list[Difference]:
    found = []
    for url, article in urls.items():
        got = stored.outcomes.get(url, UNDISCOVERED) or "none"
        if got != article.outcome:
            found.append(Difference(slug, f"outcome of {url}", article.outcome, got))
    return found


def _verdict(slug: str, stored: Stored, urls: Mapping[str, WorldArticle], expect: Expectation) -> list[Difference]:
    had = {url: article for url, article in urls.items() if article.outcome == STORED}
    events = events_of(stored, had)
    if len(events) != 1:
        return [Difference(slug, "events that its articles are in", "1", str(len(events)))]
    event = stored.events[events[0]]
    strangers = sorted(set(event["articles"]) - set(urls))
    found = [Difference(slug, "articles of its event", "its own alone", f"also {url}") for url in strangers]
    found += [
        Difference(slug, name, str(getattr(expect, name)), str(event[name]))
        for name in ("state", "origins", "notable_origins", "disputed")
        if event[name] != getattr(expect, name)
    ]
    for url, article in had.items():
        row = stored.articles.get(url)
        if row is not None and row["counted"] and not article.countable:
            found.append(Difference(slug, f"counted, {url}", "no", "yes"))
        if row is not None and not row["counted"] and not row["reason"]:
            found.append(Difference(slug, f"reason why {url} is not counted", "a code", "none"))
    return found + _partition(slug, stored, had)


def _partition(slug: str, stored: Stored, had: Mapping[str, WorldArticle]) -> list[Difference]:
    """Articles share an origin in the store exactly where they share the world's label. Commentary has none to share."""
    rows = [
        (url, article.origin, stored.articles[url]["origin_id"])
        for url, article in had.items()
        if url in stored.articles and article.countable
    ]
    found = []
    for index, (url, label, origin) in enumerate(rows):
        for other_url, other_label, other_origin in rows[index + 1 :]:
            expected, got = label == other_label, origin is not None and origin == other_origin
            if expected != got:
                what = f"one origin of {url} and {other_url}"
                found.append(Difference(slug, what, "yes" if expected else "no", "yes" if got else "no"))
    return found
