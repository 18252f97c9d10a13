# mypy: untyped-calls-exclude="scipy"
"""Which groups of articles `matching.happenings` might cut: all others are one happening, and nobody in them is loose.

Most groups are told so at once, in arrays: their articles confirm each other in one piece, and all of them or none. Only the
others are looked at article by article.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from matching.thresholds import CLAIM_APART, CLAIM_TOGETHER, SAME_CLAIM
from matching.vectors import Flags, Floats, Indices


@dataclass(frozen=True, slots=True)
class Inside:
    """The pairs inside groups, each once: their articles by number, the probabilities of `matching.happenings.Within`, which
    of them are by two outlets, and which are copies.
    """

    a: Indices
    b: Indices
    doubted: Floats
    central: Floats
    two_outlets: Flags
    copies: Flags


def by_two_outlets(outlets: Sequence[str], a: Indices, b: Indices) -> Flags:
    """Which pairs of articles are by two outlets; `outlets` by number of the article, "" where it is unknown."""
    codes: dict[str, int] = {}
    code = np.array([codes.setdefault(outlet, len(codes)) for outlet in outlets], dtype=np.int64)
    return np.asarray((code[a] != code[b]) | (code[a] == codes.get("", -1)))


def in_doubt(group: Indices, inside: Inside) -> Flags:
    """For each number of a group whether it may be cut: it has two sides or more, or some of its articles are confirmed and
    some are not. `group` is the group of each article, -1 where that is not asked.
    """
    count = int(group.max(initial=-1)) + 1
    confirmed = _ends(inside, inside.two_outlets & (inside.doubted >= CLAIM_TOGETHER), len(group))
    near = inside.two_outlets & (inside.doubted >= CLAIM_APART) & confirmed[inside.a] & confirmed[inside.b]
    graph = sparse.coo_matrix(
        (np.ones(int(near.sum()), dtype=np.int8), (inside.a[near], inside.b[near])), shape=(len(group), len(group))
    )
    side = csgraph.connected_components(graph, directed=False)[1].astype(np.int64)
    sides = np.bincount(np.unique(group[confirmed] << 32 | side[confirmed]) >> 32, minlength=count)
    firm = _ends(inside, inside.two_outlets & (inside.central >= SAME_CLAIM), len(group))
    firm |= _ends(inside, inside.copies & (firm[inside.a] | firm[inside.b]), len(group))
    known = group >= 0
    sizes, firmly = np.bincount(group[known], minlength=count), np.bincount(group[known & firm], minlength=count)
    return np.asarray((sides > 1) | ((firmly > 0) & (firmly < sizes)))


def _ends(inside: Inside, chosen: Flags, count: int) -> Flags:
    """Which articles are in a chosen pair."""
    found = np.zeros(count, dtype=bool)
    found[inside.a[chosen]] = found[inside.b[chosen]] = True
    return found
