"""What cites a person in English beside a verb and its subject, and what looks like it and does not."""

from __future__ import annotations

import pytest

from matching.sources import NamedSource, named_sources
from matching.types import Article


def sources(text: str, language: str = "en") -> tuple[NamedSource, ...]:
    return named_sources(
        Article("a", "https://quaypost.example/a", "quay-post", "Council closes the pier", text, language=language)
    )


def names(text: str, language: str = "en") -> set[str]:
    return {source.name for source in sources(text, language)}


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Dora Pell fired back on Monday.", "fired back"),
        ("Dora Pell made it clear that the pier would close.", "made it clear"),
        ("Dora Pell gave a short speech about the pier.", "gave a short speech"),
        ("Dora Pell has been quoted as saying that the pier is safe.", "been quoted as saying"),
        ("Dora Pell was quoted as saying that the pier is safe.", "was quoted as saying"),
        ("Dora Pell is adamant that the pier is safe.", "is adamant that"),
        ("Dora Pell kept insisting that the pier was safe.", "kept insisting"),
        ("Dora Pell took to Twitter to defend the vote.", "took to Twitter"),
        ("Dora Pell issued a statement on Monday.", "issued a statement"),
        ("Dora Pell ruled out a new vote.", "ruled out"),
        ('"Just look at it!" beamed Dora Pell.', "beamed"),
        ('"Just look at it," sighs Dora Pell.', "sighs"),
        ('Dora Pell beamed: "Just look at it, the whole pier is standing."', "beamed"),
        ('Dora Pell was blunt: "The pier is finished and so is this council."', "was"),
        ('Dora Pell shrugged it off: "The pier is old, and so are we."', ":"),
        ("The pier is safe, per Dora Pell.", "per"),
        ("According to Dora Pell's letter, the pier is safe.", "according"),
        ("In Dora Pell's words, the pier is a ruin.", "words"),
        ("Dora Pell's letter said that the pier was a ruin.", "letter"),
        ("The letter Dora Pell sent to the council was long.", "letter"),
        ("A letter to the council, signed by Dora Pell, argues that the pier is a ruin.", "letter"),
        ("The report led Dora Pell to announce a vote.", "announce"),
        ("The Quay Post quoted Dora Pell as saying that the pier was a ruin.", "saying"),
        ("Asked by Dora Pell about the pier, the clerk left.", "asked"),
        ("The plan was rejected in a meeting by Dora Pell.", "rejected"),
        ("The council was split, with Dora Pell calling the pier a ruin.", "calling"),
        ("The clerk played a recording of Dora Pell saying that the pier was a ruin.", "saying"),
        ('Dora Pell referred to the pier as "a ruin on legs".', "referred to"),
    ],
)
def test_a_construction_cites(text: str, verb: str) -> None:
    (source,) = sources(text)
    assert (source.name, source.verb) == ("Dora Pell", verb)
    assert source.name in source.span.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Councillors Dora Pell (D-Lorne), Frank Vane (R-Quay) and Ann Dorn all said no.", {"Dora Pell", "Frank Vane", "Ann Dorn"}),
        ("Sens. Dora Pell (D-Ohio) and Frank Vane (R-Ohio) have endorsed the plan.", {"Dora Pell", "Frank Vane"}),
        ("Dora Pell, along with harbor engineer Frank Vane, said no.", {"Dora Pell", "Frank Vane"}),
        ("Mayor Dora Pell as well as former Mayor Frank Vane have endorsed the plan.", {"Dora Pell", "Frank Vane"}),
        ("Other members, like Dora Pell, Ann Dorn and Frank Vane, have said no.", {"Dora Pell", "Ann Dorn", "Frank Vane"}),
        ("She was met by Dora Pell, Ann Dorn and Frank Vane, all of whom said no.", {"Dora Pell", "Ann Dorn", "Frank Vane"}),
        ("Other members spoke out as well, including Dora Pell (Lorne):", {"Dora Pell"}),
        ("A second member, Dora Pell (D-Lorne), also stated her doubts.", {"Dora Pell"}),
        ("Her teacher, Dora Pell of the Lorne Clinic, said no.", {"Dora Pell"}),
        ("Dora Pell of Lorne called on the council to vote.", {"Dora Pell"}),
        ("While he does support Frank Vane, Dora Pell admits the pier is old.", {"Dora Pell"}),
        ("Dora Pell, who lost her sister Ann Dorn in the storm at Lorne, in Ohio, said no.", {"Dora Pell"}),
        ("Dora Pell met Frank Vane and said no.", {"Dora Pell"}),
        ("Sen. Dora J.K. Pell said no.", {"Dora J.K. Pell"}),
        ('"It was a good day," said harbor pilot Oelke Quarrt.', {"Oelke Quarrt"}),
        ("Guide Oelke Quarrt, who found them, said they were cold.", {"Oelke Quarrt"}),
        ("The minister, Oelke Quarrt, said no.", {"Oelke Quarrt"}),
        ("Editor-in-Chief Oelke Quarrt said no.", {"Oelke Quarrt"}),
        ("Co-chairman Oelke Quarrt said no.", {"Oelke Quarrt"}),
        ("Frank Vane runs the pier. His son Frank Jr. said no.", {"Frank Jr."}),
        ("Sens. Oelke Quarrt (D-Lorne) and Dora Pell both said no.", {"Oelke Quarrt", "Dora Pell"}),
        ("Theater critic Oelke Lane called it a fine pier.", {"Oelke Lane"}),
        ("Rep. June Pell said no.", {"June Pell"}),
        ("Dora Pell and her colleagues said no.", {"Dora Pell"}),
        ('"It is old," Dora Pell continued.', {"Dora Pell"}),
        ("The pier is old, as Dora Pell, a former clerk, put it.", {"Dora Pell"}),
        ("Dora Pell, who married her partner, Ann Dorn, in Lorne, Ohio, last year, said no.", {"Dora Pell"}),
        ("Senator Dora M. Pell of Lorne said no.", {"Dora M. Pell"}),
        ('Dora Pell opened the door in tears. "I have nothing left," said the 29-year-old.', {"Dora Pell"}),
    ],
)  # fmt: skip
def test_who_is_meant(text: str, expected: set[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The pier was crowded, thanks to Dora Pell and a warm sun.",
        "Dora Pell, thanks to a warm sun, sold a hundred buns.",
        "The Dora Pell briefing room was painted. In the morning he said so.",
        "The Dora Pell, a hospital ship, sailed on Monday.",
        "The pier stands on Dora Pell Street, and Dora Pell Street is closed.",
        "The Dora Pell Scholarship announced its winners on Monday.",
        "The Pell Foundation said that Dora Pell would have been a hundred this year.",
        "Storm Dora ripped the roof from the pier and called for new plans.",
        "The council heard a mock lullaby by Dora Pell called 'Yes, the pier'.",
        "A collection from the painter Dora Pell called ''Piers'' was sold.",
        "Dora Pell compared two labels and found the pier.",
        "Dora Pell was accused by the newspaper of selling the pier.",
        "A person close to the family said Dora Pell had sold the pier.",
        "Officials say Dora Pell has sold the pier.",
        "Dora Pell declined to comment.",
        "Dora Pell has never said where she was.",
        "Dora Pell walked onto the pier and waved.",
        "The Red Cross said that it would send blankets.",
        "Dora Pell has agreed to pay for the pier.",
        "Dora Pell was at the pier when Frank Vane supporters said no.",
        "In June officials said no to the pier.",
        "Dora Pell pushed back the date of the opening by a week.",
        "The pier was designed by Dora Pell and painted by Frank Vane.",
        '"Pier Song" starred Dora Pell.',
        "An aide to Dora Pell said no. A lawyer for Frank Vane said nothing.",
        "Dora Pell's spokesman said no.",
        "Clerk Says Rivals Sold Pier, Calls Pell's Vane Remarks 'Troubling'",
    ],
)
def test_somebody_mentioned_is_not_cited(text: str) -> None:
    assert names(text) == set()


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("fr", "« On nous a menti », s'indigne Jeanne Morel, l'ingénieure du port.", "Jeanne Morel"),
        ("de", "„So geht das nicht“, schimpft Fahrerin Karin Moser.", "Karin Moser"),
        ("de", "Nach Angaben von Projektleiter Holger Moser kostet das zwei Millionen Euro.", "Holger Moser"),
        ("de", "Betriebsleiterin Karin Moser blieb gelassen: „Wir haben Zeit genug dafür.“", "Karin Moser"),
        ("es", "Según la presidenta de la autoridad portuaria, Ada Morán, el muelle está cerrado.", "Ada Morán"),
        ("es", "«No nos han oído», lamenta Ada Morán, la ingeniera del puerto.", "Ada Morán"),
    ],
)
def test_constructions_of_other_languages(language: str, text: str, name: str) -> None:
    assert names(text, language) == {name}


def test_the_evidence_is_what_an_editor_can_check() -> None:
    text = 'Harbor engineer Dora Pell (D-Lorne) hit back on Monday. "It is a ruin," Pell said.'
    (source,) = sources(text)
    assert source.name == "Dora Pell" and "engineer" in source.affiliation and source.citations == 2
    assert text[source.span.start : source.span.end] == source.span.text


@pytest.mark.parametrize(
    ("text", "affiliation"),
    [
        ("Former Secretary of State Dora Pell said no.", "Former Secretary of State"),
        ("Mayor of Lorne Dora Pell said no.", "Mayor of Lorne"),
        ("New Jersey Republican Gov. Dora Pell said no.", "New Jersey Republican Gov."),
        ("Sen. Dora Pell (R-N.H.) said no.", "Sen., R-N.H."),
        ('"No," said Dora Pell, one of the owners of the pier.', "one of the owners of the pier"),
        ("Dora Pell, whose spokesman lives in Lorne, said no.", ""),
        ("Dora Pell, asking for a recount, said no.", ""),
        ("The alarm rang after clerk Dora Pell said no.", "clerk"),
    ],
)
def test_what_the_text_says_of_the_person(text: str, affiliation: str) -> None:
    (source,) = sources(text)
    assert (source.name, source.affiliation) == ("Dora Pell", affiliation)


@pytest.mark.parametrize(
    "text",
    [
        "Dora Pell slammed into the pier.",
        "Dora Pell pleaded guilty on Monday.",
        "Dora Pell called it quits after nine years.",
        "Dora Pell contends with a crowd on the pier.",
        "Dora Pell is challenging Senator Frank Vane in the fall.",
        "Supporters of Dora Pell, who was on the pier, said no.",
        "According to the Lorne Observer, the pier is old. The Lorne Observer says so.",
        'Dora Pell saw the players shouting and screaming: "We won the thing at last!"',
    ],
)
def test_other_senses_cite_nobody(text: str) -> None:
    assert names(text) == set()


def test_a_surname_of_two_words_is_one_person() -> None:
    assert names("Mayor Dora Levin Pell said no. Levin Pell said so twice.") == {"Dora Levin Pell"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"The pier is old," Wallace said.', {"Wallace"}),
        ("Quarrt, 41, was on the pier. The pier is old, Quarrt said.", {"Quarrt"}),
        ("Quarrt, a retired clerk, said that the pier was old.", {"Quarrt"}),
        ("Quarrt's wife ran to the pier. It was old, Quarrt said.", {"Quarrt"}),
        ("Dale Hall runs the pier. It is old, Hall said.", {"Dale Hall"}),
        ("Tishana King says the pier is old.", {"Tishana King"}),
        ("Janice Leader, a clerk, called for help. Leader said the pier was old.", {"Janice Leader"}),
        ("Keeper A.Q. Quarrt said the pier was old.", {"A.Q. Quarrt"}),
        ("Quarrt said the pier was old.", set()),
        ("The Quarrt said the pier was old.", set()),
        ('"The pier is old," Police said.', set()),
        ('"The pier is old," QRT said.', set()),
        ("Burger King said the pier was old.", set()),
        ("Dale Hall runs the pier. The Hall said nothing.", set()),
    ],
)
def test_who_is_called_by_a_surname_alone(text: str, expected: set[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Mayor Dora Pell came at noon. "It is a ruin," the mayor said.', {"Dora Pell"}),
        ('Mayor Dora Pell came at noon. "It is a ruin," said the mayor.', {"Dora Pell"}),
        ("Sen. Dora Pell came at noon. The senator has often said that it is a ruin.", {"Dora Pell"}),
        ("Dora Pell, the town clerk, came at noon. The clerk told the council.", {"Dora Pell"}),
        ("Sen. Dora Pell met Sen. Frank Vane. The senator said that it is a ruin.", set()),
        ("Frank Vane came at noon. The driver said that it was late.", set()),
        ("Frank Vane came at noon. The driver said that it was late. He said so twice.", set()),
        ("Mayor Dora Pell came at noon. The mayor of Quay said that it was late.", set()),
    ],
)
def test_who_is_meant_by_an_office(text: str, expected: set[str]) -> None:
    assert names(text) == expected
