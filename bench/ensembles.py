"""Several boosted models as one, whose margin is the mean of theirs.

What one training makes of a few hundred events hangs on chance: which rows and columns each tree was shown. The mean of several
that were shown others hangs on it less (Breiman, "Bagging predictors", 1996). Trees add up, so the mean is again one model: all
trees of all members, each leaf divided by how many members there are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import lightgbm

_TREE = re.compile(r"^Tree=\d+\n", re.MULTILINE)
_END = "end of trees"
_VALUES = re.compile(r"^(leaf_value|internal_value)=(.*)$", re.MULTILINE)
_SIZES = re.compile(r"^tree_sizes=.*\n", re.MULTILINE)


def mean_of(boosters: Sequence[lightgbm.Booster]) -> lightgbm.Booster:
    """The model that says what these say on average; of one, that one itself.

    They must be of one objective and one list of features: what is not a tree is taken from the first.

    Raises:
        ValueError: there is none.
    """
    if not boosters:
        raise ValueError("a mean of no models: train at least one")
    if len(boosters) == 1:
        return boosters[0]
    texts = [booster.model_to_string() for booster in boosters]
    trees = [tree for text in texts for tree in _trees(text, len(boosters))]
    head = _SIZES.sub("", _TREE.split(texts[0], maxsplit=1)[0])  # without them, LightGBM reads tree by tree
    tail = texts[0][texts[0].index(_END) :]
    numbered = "".join(f"Tree={number}\n{tree}" for number, tree in enumerate(trees))
    return lightgbm.Booster(model_str=f"{head}{numbered}{tail}")


def _trees(text: str, shares: int) -> list[str]:
    """The trees of a model's text, without their numbers, each with that part of what it says."""
    return [_VALUES.sub(lambda line: _part(line, shares), tree) for tree in _TREE.split(text[: text.index(_END)])[1:]]


def _part(line: re.Match[str], shares: int) -> str:
    values = " ".join(repr(float(value) / shares) for value in line.group(2).split())
    return f"{line.group(1)}={values}"
