"""The rating feed: three criteria with evidence, its schema, the command for a person, and the documented reader."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from desk.rating_evidence import criteria_of, evidence_of, read_article
from matching.types import Article, Body
from store.articles import read_articles, save_article
from store.connection import Store
from store.readings import Held, read_readings
from store.records import Media
from tests.builders import NOON, a_record, a_registry, with_outlets
from tests.desk.conftest import Run, two_reports, write_lines

CITED = '"I would not park a pram on the outer end," said Ada Moss, the harbour engineer. The council meets in June.'
BARE = "The eastern pier is closed to cars from June. Repairs are expected to take two summers."
PHOTO = Media("photo", "https://quay.example/pier.jpg", "The pier at low tide", "L. Vick")


def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((files("desk") / "schemas" / "rating.schema.json").read_text(encoding="utf-8"))
    return loaded


def documented(word: str) -> list[str]:
    """The Python programs of docs/ratings.md that hold a word."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "ratings.md").read_text(encoding="utf-8")
    return [program for program in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if word in program]


def judged(text: str, *, body: Body = Body.FULL, media: tuple[Media, ...] = (), crawled: bool = True) -> list[object]:
    article = Article("a", "https://quay.example/a", "quay", "Pier closed", text, language="en", body=body)
    evidence = criteria_of(article, read_article(article, frozenset()), Held(media, crawled, 1))
    return [evidence.named_sources["met"], evidence.supporting_material["met"]]


def test_what_could_not_be_determined_is_null_and_not_false() -> None:
    assert judged(CITED) == [True, True]
    assert judged(BARE) == [False, False]
    assert judged(BARE, crawled=False) == [False, None]
    assert judged(BARE, media=(PHOTO,)) == [False, True]
    assert judged(BARE, body=Body.STUB) == [None, None]
    assert judged(CITED, body=Body.STUB) == [True, True]
    assert judged("", body=Body.MISSING) == [None, None]


def test_evidence_carries_name_affiliation_quote_and_media_as_the_page_gives_them() -> None:
    article = Article("a", "https://quay.example/a", "quay", "Pier closed", CITED, language="en")
    evidence = criteria_of(article, read_article(article, frozenset()), Held((PHOTO,), True, 1))
    assert evidence.named_sources["evidence"] == [
        {
            "name": "Ada Moss",
            "affiliation": "harbour engineer",
            "verb": "said",
            "quote": '"I would not park a pram on the outer end,"',
            "span": CITED.split(" The council", maxsplit=1)[0],
        }
    ]
    statement, photo = json.loads(json.dumps(evidence.supporting_material["evidence"]))
    assert statement["kind"] == "direct_statement" and statement["speaker"] == "Ada Moss"
    assert photo == {"kind": "photo", "url": PHOTO.url, "caption": PHOTO.caption, "credit": PHOTO.credit}


def test_an_unchanged_article_is_not_read_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with_outlets(store, "quay")
    save_article(store, a_record("quay", "a", text=CITED), now=NOON)
    registry = a_registry("quay")
    first = evidence_of(store, tuple(read_articles(store)), registry)

    def read(*_: object) -> None:
        raise AssertionError("read again")

    with monkeypatch.context() as patch:
        patch.setattr("desk.rating_evidence.read_article", read)
        assert evidence_of(store, tuple(read_articles(store)), registry) == first
    save_article(store, a_record("quay", "a", text=BARE), now=NOON)
    (again,) = evidence_of(store, tuple(read_articles(store)), registry).values()
    assert (
        again.named_sources["met"] is False
        and len(read_readings(store, [article.id for article in read_articles(store)])) == 1
    )


def test_every_line_of_the_feed_fits_the_shipped_schema(corroborate: Run, folder: Path) -> None:
    corroborate("import", write_lines(folder / "in.jsonl", two_reports()))
    corroborate("match", "--now", "2026-03-10")
    rows = corroborate("export", "ratings").rows()
    check = jsonschema.Draft202012Validator(schema())
    check.check_schema(schema())
    assert len(rows) == 2 and not [error.message for row in rows for error in check.iter_errors(row)]
    assert {source["name"] for row in rows for source in row["criteria"]["named_sources"]["evidence"]} == {
        "Ada Moss",
        "Tomas Brandt",
    }
    broken = rows[0] | {"criteria": rows[0]["criteria"] | {"named_sources": {"met": "yes", "evidence": []}}}
    assert not check.is_valid(broken)


def test_rate_says_the_three_stars_and_why(corroborate: Run, folder: Path) -> None:
    corroborate("import", write_lines(folder / "in.jsonl", two_reports()))
    url = str(two_reports()[0]["url"])
    early = corroborate("rate", url)
    assert early.code == 1 and "has not been matched yet" in early.err
    corroborate("match", "--now", "2026-03-10")
    told = corroborate("rate", url)
    assert told.code == 0 and "of 3 stars" in told.out and "Ada Moss" in told.out and "★ yes  Named sources" in told.out
    assert corroborate("rate", url, "--json").rows()[0]["url"] == url
    assert corroborate("rate", "https://harbourpost.example/none").code == 4


def test_the_documented_reader_keeps_its_stars_through_a_rise_and_a_fall(corroborate: Run, folder: Path) -> None:
    (program,) = documented("subprocess.run")
    assert sum(map(bool, program.splitlines())) <= 20
    (folder / "reader.py").write_text(program, encoding="utf-8")
    db, outlets = folder / "news.db", folder / "outlets.toml"
    base = [sys.executable, "-m", "desk", "--db", str(db), "--outlets", str(outlets)]

    def star(url: str) -> object:
        command = [sys.executable, str(folder / "reader.py"), *base, str(folder / "stars.json")]
        subprocess.run(command, check=True, capture_output=True)
        stars = json.loads((folder / "stars.json").read_text(encoding="utf-8"))["stars"]
        return stars[url]["more_than_one_notable_outlet"]

    reports = two_reports()
    url = str(reports[0]["url"])
    corroborate("import", write_lines(folder / "in.jsonl", reports[:1]))
    corroborate("match", "--now", "2026-03-10")
    assert star(url) is False
    corroborate("import", write_lines(folder / "in.jsonl", reports))
    corroborate("match", "--now", "2026-03-10")
    assert star(url) is True and star(url) is True
    text = outlets.read_text(encoding="utf-8")
    basis = 'notable = true\nnotability_basis = "https://encyclopedia.example/Upland_Herald"\n'
    outlets.write_text(text.replace(basis, ""), encoding="utf-8")
    corroborate("match", "--now", "2026-03-11")
    assert star(url) is False
