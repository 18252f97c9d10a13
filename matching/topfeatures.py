"""Evidence on what is the news and what is background: tops against tops, event words, actors, places, counts.

A follow-up tells again, further down, what the earlier article had on top; and it has another event word, another actor or
another day. Each of this is a column of the evidence matrix like those of `matching.features`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.candidates import Candidates
from matching.documents import Document
from matching.featurespec import FeatureSpec
from matching.happening import PROCESSES, QUESTIONS
from matching.laterdeeds import later_deed
from matching.thresholds import SAME_TIME
from matching.vectors import Floats, Indices, View, pair_products, row_sums
from matching.views import Views

# What is added to the whole text's similarity before the tops are set against it: two texts that share nothing have no
# ratio worth the name.
SOFTENING = 0.1
MOST_COUNTS = 3

TOP_FEATURES: tuple[FeatureSpec, ...] = (
    FeatureSpec("top", 1, "similarity of the words of title and first sentence"),
    FeatureSpec("top_in_top_high", 1, "how much of one top stands in the other top, at best"),
    FeatureSpec("top_in_top_low", 1, "how much of one top stands in the other top, at least"),
    FeatureSpec("top_below_high", 0, "how much of one top stands in the other article only further down, at best"),
    FeatureSpec("top_below_low", 0, "how much of one top stands in the other article only further down, at least"),
    FeatureSpec("top_over_text", 0, "similarity of the tops over that of the whole texts"),
    FeatureSpec("looked_back_on", -1, "how much of one top is what the other's first sentence looks back on"),
    FeatureSpec("title_names_high", 1, "how many of one title's names stand in the other top, at best"),
    FeatureSpec("title_names_low", 1, "how many of one title's names stand in the other top, at least"),
    FeatureSpec("same_action", 1, "event words in common"),
    FeatureSpec("same_side", 1, "event words that take the same side, or opposite ones"),
    FeatureSpec("steps_apart", -1, "steps between the event words of one process"),
    FeatureSpec("same_agents", 1, "actors in common (court, police, senate)"),
    FeatureSpec("same_place", 1, "a place in common in title and first sentence"),
    FeatureSpec("counts_same", 1, "things of which both count the same number"),
    FeatureSpec("counts_other", -1, "things of which they count different numbers"),
    FeatureSpec("telling_figures", 1, "exact figures in common"),
    FeatureSpec("top_days_apart", -1, "the days that title and first sentence name lie apart"),
    FeatureSpec("arguing_high", -1, "how much the one that argues more argues"),
    FeatureSpec("one_ahead", -1, "only one title tells what is going to be"),
    FeatureSpec("title_deed", 1, "words of the titles that are no names"),
    FeatureSpec("headline_actor", 1, "whom one headline names first, the other headline names too"),
    FeatureSpec("earlier_told_below", -1, "how much of the earlier top the later article tells only further down"),
    FeatureSpec("later_new", -1, "how much of the later top the earlier article does not have"),
)


def top_features(documents: Sequence[Document], views: Views, pairs: Candidates, text: Floats) -> dict[str, Floats]:
    """A column for each of `TOP_FEATURES`; `text` is the similarity of the whole texts."""
    columns = {"top": pair_products(views.top.unit, views.top.unit, pairs.a, pairs.b)}
    columns["top_over_text"] = columns["top"] / (np.nan_to_num(text) + SOFTENING)
    columns.update(_where_tops_stand(documents, views, pairs))
    columns.update(_headlines(views, pairs))
    columns["title_names_high"], columns["title_names_low"] = _high_low(
        *(_share(views.title_names, views.top, one, other) for one, other in _ways(pairs))
    )
    for name, view in (("same_action", views.actions), ("same_agents", views.agents)):
        columns[name] = pair_products(view.unit, view.unit, pairs.a, pairs.b)
        empty = row_sums(view.binary) == 0
        columns[name][empty[pairs.a] | empty[pairs.b]] = np.nan
    return columns | top_facts(documents, pairs)


def top_facts(documents: Sequence[Document], pairs: Candidates) -> dict[str, Floats]:
    """The columns that do not come from words in common: sides, steps, places, counts, days, manner."""
    columns: dict[str, Floats] = {}
    sides = np.array([d.happening.sides for d in documents], dtype=np.float64).reshape(-1, len(QUESTIONS))
    columns["same_side"] = over_shared(sides[pairs.a] * sides[pairs.b], np.fmin)
    steps = np.array([d.happening.steps for d in documents], dtype=np.float64).reshape(-1, len(PROCESSES))
    columns["steps_apart"] = over_shared(np.abs(steps[pairs.a] - steps[pairs.b]), np.fmax)
    columns.update(_facts(documents, pairs))
    deeds = np.array([d.happening.deeds for d in documents], dtype=np.int64).reshape(-1, 2)
    days = published_days(documents)
    columns["later_deed"] = later_deed(days[pairs.b] - days[pairs.a], deeds[pairs.a].T, deeds[pairs.b].T)
    columns.update(_manners(documents, pairs))
    return columns


def published_days(documents: Sequence[Document]) -> Floats:
    """When each was published, in days; NaN where that is unknown."""
    return np.array([d.published.timestamp() / 86_400 if d.published else np.nan for d in documents], dtype=np.float64)


def _ways(pairs: Candidates) -> tuple[tuple[Indices, Indices], tuple[Indices, Indices]]:
    """The pairs, and the pairs the other way round."""
    return (pairs.a, pairs.b), (pairs.b, pairs.a)


def _share(part: View, whole: View, one: Indices, other: Indices) -> Floats:
    """The weight share of a part of one article that stands in a whole of the other; NaN where the part is empty."""
    total = row_sums(part.raw)[one]
    found = pair_products(part.raw, whole.binary, one, other)
    return np.divide(found, total, out=np.full_like(found, np.nan), where=total > 0)


def _high_low(one: Floats, other: Floats) -> tuple[Floats, Floats]:
    """The greater and the smaller of two columns."""
    return np.fmax(one, other), np.fmin(one, other)


def _where_tops_stand(documents: Sequence[Document], views: Views, pairs: Candidates) -> dict[str, Floats]:
    """How much of each top stands in the other top, only below it, and in what its first sentence looks back on."""
    inside, anywhere, behind = [], [], []
    for one, other in _ways(pairs):
        inside.append(_share(views.top, views.top, one, other))
        anywhere.append(_share(views.top, views.text, one, other))
        behind.append(inside[-1] - _share(views.top, views.news, one, other))
    days = published_days(documents)
    columns = {"looked_back_on": np.fmax(*behind)} | later(days[pairs.a], days[pairs.b], inside, anywhere)
    columns["top_in_top_high"], columns["top_in_top_low"] = _high_low(*inside)
    below = [whole - top for whole, top in zip(anywhere, inside, strict=True)]
    columns["top_below_high"], columns["top_below_low"] = _high_low(*below)
    return columns


def later(one: Floats, other: Floats, inside: Sequence[Floats], anywhere: Sequence[Floats]) -> dict[str, Floats]:
    """What the later article tells again and what it adds; NaN where the two came out within `SAME_TIME`.

    `one` and `other` are when they came out, in days; `inside` and `anywhere` are how much of one top stands in the other top
    and in the other text: of the one in the other, then the other way round.
    """
    gap = other - one
    below = np.where(gap >= 0, anywhere[0] - inside[0], anywhere[1] - inside[1])
    new = 1.0 - np.where(gap >= 0, anywhere[1], anywhere[0])
    unknown = np.isnan(gap) | (np.abs(gap) < SAME_TIME)
    below[unknown] = np.nan
    new[unknown] = np.nan
    return {"earlier_told_below": below, "later_new": new}


def over_shared(compared: Floats, choose: np.ufunc) -> Floats:
    """Of comparisons of two rows, the one that is chosen among the columns that both have; NaN where there is none."""
    return np.asarray(choose.reduce(compared, axis=1), dtype=np.float64)


def _manners(documents: Sequence[Document], pairs: Candidates) -> dict[str, Floats]:
    """How the two articles speak."""
    table = np.array([(d.manner.arguing, d.manner.ahead) for d in documents], dtype=np.float64).reshape(-1, 2)
    one, other = table[pairs.a], table[pairs.b]
    low, high = np.minimum(one, other), np.maximum(one, other)
    return {
        "arguing_high": high[:, 0],
        "one_ahead": high[:, 1] - low[:, 1],
    }


def _headlines(views: Views, pairs: Candidates) -> dict[str, Floats]:
    """What the headlines say was done, and by whom; NaN where one has no such words."""
    deed = pair_products(views.deed.unit, views.deed.unit, pairs.a, pairs.b)
    named = both_name(*(pair_products(views.actors.binary, views.title.binary, x, y) for x, y in _ways(pairs)))
    for column, view in ((deed, views.deed), (named, views.actors)):
        empty = row_sums(view.binary) == 0
        column[empty[pairs.a] | empty[pairs.b]] = np.nan
    return {"title_deed": deed, "headline_actor": named}


def both_name(one: Floats, other: Floats) -> Floats:
    """Whether either title names whom the other names first, from how many of those names it has: 0, 0.5 or 1."""
    return np.asarray(((one > 0).astype(np.float64) + (other > 0)) / 2)


def _facts(documents: Sequence[Document], pairs: Candidates) -> dict[str, Floats]:
    """Places, counted things and days of the tops; NaN where one article has none."""
    place, same, differ, days, telling = (np.full(len(pairs), np.nan) for _ in range(5))
    for row, (a, b) in enumerate(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)):
        one, other = documents[a], documents[b]
        if one.happening.places and other.happening.places:
            place[row] = float(not one.happening.places.isdisjoint(other.happening.places))
        counted = one.happening.counts.keys() & other.happening.counts.keys()
        if counted:
            agree = sum(not one.happening.counts[k].isdisjoint(other.happening.counts[k]) for k in counted)
            same[row], differ[row] = min(MOST_COUNTS, agree), min(MOST_COUNTS, len(counted) - agree)
        if one.happening.figures and other.happening.figures:
            telling[row] = min(MOST_COUNTS, len(one.happening.figures & other.happening.figures))
        if one.top_days and other.top_days:
            days[row] = min(7, *(abs(x - y) for x in one.top_days for y in other.top_days))
    return {
        "same_place": place,
        "counts_same": same,
        "counts_other": differ,
        "telling_figures": telling,
        "top_days_apart": days,
    }
