# mypy: untyped-calls-exclude="scipy"
"""The documents of a window, kept small: numbered words and weights in arrays, and what little a pair needs beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.candidates import TERMS
from matching.documents import Document, Weights
from matching.growing import Lines
from matching.happening import Happening
from matching.local import local_day
from matching.manner import Manner
from matching.runs import Runs
from matching.vectors import Floats, Indices, View, rounded_weights, unit_weights, view_of
from matching.views import Views

_WORD_VIEWS = (
    "title",
    "lead",
    "top",
    "news",
    "title_names",
    "actors",
    "text",
    "names",
    "lead_names",
    "plain",
    "rare",
    "focus",
)
_SMALL_VIEWS = ("numbers", "stems", "deed")
_RUN_VIEWS = ("bigrams", "shingles", "quotes")
LOCAL_VIEWS = ("lead", "text")


@dataclass(frozen=True, slots=True)
class Slip:
    """What a pair needs of a document beside its words; the names are those of `Document`."""

    id: str
    order: int
    language: str
    title_text: str
    words: int
    published: datetime | None
    seen: datetime | None
    days: frozenset[int]
    top_days: frozenset[int]
    stated: frozenset[int]
    happening: Happening
    manner: Manner
    day: int


class Shelf:
    """Documents by row number, in the order in which they were added."""

    def __init__(self) -> None:
        """Make an empty shelf."""
        self._numbers: dict[str, int] = {}
        self.lines = {name: Lines() for name in (*_WORD_VIEWS, *_SMALL_VIEWS, "actions", "agents", *_RUN_VIEWS)}
        self.slips: list[Slip] = []

    def __len__(self) -> int:
        return len(self.slips)

    @property
    def width(self) -> int:
        """How many different words are numbered."""
        return max(1, len(self._numbers))

    def add(self, documents: Sequence[Document]) -> None:
        """Append documents."""
        for name in _WORD_VIEWS + _SMALL_VIEWS:
            self.lines[name].add([self._line(getattr(document, name)) for document in documents])
        self.lines["actions"].add([self._line(document.happening.actions) for document in documents])
        self.lines["agents"].add([self._line(document.happening.agents) for document in documents])
        for name in _RUN_VIEWS:
            self.lines[name].add([_run_line(getattr(document, name)) for document in documents])
        self.slips.extend(_slip(document) for document in documents)

    def _line(self, weights: Weights) -> tuple[NDArray[np.int32], Floats]:
        """Numbered words, ascending, with their weights."""
        numbers = self._numbers
        columns = np.array([numbers.setdefault(key, len(numbers)) for key in weights], dtype=np.int32)
        order = np.argsort(columns)
        return columns[order], rounded_weights(np.array(list(weights.values()), dtype=np.float64))[order]

    def views(self, rows: Indices, local: Mapping[str, Floats]) -> Views:
        """The views of these rows; `local` holds for each of `LOCAL_VIEWS` the scale of each entry (see `Lines.places`)."""
        found = {name: self.view(name, rows) for name in self.lines}
        for name in LOCAL_VIEWS:
            raw = found[name].raw
            scaled = raw.copy()
            scaled.data = raw.data * local[name]
            found[f"local_{name}"] = view_of(scaled)
        return Views(**found)

    def view(self, name: str, rows: Indices) -> View:
        """One view of these rows."""
        if name not in _RUN_VIEWS:
            return view_of(self.lines[name].matrix(rows, self.width))
        matrix = self.lines[name].matrix(rows, 1 << 31)
        runs, columns = np.unique(matrix.indices, return_inverse=True)
        return view_of(
            sparse.csr_matrix((matrix.data, columns.ravel(), matrix.indptr), shape=(len(rows), max(1, len(runs))))
        )

    def doors(self, documents: Sequence[Document]) -> list[list[tuple[NDArray[np.int32], Floats]]]:
        """For each door, the line of each document that neighbours are found by."""
        words = [[self._heaviest(getattr(one, name)) for one in documents] for name in ("text", "lead", "names")]
        runs = [(columns, unit_weights(weights)) for columns, weights in (_run_line(one.shingles) for one in documents)]
        return [*words, runs]

    def _heaviest(self, weights: Weights) -> tuple[NDArray[np.int32], Floats]:
        """The heaviest words of a line of length one; of equally heavy ones, the first in the alphabet."""
        units = unit_weights(rounded_weights(np.array(list(weights.values()), dtype=np.float64)))
        chosen = sorted(zip((-units).tolist(), weights, strict=True))[:TERMS]
        columns = np.array([self._numbers[key] for _, key in chosen], dtype=np.int32)
        order = np.argsort(columns)
        return columns[order], -np.array([unit for unit, _ in chosen], dtype=np.float64)[order]


def _run_line(runs: Runs) -> tuple[NDArray[np.int32], Floats]:
    return runs.hashes.astype(np.int32), rounded_weights(runs.weights)


def _slip(document: Document) -> Slip:
    return Slip(
        id=document.id,
        order=document.order,
        language=document.language,
        title_text=document.title_text,
        words=document.words,
        published=document.published,
        seen=document.seen,
        days=document.days,
        top_days=document.top_days,
        stated=document.stated,
        happening=document.happening,
        manner=document.manner,
        day=local_day(document),
    )
