"""Which extractor read each stored page last, and what is left to read for another one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from store.connection import Store
from store.records import Body, Outcome
from store.times import to_text


@dataclass(frozen=True, slots=True)
class Reading:
    """One stored page as an extractor read it."""

    raw_page_id: int
    extractor: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Wanted:
    """Pages of which outlets (a JSON list of ids), fetched since when (None: ever), not read by this extractor yet (""
    for all pages).
    """

    outlet_ids: str
    since: datetime | None = None
    unread_by: str = ""


def note_extraction(store: Store, reading: Reading, now: datetime) -> None:
    """Keep which extractor read a page; part of the transaction that writes what it found."""
    store.conn.execute(
        "insert or replace into extractions (raw_page_id, extractor, at, outcome) values (?, ?, ?, ?)",
        [reading.raw_page_id, reading.extractor, to_text(now), reading.outcome.value],
    )


def pages_to_read(store: Store, wanted: Wanted) -> tuple[list[int], int]:
    """Ids of the pages to read, in the order in which they were fetched, and how many this extractor has read already.

    Of each URL these are the newest page and the one that its article's text came from. URLs that are being fetched,
    other addresses of an article that is stored under one of its own, and pages that were let go are left out.
    """
    rows = store.conn.execute(
        """with settled as (
               select url_key, article_id from frontier where state in ('done', 'revisit') and lease_owner is null
               and outcome != 'duplicate' and outlet_id in (select value from json_each(:outlets))),
           pages as (
               select max(r.id) as id from raw_pages r join settled s on s.url_key = r.url_key
               where r.status in (200, 203) group by r.url_key
               union select a.raw_page_id from articles a join settled s on s.article_id = a.id
               where a.raw_page_id is not null)
           select p.id, coalesce(e.extractor, '') from pages p join raw_pages r on r.id = p.id
           left join extractions e on e.raw_page_id = p.id
           where (:since is null or r.fetched >= :since) and r.pruned is null order by p.id""",
        {"outlets": wanted.outlet_ids, "since": to_text(wanted.since)},
    ).fetchall()
    unread = [page_id for page_id, extractor in rows if not wanted.unread_by or extractor != wanted.unread_by]
    return unread, len(rows) - len(unread)


def article_of_page(store: Store, url_key: str) -> tuple[str, Body, int] | None:
    """The article under a URL's key: its id, how much of its body was had, and the page that it came from (0: none)."""
    row = store.conn.execute(
        """select a.id, a.body, coalesce(a.raw_page_id, 0) from article_urls u join articles a on a.id = u.article_id
           where u.url_key = ?""",
        [url_key],
    ).fetchone()
    return (str(row[0]), Body(row[1]), int(row[2])) if row else None


def note_article(store: Store, url_key: str, article_id: str, outcome: Outcome) -> None:
    """A URL that had no article has one now; part of the transaction that saved it."""
    store.conn.execute(
        "update frontier set outcome = ?, article_id = ?, detail = 'found in the stored page by a newer extractor' "
        "where url_key = ? and lease_owner is null",
        [outcome.value, article_id, url_key],
    )
