"""One article as its page shows it, and the texts of two articles side by side."""

from __future__ import annotations

import json
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
    """An article with its outlet. `provenance` says where each field was found, `others` counts its other addresses."""

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


def read_article_page(store: Store, article_id: str) -> ArticlePage | None:
    """Everything that an article's page shows of the article itself; None where there is no such article."""
    row = store.conn.execute(
        f"""select a.id, a.url, substr(a.title, 1, {TITLE_CHARS}), substr(a.text, 1, {TEXT_CHARS}), length(a.text), o.id,
                   o.name, o.family, o.notable, a.published, a.first_seen, a.updated, substr(a.byline, 1, 300), a.authors,
                   a.language, substr(a.section, 1, 100), a.canonical_url, a.is_based_on, a.metadata_credits,
                   json_array_length(a.media), json_array_length(a.links), a.body, a.live, substr(a.correction, 1, 2000),
                   a.revision, a.provenance, coalesce(ea.event_id, '')
            from articles a join outlets o on o.id = a.outlet_id left join event_articles ea on ea.article_id = a.id
            where a.id = ?""",  # noqa: S608 - numbers of ours
        [article_id],
    ).fetchone()
    if row is None:
        return None
    others = store.conn.execute(
        "select url from article_urls where article_id = ? and url != ? order by url limit 20", [article_id, row[1]]
    )
    credits = tuple((str(name)[:100], str(value)[:300]) for name, value in json.loads(row[18])[:30])
    return ArticlePage(*[
        *row[:8], bool(row[8]), *[from_text(text) for text in row[9:12]], row[12], _strings(row[13]), *row[14:17],
        _strings(row[17]), credits, *row[19:22], bool(row[22]), row[23], row[24], json.loads(row[25]), row[26],
        tuple(url for (url,) in others)])  # fmt: skip


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
