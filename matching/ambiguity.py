"""Names that several outlets bear, or that are everyday words as well: which outlet is meant, if any.

These rules come before the registry's names, short forms and domains; what they leave open stays a name that nobody
has registered. `matching.types.AmbiguousName` says what each rule means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matching.names import normal
from matching.types import AmbiguousName, NameRule

# After a word at the head of a sentence, where its capital says nothing: only a newsroom does this.
_PUBLISHES = re.compile(
    r"(?:[’']s\s+[A-Z][a-z]|\s+(?:first\s+|also\s+|later\s+|has\s+|had\s+|exclusively\s+)*(?:reported|reports|revealed|published|broke)"
    r"\s+(?:that\b|late\b|early\b|earlier\b|last\b|(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    r"|\s+(?:was|is)\s+(?:the\s+)?first\s+to\s+report|,\s+(?:citing|which|quoting)\b|\s+(?:magazine|newspaper)\b)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an ambiguous name stands: what decides between its candidates.

    `own` is the article's outlet, `country` that outlet's. `named` are the outlets named in full before it, in order.
    `written` is the name with its article, `opens` whether it begins a sentence (or stands where all words have
    capitals), `credit` whether the place holds nothing but credits (a dateline, a byline), `after` what follows it.
    """

    own: str
    country: str
    named: Sequence[str]
    written: str
    opens: bool
    credit: bool
    after: str


class Ambiguities:
    """The ambiguous names of a registry, by folded name."""

    def __init__(self, names: Sequence[AmbiguousName]) -> None:
        """Prepare `names`; raises nothing."""
        self._with_article: dict[str, AmbiguousName] = {}
        self._bare: dict[str, AmbiguousName] = {}
        for name in names:
            table = self._with_article if name.name.lower().startswith("the ") else self._bare
            table[normal(name.name)] = name

    def keys(self) -> frozenset[str]:
        """The folded names."""
        return frozenset((*self._with_article, *self._bare))

    def get(self, key: str, *, article: bool) -> AmbiguousName | None:
        """Return the entry for a folded name, that with "The" before that without where the text has it; or None."""
        first, second = (self._with_article, self._bare) if article else (self._bare, self._with_article)
        return first.get(key) or second.get(key)


def resolve(name: AmbiguousName, place: Place) -> str:
    """Return the id of the outlet that an ambiguous name means in its place, or "".

    On its own pages a candidate is meant by its own short form.
    """
    if name.rule is NameRule.CAPITALS:
        return name.candidates[0] if _capitals_tell(name, place) else ""
    if place.own in name.candidates:
        return place.own
    named = {outlet for outlet in place.named if outlet in name.candidates}
    if len(named) == 1:
        return named.pop()
    bare = name.name.lower().startswith("the ") and not place.written.lower().startswith("the ")
    if name.rule is NameRule.COUNTRY and not bare:
        return name.in_country(place.country)
    return ""


def publishes(text: str, at: int) -> bool:
    """Whether what follows position `at` is what only a newsroom does ("… reported on Tuesday")."""
    return _PUBLISHES.match(text, at) is not None


def _capitals_tell(name: AmbiguousName, place: Place) -> bool:
    """Whether the capitals are the name's own: written just so, and not only because a sentence begins there."""
    exact = place.written == name.name or (
        not name.name.startswith("The ") and place.written in {f"the {name.name}", f"The {name.name}"}
    )
    if not exact:
        return False
    if place.credit or place.own in name.candidates or place.named.count(name.candidates[0]):
        return True
    return not place.opens or _PUBLISHES.match(place.after) is not None
