"""How the period of a source follows from what its polls show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.polling import (
    MAX_PERIOD,
    MAX_WAIT,
    MIN_PERIOD,
    Poll,
    after_failure,
    cache_lifetime,
    is_dead,
    needs_full_fetch,
    next_period,
    retry_after,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_many_new_entries_shorten_the_period_and_few_lengthen_it() -> None:
    assert next_period(HOUR, Poll(20, 15)) == timedelta(minutes=30)
    assert next_period(HOUR, Poll(20, 4)) == HOUR
    assert next_period(HOUR, Poll(20, 0)) == timedelta(minutes=90)
    assert next_period(HOUR, Poll(0, 0)) == timedelta(minutes=90)


@given(st.integers(60, 200_000), st.integers(0, 50), st.integers(0, 50), st.none() | st.integers(1, 900_000))
def test_the_period_stays_within_its_bounds(current: int, entries: int, new: int, stated: int | None) -> None:
    says = None if stated is None else timedelta(seconds=stated)
    period = next_period(timedelta(seconds=current), Poll(entries, min(new, entries)), says)
    assert MIN_PERIOD <= period <= MAX_PERIOD


def test_what_the_source_says_is_believed() -> None:
    assert next_period(timedelta(minutes=15), Poll(20, 20), timedelta(hours=6)) == timedelta(hours=6)
    assert next_period(timedelta(hours=20), Poll(20, 0), HOUR) == timedelta(hours=2)


def test_what_may_be_cached_is_not_asked_for_sooner_and_a_short_life_does_not_hurry_us() -> None:
    assert next_period(HOUR, Poll(20, 20), None, timedelta(hours=6)) == timedelta(hours=6)
    assert next_period(timedelta(hours=20), Poll(20, 0), None, timedelta(minutes=1)) == MAX_PERIOD
    assert next_period(HOUR, Poll(20, 4), HOUR, timedelta(hours=2)) == timedelta(hours=2)


def test_a_quiet_source_reaches_a_day_and_comes_back() -> None:
    period = timedelta(minutes=30)
    for _ in range(20):
        period = next_period(period, Poll(20, 0))
    assert period == MAX_PERIOD
    for _ in range(20):
        period = next_period(period, Poll(20, 20))
    assert period == MIN_PERIOD


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("0", timedelta(0)),
        ("99999999", MAX_WAIT),
        (format_datetime(NOON + timedelta(minutes=5), usegmt=True), timedelta(minutes=5)),
        (format_datetime(NOON - timedelta(minutes=5), usegmt=True), timedelta(0)),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after(header: str, wait: timedelta | None) -> None:
    assert retry_after({"retry-after": header}, NOON) == wait


@pytest.mark.parametrize(
    ("control", "age", "lifetime"),
    [
        ("public, max-age=600", "", timedelta(minutes=10)),
        ("max-age=600", "120", timedelta(minutes=8)),
        ("max-age=600", "900", None),
        ("max-age=600, no-cache", "", None),
        ("no-store", "", None),
        ("s-maxage=600", "", None),
        ("", "", None),
    ],
)
def test_cache_lifetime(control: str, age: str, lifetime: timedelta | None) -> None:
    assert cache_lifetime({"cache-control": control, "age": age}) == lifetime


def test_failures_back_off_and_end_in_retirement() -> None:
    waits = [after_failure(HOUR, failures) for failures in range(1, 8)]
    assert waits[0] == 2 * HOUR
    assert waits == sorted(waits)
    assert waits[-1] == MAX_PERIOD
    assert [is_dead(failures, 404) for failures in (1, 3, 4)] == [False, False, True]
    assert [is_dead(failures, 500) for failures in (4, 9, 10)] == [False, False, True]


def test_a_full_fetch_is_due_once_a_day() -> None:
    assert needs_full_fetch(None, NOON)
    assert not needs_full_fetch(NOON, NOON + timedelta(hours=23))
    assert needs_full_fetch(NOON, NOON + timedelta(hours=24))
