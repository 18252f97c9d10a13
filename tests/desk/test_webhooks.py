"""Webhooks: signed, repeated until taken, bounded whatever the endpoint does, and nothing is lost on the way."""

from __future__ import annotations

import json
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desk.alarms import read_alarms
from desk.webhooks import delivery, sending
from desk.webhooks.delivery import WAITS, DeliveryReport, deliver_due
from desk.webhooks.keys import keys_path, write_key
from desk.webhooks.managing import dead_letters, overview, register, unregister
from desk.webhooks.signing import verify
from store.connection import Store, open_store
from store.errors import Unwritable
from store.runs import cycle_lock
from store.webhooks import MessageState, messages_of, put_back, queue_message
from tests.builders import NOON
from tests.desk.conftest import Run, two_reports, write_lines
from tests.desk.receiver import Receiver, receiving


@dataclass(slots=True)
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


def hooked(store: Store, receiver: Receiver) -> tuple[str, str]:
    hook, key = register(store, receiver.url, ["corroboration", "ratings"], NOON, allow_loopback=True)
    return hook.id, key


def tell(store: Store, hook: str, number: int = 1) -> list[str]:
    return [queue_message(store, hook, "ratings.changed", {"n": n}, NOON) for n in range(number)]


def test_a_message_is_signed_and_sent_once(store: Store, receiver: Receiver, clock: Clock) -> None:
    hook, key = hooked(store, receiver)
    sent = tell(store, hook, 2)
    assert deliver_due(store, clock).delivered == 2 and deliver_due(store, clock) == DeliveryReport()
    ids = [verify(key, headers, body, now=NOON) for headers, body in receiver.got]
    assert ids == sent
    assert json.loads(receiver.got[0][1]) == {"type": "ratings.changed", "timestamp": "2026-03-02T12:00:00+00:00", "data": {"n": 0}}  # fmt: skip


@pytest.mark.parametrize("hangs", ["silent", "drips"])
def test_an_endpoint_that_hangs_costs_one_bounded_try_and_holds_up_no_other(
    store: Store, receiver: Receiver, clock: Clock, monkeypatch: pytest.MonkeyPatch, hangs: str
) -> None:
    monkeypatch.setattr(sending, "SECONDS", 0.4)
    receiver.hangs = hangs
    hook, _ = hooked(store, receiver)
    tell(store, hook, 5)
    with receiving() as other:
        good, _ = hooked(store, other)
        tell(store, good, 3)
        started = time.monotonic()
        report = deliver_due(store, clock)
        assert time.monotonic() - started < 3
    assert (report.delivered, report.failed, len(receiver.got)) == (3, 1, 1)
    assert "no answer within" in report.problems[hook] and len(messages_of(store, MessageState.QUEUED)) == 5


def test_a_message_is_tried_with_growing_waits_and_then_lies_among_the_dead_until_it_is_put_back(
    store: Store, receiver: Receiver, clock: Clock
) -> None:
    receiver.status = 500
    hook, key = hooked(store, receiver)
    (message,) = tell(store, hook)
    for wait in WAITS:
        assert deliver_due(store, clock).failed == 1
        clock.now += wait - timedelta(seconds=1)
        assert deliver_due(store, clock) == DeliveryReport()
        clock.now += timedelta(seconds=1)
    assert deliver_due(store, clock).dead == 1 and len(receiver.got) == len(WAITS) + 1
    (dead,) = dead_letters(store)
    assert [(alarm.kind.value, alarm.about) for alarm in read_alarms(store, clock.now)] == [("dead_messages", hook)]
    assert (dead["message"], dead["attempts"], dead["last_status"]) == (message, 10, 500)
    clock.now += timedelta(days=400)
    assert deliver_due(store, clock) == DeliveryReport() and len(dead_letters(store)) == 1
    receiver.status = 200
    assert put_back(store, [], clock.now) == 1 and deliver_due(store, clock).delivered == 1
    assert len({verify(key, h, b, now=datetime.fromtimestamp(int(h["webhook-timestamp"]), NOON.tzinfo)) for h, b in receiver.got}) == 1  # fmt: skip
    assert not dead_letters(store)


@pytest.mark.parametrize("target", ["https://10.0.0.1/inner", "http://169.254.169.254/", "/elsewhere", "http://127.0.0.1:{port}/again"])  # fmt: skip
def test_a_redirect_is_not_followed(store: Store, receiver: Receiver, clock: Clock, target: str) -> None:
    receiver.status, receiver.location = 307, target.format(port=receiver.port)
    hook, _ = hooked(store, receiver)
    tell(store, hook)
    report = deliver_due(store, clock)
    assert report.failed == 1 and "redirects are not followed" in report.problems[hook] and len(receiver.got) == 1


def test_nobody_there_is_a_failed_try(store: Store, clock: Clock) -> None:
    with receiving() as gone:
        hook, _ = hooked(store, gone)
    tell(store, hook)
    report = deliver_due(store, clock)
    assert report.failed == 1 and "ConnectError" in report.problems[hook]


def test_gone_ends_it_and_keeps_what_was_not_sent(store: Store, receiver: Receiver, clock: Clock) -> None:
    receiver.status = 410
    hook, _ = hooked(store, receiver)
    tell(store, hook, 3)
    assert deliver_due(store, clock).dead == 1
    (row,) = overview(store)
    assert (row["state"], row["dead"], row["queued"]) == ("disabled", 3, 0) and "410" in row["last_error"]


def test_a_missing_key_sends_nothing_unsigned(store: Store, receiver: Receiver, clock: Clock) -> None:
    hook, key = hooked(store, receiver)
    tell(store, hook)
    write_key(store.path, hook, None)
    assert "key is missing" in deliver_due(store, clock).problems[hook] and not receiver.got
    write_key(store.path, hook, key)
    clock.now += WAITS[0]
    assert deliver_due(store, clock).delivered == 1


def test_a_crash_between_sending_and_noting_sends_again_under_the_same_id(
    store: Store, receiver: Receiver, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook, key = hooked(store, receiver)
    (message,) = tell(store, hook)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "settle", crash)
        with pytest.raises(KeyboardInterrupt):
            deliver_due(store, clock)
    assert deliver_due(store, clock).delivered == 1
    assert [verify(key, headers, body, now=NOON) for headers, body in receiver.got] == [message, message]


def test_a_file_that_cannot_be_written_is_said_to_be(
    store: Store, receiver: Receiver, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(store, hooked(store, receiver)[0])

    def full(*_: object) -> None:
        raise Unwritable("the disk is full")

    monkeypatch.setattr(delivery, "settle", full)
    with pytest.raises(Unwritable):
        deliver_due(store, clock)
    assert len(messages_of(store, MessageState.QUEUED)) == 1


def test_two_deliverers_do_not_send_the_same(store: Store, receiver: Receiver, clock: Clock) -> None:
    hook, _ = hooked(store, receiver)
    tell(store, hook)
    with open_store(store.path) as other, cycle_lock(other, "deliver", "corroborate webhook deliver", NOON):
        assert deliver_due(store, clock).is_busy
    assert not receiver.got and deliver_due(store, clock).delivered == 1


def test_the_key_is_not_in_the_database_and_is_its_owners_alone(store: Store, receiver: Receiver) -> None:
    hook, key = hooked(store, receiver)
    path = keys_path(store.path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and key in path.read_text(encoding="utf-8")
    assert key not in "\n".join(store.conn.iterdump())
    unregister(store, hook, NOON)
    assert key not in path.read_text(encoding="utf-8") and not overview(store)


def test_a_rise_and_a_fall_reach_the_receiver(corroborate: Run, folder: Path, receiver: Receiver) -> None:
    corroborate("import", write_lines(folder / "in.jsonl", two_reports()[:1]))
    corroborate("match", "--now", "2026-03-03")
    added = corroborate("webhook", "add", receiver.url, "--allow-loopback", "--json").rows()[0]
    assert added["key"].startswith("whsec_")
    assert corroborate("webhook", "test", added["id"]).out == "taken (204)\n"
    corroborate("import", write_lines(folder / "in.jsonl", two_reports()))
    corroborate("match", "--now", "2026-03-10")
    corroborate("match", "--now", "2026-03-10")
    assert "2 delivered" in corroborate("webhook", "deliver").out
    outlets = folder / "outlets.toml"
    basis = 'notable = true\nnotability_basis = "https://encyclopedia.example/Upland_Herald"\n'
    outlets.write_text(outlets.read_text(encoding="utf-8").replace(basis, ""), encoding="utf-8")
    corroborate("match", "--now", "2026-03-11")
    assert corroborate("webhook", "deliver", "--json").rows()[0]["delivered"] == 2
    told: list[Any] = [json.loads(body) for _, body in receiver.got]
    assert [one["type"] for one in told] == [
        "test", "corroboration.gained", "ratings.changed", "corroboration.lost", "ratings.changed",
    ]  # fmt: skip
    assert told[1]["data"]["articles"] == sorted(str(report["url"]) for report in two_reports())
    assert told[3]["data"]["state"] == "not_notable" and told[3]["data"]["event_id"] == told[1]["data"]["event_id"]
    changed = corroborate("export", "ratings", "--since", told[4]["data"]["since"]).rows()
    assert len(changed) == told[4]["data"]["changes"] == 2 and changed[-1]["cursor"] == told[4]["data"]["cursor"]


def test_the_commands_say_what_is_there_and_what_is_wrong(corroborate: Run, folder: Path, receiver: Receiver) -> None:
    corroborate("import", write_lines(folder / "in.jsonl", two_reports()))
    assert "no webhook is registered" in corroborate("webhook", "list").out
    for url in ("http://hooks.example/x", "https://10.1.2.3/x", "ftp://hooks.example", receiver.url, "https://", "x"):
        refused = corroborate("webhook", "add", url)
        assert refused.code == 2 and "https URL on the public internet" in refused.err and not refused.out
    assert not keys_path(folder / "news.db").exists()
    hook, key = corroborate("webhook", "add", receiver.url, "--allow-loopback", "--topic", "ratings").out.split()
    again = corroborate("webhook", "add", receiver.url, "--allow-loopback")
    assert again.code == 1 and hook in again.err
    listed = corroborate("webhook", "list")
    assert hook in listed.out and key not in listed.out and "ratings" in listed.out
    receiver.status = 503
    assert "answered 503" in corroborate("webhook", "test", hook).out
    corroborate("match", "--now", "2026-03-10")
    failed = corroborate("webhook", "deliver")
    assert failed.code == 1 and "1 to be tried again" in failed.out
    assert "no message was given up" in corroborate("webhook", "dead").out
    assert corroborate("webhook", "remove", hook).code == 0
    assert "the webhook was removed" in corroborate("webhook", "dead").out
    for command in (("webhook", "test", hook), ("webhook", "remove", "wh-none"), ("webhook", "retry", "msg-none")):
        assert corroborate(*command).code == 1
    with_dead = corroborate("webhook", "dead", "--json").rows()[0][0]
    assert "its webhook is removed" in corroborate("webhook", "retry", with_dead["message"]).err
