"""What a clock that ran ahead left behind: things that are due in a far future, pulled back to now."""

from __future__ import annotations

from datetime import datetime, timedelta

from store.connection import Store
from store.times import to_text

LONGEST_WAIT = timedelta(hours=48)
"""Nothing is ever put off for longer than a day (a host's wish, a page that was refused, a source that fails): what is due
later than in two was written under another clock."""

AHEAD = timedelta(hours=1)
"""A source that was read so far in the future was read under another clock: what it left out as too old may be new."""


def pull_back(store: Store, now: datetime) -> int:
    """Make everything due now that is due impossibly late; answers how many rows that were.

    Sources are asked as if for the first time, because under a clock that ran ahead their entries were too old to be taken.
    """
    far, ahead, at = (to_text(when) for when in (now + LONGEST_WAIT, now + AHEAD, now))
    with store.writing() as db:
        cursors = (
            db.execute(
                """update sources set next_due = ?, last_fetch = null, last_full = null, body_hash = '', etag = '',
                   last_modified = '' where next_due > ? or last_fetch > ?""",
                [at, far, ahead],
            ),
            db.execute(
                "update frontier set next_try = ? where next_try > ? and state in ('queued', 'revisit')", [at, far]
            ),
            db.execute("delete from hosts where not_before > ?", [far]),
            db.execute("delete from robots where expires > ?", [far]),
        )
    return sum(max(cursor.rowcount, 0) for cursor in cursors)
