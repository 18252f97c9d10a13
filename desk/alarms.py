"""What a person should look at: outlets that fell silent or yield less, verdicts that change too much, work that is behind,
cycles that stopped. `status` shows them, its metrics count them. docs/operating.md says what to do about each.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median

from desk.silence import silence_of_outlet, silence_text
from store.connection import Store
from store.deliveries import Delivery, read_deliveries
from store.health import Churn, Queue, RunEnded, Yield, read_churn, read_queue, read_runs, read_yields
from store.heartbeats import Heartbeat, read_heartbeats
from store.webhooks import read_dead_counts


class AlarmKind(StrEnum):
    """The alarms; the words of the metrics' label."""

    SILENT_OUTLET = "silent_outlet"
    RETIRED_SOURCE = "retired_source"
    FALLING_YIELD = "falling_yield"
    UNREADABLE_PAGES = "unreadable_pages"
    VERDICT_CHURN = "verdict_churn"
    RESTLESS_EVENT = "restless_event"
    QUEUE_AGE = "queue_age"
    UNMATCHED = "unmatched_articles"
    NO_CYCLE = "no_cycle"
    FAILING_CYCLES = "failing_cycles"
    STUCK = "stuck"
    DEAD_MESSAGES = "dead_messages"


@dataclass(frozen=True, slots=True)
class Alarm:
    """One of them: what it is about (an outlet's or an event's id, or "") and what was seen."""

    kind: AlarmKind
    about: str
    said: str


HALF = 0.5
"""Part of its usual yield below which an outlet gives an alarm. A holiday week brings many outlets to two thirds."""

CHANCE = 1e-4
"""How improbable so few articles have to be for an outlet of that rhythm (Poisson): with a thousand outlets and a look a
week, one false alarm in ten weeks."""

MIN_TRIED, MIN_TRIED_BEFORE = 10, 30
"""Pages from which a share says something: with ten, half of the usual share is no accident for a share of three quarters
(binomial, 2 %)."""

CHURN_FACTOR, MIN_CHURN = 4.0, 20
"""So many times the usual changes of state a day, and at least so many: a new model or registry moves many verdicts at once,
which is to be known; the same figures as for a quiet desk would cry at each busy day."""

RESTLESS = 4
"""Changes of state in a week that make an event restless: it was called something twice and taken back twice."""

MIN_OVERDUE = 20
"""URLs that are due for more than a day before that is an alarm: hosts that asked for patience leave a handful behind."""

LATE_FACTOR, MIN_LATE, MIN_RUNS = 4.0, timedelta(hours=1), 5
"""No cycle for so many times the usual gap between two, and at least that long, where so many are known."""

FAILED_IN_A_ROW = 3
"""Crawls in a row that failed as a whole: one is a network that was down for a moment."""

STILL = timedelta(minutes=2)
"""A heartbeat comes every twenty seconds; after six missed ones nobody is there."""

LONG_CYCLE = timedelta(hours=6)
"""Longer than any cycle should take: a thousand outlets at two seconds a page take under one."""


def read_alarms(store: Store, now: datetime) -> list[Alarm]:
    """All alarms as of now, in the order of `AlarmKind` and then by what they are about."""
    deliveries = read_deliveries(store, now)
    silent = {delivery.outlet_id for delivery in deliveries if silence_of_outlet(delivery, now)}
    found = [
        *of_deliveries(deliveries, now),
        *of_yields(read_yields(store, now), silent),
        *of_churn(read_churn(store, now, often=RESTLESS)),
        *of_queue(read_queue(store, now), now),
        *of_runs(read_runs(store, "crawl", 20), now),
        *of_heartbeats(read_heartbeats(store), now),
        *of_webhooks(read_dead_counts(store)),
    ]
    order = list(AlarmKind)
    return sorted(found, key=lambda alarm: (order.index(alarm.kind), alarm.about, alarm.said))


def of_deliveries(deliveries: Iterable[Delivery], now: datetime) -> Iterator[Alarm]:
    """Outlets that fell silent, and sources that were given up."""
    from desk.status import why_nothing

    for delivery in deliveries:
        silence = silence_of_outlet(delivery, now)
        if silence:
            said = f"{silence_text(silence)}; {why_nothing(delivery)}".rstrip("; ")
            yield Alarm(AlarmKind.SILENT_OUTLET, delivery.outlet_id, said)
        for source in delivery.sources:
            if source.state == "retired":
                said = f"source {source.url} was retired: {source.note or 'it failed again and again'}"
                yield Alarm(AlarmKind.RETIRED_SOURCE, delivery.outlet_id, said)


def of_webhooks(dead: Iterable[tuple[str, int, str]]) -> Iterator[Alarm]:
    """Endpoints that did not take what they were told: (id of the webhook, how many messages, the last error)."""
    for webhook_id, number, error in dead:
        messages = "1 message was" if number == 1 else f"{number} messages were"
        yield Alarm(AlarmKind.DEAD_MESSAGES, webhook_id, f"{messages} given up: {error}")


def of_yields(yields: Iterable[Yield], silent: set[str]) -> Iterator[Alarm]:
    """Outlets that deliver far less than they did, measured against how all of them did (a holiday is no alarm), and outlets
    whose pages are read as articles far less often. Silent ones are told already.
    """
    listed = list(yields)
    usual = sum(each.usual_week for each in listed)
    tide = min(1.0, sum(each.week for each in listed) / usual) if usual else 1.0
    for each in listed:
        expected = each.usual_week * tide
        if each.outlet_id not in silent and each.week < HALF * expected and poisson_tail(each.week, expected) < CHANCE:
            said = f"{each.week} new articles in a week, {each.usual_week:.0f} before"
            yield Alarm(AlarmKind.FALLING_YIELD, each.outlet_id, said)
        if each.tried >= MIN_TRIED and each.tried_before >= MIN_TRIED_BEFORE:
            share, before = each.got / each.tried, each.got_before / each.tried_before
            if share < HALF * before:
                said = f"{share:.0%} of the pages of three days were read as articles, {before:.0%} of those before"
                yield Alarm(AlarmKind.UNREADABLE_PAGES, each.outlet_id, said)


def poisson_tail(number: int, mean: float) -> float:
    """The probability of `number` or fewer where `mean` are usual.

    >>> round(poisson_tail(0, 10), 6), round(poisson_tail(5, 20), 5)
    (4.5e-05, 7e-05)
    """
    return (
        math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(number + 1)) if mean else 1.0
    )


def of_churn(churn: Churn) -> Iterator[Alarm]:
    """Verdicts that change their state more than usual, as a whole or one of them again and again."""
    if churn.day >= MIN_CHURN and churn.day > CHURN_FACTOR * churn.usual_day:
        said = f"{churn.day} verdicts changed their state in a day, {churn.usual_day:.1f} on a day before"
        yield Alarm(AlarmKind.VERDICT_CHURN, "", said)
    for event_id, number in churn.restless:
        yield Alarm(AlarmKind.RESTLESS_EVENT, event_id, f"its state changed {number} times in a week")


def of_queue(queue: Queue, now: datetime) -> Iterator[Alarm]:
    """URLs and articles that wait for too long."""
    if queue.overdue >= MIN_OVERDUE and queue.oldest_due is not None:
        days = (now - queue.oldest_due).total_seconds() / 86400
        said = f"{queue.overdue} URLs have been due for more than a day, the oldest for {days:.1f} days"
        yield Alarm(AlarmKind.QUEUE_AGE, "", said)
    if queue.unmatched:
        said = f"{queue.unmatched} articles came in more than a day ago and were not matched"
        yield Alarm(AlarmKind.UNMATCHED, "", said)


def of_runs(crawls: list[RunEnded], now: datetime) -> Iterator[Alarm]:
    """Cycles that stopped, or fail one after the other."""
    starts = [run.started for run in crawls]
    if len(starts) >= MIN_RUNS:
        gap = timedelta(seconds=median((later - sooner).total_seconds() for later, sooner in pairwise(starts)))
        if now - starts[0] > max(MIN_LATE, LATE_FACTOR * gap):
            said = (
                f"the last crawl began {starts[0].isoformat()}; one each {gap.total_seconds() / 60:.0f} minutes before"
            )
            yield Alarm(AlarmKind.NO_CYCLE, "", said)
    ended = [run for run in crawls if run.finished is not None][:FAILED_IN_A_ROW]
    if len(ended) == FAILED_IN_A_ROW and all(run.exit_code in {1, 4} for run in ended):
        said = f"the last {FAILED_IN_A_ROW} crawls failed: {ended[0].message}"
        yield Alarm(AlarmKind.FAILING_CYCLES, "", said)


def of_heartbeats(heartbeats: Iterable[Heartbeat], now: datetime) -> Iterator[Alarm]:
    """A watch that is gone without having said so, stands still, or is at one cycle for ever."""
    for heart in heartbeats:
        who = f"the {heart.name} (process {heart.pid} on {heart.host})"
        if not heart.running:
            yield Alarm(
                AlarmKind.STUCK, heart.name, f"{who} is gone; its last sign of life is of {heart.at.isoformat()}"
            )
        elif now - heart.at > STILL:
            yield Alarm(AlarmKind.STUCK, heart.name, f"{who} gave its last sign of life {heart.at.isoformat()}")
        elif heart.doing != "waiting" and now - heart.doing_since > LONG_CYCLE:
            said = f"{who} has been at one {heart.doing} since {heart.doing_since.isoformat()}"
            yield Alarm(AlarmKind.STUCK, heart.name, said)
