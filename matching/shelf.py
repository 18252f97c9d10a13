"""The documents of a window, kept small: numbered words and weights in arrays, and what little a pair needs beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.candidates import TERMS
from matching.documents import Document, Weights
from matching.growing import Column, Lines, Sets
from matching.runs import Runs
from matching.slips import Slips
from matching.vectors import Floats, Indices, rounded_weights, unit_weights
from matching.wordlines import WordLines

_SMALL_VIEWS = ("stems", "numbers", "actions", "agents", "deed")
_SETS = ("shingles", "quotes")


class Shelf:
    """Documents by row number, in the order in which they were added; `numbers` gives words their numbers."""

    def __init__(self) -> None:
        """Make an empty shelf."""
        self.numbers: dict[str, int] = {}
        self.words = WordLines()
        self.lines = {name: Lines() for name in (*_SMALL_VIEWS, "bigrams")}
        self.sets = {name: Sets() for name in _SETS}
        self.slips = Slips()

    def __len__(self) -> int:
        return len(self.slips)

    @property
    def width(self) -> int:
        """How many different words are numbered."""
        return max(1, len(self.numbers))

    def columns(self) -> dict[str, Column[Any]]:
        """All columns by name."""
        found = self.words.columns() | self.slips.columns()
        for name, lines in (self.lines | self.sets).items():
            found |= lines.columns(name)
        return found

    def take_up(self, titles: Sequence[str], words: Sequence[str]) -> None:
        """Go on with these titles and numbered words, after the columns were loaded."""
        self.slips.take_up(titles)
        self.words.take_up()
        self.numbers.update((word, number) for number, word in enumerate(words))

    def keep(self, rows: Indices, doors: Sequence[Lines]) -> None:
        """Hold only these documents, in this order, and number only their words, in these lines of the `doors` as well."""
        self.words.keep(rows)
        for lines in (self.lines | self.sets).values():
            lines.keep(rows)
        self.slips.keep(rows)
        numbered = [*(self.lines[name] for name in _SMALL_VIEWS), *self.slips.numbered.values(), *doors]
        used = np.zeros(self.width, dtype=bool)
        for columns in (self.words.words, *(lines.columns_ for lines in numbered)):
            used[columns.all] = True
        numbers = np.cumsum(used) - 1
        self.words.renumber(numbers)
        for lines in numbered:
            lines.renumber(numbers)
        words = [word for word, kept in zip(self.numbers, used.tolist(), strict=False) if kept]
        self.numbers = {word: number for number, word in enumerate(words)}

    def add(self, documents: Sequence[Document]) -> None:
        """Append documents."""
        self.words.add(documents, self.numbers)
        for name in ("stems", "numbers", "deed"):
            self.lines[name].add([self._line(getattr(document, name)) for document in documents])
        for name in ("actions", "agents"):
            self.lines[name].add([self._line(getattr(document.happening, name)) for document in documents])
        self.lines["bigrams"].add([_run_line(document.bigrams) for document in documents])
        for name in _SETS:
            self.sets[name].add_sets([getattr(document, name).hashes.astype(np.int32) for document in documents])
        self.slips.add(documents, self.numbers)

    def append(self, other: Shelf) -> NDArray[np.int32]:
        """Append all documents of another shelf; answers by which numbers its words go here."""
        held = self.numbers
        numbers = np.array([held.setdefault(word, len(held)) for word in other.numbers], dtype=np.int32)
        self.words.append(other.words, numbers)
        for name, lines in self.lines.items():
            lines.append(other.lines[name], numbers if name in _SMALL_VIEWS else None)
        for name, sets in self.sets.items():
            sets.append(other.sets[name])
        self.slips.append(other.slips, numbers)
        return numbers

    def _line(self, weights: Weights) -> tuple[NDArray[np.int32], Floats]:
        """Numbered words, ascending, with their weights in a line of length one."""
        numbers = self.numbers
        columns = np.array([numbers.setdefault(key, len(numbers)) for key in weights], dtype=np.int32)
        order = np.argsort(columns)
        line = unit_weights(rounded_weights(np.array(list(weights.values()), dtype=np.float64)))
        return columns[order], line[order]

    def doors(self, documents: Sequence[Document]) -> list[list[tuple[NDArray[np.int32], Floats]]]:
        """For each door of words, the line of each document that neighbours are found by; the door behind them is that of
        `shingles`.
        """
        return [[self._heaviest(getattr(one, name)) for one in documents] for name in ("text", "lead", "names")]

    def _heaviest(self, weights: Weights) -> tuple[NDArray[np.int32], Floats]:
        """The heaviest words of a line of length one; of equally heavy ones, the last in the alphabet."""
        units = unit_weights(rounded_weights(np.array(list(weights.values()), dtype=np.float64)))
        chosen = sorted(zip(units.tolist(), weights, strict=True), reverse=True)[:TERMS]
        columns = np.array([self.numbers[key] for _, key in chosen], dtype=np.int32)
        order = np.argsort(columns)
        return columns[order], np.array([unit for unit, _ in chosen], dtype=np.float64)[order]


def _run_line(runs: Runs) -> tuple[NDArray[np.int32], Floats]:
    return runs.hashes.astype(np.int32), unit_weights(rounded_weights(runs.weights))
