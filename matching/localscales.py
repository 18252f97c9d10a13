"""How much the words of each document of a window weigh in the news of its days, kept up to date by whole days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from matching.growing import Column
from matching.local import WINDOW_DAYS, scale
from matching.shelf import LOCAL_VIEWS, Shelf
from matching.vectors import Floats, Indices


class LocalScales:
    """The scale of every entry of the local views; see `matching.local.scale`."""

    def __init__(self, shelf: Shelf) -> None:
        """Start with an empty shelf, and follow it."""
        self._shelf = shelf
        self._rows: dict[int, set[int]] = {}
        self._scales = {name: Column(np.float32, fill=1.0) for name in LOCAL_VIEWS}

    def of(self, rows: Indices) -> Mapping[str, Floats]:
        """The scales of these rows, as `Shelf.views` wants them."""
        return {
            name: held.all[self._shelf.lines[name].places(rows)].astype(np.float64)
            for name, held in self._scales.items()
        }

    def update(self, new: Iterable[int], lost: Iterable[int]) -> set[int]:
        """Take rows in and out; answers the rows, new ones aside, of which some word now weighs other than before."""
        for name, held in self._scales.items():
            held.grow(len(self._shelf.lines[name].columns) - len(held))
        slips = self._shelf.slips
        fresh = set(new)
        days = set()
        for row in lost:
            self._rows[slips[row].day].discard(row)
            days.add(slips[row].day)
        for row in fresh:
            self._rows.setdefault(slips[row].day, set()).add(row)
            days.add(slips[row].day)
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
        changed: set[int] = set()
        for name, held in self._scales.items():
            lines = self._shelf.lines[name]
            counts = np.bincount(lines.columns.all[lines.places(window)], minlength=self._shelf.width)
            places = lines.places(rows)
            after = scale(counts.astype(np.float64), len(window))[lines.columns.all[places]].astype(np.float32)
            moved = np.repeat(rows, lines.lengths.all[rows])[after != held.all[places]]
            held.all[places] = after
            changed.update(np.unique(moved).tolist())
        return changed
