# mypy: untyped-calls-exclude="scipy"
"""Arrays and sparse matrices that grow by rows: what a window holds of its articles, without one object for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.compiled import kernels
from matching.loopdata import Rows
from matching.vectors import Floats, Indices, unit_scale, units

_FIRST = 1_024
# How much longer a full column becomes: at most so much is held for nothing. Large arrays are moved by their pages.
_LONGER = 1 / 32
# What numpy takes for a product of two rows, in seconds.
_NUMPY = 1e-6


Value = TypeVar("Value", bound=np.generic)


class Column(Generic[Value]):
    """A numpy array that grows at its end; `fill` is what a row holds before it is set."""

    def __init__(self, dtype: type[Value], width: int = 0, fill: float = 0) -> None:
        """Make an empty column; with a `width`, a table of rows of that many values."""
        self._fill = fill
        self._shape: tuple[int, ...] = (width,) if width else ()
        self._held: NDArray[Value] = np.empty((_FIRST, *self._shape), dtype=dtype)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __getstate__(self) -> tuple[float, tuple[int, ...], NDArray[Value]]:
        """What goes to another process: nothing but the rows."""
        return self._fill, self._shape, self.all

    def __setstate__(self, state: tuple[float, tuple[int, ...], NDArray[Value]]) -> None:
        self._fill, self._shape, self._held = state
        self._count = len(self._held)

    @property
    def all(self) -> NDArray[Value]:
        """The rows, as a view that holds until the next growth."""
        return self._held[: self._count]

    def grow(self, count: int) -> None:
        """Append `count` rows of the filling value."""
        start = self._count
        self._make_room(count)
        self._held[start : self._count] = self._fill

    def load(self, values: NDArray[Any]) -> None:
        """Hold these rows instead. Raises ValueError where they are of another kind or width."""
        if values.dtype != self._held.dtype or values.shape[1:] != self._shape:
            raise ValueError(
                f"rows of {values.dtype} {values.shape[1:]} for a column of {self._held.dtype} {self._shape}"
            )
        self._held = np.empty((max(_FIRST, len(values)), *self._shape), dtype=self._held.dtype)
        self._held[: len(values)] = values
        self._count = len(values)

    def keep(self, rows: Indices) -> None:
        """Hold only these rows, in this order."""
        self.load(self.all[rows])

    def extend(self, values: NDArray[Any]) -> None:
        """Append rows."""
        start = self._count
        self._make_room(len(values))
        self._held[start : self._count] = values

    def _make_room(self, count: int) -> None:
        """Append rows that are not set."""
        wanted = self._count + count
        if wanted > len(self._held):
            shape = (max(wanted, int(len(self._held) * (1 + _LONGER))), *self._shape)
            try:
                self._held.resize(shape)  # large arrays are moved by their pages, and not copied
            except ValueError:  # somebody still holds a view
                bigger = np.empty(shape, dtype=self._held.dtype)
                bigger[: self._count] = self._held[: self._count]
                self._held = bigger
        self._count = wanted


def spans(starts: Indices, lengths: NDArray[np.integer[Any]]) -> Indices:
    """The places start, start + 1, … of each span, one span after the other."""
    total = int(lengths.sum())
    ends = np.cumsum(lengths)
    return np.repeat(starts - (ends - lengths), lengths) + np.arange(total)


def span_sums(values: Floats, lengths: NDArray[np.integer[Any]]) -> Floats:
    """The sums of values over spans of these lengths, one after the other; of rows of values, column by column."""
    out = np.zeros((len(lengths), *values.shape[1:]))
    some = lengths > 0
    if some.any():
        starts = np.cumsum(lengths) - lengths
        out[some] = np.add.reduceat(values, starts[some], axis=0)
    return out


class Sets:
    """Rows of ascending columns: a sparse matrix of ones that grows by rows."""

    def __init__(self) -> None:
        """Make a matrix without rows."""
        self.starts = Column(np.int64)
        self.lengths = Column(np.int32)
        self.columns_ = Column(np.int32)

    def __len__(self) -> int:
        return len(self.starts)

    def columns(self, name: str) -> dict[str, Column[Any]]:
        """All columns, by names that begin with this one."""
        held: dict[str, Column[Any]] = {"starts": self.starts, "lengths": self.lengths, "columns": self.columns_}
        return {f"{name}.{key}": column for key, column in held.items()}

    def add_sets(self, rows: Sequence[NDArray[np.int32]]) -> None:
        """Append rows of columns."""
        if not rows:
            return
        lengths = np.array([len(columns) for columns in rows], dtype=np.int32)
        start = len(self.columns_)
        self.starts.extend(start + np.cumsum(lengths) - lengths)
        self.lengths.extend(lengths)
        self.columns_.extend(np.concatenate(rows))

    def append(self, other: Sets, numbers: NDArray[np.int32] | None = None) -> Indices:
        """Append all rows of another matrix, whose columns go by these `numbers` here; answers the order of its entries."""
        columns = other.columns_.all if numbers is None else numbers[other.columns_.all]
        order = np.arange(len(columns))
        if numbers is not None:
            rows = np.repeat(np.arange(len(other)), other.lengths.all)
            order = np.argsort(rows << 32 | columns, kind="stable")
        self.starts.extend(len(self.columns_) + other.starts.all)
        self.lengths.extend(other.lengths.all)
        self.columns_.extend(columns[order])
        return order

    def places(self, rows: Indices) -> Indices:
        """Where the entries of the rows stand in `columns`, one row after the other."""
        return spans(self.starts.all[rows], self.lengths.all[rows])

    def block(self, rows: Indices) -> tuple[NDArray[np.int32], Indices | int]:
        """The columns of rows, one row after the other; and their places, or the first one where they stand together."""
        if len(rows) and bool((np.diff(rows) == 1).all()):
            first, last = int(self.starts.all[rows[0]]), int(rows[-1])
            return self.columns_.all[first : int(self.starts.all[last]) + int(self.lengths.all[last])], first
        places = self.places(rows)
        return self.columns_.all[places], places

    def weights_at(self, places: Indices) -> Floats:
        """What the entries at these places weigh."""
        return np.ones(len(places))

    def _own_weights(self) -> NDArray[np.float32]:
        """What each entry weighs; nothing where all weigh one."""
        return np.zeros(0, dtype=np.float32)

    def units_at(self, places: Indices, rows: Indices) -> Floats:
        """What the entries at these places, each of one of the `rows`, weigh in rows of length one."""
        return units(np.ones(len(rows)), unit_scale(self.lengths.all[rows].astype(np.float64)))

    def rows(self, *, as_units: bool = True) -> Rows:
        """All rows as the compiled loops read them; what an entry weighs in a row of length one is left out if need be."""
        weights = self._own_weights()
        lengths = np.zeros(0) if len(weights) or not as_units else self.lengths.all.astype(np.float64)
        by_row = units(np.ones(len(lengths)), unit_scale(lengths))
        return Rows(self.starts.all, self.lengths.all, self.columns_.all, weights, by_row)

    def keep(self, rows: Indices) -> None:
        """Hold only these rows, in this order."""
        self.columns_.keep(self.places(rows))
        self.lengths.keep(rows)
        self.starts.load(np.cumsum(self.lengths.all) - self.lengths.all)

    def renumber(self, numbers: Indices) -> None:
        """Give each column the number that stands at its place; they must ascend."""
        self.columns_.load(numbers[self.columns_.all].astype(np.int32))

    def products(self, a: Indices, b: Indices) -> Floats:
        """The inner products of pairs of rows."""
        loops = kernels(len(a) * _NUMPY)
        if loops is not None:
            sums = np.zeros(len(a))
            loops.products(a, b, self.rows(as_units=False), sums)
            return sums
        width = 1 << 31
        product = self.matrix(a, width).multiply(self.matrix(b, width))
        return span_sums(product.data, np.diff(product.indptr))

    def matrix(self, rows: Indices, width: int) -> sparse.csr_matrix:
        """The chosen rows."""
        places, lengths = self.places(rows), self.lengths.all[rows]
        ends = np.concatenate([[0], np.cumsum(lengths)])
        matrix = sparse.csr_matrix((self.weights_at(places), self.columns_.all[places], ends), shape=(len(rows), width))
        matrix.has_sorted_indices = True
        matrix.has_canonical_format = True
        return matrix


class Lines(Sets):
    """A sparse matrix that grows by rows of length one; the columns of a row ascend."""

    def __init__(self) -> None:
        """Make a matrix without rows."""
        super().__init__()
        self.weights = Column(np.float32)

    def columns(self, name: str) -> dict[str, Column[Any]]:
        """All columns, by names that begin with this one."""
        return {**super().columns(name), f"{name}.weights": self.weights}

    def add(self, rows: Sequence[tuple[NDArray[np.int32], Floats]]) -> None:
        """Append rows of (columns, weights); the weights must be ones that 32-bit floats hold exactly."""
        self.add_sets([columns for columns, _ in rows])
        self.weights.extend(np.concatenate([np.zeros(0), *(weights for _, weights in rows)]))

    def append(self, other: Sets, numbers: NDArray[np.int32] | None = None) -> Indices:
        """Append all rows of another matrix of lines."""
        order = super().append(other, numbers)
        self.weights.extend(other._own_weights()[order])
        return order

    def weights_at(self, places: Indices) -> Floats:
        """What the entries at these places weigh."""
        return self.weights.all[places].astype(np.float64)

    def _own_weights(self) -> NDArray[np.float32]:
        """What each entry weighs."""
        return self.weights.all

    def units_at(self, places: Indices, rows: Indices) -> Floats:
        """What the entries at these places weigh: the rows are of length one."""
        return self.weights_at(places)

    def keep(self, rows: Indices) -> None:
        """Hold only these rows, in this order."""
        self.weights.keep(self.places(rows))
        super().keep(rows)
