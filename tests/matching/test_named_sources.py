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


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("“They never asked the people who fish here.” ― Dora Pell", {"Dora Pell"}),
        ("“They never asked us.”― Julie A. Vane Dorn\n“It is a fine pier.” ― Ann Pell, Lorne", {"Julie A. Vane Dorn", "Ann Pell"}),
        ("A bad day for the harbour it was. ― Dora Pell", {"Dora Pell"}),
        ("PIER CLOSED FOR GOOD, COUNCIL SPLIT - Dora Pell and Frank Vane: “Nobody asked the people who fish.”", {"Dora Pell", "Frank Vane"}),
        ("-Dora Pell leads Frank Vane in Lorne.", set()),
        ("Dora Pell: 1,769.\n\nFrank Vane: 1,501.", set()),
    ],
)  # fmt: skip
def test_who_signs_a_quotation(text: str, names: set[str]) -> None:
    assert {source.name for source in named_sources(article(text))} == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('"Close it," wrote Dora Pell, Frank Vane and Ann Dorn.', {"Dora Pell", "Frank Vane", "Ann Dorn"}),
        ("The pier is safe, according to Dora Pell of Lorne University and Frank Vane.", {"Dora Pell", "Frank Vane"}),
        ('"Close it," said Dora Pell, and Frank Vane left the room.', {"Dora Pell"}),
        ("Several councillors, including Dora Pell and Frank Vane, criticised the vote.", {"Dora Pell", "Frank Vane"}),
        ("The vote was sharply criticized by Dora Pell, who fishes there.", {"Dora Pell"}),
        ("The piles are rotten, a fact first reported by Frank Vane, a reporter for the Post.", {"Frank Vane"}),
    ],
)
def test_several_speakers_of_one_verb(text: str, names: set[str]) -> None:
    assert {source.name for source in named_sources(article(text))} == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A study by Dora Pell of Lorne University and Frank Vane found that the piles are hollow.", {"Dora Pell", "Frank Vane"}),
        ("The repair would cost 4 million, according to calculations by Dora Pell.", {"Dora Pell"}),
        ("A survey conducted by independent analyst Dora Pell showed that few walk there.", {"Dora Pell"}),
        ("A bridge by Dora Pell was opened in June. It is long.", set()),
        ("A study by Dora Pell will be paid for by the council.", set()),
    ],
)  # fmt: skip
def test_what_persons_found_out_and_wrote(text: str, names: set[str]) -> None:
    assert {source.name for source in named_sources(article(text))} == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('"We gave it back," said Vane campaign manager Dora Pell. Frank Vane lost the vote in Lorne.', {"Dora Pell"}),
        ("According to the statement, Pell met the divers in May. Dora Pell runs the workshop.", set()),
        ("Frank Vane won in Lorne, adding to his lead over Dora Pell.", set()),
        ("Frank Vane called off the vote.", set()),
        ("Rostehn Quarrt, whose director lives in Lorne, said that pumps sell well.", set()),
        ("Mr. Dorn's spokesman, Steffo Quarrt, wrote on Tuesday that the pier was safe.", {"Steffo Quarrt"}),
        ("Two councillors, Ilka Rostehn and Frank Vane, said that they would vote no.", {"Ilka Rostehn", "Frank Vane"}),
        ("The pier is unsafe, Al Dorn said. The mayor met Al Dorn in May.", {"Al Dorn"}),
    ],
)
def test_who_is_meant_and_who_is_not(text: str, names: set[str]) -> None:
    assert {source.name for source in named_sources(article(text))} == names
