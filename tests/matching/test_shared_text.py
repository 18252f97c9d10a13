"""Shared narration: containment both ways, public quotes left out, and what a rewrite looks like."""

from __future__ import annotations

import pytest

from matching.facts import facts_of, figures_of
from matching.rewrites import compare
from matching.sentences import split_sentences
from matching.sharedtext import MAX_POSTING, overlaps
from matching.shingles import aligned_spans, longest_run, words_of
from matching.statements import official_blocks, release_score
from tests.matching.newsroom import FERRY, FERRY_OWN, article, judge, shares_origin, story


def test_containment_goes_both_ways() -> None:
    half = FERRY[: len(FERRY) // 2]
    (overlap,) = overlaps({"a": words_of(FERRY), "b": words_of(half)})
    assert overlap.in_b > 0.95
    assert 0.35 < overlap.in_a < 0.65


def test_quotations_are_no_shared_narration() -> None:
    quote = (
        '"We will not be moved by this, nor by anything like it, for as long as the river runs to the sea," she said.'
    )
    assert overlaps({"a": words_of(f"The mayor spoke. {quote}"), "b": words_of(f"In Pell a voice rose. {quote}")}) == ()


def test_aligned_spans_are_the_words_themselves() -> None:
    copy = "By our own correspondent. " + FERRY[:400]
    spans = aligned_spans(FERRY, words_of(FERRY), words_of(copy))
    assert spans
    assert all(FERRY[s.start : s.end] == s.text for s in spans)
    assert longest_run(words_of(FERRY), words_of(copy)) > 50


def test_a_crowded_event_still_joins_every_copy() -> None:
    many = MAX_POSTING + 20
    found = overlaps({f"{i:03}": words_of(FERRY if i % 2 else FERRY[:900]) for i in range(many)})
    reached = {o.a for o in found if o.containment > 0.9} | {o.b for o in found if o.containment > 0.9}
    assert len(reached) == many


@pytest.mark.parametrize(
    ("text", "figures"), [("2,911 votes", {"2911"}), ("twelve hurt", {"12"}), ("4.5 and 4,5", {"4.5"})]
)
def test_figures_have_one_form(text: str, figures: set[str]) -> None:
    assert figures_of(text) == figures


REWORDED = """Forty-one people drifted down the Orle estuary for two hours on Tuesday morning after their cable ferry tore free, until a dredger nudged it aground; the harbor office gave the number.

All of them were unharmed. They waited on the car deck wearing life jackets as the Wilhelmina spun in the tide, and a helicopter picked up 3 who were in need of medicine.

It was 7:48 a.m. when the guiding cable snapped some 300 meters off the eastern bank, harbor master Maarten Quill explained. Fitted in 2029, it had been meant to serve for eight years.

In February, Quill added, inspectors noticed a rusty pulley. May's second week had been set for the repair.

About 2,600 travellers use the ferry daily between Greystrand and Pell; 37 kilometers separate them from the closest bridge. Buses took over at noon.

On Wednesday evening, at high water, a tug out of Anselm is to refloat the Wilhelmina. Ilse Brandvold, captain of the dredger, held the hull with her bow until the tide had gone out.

The owner, the county, promised to make public the inspection reports of five years."""


def test_a_rewrite_answers_sentence_by_sentence_and_brings_nothing() -> None:
    a, b = facts_of(split_sentences(FERRY)), facts_of(split_sentences(REWORDED))
    result = compare(a, b)
    assert result.covered > 0.85
    assert result.order > 0.8
    assert result.own < 0.16
    own = compare(a, facts_of(split_sentences(FERRY_OWN)))
    assert own.own > 0.4


def test_a_rewrite_without_credit_shares_the_origin() -> None:
    verdict = judge(
        [
            article("a1", "northern-wire", "Cable ferry breaks loose", FERRY),
            article("a2", "quarry-times", "Adrift on the Orle", REWORDED, hours=3),
            article("a3", "harbor-ledger", "A house leaves", FERRY_OWN.replace("Quarry Times", "Ledger"), hours=4),
        ]
    )
    assert shares_origin(verdict, "a1", "a2")
    assert not shares_origin(verdict, "a1", "a3")


def test_two_reports_of_one_happening_stay_apart() -> None:
    assert all(o.containment < 0.1 for o in overlaps({"a": words_of(story(1)), "b": words_of(story(2))}))


RELEASE = """Orle Crossings, a leading operator of river ferries, today announced that it has selected Pell as the site of its new yard, an investment of 12 million crowns.

"We are thrilled to begin the next chapter of clean crossings together with the people of Pell," said Tamsin Rook, chief executive of Orle Crossings.

The proprietary drive needs no cable and will enter service in 2034.

About Orle Crossings: founded in 2011, the company runs nine crossings. For more information visit orle.example."""


def test_a_release_reads_like_one() -> None:
    assert release_score(RELEASE)[0] >= 3
    assert release_score(FERRY)[0] < 1


def test_text_given_as_a_release_is_left_out() -> None:
    text = f"She tweeted the news.\nHere is the official release:\n{RELEASE}"
    ((start, end),) = official_blocks(text)
    assert end == len(text)
    assert text[start:].lstrip().startswith("Orle Crossings")
