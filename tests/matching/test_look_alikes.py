"""Two happenings that look alike: told in one form, or of one kind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching.events import find_events, score_pairs
from matching.explainpair import explain_pair
from matching.features import LOOK_ALIKE
from matching.lookalikes import look_alikes
from matching.types import Article
from tests.matching.samples import BRIDGE, BRIDGE_TOO, EVERYTHING, MINE, MINE_TOO, article, resources

EARNINGS = article(
    "earnings-1",
    "Tarrow Mills beats forecasts as quarterly profit climbs",
    "Tarrow Mills, the Ganderby flour company, reported on Tuesday a quarterly profit of 41.3 million, up 12.6 percent from a "
    "year earlier, on revenue of 388 million. Analysts had expected less. Chief executive Ilse Cornforth said demand had held "
    "up in every region and that the company expected revenue to grow through the rest of the year. Shares of Tarrow Mills "
    "rose in early trading in Ganderby. The company raised its dividend and said it would buy back shares.",
)
EARNINGS_OF_ANOTHER = article(
    "earnings-2",
    "Odrell Shipping beats forecasts as quarterly profit climbs",
    "Odrell Shipping, the Porthmere ferry company, reported on Tuesday a quarterly profit of 97.8 million, up 4.1 percent from a "
    "year earlier, on revenue of 1,204 million. Analysts had expected less. Chief executive Marek Sandoz said demand had held "
    "up in every region and that the company expected revenue to grow through the rest of the year. Shares of Odrell Shipping "
    "rose in early trading in Porthmere. The company raised its dividend and said it would buy back shares.",
)
CRASH = article(
    "crash-1",
    "Five hurt as tram and lorry collide in fog",
    "Five passengers were taken to hospital on Tuesday morning after a tram hit a lorry in thick fog on Lammas Street in "
    "Ganderby. The lorry was turning into Corn Yard. Two of the five were detained overnight at the Mercer Infirmary. "
    "Conductor Wim Asquith walked the other passengers back to Gander Cross. The line was shut until noon.",
)
CRASH_ELSEWHERE = article(
    "crash-2",
    "Eight injured when tram strikes coal lorry in fog",
    "A tram ran into a coal lorry in fog near Porthmere docks early on Tuesday, and eight passengers were injured. The crash "
    "happened at the foot of Signal Hill, where the rails cross Harbour Road. Driver Leonie Pask told the Porthmere Herald "
    "that she saw nothing until the last second. The eight were treated at St Osyth's hospital and sent home.",
)


def alike(one: Article, other: Article, *others: Article) -> bool:
    articles = sorted([one, other, *others], key=lambda a: a.id)
    ids = {a.id: n for n, a in enumerate(articles)}
    scored = score_pairs(articles, resources())
    ends = zip(scored.pairs.a.tolist(), scored.pairs.b.tolist(), strict=True)
    row = [set(pair) for pair in ends].index({ids[one.id], ids[other.id]})
    return bool(scored.features.column(LOOK_ALIKE)[row])


def together(one: Article, other: Article, *others: Article) -> bool:
    events, _ = find_events((one, other, *others), resources())
    return any({one.id, other.id} <= set(event.article_ids) for event in events)


YEAR = article(
    "year-1",
    "Bramling lifts profit as bakers switch to rye",
    "Flour miller Bramling raised its yearly profit by a tenth to 214 million, it said on Tuesday. Sales grew by 6.2 percent to "
    '3.18 billion. "People are baking again," said chief executive Tove Aldous, who expects to open two mills. The dividend '
    "goes up to 12.5 a share. Analysts had forecast less, and the shares rose.",
)
YEAR_OF_ANOTHER = article(
    "year-2",
    "Corvill warns after a costly price war over salt",
    "The salt maker Corvill reported a fall of a third in its yearly profit and warned that worse is to come. It made 87.4 million, "
    'down from 131 million, as sales slipped to 1.26 billion. The dividend was halved. "We chose to invest," said chief '
    "executive Gus Merrow, who has been in the job for a year. The shares fell.",
)


@pytest.mark.parametrize("others", [(), EVERYTHING])
@pytest.mark.parametrize(
    ("one", "other"), [(EARNINGS, EARNINGS_OF_ANOTHER), (CRASH, CRASH_ELSEWHERE), (YEAR, YEAR_OF_ANOTHER)]
)
def test_two_happenings_that_look_alike_are_two_events(
    one: Article, other: Article, others: tuple[Article, ...]
) -> None:
    assert alike(one, other, *others)
    assert not together(one, other, *others)


@pytest.mark.parametrize(("one", "other"), [(BRIDGE, BRIDGE_TOO), (MINE, MINE_TOO)])
def test_two_reports_of_one_happening_do_not_look_alike_by_chance(one: Article, other: Article) -> None:
    assert not alike(one, other)


def test_a_copy_is_no_look_alike() -> None:
    copy = replace(
        EARNINGS, id="copy-1", outlet_id="copy", url="https://copy.example/a", title="Flour company's profit up"
    )
    assert not alike(EARNINGS, copy)
    assert together(EARNINGS, copy)


def test_early_and_late_counts_of_one_accident_are_one_event() -> None:
    late = replace(
        CRASH,
        id="crash-3",
        outlet_id="late",
        url="https://late.example/a",
        title="Seven hurt as tram and lorry collide in fog",
        text=CRASH.text.replace("Five passengers", "Seven passengers").replace("of the five", "of the seven"),
    )
    assert not alike(CRASH, late)
    assert together(CRASH, late)


def test_the_rule_is_named_where_a_pair_is_explained() -> None:
    text = explain_pair(EARNINGS, EARNINGS_OF_ANOTHER, resources())
    assert "another happening told alike" in text.partition("Against it:")[2]


def columns(**values: float) -> dict[str, np.ndarray]:
    """What two articles share that share nothing, but for these columns."""
    nothing = dict.fromkeys(("plain", "containment", "names"), 0.0)
    missing = ("numbers", "names_covered_high", "telling_figures", "same_place", "headline_actor", "title_names_high")
    unknown = dict.fromkeys(missing, np.nan)
    return {name: np.array([value]) for name, value in (nothing | unknown | values).items()}


def test_names_that_are_too_few_say_nothing() -> None:
    form = columns(plain=0.9, containment=0.7)
    assert look_alikes(form, np.array([3.0])).tolist() == [0.0]
    assert look_alikes(form, np.array([4.0])).tolist() == [1.0]


@pytest.mark.parametrize("shared", [{"names_covered_high": 0.9}, {"numbers": 0.7}, {"names": 0.7}])
def test_a_copy_that_spells_out_a_name_is_no_other_happening(shared: dict[str, float]) -> None:
    assert look_alikes(columns(plain=0.9, containment=0.7, **shared), np.array([6.0])).tolist() == [0.0]


def test_only_another_place_makes_two_happenings_of_two_reports_that_share_nothing() -> None:
    """One leaked paper, of which two outlets tell different pages, has no place."""
    assert look_alikes(columns(plain=0.2), np.array([5.0])).tolist() == [0.0]
    assert look_alikes(columns(plain=0.2, same_place=0.0), np.array([5.0])).tolist() == [1.0]
    assert look_alikes(columns(plain=0.2, same_place=0.0), np.array([1.0])).tolist() == [0.0]


@pytest.mark.parametrize("shared", [{"telling_figures": 1.0}, {"numbers": 0.4}, {"names": 0.1}])
def test_a_name_or_a_figure_in_common_makes_one_happening_of_two_places(shared: dict[str, float]) -> None:
    assert look_alikes(columns(same_place=0.0, **shared), np.array([5.0])).tolist() == [0.0]


OTHERS = {"headline_actor": 0.0, "title_names_high": 0.0, "telling_figures": 0.0}


def test_headlines_about_others_with_exact_figures_of_their_own_are_two_happenings() -> None:
    assert look_alikes(columns(plain=0.3, **OTHERS), np.array([3.0])).tolist() == [1.0]


@pytest.mark.parametrize(
    "known",
    [
        {"headline_actor": 0.5},
        {"headline_actor": np.nan},
        {"title_names_high": 0.4},
        {"telling_figures": np.nan},
        {"names": 0.1},
    ],
)
def test_who_is_in_both_headlines_or_has_no_exact_figures_may_be_of_one_happening(known: dict[str, float]) -> None:
    """A leaked paper has no exact figures, and a headline that names nobody is about nobody else."""
    assert look_alikes(columns(plain=0.3, **(OTHERS | known)), np.array([5.0])).tolist() == [0.0]
