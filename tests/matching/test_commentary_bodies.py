"""What reports nothing itself, and bodies that are none."""

from __future__ import annotations

import pytest

from matching.commentary import commentary
from matching.reading import body_of
from matching.types import Body
from tests.matching.newsroom import FERRY, article

ARGUMENT = (
    "I have had enough of ferries. Of course the county should have mended its pulley, and surely it must pay. "
    "I know that patience is a virtue; frankly, I have a boat to catch. It is absurd, and it is a disgrace. "
) * 6


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("OPINION: The ferry is a disgrace", "commentary"),
        ("Analysis: What the ferry means for Pell", "commentary"),
        ("The ferry is a disgrace | Opinion", "commentary"),
        ("What to know about cable ferries", "commentary"),
        ("Why we need a second bridge", "commentary"),
        ("We should never have trusted the cable", "commentary"),
        ("Ferry adrift: live updates", "live-blog"),
        ("Morning briefing: Ferry adrift, herring late", "round-up"),
        ("Mayor: ‘We should be grateful nobody was hurt’", None),
        ("Comment from county awaited after ferry breaks loose", None),
        ("Ferry breaks loose on the Orle", None),
    ],
)
def test_titles(title: str, code: str | None) -> None:
    found = commentary(article("a", "fen-observer", title, FERRY))
    assert (found.code if found else None) == code


def test_other_signs() -> None:
    plain = article("a", "fen-observer", "Ferry", FERRY)
    assert commentary(plain) is None
    assert commentary(article("opinion/a", "fen-observer", "Ferry", FERRY)) is not None
    assert commentary(article("a", "fen-observer", "Ferry", FERRY, byline="Ada Lind, Columnist")) is not None
    assert commentary(article("a", "fen-observer", "Ferry", f"{FERRY}\n\nThe views expressed are her own.")) is not None
    assert commentary(article("a", "fen-observer", "Ferry", FERRY, live=True)) is not None
    assert commentary(article("a", "fen-observer", "Enough", ARGUMENT)) is not None


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (FERRY, Body.FULL),
        (FERRY[:560] + "...", Body.FULL),
        (FERRY[:300] + "\nSubscribe to continue reading", Body.STUB),
        (FERRY[:300] + "\nAlready a subscriber? Sign in.", Body.STUB),
        (FERRY[:300] + "\nSuscríbete para seguir leyendo", Body.STUB),
        (FERRY[:300] + "\nJetzt abonnieren", Body.STUB),
        (FERRY + "\nSubscribe to read more of our newsletters", Body.FULL),
        ("The ferry broke loose.", Body.STUB),
        ("  ", Body.MISSING),
    ],
)
def test_bodies(text: str, body: Body) -> None:
    assert body_of(article("a", "fen-observer", "Ferry", text))[0] is body


def test_a_judging_title_needs_a_text_without_sources() -> None:
    argued = (
        "The county has learned nothing. A pulley rusts, a cable parts, and a report is promised. It was ever thus. "
        * 4
    )
    assert commentary(article("a", "fen-observer", "Council gets it wrong on the ferry", argued)) is not None
    assert commentary(article("a", "fen-observer", "Council got it wrong, says ferry report", FERRY)) is None


def test_a_stub_stays_one() -> None:
    assert body_of(article("a", "fen-observer", "Ferry", FERRY, body=Body.STUB))[0] is Body.STUB
