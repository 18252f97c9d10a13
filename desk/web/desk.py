"""What the pages of one running desk share: the file, who may do what, the clock."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar, cast

from desk.web.access import Access
from desk.web.reading import Reader

T = TypeVar("T")


def _clock() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(slots=True, weakref_slot=True)
class Desk:
    """A desk on one file. `database` is the name under which Datasette shows it."""

    path: Path
    database: str
    access: Access = field(default_factory=Access)
    clock: Callable[[], datetime] = _clock
    reader: Reader = field(init=False)
    _kept: dict[str, tuple[object, object]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.reader = Reader(self.path)

    def kept(self, name: str, state: object, make: Callable[[], T]) -> T:
        """What `make` makes, or made before, where `state` (what it depends on) is the same as then."""
        known = self._kept.get(name)
        if known is None or known[0] != state:
            known = self._kept[name] = (state, make())
        return cast("T", known[1])


_desks: weakref.WeakKeyDictionary[Any, Desk] = weakref.WeakKeyDictionary()


def attach(datasette: Any, desk: Desk) -> None:
    """Give a Datasette its desk, before it is served."""
    _desks[datasette] = desk


def desk_of(datasette: Any) -> Desk | None:
    """The desk of a Datasette; None where it is one of another program, in which our pages have no part."""
    return _desks.get(datasette)
