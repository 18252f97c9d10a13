"""Articles whose headline is somebody's denial: they answer a report and cannot confirm it.

"Holm denies taking the money", with "the Ledger had reported …" further down, is what Holm did about the Ledger's report.
Whoever prints the denial was at a news conference, and knows no more of the matter than before.
"""

from __future__ import annotations

import re

from matching.names import normal
from matching.reading import Reading
from matching.types import Role

_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|denials?|refut(?:es?|ed)|rebuts?|disown(?:s|ed)?|brands?\s+(?:\w+\s+){0,4}(?:false|lies?|untrue)"
    r"|niega|niegan|negó|desmiente\w*|desmintió|démen(?:t|tent|ti)|réfute\w*|nie\s+(?:avoir|être|l[ea]s?\b|tout\w*|que|l[’'])|bestreite[tn]|bestritt|dementier\w+)(?!\w)"
    r"|\b(?:reject|dismiss|disput|contest|slam|blast)(?:s|es|ed)?\b[^.]*\b(?:reports?|stor(?:y|ies)|claims?|allegations?|accusations?|charges?|rumou?rs?)\b"
    r"|\bno\s+truth\s+(?:in|to)\b|\bweist\b[^.]*\b(?:zurück|von\s+sich)\b|\brechaza\w*\b[^.]*\b(?:acusaci\w+|informaci\w+)|\bnot\s+true\b",
    re.IGNORECASE,
)


def answered(reading: Reading) -> frozenset[str]:
    """Return the newsrooms (ids, or names as they are compared) whose report an article's headline denies.

    Empty where the headline denies nothing, or where the article confirms the matter for itself.
    """
    if reading.own.confirms or _DENIES.search(reading.article.title) is None:
        return frozenset()
    named = [c for c in reading.credits if c.role in {Role.ORIGIN, Role.SUBJECT}]
    return frozenset(key for c in named for key in (c.outlet_id or normal(c.name), normal(c.name)))
