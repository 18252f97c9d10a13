from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.conftest import Run, write_lines

POST = "https://harbourpost.example/pier"
HERALD = "https://uplandherald.example/pier"


def stored(corroborate: Run, folder: Path) -> None:
    row = {"published": "2026-03-03T09:00:00Z"}
    rows = [
        row | {"url": POST, "title": "Lorne council closes pier to cars", "text": "The council of Lorne voted on Monday to close the eastern pier to cars from June after an inspection found weak piles."},
        row | {"url": HERALD, "title": "Cars barred from Lorne's eastern pier", "text": "Cars will be barred from the eastern pier at Lorne, councillors decided on Monday after hearing of its weak piles."},
    ]  # fmt: skip
    assert corroborate("import", write_lines(folder / "in.jsonl", rows)).code == 0


def test_the_score_of_a_pair_is_told_part_by_part(corroborate: Run, folder: Path) -> None:
    stored(corroborate, folder)
    told = corroborate("explain", POST, HERALD)
    assert told.code == 0
    assert "Same happening: " in told.out
    assert "Same central claim: " in told.out
    assert POST in told.out and HERALD in told.out


def test_one_article_or_an_unknown_one_is_an_error(corroborate: Run, folder: Path) -> None:
    stored(corroborate, folder)
    assert corroborate("explain", POST, POST).code == 2
    unknown = corroborate("explain", POST, "https://harbourpost.example/none")
    assert unknown.code == 4 and "no article is stored" in unknown.err


@pytest.mark.parametrize(
    "words", [("explain", "pier", POST), ("verdict", "pier"), ("rate", "pier"), ("revisions", "pier")]
)
def test_what_is_no_web_address_is_told_so(corroborate: Run, folder: Path, words: tuple[str, ...]) -> None:
    stored(corroborate, folder)
    answer = corroborate(*words)
    assert answer.code == 4 and "'pier' is no web address" in answer.err and "https://" in answer.err
