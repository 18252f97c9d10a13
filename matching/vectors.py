# mypy: untyped-calls-exclude="scipy"
"""Views of documents as sparse matrices, and products over listed pairs of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.documents import Document, Weights
from matching.runs import Runs

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]
_CHUNK = 20_000


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
    return View(raw=raw, unit=_unit(raw), binary=_binary(raw))


def _unit(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """Rows scaled to length one; empty rows stay empty."""
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sparse.csr_matrix(sparse.diags(scale) @ matrix)


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


@dataclass(frozen=True, slots=True)
class Views:
    """All views of a sequence of documents. `title`, `lead`, `top`, `news` and `text` share their columns."""

    title: View
    lead: View
    top: View
    news: View
    title_names: View
    text: View
    bigrams: View
    names: View
    lead_names: View
    plain: View
    numbers: View
    stems: View
    rare: View
    focus: View
    shingles: View
    quotes: View
    actions: View
    agents: View


def make_views(documents: Sequence[Document]) -> Views:
    """The views of the documents, rows in their order."""
    shared: dict[str, int] = {}
    for document in documents:
        for key in (*document.title, *document.text):
            shared.setdefault(key, len(shared))
    return Views(
        title=make_view([d.title for d in documents], shared),
        lead=make_view([d.lead for d in documents], shared),
        top=make_view([d.top for d in documents], shared),
        news=make_view([d.news for d in documents], shared),
        title_names=make_view([d.title_names for d in documents], shared),
        text=make_view([d.text for d in documents], shared),
        bigrams=make_run_view([d.bigrams for d in documents]),
        names=make_view([d.names for d in documents], shared),
        lead_names=make_view([d.lead_names for d in documents], shared),
        plain=make_view([d.plain for d in documents], shared),
        numbers=make_view([d.numbers for d in documents]),
        stems=make_view([d.stems for d in documents]),
        rare=make_view([d.rare for d in documents], shared),
        focus=make_view([d.focus for d in documents], shared),
        shingles=make_run_view([d.shingles for d in documents]),
        quotes=make_run_view([d.quotes for d in documents]),
        actions=make_view([d.happening.actions for d in documents]),
        agents=make_view([d.happening.agents for d in documents]),
    )
