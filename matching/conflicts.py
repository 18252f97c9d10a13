"""Do counted origins agree on the central claim? Figures, actor, outcome and negation of title and lead, two by two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from matching.facts import content_stems, is_calendar, stem
from matching.quantities import Line, Quantity, contradict, quantities
from matching.reading import Reading
from matching.types import Conflict, Span

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
        (r"rises?|rose|gains?|gained|climbs?|climbed|up", r"falls?|fell|drops?|dropped|declin(?:es|ed)|down"),
    )
)
_NEGATED = re.compile(r"\b(?:not|no|never|nobody|won[’']t|cannot|can[’']t|\w+n[’']t)\b", re.IGNORECASE)
_CLAUSES = re.compile(r"\s*[,;:–—]\s*|\s+-\s+|\s+(?:but|and|as|while|after|because|although)\s+", re.IGNORECASE)
_LEAD = 4  # sentences read beside the title
_NAME = r"[A-ZÀ-Þ][\w’'\-]*[a-zß-ÿ](?:\s+(?:van|von|de|der|al)?\s*[A-ZÀ-Þ][\w’'\-]*[a-zß-ÿ])*"
# Somebody does something: the name at the beginning, the word after it (a verb by its ending), what follows.
_DOER = re.compile(
    rf"^(?:[\w’'\-]+\s+){{0,3}}?(?P<who>{_NAME})\s+(?P<verb>[a-z]{{2,}}(?:ed|s|t|ew|ave|ook|an|on|id|ot))\s+(?P<rest>[^,.;:–—]{{6,}})"
)
_SAME_DEED = 0.7  # share of the stems of what was done that both sentences have
_DEED_STEMS = 3


@dataclass(frozen=True, slots=True)
class _Doer:
    """Who is said to have done what: the last word of the name, the verb's stem, the deed's, names in it, where it stands."""

    who: str
    verb: str
    deed: frozenset[str]
    to: frozenset[str]
    span: Span


@dataclass(frozen=True, slots=True)
class _Head:
    """What title and lead claim: quantities, outcomes as (which, side) with their places in the title, doers."""

    title: str
    text: str
    quantities: dict[str, Quantity]
    outcomes: dict[int, dict[int, Span]]
    doers: tuple[_Doer, ...]
    stems: frozenset[str]
    negated: str  # the clause of the title that denies something, "" for none


def conflicts(counted: Sequence[tuple[str, Reading]]) -> tuple[Conflict, ...]:
    """Return where two counted origins contradict each other; `counted` holds (origin id, the reading that speaks for it).

    Only the title and the first sentences are read: a contradiction on a side fact leaves the claim undisputed. Bounds
    and roundings are taken as the ranges that they are.
    """
    heads = [(origin_id, _read(reading)) for origin_id, reading in counted]
    found: list[Conflict] = []
    for i, (a, head_a) in enumerate(heads):
        for b, head_b in heads[i + 1 :]:
            found += _figures(a, head_a, b, head_b)
            found += _outcomes(a, head_a, b, head_b)
            found += _actors(a, head_a, b, head_b)
    return tuple(sorted(found, key=lambda c: (c.what, c.a, c.b, c.value_a)))


def _read(reading: Reading) -> _Head:
    title = reading.article.title
    outcomes: dict[int, dict[int, Span]] = {}
    for number, sides in enumerate(_OUTCOMES):
        hits = {side: m for side, pattern in enumerate(sides) if (m := pattern.search(title))}
        if hits:
            outcomes[number] = {side: Span(m.start(), m.end(), m.group(), "title") for side, m in hits.items()}
    lines = [Line(title, 0, "title"), *(Line(s.text, s.start, "text") for s in reading.sentences[:_LEAD])]
    doers = tuple(d for line in lines[:2] if (d := _doer(line)) is not None)
    return _Head(title, reading.article.text, quantities(lines), outcomes, doers, content_stems(title), _negated(title))


def _figures(a: str, head_a: _Head, b: str, head_b: _Head) -> list[Conflict]:
    found = []
    for what in sorted(head_a.quantities.keys() & head_b.quantities.keys()):
        x, y = head_a.quantities[what], head_b.quantities[what]
        if contradict(x, y):
            found.append(Conflict("figure", a, b, x.shown, y.shown, x.span, y.span))
    return found


def _outcomes(a: str, head_a: _Head, b: str, head_b: _Head) -> list[Conflict]:
    """Opposite outcomes of the same subject, or one negation, in two titles about the same thing."""
    common, least = len(head_a.stems & head_b.stems), min(len(head_a.stems), len(head_b.stems))
    if common < max(2, least // 2):
        return []
    found = []
    for number in sorted(head_a.outcomes.keys() & head_b.outcomes.keys()):
        mine, other = head_a.outcomes[number], head_b.outcomes[number]
        if len(mine) == 1 and len(other) == 1 and mine.keys() != other.keys():
            x, y = next(iter(mine.values())), next(iter(other.values()))
            if _same_subject(head_a.title, x, head_b.title, y):
                found.append(Conflict("outcome", a, b, x.text, y.text, x, y))
    return found or _negation(a, head_a, b, head_b)


def _same_subject(title_a: str, x: Span, title_b: str, y: Span) -> bool:
    """Whether the words before two outcomes, where there are any, are about the same: one wins what another loses."""
    before_a, before_b = content_stems(title_a[: x.start]), content_stems(title_b[: y.start])
    return not before_a or not before_b or bool(before_a & before_b)


def _negation(a: str, head_a: _Head, b: str, head_b: _Head) -> list[Conflict]:
    """A clause of the one title that the other has without its "not", what is denied first of all."""
    if bool(head_a.negated) == bool(head_b.negated):
        return []
    clause, other = (head_a.negated, head_b) if head_a.negated else (head_b.negated, head_a)
    negation = _NEGATED.search(clause)
    denied = content_stems(_NEGATED.sub(" ", clause))
    after = [
        s for w in re.findall(r"[\w’'\-]+", clause[negation.end() :] if negation else "") for s in content_stems(w)
    ]
    if not after or after[0] not in other.stems or len(denied & other.stems) < max(2, _SAME_DEED * len(denied)):
        return []
    whole_a, whole_b = (Span(0, len(t), t, "title") for t in (head_a.title, head_b.title))
    return [Conflict("negation", a, b, head_a.title, head_b.title, whole_a, whole_b)]


def _negated(title: str) -> str:
    return next((clause for clause in _CLAUSES.split(title) if _NEGATED.search(clause)), "")


def _doer(line: Line) -> _Doer | None:
    words = re.findall(r"[^\W\d_][\w’'\-]*", line.text)
    if sum(word[0].isupper() for word in words) * 2 > len(words):
        return None  # a title in capitals does not show what a name is
    match = _DOER.search(line.text)
    if match is None:
        return None
    rest = match.group("rest")
    to = frozenset(re.findall(r"[A-ZÀ-Þ][\w’'\-]*[a-zß-ÿ]", rest))
    deed = content_stems(f"{match.group('verb')} {rest}") - {stem(name) for name in to}
    start, end = line.start + match.start("who"), line.start + match.end("rest")
    span = Span(start, end, match.group()[: match.end("rest") - match.start()], line.where)
    verb = stem(match.group("verb"))
    return _Doer(match.group("who").split()[-1], verb, deed | {verb}, to, span)


def _actors(a: str, head_a: _Head, b: str, head_b: _Head) -> list[Conflict]:
    """One deed and two doers: "A beats B" against "B beats A", or a doer whom the other article does not know at all."""
    for x in head_a.doers:
        for y in head_b.doers:
            if x.verb != y.verb or _plain(x.who) == _plain(y.who) or is_calendar(x.who) or is_calendar(y.who):
                continue
            swapped = x.who in y.to and y.who in x.to
            if swapped or (_same_deed(x, y) and _strangers(x, head_a, y, head_b)):
                return [Conflict("actor", a, b, x.span.text, y.span.text, x.span, y.span)]
    return []


def _same_deed(x: _Doer, y: _Doer) -> bool:
    common = len(x.deed & y.deed)
    return common >= _DEED_STEMS and common >= _SAME_DEED * min(len(x.deed), len(y.deed))


def _strangers(x: _Doer, head_a: _Head, y: _Doer, head_b: _Head) -> bool:
    """Whether neither article names the other's doer: else both know both, and tell it from two sides."""
    return not _names(head_b, x.who) and not _names(head_a, y.who)


def _names(head: _Head, who: str) -> bool:
    return re.search(rf"\b{re.escape(_plain(who))}\b", _plain(f"{head.title} {head.text}")) is not None


def _plain(text: str) -> str:
    """A text without accents: "Moïse" is "Moise" elsewhere."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
