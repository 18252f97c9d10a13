"""Persons cited by name, in texts of our own."""

from __future__ import annotations

import pytest

from matching.material import direct_statements
from matching.sources import named_sources
from matching.types import Article


def article(text: str, title: str = "Council closes the eastern pier") -> Article:
    return Article(
        id="a", url="https://quaypost.example/a", outlet_id="quay-post", title=title, text=text, language="en"
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('"I would not park a pram on it," Ada Moss, the town\'s engineer, told the meeting.', {"Ada Moss"}),
        ("The gates will be shut in June, said Tomas Brandt, who sells bait at the pier head.", {"Tomas Brandt"}),
        ("The vote was 9 to 4, officials said. A person familiar with the talks called them brief.", set()),
        ("The Harbour Council said on Monday that the pier would close.", set()),
    ],
)
def test_persons_are_told_from_offices_and_nameless_people(text: str, names: set[str]) -> None:
    assert {source.name for source in named_sources(article(text))} == names


def test_a_surname_is_joined_with_the_name_given_first() -> None:
    text = "Ada Moss has run the harbour since 2011.\n\nThe piles were eaten through, Moss said on Monday."
    (source,) = named_sources(article(text))
    assert source.name == "Ada Moss" and "Moss said" in text[source.span.start : source.span.end + 20]


def test_a_direct_statement_is_a_whole_quoted_sentence_with_its_speaker() -> None:
    text = 'Ada Moss told the meeting: "I would not park a pram on the outer end of that pier." She called it "tired".'
    statements = direct_statements(article(text))
    assert [statement.quote for statement in statements] == ["I would not park a pram on the outer end of that pier."]


def test_nothing_is_made_of_nothing() -> None:
    assert named_sources(article("")) == () and direct_statements(article("")) == ()


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("es", "«No aparcaría allí ni un carrito», dijo Ada Morán, la ingeniera del puerto.", "Ada Morán"),
        ("fr", "« Je n'y garerais pas une poussette », a déclaré Jeanne Morel, l'ingénieure du port.", "Jeanne Morel"),
        (
            "de",
            "„Dort würde ich keinen Kinderwagen abstellen“, sagte Karin Moser, die Ingenieurin des Hafens.",
            "Karin Moser",
        ),
    ],
)
def test_speakers_in_other_languages(language: str, text: str, name: str) -> None:
    read = Article(id="a", url="https://quaypost.example/a", outlet_id="q", title="Pier", text=text, language=language)
    assert [source.name for source in named_sources(read)] == [name]


def test_a_long_hostile_text_is_read_to_its_end() -> None:
    text = ('"' * 2_000) + (" Ada Moss said, " * 2_000) + ("Mr. " * 2_000)
    assert {source.name for source in named_sources(article(text))} <= {"Ada Moss"}
