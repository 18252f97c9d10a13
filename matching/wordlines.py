# mypy: untyped-calls-exclude="scipy"
"""The words of many documents with all their weights, in one table: what two documents have in common is looked up once.

A word's weights follow from how rare it is and how often it stands where, all but one (`focus`): a million words of a synthetic
stream have eight thousand different rows of them. So each row of weights is held once, as a `kind`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.compiled import kernels
from matching.documents import Document
from matching.growing import Column, span_sums, spans
from matching.loopdata import Views, Words
from matching.vectors import UNIT_STEPS, Floats, Indices, rounded_weights, unit_scale, units

VIEWS = (
    "title", "lead", "top", "news", "title_names", "text", "names", "lead_names", "plain", "rare", "focus", "actors"
)  # fmt: skip
# Weights that are kept for each word, and, for the other views, whose weight they share where the word is in the view at all.
_KEPT = ("title", "lead", "text", "rare", "top", "focus")
_SHARED = {
    "news": "top", "title_names": "top", "names": "text", "lead_names": "lead", "plain": "lead", "actors": "title"
}  # fmt: skip
_HOLDERS = [_KEPT.index(_SHARED.get(name, name)) for name in VIEWS]
_BITS = np.arange(len(VIEWS), dtype=np.uint16)
# What a kind is: its weights in the views of `_KEPT` but the last, and in which views it stands.
_KIND = np.dtype([("weights", np.float32, len(_KEPT) - 1), ("flags", np.uint16)])


PARTS = (
    ("title", "text"), ("lead", "text"), ("lead_names", "text"), ("top", "top"), ("top", "text"), ("top", "news"),
    ("title_names", "top"), ("lead", "lead"), ("lead_names", "lead_names"), ("actors", "title"),
)  # fmt: skip
"""Of which part of one article it is asked how much stands in which view of the other; of the last, how many words do."""
_COUNTED = [part == "actors" for part, _ in PARTS]
_PARTS = [(VIEWS.index(part), VIEWS.index(whole)) for part, whole in PARTS]
# What the loop is told of views and parts.
_VIEWS = Views(
    np.array(_HOLDERS),
    np.array([(*ends, last) for ends, last in zip(_PARTS, _COUNTED, strict=True)]),
    UNIT_STEPS,
)
# What numpy takes for a pair, in seconds.
_NUMPY = 2e-5


@dataclass(frozen=True, slots=True)
class Overlap:
    """Of pairs of documents: the cosine of each of `VIEWS`; and for each of `PARTS` the weight of that part of the first that
    stands in the second, and the other way round.
    """

    cosines: Floats
    stood_a: Floats
    stood_b: Floats


@dataclass(frozen=True, slots=True)
class Common:
    """The words that the two documents of each pair have in common: where they stand in the table, pair by pair."""

    a: Indices
    b: Indices
    counts: Indices

    def sums(self, products: Floats) -> Floats:
        """Sums over the common words of each pair."""
        return span_sums(products, self.counts)


def _held_in_views(document: Document, keys: Sequence[str]) -> tuple[Floats, NDArray[np.uint16]]:
    """The weights of words in the views of `_KEPT`, and in which of `VIEWS` each stands, a bit for each view."""
    place = {key: number for number, key in enumerate(keys)}
    weights = np.zeros((len(keys), len(_KEPT)))
    flags = np.zeros(len(keys), dtype=np.uint16)
    for bit, name in enumerate(VIEWS):
        view: Mapping[str, float] = getattr(document, name)
        held = {place[key]: value for key, value in view.items() if key in place}
        at = np.fromiter(held, dtype=np.int64, count=len(held))
        flags[at] |= np.uint16(1 << bit)
        if name in _KEPT:
            weights[at, _KEPT.index(name)] = np.fromiter(held.values(), dtype=np.float64, count=len(held))
    return weights, flags


class WordLines:
    """Documents by row: their words, numbered and ascending, each with its weights in all views."""

    def __init__(self) -> None:
        """Make an empty table."""
        self.starts = Column(np.int64)
        self.lengths = Column(np.int32)
        self.words = Column(np.int32)
        self._kinds = Column(np.int32)
        self._focus = Column(np.float32)
        self._weights = Column(np.float32, len(_KEPT) - 1)
        self._flags = Column(np.uint16)
        self._numbers: dict[bytes, int] = {}
        self._scales = Column(np.float64, len(VIEWS))
        self.totals = Column(np.float64, len(VIEWS))
        self.sizes = Column(np.int32, len(VIEWS))

    def columns(self) -> dict[str, Column[Any]]:
        """All columns by name."""
        return {
            "words.starts": self.starts,
            "words.lengths": self.lengths,
            "words.words": self.words,
            "words.kinds": self._kinds,
            "words.focus": self._focus,
            "kinds.weights": self._weights,
            "kinds.flags": self._flags,
            "words.scales": self._scales,
            "words.totals": self.totals,
            "words.sizes": self.sizes,
        }

    def add(self, documents: Sequence[Document], numbers: dict[str, int]) -> None:
        """Append documents; `numbers` numbers the words, and grows."""
        for document in documents:
            keys = list(document.text)
            words = np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int32)
            order = np.argsort(words)
            weights, flags = _held_in_views(document, keys)
            self.starts.extend(np.array([len(self.words)]))
            self.lengths.extend(np.array([len(keys)]))
            self.words.extend(words[order])
            rounded = rounded_weights(weights)[order].astype(np.float32)
            self._kinds.extend(self._kinds_of(rounded[:, :-1], flags[order]))
            self._focus.extend(rounded[:, -1])
        count = len(self.starts) - len(documents)
        rows = np.arange(count, len(self.starts))
        places = self.places(rows)
        raw = self._raw(places)
        lengths = self.lengths.all[rows]
        self._scales.extend(unit_scale(span_sums(raw * raw, lengths)))
        self.totals.extend(span_sums(raw, lengths))
        self.sizes.extend(span_sums(self.present(places), lengths))

    def append(self, other: WordLines, numbers: NDArray[np.int32]) -> None:
        """Append all documents of another table, whose words go by these `numbers` here."""
        words = numbers[other.words.all]
        rows = np.repeat(np.arange(len(other.lengths)), other.lengths.all)
        order = np.argsort(rows << 32 | words, kind="stable")
        kinds = self._kinds_of(other._weights.all, other._flags.all)
        self.starts.extend(len(self.words) + other.starts.all)
        self.lengths.extend(other.lengths.all)
        self.words.extend(words[order])
        self._kinds.extend(kinds[other._kinds.all][order])
        self._focus.extend(other._focus.all[order])
        self._scales.extend(other._scales.all)
        self.totals.extend(other.totals.all)
        self.sizes.extend(other.sizes.all)

    def _kinds_of(self, weights: NDArray[np.float32], flags: NDArray[np.uint16]) -> NDArray[np.int32]:
        """The numbers of kinds; new ones are numbered."""
        kinds = np.empty(len(flags), dtype=_KIND)
        kinds["weights"], kinds["flags"] = weights, flags
        numbers, held = self._numbers, kinds.tobytes()
        size = _KIND.itemsize
        keys = [held[start : start + size] for start in range(0, len(held), size)]
        fresh = [key for key in dict.fromkeys(keys) if key not in numbers]
        numbers.update((key, number) for number, key in enumerate(fresh, len(numbers)))
        added = np.frombuffer(b"".join(fresh), dtype=_KIND)
        self._weights.extend(added["weights"])
        self._flags.extend(added["flags"])
        return np.array([numbers[key] for key in keys], dtype=np.int32)

    def take_up(self) -> None:
        """Go on after the columns were loaded."""
        kinds = np.empty(len(self._flags), dtype=_KIND)
        kinds["weights"], kinds["flags"] = self._weights.all, self._flags.all
        self._numbers = {kind.tobytes(): number for number, kind in enumerate(kinds)}

    def keep(self, rows: Indices) -> None:
        """Hold only these rows, in this order."""
        places = self.places(rows)
        by_word: tuple[Column[Any], ...] = (self.words, self._kinds, self._focus)
        by_row: tuple[Column[Any], ...] = (self.lengths, self._scales, self.totals, self.sizes)
        for column in by_word:
            column.keep(places)
        for column in by_row:
            column.keep(rows)
        self.starts.load(np.cumsum(self.lengths.all) - self.lengths.all)
        used, kinds = np.unique(self._kinds.all.astype(np.int64), return_inverse=True)
        self._kinds.load(kinds.astype(np.int32))
        self._weights.keep(used)
        self._flags.keep(used)
        self.take_up()

    def renumber(self, numbers: Indices) -> None:
        """Give each word the number that stands at its place; they must ascend."""
        self.words.load(numbers[self.words.all].astype(np.int32))

    def places(self, rows: Indices) -> Indices:
        """Where the words of the rows stand in the table, one row after the other."""
        return spans(self.starts.all[rows], self.lengths.all[rows])

    def _raw(self, places: Indices) -> Floats:
        """The weights in all `VIEWS` of words at these places."""
        kept = np.column_stack([self._weights.all[self._kinds.all[places]], self._focus.all[places]])
        return kept[:, _HOLDERS] * self.present(places)

    def present(self, places: Indices) -> Floats:
        """1 where the word at a place is in a view, 0 where not."""
        return ((self._flags.all[self._kinds.all[places]][:, None] >> _BITS) & 1).astype(np.float64)

    def overlap(self, a: Indices, b: Indices) -> Overlap:
        """What the words say that the documents of pairs of rows have in common."""
        loops = kernels(len(a) * _NUMPY)
        if loops is None:
            return self._overlap(a, b)
        found = Overlap(*(np.zeros((len(a), width)) for width in (len(VIEWS), len(PARTS), len(PARTS))))
        table = Words(
            self.starts.all, self.lengths.all, self.words.all, self._kinds.all, self._focus.all, self._weights.all,
            self._flags.all, self._scales.all,
        )  # fmt: skip
        loops.overlap((a, b), table, _VIEWS, found.cosines, (found.stood_a, found.stood_b))
        return found

    def _overlap(self, a: Indices, b: Indices) -> Overlap:
        common = self.common(a, b)
        raw_a, unit_a = self.weigh(common.a, np.repeat(a, common.counts))
        raw_b, unit_b = self.weigh(common.b, np.repeat(b, common.counts))
        here_a, here_b = self.present(common.a), self.present(common.b)
        ways = []
        for raw, here, there in ((raw_a, here_a, here_b), (raw_b, here_b, here_a)):
            weights = [
                (here if counted else raw)[:, part] * there[:, whole]
                for (part, whole), counted in zip(_PARTS, _COUNTED, strict=True)
            ]
            ways.append(common.sums(np.stack(weights, axis=1)))
        return Overlap(common.sums(unit_a * unit_b), *ways)

    def common(self, a: Indices, b: Indices) -> Common:
        """The common words of pairs of rows."""
        left, right = self._numbered(a), self._numbered(b)
        here, there = self._met(left, right), self._met(right, left)
        return Common(
            a=here.data.astype(np.int64) - 1,
            b=there.data.astype(np.int64) - 1,
            counts=np.diff(here.indptr).astype(np.int64),
        )

    def _numbered(self, rows: Indices) -> sparse.csr_matrix:
        """The words of rows, with their places in the table (from 1 on) as values."""
        places = self.places(rows)
        ends = np.concatenate([[0], np.cumsum(self.lengths.all[rows])])
        matrix = sparse.csr_matrix((places + 1.0, self.words.all[places], ends), shape=(len(rows), 1 << 30))
        matrix.has_sorted_indices = matrix.has_canonical_format = True
        return matrix

    @staticmethod
    def _met(one: sparse.csr_matrix, other: sparse.csr_matrix) -> sparse.csr_matrix:
        """The values of the one where the other has the same words."""
        pattern = other.copy()
        pattern.data = np.ones_like(pattern.data)
        return sparse.csr_matrix(one.multiply(pattern))

    def weigh(self, places: Indices, rows: Indices) -> tuple[Floats, Floats]:
        """Of words at these places of these rows: weights as they are, and in rows of length one."""
        raw = self._raw(places)
        return raw, units(raw, self._scales.all[rows])
