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
