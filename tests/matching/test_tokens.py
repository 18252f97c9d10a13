from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.days import mentioned_days, stated_dates
from matching.tokens import fold, fold_number, strip_accents, tokenize


def keys(text: str) -> list[str]:
    return [token.key for token in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mayor’s aide's plan", ["mayor", "aide", "plan"]),
        ("l’eau d'Évian, dell'acqua", ["eau", "evian", "acqua"]),
        ("México y MEXICO", ["mexico", "y", "mexico"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("don't 212,000 4,5 1.200.000", ["don't", "212000", "4.5", "1200000"]),
        ("Москва приняла", ["москва", "приняла"]),
        ("東京都知事", ["東京", "京都", "都知", "知事"]),
        ("港", ["港"]),
        ("", []),
        ("—…!? ", []),
    ],
)
def test_keys(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


def test_capitals_and_sentence_starts() -> None:
    tokens = tokenize("The mayor met Ruth Vane. She left.\nThen it rained")
    assert [t.word for t in tokens if t.initial] == ["the", "she", "then"]
    assert [t.word for t in tokens if t.capital and not t.initial] == ["ruth", "vane"]


def test_numbers_are_folded_whatever_their_grouping() -> None:
    assert {fold_number(text) for text in ("212,000", "212.000", "212 000", "212\u202f000")} == {"212000"}


@given(st.text())
def test_any_text_gives_tokens_in_order_within_it(text: str) -> None:
    tokens = tokenize(text)
    assert all(0 <= t.start < t.end <= len(text) for t in tokens)
    assert [t.start for t in tokens] == sorted(t.start for t in tokens)
    assert all(t.key for t in tokens)


@given(st.text(min_size=1))
def test_folding_never_fails(word: str) -> None:
    assert isinstance(strip_accents(fold(word)), str)


TUESDAY = date(2024, 3, 5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Tuesday", [date(2024, 3, 5)]),
        ("il a neigé lundi", [date(2024, 3, 4)]),
        ("el martes y ayer", [date(2024, 3, 4), date(2024, 3, 5)]),
        ("am 18. Oktober", [date(2023, 10, 18)]),
        ("March 7", [date(2024, 3, 7)]),
        ("they march 7 miles", []),
        ("the sun shone", []),
        ("30 February", []),
    ],
)
def test_days_are_resolved_against_publication(text: str, expected: list[date]) -> None:
    assert sorted(mentioned_days(tokenize(text), TUESDAY)) == sorted(day.toordinal() for day in expected)


def test_no_publication_date_no_days() -> None:
    assert mentioned_days(tokenize("on Tuesday"), None) == frozenset()


@pytest.mark.parametrize(
    "text", ["18 October 2021", "Oct. 18th, 2021, 7:35 am", "2021-10-18", "18 de octubre de 2021", "18. Oktober 2021"]
)
def test_full_dates(text: str) -> None:
    assert date(2021, 10, 18).toordinal() in stated_dates(tokenize(text))


@given(st.text(alphabet="0123456789 .-/,MayOct²"))
def test_no_figures_break_dates(text: str) -> None:
    stated_dates(tokenize(text))
    mentioned_days(tokenize(text), TUESDAY)
