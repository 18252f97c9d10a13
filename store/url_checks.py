"""Checking a URL: what is known of it, which registered outlet it belongs to, and how far it has come in the queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from store.connection import Store
from store.times import from_text


@dataclass(frozen=True, slots=True)
class Queued:
    """A URL of the frontier: its state, the outcome so far, and how many URLs of its host come before it."""

    url: str
    outlet_id: str
    state: str
    outcome: str
    detail: str
    attempts: int
    next_try: datetime | None
    discovered: datetime | None
    article_id: str
    ahead: int
    host_waits: datetime | None


def known_article(store: Store, url_key: str) -> str:
    """The id of the article that is stored under a URL key, or ""."""
    row = store.conn.execute("select article_id from article_urls where url_key = ?", [url_key]).fetchone()
    return str(row[0]) if row else ""


def outlet_of_host(store: Store, names: Sequence[str]) -> str:
    """The registered outlet of the first of these host names that is a domain of one; "" for none."""
    for name in names:
        row = store.conn.execute("select outlet_id from outlet_domains where domain = ?", [name]).fetchone()
        if row is not None:
            return str(row[0])
    return ""


def read_queued(store: Store, url_key: str) -> Queued | None:
    """How far a URL has come; None where it was never queued."""
    row = store.conn.execute(
        """select url, outlet_id, state, outcome, substr(detail, 1, 300), attempts, next_try, discovered,
                  coalesce(article_id, ''), host from frontier where url_key = ?""",
        [url_key],
    ).fetchone()
    if row is None:
        return None
    ahead = store.conn.execute(
        """select count(*) from (select 1 from frontier where host = ? and state = 'queued' and next_try <= ?
           and url_key != ? limit 1000)""",
        [row[9], row[6], url_key],
    ).fetchone()[0]
    waits = store.conn.execute("select not_before from hosts where host = ?", [row[9]]).fetchone()
    return Queued(
        *[*row[:6], from_text(row[6]), from_text(row[7]), row[8], ahead, from_text(waits[0]) if waits else None]
    )
