"""Times on their way into and out of the file: aware UTC as ISO 8601 text with seconds and `+00:00`."""

from __future__ import annotations

from datetime import UTC, datetime


def to_text(when: datetime | None) -> str | None:
    """ISO 8601 in UTC, or None.

    Raises:
        ValueError: `when` has no time zone.
    """
    if when is None:
        return None
    if when.tzinfo is None:
        raise ValueError(f"a time without a zone reached the store: {when!r}")
    return when.astimezone(UTC).isoformat(timespec="seconds")


def from_text(text: str | None) -> datetime | None:
    """The aware UTC time of a text that `to_text` made, or None."""
    return None if not text else datetime.fromisoformat(text).astimezone(UTC)


def moment(text: str) -> datetime:
    """The aware UTC time of a text that `to_text` made, where the column is never null."""
    return datetime.fromisoformat(text).astimezone(UTC)
