"""What the matcher last read of each article, and in which event it found it where an editor decided otherwise.

An article that its window let go of is known by the file alone: here is what it was when it was matched, so that a later
match sees whether it has changed, and around which times.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from matching.types import Article
from store.articles import read_articles
from store.connection import Store
from store.times import moment, to_text

TIME = "coalesce(published, first_seen)"
"""The one time of an article, in SQL: there is an index on it."""


@dataclass(frozen=True, slots=True)
class AsMatched:
    """The time of an article when it was matched, and a digest of all that the matcher read of it."""

    time: str
    told: int


def as_read(article: Article) -> AsMatched:
    """What is kept of an article that is matched now."""
    read = (
        article.outlet_id,
        article.title,
        article.text,
        article.language,
        article.body.value,
        to_text(article.published),
        to_text(article.first_seen),
    )
    digest = hashlib.blake2b(json.dumps(read).encode(), digest_size=8).digest()
    return AsMatched(to_text(article.published or article.first_seen) or "", int.from_bytes(digest, "big", signed=True))


def read_as_matched(store: Store, ids: Iterable[str]) -> dict[str, AsMatched]:
    """What is known of these articles, by id; nothing of those that were never matched."""
    rows = store.conn.execute(
        "select article_id, time, told from matched where article_id in (select value from json_each(?))",
        [json.dumps(sorted(ids))],
    )
    return {str(key): AsMatched(time, told) for key, time, told in rows}


def write_as_matched(store: Store, matched: Mapping[str, AsMatched]) -> None:
    """Keep what was matched; call it within the transaction that writes what came of it."""
    store.conn.executemany(
        """insert into matched (article_id, time, told) values (?, ?, ?)
           on conflict (article_id) do update set time = excluded.time, told = excluded.told""",
        [(key, one.time, one.told) for key, one in sorted(matched.items())],
    )


def write_found(store: Store, found: Mapping[str, str]) -> None:
    """Keep in which event each of these articles was found, "" where it is the one that the file has; part of the open
    transaction.
    """
    store.conn.executemany(
        "update matched set found = nullif(?, '') where article_id = ? and ifnull(found, '') <> ?",
        [(event, key, event) for key, event in sorted(found.items())],
    )


def found_elsewhere(store: Store) -> frozenset[str]:
    """The articles that were found in another event than the file has them in, since an editor said so."""
    return frozenset(
        str(row[0]) for row in store.conn.execute("select article_id from matched where found is not null")
    )


def found_with(store: Store, ids: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The groups of articles in which the matcher found any of these, each sorted; articles never matched are in none."""
    given = json.dumps(sorted(ids))
    events = store.conn.execute(
        """select distinct ifnull(m.found, ea.event_id) from matched m join event_articles ea using (article_id)
           where m.article_id in (select value from json_each(?))""",
        [given],
    ).fetchall()
    wanted = json.dumps(sorted(str(row[0]) for row in events))
    rows = store.conn.execute(
        """select ea.event_id, ea.article_id from event_articles ea join matched m using (article_id)
           where ea.event_id in (select value from json_each(?1)) and m.found is null
           union all select found, article_id from matched
           where found in (select value from json_each(?1))""",
        [wanted],
    )
    groups: dict[str, list[str]] = {}
    for event, article in rows:
        groups.setdefault(str(event), []).append(str(article))
    return tuple(tuple(sorted(groups[key])) for key in sorted(groups))


def heads_of(store: Store, ids: Iterable[str]) -> dict[str, Article]:
    """What an event is made of: the articles with these ids, without their texts."""
    rows = store.conn.execute(
        """select id, url, outlet_id, title, published, first_seen from articles
           where id in (select value from json_each(?))""",
        [json.dumps(sorted(ids))],
    )
    return {
        str(key): Article(
            key, url, outlet, title, "", published=moment(when) if when else None, first_seen=moment(seen)
        )
        for key, url, outlet, title, when, seen in rows
    }


def count_articles(store: Store) -> int:
    """How many articles there are."""
    return int(store.conn.execute("select count(*) from articles").fetchone()[0])


def span_of_times(store: Store, now: datetime) -> tuple[datetime | None, datetime | None]:
    """The time of the oldest article, and of the newest that is not of the future."""
    first = store.conn.execute(f"select {TIME} from articles order by {TIME} limit 1").fetchone()  # noqa: S608 - ours
    last = store.conn.execute(
        f"select {TIME} from articles where {TIME} <= ? order by {TIME} desc limit 1",  # noqa: S608 - ours
        [to_text(now)],
    ).fetchone()
    return (moment(first[0]) if first else None), (moment(last[0]) if last else None)


def read_in_order(
    store: Store, first: datetime | None, last: datetime | None, size: int
) -> Iterator[tuple[Article, ...]]:
    """The articles from one time to another (None: without end) in order of time, in batches.

    Each batch is a query of its own: no reading transaction stays open behind it.
    """
    place = (to_text(first) or "", "")
    end = to_text(last) or "~"
    while True:
        rows = store.conn.execute(
            f"""select id, {TIME} from articles where {TIME} >= ?1 and {TIME} <= ?3
                and ({TIME} > ?1 or id > ?2) order by {TIME}, id limit ?4""",  # noqa: S608 - ours
            [*place, end, size],
        ).fetchall()
        if not rows:
            return
        wanted = json.dumps([row[0] for row in rows])
        yield tuple(read_articles(store, where="id in (select value from json_each(?))", parameters=(wanted,)))
        place = (rows[-1][1], rows[-1][0])
