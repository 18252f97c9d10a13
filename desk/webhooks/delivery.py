"""Sending what is due: each endpoint for itself and in order, until its first failure; then the next pass.

An endpoint that hangs costs one try a pass and holds up no other one. A message that is not taken is tried again after
growing waits, and after the last of them it lies among the dead, where an editor sees it and can put it back.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from desk.errors import DeskError, Exit
from desk.webhooks.keys import read_keys
from desk.webhooks.sending import Result, send
from store.connection import Store
from store.errors import Busy, StoreError
from store.runs import cycle_lock
from store.webhooks import (
    Attempt,
    Message,
    MessageState,
    Webhook,
    due_messages,
    forget_delivered,
    read_webhooks,
    set_webhook_state,
    settle,
)

WAITS = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)
"""How long after each failed try the next one comes: the schedule that Standard Webhooks recommends. Ten tries in three
days outlast a weekend's outage; after that somebody has to look."""
MOST_OF_ONE = 200
"""Messages to one endpoint in one pass."""
PASS_SECONDS = 60.0
"""No new try of an endpoint is begun after this, so that slow endpoints do not hold up the next cycle."""
KEPT = timedelta(days=30)
"""How long delivered messages are kept, so that "did you tell us?" can be answered."""

_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class DeliveryReport:
    """What a pass came to: messages delivered, put off and given up, and what went wrong by webhook. `is_busy`: another
    process is delivering; nothing was done.
    """

    delivered: int = 0
    failed: int = 0
    dead: int = 0
    problems: dict[str, str] = field(default_factory=dict)
    is_busy: bool = False

    @property
    def exit_code(self) -> Exit:
        """0 everything due was taken; 3 some of it was not; 1 none was."""
        if not self.failed + self.dead:
            return Exit.DONE
        return Exit.PARTLY if self.delivered else Exit.FAILED

    def as_dict(self) -> dict[str, object]:
        """For --json."""
        return {
            "delivered": self.delivered,
            "failed": self.failed,
            "dead": self.dead,
            "problems": dict(sorted(self.problems.items())),
        }

    def as_text(self) -> str:
        """For people."""
        if self.is_busy:
            return "another process is delivering"
        lines = [f"{self.delivered} delivered, {self.failed} to be tried again, {self.dead} given up"]
        return "\n".join(lines + [f"{hook}: {problem}" for hook, problem in sorted(self.problems.items())])


def deliver_due(store: Store, clock: Callable[[], datetime]) -> DeliveryReport:
    """Send what is due, and note how each try ended.

    Raises:
        KeysUnreadable: the file of keys is damaged; nothing was sent.
        Unwritable: the database cannot be written; what was sent and not noted is sent again.
    """
    now = clock()
    report = DeliveryReport()
    due = due_messages(store, now, MOST_OF_ONE)
    if not due:
        return report
    keys = read_keys(store.path)
    hooks = {hook.id: hook for hook in read_webhooks(store)}
    try:
        with cycle_lock(store, "deliver", "corroborate webhook deliver", now):
            errand = _Errand(store, keys, clock, report)
            asyncio.run(_serve_all(errand, [(hooks[id_], messages) for id_, messages in sorted(due.items())]))
    except Busy:
        report.is_busy = True
        return report
    forget_delivered(store, now, keep=KEPT)
    return report


def deliver_after_cycle(store: Store, clock: Callable[[], datetime]) -> None:
    """`deliver_due` at the end of a cycle, whose work is done and stays done: what is wrong here is logged."""
    try:
        deliver_due(store, clock)
    except (DeskError, StoreError) as error:
        _LOG.error("webhooks: %s", error)


@dataclass(frozen=True, slots=True)
class _Errand:
    store: Store
    keys: dict[str, str]
    clock: Callable[[], datetime]
    report: DeliveryReport


async def _serve_all(errand: _Errand, due: list[tuple[Webhook, list[Message]]]) -> None:
    ends = await asyncio.gather(
        *(_serve(errand, hook, messages) for hook, messages in due), return_exceptions=True
    )  # an endpoint is served to its end also where another one's result could not be noted
    for end in ends:
        if end is not None:
            raise end


async def _serve(errand: _Errand, hook: Webhook, messages: list[Message]) -> None:
    """Send to one endpoint, the oldest first, until its first failure."""
    until = time.monotonic() + PASS_SECONDS
    for message in messages:
        if time.monotonic() > until:
            return
        now = errand.clock()
        key = errand.keys.get(hook.id, "")
        result = await send(hook, message, key, now) if key else _NO_KEY
        if not _note(errand, hook, message, result):
            return


_NO_KEY = Result(
    None, "its key is missing beside the database: remove the webhook and add it anew, or restore the file"
)


def _note(errand: _Errand, hook: Webhook, message: Message, result: Result) -> bool:
    """Keep how a try ended; whether the endpoint took it."""
    report, now = errand.report, errand.clock()
    wait = WAITS[message.attempts] if message.attempts < len(WAITS) and not result.is_gone else None
    state = settle(
        errand.store, message.id, Attempt(now, result.status, result.error, now + wait if wait is not None else None)
    )
    if state is MessageState.DELIVERED:
        report.delivered += 1
        return True
    report.problems[hook.id] = f"{hook.url}: {result.error}"
    _LOG.warning("webhook %s: %s of %s was not taken: %s", hook.id, message.id, hook.url, result.error)
    if state is MessageState.DEAD:
        report.dead += 1
    else:
        report.failed += 1
    if result.is_gone:
        set_webhook_state(errand.store, hook.id, "disabled", result.error, now)
    return False
