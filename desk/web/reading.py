"""Reading the store for a page: a read-only connection, one snapshot a page, and a limit of time.

A page is read in one transaction, so that its numbers agree with each other while a crawl writes. What takes longer than
`PAGE_LIMIT_MS` is stopped: a reader's transaction keeps the write-ahead log from being cut short, and a crawl must not pay
for a page.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from store.connection import Store, open_store

PAGE_LIMIT_MS = 2500
"""The slowest page of a file of 1,000,000 articles takes a twentieth of this; what takes longer is stopped."""

READERS = 3
"""Pages that are read at once; each has a connection of its own. Datasette has as many for its own pages."""

_STEPS = 2000
"""Instructions of SQLite between two looks at the clock: about a tenth of a millisecond."""

T = TypeVar("T")


class TooSlow(Exception):
    """A page's reading took longer than `PAGE_LIMIT_MS` and was stopped."""


@dataclass(slots=True)
class Reader:
    """Read-only connections to one file, one for each of `READERS` threads."""

    path: Path
    _pool: ThreadPoolExecutor = field(init=False)
    _mine: threading.local = field(init=False, default_factory=threading.local)

    def __post_init__(self) -> None:
        self._pool = ThreadPoolExecutor(READERS, thread_name_prefix="page")

    async def read(self, ask: Callable[[Store], T]) -> T:
        """What `ask` answers, asked of one snapshot of the file.

        Raises:
            TooSlow: it took too long.
            StoreError: the file cannot be read.
        """
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._in_thread, ask)

    def _in_thread(self, ask: Callable[[Store], T]) -> T:
        store: Store | None = getattr(self._mine, "store", None)
        if store is None:
            store = self._mine.store = open_store(self.path, create=False, read_only=True)
        conn, until = store.conn, time.monotonic() + PAGE_LIMIT_MS / 1000
        conn.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
        conn.execute("begin")
        try:
            return ask(store)
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise TooSlow(
                    f"This page took longer than {PAGE_LIMIT_MS / 1000:.1f} seconds to read and was stopped, so that "
                    "the crawl does not wait for it. Narrow the question, or try again."
                ) from error
            raise
        finally:
            conn.set_progress_handler(None, 0)
            conn.execute("rollback")
