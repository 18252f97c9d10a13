"""Where an outlet's articles are announced: feeds, sitemaps and section pages, with what polling them has taught."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from store.connection import Store
from store.times import from_text, to_text


class SourceKind(StrEnum):
    """What a source is, told from its content; `UNKNOWN` until it was read once."""

    UNKNOWN = "unknown"
    FEED = "feed"
    NEWS_SITEMAP = "news_sitemap"
    SITEMAP = "sitemap"
    SITEMAP_INDEX = "sitemap_index"
    SECTION = "section"


class SourceState(StrEnum):
    """`ACTIVE` is polled; `RETIRED` was given up after failures (loudly); `REMOVED` left the registry."""

    ACTIVE = "active"
    RETIRED = "retired"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Source:
    """One row of `sources`. Times are aware UTC, `period_seconds` is how long to wait between polls."""

    id: int
    outlet_id: str
    url: str
    kind: SourceKind
    configured: bool
    state: SourceState
    etag: str
    last_modified: str
    body_hash: str
    period_seconds: int
    next_due: datetime
    last_fetch: datetime | None
    last_success: datetime | None
    last_full: datetime | None
    failures: int
    last_outcome: str
    entries: int
    new_entries: int
    note: str


_COLUMNS = (
    "id, outlet_id, url, kind, configured, state, etag, last_modified, body_hash, period_seconds, next_due, "
    "last_fetch, last_success, last_full, failures, last_outcome, entries, new_entries, note"
)


def sync_sources(store: Store, outlet_id: str, wanted: Sequence[tuple[str, SourceKind]], now: datetime) -> None:
    """Make the configured sources of an outlet those of the registry. Ones that left it are kept, as `removed`;
    one that comes back is active again. Sources that were discovered are not touched.
    """
    with store.writing() as db:
        urls = json.dumps([url for url, _ in wanted])
        db.execute(
            "update sources set state = 'removed' where outlet_id = ? and configured = 1 and state != 'removed' "
            "and url not in (select value from json_each(?))",
            [outlet_id, urls],
        )
        for url, kind in wanted:
            db.execute(
                """insert into sources (outlet_id, url, kind, configured, next_due) values (?, ?, ?, 1, ?)
                   on conflict (outlet_id, url) do update set configured = 1,
                   state = case when state = 'removed' then 'active' else state end""",
                [outlet_id, url, kind.value, to_text(now)],
            )


def add_discovered(store: Store, outlet_id: str, url: str, kind: SourceKind, now: datetime) -> int:
    """Add a source that was found at the outlet itself (or wake it, where it is known); answers its id."""
    with store.writing() as db:
        db.execute(
            """insert into sources (outlet_id, url, kind, configured, next_due) values (?, ?, ?, 0, ?)
               on conflict (outlet_id, url) do update set state = 'active', failures = 0, kind = excluded.kind""",
            [outlet_id, url, kind.value, to_text(now)],
        )
        row = db.execute("select id from sources where outlet_id = ? and url = ?", [outlet_id, url]).fetchone()
        return int(row[0])


def remove_sources(store: Store, ids: Iterable[int]) -> None:
    """Stop polling these sources; they stay known, as `removed`."""
    with store.writing() as db:
        query = "update sources set state = 'removed' where id in (select value from json_each(?))"
        db.execute(query, [json.dumps(sorted(ids))])


def sources_of(store: Store, outlet_ids: Iterable[str], *, active: bool = True) -> list[Source]:
    """The sources of these outlets, by outlet and URL; with `active` only those that are polled."""
    rows = store.conn.execute(
        f"select {_COLUMNS} from sources where outlet_id in (select value from json_each(?)) "  # noqa: S608 - our columns
        "and (state = 'active' or not ?) order by outlet_id, url",
        [json.dumps(sorted(outlet_ids)), active],
    ).fetchall()
    return [_source(row) for row in rows]


def save_source(store: Store, source: Source) -> None:
    """Write back a source after it was polled."""
    with store.writing() as db:
        db.execute(
            """update sources set kind = ?, state = ?, etag = ?, last_modified = ?, body_hash = ?, period_seconds = ?,
               next_due = ?, last_fetch = ?, last_success = ?, last_full = ?, failures = ?, last_outcome = ?,
               entries = ?, new_entries = ?, note = ? where id = ?""",
            [
                source.kind.value,
                source.state.value,
                source.etag,
                source.last_modified,
                source.body_hash,
                source.period_seconds,
                to_text(source.next_due),
                to_text(source.last_fetch),
                to_text(source.last_success),
                to_text(source.last_full),
                source.failures,
                source.last_outcome,
                source.entries,
                source.new_entries,
                source.note,
                source.id,
            ],
        )


def _source(row: tuple[Any, ...]) -> Source:
    next_due = from_text(row[10])
    if next_due is None:
        raise ValueError(f"source {row[2]} has no next_due")
    return Source(
        id=row[0],
        outlet_id=row[1],
        url=row[2],
        kind=SourceKind(row[3]),
        configured=bool(row[4]),
        state=SourceState(row[5]),
        etag=row[6],
        last_modified=row[7],
        body_hash=row[8],
        period_seconds=row[9],
        next_due=next_due,
        last_fetch=from_text(row[11]),
        last_success=from_text(row[12]),
        last_full=from_text(row[13]),
        failures=row[14],
        last_outcome=row[15],
        entries=row[16],
        new_entries=row[17],
        note=row[18],
    )
