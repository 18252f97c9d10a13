"""Giving space back to the disk while others read and write.

New files keep a map of their free pages (auto_vacuum = incremental), so that space can be given back in small steps, each
a transaction of some milliseconds. A file from before that is rewritten once, as a whole: readers go on with what they
see, writers wait (https://www.sqlite.org/lang_vacuum.html).
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from store.connection import BUSY_SECONDS, Store, explained
from store.errors import Unwritable

STEP_PAGES = 2000
"""Pages (of 4 KiB) that one step gives back: 8 MB, measured at 15 to 40 ms."""

_INCREMENTAL = 2


@dataclass(frozen=True, slots=True)
class Vacuumed:
    """Bytes of the file before and after, and whether it was rewritten as a whole."""

    before: int
    after: int
    rewritten: bool


def vacuum(store: Store) -> Vacuumed:
    """Give the free pages of the file back to the disk. Call it under the cycle lock: a rewrite keeps writers waiting.

    Raises:
        Unwritable: there is too little space on the disk to rewrite the file; nothing was changed.
        Busy: another process was writing for too long.
    """
    conn = store.conn
    with explained(store.path):
        before = _size(store)
        rewritten = conn.execute("pragma auto_vacuum").fetchone()[0] != _INCREMENTAL
        if rewritten:
            _check_room(store, before)
            conn.execute("pragma auto_vacuum = incremental")
            conn.execute("vacuum")
        else:
            while conn.execute("pragma freelist_count").fetchone()[0]:
                conn.execute(f"pragma incremental_vacuum({STEP_PAGES})").fetchall()
                conn.execute("pragma wal_checkpoint(passive)").fetchall()
        fold_back(store)
        conn.execute("pragma optimize")
        return Vacuumed(before, _size(store), rewritten)


def fold_back(store: Store) -> bool:
    """Fold the write-ahead log back into the file and cut it, without waiting for readers; whether that was possible."""
    conn = store.conn
    conn.execute("pragma busy_timeout = 0")
    try:
        return not conn.execute("pragma wal_checkpoint(truncate)").fetchone()[0]
    finally:
        conn.execute(f"pragma busy_timeout = {int(BUSY_SECONDS * 1000)}")


def _size(store: Store) -> int:
    pages, size = (int(store.conn.execute(f"pragma {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    return pages * size


def _check_room(store: Store, size: int) -> None:
    """A rewrite needs the file's size in the write-ahead log and once more for the temporary copy."""
    free = shutil.disk_usage(store.path.parent).free
    if free < 2 * size:
        raise Unwritable(
            f"{store.path}: rewriting it takes {2 * size // 1_000_000 + 1} MB, and {free // 1_000_000} MB are free. "
            "Free some space, then run it again."
        )
