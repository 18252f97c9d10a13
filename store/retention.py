"""What is kept, for how long, and what is let go: stored pages, old revisions, the log of fetches and runs.

Articles, verdicts, events, origins and the frontier are kept for good. Nothing that a verdict's evidence rests on is let
go: not the page of an article that any verdict, past or present, counts or follows an origin to, and not the text that an
article had when a verdict named it. A page that is let go leaves its row behind, with its address, time and SHA-256.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from store.connection import Store
from store.errors import StoreError
from store.evidence import all_evidence
from store.times import from_text, to_text

BATCH = 500
"""Rows that one transaction takes: at 65 KB a page under a tenth of a second, so that a crawl at work never waits long."""

CLOCK_GAP = timedelta(days=14)
"""How far the clock may be ahead of the newest entry of the file. A clock that jumped would let go of everything at once; a
desk that rested for a fortnight loses nothing by waiting for its first cycle."""


class ClockDoubt(StoreError):
    """The clock is so far ahead of the file that nothing is let go by it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Days for which things are kept; 0: for good.

    `pages`: stored pages that no text in the file came from (fetched again and unchanged, refused, no article). A month is
    longer than it takes to notice that the extractor misread a site and to read its pages again (`reextract`).
    `article_pages`: the page that the text of an article or of one of its revisions came from, where no verdict rests on
    the article. `revisions`: what an article said before, the oldest first, where no verdict was made of it. A year covers
    a correction that comes late, and a complaint.
    `fetches`: the log of requests; a quarter shows how an outlet delivered and fell silent. `runs`: the log of runs.
    """

    pages: int = 30
    article_pages: int = 365
    revisions: int = 365
    fetches: int = 90
    runs: int = 400


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was let go (or, in a dry run, would be): how many of each, and the bytes of the pages as they were kept."""

    pages: int = 0
    page_bytes: int = 0
    revisions: int = 0
    fetches: int = 0
    runs: int = 0


def prune(store: Store, policy: Policy, now: datetime, *, dry_run: bool = False) -> Pruned:
    """Let go what is older than the policy keeps it, in short transactions; killed at any point, the next one goes on.

    Raises:
        ClockDoubt: the clock is more than `CLOCK_GAP` ahead of the newest entry of the file.
        Busy, Unwritable: the file cannot be written now.
    """
    _doubt_clock(store, now)
    _mark_rested_on(store)
    revisions = _revisions(store, _before(now, policy.revisions))
    _mark_going(store, revisions)
    if not dry_run:
        _in_batches(store, "delete from revisions where article_id = ? and revision = ?", revisions)
    pages = _pages(store, policy, now)
    fetches = _fetches(store, _before(now, policy.fetches))
    runs = _runs(store, _before(now, policy.runs), fetches if dry_run else [])
    if not dry_run:
        empty = "update raw_pages set body = x'', pruned = ? where id = ?"
        _in_batches(store, empty, [(to_text(now), page_id) for page_id, _ in pages])
        _in_batches(store, "delete from fetches where id = ?", fetches)
        runs = _runs(store, _before(now, policy.runs), [])
        _in_batches(store, "delete from runs where id = ?", runs)
    return Pruned(len(pages), sum(size for _, size in pages), len(revisions), len(fetches), len(runs))


def _doubt_clock(store: Store, now: datetime) -> None:
    row = store.conn.execute(
        """select max(at) from (select max(fetched) as at from fetches union all select max(updated) from articles
           union all select max(started) from runs)"""
    ).fetchone()
    newest = from_text(row[0])
    if newest is not None and now - newest > CLOCK_GAP:
        raise ClockDoubt(
            f"{store.path}: the clock says {to_text(now)}, and the newest entry is of {to_text(newest)}. Nothing is let go: "
            "set the clock right, or run a cycle first, which makes an entry of today."
        )


def _mark_rested_on(store: Store) -> None:
    """Temporary tables of the articles that verdicts rest on, and of when verdicts named which article."""
    conn = store.conn
    conn.execute("create temp table if not exists rested_on (article_id text primary key)")
    conn.execute("create temp table if not exists named_at (article_id text, at text, primary key (article_id, at))")
    conn.execute("delete from rested_on")
    conn.execute("delete from named_at")
    for at, text in all_evidence(conn):
        evidence = json.loads(text)
        conn.executemany("insert or ignore into rested_on values (?)", [(key,) for key in _rests_on(evidence)])
        named = [(finding["article_id"], at) for finding in evidence.get("findings", ())]
        conn.executemany("insert or ignore into named_at values (?, ?)", named)
    conn.commit()


def _rests_on(evidence: Mapping[str, Any]) -> list[str]:
    """The articles that a verdict counts, that one of its counted origins has, or from or to which an origin was followed."""
    found = {finding["article_id"] for finding in evidence.get("findings", ()) if finding["counted"]}
    found.update(key for origin in evidence.get("origins", ()) if origin["counts"] for key in origin["article_ids"])
    found.update(key for edge in evidence.get("edges", ()) for key in (edge["article_id"], edge["target"]))
    return sorted(found)


def _mark_going(store: Store, revisions: Sequence[tuple[str, int]]) -> None:
    """A temporary table of the revisions that are let go: the pages that they came from are held by nothing then."""
    conn = store.conn
    conn.execute("create temp table if not exists going (article_id text, revision integer)")
    conn.execute("delete from going")
    conn.executemany("insert into going values (?, ?)", revisions)
    conn.commit()


def _before(now: datetime, days: int) -> str:
    return (to_text(now - timedelta(days=days)) or "") if days else ""


def _revisions(store: Store, before: str) -> list[tuple[str, int]]:
    """Of each article the oldest revisions up to the first one that has to stay: what remains is an unbroken history."""
    rows = store.conn.execute(
        """select r.article_id, r.revision, r.recorded < ?1 and not exists (
               select 1 from named_at n where n.article_id = r.article_id and n.at <= r.recorded and n.at >= coalesce(
                   (select max(p.recorded) from revisions p where p.article_id = r.article_id and p.revision < r.revision),
                   a.first_seen))
           from revisions r join articles a on a.id = r.article_id order by r.article_id, r.revision""",
        [before],
    ).fetchall()
    gone: list[tuple[str, int]] = []
    stopped = ""
    for article_id, revision, may_go in rows:
        if not may_go:
            stopped = article_id
        elif stopped != article_id:
            gone.append((article_id, revision))
    return gone


def _pages(store: Store, policy: Policy, now: datetime) -> list[tuple[int, int]]:
    """Ids and kept sizes of the pages to let go. A page whose extraction is due stays."""
    rows = store.conn.execute(
        """with texts as (
               select raw_page_id as page, id as article_id from articles where raw_page_id is not null
               union select raw_page_id, article_id from revisions
               where raw_page_id is not null and (article_id, revision) not in (select article_id, revision from going))
           select p.id, length(p.body) from raw_pages p left join texts t on t.page = p.id
           where p.pruned is null
             and p.id not in (select raw_page_id from frontier where state = 'fetched' and raw_page_id is not null)
           group by p.id
           having case when max(t.article_id) is null then p.fetched < :spare
                  else p.fetched < :text and sum(t.article_id in (select article_id from rested_on)) = 0 end
           order by p.id""",
        {"spare": _before(now, policy.pages), "text": _before(now, policy.article_pages)},
    ).fetchall()
    return [(int(page_id), int(size)) for page_id, size in rows]


def _fetches(store: Store, before: str) -> list[tuple[int]]:
    """Fetches to forget: not those that a URL at work refers to, nor the newest of an outlet and kind, by which it is known
    when an outlet was last asked.
    """
    return store.conn.execute(
        """select id from fetches where fetched < ? and outcome <> 'pending'
           and id not in (select fetch_id from frontier where fetch_id is not null)
           and id not in (select max(id) from fetches group by outlet_id, kind) order by id""",
        [before],
    ).fetchall()


def _runs(store: Store, before: str, forgotten: list[tuple[int]]) -> list[tuple[int]]:
    """Runs to forget: closed ones that no fetch (but the `forgotten`) refers to, and not the newest of their kind."""
    gone = {row[0] for row in forgotten}
    used = {
        run
        for number, run in store.conn.execute("select id, run_id from fetches where run_id is not null")
        if number not in gone
    }
    rows = store.conn.execute(
        """select id from runs where started < ? and finished is not null
           and id not in (select max(id) from runs group by kind) order by id""",
        [before],
    ).fetchall()
    return [row for row in rows if row[0] not in used]


def _in_batches(store: Store, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    for start in range(0, len(rows), BATCH):
        with store.writing() as db:
            db.conn.executemany(statement, rows[start : start + BATCH])
