"""Newsrooms that no list holds, found by the place in which their name stands.

English leaves little but a newsroom in some places: after "the news agency", before "'s Jane Roe" where somebody told
something to it, before the quoted title of a programme, before a final "reports.", and as what "the publication said"
refers back to. Names that the registry or their form gives already are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from matching.facts import STOPWORDS
from matching.mentions import Mention
from matching.names import fold_word

_NAME = r"[A-Z][\w&’'\-]*(?:\.com)?(?:\s+[A-Z][\w&’'\-]*){0,3}?"
_INITIALS = r"[A-Z][A-Z0-9&]{1,6}"
_KIND = (
    r"(?:news\s+agency|news\s+site|news\s+website|news\s+outlet|newspaper|newswire|wire\s+service|magazine|tabloid|broadcaster"
    r"|(?:TV|television|cable|radio)\s+(?:channel|station|network)|celebrity\s+site|gossip\s+site|trade\s+publication|news\s+portal|podcast)"
)
_SLOTS: tuple[re.Pattern[str], ...] = (
    re.compile(
        rf"\b(?:told|tells|telling)\s+(?P<name>{_INITIALS}|[A-Z][a-z]+[A-Z]\w+)[’'](?:s\b)?\s+(?:\w+\s+){{0,2}}?(?:[\"“]\w|[A-Z][a-z]+\s+[A-Z])"
    ),
    re.compile(rf"\b(?:told|tells)\s+(?P<name>{_NAME})\s+in\s+an?\s+(?:\w+\s+){{0,2}}interview\b"),
    re.compile(rf"\b(?:on|to|with)\s+(?P<name>{_INITIALS})[’'](?:s\b)?\s+(?:the\s+)?[\"“‘][A-Z]"),
    re.compile(
        r"\b(?:told|tells|said|says|spoke|speaking|announced|appear(?:ed|ing|ance))\b[^.\n“\"]{0,60}\bon\s+[“\"](?P<name>[A-Z][^”\"\n,.]{2,40})[,.]?[”\"]"
    ),
    re.compile(rf"\b{_KIND}\s+[“\"]?(?P<name>{_NAME})(?=[”\",.;)]|\s+[a-z(]|\s*$)"),
    re.compile(rf"\b(?P<name>{_INITIALS}|[A-Z]\w+(?:\s+[A-Z]\w+){{0,2}})\s+{_KIND}\b"),
    re.compile(r"(?:,|[”\"])\s+(?P<name>[A-Z][\w.&’\-]*(?:\s+[A-Z][\w.&’\-]*){0,3})\s+reports(?=\.(?:\s|$))"),
)
# Cheap words without which no slot can fit.
_HINTS = ("told ", "tells ", "agency", "newspaper", "magazine", "site", "tabloid", "broadcaster", "station", "channel")
_MORE_HINTS = (
    " reports.",
    "’s “",
    "'s \"",
    "’s ‘",
    " on “",
    ' on "',
    "network",
    "portal",
    "publication",
    "outlet",
    "newswire",
    "podcast",
)
_BACK = re.compile(
    r"\b[Tt]he\s+(?:publication|outlet|news\s+outlet|newspaper|paper|site|website|magazine|tabloid|network|news\s+agency|broadcaster)"
    r"\s+(?:also\s+|has\s+|first\s+|then\s+)?(?:report(?:s|ed)|say[s]?|said|wrote|writes|claim(?:s|ed)|add(?:s|ed)|not(?:es|ed)|quot(?:es|ed)|cit(?:es|ed))\b"
)
_BACK_HINTS = ("publication", "outlet", "paper", "site", "magazine", "tabloid", "network", "agency", "broadcaster")
_ANTECEDENT = re.compile(
    r"\b(?:according\s+to|reported\s+by|told)\s+(?P<name>[A-Z][\w&’'\-]*(?:\s+[A-Z][\w&’'\-]*){0,2})(?=[,.;:]|\s+[a-z]|\s*$)"
    r"|(?P<by>[A-Z][\w&’'\-]*(?:\s+[A-Z][\w&’'\-]*){0,2})\s+(?:reported|reports|wrote)\b"
)
_REACH = 700  # characters between "the publication said" and the name that it means
_NO_NEWSROOM = frozenset(
    {"the", "a", "an", "this", "that", "he", "she", "it", "they", "we", "state", "local", "national"}
)


def slot_mentions(text: str, known: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return the newsrooms that stand in a newsroom's place in `text` and are not among `known`, in reading order."""
    taken = [(m.start, m.end) for m in known]
    spans = [*_in_slots(text), *_antecedents(text, taken)]
    found: list[Mention] = []
    for start, end in sorted(set(spans)):
        name = text[start:end]
        if _is_free(start, end, taken) and _is_name(name):
            found.append(Mention(start, end, name, "", False, True))
            taken.append((start, end))
    return tuple(sorted((*found, *_again(text, found, taken)), key=lambda m: m.start))


def _in_slots(text: str) -> Iterator[tuple[int, int]]:
    if not any(hint in text for hint in (*_HINTS, *_MORE_HINTS)):
        return
    for pattern in _SLOTS:
        for match in pattern.finditer(text):
            yield match.span("name")


def _antecedents(text: str, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What "the publication reported" refers to, where no newsroom was named before it."""
    for back in _BACK.finditer(text) if any(hint in text for hint in _BACK_HINTS) else ():
        first = max(0, back.start() - _REACH)
        if any(first <= start < back.start() for start, _ in taken):
            continue
        before = list(_ANTECEDENT.finditer(text, first, back.start()))
        if before:
            yield before[-1].span("name" if before[-1].group("name") else "by")


def _again(text: str, found: list[Mention], taken: list[tuple[int, int]]) -> Iterator[Mention]:
    """The other places in which a name found here stands."""
    for name in sorted({m.name for m in found}):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if _is_free(match.start(), match.end(), taken):
                taken.append(match.span())
                yield Mention(match.start(), match.end(), name, "", False, True)


def _is_free(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return not any(a < end and start < b for a, b in taken)


def _is_name(name: str) -> bool:
    """Whether a string can name somebody: no pronoun, no bare small word."""
    words = fold_word(name).split()
    return bool(words) and len(name) > 1 and words[0] not in _NO_NEWSROOM and not all(w in STOPWORDS for w in words)
