"""`corroborate webhook …`: each command parses, calls one function, prints."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from desk.cli import Workplace

_JSON = click.option("--json", "as_json", is_flag=True, help="JSON for machines in place of text for people.")
_TOPICS = ("corroboration", "ratings")


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _say(text: str, value: object, *, as_json: bool) -> None:
    click.echo(json.dumps(value, ensure_ascii=False) if as_json else text)


@click.group()
def webhook() -> None:
    """Tell other programs of changes by signed requests that are repeated until they are taken."""


@webhook.command("add")
@click.argument("url")
@click.option(
    "--topic",
    "topics",
    type=click.Choice(_TOPICS),
    multiple=True,
    default=_TOPICS,
    show_default=True,
    help="What to tell it of (may be repeated).",
)
@click.option("--allow-loopback", is_flag=True, help="Let URL be http and on this machine.")
@_JSON
@click.pass_obj
def add(work: Workplace, url: str, topics: tuple[str, ...], allow_loopback: bool, as_json: bool) -> None:
    """Register the endpoint URL, and print its id and the key that its messages are signed with. The key is shown once."""
    from desk.webhooks.managing import register

    with work.store(create=False) as store:
        hook, key = register(store, url, topics, _now(), allow_loopback=allow_loopback)
    _say(
        f"{hook.id}\n{key}", {"id": hook.id, "url": hook.url, "topics": list(hook.topics), "key": key}, as_json=as_json
    )
    work.say("keep the key: it is not shown again")


@webhook.command("list")
@_JSON
@click.pass_obj
def list_(work: Workplace, as_json: bool) -> None:
    """Show the endpoints, and how many messages each was sent, waits for, and never took."""
    from desk.tables import table
    from desk.webhooks.managing import overview

    with work.store(create=False) as store:
        rows = overview(store)
    columns = ("id", "url", "topics", "state", "delivered", "queued", "dead", "last_error")
    cells = [[", ".join(row[c]) if c == "topics" else row[c] for c in columns] for row in rows]
    _say(table(columns, cells) or "no webhook is registered", rows, as_json=as_json)


@webhook.command("remove")
@click.argument("webhook_id", metavar="ID")
@click.pass_obj
def remove(work: Workplace, webhook_id: str) -> None:
    """Tell an endpoint nothing any more. What it was not sent yet stays in the list of dead messages."""
    from desk.webhooks.managing import unregister

    with work.store(create=False) as store:
        unregister(store, webhook_id, _now())
    click.echo(f"{webhook_id} removed")


@webhook.command("test")
@click.argument("webhook_id", metavar="ID")
@_JSON
@click.pass_obj
def test(work: Workplace, webhook_id: str, as_json: bool) -> None:
    """Send an endpoint one signed message of the type "test" now, and say what it answered."""
    from desk.webhooks.managing import try_out

    with work.store(create=False) as store:
        result = try_out(store, webhook_id, _now())
    text = f"taken ({result.status})" if not result.error else f"not taken: {result.error}"
    _say(text, {"taken": not result.error, "status": result.status, "error": result.error}, as_json=as_json)
    sys.exit(1 if result.error else 0)


@webhook.command("deliver")
@_JSON
@click.pass_obj
def deliver(work: Workplace, as_json: bool) -> None:
    """Send what is due now. `corroborate run` does so at the end of each cycle."""
    from desk.webhooks.delivery import deliver_due

    with work.store(create=False) as store:
        report = deliver_due(store, _now)
    _say(report.as_text(), report.as_dict(), as_json=as_json)
    sys.exit(int(report.exit_code))


@webhook.command("dead")
@_JSON
@click.pass_obj
def dead(work: Workplace, as_json: bool) -> None:
    """Show the messages that were given up, and why."""
    from desk.tables import table
    from desk.webhooks.managing import dead_letters

    with work.store(create=False) as store:
        rows = dead_letters(store)
    columns = ("message", "endpoint", "type", "created", "attempts", "last_error")
    _say(
        table(columns, [[row[c] for c in columns] for row in rows]) or "no message was given up", rows, as_json=as_json
    )


@webhook.command("retry")
@click.argument("message_ids", metavar="[MESSAGE]...", nargs=-1)
@click.pass_obj
def retry(work: Workplace, message_ids: tuple[str, ...]) -> None:
    """Queue dead messages again, all of them if none is named; the next pass sends them."""
    from store.webhooks import put_back

    with work.store(create=False) as store:
        number = put_back(store, message_ids, _now())
    click.echo(f"{number} queued again")
