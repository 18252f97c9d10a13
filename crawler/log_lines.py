"""One record, one line: what the log says of other people's pages must not be able to forge a line or steer a terminal."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from typing import TextIO


class OneLineFormatter(logging.Formatter):
    """TIME LEVEL run NUMBER LOGGER: MESSAGE, with every control character, line break and traceback written as an escape.

    >>> record = logging.LogRecord("crawler", logging.WARNING, "", 0, "feed %s", ("a" + chr(10) + "b",), None)
    >>> record.created = 0.0
    >>> print(OneLineFormatter().format(record))
    1970-01-01T00:00:00Z WARNING crawler: feed a\\nb
    """

    def __init__(self) -> None:
        super().__init__()
        self.run: int | None = None

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        when = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        run = "" if self.run is None else f"run {self.run} "
        text = super().format(record)
        return f"{when} {record.levelname} {run}{one_line(record.name)}: {one_line(text)}"


class StderrHandler(logging.StreamHandler[TextIO]):
    """Writes to what standard error is at that moment."""

    def __init__(self, level: int) -> None:
        logging.Handler.__init__(self, level)
        self.lines = OneLineFormatter()
        self.setFormatter(self.lines)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        """Standard error now: a test or a supervisor may have put another in its place."""
        return sys.stderr


def one_line(text: str) -> str:
    """The text with everything that is not printable as an escape.

    >>> one_line("a" + chr(27) + "[2Jb")
    'a\\\\x1b[2Jb'
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)


def log_to_stderr(level: int) -> StderrHandler:
    """Send records of this level and above to standard error, in place of what an earlier call set up."""
    root = logging.getLogger()
    for old in [handler for handler in root.handlers if isinstance(handler, StderrHandler)]:
        root.removeHandler(old)
    handler = StderrHandler(level)
    root.addHandler(handler)
    root.setLevel(level)
    for name in LOUD:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return handler


LOUD = ("scrapy", "twisted", "asyncio", "urllib3")
"""Libraries that say more at INFO than anybody asked for."""
NOISY = ("trafilatura", "htmldate", "courlan", "justext", "readability", "usp")
"""Libraries that warn of each page that they cannot read; the outcome of the page says that already."""
