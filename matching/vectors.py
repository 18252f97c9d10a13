# mypy: untyped-calls-exclude="scipy"
"""Views of documents as sparse matrices, and products over listed pairs of rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.documents import Weights
from matching.runs import Runs

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]
_CHUNK = 20_000
# Weights are multiples of 2^-12 and entries of unit rows multiples of 2^-24: sums of their products then need fewer than 53
# bits and come out exact, in whatever order they are added up, so that a pair has one score in every set of articles.
_WEIGHT_STEPS = 2.0**12
UNIT_STEPS = 2.0**24


@dataclass(frozen=True, slots=True)
class View:
    """One view of all documents: a row each, with unit length (`unit`), with weights as they are (`raw`), and 0/1."""

    raw: sparse.csr_matrix
    unit: sparse.csr_matrix
    binary: sparse.csr_matrix


def make_view(rows: Sequence[Weights], vocabulary: dict[str, int] | None = None) -> View:
    """The view of weight tables. Give several views one `vocabulary` where their columns must mean the same words."""
    columns: dict[str, int] = {} if vocabulary is None else vocabulary
    indices: list[int] = []
    data: list[float] = []
    starts = [0]
    for row in rows:
        indices.extend([columns.setdefault(key, len(columns)) for key in row])
        data.extend(row.values())
        starts.append(len(indices))
    width = max(len(columns), 1)
    raw = sparse.csr_matrix(
        (np.array(data, dtype=np.float64), np.array(indices, dtype=np.int32), np.array(starts, dtype=np.int32)),
        shape=(len(rows), width),
    )
    raw.sort_indices()
    return view_of(raw)


def view_of(raw: sparse.csr_matrix) -> View:
    """The view with these weights, rounded so that sums over it are exact."""
    raw.data = rounded_weights(raw.data)
    return View(raw=raw, unit=_unit(raw), binary=_binary(raw))


def make_run_view(rows: Sequence[Runs]) -> View:
    """The view of runs: a column for each distinct run."""
    hashes = np.concatenate([row.hashes for row in rows]) if rows else np.zeros(0, dtype=np.uint64)
    weights = np.concatenate([row.weights for row in rows]) if rows else np.zeros(0)
    _, columns = np.unique(hashes, return_inverse=True)
    starts = np.concatenate([[0], np.cumsum([len(row.hashes) for row in rows])]).astype(np.int32)
    raw = sparse.csr_matrix(
        (weights, columns.astype(np.int32).ravel(), starts), shape=(len(rows), int(columns.max(initial=0)) + 1)
    )
    raw.sort_indices()
    return view_of(raw)


def rounded_weights(weights: Floats) -> Floats:
    """Weights in steps, so that sums of their products are exact."""
    return np.asarray(np.rint(weights * _WEIGHT_STEPS) / _WEIGHT_STEPS)


def unit_scale(squares: Floats) -> Floats:
    """What rows are multiplied with to have length one, from their sums of squares; 0 for empty ones."""
    lengths = np.sqrt(squares)
    return np.asarray(np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0))


def units(weights: Floats, scales: Floats) -> Floats:
    """Weights of rows of length one, in steps."""
    return np.asarray(np.rint(weights * scales * UNIT_STEPS) / UNIT_STEPS)


def unit_weights(weights: Floats) -> Floats:
    """Rounded weights scaled to length one, in steps; nothing for nothing."""
    length = math.sqrt(float(weights @ weights)) if len(weights) else 0.0
    return np.asarray(np.rint(weights * (1.0 / length) * UNIT_STEPS) / UNIT_STEPS) if length else weights


def _unit(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """Rows scaled to length one, entries in their order; empty rows stay empty."""
    scale = unit_scale(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    unit = matrix.copy()
    unit.data = units(matrix.data, np.repeat(scale, np.diff(matrix.indptr)))
    return sparse.csr_matrix(unit)


def _binary(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """The same pattern with every value one."""
    copy = matrix.copy()
    copy.data = np.ones_like(copy.data)
    return sparse.csr_matrix(copy)


def pair_products(left: sparse.csr_matrix, right: sparse.csr_matrix, a: Indices, b: Indices) -> Floats:
    """The inner products of `left[a]` with `right[b]`, pair by pair, in chunks that bound the memory."""
    out = np.zeros(len(a))
    for start in range(0, len(a), _CHUNK):
        piece = slice(start, start + _CHUNK)
        out[piece] = np.asarray(left[a[piece]].multiply(right[b[piece]]).sum(axis=1)).ravel()
    return out


def row_sums(matrix: sparse.csr_matrix) -> Floats:
    """The sum of each row."""
    return np.asarray(matrix.sum(axis=1)).ravel()
