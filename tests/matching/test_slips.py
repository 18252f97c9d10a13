"""Slips in arrays say of pairs what documents say of them: times, days, places, counts, figures, manner."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from matching.candidates import Candidates
from matching.documents import make_document
from matching.features import BASE_NAMES, pair_evidence
from matching.shelf import Shelf
from matching.shelfevidence import shelf_evidence
from matching.types import Article
from matching.views import make_views
from tests.matching.samples import resources

_START = datetime(2026, 3, 2, 9, tzinfo=UTC)
_TEXTS = (
    ("Ferry sinks off Velmore", "A ferry sank off Velmore on Monday. Three sailors and 12 passengers were saved by 4 boats."),
    ("Ferry lost near Velmore", "Rescuers in Velmore said on Monday that five sailors and 12 passengers were saved."),
    ("Council votes on harbour", "The council of Ostby voted on Tuesday, 417 to 305, to widen the harbour in Ostby for 2,350,117 crowns."),
    ("Council to widen harbour", "In Ostby the council decided by 417 votes on Tuesday. The cost of 2,350,117 crowns was approved after a strike."),
    ("We should not widen it", "Our harbour is good enough, and we must say so. You should ask whom it serves."),
    ("Tribunal condena al alcalde", "El tribunal condenó el 3 de marzo al alcalde de Ostby a dos años; siete testigos declararon en Ostby."),
    ("", "Dated 4 March 2026. A short note without a headline on 12 boats in Velmore."),
    ("A headline alone", ""),
    ("Master of Ostby harbour held", "The harbour master of Ostby was arrested, the council said."),
    ("Ferry raised", "The ferry was raised off Velmore with 4 boats."),
    ("Harbour master charged", "The harbour master of Ostby was charged on Wednesday over the vote."),
)  # fmt: skip


def _articles() -> list[Article]:
    times = [_START + timedelta(hours=11 * n) if n % 3 else None for n in range(len(_TEXTS))]
    return [
        Article(f"a{n}", f"https://paper.example/{n}", "paper", title, text, published=when, first_seen=_START)
        for n, ((title, text), when) in enumerate(zip(_TEXTS, times, strict=True))
    ]


@pytest.mark.parametrize("left_out", [(), (0, 5)])
def test_slips_say_what_documents_say(left_out: tuple[int, ...]) -> None:
    documents = [make_document(article, resources().background) for article in _articles()]
    shelf = Shelf()
    shelf.add(documents[:3])
    shelf.add(documents[3:])
    rows = [row for row in range(len(documents)) if row not in left_out]
    if left_out:
        shelf.keep(np.array(rows), [])
        documents = [documents[row] for row in rows]
    a, b = np.array(list(itertools.combinations(range(len(documents)), 2))).T
    wanted = pair_evidence(documents, make_views(documents), Candidates(a, b))
    found = shelf_evidence(shelf, a, b)
    for name, one, other in zip(BASE_NAMES, found.T, wanted.T, strict=True):
        np.testing.assert_array_equal(one, other, err_msg=name)
    if not left_out:
        assert found[:, BASE_NAMES.index("later_deed")].sum() > 0, (
            "no pair has a later deed: the texts no longer test it"
        )
    for name in ("counts_same", "counts_other", "telling_figures", "same_place", "same_day_named", "stated_apart"):
        assert np.isfinite(wanted[:, BASE_NAMES.index(name)]).any(), f"no pair has {name}: the texts no longer test it"
