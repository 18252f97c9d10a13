from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from matching.candidates import Candidates
from matching.copies import copy_units, unit_numbers
from matching.documents import make_document
from matching.features import Features, pair_features
from matching.happening import QUESTIONS, Happening, clause_of, happening_of, top_of
from matching.tokens import tokenize
from matching.types import Article
from matching.views import make_views
from tests.matching.samples import article, resources


def said(title: str, text: str = "", language: str = "en") -> Happening:
    tokens = tokenize(text)
    return happening_of(tokenize(title), top_of(tokens), tokens, [*tokenize(title), *tokens], language)


def side(title: str, question: str, language: str = "en") -> float:
    return said(title, language=language).sides[QUESTIONS.index(question)]


def evidence(one: Article, other: Article) -> Features:
    documents = [make_document(a, resources().background) for a in (one, other)]
    return pair_features(documents, make_views(documents), Candidates(np.array([0]), np.array([1])))


@pytest.mark.parametrize(
    ("one", "other", "question"),
    [
        ("Judge blocks ferry toll", "Panel lets ferry toll resume", "permit"),
        ("Court strikes down toll", "Court reinstates toll", "permit"),
        ("Tannery closes", "Tannery reopens", "open"),
        ("Orne denies bribe", "Orne admits bribe", "affirm"),
        ("Council rejects dam", "Council approves dam", "accept"),
    ],
)
def test_two_sides_of_one_question(one: str, other: str, question: str) -> None:
    assert side(one, question) == -1
    assert side(other, question) == 1


@pytest.mark.parametrize(
    ("title", "language"),
    [("Juez suspende el peaje", "es"), ("Le juge interdit le péage", "fr"), ("Gericht untersagt die Maut", "de")],
)
def test_other_languages_have_event_words_too(title: str, language: str) -> None:
    assert side(title, "permit", language) == -1


def test_a_word_of_another_language_says_nothing() -> None:
    assert math.isnan(side("Tuesday market gets new brand", "permit"))
    assert said("Tuesday market gets new brand").actions == {}


def test_the_first_sentence_ends_where_the_second_begins() -> None:
    text = (
        "The ferry board raised the toll for carts and wagons to nine marks on Monday night. Nobody spoke against it."
    )
    assert [token.word for token in top_of(tokenize(text))][-2:] == ["monday", "night"]
    assert len(top_of(tokenize("word " * 200))) == 45


def test_what_a_sentence_looks_back_on() -> None:
    text = tokenize("An appeals panel let the toll resume on Thursday, a day after a judge in Ormel had blocked it.")
    assert [token.word for token in clause_of(text)][:3] == ["a", "judge", "in"]
    assert clause_of(tokenize("After the flood the town rebuilt its bridge.")) == []


def test_counted_things_and_places() -> None:
    found = said("Fire in Quendal", "Six pupils and 12 firemen were hurt in Quendal in 2019, police said.")
    assert found.counts["pupil"] == {6.0}
    assert found.counts["firem"] == {12.0}
    assert found.places == {"quendal"}
    assert found.agents["police"] == 1.0


BLOCKED = article(
    "t-1",
    "Judge blocks the Ormel toll",
    "A judge in Castrund on Tuesday blocked the toll on the Ormel bridge, three days before it was to begin. "
    "The haulers' guild had sued the bridge board over the toll.",
)
RESTORED = article(
    "t-2",
    "Appeals court restores the Ormel toll",
    "An appeals court on Thursday restored the toll on the Ormel bridge for now, two days after a judge in Castrund "
    "blocked it. The haulers' guild said that it would go on.",
    60,
)


def test_a_follow_up_shows() -> None:
    found = evidence(BLOCKED, RESTORED)
    assert found.column("same_side")[0] < 0
    assert found.column("looked_back_on")[0] > 0
    assert found.column("top_days_apart")[0] == 2
    twice = evidence(BLOCKED, replace(BLOCKED, id="t-3"))
    assert twice.column("same_side")[0] == 1
    assert twice.column("looked_back_on")[0] == 0


def test_what_stands_only_further_down() -> None:
    later = replace(
        RESTORED,
        text=f"The bridge board met in the evening and spoke for three hours about the winter and its cost. {BLOCKED.text}",
    )
    found = evidence(BLOCKED, later)
    assert found.column("top_below_high")[0] > 0.3


def test_units_of_copies() -> None:
    units = copy_units(6, [(4, 5), (1, 4), (0, 2)])
    assert units == [[0, 2], [1, 4, 5], [3]]
    assert unit_numbers(units, 6) == [0, 1, 0, 2, 1, 1]


def test_a_headline_names_the_same_actor_or_another() -> None:
    drug = "The drug may be given from Monday, it said in a note to doctors."
    one = article("one", "Orvane Tessalick clears Telmiran for children", drug)
    same = article("same", "Children may have Telmiran, says Orvane Tessalick", drug)
    other = article("other", "Haldry Ostrant recommends Telmiran for the old", drug)
    assert evidence(one, same).column("headline_actor")[0] == 1
    assert evidence(one, other).column("headline_actor")[0] == 0
    assert evidence(one, same).column("title_deed")[0] > evidence(one, other).column("title_deed")[0]


def test_what_the_later_article_tells_again_and_what_it_adds() -> None:
    first = article("first", "Storm tears roof off Ludgrove school", "A storm tore the roof off Ludgrove school.", 8)
    later = article(
        "later",
        "Builders offer to mend pupils' classrooms unpaid",
        "Builders from three valleys will mend classrooms unpaid this week, the mayor of the town told parents tonight. "
        "The storm tore the roof off Ludgrove school.",
        20,
    )
    again = article("again", "Ludgrove school loses roof in storm", "The storm tore the roof off Ludgrove school.", 20)
    for name in ("earlier_told_below", "later_new"):
        assert evidence(first, later).column(name)[0] > evidence(first, again).column(name)[0] + 0.3, name
        assert evidence(first, later).column(name)[0] == evidence(later, first).column(name)[0]
        assert math.isnan(evidence(first, replace(again, published=first.published)).column(name)[0])


def test_exact_figures_are_telling_and_round_ones_and_years_are_not() -> None:
    text = (
        "It passed by 2,911 votes to 1,204 in 2019; 500 watched, 12 spoke, 3,000,000 did not, and it cost 48.75 crowns."
    )
    assert said("Ferry vote", text).figures == {"2911", "1204", "48.75"}


def test_exact_figures_in_common_are_counted_up_to_three() -> None:
    told = "The count was 2,911 to 1,204, with 317 spoiled and 4,433 cast."
    one, other = article("a", "Ferry vote", told), article("b", "Clerks go back", f"It rained in Orne. {told}")
    assert evidence(one, other).column("telling_figures")[0] == 3
    assert evidence(one, article("c", "Rain", "It rained 212 mm.")).column("telling_figures")[0] == 0
    assert np.isnan(evidence(one, article("d", "Rain", "It rained.")).column("telling_figures")[0])
