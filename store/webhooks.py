"""Who is told of changes, and the queue of what each is still to be told.

A message is queued in the transaction of the change that it tells of, and leaves the queue only as delivered or dead:
whatever crashes, none is lost. One that was sent and not yet noted as delivered is sent again under the same id, by
which a receiver knows it. The key that signs messages is not in this file, which people browse and hand on.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from store.announcements import Announcement
from store.connection import Store
from store.errors import StoreError
from store.times import from_text, moment, to_text


class UnknownWebhook(StoreError):
    """There is no webhook, or no dead message, of that id."""


class Topic(StrEnum):
    """What a webhook asks to be told of."""

    CORROBORATION = "corroboration"  # one message for each story that became corroborated, or is so no more
    RATINGS = "ratings"  # one message a match that changed ratings: ask the feed


class MessageState(StrEnum):
    """Where a message is."""

    QUEUED = "queued"
    DELIVERED = "delivered"
    DEAD = "dead"  # given up; an editor sees it, and may put it back


@dataclass(frozen=True, slots=True)
class Webhook:
    """An endpoint. `state` is active, disabled (it answered 410 Gone; `note` says so) or removed."""

    id: str
    url: str
    topics: tuple[Topic, ...]
    allow_loopback: bool
    state: str
    note: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """What one webhook is told: `body` is the JSON text that is signed and sent, letter for letter."""

    id: str
    webhook_id: str
    type: str
    created: datetime
    body: str
    state: MessageState
    attempts: int
    next_try: datetime
    last_try: datetime | None
    last_status: int | None
    last_error: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one try ended: `status` None where no answer came; `error` "" where the message was taken.

    `next_try` None gives the message up.
    """

    at: datetime
    status: int | None
    error: str
    next_try: datetime | None = None


def add_webhook(store: Store, url: str, topics: Sequence[Topic], now: datetime, *, allow_loopback: bool) -> Webhook:
    """Keep an endpoint under a new id.

    Raises:
        StoreError: the same URL is registered already.
    """
    with store.writing() as db:
        known = db.execute("select id from webhooks where url = ? and state <> 'removed'", [url]).fetchone()
        if known:
            raise StoreError(f"{url} is webhook {known[0]} already. Remove that one first: corroborate webhook remove {known[0]}")  # fmt: skip
        hook = Webhook(f"wh-{uuid.uuid4().hex[:12]}", url, tuple(sorted(topics)), allow_loopback, "active", "", now)
        db.execute(
            "insert into webhooks (id, url, topics, allow_loopback, created) values (?, ?, ?, ?, ?)",
            [hook.id, url, json.dumps(hook.topics), int(allow_loopback), to_text(now)],
        )
    return hook


def read_webhooks(store: Store) -> tuple[Webhook, ...]:
    """The endpoints that were not removed, the oldest first."""
    rows = store.conn.execute(
        "select id, url, topics, allow_loopback, state, note, created from webhooks where state <> 'removed' order by created, id"
    ).fetchall()
    return tuple(
        Webhook(row[0], row[1], tuple(map(Topic, json.loads(row[2]))), bool(row[3]), row[4], row[5], moment(row[6]))
        for row in rows
    )


def read_webhook(store: Store, webhook_id: str) -> Webhook:
    """One endpoint.

    Raises:
        UnknownWebhook: there is none of that id, or it was removed.
    """
    for hook in read_webhooks(store):
        if hook.id == webhook_id:
            return hook
    raise UnknownWebhook(f"there is no webhook {webhook_id!r}. `corroborate webhook list` shows the ids.")


def set_webhook_state(store: Store, webhook_id: str, state: str, note: str, now: datetime) -> None:
    """Make it active, disabled or removed, with the reason. Unless it is active, what was queued for it is given up, and
    stays in the list of dead messages.

    Raises:
        UnknownWebhook: there is none of that id.
    """
    with store.writing() as db:
        read_webhook(store, webhook_id)
        db.execute("update webhooks set state = ?, note = ? where id = ?", [state, note, webhook_id])
        if state != "active":
            db.execute(
                """update webhook_messages set state = 'dead', settled = ?, last_error = ?
                   where webhook_id = ? and state = 'queued'""",
                [to_text(now), note, webhook_id],
            )


def queue_announcements(store: Store, announced: Sequence[Announcement], now: datetime) -> int:
    """Queue a message for each announcement and each active webhook of that topic; answers how many."""
    number = 0
    for hook in _active(store, Topic.CORROBORATION):
        for one in announced:
            queue_message(store, hook.id, f"corroboration.{one.change.value}", one.as_dict(), now)
            number += 1
    return number


def queue_ratings_changed(store: Store, change: dict[str, object], now: datetime) -> int:
    """Queue "the ratings changed" for each active webhook of that topic; `change` has the cursors to read between."""
    hooks = _active(store, Topic.RATINGS)
    for hook in hooks:
        queue_message(store, hook.id, "ratings.changed", change, now)
    return len(hooks)


def queue_message(store: Store, webhook_id: str, kind: str, data: dict[str, object], now: datetime) -> str:
    """Queue one message, as part of the open transaction (or one of its own); answers its id."""
    message_id = f"msg-{uuid.uuid4().hex}"
    body = json.dumps({"type": kind, "timestamp": to_text(now), "data": data}, ensure_ascii=False, sort_keys=True)
    with store.writing() as db:
        db.execute(
            "insert into webhook_messages (id, webhook_id, type, created, body, next_try) values (?, ?, ?, ?, ?, ?)",
            [message_id, webhook_id, kind, to_text(now), body, to_text(now)],
        )
    return message_id


def _active(store: Store, topic: Topic) -> list[Webhook]:
    return [hook for hook in read_webhooks(store) if hook.state == "active" and topic in hook.topics]


_MESSAGE = """select m.id, m.webhook_id, m.type, m.created, m.body, m.state, m.attempts, m.next_try, m.last_try,
              m.last_status, m.last_error from webhook_messages m"""


def due_messages(store: Store, now: datetime, limit: int) -> dict[str, list[Message]]:
    """What is to be sent now, by webhook, the oldest first; at most `limit` of each."""
    rows = store.conn.execute(
        f"""{_MESSAGE} join webhooks w on w.id = m.webhook_id and w.state = 'active'
            where m.state = 'queued' and m.next_try <= ? order by m.seq""",
        [to_text(now)],
    )
    due: dict[str, list[Message]] = {}
    for row in rows:
        waiting = due.setdefault(row[1], [])
        if len(waiting) < limit:
            waiting.append(_message(row))
    return due


def messages_of(store: Store, state: MessageState) -> tuple[Message, ...]:
    """All messages in that state, the oldest first."""
    rows = store.conn.execute(f"{_MESSAGE} where m.state = ? order by m.seq", [state.value])
    return tuple(_message(row) for row in rows.fetchall())


def read_dead_counts(store: Store) -> list[tuple[str, int, str]]:
    """The webhooks that are not removed and have dead messages: id, how many, the last error; by id."""
    rows = store.conn.execute(
        """select w.id, count(*), max(m.last_error) from webhook_messages m join webhooks w on w.id = m.webhook_id
           where m.state = 'dead' and w.state <> 'removed' group by w.id order by w.id"""
    )
    return [(row[0], row[1], row[2]) for row in rows.fetchall()]


def settle(store: Store, message_id: str, attempt: Attempt) -> MessageState:
    """Note how a try ended, and answer where the message is now."""
    state = MessageState.QUEUED if attempt.next_try else MessageState.DEAD
    if not attempt.error:
        state = MessageState.DELIVERED
    with store.writing() as db:
        db.execute(
            """update webhook_messages set state = ?, attempts = attempts + 1, last_try = ?, last_status = ?, last_error = ?,
               next_try = ifnull(?, next_try), settled = ? where id = ? and state = 'queued'""",
            [
                state.value,
                to_text(attempt.at),
                attempt.status,
                attempt.error,
                to_text(attempt.next_try),
                None if state is MessageState.QUEUED else to_text(attempt.at),
                message_id,
            ],
        )
    return state


def put_back(store: Store, message_ids: Sequence[str], now: datetime) -> int:
    """Queue dead messages again, with all their tries before them (all the dead ones for an empty list); how many.

    Raises:
        UnknownWebhook: one of them is not dead, or its webhook is not active.
    """
    with store.writing() as db:
        dead = {
            row[0]: row[1]
            for row in db.execute(
                """select m.id, w.state from webhook_messages m join webhooks w on w.id = m.webhook_id
                   where m.state = 'dead' order by m.seq"""
            ).fetchall()
        }
        for message_id in message_ids:
            if dead.get(message_id) != "active":
                why = f"its webhook is {dead[message_id]}" if message_id in dead else "it is not among the dead ones"
                raise UnknownWebhook(
                    f"message {message_id!r} cannot be queued again: {why}. See: corroborate webhook dead"
                )
        chosen = list(message_ids) or [message_id for message_id, state in dead.items() if state == "active"]
        db.conn.executemany(
            "update webhook_messages set state = 'queued', attempts = 0, next_try = ?, settled = null where id = ?",
            [(to_text(now), message_id) for message_id in chosen],
        )
    return len(chosen)


def forget_delivered(store: Store, now: datetime, *, keep: timedelta) -> int:
    """Delete messages that were delivered longer ago than `keep`; how many. Dead ones stay."""
    with store.writing() as db:
        cursor = db.execute(
            "delete from webhook_messages where state = 'delivered' and settled < ?", [to_text(now - keep)]
        )
        return int(cursor.rowcount)


def _message(row: Sequence[Any]) -> Message:
    return Message(
        id=row[0],
        webhook_id=row[1],
        type=row[2],
        created=moment(row[3]),
        body=row[4],
        state=MessageState(row[5]),
        attempts=row[6],
        next_try=moment(row[7]),
        last_try=from_text(row[8]),
        last_status=row[9],
        last_error=row[10],
    )
