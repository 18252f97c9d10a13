"""Say in one sentence why a verdict is what it is, so that a person can read it aloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matching import reasons
from matching.findings import barred
from matching.reading import Reading
from matching.types import Body, Origin, OriginKind, State, Verdict

_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
_NAMED = 4  # names read aloud before "and N more"


def explain(verdict: Verdict, readings: Mapping[str, Reading]) -> str:
    """Return the sentence for `verdict`; `readings` are those of the event's articles, by id.

    A second one names those who took their report back: that is why a verdict fell, and a listener would not know.
    """
    return " ".join([_because(verdict, readings), *_taken_back(list(readings.values()))])


def _taken_back(readings: Sequence[Reading]) -> list[str]:
    retracted = _outlets(r for r in readings if r.retracted)
    gone = [name for name in _outlets(r for r in readings if r.taken_down and not r.retracted) if name not in retracted]
    said = [f"{listing(retracted)} retracted {_its(retracted)}."] if retracted else []
    return said + ([f"{listing(gone)} took down {_its(gone)}."] if gone else [])


def _its(outlets: Sequence[str]) -> str:
    return "its report" if len(outlets) == 1 else "their reports"


def _because(verdict: Verdict, readings: Mapping[str, Reading]) -> str:
    counted = [o for o in verdict.origin_list if o.counts]
    if verdict.state is State.CORROBORATED:
        tail = " They contradict each other on the central claim." if verdict.disputed else ""
        noun = "notable outlets of different houses"
        return f"{count(len(counted))} {noun} reported this independently: {listing([o.name for o in counted])}.{tail}"
    if verdict.state is State.INSUFFICIENT_EVIDENCE:
        missing = _outlets(r for r in readings.values() if r.body is not Body.FULL and r.notable)
        return f"{counted[0].name} reported this; whether {listing(missing, 'or')} did so independently cannot be told, because the article could not be read whole."
    if verdict.state is State.SINGLE_REPORT:
        beside = {f.article_id for f in verdict.findings if f.reason in _BESIDE}
        names = _outlets(r for key, r in readings.items() if barred(r) is None and key not in beside)
        if not names:
            return _nothing_countable(list(readings.values()))
        if len(names) == 1:
            return f"Only {names[0]} reported this."
        return f"Only outlets of one publisher group reported this: {listing(names)}."
    if verdict.state is State.COMMON_STATEMENT:
        return f"Every report of this reproduces one press release or public statement ({verdict.outlets} outlets)."
    if verdict.state is State.NOT_NOTABLE:
        names = [o.name for o in verdict.origin_list if o.kind is not OriginKind.STATEMENT]
        notable = counted[0].name if counted else ""
        known = f"only {notable} is notable" if notable else "none of them is notable"
        return f"{count(len(names))} newsrooms reported this independently ({listing(names)}), but {known}."
    return _single_origin(verdict.origin_list, verdict.outlets)


# Articles that are no report of this at all: of another claim, or resting on a report that was taken back.
_BESIDE = frozenset({reasons.DIFFERENT_CLAIM, reasons.RETRACTED_ORIGIN})
_NOTHING = "No article of this event reports it in a form that counts."


def _nothing_countable(readings: Sequence[Reading]) -> str:
    """Why nothing counts: because nothing could be read, or because of what could."""
    if any(r.body is Body.FULL for r in readings):
        return _NOTHING
    known = _outlets(r for r in readings if not r.aggregator) or _outlets(readings)
    articles = "its article" if len(readings) == 1 else "their articles" if len(known) > 1 else "its articles"
    return f"{listing(known)} may have reported this; {articles} could not be read, so nothing can be said."


def _single_origin(origins: Sequence[Origin], outlets: int) -> str:
    if not origins:
        return _NOTHING
    reporting = [o for o in origins if o.kind is not OriginKind.STATEMENT] or list(origins)
    names = listing([o.name for o in reporting])
    if reporting[0].kind is OriginKind.STATEMENT:
        names = "one press release or public statement"
    return f"{outlets} outlets carry this, but everything rests on {names}."


def _outlets(readings: object) -> list[str]:
    """Names of the outlets of some readings, each once, in order of time."""
    names: list[str] = []
    for reading in readings:  # type: ignore[attr-defined]
        name = reading.outlet.name if reading.outlet else reading.article.outlet_id
        if name not in names:
            names.append(name)
    return names


def count(number: int) -> str:
    """Return a number as a word up to ten, else in figures."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def listing(names: Sequence[str], joiner: str = "and") -> str:
    """Return names as a reader says them: "A, B and C"; long lists end in "and N more"."""
    shown = [n if n[:1] != " " else n.strip() for n in names]
    if len(shown) > _NAMED + 1:
        return f"{', '.join(shown[:_NAMED])} and {len(shown) - _NAMED} more"
    if len(shown) <= 1:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} {joiner} {shown[-1]}"
