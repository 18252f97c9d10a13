from __future__ import annotations

from itertools import combinations

from matching.candidates import find_candidates
from matching.documents import make_document
from matching.types import Article
from matching.views import make_views
from tests.matching.samples import BRIDGE, BRIDGE_TOO, EVERYTHING, MINE, MINE_TOO, article, resources


def candidates(*articles: Article) -> set[tuple[str, str]]:
    documents = [make_document(one, resources().background) for one in articles]
    pairs = find_candidates(documents, make_views(documents))
    assert all(a < b for a, b in zip(pairs.a, pairs.b, strict=True))
    return {(articles[a].id, articles[b].id) for a, b in zip(pairs.a, pairs.b, strict=True)}


def test_two_reports_of_one_happening_are_candidates() -> None:
    found = candidates(*EVERYTHING)
    assert ("bridge-1", "bridge-2") in found
    assert ("mine-1", "mine-2") in found
    assert ("rio-1", "rio-2") in found


def test_nothing_in_common_is_no_candidate() -> None:
    assert candidates(article("a", "Xylo quorf", "Brindle zwack."), article("b", "Mumph", "Plovit grann")) == set()


def test_none_and_one() -> None:
    assert candidates() == set()
    assert candidates(BRIDGE) == set()


def test_empty_and_title_only_articles() -> None:
    empty, titled = article("z1", "", "", None), article("z2", BRIDGE.title, "", None)
    assert ("bridge-1", "z2") in candidates(BRIDGE, BRIDGE_TOO, MINE, MINE_TOO, empty, titled)


def test_many_articles_do_not_make_all_pairs() -> None:
    many = [
        article(f"n{n:03d}", f"Village fair number{n} opens in Place{n}", f"{MINE.text} Stall{n} sold cake{n}. " * 2)
        for n in range(120)
    ]
    assert len(candidates(*many)) < len(list(combinations(many, 2)))
