"""What a match tells the world: announcements of stories, and a message for each webhook, all in the match's transaction."""

from __future__ import annotations

from datetime import datetime

from store.announcements import announce_changes
from store.connection import Store
from store.ratings import newest_cursor
from store.webhooks import queue_announcements, queue_ratings_changed


def tell_of_changes(store: Store, before: str, rated: int, now: datetime) -> None:
    """Announce what became corroborated or is so no more, and queue the messages of the webhooks.

    `before` is the newest cursor before the match and `rated` the number of ratings that it changed.

    Raises:
        Busy, Unwritable: the file cannot be written now; then nothing was.
    """
    with store.writing():
        announced = announce_changes(store, now)
        queue_announcements(store, announced, now)
        if rated:
            queue_ratings_changed(store, {"since": before, "cursor": newest_cursor(store), "changes": rated}, now)
