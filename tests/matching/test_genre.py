"""Commentary is known by how it speaks, where no label on the page says so."""

from __future__ import annotations

import math

import pytest

from matching.commentary import commentary
from matching.genre import comment_probability, style_of, voice_of
from matching.plaintext import plain_text
from tests.matching.newsroom import article

COLUMN = (
    "We were told the bridge would take two years. It is now in its fifth, and nobody at the county seems to be ashamed. "
    "Why should they be? The money keeps coming, and so do the excuses. But ask yourself this: if a plumber treated your "
    "kitchen this way, would you pay him? Of course not. You would show him the door.\n\n"
    "The truth is that Pell has never wanted this bridge. Its council prefers the ferry, because the ferry is quaint and "
    "quaint sells postcards. That is a fine argument for a museum. It is not an argument for the people who must cross the "
    "Orle to get to work, and it is certainly not one for the nurse who missed her shift last week.\n\n"
    "So let us stop pretending. Either we finish what we started, or we admit that it was never more than a promise."
)
ANALYSIS = (
    "The vote on the harbour levy looks like a win for the mayor. It is not that simple. What she gained in the chamber she "
    "may well lose in the streets, where the levy is about as popular as rain. Her party is split, her budget still does "
    "not add up, and the election is ten months away.\n\n"
    "That matters because the levy is only the first of three measures. The others are harder. If the shipping lines leave, "
    "there is no levy to collect; if they stay, prices will rise, and it is always the mayor who gets the blame. Yet doing "
    "nothing was never an option either. The old quay is not going to repair itself.\n\n"
    "Perhaps the real question is whether anyone else would do better. So far there is no sign of it."
)
EXPLAINER = (
    "If you pay council tax in Pell, you will soon see a new line on your bill. Here's how the flood charge works, and what "
    "you can do if you think yours is wrong.\n\n"
    "Who has to pay? Everyone who owns a house below the old sea wall. It doesn't matter whether your street has ever been "
    "flooded. How much is it? That depends on how far your door is above the high-water mark, so two neighbours may pay "
    "quite different sums. Can you appeal? Yes, but you need to do it within a month, and you should have a survey to hand. "
    "What if you rent? Then there is nothing for you to do, although your landlord may want to talk to you about it."
)
REPORT = (
    "A ferry with 41 people on board broke loose from its cable on the Orle on Tuesday and drifted two miles before a tug "
    "caught it, the harbour master said.\n\n"
    "Nobody was hurt. The county said that a pulley had failed, and that the crossing would stay closed until engineers had "
    "looked at the second one.\n\n"
    "“We were spinning like a leaf,” said Ada Lind, 34, a teacher who was on her way to work. “I thought we should jump.”\n\n"
    "The ferry was last inspected in March, according to records that the county published on Wednesday. A spokesman, Tom "
    "Orre, said the report would be made public within ten days."
)
HUMAN_REPORT = (
    "At six in the morning the queue outside the labour office already reached the bakery. Most of those in it had worked at "
    "the cannery, which closed on Friday after 61 years.\n\n"
    "“My mother packed herring here, and her mother,” said Jonna Falk, 52, who was told by letter. The company said in a "
    "statement that it had lost its largest customer in August and had found no other.\n\n"
    "The town council met on Monday and voted 9 to 4 to buy the building. The mayor, Per Holm, said that two firms had asked "
    "about it, but he declined to name them. The union announced that it would challenge the dismissals in court."
)
SPORT = (
    "Pell United came from two goals down to draw 2-2 with Holm Rovers on Saturday, and stayed top of the league on goal "
    "difference.\n\n"
    "Lund put the visitors ahead after nine minutes, and Berg added a second from the penalty spot before the break. The "
    "home side scored twice in the last ten minutes through substitute Ekman, who had missed most of the season with a knee "
    "injury.\n\n"
    "“It was not pretty, but we never stopped,” said the coach, Ivar Dahl. Rovers had a third goal ruled out for offside in "
    "the 85th minute. United travel to Sund on Wednesday, while Rovers are at home to Vik."
)


def _probability(title: str, text: str) -> float:
    return comment_probability(title, plain_text(text))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Finish the bridge or stop promising it", COLUMN),
        ("Is the mayor’s victory really a victory?", ANALYSIS),
        ("How the flood charge works", EXPLAINER),
    ],
)
def test_what_comments_is_known_without_a_label(title: str, text: str) -> None:
    found = commentary(article("a", "fen-observer", title, text))
    assert found is not None and found.code == "commentary"
    assert text[found.span.start : found.span.end] == found.span.text


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Ferry breaks loose on the Orle", REPORT),
        ("Cannery closes after 61 years", HUMAN_REPORT),
        ("Ekman rescues a point for Pell United", SPORT),
        ("‘Why should we pay?’ ask ferry passengers", REPORT),
    ],
)
def test_what_reports_is_none(title: str, text: str) -> None:
    assert commentary(article("a", "fen-observer", title, text)) is None
    assert _probability(title, text) < 0.2


def test_what_others_say_in_quotation_marks_is_not_the_newsrooms_voice() -> None:
    quoted = f"The columnist read out his text in court on Tuesday.\n\n“{COLUMN.replace(chr(10), ' ')}”\n\nThe judge said nothing."
    assert _probability("Columnist reads text in court", quoted) < _probability("Columnist reads text in court", COLUMN)
    assert commentary(article("a", "fen-observer", "Columnist reads text in court", quoted)) is None


def test_only_english_is_judged_by_its_style() -> None:
    plain = plain_text(COLUMN)
    given = article("a", "fen-observer", "Finish the bridge or stop promising it", COLUMN)
    assert commentary(given, plain, "en") is not None
    assert commentary(given, plain, "es") is None


def test_a_few_words_prove_nothing() -> None:
    assert commentary(article("a", "fen-observer", "Finish the bridge", COLUMN[:150])) is None


def test_a_text_without_words_has_a_style_and_no_voice() -> None:
    assert 0 < _probability("", "") < 0.5
    assert voice_of(plain_text("")) is None
    assert voice_of(plain_text("Ferry breaks loose.")) is None
    assert all(math.isfinite(value) for value in style_of("", plain_text("…")).values())
