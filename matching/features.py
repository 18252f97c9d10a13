"""Named evidence for "these two articles report the same happening", for all candidate pairs at once.

Every feature has a name, a direction in which more of it can only speak for (+1) or against (-1) the same event, or 0
where either may hold, and words for people. A value that cannot be had (no date, no title) is NaN, which the scorer
treats as a case of its own. Nothing here knows an outlet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from matching.candidates import Candidates
from matching.documents import Document
from matching.featurespec import FeatureSpec
from matching.fields import STANDING, STANDING_FEATURES, standing, usual, voices
from matching.lookalikes import look_alikes, names_alone
from matching.topfeatures import TOP_FEATURES, top_features
from matching.vectors import Flags, Floats, Indices, View, pair_products, row_sums
from matching.views import Views

# A pair that shares at least this much of the shorter text counts as a copy: it says nothing about how near to each
# other the independent reports of an event lie, so it does not set the best that others are measured against.
COPY_CONTAINMENT = 0.5
# Beyond this many days apart, further time adds nothing.
MOST_DAYS = 60.0
# The same for days that are named.
MOST_DAYS_NAMED = 7


@dataclass(frozen=True, slots=True)
class Features:
    """The evidence matrix: a row for each candidate pair, a column for each of `FEATURES`, NaN where missing."""

    pairs: Candidates
    values: Floats

    def column(self, name: str) -> Floats:
        """One feature over all pairs. Raises KeyError for an unknown name."""
        return np.asarray(self.values[:, POSITION[name]])

    def copies(self) -> Flags:
        """Which pairs are copies of one text."""
        return copied(self.values)


_SIMILARITIES = (
    ("text", "words of the whole text"),
    ("lead", "words of title and lead"),
    ("title", "words of the titles"),
    ("bigrams", "two-word phrases"),
    ("names", "names anywhere"),
    ("lead_names", "names in title and lead"),
    ("plain", "words of title and lead that are no names"),
    ("stems", "word stems of title and lead"),
    ("rare", "rarest words of the whole text"),
    ("focus", "words by how early and how often they stand"),
)
# Similarities that are also measured against the best that either article has, and what that best is at least taken to
# be: about half of what two reports of one event share. Without it two strangers alone in a database would be each
# other's best.
_RELATED = {
    "text": 0.2,
    "lead": 0.2,
    "rare": 0.15,
    "focus": 0.2,
    "bigrams": 0.08,
    "lead_names": 0.25,
    "stems": 0.25,
    "top": 0.2,
    "covered_high": 0.5,
    "covered_low": 0.35,
}

# Not learned: where one of these is 1, a score is cut off (`matching.scorer.ruled`).
LOOK_ALIKE, NAMES_ALONE, LATER_DEED = "look_alike", "names_alone", "later_deed"
UNLEARNED = frozenset({LOOK_ALIKE, NAMES_ALONE, LATER_DEED})

FEATURES: tuple[FeatureSpec, ...] = (
    *(FeatureSpec(name, 1, f"similarity of the {label}") for name, label in _SIMILARITIES),
    FeatureSpec("numbers", 1, "shared figures"),
    FeatureSpec("quotes", 1, "share of quoted words in common"),
    FeatureSpec("containment", 1, "share of the shorter text found in the other"),
    FeatureSpec("covered_high", 1, "how much of one title the other article holds, at best"),
    FeatureSpec("covered_low", 1, "how much of one title the other article holds, at least"),
    FeatureSpec("lead_covered_high", 1, "how much of one lead the other article holds, at best"),
    FeatureSpec("lead_covered_low", 1, "how much of one lead the other article holds, at least"),
    FeatureSpec("names_covered_high", 1, "how many of one lead's names the other article holds, at best"),
    FeatureSpec("names_covered_low", 1, "how many of one lead's names the other article holds, at least"),
    FeatureSpec("title_fuzzy", 1, "likeness of the titles, word order aside"),
    FeatureSpec("title_order", 1, "likeness of the titles, letter by letter"),
    FeatureSpec("shared_weight", 1, "total rarity of the words in common in title and lead"),
    FeatureSpec("shared_names", 1, "total rarity of the names in common in title and lead"),
    FeatureSpec("days_apart", -1, "days between publication"),
    FeatureSpec("stated_apart", -1, "days between the dates that undated articles give themselves"),
    FeatureSpec("same_day_named", 1, "both leads name the same day"),
    FeatureSpec("other_day_named", -1, "the days that the leads name lie apart"),
    FeatureSpec("words_short", 0, "length of the shorter article"),
    FeatureSpec("words_long", 0, "length of the longer article"),
    FeatureSpec("same_language", 0, "written in one language"),
    *TOP_FEATURES,
    FeatureSpec(NAMES_ALONE, -1, "nothing but names in common"),
    FeatureSpec(LOOK_ALIKE, -1, "another happening told alike: like words, other names or places"),
    FeatureSpec(LATER_DEED, -1, "the later one tells what had not been done yet when the earlier was written"),
    *(FeatureSpec(f"{name}_best", 1, f"{name}: relative to the best that either article has") for name in _RELATED),
    *(FeatureSpec(f"{name}_own", 1, f"{name}: relative to the best of the one that has less") for name in _RELATED),
    *STANDING_FEATURES,
)
NAMES: tuple[str, ...] = tuple(spec.name for spec in FEATURES)
BASE_NAMES: tuple[str, ...] = NAMES[: -2 * len(_RELATED) - len(STANDING_FEATURES)]
# What a model may learn from.
LEARNED: tuple[str, ...] = tuple(name for name in NAMES if name not in UNLEARNED)
POSITION: dict[str, int] = {name: number for number, name in enumerate(NAMES)}
RELATED_POSITIONS = [POSITION[name] for name in _RELATED]
# What the best of an article is at least taken to be, in the order of `related`.
FLOORS: Floats = np.array(list(_RELATED.values()))
FIELDS = [list(_RELATED).index(name) for name in STANDING]
MEASURES = len(FLOORS) + len(STANDING)


def copied(values: NDArray[np.floating[Any]]) -> Flags:
    """Which rows of the evidence matrix are pairs of copies."""
    return np.asarray(values[:, POSITION["containment"]].astype(np.float64) >= COPY_CONTAINMENT)


def pair_features(documents: Sequence[Document], views: Views, pairs: Candidates) -> Features:
    """The evidence for all candidate pairs of the documents, whose order is that of the rows of `views`."""
    base = pair_evidence(documents, views, pairs)
    return Features(pairs=pairs, values=np.column_stack([base, _relative(base, pairs, len(documents))]))


def pair_evidence(documents: Sequence[Document], views: Views, pairs: Candidates) -> Floats:
    """What the two articles of each pair say by themselves: the columns `BASE_NAMES` of the evidence matrix."""
    if not len(pairs):
        return np.zeros((0, len(BASE_NAMES)))
    columns: dict[str, Floats] = {}
    columns.update(_similarities(views, pairs))
    columns.update(_coverage(views, pairs))
    columns.update(_titles(documents, pairs) | _times(documents, pairs) | _lengths(documents, pairs))
    columns.update(top_features(documents, views, pairs, columns["text"]))
    names = row_sums(views.names.binary)
    columns |= ruled_out(columns, np.minimum(names[pairs.a], names[pairs.b]))
    return np.column_stack([rounded(columns[name]) for name in BASE_NAMES])


def ruled_out(columns: Mapping[str, Floats], names: Floats) -> dict[str, Floats]:
    """The columns of the rules, from all other columns of each pair and the names of the article that has fewer."""
    return {LOOK_ALIKE: look_alikes(columns, names), NAMES_ALONE: names_alone(columns)}


def rounded(column: Floats) -> Floats:
    """The values as 32-bit floats hold them: what is kept of a pair is what was scored."""
    return column.astype(np.float32).astype(np.float64)


def _similarities(views: Views, pairs: Candidates) -> dict[str, Floats]:
    """Cosines of the views; NaN where a view of either article is empty, but 0 for views that may well be empty."""
    columns = {}
    for name, _ in _SIMILARITIES:
        view: View = getattr(views, name)
        columns[name] = pair_products(view.unit, view.unit, pairs.a, pairs.b)
    for name in ("title", "bigrams"):
        _blank(columns[name], getattr(views, name), pairs)
    columns["numbers"] = pair_products(views.numbers.unit, views.numbers.unit, pairs.a, pairs.b)
    columns["quotes"] = _share_of_smaller(views.quotes, pairs)
    columns["containment"] = np.nan_to_num(_share_of_smaller(views.shingles, pairs))
    for name in ("numbers", "quotes"):
        _blank(columns[name], getattr(views, name), pairs)
    columns["shared_weight"] = np.log1p(pair_products(views.lead.binary, views.lead.raw, pairs.a, pairs.b))
    columns["shared_names"] = np.log1p(pair_products(views.lead_names.binary, views.lead_names.raw, pairs.a, pairs.b))
    for name, view in (("shared_weight", views.lead), ("shared_names", views.lead_names)):
        other = np.log1p(pair_products(view.binary, view.raw, pairs.b, pairs.a))
        columns[name] = np.minimum(columns[name], other)
    return columns


def _blank(column: Floats, view: View, pairs: Candidates) -> None:
    """Mark as missing the pairs of which one article has nothing in the view."""
    empty = row_sums(view.binary) == 0
    column[empty[pairs.a] | empty[pairs.b]] = np.nan


def _share_of_smaller(view: View, pairs: Candidates) -> Floats:
    """Entries in common over the entries of the article that has fewer; NaN where one has none."""
    sizes = row_sums(view.binary)
    common = pair_products(view.binary, view.binary, pairs.a, pairs.b)
    smaller = np.minimum(sizes[pairs.a], sizes[pairs.b])
    return np.divide(common, smaller, out=np.full_like(common, np.nan), where=smaller > 0)


def _coverage(views: Views, pairs: Candidates) -> dict[str, Floats]:
    """The weight share of one article's title (lead, names of the lead) that stands in the other, both ways round."""
    columns = {}
    for name, part, whole in (
        ("covered", views.title, views.text),
        ("lead_covered", views.lead, views.text),
        ("names_covered", views.lead_names, views.text),
    ):
        totals = row_sums(part.raw)
        ways = []
        for one, other in ((pairs.a, pairs.b), (pairs.b, pairs.a)):
            found = pair_products(part.raw, whole.binary, one, other)
            ways.append(np.divide(found, totals[one], out=np.full_like(found, np.nan), where=totals[one] > 0))
        columns[f"{name}_high"] = np.fmax(*ways)
        columns[f"{name}_low"] = np.fmin(*ways)
    return columns


def title_likeness(left: Sequence[str], right: Sequence[str]) -> dict[str, Floats]:
    """Rapidfuzz likeness of pairs of titles between 0 and 1, by column; NaN where one is empty."""
    missing = np.array([not x or not y for x, y in zip(left, right, strict=True)], dtype=bool)
    columns = {}
    for name, scorer in (("title_fuzzy", fuzz.token_set_ratio), ("title_order", fuzz.ratio)):
        likeness = process.cpdist(left, right, scorer=scorer, dtype=np.float32).astype(np.float64) / 100
        likeness[missing] = np.nan
        columns[name] = likeness
    return columns


def _titles(documents: Sequence[Document], pairs: Candidates) -> dict[str, Floats]:
    """How alike the titles are."""
    return title_likeness([documents[a].title_text for a in pairs.a], [documents[b].title_text for b in pairs.b])


def _times(documents: Sequence[Document], pairs: Candidates) -> dict[str, Floats]:
    """Days between publication, in halves, and how the days named in the leads agree; NaN where unknown."""
    stamps = np.array([d.published.timestamp() / 86_400 if d.published else np.nan for d in documents])
    apart = np.abs(stamps[pairs.a] - stamps[pairs.b])
    stated = np.full(len(pairs), np.nan)
    shared = np.full(len(pairs), np.nan)
    distance = np.full(len(pairs), np.nan)
    for row, (a, b) in enumerate(zip(pairs.a, pairs.b, strict=True)):
        if np.isnan(apart[row]) and documents[a].stated and documents[b].stated:
            stated[row] = min(MOST_DAYS, *(abs(x - y) for x in documents[a].stated for y in documents[b].stated))
        one, other = documents[a].days, documents[b].days
        if one and other:
            shared[row] = float(bool(one & other))
            distance[row] = min(MOST_DAYS_NAMED, *(abs(x - y) for x in one for y in other))
    # Whole and half days only: a stamp to the minute may be that of an import or of a list, not of the article.
    return {
        "days_apart": np.minimum(np.floor(apart * 2) / 2, MOST_DAYS),
        "stated_apart": stated,
        "same_day_named": shared,
        "other_day_named": distance,
    }


def _lengths(documents: Sequence[Document], pairs: Candidates) -> dict[str, Floats]:
    """Logarithms of the lengths in words, and whether both are known to be in one language."""
    words = np.log1p(np.array([d.words for d in documents], dtype=np.float64))
    languages = [d.language for d in documents]
    same = [float(languages[a] == languages[b]) for a, b in zip(pairs.a, pairs.b, strict=True)]
    return {
        "words_short": np.minimum(words[pairs.a], words[pairs.b]),
        "words_long": np.maximum(words[pairs.a], words[pairs.b]),
        "same_language": np.array(same, dtype=np.float64),
    }


def _relative(base: Floats, pairs: Candidates, count: int) -> Floats:
    """The columns behind `BASE_NAMES`, for pairs of articles whose pairs are all there; copies measure nothing."""
    values = related(base)
    copies = copied(base)
    owner: Indices = np.concatenate([pairs.a[~copies], pairs.b[~copies]])
    other: Indices = np.concatenate([pairs.b[~copies], pairs.a[~copies]])
    weights = voices(owner, other, Candidates(pairs.a[copies], pairs.b[copies]), count)
    measures = measures_of(owner, np.tile(values[~copies], (2, 1)), weights, count)
    return relative(values, measures[pairs.a], measures[pairs.b])


def related(base: NDArray[Any]) -> NDArray[Any]:
    """The similarities that are measured against others, out of rows of `BASE_NAMES`; 0 where one is missing."""
    return np.asarray(np.nan_to_num(base[:, RELATED_POSITIONS]))


def measures_of(owner: Indices, values: Floats, weights: Indices, count: int) -> Floats:
    """What each of `count` articles is measured by: the best of each of `related`, then what is usual for it.

    `owner` is the article of each row of `values`, which are `related` values of its pairs; `weights` is what the other
    article of each weighs in its field (`matching.fields.voices`).
    """
    best = np.tile(FLOORS, (count, 1))
    np.maximum.at(best, owner, values)
    return np.column_stack([best, usual(owner, values[:, FIELDS], weights, count)])


def relative(values: Floats, measures_a: Floats, measures_b: Floats) -> Floats:
    """The columns behind `BASE_NAMES`: `related` values over the best of either article, over that of the one that has
    less, and over what is usual for both (`matching.fields`).
    """
    best_a, best_b = measures_a[:, : len(FLOORS)], measures_b[:, : len(FLOORS)]
    columns = [np.minimum(values / bar, 1.0) for bar in (np.maximum(best_a, best_b), np.minimum(best_a, best_b))]
    columns.append(standing(values[:, FIELDS], measures_a[:, len(FLOORS) :], measures_b[:, len(FLOORS) :]))
    return np.column_stack([rounded(column) for column in columns])
