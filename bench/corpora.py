"""Labelled corpora in the import form of the contract, with an `event` label, and how they are cut into folds."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from matching.types import Article


@dataclass(frozen=True, slots=True)
class Labelled:
    """One article, its event, and the fold that its event belongs to."""

    article: Article
    event: str
    fold: int


def read_corpus(path: Path, folds: int) -> list[Labelled]:
    """The labelled articles of a JSON Lines file, in its order.

    An event is in one fold whole. Where ids are "topic_number…" and nothing is dated, all events of a topic are in one
    fold; where nearly all articles of an event have one and the same time (a stream of round-ups), folds are blocks of
    time; else an event's fold follows from a hash of its label.
    """
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    fold = _folds(rows, folds)
    return [Labelled(_article(row), row["event"], fold[row["event"]]) for row in rows]


def _article(row: dict[str, str]) -> Article:
    """The article of one row; a title that is missing is the beginning of the text."""
    published = None
    if row.get("published"):
        stamp = datetime.fromisoformat(row["published"])
        published = stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)
    domain = row.get("domain") or urlsplit(row["url"]).netloc
    return Article(
        id=row["id"],
        url=row["url"],
        outlet_id=domain,
        title=row.get("title") or row["text"][:80],
        text=row["text"],
        published=published,
        language=row.get("language") or "",
    )


def _folds(rows: list[dict[str, str]], folds: int) -> dict[str, int]:
    """The fold of each event."""
    times: dict[str, set[str]] = defaultdict(set)
    topic: dict[str, str] = {}
    for row in rows:
        times[row["event"]].add(row.get("published") or "")
        number = re.match(r"(\d+)_", row["id"])
        topic[row["event"]] = number.group(1) if number else row["event"]
    dated = any(stamp for stamps in times.values() for stamp in stamps)
    if dated and all(len(stamps) == 1 for stamps in times.values()):
        order = sorted(times, key=lambda event: (min(times[event]), event))
        return {event: place * folds // len(order) for place, event in enumerate(order)}
    group = {event: event for event in times} if dated else topic
    # Groups are dealt out in the order of a hash, so that folds are even in size and the same on every machine.
    dealt = sorted(set(group.values()), key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    return {event: dealt.index(name) % folds for event, name in group.items()}
