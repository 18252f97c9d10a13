"""Whether an outlet that used to deliver has fallen silent: the failure that nobody notices, because nothing fails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from store.deliveries import Delivery

MIN_SILENCE = timedelta(days=3)
"""No outlet is called silent sooner: over a long weekend many publish nothing."""

USUAL_GAPS = 6
"""How many times its usual gap an outlet may be quiet. A daily that rests on a weekend and a holiday is quiet for four
gaps, a weekly that skips two issues for three."""

ONE_BATCH = timedelta(hours=1)
"""Articles that came in within an hour of each other are one delivery: a weekly's twenty articles are one, not twenty with
no gap between them, and so are those that one crawl brings."""

MIN_DELIVERIES = 4
"""Deliveries from which an outlet has a rhythm: three gaps, so that the median is no single accident."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Since when nothing came, the usual gap between deliveries, and the time without one from which that is silence."""

    since: datetime
    usual_gap: timedelta
    limit: timedelta


def silence_of(arrivals: tuple[datetime, ...], asked: datetime | None) -> Silence | None:
    """The silence of an outlet whose articles came in at these times (the oldest first), and that was last asked at
    `asked`; None where it is not silent, never had a rhythm, or was not asked since.

    Time counts until it was last asked: a crawler that stood still for a week tells nothing of an outlet.

    >>> from datetime import UTC
    >>> days = tuple(datetime(2026, 3, day, tzinfo=UTC) for day in range(1, 6))
    >>> silence_of(days, datetime(2026, 3, 10, tzinfo=UTC)) is None
    True
    >>> silence_of(days, datetime(2026, 3, 12, tzinfo=UTC)).limit
    datetime.timedelta(days=6)
    """
    starts = _deliveries(arrivals)
    if len(starts) < MIN_DELIVERIES or asked is None:
        return None
    gap = timedelta(seconds=median((later - sooner).total_seconds() for sooner, later in pairwise(starts)))
    limit = max(MIN_SILENCE, USUAL_GAPS * gap)
    return Silence(arrivals[-1], gap, limit) if asked - arrivals[-1] > limit else None


def _deliveries(arrivals: tuple[datetime, ...]) -> list[datetime]:
    """When each delivery began; one lasts for `ONE_BATCH` at most, so that an agency without a pause has a rhythm as well."""
    starts: list[datetime] = []
    for when in arrivals:
        if not starts or when - starts[-1] > ONE_BATCH:
            starts.append(when)
    return starts


def silence_of_outlet(delivery: Delivery, now: datetime) -> Silence | None:
    """The silence of an outlet as it is stored. One whose sources are all given up is asked no more: then the time until
    now counts. Outlets that left the registry are not expected to deliver.
    """
    if not delivery.in_registry:
        return None
    return silence_of(delivery.arrivals, now if delivery.is_given_up else delivery.last_asked)


def silence_text(silence: Silence) -> str:
    """One sentence part for people.

    >>> from datetime import UTC
    >>> silence_text(Silence(datetime(2026, 3, 1, 6, tzinfo=UTC), timedelta(hours=5), timedelta(days=3)))
    'silent since 2026-03-01 06:00 UTC (a delivery each 5 hours before)'
    """
    hours = silence.usual_gap.total_seconds() / 3600
    usual = ("hour" if round(hours) <= 1 else f"{hours:.0f} hours") if hours < 48 else f"{hours / 24:.0f} days"
    return f"silent since {silence.since:%Y-%m-%d %H:%M} UTC (a delivery each {usual} before)"
