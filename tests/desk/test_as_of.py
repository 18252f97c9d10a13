"""What did we say on Tuesday? The verdict of a day, with its evidence, rules, registry and what was said since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.desk.conftest import HERALD, Run, two_reports, write_lines
from tests.desk.test_retraction import MARKET

POST_URL = "https://www.harbourpost.example/pier"
URL = "https://uplandherald.example/lorne-pier"


def put(corroborate: Run, folder: Path, reports: list[dict[str, Any]], day: str) -> None:
    assert corroborate("import", write_lines(folder / "in.jsonl", reports)).code == 0
    assert corroborate("match", "--now", day).code == 0


@pytest.fixture
def week(corroborate: Run, folder: Path) -> Run:
    """One report on the 5th, a second on the 7th, which is retracted on the 9th."""
    first, second = two_reports()
    put(corroborate, folder, [first], "2026-03-05")
    put(corroborate, folder, [second], "2026-03-07")
    put(corroborate, folder, [second | {"title": "Retracted: " + second["title"], "text": HERALD}], "2026-03-09")
    return corroborate


def test_each_day_answers_as_it_did(week: Run) -> None:
    said = {}
    for day in ("2026-03-05", "2026-03-06", "2026-03-07", "2026-03-08T12:00+02:00", "2026-03-20"):
        (verdict,) = week("verdict", POST_URL, "--as-of", day, "--json").rows()
        said[day] = (verdict["state"], len(verdict["articles"]), len(verdict["history"]), len(verdict["later"]))
        assert verdict["ruleset"] and verdict["registry_version"] and verdict["as_of"] >= verdict["judged"]
    assert said == {
        "2026-03-05": ("single_report", 1, 1, 2),
        "2026-03-06": ("single_report", 1, 1, 2),
        "2026-03-07": ("corroborated", 2, 2, 1),
        "2026-03-08T12:00+02:00": ("corroborated", 2, 2, 1),
        "2026-03-20": ("single_report", 2, 3, 0),
    }


def test_the_articles_are_shown_as_they_were(week: Run) -> None:
    (then,) = week("verdict", URL, "--as-of", "2026-03-07", "--json").rows()
    (now,) = week("verdict", URL, "--json").rows()
    titles = [{a["url"]: a["title"] for a in verdict["articles"]}[URL] for verdict in (then, now)]
    assert titles == ["Lorne bars cars from its eastern pier", "Retracted: Lorne bars cars from its eastern pier"]
    assert [{a["url"]: a["counted"] for a in verdict["articles"]}[URL] for verdict in (then, now)] == [True, False]


def test_a_person_reads_the_day_the_rules_and_what_was_said_since(week: Run) -> None:
    text = week("verdict", URL, "--as-of", "2026-03-07").out
    assert text.startswith("As of 2026-03-07T23:59:59+00:00 (judged 2026-03-07T00:00:00+00:00):\nCORROBORATED: ")
    assert "corroborated, 2 origins, 2 notable (new article: Upland Herald: new)" in text
    since = text[text.index("Since then:") :]
    assert "single_report, 1 origin, 1 notable (revision: Upland Herald: retraction)" in since
    assert text.splitlines()[-1].startswith("Rules 2026.") and ", registry " in text.splitlines()[-1]


def test_before_anything_was_said_and_what_is_no_time(week: Run) -> None:
    early = week("verdict", URL, "--as-of", "2026-03-06")
    assert (early.code, early.out) == (4, "")
    assert "there was no verdict on this article; the first one was made at 2026-03-07T00:00:00+00:00" in early.err
    wrong = week("verdict", URL, "--as-of", "Tuesday")
    assert wrong.code == 2 and "2026-03-03T14:30+01:00" in wrong.err


def test_an_article_that_moved_is_told_of_the_event_it_was_of(corroborate: Run, folder: Path) -> None:
    first, second = two_reports()
    put(corroborate, folder, [first, second], "2026-03-05")
    moved = second | {"title": "Ostmere's market moves to the tram depot", "text": MARKET}
    put(corroborate, folder, [moved], "2026-03-07")
    put(corroborate, folder, [second], "2026-03-09")
    states = []
    for day in ("2026-03-05", "2026-03-07", "2026-03-09"):
        (verdict,) = corroborate("verdict", URL, "--as-of", day, "--json").rows()
        states.append((verdict["state"], [entry["cause"] for entry in verdict["history"]]))
    assert states == [
        ("corroborated", ["first verdict"]),
        ("single_report", ["first verdict"]),
        ("corroborated", ["first verdict", "articles moved", "new article"]),
    ]
