"""Do counted origins agree on the central claim? Figures, outcome and negation of title and lead, compared two by two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matching.facts import content_stems, figures_of
from matching.reading import Reading
from matching.types import Conflict, Span

# What is counted, by the words that say so. Two figures contradict each other only about the same thing.
_COUNTED: dict[str, str] = {
    "dead": r"dead|deaths?|died|killed|kills?|fatalit\w+|die|lost\s+their\s+lives|muert\w+|fallecid\w+|morts?|tués?|tote\w*|getötet\w*",
    "hurt": r"injur\w+|hurt|wounded|hospitali[sz]ed|herid\w+|lesionad\w+|blessés?|verletzt\w*",
    "missing": r"missing|unaccounted|desaparecid\w+|disparus?|vermisst\w*",
    "arrested": r"arrest\w+|detained|in\s+custody|detenid\w+|arrêté\w*|festgenommen\w*",
    "homeless": r"evacuat\w+|displaced|homeless|evacuad\w+|évacué\w*|evakuiert\w*",
    "jobs": r"jobs?|layoffs?|laid\s+off|job\s+cuts|workers|employees|puestos|emplois|stellen",
}
_NUMBER = (
    r"(?P<n>\d{1,3}(?:[,.]\d{3})+|\d+|"
    + "|".join(
        [
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
            "thirty",
            "forty",
            "fifty",
        ]
    )
    + r")"
)
_VAGUE = re.compile(
    r"\b(?:at\s+least|more\s+than|over|about|some|nearly|almost|around|up\s+to|dozens|hundreds|as\s+many\s+as|al\s+menos|unos|más\s+de|au\s+moins|mindestens|rund)\s*$",
    re.IGNORECASE,
)
_OUTCOMES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(rf"\b(?:{good})\b", re.IGNORECASE), re.compile(rf"\b(?:{bad})\b", re.IGNORECASE))
    for good, bad in (
        (r"acquitted|not\s+guilty|cleared", r"convicted|found\s+guilty"),
        (
            r"approv(?:e|es|ed)|pass(?:es|ed)|adopt(?:s|ed)|backs?|backed",
            r"reject(?:s|ed)|vot(?:es|ed)\s+down|block(?:s|ed)|defeat(?:s|ed)",
        ),
        (r"surviv(?:es|ed)|alive", r"died|dead|killed"),
        (r"wins?|won", r"los(?:es|t)|defeated"),
        (r"resign(?:s|ed)|quits?|steps?\s+down", r"refus(?:es|ed)\s+to\s+resign|will\s+stay|stays?\s+on"),
        (r"confirm(?:s|ed)", r"den(?:ies|ied)"),
    )
)
_NEGATED = re.compile(r"\b(?:not|no|never|won[’']t|will\s+not|denies|denied)\b", re.IGNORECASE)
_AFTER = {
    what: re.compile(rf"\b{_NUMBER}\b(?:\s+(?!and\b|but\b)[\w\-]+){{0,3}}?\s+(?:{words})\b", re.IGNORECASE)
    for what, words in _COUNTED.items()
}
_BEFORE = {
    what: re.compile(
        rf"\b(?:{words})\s+(?:at\s+least\s+|more\s+than\s+|about\s+)?{_NUMBER}\b(?!\s*(?:per\s*cent|percent|%|years?))",
        re.IGNORECASE,
    )
    for what, words in _COUNTED.items()
}
_LEAD = 4  # sentences read beside the title
_ABOUT = 50  # figures from here on are given roundly: a tenth of difference is no contradiction


@dataclass(frozen=True, slots=True)
class _Figure:
    """One figure about one thing: its value, whether it is given as a bound, and where it stands."""

    what: str
    value: float
    vague: bool
    span: Span


@dataclass(frozen=True, slots=True)
class _Head:
    """What title and lead claim: figures, outcomes as (which, side) with their spans, negation, content stems."""

    title: str
    figures: dict[str, _Figure]
    outcomes: dict[int, dict[int, Span]]
    negated: bool
    stems: frozenset[str]


def conflicts(counted: Sequence[tuple[str, Reading]]) -> tuple[Conflict, ...]:
    """Return where two counted origins contradict each other; `counted` holds (origin id, its first article's reading).

    Only the title and the first sentences are read: a contradiction on a side fact leaves the claim undisputed. Two
    bounds ("at least 12", "more than 20") are no contradiction, nor are large round figures that nearly agree.
    """
    heads = [(origin_id, _read(reading)) for origin_id, reading in counted]
    found: list[Conflict] = []
    for i, (a, head_a) in enumerate(heads):
        for b, head_b in heads[i + 1 :]:
            found += _figures(a, head_a, b, head_b)
            found += _outcomes(a, head_a, b, head_b)
    return tuple(sorted(found, key=lambda c: (c.what, c.a, c.b, c.value_a)))


def _read(reading: Reading) -> _Head:
    title = reading.article.title
    outcomes: dict[int, dict[int, Span]] = {}
    for number, sides in enumerate(_OUTCOMES):
        hits = {side: m for side, pattern in enumerate(sides) if (m := pattern.search(title))}
        if hits:
            outcomes[number] = {side: Span(m.start(), m.end(), m.group(), "title") for side, m in hits.items()}
    return _Head(title, _read_figures(reading), outcomes, _NEGATED.search(title) is not None, content_stems(title))


def _read_figures(reading: Reading) -> dict[str, _Figure]:
    """The first figure about each thing that is counted, the title before the lead."""
    parts = [(reading.article.title, 0, "title"), *((s.text, s.start, "text") for s in reading.sentences[:_LEAD])]
    found: dict[str, _Figure] = {}
    for text, offset, where in parts:
        if not figures_of(text):
            continue
        for what in _COUNTED:
            figure = None if what in found else _first_figure(text, what, offset, where)
            if figure is not None:
                found[what] = figure
    return found


def _first_figure(text: str, what: str, offset: int, where: str) -> _Figure | None:
    for pattern in (_AFTER[what], _BEFORE[what]):
        match = pattern.search(text)
        if match is None:
            continue
        value = next(
            (float(v) for v in sorted(figures_of(match.group("n"))) if re.fullmatch(r"\d+(?:\.\d+)?", v)), None
        )
        if value is not None:
            vague = _VAGUE.search(text[: match.start("n")]) is not None
            span = Span(offset + match.start(), offset + match.end(), match.group(), where)
            return _Figure(what, value, vague, span)
    return None


def _figures(a: str, head_a: _Head, b: str, head_b: _Head) -> list[Conflict]:
    found = []
    for what in sorted(head_a.figures.keys() & head_b.figures.keys()):
        x, y = head_a.figures[what], head_b.figures[what]
        near = min(x.value, y.value) > _ABOUT and abs(x.value - y.value) <= 0.1 * max(x.value, y.value)
        if x.value == y.value or near or (x.vague and y.vague):
            continue
        found.append(Conflict("figure", a, b, f"{x.value:g} {what}", f"{y.value:g} {what}", x.span, y.span))
    return found


def _outcomes(a: str, head_a: _Head, b: str, head_b: _Head) -> list[Conflict]:
    """Opposite outcomes, or one negation, in two titles about the same thing."""
    common, least = len(head_a.stems & head_b.stems), min(len(head_a.stems), len(head_b.stems))
    if common < max(2, least // 2):
        return []
    found = []
    for number in sorted(head_a.outcomes.keys() & head_b.outcomes.keys()):
        mine, other = head_a.outcomes[number], head_b.outcomes[number]
        if len(mine) == 1 and len(other) == 1 and mine.keys() != other.keys():
            x, y = next(iter(mine.values())), next(iter(other.values()))
            found.append(Conflict("outcome", a, b, x.text, y.text, x, y))
    if not found and common >= 0.7 * least and head_a.negated != head_b.negated:
        whole_a, whole_b = (Span(0, len(t), t, "title") for t in (head_a.title, head_b.title))
        found.append(Conflict("negation", a, b, head_a.title, head_b.title, whole_a, whole_b))
    return found
