"""One record, one line: what the log says of other people's pages must not be able to forge a line or steer a terminal."""

from __future__ import annotations

import json
import logging
import os
import sys
from datetime import UTC, datetime
from typing import TextIO

CYCLE = 35
"""The level of the one line that each cycle ends with: above warnings, so that it is there unless only errors are wanted."""
logging.addLevelName(CYCLE, "CYCLE")


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


class JsonFormatter(OneLineFormatter):
    """A JSON object a line: time, level, run, logger, message, and the fields that the record carries in `fields`.

    >>> record = logging.LogRecord("crawler", logging.WARNING, "", 0, "feed %s", ("a" + chr(10) + "b",), None)
    >>> record.created = 0.0
    >>> print(JsonFormatter().format(record))
    {"time": "1970-01-01T00:00:00Z", "level": "WARNING", "logger": "crawler", "message": "feed a\\nb"}
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end; ASCII only, so that nothing in it can steer a terminal."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "level": record.levelname,
        }
        line |= {} if self.run is None else {"run": self.run}
        line |= {"logger": record.name, "message": logging.Formatter.format(self, record)}
        line |= getattr(record, "fields", {})
        return json.dumps(line, default=str)


class StderrHandler(logging.StreamHandler[TextIO]):
    """Writes to what standard error is at that moment."""

    def __init__(self, level: int, *, as_json: bool = False) -> None:
        logging.Handler.__init__(self, level)
        self.lines = JsonFormatter() if as_json else OneLineFormatter()
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


JSON_LOG = "CORROBORATE_LOG_JSON"
"""The environment variable that asks for a JSON log; the processes of the extraction find it there too."""


def log_to_stderr(level: int) -> StderrHandler:
    """Send records of this level and above to standard error, in place of what an earlier call set up; as JSON where the
    environment says so.
    """
    root = logging.getLogger()
    for old in [handler for handler in root.handlers if isinstance(handler, StderrHandler)]:
        root.removeHandler(old)
    handler = StderrHandler(level, as_json=bool(os.environ.get(JSON_LOG)))
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
