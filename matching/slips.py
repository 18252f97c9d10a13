"""What a pair needs of two documents beside their words: times, lengths, titles, and what happened; in arrays.

It says of pairs what `matching.features.pair_evidence` says of documents in the same columns, bit by bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.documents import Document
from matching.features import MOST_DAYS, MOST_DAYS_NAMED, title_likeness
from matching.growing import Column, Sets, spans
from matching.happening import PROCESSES, QUESTIONS
from matching.laterdeeds import later_deed
from matching.runs import distinct
from matching.topfeatures import MOST_COUNTS, over_shared
from matching.vectors import Floats, Indices

_DAYS = ("days", "top_days", "stated")
_FACTS = ("places", "figures")
_LANGUAGE_BITS, _LANGUAGE_LETTERS = 21, 3


class Slips:
    """One slip for each document, by row number."""

    def __init__(self) -> None:
        """Make none."""
        self.titles: list[str] = []
        self._words = Column(np.int32)
        self._language = Column(np.int64)
        self._published = Column(np.float64)
        self._stance = Column(np.int32)
        self._stances = Column(np.float64, len(QUESTIONS) + len(PROCESSES))
        self._stance_numbers: dict[bytes, int] = {}
        self._arguing = Column(np.float64)
        self._ahead = Column(np.bool_)
        self._deeds = Column(np.int64, 2)
        self._days = {name: Sets() for name in _DAYS}
        self.numbered = {name: Sets() for name in (*_FACTS, "counted")}
        self._values = Column(np.float64)

    def __len__(self) -> int:
        return len(self.titles)

    def columns(self) -> dict[str, Column[Any]]:
        """All columns by name."""
        found: dict[str, Column[Any]] = {
            "words": self._words,
            "language": self._language,
            "published": self._published,
            "arguing": self._arguing,
            "ahead": self._ahead,
            "deeds": self._deeds,
            "stance": self._stance,
            "stances": self._stances,
            "values": self._values,
        }
        for name, sets in (self._days | self.numbered).items():
            found |= sets.columns(name)
        return {f"slips.{name}": column for name, column in found.items()}

    def add(self, documents: Sequence[Document], numbers: dict[str, int]) -> None:
        """Append the slips of documents; `numbers` numbers the words, and grows."""
        self.titles.extend(document.title_text for document in documents)
        self._words.extend(np.array([document.words for document in documents], dtype=np.int32))
        self._language.extend(np.array([_code(document.language) for document in documents], dtype=np.int64))
        stamps = [d.published.timestamp() / 86_400 if d.published else np.nan for d in documents]
        self._published.extend(np.array(stamps, dtype=np.float64))
        self._arguing.extend(np.array([document.manner.arguing for document in documents], dtype=np.float64))
        self._ahead.extend(np.array([document.manner.ahead for document in documents], dtype=bool))
        deeds = np.array([document.happening.deeds for document in documents], dtype=np.int64)
        self._deeds.extend(deeds.reshape(-1, 2))
        self._stance.extend(np.array([self._stance_of(document) for document in documents], dtype=np.int32))
        for name, sets in self._days.items():
            sets.add_sets([np.array(sorted(getattr(document, name)), dtype=np.int32) for document in documents])
        for name in _FACTS:
            keys = [sorted(getattr(document.happening, name)) for document in documents]
            found = [[numbers.setdefault(key, len(numbers)) for key in some] for some in keys]
            self.numbered[name].add_sets([np.array(sorted(some), dtype=np.int32) for some in found])
        for document in documents:
            self._count(document, numbers)

    def append(self, other: Slips, numbers: NDArray[np.int32]) -> None:
        """Append all slips of others, whose words go by these `numbers` here."""
        self.titles.extend(other.titles)
        stances = np.array([self._stance_number(stance) for stance in other._stances.all], dtype=np.int32)
        self._stance.extend(stances[other._stance.all])
        for mine, column in (
            (self._words, other._words),
            (self._language, other._language),
            (self._published, other._published),
            (self._arguing, other._arguing),
            (self._ahead, other._ahead),
            (self._deeds, other._deeds),
        ):
            mine.extend(column.all)
        for name, sets in self._days.items():
            sets.append(other._days[name])
        for name, sets in self.numbered.items():
            order = sets.append(other.numbered[name], numbers)
            if name == "counted":
                self._values.extend(other._values.all[order])

    def _count(self, document: Document, numbers: dict[str, int]) -> None:
        """Append what a document counts: things, each as often as it has values, and the values beside them."""
        counts = document.happening.counts
        held = sorted((numbers.setdefault(key, len(numbers)), value) for key in sorted(counts) for value in counts[key])
        self.numbered["counted"].add_sets([np.array([thing for thing, _ in held], dtype=np.int32)])
        self._values.extend(np.array([value for _, value in held], dtype=np.float64))

    def _stance_of(self, document: Document) -> int:
        """The number of the sides and steps of a document; few different ones are taken."""
        return self._stance_number(np.array([*document.happening.sides, *document.happening.steps], dtype=np.float64))

    def _stance_number(self, stance: Floats) -> int:
        number = self._stance_numbers.setdefault(stance.tobytes(), len(self._stance_numbers))
        if number == len(self._stances):
            self._stances.extend(stance[None, :])
        return number

    def take_up(self, titles: Sequence[str]) -> None:
        """Go on after the columns were loaded."""
        self.titles.extend(titles)
        self._number_stances()

    def _number_stances(self) -> None:
        self._stance_numbers = {stance.tobytes(): number for number, stance in enumerate(self._stances.all)}

    def keep(self, rows: Indices) -> None:
        """Hold only these slips, in this order."""
        self.titles[:] = [self.titles[row] for row in rows.tolist()]
        self._values.keep(self.numbered["counted"].places(rows))
        for column in (
            self._words,
            self._language,
            self._published,
            self._arguing,
            self._ahead,
            self._stance,
            self._deeds,
        ):
            column.keep(rows)
        for sets in (self._days | self.numbered).values():
            sets.keep(rows)
        used, places = np.unique(self._stance.all.astype(np.int64), return_inverse=True)
        self._stance.load(places.astype(np.int32))
        self._stances.keep(used)
        self._number_stances()

    # --- evidence ----------------------------------------------------------------------------------------------

    def published(self, rows: Indices) -> Floats:
        """When the articles were published, in days; NaN where that is unknown."""
        return np.asarray(self._published.all[rows])

    def evidence(self, a: Indices, b: Indices) -> dict[str, Floats]:
        """The columns that come neither from words nor from runs of words in common, for pairs of rows."""
        titles = ([self.titles[row] for row in rows.tolist()] for rows in (a, b))
        return (
            title_likeness(*titles) | self._times(a, b) | self._lengths(a, b) | self._stands(a, b) | self._facts(a, b)
        )

    def _times(self, a: Indices, b: Indices) -> dict[str, Floats]:
        apart = np.abs(self._published.all[a] - self._published.all[b])
        stated = np.minimum(self._days_apart("stated", a, b), MOST_DAYS)
        named = self._days_apart("days", a, b)
        return {
            "days_apart": np.minimum(np.floor(apart * 2) / 2, MOST_DAYS),
            "stated_apart": np.where(np.isnan(apart), stated, np.nan),
            "same_day_named": np.where(np.isnan(named), np.nan, (named == 0).astype(np.float64)),
            "other_day_named": np.minimum(named, MOST_DAYS_NAMED),
            "top_days_apart": np.minimum(self._days_apart("top_days", a, b), MOST_DAYS_NAMED),
        }

    def _days_apart(self, name: str, a: Indices, b: Indices) -> Floats:
        """How far apart the nearest days of two articles are; NaN where either has none."""
        sets = self._days[name]
        wide, high = sets.lengths.all[a].astype(np.int64), sets.lengths.all[b].astype(np.int64)
        found = np.full(len(a), np.nan)
        both = np.flatnonzero((wide > 0) & (high > 0))
        if not len(both):
            return found
        a, b, wide, high = a[both], b[both], wide[both], high[both]
        # each day of the one beside all days of the other
        one = np.repeat(sets.places(a), np.repeat(high, wide))
        other = spans(np.repeat(sets.starts.all[b], wide), np.repeat(high, wide))
        days = sets.columns_.all.astype(np.int64)
        gaps = np.abs(days[one] - days[other])
        found[both] = np.minimum.reduceat(gaps, np.cumsum(wide * high) - wide * high)
        return found

    def _lengths(self, a: Indices, b: Indices) -> dict[str, Floats]:
        one, other = (np.log1p(self._words.all[rows].astype(np.float64)) for rows in (a, b))
        return {
            "words_short": np.minimum(one, other),
            "words_long": np.maximum(one, other),
            "same_language": (self._language.all[a] == self._language.all[b]).astype(np.float64),
        }

    def _stands(self, a: Indices, b: Indices) -> dict[str, Floats]:
        """Sides, steps and manner of speaking."""
        one, other = (self._stances.all[self._stance.all[rows]] for rows in (a, b))
        sides, steps = slice(0, len(QUESTIONS)), slice(len(QUESTIONS), None)
        ahead = (self._ahead.all[rows].astype(np.float64) for rows in (a, b))
        gap = self._published.all[b] - self._published.all[a]
        return {
            "same_side": over_shared(one[:, sides] * other[:, sides], np.fmin),
            "steps_apart": over_shared(np.abs(one[:, steps] - other[:, steps]), np.fmax),
            "arguing_high": np.maximum(self._arguing.all[a], self._arguing.all[b]),
            "one_ahead": np.abs(next(ahead) - next(ahead)),
            "later_deed": later_deed(gap, self._deeds.all[a].T, self._deeds.all[b].T),
        }

    def _facts(self, a: Indices, b: Indices) -> dict[str, Floats]:
        """Places, telling figures and counted things in common."""
        columns = {}
        for name, facts, most in (("same_place", "places", 1), ("telling_figures", "figures", MOST_COUNTS)):
            sets = self.numbered[facts]
            both = (sets.lengths.all[a] > 0) & (sets.lengths.all[b] > 0)
            columns[name] = np.where(both, np.minimum(sets.products(a, b), most), np.nan)
        things, agreed = self._counted(a, b)
        none = things == 0
        columns["counts_same"] = np.where(none, np.nan, np.minimum(agreed, MOST_COUNTS))
        columns["counts_other"] = np.where(none, np.nan, np.minimum(things - agreed, MOST_COUNTS))
        return columns

    def _counted(self, a: Indices, b: Indices) -> tuple[Indices, Indices]:
        """How many things both articles of each pair count, and for how many of them they share a value."""
        sets = self.numbered["counted"]
        both = np.flatnonzero((sets.lengths.all[a] > 0) & (sets.lengths.all[b] > 0))
        sides = []
        for rows in (a[both], b[both]):
            places = sets.places(rows)
            pair = np.repeat(both, sets.lengths.all[rows])
            sides.append((pair << 32 | sets.columns_.all[places], self._values.all[places]))
        (mine, my_values), (theirs, their_values) = sides
        things = np.intersect1d(distinct(mine), distinct(theirs), assume_unique=True)
        keys, values = np.concatenate([mine, theirs]), np.concatenate([my_values, their_values])
        order = np.lexsort((values, keys))
        keys, values = keys[order], values[order]
        agreed = distinct(keys[1:][(keys[1:] == keys[:-1]) & (values[1:] == values[:-1])])
        return np.bincount(things >> 32, minlength=len(a)), np.bincount(agreed >> 32, minlength=len(a))


def _code(language: str) -> int:
    """A number for the name of a language. Raises ValueError for more than three letters."""
    if len(language) > _LANGUAGE_LETTERS:
        raise ValueError(f"{language!r} is no code of a language")
    return sum(ord(letter) << (_LANGUAGE_BITS * place) for place, letter in enumerate(language))
