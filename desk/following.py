"""Processes that do a part of the work of a command: what each does when it starts."""

from __future__ import annotations

import signal

from crawler.following import end_with_parent


def follow_parent() -> None:
    """Leave signals to the parent, and go when it is gone (also when it was killed)."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    end_with_parent()
