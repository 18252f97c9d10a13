"""Texts made to mislead: what looks shared and is not, what looks own and is not, in four languages."""

from __future__ import annotations

import pytest

from matching import reasons
from matching.types import Article, State
from tests.matching.newsroom import FERRY, FERRY_OWN, article, judge, shares_origin

LEDGER = article("h", "harbor-ledger", "Cable ferry breaks loose on the Orle", FERRY)
WINCH = (
    "The county knew for a year that the winch at the Orle ferry was failing, two people familiar with the matter told the Quarry Times.\n\n"
    "They described three meetings in which the engineer asked for money and was refused. Neither wanted to be named, because the county forbids its staff to speak to reporters.\n\n"
    "The county did not answer questions on Thursday. A repair would have cost less than a new timetable, one of the two said."
)
WINCH_ELSEWHERE = (
    "County officials knew for a year that the winch of the Orle ferry was failing, two people familiar with the matter told the Quarry Times.\n\n"
    "Three meetings were held at which an engineer asked for money in vain. The county had no comment.\n\n"
    "The Wilhelmina broke loose on Tuesday with 41 people on board and lay on a sandbank until the evening tide."
)
HOUSE = "‘Like watching a house leave’"


def pair(first: tuple[str, str], second: tuple[str, str]) -> list[Article]:
    return [article("h", "harbor-ledger", *first), article("q", "quarry-times", *second, hours=2)]


def test_sources_told_the_paper_itself_and_told_another() -> None:
    own = article("q", "quarry-times", "County knew of failing winch for a year", WINCH, hours=5)
    other = article("t", "tern-post", "County knew for a year about ferry winch", WINCH_ELSEWHERE, hours=9)
    assert judge([LEDGER, own]).state is State.CORROBORATED
    verdict = judge([own, other])
    assert (verdict.state, shares_origin(verdict, "q", "t")) == (State.SINGLE_ORIGIN, True)


@pytest.mark.parametrize(
    "last",
    [
        "The ferry's sister ship was sold to a firm in Karrow in 2024, the Harbor Ledger reported at the time.",
        "The supplier had been fined in March, according to the Harbor Ledger.",
        "Photo: Ada Lind / Northern Wire",
        "The harbor master stepped back from the union after the Harbor Ledger reported on his second house.",
    ],
)
def test_a_credit_for_a_side_fact_in_the_last_paragraph(last: str) -> None:
    report = article("q", "quarry-times", HOUSE, f"{FERRY_OWN}\n\n{last}", hours=2)
    assert judge([LEDGER, report]).state is State.CORROBORATED


def test_two_reports_of_one_press_conference() -> None:
    quote = (
        '"I have read the auditor\'s letter three times, and each time I wished that somebody else had signed it," Holm '
        'told a packed room. "It was my signature. I will not ask anybody to carry it for me."'
    )
    first = (
        "Mayor Edda Holm resigned on Monday, saying that she had lost the confidence of her council over the harbor loan.\n\n"
        f"{quote}\n\nHer deputy, Jon Arde, takes over until an election in May, which the clerk has to call within ten days."
    )
    second = (
        "GREYSTRAND — Edda Holm is no longer mayor. In a statement of four minutes, read standing, she gave up her office.\n\n"
        f"{quote}\n\nOutside, a dozen fishermen clapped when her car left. The auditor's letter, dated 3 April, finds that "
        "money borrowed for the breakwater paid wages instead."
    )
    found = judge(pair(("Mayor Holm resigns over harbor loan", first), ("Greystrand mayor gives up office", second)))
    assert (found.state, shares_origin(found, "h", "q")) == (State.CORROBORATED, False)


def test_short_briefs_on_one_public_fact() -> None:
    first = "The Orle bridge is closed to lorries from Monday, the county roads office said. Cars may use it as before. Repairs are to last until the end of September, and a detour leads through Pell."
    second = "Lorries will have to go by way of Pell from Monday: the county roads office closes the Orle bridge to them until the end of September. For cars nothing changes, it said on Friday."
    assert (
        judge(pair(("Orle bridge closed to lorries", first), ("No lorries on Orle bridge", second))).notable_origins
        == 2
    )


def test_the_same_list_of_names_is_nobodys_narration() -> None:
    names = ("Ada Lind, 34, of Pell", "Per Moe, 41, of Greystrand", "Noor Haddad, 29, of Pell", "Jon Arde, 52, of Anselm",
             "Ilse Brandvold, 47, of Karrow", "Maarten Quill, 61, of Greystrand", "Edda Holm, 38, of Ostmere",
             "Peer Lund, 55, of Ostmere", "Dirk Vanhoof, 44, of Karrow", "Tove Anker, 23, of Pell")  # fmt: skip
    listed = "\n\n".join(names)
    first = f"The names of ten people who died when a bus left the Anselm road were published by the police on Friday.\n\nMost of them were on their way home from the glass works, which stay closed until Monday.\n\nThe dead are:\n\n{listed}"
    second = f"Flags hung at half-mast in four towns on Saturday. In Pell, where three of the dead lived, the baker did not open.\n\nInvestigators look at the brakes, two of them said to this newspaper.\n\nThe victims:\n\n{listed}"
    found = judge(pair(("Police name ten dead of bus crash", first), ("Four towns mourn dead of Anselm bus", second)))
    assert not shares_origin(found, "h", "q")


def test_a_document_that_both_print_is_nobodys_narration() -> None:
    charge = "The defendant, in his capacity as treasurer of the harbor fund, did transfer to an account in Karrow under his sole control the sum of 412,000 crowns in eleven payments between January and June, and did enter these payments in the books of the fund as fees of a dredging company that had ceased to exist in 2019."
    first = f"Greystrand's former treasurer was charged with fraud on Wednesday, four months after he left his office without a word.\n\nThe charge sheet, six pages long, was read aloud in court. It says:\n\n{charge}\n\nRuud Mees, 36, looked at the floor. His lawyer said that every payment had been approved. The trial begins in October."
    second = f"He bought a boat, two horses and a vineyard. What he did not buy, say prosecutors, was any dredging.\n\nOn Wednesday Ruud Mees stood before a judge for the first time. From the indictment:\n\n{charge}\n\nNeighbours in the lane where he lives had wondered about the vans, one of them told the Quarry Times."
    found = judge(pair(("Former treasurer charged with fraud", first), ("A boat, two horses, a vineyard", second)))
    assert not shares_origin(found, "h", "q")


@pytest.mark.parametrize(
    "note",
    [
        "The Crane Group is an independent media company that strives for the highest journalistic standards and abides by a strict set of editorial policies. Interested in offering your expertise or insights to our reporting? Contact us at news@crane.example. This article should not be taken as, and is not intended to provide, investment advice.",
        "Copyright 2031 by the owners of this site. All rights reserved. This material may not be published, broadcast, rewritten or redistributed without permission of the owners of this site.",
        "Sign up for our morning newsletter and get the best of our reporting in your inbox every day at six. You can unsubscribe at any time with a click on the link at the end of each mail.",
    ],
)
def test_the_same_stock_note_below_two_reports(note: str) -> None:
    first = f"Shares of the ferry yard at Anselm lost a fifth of their value on Thursday after the county said that it would not buy a second cable.\n\nA dealer in Karrow, Ada Lind, said that she had never seen so many orders before ten o'clock. The yard has 340 workers.\n\n{note}"
    second = f"The county's refusal to order a second cable has cost the Anselm yard a fifth of its value. Its chairman, Per Moe, spoke of a misunderstanding.\n\nIn the canteen nobody wanted to talk about it. Three welders had bought shares in the spring.\n\n{note}"
    found = judge(pair(("Yard shares lose a fifth", first), ("Anselm yard loses a fifth of its value", second)))
    assert not shares_origin(found, "h", "q")


def test_a_stock_formula_does_not_hide_a_copied_brief() -> None:
    text = "Readers who signed up for our ferry newsletter, please contact us at the landing, the county wrote to 2,600 passengers on Friday. The letter went to the wrong list, a clerk said, and the county will send cakes to those who came to the landing in the rain and found it closed."
    found = judge(pair(("County invites passengers by mistake", text), ("Passengers invited by mistake", text)))
    assert shares_origin(found, "h", "q")


@pytest.mark.parametrize(
    ("lead", "mixed"),
    [
        ("The county knew for a year that the winch was failing, a person with direct knowledge of the matter told the Tern Post, confirming a report by the Quarry Times.", True),
        ("The county knew for a year that the winch was failing, the Quarry Times reported. A spokesman confirmed the report to the Tern Post on Friday.", True),
        ("The county knew for a year that the winch was failing, the Quarry Times reported. A spokesman declined to comment on the report.", False),
        ("The county knew for a year that the winch was failing, the Quarry Times reported. A passenger told the Tern Post that he was not surprised.", False),
    ],
)  # fmt: skip
def test_who_confirms_and_who_does_not(lead: str, mixed: bool) -> None:
    first = article("q", "quarry-times", "County knew of failing winch for a year", WINCH, hours=5)
    text = f"{lead}\n\nThe engineer was given leave on Friday. The Wilhelmina lay on a sandbank until the evening tide."
    verdict = judge([first, article("t", "tern-post", "County knew of failing winch", text, hours=20)])
    assert (verdict.state is State.CORROBORATED, shares_origin(verdict, "q", "t")) == (mixed, not mixed)


def test_an_agency_story_cut_to_a_fifth_below_a_local_lead() -> None:
    wire = article("w", "northern-wire", "Cable ferry breaks loose", FERRY.replace("GREYSTRAND —", "GREYSTRAND (NW) —"))
    parts = FERRY.split("\n\n")
    local = (
        "A Fenmoor teacher was among those who stood for two hours on the car deck of a ferry adrift on the Orle on Tuesday.\n\n"
        "Mila Crane, who teaches at the Fenmoor primary school, was on her way to a wedding in Pell. Her sister said that "
        f"she called from the deck and laughed.\n\n{parts[2]}\n\n{parts[5]}"
    )
    verdict = judge([wire, article("f", "fen-observer", "Fenmoor teacher adrift on ferry", local, hours=3)])
    assert verdict.state is State.SINGLE_ORIGIN


KNOWN = {
    "es": ("diario-ribera", "Los ingenieros sabían de la grieta del puente desde enero",
           "Los ingenieros conocían desde enero la grieta del puente de Orle, según consta en dos informes a los que ha tenido acceso este periódico. El ayuntamiento guardó silencio el jueves, y los informes recomendaban cerrar la rampa norte.",
           ("Los ingenieros municipales conocían desde enero la grieta del puente de Orle, según adelantó el Diario Ribera. El cierre a los camiones empieza el lunes y durará hasta septiembre; el alcalde no quiso hablar.",
            "El ayuntamiento sabía de la grieta del puente desde enero. Así lo informó Diario Ribera, que cita dos informes. El cierre a los camiones empieza el lunes y durará hasta septiembre, con un rodeo de once kilómetros.")),
    "fr": ("le-quai", "La mairie savait depuis janvier pour la fissure du pont",
           "La fissure du pont de l’Orle était connue depuis janvier, montrent deux rapports que Le Quai a pu consulter. La mairie n’a pas répondu à nos questions, et les rapports recommandaient de fermer la rampe nord.",
           ("La mairie connaissait depuis janvier la fissure du pont de l’Orle, a révélé Le Quai jeudi. Les camions feront un détour de onze kilomètres à partir de lundi, et le maire n’a pas souhaité s’exprimer.",
            "Selon Le Quai, la mairie connaissait depuis janvier la fissure du pont de l’Orle. Les camions feront un détour de onze kilomètres à partir de lundi, jusqu’à la fin du mois de septembre.")),
    "de": ("kanal-elf", "Stadt wusste seit Januar von Riss in der Brücke",
           "Der Riss in der Orle-Brücke war der Stadt seit Januar bekannt. Das geht aus zwei Gutachten hervor, die Kanal Elf vorliegen. Das Rathaus wollte sich am Donnerstag nicht äußern, die Gutachter hatten zur Sperrung geraten.",
           ("Die Stadt wusste laut einem Bericht von Kanal Elf schon seit Januar von dem Riss in der Orle-Brücke. Von Montag an müssen Lastwagen einen Umweg von elf Kilometern fahren, der Bürgermeister schwieg dazu.",
            "Schon seit Januar wusste die Stadt von dem Riss in der Orle-Brücke, wie Kanal Elf berichtet. Von Montag an müssen Lastwagen bis Ende September einen Umweg von elf Kilometern über Pell und Karrow fahren.")),
}  # fmt: skip


@pytest.mark.parametrize("language", sorted(KNOWN))
def test_attribution_in_other_languages(language: str) -> None:
    outlet, title, own, others = KNOWN[language]
    first = article("a", outlet, title, own, language=language)
    for text in others:
        later = article("b", "fen-observer", title, text, hours=3, language=language)
        verdict = judge([first, later])
        (finding,) = (f for f in verdict.findings if f.article_id == "b")
        assert (verdict.state, finding.reason) == (State.SINGLE_ORIGIN, reasons.CREDITED_ORIGIN), text


def test_german_agency_copy_with_the_credit_at_either_end() -> None:
    first = "Pell (dpa) - Die Orle-Brücke ist von Montag an für Lastwagen gesperrt. Das teilte die Stadt mit. Der Umweg führt über Pell und Karrow und ist elf Kilometer lang; bis September soll gebaut werden."
    second = "Von Montag an dürfen Lastwagen nicht mehr über die Orle-Brücke, teilte die Stadt mit. Bis September soll gebaut werden. Der Umweg über Pell und Karrow ist elf Kilometer lang. dpa"
    verdict = judge(pair(("Brücke gesperrt", first), ("Orle-Brücke: Sperrung ab Montag", second)))
    assert shares_origin(verdict, "h", "q")
