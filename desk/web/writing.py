"""The only place of the desk that writes: short transactions on a connection of their own, in a thread of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from crawler.hosts import host_of
from crawler.urls import url_key
from desk.web.desk import Desk
from store.connection import Store, open_store
from store.frontier import Candidate, add_candidates

PATIENCE_MS = 8000
"""How long a person waits for a cycle that is writing its verdicts; longer than its longest transaction takes."""

T = TypeVar("T")


async def write(desk: Desk, change: Callable[[Store], T]) -> T:
    """What `change` answers, given the store open for writing.

    Raises:
        Busy: a cycle has been writing for too long; nothing was kept.
        Unwritable: the file cannot be written.
    """

    def in_thread() -> T:
        with open_store(desk.path, create=False) as store:
            store.conn.execute(f"pragma busy_timeout = {PATIENCE_MS}")
            return change(store)

    return await asyncio.to_thread(in_thread)


async def queue_url(desk: Desk, url: str, outlet_id: str) -> None:
    """Put a URL into the frontier for the next crawl; one that is there already stays as it is."""
    await write(desk, lambda store: put_in_queue(store, url, outlet_id, desk.clock()))


def put_in_queue(store: Store, url: str, outlet_id: str, now: datetime) -> None:
    """`queue_url` on an open store."""
    add_candidates(store, [Candidate(url_key(url), url, host_of(url), outlet_id, evidence={"asked": "desk"})], now)
