"""Who is credited for what, in which role, and whether for the central claim; in four languages."""

from __future__ import annotations

import pytest

from matching.dependence import decisive_credit, is_mixed
from matching.reading import Reading
from matching.standing import Context
from matching.types import Role
from tests.matching.newsroom import WORLD, article

CONTEXT = Context(WORLD)
TITLE = "Ferry inspector Ada Lind to quit over rusted pulleys"
REST = (
    "Lind has led the office since 2024. The county has nine crossings, most of them older than the inspector herself.\n\n"
    "On the landing at Pell the talk was of other things, such as the price of diesel and the herring.\n\n"
    "A new timetable comes into force in June. It has two boats fewer on Sundays and one more on market days.\n\n"
    "The office has a staff of six. Its budget was cut by a fifth in the spring, after a long debate in the council."
)


def reading(lead: str, title: str = TITLE, rest: str = REST, outlet: str = "fen-observer") -> Reading:
    return CONTEXT.read(article(f"{hash((lead, title, rest, outlet))}", outlet, title, f"{lead}\n\n{rest}"))


@pytest.mark.parametrize(
    "lead",
    [
        "Ferry inspector Ada Lind will quit over rusted pulleys, the Quarry Times reported on Tuesday.",
        "Ferry inspector Ada Lind will quit over rusted pulleys, according to the Quarry Times.",
        "Ferry inspector Ada Lind told the Quarry Times that she would quit over rusted pulleys.",
        "Ferry inspector Ada Lind will quit over rusted pulleys, documents obtained by the Quarry Times show.",
        "Ferry inspector Ada Lind will quit over rusted pulleys, as first revealed by the Quarry Times.",
        "Ferry inspector Ada Lind will quit over rusted pulleys, a report in the Quarry Times said.",
        "“I am done with pulleys,” inspector Ada Lind said in an interview with the Quarry Times.",
        "Citing people who know her, the Quarry Times said ferry inspector Ada Lind would quit over the pulleys.",
        "Inspector Ada Lind will quit over rusted pulleys, if the Quarry Times is right.",
        "Speaking to the Quarry Times, ferry inspector Ada Lind said she would quit over rusted pulleys.",
    ],
)
def test_the_claim_is_credited(lead: str) -> None:
    credit = decisive_credit(reading(lead))
    assert credit is not None
    assert (credit.outlet_id, credit.role in {Role.ORIGIN, Role.VENUE}) == ("quarry-times", True)
    assert credit.span.text in lead


@pytest.mark.parametrize(
    "side",
    [
        "Last year the Quarry Times reported that her brother had sold the county a boat.",
        "A Quarry Times poll in March found that most people trust ferries.",
        "The Quarry Times was sued by the county in 2029.",
        "Her cousin, an editor at the Quarry Times, would not talk about her.",
        "She read the Quarry Times every morning on the boat.",
        "The council member Otto Brandt told the Quarry Times that the herring were late.",
    ],
)
def test_a_side_fact_changes_nothing(side: str) -> None:
    lead = (
        "Ferry inspector Ada Lind handed in her letter on Tuesday over rusted pulleys. She was seen leaving at noon.\n\n"
        + REST
    )
    assert decisive_credit(reading(lead, rest=side)) is None


def test_an_acknowledgement_at_the_end_is_central() -> None:
    made = reading(
        "Ada Lind is to leave her office over rusted pulleys, it has emerged.",
        rest=f"{REST}\n\nHer plans were first reported by the Quarry Times.",
    )
    credit = decisive_credit(made)
    assert credit is not None
    assert credit.outlet_id == "quarry-times"


def test_the_paper_means_the_paper_named_before() -> None:
    lead = "The Quarry Times has upset the ferry office.\n\nThe paper says inspector Ada Lind will quit over rusted pulleys."
    credit = decisive_credit(reading(lead))
    assert credit is not None
    assert credit.outlet_id == "quarry-times"


def test_told_us_is_own_reporting_and_told_them_is_theirs() -> None:
    lead = "Ferry inspector Ada Lind told the Fen Observer that she would quit over rusted pulleys."
    assert decisive_credit(reading(lead)) is None
    assert reading(lead).own.colour
    elsewhere = decisive_credit(reading(lead, outlet="quarry-times"))
    assert elsewhere is not None
    assert elsewhere.outlet_id == "fen-observer"


def test_an_unregistered_newsroom_is_credited_by_name() -> None:
    credit = decisive_credit(
        reading("Ferry inspector Ada Lind will quit over rusted pulleys, the Pellworth Gazette reported.")
    )
    assert credit is not None
    assert (credit.name, credit.outlet_id) == ("Pellworth Gazette", "")


def test_an_answer_to_a_report_is_its_own_claim() -> None:
    made = reading(
        "Ferry inspector Ada Lind on Tuesday called a Quarry Times report about pulleys a fairy tale.",
        title="Ferry inspector Lind calls newspaper report a fairy tale",
    )
    assert decisive_credit(made) is None


def test_a_newsroom_inside_somebodys_words_is_no_credit() -> None:
    lead = 'Ada Lind spoke for an hour. "I read in the Quarry Times, according to the Quarry Times, that I am to quit over rusted pulleys," she said.'
    assert decisive_credit(reading(lead)) is None


@pytest.mark.parametrize(
    ("language", "title", "lead"),
    [
        (
            "es",
            "La inspectora Ada Lind deja el cargo",
            "La inspectora Ada Lind deja el cargo por unas poleas oxidadas, según Diario Ribera.",
        ),
        (
            "es",
            "La inspectora Ada Lind deja el cargo",
            "La inspectora Ada Lind dijo a Diario Ribera que deja el cargo por las poleas.",
        ),
        (
            "es",
            "La inspectora Ada Lind deja el cargo",
            "Diario Ribera reveló que la inspectora Ada Lind deja el cargo.",
        ),
        ("fr", "L’inspectrice Ada Lind démissionne", "L’inspectrice Ada Lind démissionne, selon Le Quai."),
        ("fr", "L’inspectrice Ada Lind démissionne", "L’inspectrice Ada Lind démissionne, a révélé Le Quai."),
        ("de", "Inspektorin Ada Lind tritt zurück", "Die Inspektorin Ada Lind tritt zurück, wie Kanal Elf berichtete."),
        ("de", "Inspektorin Ada Lind tritt zurück", "Die Inspektorin Ada Lind tritt laut Kanal Elf zurück."),
        (
            "de",
            "Inspektorin Ada Lind tritt zurück",
            "„Ich gehe“, sagte die Inspektorin Ada Lind im Interview mit Kanal Elf.",
        ),
    ],
)
def test_other_languages(language: str, title: str, lead: str) -> None:
    made = CONTEXT.read(
        article(f"{language}-{hash(lead)}", "fen-observer", title, f"{lead}\n\n{lead}", language=language)
    )
    assert decisive_credit(made) is not None


@pytest.mark.parametrize(
    ("confirmation", "mixed"),
    [
        ("The Fen Observer has reviewed a copy of the letter.", True),
        ("Two officials confirmed the letter to the Fen Observer.", True),
        ("An official who asked not to be named told the Fen Observer that the letter came on Monday.", True),
        ("The office declined to comment when asked by the Fen Observer.", False),
        ("“I liked her boots,” a fishmonger told the Fen Observer.", False),
        ("The Fen Observer could not confirm the report.", False),
    ],
)
def test_confirmation_makes_mixed_and_colour_does_not(confirmation: str, mixed: bool) -> None:
    lead = "Ferry inspector Ada Lind will quit over rusted pulleys, the Quarry Times first reported."
    assert is_mixed(reading(lead, rest=f"{confirmation}\n\n{REST}")) is mixed
