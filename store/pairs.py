"""Pair scores as the file keeps them: both probabilities whole, and of the parts the strongest.

A score is made of some eighty parts. With all of them by name a pair took 6.9 KB; who wants every part asks
`corroborate explain`, which makes them from the two stored texts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from matching.types import PairScore, Part

STRONGEST = 5
"""Parts that are kept by name: they carry half of what all parts together add and take away (0.53 over 912 pairs)."""


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair score as a row of the file; `parts` is the text of `kept_parts`."""

    a: str
    b: str
    same_event: float
    same_claim: float
    parts: str


def pair_row(score: PairScore) -> PairRow:
    """The row of a pair score: a fiftieth of what the score with all its parts takes of memory."""
    return PairRow(score.a, score.b, score.same_event, score.same_claim, kept_parts(score.parts))


def kept_parts(parts: Sequence[Part]) -> str:
    """The strongest parts as JSON, `[name, value, contribution]` each, rounded to a thousandth, then `[number, sum]` of the
    others: how many they are and what they add together.

    >>> kept_parts([Part("shared_names", 0.81234, 1.5)])
    '[["shared_names",0.812,1.5]]'
    """
    ordered = sorted(parts, key=lambda part: (-abs(part.contribution), part.name))
    kept: list[list[object]] = [
        [part.name, round(part.value, 3), round(part.contribution, 3)] for part in ordered[:STRONGEST]
    ]
    rest = ordered[STRONGEST:]
    if rest:
        kept.append([len(rest), round(sum(part.contribution for part in rest), 3)])
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
