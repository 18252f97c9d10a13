"""Exit codes of the contract, and which error means which.

DeskError
├── UsageProblem     2  the command was given something it cannot work with
├── MatchLost        1  the process that a watch matches in ended without an answer
└── NothingFound     4  unknown URL, empty crawl: nothing usable
"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The contract's exit codes."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    PARTLY = 3
    NOTHING = 4


class DeskError(Exception):
    """Something that the person at the command line has to know; the message says what, where and what next."""

    exit_code = Exit.FAILED


class UsageProblem(DeskError):
    """The command was given something that it cannot work with."""

    exit_code = Exit.USAGE


class MatchLost(DeskError):
    """The process that a watch matches in ended without an answer."""


class NothingFound(DeskError):
    """Nothing usable was found."""

    exit_code = Exit.NOTHING


def exit_code_of(error: Exception) -> Exit | None:
    """The exit code of an error that is meant for people, or None for a bug (which keeps its traceback)."""
    from store.errors import NothingSaidYet, StoreError, UnknownUrl

    if isinstance(error, DeskError):
        return error.exit_code
    if isinstance(error, UnknownUrl | NothingSaidYet):
        return Exit.NOTHING
    if isinstance(error, StoreError):
        return Exit.FAILED
    from crawler.errors import CrawlerError

    return Exit.FAILED if isinstance(error, CrawlerError) else None
