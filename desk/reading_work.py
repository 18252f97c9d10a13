"""What a process of `desk.readers` does. It loads no more than reading needs: no models, no store."""

from __future__ import annotations

from collections.abc import Sequence

from desk.allocation import collect_seldom
from desk.following import follow_parent
from matching.background import Background, build_background
from matching.sheaf import Sheaf, read_sheaf
from matching.types import Article

_HELD: list[Background] = []


def begin(tables: Sequence[str]) -> None:
    """Start a process with the tables of background frequencies, as text."""
    follow_parent()
    collect_seldom()
    _HELD[:] = [build_background(tables)]


def read(articles: Sequence[Article]) -> Sheaf:
    """The sheaf of articles, in a process that was begun."""
    return read_sheaf(articles, _HELD[0])
