"""What a check of a file answers: how bad it is, what to do, and whether that can be mended without a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from store.connection import Store


class Grade(StrEnum):
    """How bad a finding is: `error` where answers may be wrong or work is lost, `warning` where they will be."""

    WARNING = "warning"
    ERROR = "error"


class Mend(StrEnum):
    """What can be mended without a person; see `store.mending`."""

    SEARCH_INDEX = "search index"
    TRIGGERS = "triggers"
    VIEWS = "views"
    LOCKS = "locks"
    LEASES = "leases"
    RUNS = "runs"
    FETCHES = "fetches"
    ALIASES = "aliases"
    WAL = "write-ahead log"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is not as it should be: which check found it, what it is, and what to do about it."""

    check: str
    grade: Grade
    said: str
    todo: str
    mend: Mend | None = None


Check = Callable[[Store, datetime], Iterator[Trouble]]

FEW = 3
"""Ids that a message names."""
