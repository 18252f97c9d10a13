# mypy: untyped-calls-exclude="scipy"
"""Arrays and sparse matrices that grow by rows: what a window holds of its articles, without one object for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.vectors import Floats, Indices

_FIRST = 1_024


Value = TypeVar("Value", bound=np.generic)


class Column(Generic[Value]):
    """A numpy array that grows at its end; `fill` is what a row holds before it is set."""

    def __init__(self, dtype: type[Value], width: int = 0, fill: float = 0) -> None:
        """Make an empty column; with a `width`, a table of rows of that many values."""
        self._fill = fill
        self._shape = (width,) if width else ()
        self._held: NDArray[Value] = np.full((_FIRST, *self._shape), fill, dtype=dtype)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def all(self) -> NDArray[Value]:
        """The rows, as a view that holds until the next growth."""
        return self._held[: self._count]

    def grow(self, count: int) -> None:
        """Append `count` rows of the filling value."""
        wanted = self._count + count
        if wanted > len(self._held):
            bigger = np.full((max(wanted, len(self._held) * 3 // 2), *self._shape), self._fill, dtype=self._held.dtype)
            bigger[: self._count] = self._held[: self._count]
            self._held = bigger
        self._count = wanted

    def load(self, values: NDArray[Any]) -> None:
        """Hold these rows instead. Raises ValueError where they are of another kind or width."""
        if values.dtype != self._held.dtype or values.shape[1:] != self._shape:
            raise ValueError(
                f"rows of {values.dtype} {values.shape[1:]} for a column of {self._held.dtype} {self._shape}"
            )
        self._held = np.full((max(_FIRST, len(values)), *self._shape), self._fill, dtype=self._held.dtype)
        self._held[: len(values)] = values
        self._count = len(values)

    def keep(self, rows: Indices) -> None:
        """Hold only these rows, in this order."""
        self.load(self.all[rows])

    def extend(self, values: NDArray[Any]) -> None:
        """Append rows."""
        start = self._count
        self.grow(len(values))
        self._held[start : self._count] = values


def spans(starts: Indices, lengths: Indices) -> Indices:
    """The places start, start + 1, … of each span, one span after the other."""
    total = int(lengths.sum())
    ends = np.cumsum(lengths)
    return np.repeat(starts - (ends - lengths), lengths) + np.arange(total)


def span_sums(values: Floats, lengths: Indices) -> Floats:
    """The sums of values over spans of these lengths, one after the other; of rows of values, column by column."""
    out = np.zeros((len(lengths), *values.shape[1:]))
    some = lengths > 0
    if some.any():
        starts = np.cumsum(lengths) - lengths
        out[some] = np.add.reduceat(values, starts[some], axis=0)
    return out


class Lines:
    """A sparse matrix that grows by rows; the columns of a row ascend."""

    def __init__(self) -> None:
        """Make a matrix without rows."""
        self.starts = Column(np.int64)
        self.lengths = Column(np.int64)
        self.columns_ = Column(np.int32)
        self.weights = Column(np.float32)

    def __len__(self) -> int:
        return len(self.starts)

    def columns(self, name: str) -> dict[str, Column[Any]]:
        """All columns, by names that begin with this one."""
        held: dict[str, Column[Any]] = {
            "starts": self.starts,
            "lengths": self.lengths,
            "columns": self.columns_,
            "weights": self.weights,
        }
        return {f"{name}.{key}": column for key, column in held.items()}

    def add(self, rows: Sequence[tuple[NDArray[np.int32], Floats]]) -> None:
        """Append rows of (columns, weights); the weights must be ones that 32-bit floats hold exactly."""
        if not rows:
            return
        lengths = np.array([len(columns) for columns, _ in rows], dtype=np.int64)
        start = len(self.columns_)
        self.starts.extend(start + np.cumsum(lengths) - lengths)
        self.lengths.extend(lengths)
        self.columns_.extend(np.concatenate([columns for columns, _ in rows]))
        self.weights.extend(np.concatenate([weights for _, weights in rows]))

    def places(self, rows: Indices) -> Indices:
        """Where the entries of the rows stand in `columns` and `weights`, one row after the other."""
        return spans(self.starts.all[rows], self.lengths.all[rows])

    def keep(self, rows: Indices) -> None:
        """Hold only these rows, in this order."""
        places = self.places(rows)
        self.columns_.keep(places)
        self.weights.keep(places)
        self.lengths.keep(rows)
        self.starts.load(np.cumsum(self.lengths.all) - self.lengths.all)

    def renumber(self, numbers: Indices) -> None:
        """Give each column the number that stands at its place; they must ascend."""
        self.columns_.load(numbers[self.columns_.all].astype(np.int32))

    def products(self, a: Indices, b: Indices) -> Floats:
        """The inner products of pairs of rows."""
        width = 1 << 31
        product = self.matrix(a, width).multiply(self.matrix(b, width))
        return span_sums(product.data, np.diff(product.indptr))

    def matrix(self, rows: Indices, width: int, weights: Floats | None = None) -> sparse.csr_matrix:
        """The chosen rows; with other `weights`, one for each entry in the order of `places`."""
        places = self.places(rows)
        ends = np.concatenate([[0], np.cumsum(self.lengths.all[rows])])
        data = self.weights.all[places].astype(np.float64) if weights is None else weights
        matrix = sparse.csr_matrix((data, self.columns_.all[places], ends), shape=(len(rows), width))
        matrix.has_sorted_indices = True
        matrix.has_canonical_format = True
        return matrix
