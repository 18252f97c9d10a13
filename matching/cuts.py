"""Where trees cut a value: two rows of evidence between the same cuts go the same way through every tree.

Most changes of what a pair is measured by are small, and a few hundred cuts are all that a model asks about: of the pairs of a
synthetic stream whose evidence changed, two of three keep their score for sure, and need not be scored again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import lightgbm
import numpy as np

from matching.vectors import Flags, Floats

# LightGBM takes values this near to zero for zero (its kZeroThreshold), which a tree may treat as missing.
_ZERO = 1e-35


class Cuts:
    """The cuts of a model in some columns of its evidence."""

    def __init__(self, booster: lightgbm.Booster, known: Sequence[str], columns: Sequence[str]) -> None:
        """Read the trees; `known` are the names of the columns that the model was trained on.

        Raises ValueError where a tree asks for anything but whether a value is at most another.
        """
        found: dict[str, set[float]] = {name: set() for name in known}
        for tree in booster.dump_model()["tree_info"]:
            for node in _nodes(tree["tree_structure"]):
                if node["decision_type"] != "<=":
                    raise ValueError(f"a tree cuts by {node['decision_type']!r}: only numeric cuts are known")
                found[known[node["split_feature"]]].add(float(node["threshold"]))
        zero = (float(np.nextafter(-_ZERO, -1.0)), _ZERO)
        self._cuts = [np.array(sorted(found[name] | set(zero) if name in found else ())) for name in columns]

    def differ(self, one: Floats, other: Floats) -> Flags:
        """Between which rows lies a cut; a missing value lies apart from all others."""
        found = np.zeros(len(one), dtype=bool)
        for number, cuts in enumerate(self._cuts):
            a, b = one[:, number], other[:, number]
            moved = np.flatnonzero((a != b) & ~(np.isnan(a) & np.isnan(b)) & ~found)
            a, b = a[moved], b[moved]
            apart = np.searchsorted(cuts, a) != np.searchsorted(cuts, b)
            found[moved] = apart | (np.isnan(a) != np.isnan(b)) if len(cuts) else False
        return found


def _nodes(tree: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """All nodes of a tree that cut."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if "split_feature" in node:
            yield node
            waiting += [node["left_child"], node["right_child"]]
