# mypy: untyped-calls-exclude="scipy"
"""Second look at a pair: what the other articles say about it.

The first score of a pair looks at two articles alone and at what is nearest to each. The second look asks who else
stands near: whether the two have company in common, and whether either fits better elsewhere. How much company they have is
not asked: how many articles an event has depends on who was crawled. The answer is a correction of the first score.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from matching.calibration import probability
from matching.candidates import Candidates
from matching.compiled import kernels, mapped
from matching.copies import copy_units
from matching.featurespec import FeatureSpec
from matching.growing import span_sums
from matching.loopdata import Company
from matching.vectors import Flags, Floats, Indices

CONTEXT_FEATURES: tuple[FeatureSpec, ...] = (
    FeatureSpec("behind_best", 1, "score less the best that either has elsewhere"),
    FeatureSpec("behind_own", 1, "score less the best elsewhere of the one that has less"),
    FeatureSpec("common_company", 1, "how far the articles near one are near the other"),
    FeatureSpec("best_go_between", 1, "a third article that is near both"),
)
CONTEXT_NAMES: tuple[str, ...] = tuple(spec.name for spec in CONTEXT_FEATURES)
# A pair below this probability is no company to anybody: noise, and thirteen of fourteen candidate pairs.
FAINT = 0.02
_STEPS = 2.0**32
# Pairs whose company is compared at once.
_CHUNK = 8_192
# What numpy takes to compare the company of a pair, in seconds.
_NUMPY = 2e-6
# The best elsewhere is never taken to be less than "as likely as not": being alone in a database proves nothing.
_ALONE = 0.0


def context_features(pairs: Candidates, margins: Floats, count: int, copies: Flags | None = None) -> Floats:
    """A row for each pair, a column for each of `CONTEXT_FEATURES`; `margins` are the first scores in log-odds.

    `copies` tells which pairs are copies of one text; None where none is.
    """
    copies = np.zeros(len(pairs), dtype=bool) if copies is None else copies
    return context_of(pairs, margins, copies, _voices(pairs, copies, count), np.arange(len(pairs)))


def context_of(pairs: Candidates, margins: Floats, copies: Flags, voice: Floats, wanted: Indices) -> Floats:
    """The context of the `wanted` ones of the pairs, which hold all the pairs that an article of a wanted one is in.

    `voice` is what each article counts as company.
    """
    if not len(wanted):
        return np.zeros((0, len(CONTEXT_NAMES)))
    count = len(voice)
    near = nearness(margins, copies)
    common, between = _company(pairs, near, voice, wanted)
    first, second = _best_two(pairs, margins, count, copies)
    total = np.zeros(count)
    np.add.at(total, pairs.a, exact(near * voice[pairs.b]))
    np.add.at(total, pairs.b, exact(near * voice[pairs.a]))
    found = np.empty((len(wanted), len(CONTEXT_NAMES)))
    for start in range(0, len(wanted), _CHUNK):
        chunk = slice(start, start + _CHUNK)
        some = wanted[chunk]
        a, b, margin = pairs.a[some], pairs.b[some], margins[some]
        own = ~copies[some] & (np.maximum(margin, _ALONE) >= first[[a, b]])
        best_a, best_b = np.where(own, second[[a, b]], first[[a, b]])
        company = total[a] - exact(near[some] * voice[b]) + (total[b] - exact(near[some] * voice[a]))
        found[chunk, 0] = margin - np.maximum(best_a, best_b)
        found[chunk, 1] = margin - np.minimum(best_a, best_b)
        found[chunk, 2] = common[chunk] / (company - common[chunk] + 0.2)
    found[:, 3] = between
    return found


def nearness(margins: Floats, copies: Flags) -> Floats:
    """How near each pair is: the probability of its first score; 0 for copies and where it is too faint to count."""
    near = probability(margins)
    return np.where(copies | (near <= FAINT), 0.0, exact(near))


def exact(values: Floats) -> Floats:
    """The values as multiples of 2^-32, so that sums of them do not depend on the order."""
    return np.rint(values * _STEPS) / _STEPS


def _voices(pairs: Candidates, copies: Flags, count: int) -> Floats:
    """What each article counts as company: one, or its part of one where it has copies."""
    voice = np.ones(count)
    for unit in copy_units(count, zip(pairs.a[copies].tolist(), pairs.b[copies].tolist(), strict=True)):
        voice[unit] = 1.0 / len(unit)
    return voice


def _best_two(pairs: Candidates, margins: Floats, count: int, copies: Flags) -> tuple[Floats, Floats]:
    """The best and the second best score of each article, copies aside."""
    loops = kernels(len(pairs) * _NUMPY)
    if loops is not None:
        first, second = np.full(count, _ALONE), np.full(count, _ALONE)
        loops.best_two(pairs.a, pairs.b, margins, copies, first, second)
        return first, second
    owner: Indices = np.concatenate([pairs.a[~copies], pairs.b[~copies]])
    value = np.concatenate([margins[~copies], margins[~copies]])
    order = np.lexsort((-value, owner))
    starts = np.searchsorted(owner[order], np.arange(count + 1))
    padded = np.maximum(np.append(value[order], _ALONE), _ALONE)
    first = np.where(starts[1:] > starts[:-1], padded[starts[:-1]], _ALONE)
    second = np.where(starts[1:] > starts[:-1] + 1, padded[np.minimum(starts[:-1] + 1, len(value))], _ALONE)
    return first, second


def _company(pairs: Candidates, near: Floats, voice: Floats, wanted: Indices) -> tuple[Floats, Floats]:
    """For each wanted pair, the summed and the best nearness of third articles to both."""
    some = near > 0
    a, b, value = pairs.a[some].astype(np.int32), pairs.b[some].astype(np.int32), near[some]
    ends = (np.concatenate([a, b]), np.concatenate([b, a]))
    company = sparse.csr_matrix((np.concatenate([value, value]), ends), shape=(len(voice), len(voice)))
    common, between = np.zeros(len(wanted)), np.zeros(len(wanted))
    chunks = [slice(start, start + _CHUNK) for start in range(0, len(wanted), _CHUNK)]
    loops = kernels(len(wanted) * _NUMPY)
    if loops is not None:
        asked = pairs.a[wanted], pairs.b[wanted]
        order = np.argsort(asked[0], kind="stable")
        known = Company(company.indptr[1:], company.indices, company.data, voice)
        mapped(lambda some: loops.shared(order[some], asked, known, _STEPS, (common, between)), chunks)
        return common, between
    for chunk in chunks:
        mine, theirs = company[pairs.a[wanted[chunk]]], company[pairs.b[wanted[chunk]]]
        both = sparse.csr_matrix(mine.multiply(theirs))
        common[chunk] = span_sums(exact(both.data * voice[both.indices]), np.diff(both.indptr))
        least = sparse.csr_matrix(mine.minimum(theirs))
        filled = np.flatnonzero(np.diff(least.indptr) > 0)
        if len(filled):
            between[chunk.start + filled] = np.maximum.reduceat(least.data, least.indptr[:-1][filled])
    return common, between
