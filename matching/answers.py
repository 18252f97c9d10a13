"""Articles that tell somebody's denial: they answer a report and cannot confirm it.

"Holm denies taking the money", with "the Ledger had reported …" further down, is what Holm did about the Ledger's report.
Whoever prints the denial was at a news conference, and knows no more of the matter than before. The denial may stand in the
headline, in the lead ("denied that …"), or beside the name of the newsroom ("she called it nonsense").
"""

from __future__ import annotations

import re

from matching import thresholds as limits
from matching.names import normal
from matching.reading import Reading
from matching.types import Credit, Role

_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|denials?|refut(?:es?|ed)|rebuts?|disown(?:s|ed)?|brands?\s+(?:\w+\s+){0,4}(?:false|lies?|untrue)"
    r"|niega|niegan|negó|desmiente\w*|desmintió|démen(?:t|tent|ti)|réfute\w*|nie\s+(?:avoir|être|l[ea]s?\b|tout\w*|que|l[’'])|bestreite[tn]|bestritt|dementier\w+)(?!\w)"
    r"|\b(?:reject|dismiss|disput|contest|slam|blast)(?:s|es|ed)?\b[^.]*\b(?:reports?|stor(?:y|ies)|claims?|allegations?|accusations?|charges?|rumou?rs?)\b"
    r"|\bno\s+truth\s+(?:in|to)\b|\bweist\b[^.]*\b(?:zurück|von\s+sich)\b|\brechaza\w*\b[^.]*\b(?:acusaci\w+|informaci\w+)|\bnot\s+true\b",
    re.IGNORECASE,
)
# Not what somebody pleads ("denied murder"): what is said of him is not so.
_LEAD_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|refut(?:es?|ed))\s+(?:that|it|having|being|(?:\w+\s+){0,2}(?:reports?|claims?|rumou?rs?|suggestions?))\b",
    re.IGNORECASE,
)
_REPORT = re.compile(r"\b(?:report(?:s|ed)?|stor(?:y|ies)|article|claim(?:s|ed)?)\b", re.IGNORECASE)
_DISMISSED = re.compile(
    r"\b(?:call(?:s|ed)|describ(?:es|ed)|dismiss(?:es|ed)|brand(?:s|ed)|reject(?:s|ed))\b[^.]{0,60}?"
    r"\b(?:nonsense|rubbish|untrue|false|fiction|fantasy|baseless|unfounded|invent(?:ed|ion)|made\s+up|fabricat\w+|speculation)\b"
    r"|\bden(?:ies|ied)\s+(?:it|this|that|the\s+(?:report|story|claim)s?)\b|\bno\s+truth\s+in\b",
    re.IGNORECASE,
)


def answered(reading: Reading) -> frozenset[str]:
    """Return the newsrooms (ids, or names as they are compared) whose report an article denies.

    Empty where it tells no denial, or where it confirms the matter for itself.
    """
    if reading.own.confirms:
        return frozenset()
    named = [c for c in reading.credits if c.role in {Role.ORIGIN, Role.SUBJECT}]
    if _DENIES.search(reading.article.title) is None:
        lead = any(_LEAD_DENIES.search(s.text) for s in reading.sentences[: limits.LEAD_SENTENCES])
        named = [c for c in named if _dismissed(reading, c, lead=lead)]
    return frozenset(key for c in named for key in (c.outlet_id or normal(c.name), normal(c.name)))


def _dismissed(reading: Reading, credit: Credit, *, lead: bool) -> bool:
    """Whether the report of a newsroom, where it is named, is what the lead denies, or is called untrue there."""
    if credit.span.where != "text":
        return False
    at = next((n for n, s in enumerate(reading.sentences) if s.start <= credit.span.start < s.end), None)
    if at is None:
        return False
    here = reading.sentences[at : at + 2]
    return (lead and _REPORT.search(here[0].text) is not None) or any(_DISMISSED.search(s.text) for s in here)
