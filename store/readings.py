"""What was read out of an article's text for its rating, kept so that an unchanged article is not read again.

A reading is found by a key that the caller makes of everything it depends on; an article has one, the newest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from store.connection import Store
from store.records import Media


@dataclass(frozen=True, slots=True)
class Held:
    """What the store holds of an article beside its text: its media in reading order, whether a page of it was fetched
    (else it is known by an import alone), and the number of its last change.
    """

    media: tuple[Media, ...]
    crawled: bool
    change: int


def read_held(store: Store, ids: Sequence[str]) -> dict[str, Held]:
    """Media, page and last change of these articles, by article id."""
    rows = store.conn.execute(
        "select id, media, raw_page_id, changed_seq from articles where id in (select value from json_each(?))",
        [json.dumps(list(ids))],
    )
    return {
        str(article_id): Held(tuple(Media(**row) for row in json.loads(media)), page is not None, int(change))
        for article_id, media, page, change in rows
    }


def read_readings(store: Store, ids: Sequence[str]) -> dict[str, tuple[str, dict[str, list[dict[str, str]]]]]:
    """The kept readings of these articles by article id, each with its key."""
    rows = store.conn.execute(
        "select article_id, key, found from readings where article_id in (select value from json_each(?))",
        [json.dumps(list(ids))],
    )
    return {str(article_id): (str(key), json.loads(found)) for article_id, key, found in rows}


def write_readings(store: Store, readings: Mapping[str, tuple[str, dict[str, list[dict[str, str]]]]]) -> None:
    """Keep these readings in place of the articles' older ones, in one transaction (or as part of the open one)."""
    with store.writing() as db:
        for article_id, (key, found) in sorted(readings.items()):
            db.execute(
                "insert or replace into readings (article_id, key, found) values (?, ?, ?)",
                [article_id, key, json.dumps(found, ensure_ascii=False, sort_keys=True)],
            )
