"""Odd input and the finer points of edges: nothing breaks, and what joins nothing is still shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matching.shingles import Overlap
from matching.standing import Context
from matching.textedges import copy_probability
from matching.types import Body, EdgeKind, OriginKind, State
from tests.matching.newsroom import FERRY, FERRY_OWN, NOON, WORLD, article, judge, outlet, shares_origin

ODD = (
    "",
    " ",
    "\n\n",
    "“",
    '"' * 50,
    "§0§ told §1§",
    "a" * 5_000,
    "(AP) —",
    "— \n— \n",
    "\u2028\u0000",
    "«»„“" * 40,
    "😀 " * 300,
)


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_read(text: str) -> None:
    odd = article("odd", "fen-observer", text[:40], text)
    verdict = judge([odd, article("b", "quarry-times", "Ferry adrift", FERRY)])
    assert {f.article_id for f in verdict.findings} == {"odd", "b"}
    assert verdict.because


def test_no_times_and_no_registry_row() -> None:
    first = replace(article("a", "nobody", "Ferry adrift", FERRY), published=None)
    second = replace(article("b", "no-one", "Ferry adrift", FERRY), published=None)
    verdict = judge([first, second])
    assert shares_origin(verdict, "a", "b")
    assert not verdict.provisional
    assert {f.origin_kind for f in verdict.findings} == {OriginKind.OWN, OriginKind.OUTLET}
    assert verdict.notable_origins == 0


def test_only_bodies_that_are_missing() -> None:
    verdict = judge([article("a", "fen-observer", "Ferry", "", body=Body.MISSING)])
    assert (verdict.state, verdict.origins) == (State.SINGLE_REPORT, 0)
    assert verdict.because


def test_probability_grows_with_what_is_shared() -> None:
    values = [copy_probability(Overlap("a", "b", 40, share, share)) for share in (0.05, 0.1, 0.15, 0.25, 0.4, 0.9)]
    assert values == sorted(values)
    assert values[2] == pytest.approx(0.5)
    assert copy_probability(Overlap("a", "b", 5, 1.0, 1.0)) == 0.0


def test_own_reporting_breaks_a_tie_and_the_edge_is_kept_to_be_seen() -> None:
    text = f"{FERRY_OWN}\n\n{FERRY.split(chr(10) * 2)[2]}"
    verdict = judge(
        [
            article("a", "fen-observer", "Ferry adrift", FERRY),
            article("b", "quarry-times", "A house leaves", text, hours=2),
        ]
    )
    near = [e for e in verdict.edges if e.kind is EdgeKind.COPY and e.probability < 0.5]
    assert len(near) == 1
    assert not shares_origin(verdict, "a", "b")


def test_two_own_narrations_may_share_public_words() -> None:
    words = "\n\nthe boat is gone and nobody asked me, and now I sell coffee to the gulls and the gulls do not pay — Noor H (@noorsells) May 6, 2031"
    quote = '\n\n"We were a week away from fixing it, and the river did not wait for us or for anybody else on the landing," he told reporters.'
    first = article("a", "fen-observer", "Ferry adrift", FERRY + words + quote)
    second = article("b", "quarry-times", "A house leaves", FERRY_OWN + words + quote)
    assert not shares_origin(judge([first, second]), "a", "b")


def test_what_others_have_seen_is_no_confirmation() -> None:
    context = Context(WORLD)
    text = 'The ferry drifted, the Quarry Times first reported.\n\n"We have seen the certificate," the mayor said.\n\nA spokesman confirmed the time.'
    assert context.read(article("a", "fen-observer", "Ferry drifted", text)).own.confirms == ()


def test_of_two_credits_the_shared_one_is_the_origin() -> None:
    both = article(
        "a",
        "fen-observer",
        "Ada Lind to quit over pulleys",
        "Ada Lind will quit, she said in an interview with Kanal Elf.\n\nHer plan was first reported by the Tern Post.\n\n"
        "The office has nine crossings to look after, and most of the boats are older than the people who steer them home.",
    )
    one = article(
        "b",
        "quarry-times",
        "Inspector Lind quits",
        "Inspector Ada Lind told Kanal Elf that she would quit over rusted pulleys on the Orle.\n\nNo successor was named on "
        "Tuesday, and the council will not meet again before the end of the month of May, a clerk there said.",
        hours=1,
    )
    assert shares_origin(judge([both, one]), "a", "b")


def test_a_section_row_of_one_newsroom_is_that_newsroom() -> None:
    main = outlet("orle-news", "Orle News")
    section = replace(outlet("orle-blogs", "Orle News"), domains=("blogs.orle-news.example",))
    registry = replace(WORLD, outlets=(*WORLD.outlets, main, section))
    own = article("o", "orle-blogs", "Ferry adrift", FERRY_OWN)
    credit = article(
        "c",
        "fen-observer",
        "Ferry adrift on Tuesday",
        "A ferry drifted on the Orle on Tuesday, Orle News reported.\n\n" + "It was cold. " * 20,
        hours=1,
    )
    assert shares_origin(judge([own, credit], registry=registry), "o", "c")


def test_a_reading_is_kept_until_the_article_changes() -> None:
    context = Context(WORLD)
    first = article("a", "fen-observer", "Ferry", FERRY)
    reading = context.read(first)
    assert context.read(article("a", "fen-observer", "Ferry", FERRY)) is reading
    assert context.read(replace(first, text=FERRY_OWN)) is not reading
    assert first.published == NOON


def test_a_name_cut_short_in_one_article_is_the_whole_name_of_another() -> None:
    texts = (
        "The winch of the ferry was never tested, the Pellworth Journal-Gazette reported on Thursday. The county would not say why, and its engineer was on leave until Monday.",
        "Nobody ever tested the winch, according to the Journal-Gazette. Forty-one people were on board when the cable parted, and three of them needed medicine that the tug brought out.",
    )
    made = [
        article(f"a{n}", key, "Ferry winch never tested", text, hours=n)
        for n, (key, text) in enumerate(zip(("fen-observer", "tern-post"), texts, strict=True))
    ]
    verdict = judge(made)
    assert shares_origin(verdict, "a0", "a1")
    assert [o.name for o in verdict.origin_list] == ["Pellworth Journal-Gazette"]
