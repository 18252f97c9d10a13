"""Articles that were read, bound together: what a window takes in of them, made anywhere, as in another process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from matching.background import Background
from matching.candidates import Times
from matching.documents import make_document
from matching.growing import Lines
from matching.shelf import Shelf
from matching.types import Article

# A document of 500 words takes 80 KB until it is on the shelf: so many are held at once.
READ = 256


@dataclass(frozen=True, slots=True)
class Sheaf:
    """Articles in their order: their times, a shelf of their documents, and the lines that neighbours are found by, one for
    each door of words. Words are numbered by the shelf.
    """

    times: Times
    shelf: Shelf
    doors: tuple[Lines, ...]


Reader = Callable[[Sequence[Article]], Iterable[Sheaf]]
"""Reads articles: answers sheaves that hold them in their order."""


def read_sheaf(articles: Sequence[Article], background: Background) -> Sheaf:
    """The sheaf of some articles."""
    documents = [make_document(article, background) for article in articles]
    shelf = Shelf()
    shelf.add(documents)
    doors = tuple(Lines() for _ in shelf.doors(()))
    for lines, rows in zip(doors, shelf.doors(documents), strict=True):
        lines.add(rows)
    return Sheaf(Times.of(documents), shelf, doors)


def reader(background: Background) -> Reader:
    """A reader that reads here and now, some articles at a time."""

    def read(articles: Sequence[Article]) -> Iterator[Sheaf]:
        for start in range(0, len(articles), READ):
            yield read_sheaf(articles[start : start + READ], background)

    return read
