"""What the later article tells and the earlier one does not know yet: another happening."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

from matching.events import find_events
from matching.explainpair import explain_pair
from matching.happening import top_of
from matching.laterdeeds import deeds_of, later_deed
from matching.thresholds import SAME_TIME
from matching.tokens import tokenize
from matching.types import Article, PairScore
from tests.matching.samples import resources

_START = datetime.fromisoformat("2026-03-03T09:00:00+00:00")


def report(number: int, title: str, text: str, hours: float = 0.0) -> Article:
    """A report of an outlet of its own."""
    return Article(
        id=f"r{number}",
        url=f"https://paper{number}.example/r",
        outlet_id=f"paper{number}",
        title=title,
        text=text,
        published=_START + timedelta(hours=hours),
        language="en",
    )


ARREST = (
    "Man arrested after goldsmith attacked in Ganderby",
    "A man of 29 was arrested in Ganderby on Monday after the goldsmith Aram Tolland was beaten in his shop in Corn Yard. Police "
    "found watches and a helmet at his flat. They appeal for the driver of a van to come forward. Tolland is in hospital.",
)
CHARGE = (
    "Courier charged over attack on goldsmith Tolland",
    "A courier was charged with robbery on Tuesday over the attack on the goldsmith Aram Tolland in Corn Yard, Ganderby. Police "
    "arrested him at his flat, where watches and a helmet were found. Tolland may leave hospital this week.",
)
SCOOP = (
    "Ferry line Odrell in merger talks with Tarrow",
    "The ferry line Odrell is discussing a merger with its rival Tarrow, three people who know of it told this paper. Tarrow would "
    "own most of the shares. Both companies declined to comment. Odrell made a loss last year.",
)
DENIAL = (
    "Odrell denies merger with Tarrow",
    "The head of the ferry line Odrell, Marek Sandoz, denied on Tuesday that it is to merge with its rival Tarrow. He was answering "
    "a report in the Ganderby Post. Odrell made a loss last year, and its shares rose at once. Tarrow would own most of them.",
)


def together(one: tuple[str, str], other: tuple[str, str], hours: float) -> bool:
    return len(find_events([report(1, *one), report(2, *other, hours)], resources())[0]) == 1


def claim(one: tuple[str, str], other: tuple[str, str], hours: float) -> float:
    pairs: tuple[PairScore, ...] = find_events([report(1, *one), report(2, *other, hours)], resources())[1]
    return max((pair.same_claim for pair in pairs), default=0.0)


@pytest.mark.parametrize(("one", "other"), [(ARREST, CHARGE), (SCOOP, DENIAL)])
def test_a_later_deed_is_another_happening_and_another_claim(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert not together(one, other, hours=25)
    assert claim(one, other, hours=25) < 0.1


def test_who_was_first_is_not_told_by_an_hour() -> None:
    assert together(SCOOP, DENIAL, hours=1)


def test_the_later_deed_is_named_where_a_pair_is_explained() -> None:
    text = explain_pair(report(1, *ARREST), report(2, *CHARGE, 25), resources())
    assert "what had not been done yet" in text.partition("Against it:")[2]


def found(one: tuple[str, str], other: tuple[str, str], gap: float = 1.0) -> bool:
    """Whether `other`, which came out `gap` days after `one`, tells a later deed; each is title and text."""
    first, second = (np.array([_deeds(*article)]).T for article in (one, other))
    forth = later_deed(np.array([gap]), first, second)[0]
    back = later_deed(np.array([-gap]), second, first)[0]
    assert forth == back, "the order in which a pair is held decides nothing"
    return bool(forth)


def _deeds(title: str, text: str) -> tuple[int, int]:
    head, body = tokenize(title), tokenize(text)
    return deeds_of([*head, *top_of(body)], [*head, *body])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Woman arrested over fire", "A cafe burned."), ("Sister in court", "She was remanded on Tuesday by the bench, which took her for dangerous and for sly. Police arrested her.")),
        (("Builder convicted", "A builder was convicted."), ("Council to sell", "The lawsuit was settled.")),
        (("Council approves car park", "It was approved by 7 to 4."), ("Neighbours sue over car park", "Papers were filed.")),
        (("Yard in talks", "The yard is negotiating."), ("Yard signs", "An agreement was signed in the loft.")),
        (("Red warning as storm nears", "Stay at home, people are told."), ("Storm tears hole in wall", "Waves broke through.")),
        (("Le maire arrêté", "Le maire a été arrêté lundi."), ("Le maire condamné", "Le tribunal l'a condamné.")),
    ],
)  # fmt: skip
def test_steps_that_the_earlier_does_not_know(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert found(one, other) is (one[0] != "Builder convicted"), "steps of two processes are not compared"
    assert not found(other, one), "an earlier step told later is background or another report"
    assert not found(one, other, gap=SAME_TIME / 2)
    assert not found(one, other, gap=float("nan"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # the earlier tells of the charge as well
        (("Man arrested", "A man was arrested and may be charged."), ("Man charged", "He was charged.")),
        # the later one looks back on the arrest in its lead: it may report either
        (("Man arrested", "A man was arrested."), ("Man charged after arrest", "He was charged.")),
        # accused is no charge, and verdict and sentence may be of one hour
        (("Vicar arrested", "A vicar was arrested."), ("Vicar accused", "He is accused of theft.")),
        (("Captain guilty", "He was convicted."), ("Captain jailed", "He was sentenced to six months.")),
        # an analyst's warning is no weather
        (("Grocer warns on profit", "It warned investors."), ("Grocer hit by price war", "Its profit was hit.")),
        # refused is not called untrue, and a denial need not answer a report
        (("Driver held", "He is in a cell."), ("Bail denied", "A report in the Post names him.")),
        (("Mayor took trip", "The mayor took a trip."), ("Mayor denies it", "He denied it on Monday.")),
        # both tell of the denial
        (("No trip, says mayor", "He denied it."), ("Mayor denies it", "He denied a report in the Post.")),
    ],
)  # fmt: skip
def test_what_may_be_one_happening(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert not found(one, other)
