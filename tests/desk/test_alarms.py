"""Each alarm: when it comes, and when it does not."""

from __future__ import annotations

import json
import os
from datetime import timedelta

import pytest

from desk import alarms
from desk.alarms import Alarm, AlarmKind, read_alarms
from desk.metrics import metrics_text
from desk.status import status
from desk.status_text import status_text
from store.articles import save_article
from store.connection import Store
from store.fetches import Fetch, add_fetch
from store.health import Churn, Queue, RunEnded, Yield, read_churn, read_queue, read_yields
from store.heartbeats import Heartbeat, beat, read_heartbeats
from store.runs import RunEnd, finish_run, start_run
from tests.builders import HARBOUR, NOON, a_record, with_outlets
from tests.store.keeping_world import page_of


def kinds(found: object) -> list[AlarmKind]:
    return [alarm.kind for alarm in found]  # type: ignore[attr-defined]


STEADY = Yield("steady", 100, 100, 400, 380, 4000, 3800)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (Yield("a", 10, 40, 40, 38, 400, 380), [AlarmKind.FALLING_YIELD]),
        (Yield("a", 30, 40, 40, 38, 400, 380), []),
        (Yield("a", 0, 4, 4, 4, 40, 38), []),
        (Yield("a", 0, 12, 4, 4, 40, 38), [AlarmKind.FALLING_YIELD]),
        (Yield("a", 40, 40, 40, 10, 400, 380), [AlarmKind.UNREADABLE_PAGES]),
        (Yield("a", 40, 40, 9, 0, 400, 380), []),
        (Yield("a", 40, 40, 40, 4, 400, 40), []),
    ],
)  # fmt: skip
def test_an_outlet_that_yields_less(one: Yield, expected: list[AlarmKind]) -> None:
    assert kinds(alarms.of_yields([one, STEADY], set())) == expected


def test_a_week_in_which_all_yield_less_is_no_alarm_and_a_silent_one_is_told_once() -> None:
    holiday = [Yield(name, 15, 50, 0, 0, 0, 0) for name in "abcd"]
    assert kinds(alarms.of_yields(holiday, set())) == []
    assert kinds(alarms.of_yields([Yield("a", 0, 40, 0, 0, 0, 0), STEADY], {"a"})) == []


def test_verdicts_that_change_too_much() -> None:
    assert kinds(alarms.of_churn(Churn(50, 10.0, ()))) == [AlarmKind.VERDICT_CHURN]
    assert kinds(alarms.of_churn(Churn(50, 20.0, ()))) == []
    assert kinds(alarms.of_churn(Churn(15, 0.0, (("e1", 4),)))) == [AlarmKind.RESTLESS_EVENT]


def test_work_that_is_behind() -> None:
    old = NOON - timedelta(days=2)
    assert kinds(alarms.of_queue(Queue(20, old, 0), NOON)) == [AlarmKind.QUEUE_AGE]
    assert kinds(alarms.of_queue(Queue(19, old, 0), NOON)) == []
    assert kinds(alarms.of_queue(Queue(0, None, 3), NOON)) == [AlarmKind.UNMATCHED]


def crawls(*, code: int, gap: timedelta = timedelta(minutes=15)) -> list[RunEnded]:
    return [RunEnded(NOON - n * gap, NOON - n * gap, code, "no network") for n in range(8)]


def test_cycles_that_stop_or_fail() -> None:
    assert kinds(alarms.of_runs(crawls(code=0), NOON + timedelta(minutes=59))) == []
    assert kinds(alarms.of_runs(crawls(code=0), NOON + timedelta(minutes=61))) == [AlarmKind.NO_CYCLE]
    daily = crawls(code=3, gap=timedelta(days=1))
    assert kinds(alarms.of_runs(daily, NOON + timedelta(days=3))) == []
    assert kinds(alarms.of_runs(crawls(code=4), NOON)) == [AlarmKind.FAILING_CYCLES]
    assert kinds(alarms.of_runs(crawls(code=0)[:2], NOON + timedelta(days=30))) == []


def test_a_heart_that_stopped(store: Store) -> None:
    beat(store, Heartbeat("watch", NOON, NOON, "waiting", NOON))
    assert kinds(alarms.of_heartbeats(read_heartbeats(store), NOON + timedelta(minutes=1))) == []
    assert kinds(alarms.of_heartbeats(read_heartbeats(store), NOON + timedelta(minutes=3))) == [AlarmKind.STUCK]
    beat(store, Heartbeat("watch", NOON, NOON + timedelta(hours=7), "cycle", NOON))
    (alarm,) = alarms.of_heartbeats(read_heartbeats(store), NOON + timedelta(hours=7))
    assert "has been at one cycle since" in alarm.said
    with store.writing() as db:
        db.execute("update heartbeats set started = '1'")
    (alarm,) = alarms.of_heartbeats(read_heartbeats(store), NOON + timedelta(hours=7))
    assert f"process {os.getpid()}" in alarm.said and "is gone" in alarm.said


def add_article(store: Store, outlet: str, number: int, *, hours_ago: float) -> None:
    when = NOON - timedelta(hours=hours_ago)
    record = a_record(
        outlet, str(number), text=f"{HARBOUR} {number}", raw_page_id=page_of(store, outlet, on_day=number)
    )
    save_article(store, record, now=when, find_duplicates=False)


def test_figures_are_read_from_the_file(store: Store) -> None:
    with_outlets(store, "first", "second")
    for number in range(8):
        add_article(store, "first", number, hours_ago=24 * 4 * number + 1)
    for number in range(12):
        outcome = "challenge" if number < 4 else "stored"
        add_fetch(store, Fetch("page", "u", NOON - timedelta(days=number, hours=1), outcome, outlet_id="second"))
    with store.writing() as db:
        for number, due in enumerate((NOON - timedelta(days=3), NOON - timedelta(hours=3), NOON + timedelta(hours=3))):
            db.execute(
                """insert into frontier (url_key, url, host, outlet_id, next_try, discovered)
                   values (?, 'u', 'h', 'first', ?, 'x')""",
                [str(number), due.isoformat()],
            )
    assert read_yields(store, NOON) == [
        Yield("first", 2, 1.5, 0, 0, 0, 0),
        Yield("second", 0, 0.0, 3, 0, 9, 8),
    ]  # fmt: skip
    queue = read_queue(store, NOON)
    assert (queue.overdue, queue.oldest_due, queue.unmatched) == (1, NOON - timedelta(days=3), 7)


def test_changes_of_state_are_counted(store: Store) -> None:
    with store.writing() as db:
        db.execute("insert into events (id, title) values ('e1', 'x'), ('e2', 'y')")
        for days, event, state in (
            (20, "e1", "single_report"), (6, "e1", "corroborated"), (5, "e1", "single_report"), (4, "e1", "corroborated"),
            (0.5, "e1", "single_report"), (0.4, "e1", "single_report"), (0.2, "e2", "single_report"),
        ):  # fmt: skip
            db.execute(
                """insert into verdicts (event_id, at, cause, state, provisional, disputed, outlets, origins, notable_origins,
                   because, evidence, ruleset, registry_version, digest) values (?, ?, '', ?, 0, 0, 1, 1, 1, '', '{}', '', '', '')""",
                [event, (NOON - timedelta(days=days)).isoformat(), state],
            )
    assert read_churn(store, NOON, often=4) == Churn(1, 3 / 14, (("e1", 4),))


def test_status_and_metrics_show_them(store: Store) -> None:
    with_outlets(store, "first")
    for number in range(6):
        run = start_run(store, "crawl", NOON - timedelta(days=2, minutes=10 * number))
        finish_run(store, run, RunEnd({}, 0), NOON - timedelta(days=2))
    beat(
        store,
        Heartbeat("watch", NOON, NOON, "waiting", NOON, next_cycle=NOON + timedelta(minutes=10), cycles=7, missed=1),
    )
    add_article(store, "first", 1, hours_ago=30)
    answer = status(store, NOON)
    assert [alarm["kind"] for alarm in answer["alarms"]] == ["unmatched_articles", "no_cycle"]
    assert json.dumps(answer)
    text = status_text(answer)
    assert "to look at:\n  unmatched articles: 1 articles" in text
    assert "next cycle at 2026-03-02 12:10, 7 cycles, 1 left out" in text
    metrics = metrics_text(store, NOON)
    for line in (
        'corroborate_alarms{kind="no_cycle"} 1', 'corroborate_alarms{kind="silent_outlet"} 0', 'corroborate_heartbeat_cycles{name="watch"} 7',
        "corroborate_queue_age_seconds 0", 'corroborate_store_bytes{part="file"} ',
    ):  # fmt: skip
        assert line in metrics


def test_alarms_come_in_an_order_that_is_always_the_same(store: Store) -> None:
    assert read_alarms(store, NOON) == []
    assert sorted({AlarmKind.STUCK, AlarmKind.NO_CYCLE}) == [AlarmKind.NO_CYCLE, AlarmKind.STUCK]
    assert Alarm(AlarmKind.STUCK, "", "x") == Alarm(AlarmKind.STUCK, "", "x")
