"""Times as people write them: in ISO 8601, a day alone meaning its end."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time


def moment_of(text: str) -> datetime:
    """The time that a text names, aware, in UTC; UTC unless it says otherwise. A day alone is its last second, so that it
    includes the day.

    >>> moment_of("2026-03-03").isoformat(), moment_of("2026-03-03T14:30+01:00").isoformat()
    ('2026-03-03T23:59:59+00:00', '2026-03-03T13:30:00+00:00')

    Raises:
        ValueError: it is no time, or none that can be told in UTC; the message says how one is written.
    """
    text = text.strip()
    shown = f"{text[:40]}…" if len(text) > 40 else text
    try:
        when = datetime.fromisoformat(text if text == shown else "")
    except ValueError as error:
        raise ValueError(f"{shown!r} is no time. Write 2026-03-03 or 2026-03-03T14:30+01:00.") from error
    if len(text) <= len("2026-03-03"):
        when = datetime.combine(when, time(23, 59, 59))
    try:
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{text!r} is out of range.") from error


def asked_moment(text: str) -> datetime:
    """The time that a reader asked for. In an address a plus sign that was not written as %2B is a blank.

    >>> asked_moment("2026-03-03T14:30 01:00").isoformat()
    '2026-03-03T13:30:00+00:00'

    Raises:
        ValueError: it is no time; the message says how one is written.
    """
    return moment_of(re.sub(r"(:\d\d(?:\.\d+)?) (\d\d:?\d\d)$", r"\1+\2", text.strip()))
