# mypy: untyped-calls-exclude="scipy"
"""Columns that grow, whoever looks at them, and rows cut to what is asked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.growing import Column, Lines, Sets
from matching.lookup import blocks, cut


def test_a_column_grows_while_somebody_holds_a_view_of_it() -> None:
    column = Column(np.int32, fill=-1)
    column.extend(np.arange(1_000, dtype=np.int32))
    view = column.all
    column.grow(500_000)
    np.testing.assert_array_equal(view, np.arange(1_000))
    np.testing.assert_array_equal(column.all[:1_000], np.arange(1_000))
    assert (column.all[1_000:] == -1).all()
    del view
    column.grow(5_000_000)
    np.testing.assert_array_equal(column.all[:1_000], np.arange(1_000))
    assert (column.all[1_000:] == -1).all()


def test_rows_that_were_taken_away_leave_nothing_in_those_that_come() -> None:
    column = Column(np.float64, 2, fill=np.nan)
    column.extend(np.ones((3_000, 2)))
    column.keep(np.arange(2))
    column.grow(3_000)
    assert np.isnan(column.all[2:]).all()


@pytest.mark.parametrize("beyond", [0, 1 << 25])
@given(st.integers(0, 1_000_000))
def test_rows_are_cut_to_the_columns_that_are_asked_for(beyond: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    lines, sets = Lines(), Sets()
    dense = np.where(draw.random((12, 40)) < 0.3, np.rint(draw.random((12, 40)) * 4_096) / 4_096, 0.0)
    found = [np.flatnonzero(row).astype(np.int32) for row in dense]
    lines.add([(columns + np.int32(beyond), row[columns]) for columns, row in zip(found, dense, strict=True)])
    sets.add_sets([columns + np.int32(beyond) for columns in found])
    asked = np.flatnonzero(draw.random(40) < 0.4)
    rows = draw.permutation(12)[: int(draw.integers(1, 12))] if draw.random() < 0.7 else np.arange(3, 9)
    columns = (asked + beyond).astype(np.int32)
    if len(asked):
        np.testing.assert_array_equal(cut(lines, rows, columns).toarray(), dense[rows][:, asked])
        lengths = np.maximum(1, (dense[rows] > 0).sum(axis=1, keepdims=True))
        units = np.rint((dense[rows] > 0) / np.sqrt(lengths) * 2**24) / 2**24
        np.testing.assert_array_equal(cut(sets, rows, columns).toarray(), units[:, asked])
        spans = list(blocks(cut(lines, rows, columns), np.full(len(asked), 300_000)))
        assert [row for start, end in spans for row in range(start, end)] == list(range(len(rows)))
