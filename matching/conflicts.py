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
_OUTCOMES: tuple[tuple[str, str], ...] = (
    (r"acquitted|not\s+guilty|cleared", r"convicted|found\s+guilty|guilty"),
    (
        r"approv(?:e|es|ed)|pass(?:es|ed)|adopt(?:s|ed)|backs?|backed",
        r"reject(?:s|ed)|vot(?:es|ed)\s+down|block(?:s|ed)|defeat(?:s|ed)",
    ),
    (r"surviv(?:es|ed)|alive", r"died|dead|killed"),
    (r"wins?|won", r"los(?:es|t)|defeated"),
    (r"resign(?:s|ed)|quits?|steps?\s+down", r"refus(?:es|ed)\s+to\s+resign|will\s+stay|stays?\s+on"),
    (r"confirm(?:s|ed)", r"den(?:ies|ied)"),
)


@dataclass(frozen=True, slots=True)
class _Figure:
    what: str
    value: float
    vague: bool
    span: Span


def conflicts(counted: Sequence[tuple[str, Reading]]) -> tuple[Conflict, ...]:
    """Return where two counted origins contradict each other; `counted` holds (origin id, its first article's reading).

    Only the title and the first sentences are read: a contradiction on a side fact leaves the claim undisputed. Two
    bounds that allow each other ("at least 12", "21") are no contradiction, unless the headline figures differ.
    """
    found: list[Conflict] = []
    for i, (a, reading_a) in enumerate(counted):
        for b, reading_b in counted[i + 1 :]:
            found += _figures(a, reading_a, b, reading_b)
            found += _outcomes(a, reading_a, b, reading_b)
    return tuple(sorted(found, key=lambda c: (c.what, c.a, c.b, c.value_a)))


def _head(reading: Reading) -> list[tuple[str, int, str]]:
    """Title and lead as (text, offset, where)."""
    parts = [(reading.article.title, 0, "title")]
    return parts + [(s.text, s.start, "text") for s in reading.sentences[:4]]


def _read_figures(reading: Reading) -> dict[str, _Figure]:
    """The first figure about each thing that is counted, the title before the lead."""
    found: dict[str, _Figure] = {}
    for text, offset, where in _head(reading):
        for what, words in _COUNTED.items():
            if what in found:
                continue
            figure = _first_figure(text, words, offset, where, what)
            if figure is not None:
                found[what] = figure
    return found


def _first_figure(text: str, words: str, offset: int, where: str, what: str) -> _Figure | None:
    after = re.compile(rf"\b{_NUMBER}\b(?:\s+(?!and\b|but\b)[\w\-]+){{0,3}}?\s+(?:{words})\b", re.IGNORECASE)
    before = re.compile(
        rf"\b(?:{words})\s+(?:at\s+least\s+|more\s+than\s+|about\s+)?{_NUMBER}\b(?!\s*(?:per\s*cent|percent|%|years?))",
        re.IGNORECASE,
    )
    for pattern in (after, before):
        match = pattern.search(text)
        if match is None:
            continue
        values = figures_of(match.group("n"))
        value = next((float(v) for v in sorted(values) if re.fullmatch(r"\d+(?:\.\d+)?", v)), None)
        if value is None:
            continue
        vague = _VAGUE.search(text[: match.start("n")]) is not None
        return _Figure(what, value, vague, Span(offset + match.start(), offset + match.end(), match.group(), where))
    return None


def _figures(a: str, reading_a: Reading, b: str, reading_b: Reading) -> list[Conflict]:
    mine, other = _read_figures(reading_a), _read_figures(reading_b)
    found = []
    for what in sorted(mine.keys() & other.keys()):
        x, y = mine[what], other[what]
        rounded = min(x.value, y.value) > 50 and abs(x.value - y.value) <= 0.1 * max(x.value, y.value)
        if x.value == y.value or rounded or (x.vague and y.vague):
            continue
        found.append(Conflict("figure", a, b, f"{x.value:g} {what}", f"{y.value:g} {what}", x.span, y.span))
    return found


def _outcomes(a: str, reading_a: Reading, b: str, reading_b: Reading) -> list[Conflict]:
    """Opposite outcomes in two titles about the same thing."""
    title_a, title_b = reading_a.article.title, reading_b.article.title
    stems_a, stems_b = content_stems(title_a), content_stems(title_b)
    if len(stems_a & stems_b) < max(2, min(len(stems_a), len(stems_b)) // 2):
        return []
    found = []
    for good, bad in _OUTCOMES:
        for first, second in ((good, bad), (bad, good)):
            x = re.search(rf"\b(?:{first})\b", title_a, re.IGNORECASE)
            y = re.search(rf"\b(?:{second})\b", title_b, re.IGNORECASE)
            crossed = re.search(rf"\b(?:{second})\b", title_a, re.IGNORECASE) or re.search(
                rf"\b(?:{first})\b", title_b, re.IGNORECASE
            )
            if x and y and not crossed:
                found.append(
                    Conflict(
                        "outcome",
                        a,
                        b,
                        x.group(),
                        y.group(),
                        Span(x.start(), x.end(), x.group(), "title"),
                        Span(y.start(), y.end(), y.group(), "title"),
                    )
                )
    negated = re.compile(r"\b(?:not|no|never|won[’']t|will\s+not|denies|denied)\b", re.IGNORECASE)
    na, nb = negated.search(title_a), negated.search(title_b)
    close = len(stems_a & stems_b) >= 0.7 * min(len(stems_a), len(stems_b))
    if close and bool(na) != bool(nb):
        hit = na or nb
        if hit is not None:
            whole_a = Span(0, len(title_a), title_a, "title")
            whole_b = Span(0, len(title_b), title_b, "title")
            found.append(Conflict("negation", a, b, title_a, title_b, whole_a, whole_b))
    return found
