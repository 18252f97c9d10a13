from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching.candidates import Candidates
from matching.context import CONTEXT_NAMES, context_features
from matching.documents import make_document
from matching.features import FEATURES, NAMES, Features, pair_features
from matching.types import Article
from matching.views import make_views
from tests.matching.samples import BRIDGE, BRIDGE_TOO, COMET, RIVER_ES, RIVER_ES_TOO, article, resources


def evidence(*articles: Article) -> Features:
    documents = [make_document(one, resources().background) for one in articles]
    count = len(articles)
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
    chosen = Candidates(
        np.array([a for a, _ in pairs], dtype=np.int64), np.array([b for _, b in pairs], dtype=np.int64)
    )
    return pair_features(documents, make_views(documents), chosen)


def test_every_feature_has_one_name_and_words_for_people() -> None:
    assert len(set(NAMES)) == len(FEATURES)
    assert all(spec.label and spec.direction in {-1, 0, 1} for spec in FEATURES)


def test_an_article_and_its_copy() -> None:
    found = evidence(BRIDGE, replace(BRIDGE, id="copy"))
    for name in ("text", "lead", "title", "containment", "covered_low", "title_order", "text_best"):
        assert found.column(name)[0] == pytest.approx(1.0, abs=1e-6), name
    assert found.column("days_apart")[0] == 0


@pytest.mark.parametrize(("one", "other"), [(BRIDGE, BRIDGE_TOO), (RIVER_ES, RIVER_ES_TOO)])
def test_one_happening_is_nearer_than_two(one: Article, other: Article) -> None:
    found = evidence(one, other, COMET)
    for name in ("text", "lead", "names", "focus", "names_covered_low"):
        assert found.column(name)[0] > max(found.column(name)[1:]), name


def test_what_cannot_be_had_is_missing_not_zero() -> None:
    found = evidence(replace(BRIDGE, published=None), replace(BRIDGE_TOO, title=""))
    assert np.isnan(found.column("days_apart")[0])
    assert np.isnan(found.column("title_fuzzy")[0])
    assert not np.isnan(found.column("text")[0])


def test_an_undated_article_may_state_its_date() -> None:
    dated = article("d", "Fire in Olmquay", "Olmquay, 5 March 2024. A fire broke out in the old mill of Olmquay.", None)
    other = article("e", "Fire in Olmquay", "Olmquay, 9 March 2024. A fire broke out in the new mill of Olmquay.", None)
    assert evidence(dated, other).column("stated_apart")[0] == 4


def test_figures_and_names_count_whatever_the_language() -> None:
    german = article(
        "g",
        "Neun Menschen stürzen in Castrund in den Ormel",
        "Der Ingenieur Pavel Stroun sperrte die Brücken in Castrund.",
    )
    found = evidence(BRIDGE, german, COMET)
    assert found.column("names")[0] > found.column("names")[1]
    assert found.column("same_language")[0] == 0


def test_no_pairs_no_rows() -> None:
    assert evidence(BRIDGE).values.shape == (0, len(NAMES))


def test_context_sees_company_in_common_and_better_matches_elsewhere() -> None:
    pairs = Candidates(np.array([0, 0, 1, 2]), np.array([1, 2, 2, 3]))
    context = context_features(pairs, np.array([3.0, 3.0, 3.0, -1.0]), 4)
    common, behind = CONTEXT_NAMES.index("common_company"), CONTEXT_NAMES.index("behind_best")
    assert context[0, common] > context[3, common]
    assert context[0, behind] == pytest.approx(0.0)
    assert context[3, behind] == pytest.approx(-4.0)


def test_context_of_nothing() -> None:
    nothing = Candidates(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    assert context_features(nothing, np.zeros(0), 3).shape == (0, len(CONTEXT_NAMES))
