"""The parts that pages are made of, without a page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.web import clean
from desk.web.article import passages_of
from desk.web.front import Visit, visit_of
from desk.web.login import own_path
from desk.web.pictures import fit, graph_of, timeline_of
from desk.web.side_by_side import compare
from store.article_pages import CreditRow
from store.event_pages import ArticleRow, EdgeRow, OriginRow
from tests.builders import NOON


@given(st.text(max_size=400), st.integers(2, 50))
def test_a_plain_string_is_one_short_line_that_steers_nothing(text: str, limit: int) -> None:
    shown = clean.plain(text, limit)
    assert len(shown) <= limit and "\n" not in shown
    assert not set(shown) & clean.STEERING


@given(st.text(max_size=300))
def test_a_body_keeps_its_length_so_that_offsets_stay_right(text: str) -> None:
    assert len(clean.body(text)) == len(text)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//x.example", "https://", "https://a.example/\u202ex", "https://a b/", "ftp://a.example/", "http://[::1", "x" * 3000],
)  # fmt: skip
def test_only_addresses_of_the_web_become_links(url: str) -> None:
    assert clean.web_link(url) == ""


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "https://evil.example", "", "/a\nb", "/a\\b", "/" + "a" * 600]
)
def test_a_login_leads_nowhere_else(path: str) -> None:
    assert own_path(path, "/") == "/"


@given(st.text(alphabet="abc .\n", max_size=300), st.text(alphabet="abc .\n", max_size=300))
def test_both_texts_are_there_in_full_whatever_they_share(left: str, right: str) -> None:
    told = compare(left, right)
    for side, text in (("left", left), ("right", right)):
        shown = [part for row in told.rows if (part := "".join(piece.text for piece in getattr(row, side)))]
        assert shown == clean.paragraphs(text)
    assert 0 <= told.left_share <= 1


def test_text_that_was_moved_is_shared_all_the_same() -> None:
    one = "The council closed the pier on Monday night.\n\nRepairs will take two full summers, he said."
    told = compare(one, "\n\n".join(reversed(one.split("\n\n"))))
    assert (told.left_share, told.right_share) == (1.0, 1.0)


def test_three_words_in_a_row_are_chance() -> None:
    assert compare("On Monday night it rained", "He came on Monday night by train").left_share == 0


def credit(start: int, end: int) -> CreditRow:
    return CreditRow("the Post", "post", "origin", True, 0.9, "rule", start, end, "", "text")


def test_unasked_only_the_beginning_and_what_was_decided_by_is_shown() -> None:
    text = "word " * 2000
    passages, is_whole = passages_of(text, [credit(6000, 6009)], [(8000, 8004, "text")], whole=False)
    assert not is_whole and len(passages) == 3
    assert sum(len(run.text) for passage in passages for run in passage) < 2500
    assert [run.mark for passage in passages for run in passage if run.mark] == ["credit", "decisive"]
    whole, is_whole = passages_of(text, [credit(6000, 6009)], [], whole=True)
    assert is_whole and "".join(run.text for run in whole[0]) == text


@given(st.lists(st.tuples(st.integers(-5, 400), st.integers(-5, 9999)), max_size=8), st.booleans())
def test_marks_that_lie_outside_or_over_each_other_lose_no_text(places: list[tuple[int, int]], whole: bool) -> None:
    text = "alpha beta gamma " * 12
    passages, is_whole = passages_of(
        text, [credit(a, b) for a, b in places], [(b, a, "text") for a, b in places], whole=whole
    )
    assert is_whole and "".join(run.text for run in passages[0]) == text


def test_a_visit_goes_on_while_pages_are_looked_at_and_a_new_one_starts_after_a_pause() -> None:
    first = visit_of("", 40, 1000)
    assert first == Visit(40, 40, 1000)
    same = visit_of(first.text(), 45, 1100)
    assert same.before == 40
    assert visit_of(same.text(), 50, 1100 + 3600).before == 45
    assert visit_of("x.1.2", 50, 0) == visit_of("9999.9999.1", 50, 0) == Visit(50, 50, 0)


def article(n: int) -> ArticleRow:
    return ArticleRow(f"a{n}", f"Title {n}", "", "en", "o", f"Outlet {n}", "", True, NOON, NOON, "full", "g", "own", False, "", (), "", None)  # fmt: skip


def origin(ids: tuple[str, ...], *, phantom: bool = False) -> OriginRow:
    return OriginRow("g", "own", "Post", "post", "Post", "", True, "", phantom, True, ids[0], "", "", "en", NOON, "", len(ids), ids)  # fmt: skip


def edge(a: str, b: str, probability: float = 0.9) -> EdgeRow:
    return EdgeRow(a, b, "copy", probability, "", "")


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30), st.booleans())
@settings(max_examples=200)
def test_whatever_copies_whatever_every_article_hangs_once(pairs: list[tuple[int, int]], phantom: bool) -> None:
    articles = {f"a{n}": article(n) for n in range(12)}
    edges = [edge(f"a{a}", f"a{b}") for a, b in pairs if a != b]
    (tree,) = graph_of([origin(tuple(articles), phantom=phantom)], articles, edges).trees
    hanging = [h.article.id for h in tree.hanging]
    assert sorted(hanging) == sorted(id_ for id_ in articles if phantom or id_ != "a0")
    assert tree.more == 0


def test_a_picture_of_2000_copies_stays_small() -> None:
    articles = {f"a{n}": article(n) for n in range(2000)}
    graph = graph_of([origin(tuple(articles))], articles, [])
    assert len(graph.trees[0].hanging) <= 14 and graph.trees[0].more == 2000 - 15
    assert graph.height < 600


def test_the_time_line_holds_every_article() -> None:
    times = [NOON + timedelta(hours=n) for n in (0, 1, 1, 5)]
    line = timeline_of(times, [(times[0], "1 Post"), (times[3], "2 Herald")], [])
    assert line is not None and sum(bar[3] for bar in line.bars) >= 4
    assert [mark.leftward for mark in line.marks] == [False, True]
    assert timeline_of(times[:1], [], []) is None


def test_text_in_a_picture_is_cut_to_its_room() -> None:
    assert fit("short", 200) == "short"
    assert fit("a" * 500, 130).endswith("…") and len(fit("a" * 500, 130)) < 25
    assert len(fit("漢" * 100, 130)) < len(fit("a" * 100, 130))
