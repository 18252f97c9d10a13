"""Values that others wrote, made into ones that can be kept: times in UTC, texts that SQLite takes."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def utc(when: object) -> datetime | None:
    """The time in UTC; one without a zone is taken as UTC, and what is no time, or one that no calendar has, as none.

    >>> utc(datetime(2026, 3, 2, 10)).isoformat(), utc("soon")
    ('2026-03-02T10:00:00+00:00', None)
    """
    if not isinstance(when, datetime):
        return None
    try:
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, OverflowError):  # +99:00, or a time zone before the year 1
        return None


def storable(text: str) -> str:
    r"""The text without control characters (line ends and tabs aside) and with halves of surrogate pairs, which JSON can spell
    and UTF-8 cannot, as U+FFFD: one such character would else end the transaction that it is in.

    >>> storable("a\x00b\ud800c")
    'ab\ufffdc'
    """
    return _UNFIT.sub(lambda found: "\ufffd" if found[0] >= "\ud800" else "", text)
