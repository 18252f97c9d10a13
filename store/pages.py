"""Pages as they were fetched, gzipped: stored before anything reads them, so that a newer extractor can read them again."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from store.connection import Store
from store.errors import StoreError
from store.times import from_text, to_text

GZIP_LEVEL = 4
"""129 news pages of 328 KB: 3.3 ms a page and 65 KB kept; level 6 takes 5.7 ms and keeps 62 KB, level 1 takes 2.3 and 74."""


@dataclass(frozen=True, slots=True)
class RawPage:
    """A response: `body` after transfer and content encoding were undone, before any character was decoded."""

    url: str
    url_key: str
    fetched: datetime
    status: int
    headers: Mapping[str, str]
    body: bytes
    encoding: str = ""


def pack(body: bytes) -> bytes:
    """The body as it is kept; the same bytes give the same result. May run in a thread."""
    return gzip.compress(body, GZIP_LEVEL, mtime=0)


def add_page(store: Store, page: RawPage, packed: bytes) -> int:
    """Keep a page, `packed` being its body from `pack`; answers its id."""
    with store.writing() as db:
        cursor = db.execute(
            """insert into raw_pages (url, url_key, fetched, status, headers, encoding, sha256, body)
               values (?, ?, ?, ?, ?, ?, ?, ?)""",
            [
                page.url,
                page.url_key,
                to_text(page.fetched),
                page.status,
                json.dumps(dict(page.headers), ensure_ascii=False, sort_keys=True),
                page.encoding,
                hashlib.sha256(page.body).hexdigest(),
                packed,
            ],
        )
        return int(cursor.lastrowid or 0)


def read_page(store: Store, page_id: int) -> RawPage:
    """A stored page.

    Raises:
        StoreError: there is none with that id, or it was let go (see `store.retention`).
    """
    row = store.conn.execute(
        "select url, url_key, fetched, status, headers, body, encoding, pruned from raw_pages where id = ?", [page_id]
    ).fetchone()
    fetched = from_text(row[2]) if row else None
    if row is None or fetched is None:
        raise StoreError(f"{store.path}: no raw page {page_id}. Fetch its URL again.")
    if row[7]:
        raise StoreError(f"{store.path}: raw page {page_id} ({row[0]}) was let go on {row[7]}. Fetch its URL again.")
    return RawPage(row[0], row[1], fetched, row[3], json.loads(row[4]), gzip.decompress(row[5]), row[6])
