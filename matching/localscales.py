"""How much the words of each document of a window weigh in the news of its days, kept up to date by whole days."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from matching.local import WINDOW_DAYS, scale
from matching.shelf import Shelf
from matching.vectors import Indices
from matching.wordlines import LOCAL, VIEWS

_COLUMNS = [VIEWS.index(name) for name in LOCAL]


class LocalScales:
    """Keeps the `levels` of a shelf's words; see `matching.local.scale`."""

    def __init__(self, shelf: Shelf) -> None:
        """Start with an empty shelf, and follow it."""
        self._words = shelf.words
        self._slips = shelf.slips
        self._rows: dict[int, set[int]] = {}

    def take_up(self, rows: Iterable[int]) -> None:
        """Go on with these rows, after the shelf was loaded."""
        for row in rows:
            self._rows.setdefault(self._slips[row].day, set()).add(row)

    def update(self, new: Iterable[int], lost: Iterable[int]) -> set[int]:
        """Take rows in and out; answers the rows, new ones aside, of which some word now weighs other than before."""
        fresh = set(new)
        days = set()
        for row in lost:
            self._rows[self._slips[row].day].discard(row)
            days.add(self._slips[row].day)
        for row in fresh:
            self._rows.setdefault(self._slips[row].day, set()).add(row)
            days.add(self._slips[row].day)
        near = {day + shift for day in days for shift in range(-WINDOW_DAYS, WINDOW_DAYS + 1)}
        changed: set[int] = set()
        for day in sorted(near & self._rows.keys()):
            changed |= self._rescale(day)
        return changed - fresh

    def _rescale(self, day: int) -> set[int]:
        """Measure the words of a day's articles against the days around."""
        around = [self._rows.get(day + shift, set()) for shift in range(-WINDOW_DAYS, WINDOW_DAYS + 1)]
        window = np.array(sorted(row for rows in around for row in rows), dtype=np.int64)
        rows = np.array(sorted(self._rows[day]), dtype=np.int64)
        words = self._words
        places = words.places(rows)
        here = words.present(places)[:, _COLUMNS] > 0
        levels = words.levels.all[places]
        after = np.ones_like(levels)
        for column, counts in enumerate(self._counts(window)):
            mine = here[:, column]
            after[mine, column] = scale(counts, len(window))[words.words.all[places[mine]]]
        moved = (after != levels).any(axis=1)
        words.levels.all[places[moved]] = after[moved]
        changed = np.unique(np.repeat(rows, words.lengths.all[rows])[moved])
        words.rescale(changed)
        return set(changed.tolist())

    def _counts(self, rows: Indices) -> list[np.ndarray]:
        """In how many of the rows each word stands, for each local view."""
        words = self._words
        places = words.places(rows)
        here = words.present(places)[:, _COLUMNS] > 0
        held = words.words.all[places]
        width = int(held.max(initial=0)) + 1
        return [np.bincount(held[here[:, column]], minlength=width).astype(np.float64) for column in range(len(LOCAL))]
