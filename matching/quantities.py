"""What title and lead count or measure: the dead, the hurt, the jobs; amounts of money; percentages. As ranges.

"At least 12" is no figure but a bound, and "some 40" is not 40: each quantity is the range that its words allow. Two
quantities of the same thing contradict each other where their ranges do not meet.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from matching.facts import content_stems, figures_of, stem
from matching.types import Span

# What is counted, by the words that say so. Two figures contradict each other only about the same thing.
_COUNTED: dict[str, str] = {
    "dead": r"dead|deaths?|died|killed|kills?|fatalit\w+|die|dies|lost\s+their\s+lives|muert\w+|fallecid\w+|morts?|tués?|tote\w*|getötet\w*",
    "hurt": r"injur\w+|hurt|wounded|hospitali[sz]ed|herid\w+|lesionad\w+|blessés?|verletzt\w*",
    "missing": r"missing|unaccounted|desaparecid\w+|disparus?|vermisst\w*",
    "arrested": r"arrest\w+|detained|in\s+custody|detenid\w+|arrêté\w*|festgenommen\w*",
    "homeless": r"evacuat\w+|displaced|homeless|evacuad\w+|évacué\w*|evakuiert\w*",
    "jobs": r"jobs?|layoffs?|laid\s+off|job\s+cuts|workers|employees|puestos|emplois|stellen",
}
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    "nineteen|twenty|thirty|forty|fifty"
)
_NUMBER = rf"(?P<n>{_DIGITS}|{_WORDS})"
_ABOUT = 50  # counts from here on are given roundly: a tenth of difference is no contradiction
_ROUNDED = 0.2  # what "about", "some", "nearly" leave open
_LOOSE = 0.05  # of amounts and percentages: what rounding explains
_LEAST_STEMS = 3  # stems that two sentences about one amount share
_BOUNDS = (
    (re.compile(r"\b(?:at\s+least|more\s+than|over|above|upwards\s+of|al\s+menos|más\s+de|au\s+moins|plus\s+de|mindestens|mehr\s+als)\s*[$€£]?\s*$", re.IGNORECASE), (1.0, math.inf)),
    (re.compile(r"\b(?:up\s+to|as\s+many\s+as|fewer\s+than|less\s+than|at\s+most|under|hasta|jusqu[’']à|bis\s+zu|weniger\s+als)\s*[$€£]?\s*$", re.IGNORECASE), (0.0, 1.0)),
    (re.compile(r"\b(?:nearly|almost|close\s+to|casi|presque|fast|knapp)\s*[$€£]?\s*$", re.IGNORECASE), (1 - _ROUNDED, 1.0)),
    (re.compile(r"\b(?:about|some|around|roughly|approximately|dozens|hundreds|unos|environ|rund|etwa)\s*[$€£]?\s*$", re.IGNORECASE), (1 - _ROUNDED, 1 + _ROUNDED)),
)  # fmt: skip
_AFTER = {
    what: re.compile(rf"\b{_NUMBER}\b(?:\s+(?!and\b|but\b)[\w\-]+){{0,3}}?\s+(?:{words})\b", re.IGNORECASE)
    for what, words in _COUNTED.items()
}
_BEFORE = {
    what: re.compile(
        rf"\b(?:{words})\s+(?:at\s+least\s+|more\s+than\s+|about\s+|some\s+|nearly\s+|up\s+to\s+)?{_NUMBER}\b(?!\s*(?:per\s*cent|percent|%|years?|million|billion|[$€£]))",
        re.IGNORECASE,
    )
    for what, words in _COUNTED.items()
}
_SCALE = {"thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}
_MONEY = (
    r"dollars?|euros?|pounds?|yen|yuan|rupees?|crowns?|kronor|kroner|francs?|pesos?|roubles?|rubles?|reais|lira|shekels?|"
    r"dólares|pesetas"
)
_AMOUNT = re.compile(
    rf"(?:(?P<sign>[$€£¥])\s?)?(?P<n>{_DIGITS})\s*(?P<scale>(?:thousand|million|billion|trillion|mn|bn|m|k)\b)?\s*(?P<unit>(?:{_MONEY})\b)?",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    rf"(?P<n>{_DIGITS})\s*(?:%|per\s?cent\b|percent\b|pct\b|Prozent\b|por\s+ciento\b|pour\s+cent\b)", re.IGNORECASE
)
_UNITS = frozenset(
    stem(word)
    for word in [
        "percent",
        "cent",
        "pct",
        "million",
        "billion",
        "thousand",
        "trillion",
        "dollars",
        "euros",
        "pounds",
        "crowns",
    ]
)
_GOES_ON = re.compile(
    r"\s*(?:$|[.,;:!?)]|(?:for|to|in|on|by|from|over|after|as|and|of\s+debt|deal|bid|loan|fine|budget)\b)"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much of what, as a range, with the words and the place; `about` holds the stems
    of title and lead, `near` those of its own line.
    """

    what: str
    low: float
    high: float
    shown: str
    span: Span
    about: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """A title or a sentence, where it begins in its text, and which of both it is."""

    text: str
    start: int
    where: str


def quantities(lines: Sequence[Line]) -> dict[str, Quantity]:
    """Return the first quantity of each kind, the lines in order; amounts and percentages of a line that has only one."""
    head = " ".join(line.text for line in lines[:2])
    about = content_stems(head) - figures_of(head)
    found: dict[str, Quantity] = {}
    for line in lines:
        if not figures_of(line.text):
            continue
        for quantity in _counts(line):
            found.setdefault(quantity.what, quantity)
        for quantity in _measures(line):
            near = content_stems(line.text) - figures_of(line.text) - _UNITS
            found.setdefault(quantity.what, replace(quantity, about=about, near=near))
    return found


def _counts(line: Line) -> Iterator[Quantity]:
    for what in _COUNTED:
        for pattern in (_AFTER[what], _BEFORE[what]):
            match = pattern.search(line.text)
            value = None if match is None else _value(match.group("n"))
            if match is not None and value is not None:
                yield _quantity(what, value, line, match)
                break


def _measures(line: Line) -> Iterator[Quantity]:
    """The one amount of money and the one percentage of a line; of several nobody can say which is meant."""
    amounts = [m for m in _AMOUNT.finditer(line.text) if _is_amount(m, line.text)]
    if len(amounts) == 1:
        scale = _SCALE.get((amounts[0].group("scale") or "").lower(), 1.0)
        yield _quantity("amount", (_value(amounts[0].group("n")) or 0.0) * scale, line, amounts[0])
    percents = list(_PERCENT.finditer(line.text))
    if len(percents) == 1:
        yield _quantity("percent", _value(percents[0].group("n")) or 0.0, line, percents[0])


def _is_amount(match: re.Match[str], text: str) -> bool:
    if match.group("sign") or match.group("unit"):
        return True
    return bool(match.group("scale")) and len(match.group("scale")) > 2 and bool(_GOES_ON.match(text, match.end()))


def _value(written: str) -> float | None:
    for figure in sorted(figures_of(written)):
        if re.fullmatch(r"\d+(?:\.\d+)?", figure):
            return float(figure)
    return None


def _quantity(what: str, value: float, line: Line, match: re.Match[str]) -> Quantity:
    before = line.text[: match.start("n")]
    low, high = next((bound for pattern, bound in _BOUNDS if pattern.search(before)), (1.0, 1.0))
    span = Span(line.start + match.start(), line.start + match.end(), match.group(), line.where)
    shown = match.group().strip() if what in {"amount", "percent"} else f"{value:g} {what}"
    return Quantity(what, value * low, value * high if value else 0.0, shown, span)


def contradict(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities of the same kind cannot both be true.

    Amounts and percentages only where title and lead are about the same; large counts that nearly agree
    are rounded.
    """
    gap = max(a.low, b.low) - min(a.high, b.high)
    if gap <= 0:
        return False
    size = max(min(a.high, b.high), min(max(a.low, b.low), 1e18))
    if a.what not in {"amount", "percent"}:
        return not (min(a.high, b.high) > _ABOUT and gap <= 0.1 * size)
    shared, least = len(a.about & b.about), min(len(a.about), len(b.about))
    if a.near.isdisjoint(b.near) or shared < min(_LEAST_STEMS, least) or shared < least / 2:
        return False
    return gap > (max(1.0, _LOOSE * size) if a.what == "percent" else _LOOSE * size)
