"""What a match tells the world: announcements of stories, and a message for each webhook, all in the match's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from store.announcements import announce_changes
from store.connection import Store
from store.ratings import newest_cursor
from store.webhooks import queue_announcements, queue_ratings_changed


@dataclass(frozen=True, slots=True)
class Told:
    """What a match changed: the newest cursor `before` it, how many ratings it changed, and the events `among` which some
    may have changed (those that are no more included; None for all).
    """

    before: str
    rated: int
    among: frozenset[str] | None


def tell_of_changes(store: Store, told: Told, now: datetime) -> None:
    """Announce what became corroborated or is so no more, and queue the messages of the webhooks.

    Raises:
        Busy, Unwritable: the file cannot be written now; then nothing was.
    """
    with store.writing():
        announced = announce_changes(store, now, among=told.among)
        queue_announcements(store, announced, now)
        if told.rated:
            queue_ratings_changed(
                store, {"since": told.before, "cursor": newest_cursor(store), "changes": told.rated}, now
            )
