"""Registering endpoints with their keys, trying them out, and what an editor sees of them."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from desk.errors import UsageProblem
from desk.webhooks.endpoints import BadEndpoint, read_endpoint
from desk.webhooks.keys import read_keys, write_key
from desk.webhooks.sending import Result, send
from desk.webhooks.signing import new_key
from store.connection import Store
from store.times import to_text
from store.webhooks import (
    Message,
    MessageState,
    Topic,
    Webhook,
    add_webhook,
    read_webhook,
    read_webhooks,
    set_webhook_state,
)


def register(
    store: Store, url: str, topics: Sequence[str], now: datetime, *, allow_loopback: bool
) -> tuple[Webhook, str]:
    """Keep an endpoint and make its key.

    Raises:
        UsageProblem: the URL is none that messages may be sent to.
        StoreError: it is registered already.
        KeysUnreadable: the key cannot be kept; then nothing was.
    """
    try:
        read_endpoint(url, allow_loopback=allow_loopback)
    except BadEndpoint as error:
        raise UsageProblem(f"{error}. A webhook is an https URL on the public internet.") from error
    key = new_key()
    with store.writing():
        hook = add_webhook(store, url, sorted({Topic(topic) for topic in topics}), now, allow_loopback=allow_loopback)
        write_key(store.path, hook.id, key)
    return hook, key


def unregister(store: Store, webhook_id: str, now: datetime) -> None:
    """Tell an endpoint nothing any more, and forget its key.

    Raises:
        UnknownWebhook: there is none of that id.
    """
    set_webhook_state(store, webhook_id, "removed", "the webhook was removed", now)
    write_key(store.path, webhook_id, None)


def try_out(store: Store, webhook_id: str, now: datetime) -> Result:
    """Send an endpoint a message of the type "test", outside the queue.

    Raises:
        UnknownWebhook: there is none of that id.
        KeysUnreadable: its key is not there.
    """
    hook = read_webhook(store, webhook_id)
    key = read_keys(store.path).get(webhook_id)
    if key is None:
        return Result(None, "its key is missing beside the database: remove the webhook and add it anew")
    body = json.dumps({"type": "test", "timestamp": to_text(now), "data": {"webhook": webhook_id}})
    message = Message(
        id=f"msg-{uuid.uuid4().hex}", webhook_id=webhook_id, type="test", created=now, body=body, state=MessageState.QUEUED,
        attempts=0, next_try=now, last_try=None, last_status=None, last_error="",
    )  # fmt: skip
    return asyncio.run(send(hook, message, key, now))


def overview(store: Store) -> list[dict[str, Any]]:
    """The endpoints with the numbers of their messages by state and the last error, the oldest endpoint first."""
    counts: dict[tuple[str, str], int] = {
        (row[0], row[1]): row[2]
        for row in store.conn.execute("select webhook_id, state, count(*) from webhook_messages group by 1, 2")
    }
    errors: dict[str, str] = dict(
        store.conn.execute(
            "select webhook_id, last_error from webhook_messages where last_error <> '' and state <> 'delivered' order by last_try"
        ).fetchall()
    )
    return [
        {
            "id": hook.id,
            "url": hook.url,
            "topics": [topic.value for topic in hook.topics],
            "state": hook.state,
            **{state.value: counts.get((hook.id, state.value), 0) for state in MessageState},
            "last_error": hook.note or errors.get(hook.id, ""),
        }
        for hook in read_webhooks(store)
    ]


def dead_letters(store: Store) -> list[dict[str, object]]:
    """The messages that were given up, the oldest first."""
    names = ("message", "endpoint", "type", "created", "attempts", "last_try", "last_status", "last_error")
    return [
        dict(zip(names, row, strict=True))
        for row in store.conn.execute(f"select {', '.join(names)} from dead_letters").fetchall()  # noqa: S608 - ours
    ]
