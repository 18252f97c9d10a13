"""B-cubed and pairwise scores of a grouping against the known events (Bagga and Baldwin 1998)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)

    def __str__(self) -> str:
        return f"P {self.precision:.4f}  R {self.recall:.4f}  F1 {self.f1:.4f}"


def b_cubed(gold: Mapping[str, Hashable], found: Mapping[str, Hashable]) -> Score:
    """B-cubed of the articles of `gold`."""
    true: dict[Hashable, set[str]] = defaultdict(set)
    said: dict[Hashable, set[str]] = defaultdict(set)
    for key in gold:
        true[gold[key]].add(key)
        said[found[key]].add(key)
    common = {key: len(true[gold[key]] & said[found[key]]) for key in gold}
    return Score(
        sum(common[key] / len(said[found[key]]) for key in gold) / len(gold),
        sum(common[key] / len(true[gold[key]]) for key in gold) / len(gold),
    )


def pairwise(gold: Mapping[str, Hashable], found: Mapping[str, Hashable]) -> Score:
    """Precision and recall of pairs that share a group."""
    both = _pairs(Counter((gold[key], found[key]) for key in gold))
    return Score(
        both / max(1, _pairs(Counter(found[key] for key in gold))), both / max(1, _pairs(Counter(gold.values())))
    )


def _pairs(sizes: Counter[object]) -> int:
    """How many pairs groups of these sizes hold."""
    return sum(n * (n - 1) // 2 for n in sizes.values())
