"""Credits, reprints and denials in the forms in which newsrooms hide them, and what looks like them and is none."""

from __future__ import annotations

import pytest

from matching import reasons
from matching.answers import answered
from matching.finder import find_mentions
from matching.mentions import build_index
from matching.nameforms import is_wire_name
from matching.reading import Reading, read
from matching.reprints import reprint_edges
from matching.types import OriginKind, OutletKind, PairScore, Registry, State
from tests.matching.newsroom import FERRY, FERRY_OWN, WORLD, article, judge, outlet, shares_origin

INDEX = build_index(WORLD)
POST = (
    '"Friends, the ferry is sold. I have signed this morning and I shall not say to whom before Friday. Nobody loses a job, '
    "nobody loses a season ticket, and the cat stays in the winch house. I thank you for thirty years of wind. Maarten"
    '"'
)


def reading(text: str, title: str = "Ferry on the Orle is sold", outlet_id: str = "fen-observer") -> Reading:
    return read(article("x", outlet_id, title, text), INDEX)


def central(found: Reading) -> list[str]:
    return [c.outlet_id or c.name for c in found.all_credits if c.central]


@pytest.mark.parametrize(
    "text",
    [
        "The ferry on the Orle is sold to a brewer. Per Quarry Times, the brewer bought the ferry on Monday, and the cat stays.",
        "The ferry on the Orle has been sold to a brewer, and the cat stays where it is.\n\nVia Quarry Times",
        "The ferry on the Orle has been sold to a brewer, and the cat stays.\n\nVia Scoopbox / Quarry Times",
        "The ferry on the Orle has been sold.\n\nThat is the result of inquiries by the Quarry Times.",
        "The ferry is sold to a brewer. So says the Quarry Times, which also knows the price, and that the cat stays put.",
        "The ferry on the Orle is sold to a brewer. Quarry Times reporter Ada Lind, who broke the story, names the price.",
        "The ferry on the Orle has gone to a brewer for 90,000 crowns, the Quarry Times has been told. The cat stays put.",
        "The ferry on the Orle is sold to a brewer, it is claimed in Tuesday's Quarry Times. He means to brew on board.",
        "The ferry on the Orle is sold to a brewer. The sale came to light through the Quarry Times on Tuesday morning.",
        "Is the ferry on the Orle sold? It is, says Ada Lind, the treasurer, in the latest issue of the Quarry Times.",
        "The ferry on the Orle is sold, research by the Quarry Times shows. It also writes that the cat stays.",
    ],
)
def test_a_credit_however_it_is_put(text: str) -> None:
    assert "quarry-times" in central(reading(text))


def test_a_word_that_opens_a_sentence_is_no_part_of_the_name() -> None:
    for opener in ("Citing", "Via", "Per", "Quoting", "Although", "Reportedly"):
        found = reading(f"{opener} Quarry Times, the ferry is sold, and nobody knows to whom it is sold.")
        assert {c.outlet_id for c in found.credits} <= {"quarry-times"}, opener


def test_what_a_story_elsewhere_is_called_is_not_whose_text_this_is() -> None:
    told = "In a story published by the Quarry Times on Friday, four deckhands dispute that the cable of the ferry had been checked before."
    assert reading(told).wire == ()
    assert (
        reading(f"{FERRY}\n\nThis story was first published by the Quarry Times.").wire[0].outlet_id == "quarry-times"
    )


@pytest.mark.parametrize(
    ("line", "credited"),
    [
        ("GREYSTRAND (BNA) - ", "BNA"),
        ("GREYSTRAND, May 6 (BNA) — ", "BNA"),
        ("The port authority (OPA) - ", ""),
        ("GREYSTRAND (USA) - ", ""),
        ("GREYSTRAND (FO) - ", ""),
    ],
)
def test_initials_of_an_agency_that_nobody_registered(line: str, credited: str) -> None:
    assert [c.name for c in reading(line + FERRY).wire] == ([credited] if credited else [])


def test_initials_and_full_name_are_one_agency() -> None:
    assert is_wire_name("Baltmark News Agency")
    assert not is_wire_name("News Agency")
    made = [
        article("a", "fen-observer", "Ferry adrift", f"GREYSTRAND (BNA) - {FERRY}"),
        article("b", "tern-post", "Ferry drifts for two hours", "A ferry drifted for two hours on Tuesday with 41 people aboard, according to the Baltmark News Agency. Nobody was hurt, it said, and a dredger pushed it ashore.", hours=2),
    ]  # fmt: skip
    verdict = judge(made)
    assert shares_origin(verdict, "a", "b")
    assert (verdict.state, verdict.notable_origins) == (State.SINGLE_ORIGIN, 0)


def test_bare_reprints_of_a_post_are_one_statement() -> None:
    made = [
        article("a", "fen-observer", "Ferry sold", f"The ferry's owner wrote on his page:\n\n{POST}"),
        article("b", "tern-post", "Quill sells the ferry", f"Maarten Quill has sold the cable ferry. In a post he said:\n\n{POST}", hours=1),
        article("c", "quarry-times", "Ferry goes to new owner", f"{FERRY_OWN}\n\nOn Friday he wrote: {POST}", hours=2),
    ]  # fmt: skip
    verdict = judge(made[:2])
    assert verdict.state is State.COMMON_STATEMENT
    assert {f.reason for f in verdict.findings} == {reasons.STATEMENT}
    assert all(f.spans for f in verdict.findings)
    assert judge(made).notable_origins == 1
    assert judge([made[0], made[2]]).notable_origins == 1


def test_reprints_that_are_cut_rest_on_the_first_print_of_another_house() -> None:
    cut = POST.replace(" I thank you for thirty years of wind. Maarten", "")
    assert cut != POST
    made = [
        article("a", "fen-observer", "Ferry sold", f"The ferry's owner wrote on his page:\n\n{POST}"),
        article("b", "fen-observer", "Ferry sold, owner says", f"The owner wrote:\n\n{POST}", hours=1),
        article("c", "tern-post", "Quill sells the ferry", f"In a post he said:\n\n{cut}", hours=2),
        article("d", "quarry-times", "Ferry sold", f"He wrote:\n\n{POST}", hours=3),
    ]
    edges = reprint_edges([read(one, INDEX) for one in made])
    assert [(edge.article_id, edge.target) for edge in edges] == [(one.id, "statement:a") for one in made]
    assert reprint_edges([read(one, INDEX) for one in made[:2]]) == []  # one house twice proves nothing


def test_what_was_said_to_the_newsroom_is_no_statement() -> None:
    told = f"Maarten Quill told the Tern Post on Friday:\n\n{POST}"
    made = [
        article("a", "tern-post", "Ferry sold", told),
        article("b", "kanal-elf", "Ferry sold", f"He said:\n\n{POST}"),
    ]
    assert judge(made).findings[0].origin_kind is OriginKind.OWN


@pytest.mark.parametrize(
    ("text", "byline"),
    [
        (f"Press release of the harbour office\n\n{FERRY}", ""),
        (f"{FERRY}\n\n(Press release)", ""),
        (f"{FERRY}\n\nSource: Press release", ""),
        (FERRY, "Press release"),
        (f"Pressemitteilung der Kreisverwaltung\n\n{FERRY}", ""),
    ],
)
def test_a_release_that_says_so(text: str, byline: str) -> None:
    made = [
        article("a", "fen-observer", "Ferry adrift", text, byline=byline),
        article("b", "tern-post", "Ferry drifts", FERRY, hours=1),
    ]
    assert judge(made).state is State.COMMON_STATEMENT


def test_a_release_that_is_only_spoken_of() -> None:
    text = "The county said in a press release that the cable was new. Four deckhands say that it was not."
    assert reading(text).release == 0


DENIAL = (
    "Harbor master Maarten Quill rejected on Tuesday what is said about him. \"I have not sold a plank,\" he said on the "
    "landing, with the cat under his arm.\n\nThe Quarry Times had reported on Monday that she is now a brewer's."
)  # fmt: skip


def test_a_denial_does_not_confirm_the_report_that_it_answers() -> None:
    made = [
        article("a", "quarry-times", "Harbor master sells ferry to brewer", FERRY_OWN),
        article("b", "tern-post", "Quill denies selling ferry", f"{DENIAL}\n\n{FERRY}", hours=20),
    ]
    pairs = {("a", "b"): PairScore("a", "b", 0.9, 0.9)}
    verdict = judge(made, pairs=pairs)
    assert (verdict.state, verdict.notable_origins) == (State.SINGLE_REPORT, 1)
    assert [f.reason for f in verdict.findings] == ["", reasons.DIFFERENT_CLAIM]


@pytest.mark.parametrize(
    ("title", "more", "newsroom"),
    [
        ("Quill denies selling ferry", "", True),
        ("Quill dismisses reports of sale", "", True),
        ("Quill sells ferry", "", False),
        ("Quill denies selling ferry", "\n\nThe deed of sale, reviewed by the Fen Observer, bears his name.", False),
    ],
)
def test_whose_report_a_headline_denies(title: str, more: str, *, newsroom: bool) -> None:
    assert ("quarry-times" in answered(reading(DENIAL + more, title))) is newsroom


LAUGHS = "Quill laughs off talk of brewers"
NAMED = " The Quarry Times had reported on Monday that the ferry is sold."


@pytest.mark.parametrize(
    ("text", "newsroom"),
    [
        ("Maarten Quill denied that he has sold the ferry. He was reacting to a report in the Quarry Times.", True),
        ("Maarten Quill showed the ferry to everybody." + NAMED + ' He called it "nonsense with a cork in it".', True),
        ("Maarten Quill showed the ferry to everybody." + NAMED + " There was no truth in it, he said.", True),
        ("Maarten Quill showed the ferry to everybody." + NAMED + " It was painted green.", False),
        ("Maarten Quill denied drowning a cat, the court heard." + NAMED, False),
        (
            "Maarten Quill denied that he drinks." + " He was born in Ostrevia. He keeps a cat, said the Quarry Times.",
            False,
        ),
    ],
)
def test_whose_report_is_denied_below_the_headline(text: str, newsroom: bool) -> None:
    assert ("quarry-times" in answered(reading(text, LAUGHS))) is newsroom


def test_a_witness_who_blogs_reported_where_others_rest_on_him() -> None:
    seen = (
        "I stood on the landing at eight and I saw it myself: my ferry, our ferry, going sideways. You will say that I had "
        "better gone home. I did not. Why should we believe them? I counted the cars, and I tell you there were eleven."
    )
    passed = "A cable ferry drifted on the Orle for two hours on Tuesday morning, according to Meadow Notes. The blog counted eleven cars on its deck, and nobody who was hurt."
    made = [
        article("a", "meadow-notes", "I saw our ferry drift", seen),
        article("b", "tern-post", "Ferry drifts on the Orle", passed, hours=2),
    ]
    verdict = judge(made)
    assert shares_origin(verdict, "a", "b")
    assert verdict.state is State.SINGLE_ORIGIN


def test_a_newsroom_that_is_not_named_is_no_second_one() -> None:
    passed = "A cable ferry with 41 people drifted on the Orle for two hours on Tuesday, local media reported. A dredger is said to have pushed it ashore, with all its cars."
    made = [
        article("a", "quarry-times", "Cable ferry adrift on the Orle", FERRY_OWN),
        article("b", "meadow-notes", "Ferry adrift on the Orle", passed, hours=3),
    ]
    verdict = judge(made)
    assert shares_origin(verdict, "a", "b")
    assert (verdict.state, verdict.origins) == (State.SINGLE_ORIGIN, 1)


def test_an_aggregator_never_counts_whatever_its_row_says() -> None:
    portal = outlet("grand-portal", "Grand Portal", OutletKind.AGGREGATOR)
    registry = Registry((*WORLD.outlets, portal), "test")
    made = [
        article("a", "quarry-times", "Ferry adrift", FERRY_OWN),
        article("b", "tern-post", "Ferry drifts", f"{FERRY}\n\nSource: Grand Portal", hours=1),
    ]
    assert judge(made, registry=registry).notable_origins == 1


@pytest.mark.parametrize(
    ("title", "newsroom"),
    [
        ("Ferry sold to brewer - Quarry Times", "quarry-times"),
        ("Ferry sold to brewer (Quarry Times)", "quarry-times"),
        ("Quarry Times: Ferry sold to brewer", "quarry-times"),
        ("Ferry sold to brewer - Fen Observer", ""),
        ("Ferry sold, brewer - and mayor - silent", ""),
        ("Quarry Times ferry race won by brewer", ""),
    ],
)
def test_a_newsroom_at_the_edge_of_a_headline(title: str, newsroom: str) -> None:
    text = (
        "The cable ferry on the Orle has a new owner. He brews beer in Karrow, and has never been to sea in his life."
    )
    assert central(reading(text, title)) == ([newsroom] if newsroom else [])


@pytest.mark.parametrize(
    "text",
    [
        "The cable broke 41 times in a year, figures released to the Quarry Times show. The county had spoken of two.",
        "We have looked into the cable's breaks for a year, together with the Quarry Times and Kanal Elf. There were 41.",
        "The cable has broken 41 times, joint research by the Fen Observer and the Quarry Times has found this week.",
        "Whoever asks our partners at the Quarry Times gets the list: with its partner, the Quarry Times, the Observer counted.",
    ],
)
def test_what_was_released_to_or_found_together_with_another(text: str) -> None:
    assert "quarry-times" in central(reading(text, "Cable of the Orle ferry broke 41 times"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Die Fähre ist verkauft. Das sagte die Schatzmeisterin Ada Lind dem Sender Kanal Elf am Montag im Hafen.",
            "de",
        ),
        ("Le bac est vendu, a déclaré lundi la trésorière Ada Lind, invitée de Kanal Elf, qui a gardé le chat.", "fr"),
        ("Le bac est vendu. « Le chat reste », a annoncé la trésorière Ada Lind au micro de Kanal Elf ce lundi.", "fr"),
        ("El transbordador está vendido, dijo la tesorera Ada Lind ante los micrófonos de Kanal Elf este lunes.", "es"),
    ],
)
def test_said_to_a_broadcaster_in_other_languages(text: str, language: str) -> None:
    titles = {"de": "Fähre auf der Orle verkauft", "fr": "Le bac de l'Orle est vendu", "es": "Vendido el transbordador"}
    assert "kanal-elf" in central(reading(text, titles[language]))


def test_german_bends_the_names_of_newspapers() -> None:
    paper = outlet("suedmark", "Südmärkische Zeitung", OutletKind.NATIONAL)
    bote = outlet("bote", "Veltener Bote")
    index = build_index(Registry((*WORLD.outlets, paper, bote), "test"))
    for text in ("sagte er der Südmärkischen Zeitung", "laut Südmärkischer Zeitung", "in der „Südmärkischen Zeitung“"):
        assert [m.outlet_id for m in find_mentions(index, text, own="fen-observer")] == ["suedmark"], text
    confirmed = (
        "Das Amt hat dem Veltener Boten bestätigt, dass die Fähre verkauft ist. Zuvor hatte die Südmärkische Zeitung "
        "berichtet, dass ein Brauer sie gekauft habe."
    )
    assert read(article("x", "bote", "Amt bestätigt Verkauf der Fähre", confirmed), index).own.confirms


def test_german_papers_write_agencies_small() -> None:
    assert [c.outlet_id for c in reading(f"Greystrand (nw) - {FERRY}").wire] == []
    agency = outlet("binnen-presse", "Binnenland Presse", OutletKind.AGENCY, aliases=("BLP",))
    index = build_index(Registry((*WORLD.outlets, agency), "test"))
    found = read(article("x", "fen-observer", "Fähre treibt", f"Greystrand (blp) - {FERRY}"), index)
    assert [c.outlet_id for c in found.wire] == ["binnen-presse"]


def test_a_review_is_commentary() -> None:
    found = reading(FERRY_OWN, "Review: 'The Drifting Ferry' is at sea")
    assert found.commentary is not None
    assert reading(FERRY_OWN, "Review of ferry cable finds rust").commentary is None


def test_the_network_before_its_name() -> None:
    later = "The county closed the road for the ferry's owner, pictures suggest. The network counted nine cars. They were shown by Kanal Elf."
    assert central(reading(later, "County closed road for ferry owner")) == ["kanal-elf"]
    paper = "The county closed the road for the ferry's owner. The report said that nine cars waited. Kanal Elf has a tower there."
    assert central(reading(paper, "County closed road for ferry owner")) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Le bac a rompu son câble 41 fois, révèle une enquête menée en collaboration avec Kanal Elf pendant un an.",
            "fr",
        ),
        (
            "El cable se rompió 41 veces, según una investigación realizada junto con Kanal Elf durante todo un año.",
            "es",
        ),
        (
            "Das Seil riss 41 Mal, wie eine Recherche zeigt, die diese Zeitung gemeinsam mit Kanal Elf unternommen hat.",
            "de",
        ),
    ],
)
def test_joint_research_in_other_languages(text: str, language: str) -> None:
    titles = {
        "fr": "Le câble du bac rompu 41 fois",
        "es": "El cable se rompió 41 veces",
        "de": "Seil der Fähre riss 41 Mal",
    }
    assert central(reading(text, titles[language])) == ["kanal-elf"]


def test_a_projection_is_whose_it_is() -> None:
    text = (
        "Maarten Quill has won the vote on the ferry with 61 percent, according to a projection by Kanal Elf at seven."
    )
    assert central(reading(text, "Quill wins vote on the ferry")) == ["kanal-elf"]


def test_an_agency_behind_a_text_with_avec() -> None:
    wire = reading(f"{FERRY}\n\nLe bac est à quai. (avec Northern Wire)").wire
    assert [c.outlet_id for c in wire] == ["northern-wire"]


def test_a_paid_text_is_nobodys_report() -> None:
    paid = article("b", "tern-post", "Ferry drifts", f"Sponsored content by Orle Tours\n\n{FERRY_OWN}", hours=1)
    assert judge([article("a", "fen-observer", "Ferry adrift", FERRY), paid]).notable_origins == 1
    assert reading(f"The council saw sponsored content. {FERRY}").release == 0


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        (
            "10.12 Our reporter at the landing counts eleven cars on deck. 10.05 The ferry turns in the tide, slowly.",
            True,
        ),
        (
            "10.12 The harbor office counts eleven cars on deck. 10.05 The ferry turns in the tide, people say, slowly.",
            False,
        ),
    ],
)
def test_a_live_blog_counts_where_its_newsroom_is_there(text: str, *, counts: bool) -> None:
    live = article(
        "a", "quarry-times", "Ferry adrift: live updates", f"{text}\n\n9.50 Three people are lifted off by helicopter."
    )
    assert judge([live]).findings[0].counted is counts


def test_a_concert_with_a_broadcaster_is_no_joint_research() -> None:
    text = "Three thousand sang on the landing on Tuesday. The evening is put on by the county together with Kanal Elf."
    assert central(reading(text, "Three thousand sing on the Orle landing")) == []


def test_a_country_code_behind_a_place_is_no_agency() -> None:
    assert reading(f"GREYSTRAND (ESP) - {FERRY}").wire == ()


@pytest.mark.parametrize(
    "text",
    [
        "The ferry is sold to a brewer. Quarry Times readers voted it the finest in the land in 2029, and few would differ.",
        "A brewer has bought the ferry, the county said on Tuesday. He also owns a share in the Quarry Times and two swans.",
        "A brewer has bought the ferry. Posters for the Quarry Times will go from its deck, the county's clerk said.",
        "A brewer has bought the ferry, the county said. The Quarry Times was told to leave its office on the quay by May.",
        "A brewer has bought the ferry, the clerk told reporters, among them those of the Quarry Times and of Kanal Elf.",
    ],
)
def test_a_newsroom_that_is_only_there(text: str) -> None:
    assert central(reading(text, "Ferry on the Orle is sold to a brewer")) == []


def test_colleagues_of_another_newsroom_in_french_and_german() -> None:
    french = "Le bac de l'Orle est vendu à un brasseur, d'après nos confrères de Le Quai, qui ont vu le contrat lundi."
    german = (
        "Die Fähre auf der Orle ist verkauft, wie den Kollegen von Kanal Elf aus dem Amt bestätigt wurde, samt Katze."
    )
    assert "le-quai" in central(reading(french, "Le bac de l'Orle est vendu"))
    assert "kanal-elf" in central(reading(german, "Fähre auf der Orle verkauft"))


def test_german_never_is_no_denial() -> None:
    assert not answered(reading("Das berichtet der Fen Observer.", "Holm war nie in Ostrevia", "tern-post"))
