"""How often a source is polled, and when it is given up: pure functions of what its last poll showed.

After Media Cloud's rss-fetcher: the period follows the share of entries that are new, between ten minutes and a day; a
source that says how often it changes (sy:updatePeriod, ttl, Cache-Control, Retry-After) is believed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from crawler.foreign import utc

MIN_PERIOD = timedelta(minutes=10)
MAX_PERIOD = timedelta(hours=24)
MAX_WAIT = timedelta(hours=24)
"""No server's wish keeps us away for longer: some say years."""

FULL_FETCH_EVERY = timedelta(hours=24)
"""A conditional request is replaced by a full one once a day, because some servers answer 304 for ever."""

RETIRE_AFTER = 10
"""Failed polls in a row, with their back-off about a week, after which a source is retired."""

RETIRE_WHEN_GONE = 4
"""The same for one that answers 410, or 404: soft for a while, since publishers move things and put them back."""

MANY_NEW = 0.5
FEW_NEW = 0.05


@dataclass(frozen=True, slots=True)
class Poll:
    """What a poll showed: how many entries the source lists, and how many of them were new."""

    entries: int
    new: int


def next_period(
    current: timedelta, poll: Poll, stated: timedelta | None = None, fresh: timedelta | None = None
) -> timedelta:
    """The time to the next poll.

    Half of the entries new: we may have missed some, halve the period. Hardly any: lengthen it by half. `stated` is what
    the source itself says of its period: we do not poll more often than that, nor (unless it is slower than a day) wait
    for more than twice as long. `fresh` is how long the answer may be cached (see `cache_lifetime`): we do not ask sooner,
    and that is all that it says, for a minute is what most caches give a feed that has something new once a week.
    """
    share = poll.new / poll.entries if poll.entries else 0.0
    if share >= MANY_NEW:
        period = current / 2
    elif share > FEW_NEW:
        period = current
    else:
        period = current * 1.5
    if stated is not None:
        period = min(max(period, stated), max(2 * stated, MIN_PERIOD))
    if fresh is not None:
        period = max(period, fresh)
    return min(max(period, MIN_PERIOD), MAX_PERIOD)


def after_failure(current: timedelta, failures: int) -> timedelta:
    """The wait after the `failures`-th failure in a row: the period doubled each time, at most a day."""
    factor: int = 2 ** min(failures, 10)
    return min(max(current, MIN_PERIOD) * factor, MAX_PERIOD)


def is_dead(failures: int, status: int | None) -> bool:
    """Whether a source is to be retired after that many failures in a row, the last with `status`."""
    return failures >= (RETIRE_WHEN_GONE if status in {404, 410} else RETIRE_AFTER)


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """What a `Retry-After` header asks for, in seconds or as a date (RFC 9110, 10.2.3), at most `MAX_WAIT`.

    None where there is none, or nonsense; a date that is past is a wait of zero.
    """
    text = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", text):
        return min(timedelta(seconds=int(text)), MAX_WAIT)
    when = _date(text)
    return None if when is None else min(max(when - now, timedelta(0)), MAX_WAIT)


def cache_lifetime(headers: Mapping[str, str]) -> timedelta | None:
    """How long an answer says it stays fresh: `max-age` of `Cache-Control` less `Age`; None where it says nothing.

    `no-cache`, `no-store` and zero say nothing about how often the source changes.
    """
    control = headers.get("cache-control", "").lower()
    match = re.search(r"(?<![\w-])max-age\s*=\s*\"?(\d{1,9})", control)
    if not match or "no-store" in control or "no-cache" in control:
        return None
    age = headers.get("age", "").strip()
    left = int(match[1]) - (int(age) if re.fullmatch(r"\d{1,9}", age) else 0)
    return min(timedelta(seconds=left), MAX_WAIT) if left > 0 else None


def needs_full_fetch(last_full: datetime | None, now: datetime) -> bool:
    """Whether the next request must not be conditional."""
    return last_full is None or now - last_full >= FULL_FETCH_EVERY


def _date(text: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return utc(when)
