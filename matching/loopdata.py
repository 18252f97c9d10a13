"""What the compiled loops of `matching.kernels` are given: arrays of a window, bound together by what they say.

Named tuples, since these are what numba knows.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.integer[Any]]
Real = NDArray[np.floating[Any]]
Flag = NDArray[np.bool_]


class Words(NamedTuple):
    """The table of `matching.wordlines`: rows of ascending words, each of a kind and with a weight of its own in the last of the
    held views; the weights of each kind in the others, in which views it stands, a bit for each; and what a row is multiplied
    with in each view to have length one.
    """

    starts: Whole
    lengths: Whole
    words: Whole
    kinds: Whole
    own: Real
    weights: Real
    flags: Whole
    scales: Real


class Views(NamedTuple):
    """Which held weight each view has (the last one is that of the word itself); the parts that are asked for: part, whole, and
    whether words are counted and not weighed; and the steps that weights in rows of length one are rounded to.
    """

    holders: Whole
    parts: Whole
    steps: float


class Rows(NamedTuple):
    """Rows of ascending columns; an entry weighs what stands in `weights`, or, where that is empty, what its row does."""

    starts: Whole
    lengths: Whole
    columns: Whole
    weights: Real
    by_row: Real


class Table(NamedTuple):
    """A table from columns to numbers, open addressing: a column stands in `keys`, -1 where none does, at or after the place that
    its hash says; `shift` leaves as many bits of the hash as the size of the table has.
    """

    keys: Whole
    values: Whole
    shift: np.uint64


class Index(NamedTuple):
    """An inverted index: `ends` says where the postings of each numbered column end, each of them a row and its weight there."""

    table: Table
    ends: Whole
    rows: Whole
    weights: Real


class Terms(NamedTuple):
    """Who may meet, and how near one has to be: the time of each row, whether it is known, the days of the window and those that
    count as the same; how long the lists of a row are, of all and of the same days; and what each row asks at least.
    """

    when: Real
    dated: Flag
    window: float
    same: float
    nearest: int
    nearby: int
    least: Real


class Meetings(NamedTuple):
    """Room for meetings: of a searching row with another, how near they are, and the days between them."""

    one: Whole
    other: Whole
    value: Real
    apart: Real


class Pairs(NamedTuple):
    """Pairs by slot: their rows, whether they are copies, and the similarities that others are measured against; and the chains
    of `matching.adjacency`.
    """

    a: Whole
    b: Whole
    copy: Flag
    related: Real
    first: Whole
    after: Whole


class Company(NamedTuple):
    """Whom each article is near: where its `others` end, those of all articles after each other, how near each of them is, and
    what each article counts as company.
    """

    ends: Whole
    others: Whole
    near: Real
    voice: Real


class Crowd(NamedTuple):
    """Places in parts: where each part starts and ends, and so its pairs; of each place the place of its unit and the piece that
    it is of; of each pair its places and its log-odds.
    """

    starts: Whole
    ends: Whole
    first: Whole
    last: Whole
    units: Whole
    pieces: Whole
    a: Whole
    b: Whole
    odds: Real


class Rule(NamedTuple):
    """A linkage (`matching.clusters`), and the steps that what a join is worth is rounded to."""

    threshold: float
    absent: float
    most: float
    steps: float


class Field(NamedTuple):
    """How rows are measured (`matching.fields`): what the best is at least taken to be, the column of which it is asked what is
    usual, what a voice weighs, and how much they have to weigh together; and the `copies` of each row, those of all rows after
    each other, with where those of each row begin, and the last end.
    """

    floors: Real
    column: int
    whole: int
    least: int
    begins: Whole
    copies: Whole


class Trees(NamedTuple):
    """Trees by node: which feature is asked, whether its value is at most the cut, whether a missing one goes left, and the
    `children`, right and left. Leaves are nodes that lead to themselves, and say what the tree says; `depths` are how many
    steps lead to the last leaf of each tree.
    """

    roots: Whole
    depths: Whole
    features: Whole
    cuts: Real
    missing: Flag
    children: Whole
    leaves: Real
