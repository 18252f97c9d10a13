"""What an update of a window has reached so far."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from matching.vectors import Indices


def no_slots() -> Indices:
    """No slots at all."""
    return np.zeros(0, dtype=np.int64)


@dataclass(slots=True)
class Touched:
    """Rows that came or are no more, rows by what befell their pairs, and slots of pairs by what befell them.

    `bereft` rows lost a neighbour, `unpaired` ones a pair, `unheard` ones a pair that was company, `uncopied` ones a copy; two
    candidates of `recounted` ones are copies no more.
    `made` pairs are new, `copies` those of them that are copies, `weighed` ones have other evidence than before or are close
    and new, `scored` ones of these may have another first score, `loud` ones have one, and one that others hear of. `retold` are to be told anew, since a part of
    the score is another, and `moved` ones have another score; `dropped` are the ids of pairs whose scores were kept and are
    no more.
    """

    new: list[int] = field(default_factory=list)
    lost: set[int] = field(default_factory=set)
    bereft: set[int] = field(default_factory=set)
    unpaired: set[int] = field(default_factory=set)
    unheard: set[int] = field(default_factory=set)
    uncopied: set[int] = field(default_factory=set)
    recounted: set[int] = field(default_factory=set)
    made: Indices = field(default_factory=no_slots)
    copies: Indices = field(default_factory=no_slots)
    weighed: Indices = field(default_factory=no_slots)
    scored: Indices = field(default_factory=no_slots)
    loud: Indices = field(default_factory=no_slots)
    retold: Indices = field(default_factory=no_slots)
    moved: Indices = field(default_factory=no_slots)
    dropped: set[tuple[str, str]] = field(default_factory=set)
