"""Days that a text speaks of, resolved against its publication date: "on Tuesday", "yesterday", "18 October".

Six languages. Only a day that the text pins down is returned: "last month" is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from matching.tokens import Token

_WEEKDAYS = (
    "monday mon lunes lundi montag segunda lunedi",
    "tuesday tue tues martes mardi dienstag terca martedi",
    "wednesday wed miercoles mercredi mittwoch quarta mercoledi",
    "thursday thu thurs jueves jeudi donnerstag quinta giovedi",
    "friday fri viernes vendredi freitag sexta venerdi",
    "saturday sat sabado samedi samstag sonnabend sabato",
    "sunday sun domingo dimanche sonntag domenica",
)
_MONTHS = (
    "january jan enero janvier januar janner janeiro gennaio",
    "february feb febrero fevrier februar fevereiro febbraio",
    "march mar marzo mars marz marco",
    "april apr abril avril aprile",
    "may mayo mai maio maggio",
    "june jun junio juin juni junho giugno",
    "july jul julio juillet juli julho luglio",
    "august aug agosto aout",
    "september sept sep septiembre septembre setembro settembre",
    "october oct octubre octobre oktober outubro ottobre",
    "november nov noviembre novembre novembro",
    "december dec diciembre decembre dezember dezembro dicembre",
)
_RELATIVE = {
    -1: "yesterday ayer hier gestern ontem ieri",
    0: "today hoy aujourd'hui heute hoje oggi tonight",
}
WEEKDAY = {word: day for day, words in enumerate(_WEEKDAYS) for word in words.split()}
MONTH = {word: month for month, words in enumerate(_MONTHS, start=1) for word in words.split()}
RELATIVE = {word: shift for shift, words in _RELATIVE.items() for word in words.split()}
_NEEDS_CAPITAL = frozenset(
    {"sun", "mar", "may", "march", "marche", "segunda", "terca", "quarta", "quinta", "sexta", "sat"}
)
_FILLERS = frozenset({"de", "of", "do", "the"})


def mentioned_days(tokens: Sequence[Token], published: date | None) -> frozenset[int]:
    """Ordinals of the days that the tokens name; empty without a publication date to resolve them against.

    A weekday is the last one up to the publication day; a day of a month is the nearest one in time.
    """
    if published is None:
        return frozenset()
    days: set[int] = set()
    for index, token in enumerate(tokens):
        word = token.key
        if word in _NEEDS_CAPITAL and not token.capital:
            continue
        if word in WEEKDAY:
            days.add((published - timedelta(days=(published.weekday() - WEEKDAY[word]) % 7)).toordinal())
        elif word in RELATIVE:
            days.add((published + timedelta(days=RELATIVE[word])).toordinal())
        elif word in MONTH:
            days |= _month_days(tokens, index, published)
    return frozenset(days)


def stated_dates(tokens: Sequence[Token]) -> frozenset[int]:
    """Ordinals of the full dates among the tokens: "18 October 2021", "October 18th, 2021", "2021-10-18".

    Figures alone are read only with the year first: whether 8/2/13 is in August or February cannot be told.
    """
    found: set[int] = set()
    for index, token in enumerate(tokens):
        near = [t for t in tokens[max(0, index - 2) : index + 4] if t.number]
        years = [int(t.key) for t in near if len(t.key) == 4 and t.key.isdecimal() and t.key[:2] in {"19", "20"}]
        if token.key in MONTH and years and (token.capital or token.key not in _NEEDS_CAPITAL):
            numbers = [int(t.key) for t in near if t.key.isdecimal() and len(t.key) <= 2]
            found |= _date(years[0], MONTH[token.key], numbers)
        elif years and len(near) >= 3 and near[0] is token and token.key == str(years[0]):
            parts = [int(t.key) for t in near[1:3] if t.key.isdecimal()]
            found |= _date(years[0], parts[0], parts[1:]) if len(parts) == 2 else set()
    return frozenset(found)


def _date(year: int, month: int, days: Sequence[int]) -> set[int]:
    """The ordinal of the first of `days` in this month; empty where there is no such day."""
    for day in days:
        try:
            return {date(year, month, day).toordinal()}
        except ValueError:
            continue
    return set()


def _month_days(tokens: Sequence[Token], index: int, published: date) -> set[int]:
    """The day that stands next to a month's name, before it ("18 de octubre") or behind it ("Oct. 18")."""
    before = index - 1
    if before >= 0 and tokens[before].key in _FILLERS:
        before -= 1
    for place in (index + 1, before):
        if 0 <= place < len(tokens) and tokens[place].number and tokens[place].key.isdecimal():
            number = int(tokens[place].key)
            if 1 <= number <= 31:
                return _nearest(MONTH[tokens[index].key], number, published)
    return set()


def _nearest(month: int, day: int, published: date) -> set[int]:
    """The ordinal of this day of the year, in the year that brings it nearest; empty for 30 February."""
    found = []
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            found.append(date(year, month, day).toordinal())
        except ValueError:
            continue
    return {min(found, key=lambda ordinal: (abs(ordinal - published.toordinal()), ordinal))} if found else set()
