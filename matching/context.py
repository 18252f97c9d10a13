"""Second look at a pair: what the other articles say about it.

The first score of a pair looks at two articles alone and at what is nearest to each. The second look asks who else
stands near: whether the two have company in common, and whether either fits better elsewhere. How much company they have is
not asked: how many articles an event has depends on who was crawled. The answer is a correction of the first score.
"""

from __future__ import annotations

import numpy as np

from matching.calibration import probability
from matching.candidates import Candidates
from matching.featurespec import FeatureSpec
from matching.vectors import Floats, Indices

CONTEXT_FEATURES: tuple[FeatureSpec, ...] = (
    FeatureSpec("behind_best", 1, "score less the best that either has elsewhere"),
    FeatureSpec("behind_own", 1, "score less the best elsewhere of the one that has less"),
    FeatureSpec("common_company", 1, "how far the articles near one are near the other"),
    FeatureSpec("best_go_between", 1, "a third article that is near both"),
)
CONTEXT_NAMES: tuple[str, ...] = tuple(spec.name for spec in CONTEXT_FEATURES)
# Company below this probability is noise, and costs time.
_FAINT = 0.02
# The best elsewhere is never taken to be less than "as likely as not": being alone in a database proves nothing.
_ALONE = 0.0


def context_features(pairs: Candidates, margins: Floats, count: int) -> Floats:
    """A row for each pair, a column for each of `CONTEXT_FEATURES`; `margins` are the first scores in log-odds."""
    if not len(pairs):
        return np.zeros((0, len(CONTEXT_NAMES)))
    near = probability(margins)
    best_a, best_b = _best_elsewhere(pairs, margins, count)
    total = np.zeros(count)
    np.add.at(total, pairs.a, near)
    np.add.at(total, pairs.b, near)
    company_a, company_b = total[pairs.a] - near, total[pairs.b] - near
    common, between = _company(pairs, near, count)
    union = company_a + company_b - common
    return np.column_stack(
        [
            margins - np.maximum(best_a, best_b),
            margins - np.minimum(best_a, best_b),
            common / (union + 0.2),
            between,
        ]
    )


def _best_elsewhere(pairs: Candidates, margins: Floats, count: int) -> tuple[Floats, Floats]:
    """For each pair, the best score that its first and its second article has with any other article."""
    owner: Indices = np.concatenate([pairs.a, pairs.b])
    value = np.concatenate([margins, margins])
    order = np.lexsort((-value, owner))
    starts = np.searchsorted(owner[order], np.arange(count + 1))
    padded = np.maximum(np.append(value[order], _ALONE), _ALONE)
    first = np.where(starts[1:] > starts[:-1], padded[starts[:-1]], _ALONE)
    second = np.where(starts[1:] > starts[:-1] + 1, padded[np.minimum(starts[:-1] + 1, len(value))], _ALONE)
    other_a, other_b = (
        np.where(np.maximum(margins, _ALONE) >= first[side], second[side], first[side]) for side in (pairs.a, pairs.b)
    )
    return other_a, other_b


def _company(pairs: Candidates, near: Floats, count: int) -> tuple[Floats, Floats]:
    """For each pair, the summed and the best nearness of third articles to both."""
    neighbours: list[dict[int, float]] = [{} for _ in range(count)]
    for a, b, value in zip(pairs.a.tolist(), pairs.b.tolist(), near.tolist(), strict=True):
        if value > _FAINT:
            neighbours[a][b] = neighbours[b][a] = value
    common, between = np.zeros(len(pairs)), np.zeros(len(pairs))
    for row, (a, b) in enumerate(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)):
        few, many = sorted((neighbours[a], neighbours[b]), key=len)
        shared = [(value, many[third]) for third, value in few.items() if third in many]
        if shared:
            common[row] = sum(x * y for x, y in shared)
            between[row] = max(min(x, y) for x, y in shared)
    return common, between
