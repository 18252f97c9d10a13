"""What is still found of a copy when it is cut, shuffled, reworded and hidden: the table in docs/verdicts.md.

Twenty invented stories, each mistreated in each way, and for each the question whether copy and source rest on one
origin. The counts are what was measured, also where little or nothing is found; unrelated stories must never join.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tests.matching.newsroom import FERRY, article, judge, shares_origin, story

STORIES = tuple(range(20))


def sentences(text: str) -> list[str]:
    return [s + "." for s in text.replace("\n\n", " ").rstrip(".").split(". ")]


def cut(text: str, share: float) -> str:
    """The first part of a text, at least one sentence."""
    kept = sentences(text)
    return " ".join(kept[: max(1, round(share * len(kept)))])


def shuffled(text: str, seed: int) -> str:
    order = sentences(text)
    random.Random(seed).shuffle(order)
    return " ".join(order)


def reworded(text: str, share: float, seed: int) -> str:
    """A text in which `share` of the words are others."""
    chance = random.Random(seed)
    words = text.split(" ")
    for at in chance.sample(range(len(words)), round(share * len(words))):
        words[at] = "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(3))
    return " ".join(words)


def local(seed: int) -> str:
    """Two paragraphs of local colour."""
    return "\n\n".join(story(seed + 5_000, 6).split("\n\n")[1:3])


TREATMENTS: dict[str, Callable[[str, int], str]] = {
    "cut to 35 %": lambda text, _: cut(text, 0.35),
    "cut to 20 %": lambda text, _: cut(text, 0.2),
    "cut to 12 %": lambda text, _: cut(text, 0.12),
    "sentences shuffled": shuffled,
    "15 % of words changed": lambda text, seed: reworded(text, 0.15, seed),
    "25 % of words changed": lambda text, seed: reworded(text, 0.25, seed),
    "35 % of words changed": lambda text, seed: reworded(text, 0.35, seed),
    "two local paragraphs added": lambda text, seed: f"{text}\n\n{local(seed)}",
    "another full report appended": lambda text, seed: f"{text}\n\n{story(seed + 9_000)}",
    "cut to half, shuffled, two local paragraphs": lambda text, seed: (
        f"{shuffled(cut(text, 0.5), seed)}\n\n{local(seed)}"
    ),
    "cut to 20 %, 15 % changed, two local paragraphs": lambda text, seed: (
        f"{reworded(cut(text, 0.2), 0.15, seed)}\n\n{local(seed)}"
    ),
    "cut to 12 %, another full report appended": lambda text, seed: f"{cut(text, 0.12)}\n\n{story(seed + 9_000)}",
}

# How many of twenty are found, as measured; docs/verdicts.md repeats it.
FOUND = {
    "cut to 35 %": 20,
    "cut to 20 %": 20,
    "cut to 12 %": 20,
    "sentences shuffled": 20,
    "15 % of words changed": 20,
    "25 % of words changed": 20,
    "35 % of words changed": 13,
    "two local paragraphs added": 20,
    "another full report appended": 20,
    "cut to half, shuffled, two local paragraphs": 20,
    "cut to 20 %, 15 % changed, two local paragraphs": 7,
    "cut to 12 %, another full report appended": 0,
}


@pytest.mark.parametrize("kind", sorted(FOUND))
def test_a_mistreated_copy(kind: str) -> None:
    found = 0
    for seed in STORIES:
        source = article("a", "fen-observer", "Ferry adrift", story(seed))
        copy = article("b", "quarry-times", "On the Orle", TREATMENTS[kind](story(seed), seed), hours=2)
        found += shares_origin(judge([source, copy]), "a", "b")
    assert found == FOUND[kind], f"{kind}: {found} of {len(STORIES)}; put the new count into docs/verdicts.md too"


def test_unrelated_narration_never_joins() -> None:
    for seed in STORIES:
        first = article("a", "fen-observer", "Ferry adrift", story(seed))
        second = article("b", "quarry-times", "On the Orle", story(seed + 100), hours=2)
        assert not shares_origin(judge([first, second]), "a", "b")


@pytest.mark.parametrize("share", [0.35, 0.2])
def test_a_real_looking_story_cut_short(share: float) -> None:
    copy = article("b", "quarry-times", "On the Orle", cut(FERRY, share), hours=2)
    assert shares_origin(judge([article("a", "fen-observer", "Ferry adrift", FERRY), copy]), "a", "b")


def test_every_treatment_has_a_count() -> None:
    assert sorted(TREATMENTS) == sorted(FOUND)
