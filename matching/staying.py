# mypy: untyped-calls-exclude="scipy"
"""Which articles of a window have to stay, so that it can still say exactly what newer articles change.

An article that comes, goes or changes at a time t changes, in windows of `WINDOW_DAYS`,

- lists of articles up to one window away from t, and so pairs whose ends lie up to one and two windows away;
- the measures of these ends, and so first scores of pairs whose ends lie up to two and three windows away;
- what the second look sees at these ends: final scores of their pairs with those who are company to them;
- the sets of articles, whole, that such pairs hold together or have held together;
- what an article counts as company, where copies come or go: that of all its copies, however far away, and so the second
  look at the pairs of those who are company to one of them.

So of the articles before the `line`, below which nothing will change any more, these stay: all of the three windows before
it; whoever is company to one of them, or to a unit of copies that reaches into the two windows before it; whoever is company
to one of these, since the second look reads their pairs; and with each, the whole set that it hangs together with.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from matching import thresholds
from matching.calibration import probability
from matching.context import FAINT
from matching.pairtable import PairTable
from matching.vectors import Flags, Floats, Indices

SCORES_REACH, LISTS_REACH = 3, 2
"""Windows from a change to the farthest end of a pair whose first score it changes, and of a pair that it makes or ends."""
EXACT_SCORES, EXACT_MEASURES = 4, 2
"""Windows from the edge of what is known to where all scores of an article are what they are among all articles, and to
where its measures and its copies are."""


@dataclass(frozen=True, slots=True)
class Company:
    """The articles of a window by row: which there are, their times in days, the sets they are of, and their pairs."""

    alive: Flags
    when: Floats
    sets: Indices
    pairs: PairTable

    def heard(self) -> tuple[Indices, Indices]:
        """The ends of all pairs that are company to each other."""
        slots, margins = self.pairs.margins()
        loud = slots[probability(margins) > FAINT]
        return self.pairs.both(loud)

    def with_company(self, rows: Flags) -> Flags:
        """These rows, and all that are company to one of them."""
        a, b = self.heard()
        found = rows.copy()
        found[b[rows[a]]] = True
        found[a[rows[b]]] = True
        return found

    def units_with(self, rows: Flags) -> Flags:
        """All rows that are copies of one of these, directly or by way of others; none where a unit is of one row."""
        copies = np.flatnonzero(self.pairs.copy.all)
        if not len(copies):
            return np.zeros(len(rows), dtype=bool)
        ends = (self.pairs.a.all[copies], self.pairs.b.all[copies])
        graph = sparse.coo_matrix((np.ones(len(copies), dtype=np.int8), ends), shape=(len(rows), len(rows)))
        unit = csgraph.connected_components(graph, directed=False)[1]
        several = np.bincount(unit) > 1
        chosen = np.zeros(len(several), dtype=bool)
        chosen[unit[rows]] = True
        return np.asarray((chosen & several)[unit])

    def sets_with(self, rows: Flags) -> Flags:
        """All rows that hang together with one of these."""
        chosen = np.zeros(len(rows) + 1, dtype=bool)
        chosen[self.sets[rows & self.alive]] = True
        return np.asarray(chosen[self.sets] & self.alive)


def staying(company: Company, line: float) -> Flags:
    """Which rows have to stay where no change will be of a time before the `line` (in days); see above."""
    reach = thresholds.WINDOW_DAYS
    near = company.alive & (company.when >= line - SCORES_REACH * reach)
    copied = company.units_with(company.alive & (company.when >= line - LISTS_REACH * reach))
    rescored = company.with_company(near) | company.with_company(copied)
    return company.sets_with(company.with_company(rescored))
