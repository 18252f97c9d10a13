"""One article as its page shows it, and the texts of two articles side by side."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store.connection import Store
from store.event_list import TITLE_CHARS
from store.times import from_text

TEXT_CHARS = 60_000
"""Of a text no more is read for a page; the longest full article of the measured corpora has 48,000 characters."""


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article with its outlet. `provenance` says where each field was found, `others` are its other addresses; `gone` since when
    its page is away.
    """

    id: str
    url: str
    title: str
    text: str
    chars: int
    outlet_id: str
    outlet_name: str
    family: str
    notable: bool
    published: datetime | None
    first_seen: datetime | None
    updated: datetime | None
    byline: str
    authors: tuple[str, ...]
    language: str
    section: str
    canonical_url: str
    is_based_on: tuple[str, ...]
    metadata_credits: tuple[tuple[str, str], ...]
    media: int
    links: int
    body: str
    live: bool
    correction: str
    correction_kind: str
    gone: datetime | None
    revision: int
    provenance: dict[str, str]
    event_id: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FetchRow:
    """One time that the article's page was fetched."""

    fetched: datetime | None
    status: int | None
    outcome: str
    detail: str
    bytes: int
    elapsed_ms: int


@dataclass(frozen=True, slots=True)
class CreditRow:
    """An outlet that the text mentions, what the mention does there, and whether it carries the central claim."""

    name: str
    outlet_id: str
    role: str
    central: bool
    weight: float
    rule: str
    start: int
    end: int
    text: str
    where: str


_COLUMNS: Mapping[str, str] = {
    "id": "a.id",
    "url": "a.url",
    "title": f"substr(a.title, 1, {TITLE_CHARS})",
    "text": f"substr(a.text, 1, {TEXT_CHARS})",
    "chars": "length(a.text)",
    "outlet_id": "o.id",
    "outlet_name": "o.name",
    "family": "o.family",
    "notable": "o.notable",
    "published": "a.published",
    "first_seen": "a.first_seen",
    "updated": "a.updated",
    "byline": "substr(a.byline, 1, 300)",
    "authors": "a.authors",
    "language": "a.language",
    "section": "substr(a.section, 1, 100)",
    "canonical_url": "a.canonical_url",
    "is_based_on": "a.is_based_on",
    "metadata_credits": "a.metadata_credits",
    "media": "json_array_length(a.media)",
    "links": "json_array_length(a.links)",
    "body": "a.body",
    "live": "a.live",
    "correction": "substr(a.correction, 1, 2000)",
    "correction_kind": "a.correction_kind",
    "gone": "a.gone",
    "revision": "a.revision",
    "provenance": "a.provenance",
    "event_id": "coalesce(ea.event_id, '')",
}


def read_article_page(store: Store, article_id: str) -> ArticlePage | None:
    """Everything that an article's page shows of the article itself; None where there is no such article."""
    row = store.conn.execute(
        f"""select {", ".join(_COLUMNS.values())} from articles a join outlets o on o.id = a.outlet_id
            left join event_articles ea on ea.article_id = a.id where a.id = ?""",  # noqa: S608 - columns of ours
        [article_id],
    ).fetchone()
    if row is None:
        return None
    values: dict[str, Any] = dict(zip(_COLUMNS, row, strict=True))
    values |= {name: bool(values[name]) for name in ("notable", "live")}
    values |= {name: from_text(values[name]) for name in ("published", "first_seen", "updated", "gone")}
    values |= {name: _strings(values[name]) for name in ("authors", "is_based_on")}
    credits = json.loads(values["metadata_credits"])[:30]
    values["metadata_credits"] = tuple((str(name)[:100], str(value)[:300]) for name, value in credits)
    values["provenance"] = json.loads(values["provenance"])
    others = store.conn.execute(
        "select url from article_urls where article_id = ? and url != ? order by url limit 20",
        [article_id, values["url"]],
    )
    return ArticlePage(**values, others=tuple(url for (url,) in others))


def _strings(text: str) -> tuple[str, ...]:
    return tuple(str(item)[:300] for item in json.loads(text)[:30])


def read_fetches_of(store: Store, article_id: str) -> tuple[FetchRow, ...]:
    """The newest fetches of an article's page."""
    rows = store.conn.execute(
        """select fetched, status, outcome, substr(detail, 1, 300), bytes, elapsed_ms from fetches
           where url_key = (select url_key from articles where id = ?) and kind = 'page' order by id desc limit 10""",
        [article_id],
    )
    return tuple(FetchRow(from_text(row[0]), *row[1:]) for row in rows)


def read_credits(store: Store, article_id: str) -> tuple[CreditRow, ...]:
    """The credits and other mentions of newsrooms in an article, in reading order."""
    row = store.conn.execute("select credits from findings where article_id = ?", [article_id]).fetchone()
    if row is None:
        return ()
    credits: list[dict[str, Any]] = json.loads(row[0])
    found = [
        CreditRow(
            credit["name"], credit["outlet_id"], credit["role"], credit["central"], credit["weight"], credit["rule"],
            credit["span"]["start"], credit["span"]["end"], credit["span"]["text"], credit["span"]["where"],
        )
        for credit in credits
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda credit: (credit.where != "text", credit.start, credit.end)))


def read_spans(store: Store, article_id: str) -> tuple[tuple[int, int, str], ...]:
    """Start, end and place of the spans that decided about an article."""
    row = store.conn.execute("select spans from findings where article_id = ?", [article_id]).fetchone()
    return tuple((span["start"], span["end"], span["where"]) for span in json.loads(row[0])) if row else ()
