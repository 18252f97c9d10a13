"""Splitting an event of 2,000 articles: chosen by outlet, words, time and origin, over many pages, in forms of bounded size."""

from __future__ import annotations

import html
import re
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from desk.browse import make_datasette
from desk.web.access import Access
from matching.types import Finding, OriginKind
from store.articles import save_article
from store.connection import open_store
from store.judgements import write_judgement
from tests.builders import NOON, a_judgement, a_record, a_verdict, with_outlets
from tests.desk.web.conftest import EDITOR, READER, Asked
from tests.desk.web.test_pages import text_of

EVENT, COUNT = "e1", 2000
OUTLETS = ("first", "second", "third", "fourth")


@pytest.fixture(scope="module")
def large_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles an hour apart; every fourth of one outlet; of each hundred ten tell of a flood, and ten rest on `o-flood`."""
    path = tmp_path_factory.mktemp("choosing") / "large.db"
    with open_store(path) as store, store.writing():
        with_outlets(store, *OUTLETS)
        ids = tuple(f"number {n:04} <b>/&?" for n in range(COUNT))
        for n, id_ in enumerate(ids):
            subject = "flood" if n % 100 < 10 else "pier"
            record = a_record(
                OUTLETS[n % 4], str(n), id=id_, title=f"The {subject} of Lorne, part {n}", text=f"About the {subject}. " * 20,
                published=NOON + timedelta(hours=n),
            )  # fmt: skip
            save_article(store, record, now=NOON, find_duplicates=False)
        verdict = a_verdict(EVENT, ids)
        findings = tuple(
            Finding(id_, "o-flood" if n % 100 < 10 else "o-e1", OriginKind.OWN, counted=True)
            for n, id_ in enumerate(ids)
        )
        verdict = a_verdict(EVENT, ids, findings=findings)
        write_judgement(store, a_judgement(verdict), leads_on={}, now=NOON)
    return path


@pytest.fixture
def editor(large_db: Path, accounts: Path, tmp_path: Path) -> Iterator[Asked]:
    copy = tmp_path / "news.db"
    shutil.copy(large_db, copy)
    desk = Asked(make_datasette(copy, Access(accounts_file=accounts)))
    desk.log_in(EDITOR)
    yield desk


class Form:
    """The page as a browser has it: what it would send is what its fields say."""

    def __init__(self, desk: Asked, query: str = "") -> None:
        self.desk, self.answer = desk, desk.get(f"/event/{EVENT}/split{query}")

    @property
    def html(self) -> str:
        text = str(self.answer.text)
        return text[text.index('<form class="choosing"') :]

    def fields(self) -> list[tuple[str, str]]:
        hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.html)
        chosen = [(name, value) for name, value in hidden if name != "csrftoken"]
        chosen += re.findall(r'<input id="c-\w+" type="[\w-]+" name="(\w+)" value="([^"]*)"', self.html)
        for name in ("outlet", "origin"):
            (options,) = re.findall(rf'<select id="c-{name}" name="{name}">(.*?)</select>', self.html, re.DOTALL)
            chosen += [(name, value) for value in re.findall(r'value="([^"]*)" selected', options)]
        chosen += [("row", value) for value in re.findall(r'name="row" value="(\d+)" checked', self.html)]
        return [(name, html.unescape(value)) for name, value in chosen]

    def rows(self) -> list[str]:
        return re.findall(r'name="row" value="(\d+)"', self.html)

    def send(self, do: str, *, tick: tuple[str, ...] = (), untick: tuple[str, ...] = (), **change: str) -> Any:
        body = [
            (name, value)
            for name, value in self.fields()
            if name not in change and not (name == "row" and value in untick)
        ]
        body += [*change.items(), *(("row", number) for number in tick), ("do", do)]
        assert len(urlencode(body)) < 60_000
        self.answer = self.desk.post_list(f"/event/{EVENT}/split", body)
        return self.answer

    def chosen(self) -> int:
        said = re.search(r"([\d,]+) (?:is|are) chosen", text_of(self.answer.text))
        assert said is not None
        return int(said[1].replace(",", ""))

    def found(self) -> int:
        said = re.search(r"([\d,]+) articles? found", text_of(self.answer.text))
        assert said is not None
        return int(said[1].replace(",", ""))


def kept(desk: Asked) -> list[tuple[int, int]]:
    """Of each decision how many articles go and how many stay."""
    with sqlite3.connect(desk.datasette.databases["news"].path) as conn:
        rows = conn.execute(
            """select json_array_length(subject, '$.out'), json_array_length(subject, '$.rest') from decisions
               where kind = 'split' order by id"""
        ).fetchall()
    conn.close()
    return [(row[0], row[1]) for row in rows]


def test_only_editors_choose(large_db: Path, accounts: Path) -> None:
    desk = Asked(make_datasette(large_db, Access(accounts_file=accounts)))
    assert desk.get(f"/event/{EVENT}/split").status_code == 403
    desk.log_in(READER)
    assert desk.get(f"/event/{EVENT}/split").status_code == 403
    assert desk.form(f"/event/{EVENT}/split", {"do": "split", "picked": "1", "reason": "x"}).status_code == 403


def test_the_event_page_leads_to_it_and_has_no_form_of_two_thousand_fields(editor: Asked) -> None:
    page = editor.get(f"/event/{EVENT}").text
    assert f'href="/event/{EVENT}/split">Choose the articles' in page and 'type="checkbox"' not in page
    assert "The forms below offer the articles of this page" in page


def test_each_page_is_bounded(editor: Asked) -> None:
    form = Form(editor)
    assert form.answer.status_code == 200 and (form.found(), form.chosen()) == (COUNT, 0)
    assert len(form.rows()) == 50 and len(form.answer.content) < 40_000
    form.send("all")
    assert form.chosen() == COUNT and len(form.answer.content) < 60_000


@pytest.mark.parametrize(
    ("conditions", "count"),
    [
        ({"outlet": "third"}, 500),
        ({"words": "flood"}, 200),
        ({"origin": "o-flood"}, 200),
        ({"words": "FLOOD lorne", "outlet": "first"}, 60),
        ({"words": '") OR *'}, 0),
        ({"since": "2026-03-03T12:00", "until": "2026-03-04T11:59"}, 24),
        ({"since": "2026-03-03", "until": "2026-03-03"}, 24),
        ({"outlet": "nobody"}, 0),
        ({}, COUNT),
    ],
)
def test_articles_are_found_by_outlet_words_time_and_origin(
    editor: Asked, conditions: dict[str, str], count: int
) -> None:
    form = Form(editor)
    form.send("look", **conditions)  # type: ignore[arg-type]
    assert (form.found(), form.chosen()) == (count, 0)
    assert Form(editor, "?" + urlencode(conditions)).found() == count


def test_ticks_are_kept_from_page_to_page_and_over_other_conditions(editor: Asked) -> None:
    form = Form(editor)
    first = form.rows()[:3]
    form.send("page-2", tick=tuple(first))
    assert form.chosen() == 3 and not set(form.rows()) & set(first)
    form.send("look", tick=(form.rows()[0],), words="flood")
    assert (form.chosen(), form.found()) == (4, 200)
    form.send("all")
    assert form.chosen() == 201  # the first three tell of the flood themselves
    form.send("page-1", untick=(form.rows()[0],))
    assert form.chosen() == 200
    form.send("none")
    assert form.chosen() == 1
    form.send("clear")
    assert form.chosen() == 0


def test_a_thousand_articles_are_split_off_at_once(editor: Asked) -> None:
    form = Form(editor)
    form.send("look", outlet="third")
    form.send("all")
    form.send("look", outlet="second")
    form.send("all")
    assert form.chosen() == 1000 and "Second (500)" in " ".join(text_of(form.answer.text).split())
    answer = form.send("split", reason="two piers")
    assert answer.status_code == 303 and kept(editor) == [(1000, 1000)]
    form = Form(editor, "?outlet=second")
    form.send("all", outlet="third")
    again = form.send("split", reason="once more")
    assert again.status_code == 400 and "500 of the chosen articles are of another event already" in again.text
    assert "and 995 more" in text_of(editor.get("/decisions").text)
    assert "and 995 more" in text_of(editor.get(f"/event/{EVENT}").text)


def test_a_split_that_is_none_says_why_and_keeps_what_was_chosen(editor: Asked) -> None:
    form = Form(editor)
    assert form.send("split", reason="why").status_code == 400 and "Choose the articles" in form.answer.text
    form.send("look", words="flood")
    form.send("all")
    assert form.send("split", reason="  ").status_code == 400 and "needs a reason" in form.answer.text
    assert form.chosen() == 200 and form.found() == 200
    form.send("look", words="")
    form.send("all")
    assert form.send("split", reason="all of it").status_code == 400 and "Something has to stay" in form.answer.text
    assert form.chosen() == COUNT and "all of it</textarea>" in form.answer.text
    assert form.send("look", since="yesterday").status_code == 400 and "is no time" in form.answer.text
    assert form.chosen() == COUNT and kept(editor) == []


def test_what_left_the_event_meanwhile_is_not_split_in_silence(editor: Asked) -> None:
    form = Form(editor)
    answer = form.send("split", reason="why", picked="1,2,999999")
    assert answer.status_code == 400 and "1 of the chosen articles" in answer.text and kept(editor) == []


@pytest.mark.parametrize("picked", ["x", "-1", "9" * 40, "1," * 30_000, "\u0661", "1e3"])
def test_numbers_that_are_none_are_none(editor: Asked, picked: str) -> None:
    form = Form(editor)
    assert editor.post_list(f"/event/{EVENT}/split", [("picked", picked), ("do", "look")]).status_code == 200
    form.answer = editor.post_list(f"/event/{EVENT}/split", [("picked", picked), ("do", "page-" + picked[:50])])
    assert form.answer.status_code == 200 and form.chosen() in {0, 1}


def test_there_is_no_such_event(editor: Asked) -> None:
    assert editor.get("/event/e0none/split").status_code == 404
    with sqlite3.connect(editor.datasette.databases["news"].path) as conn:
        conn.execute("insert into event_aliases values ('e0old', ?, '2026-01-01T00:00:00+00:00')", [EVENT])
    conn.close()
    answer = editor.get("/event/e0old/split")
    assert answer.status_code == 302 and answer.headers["location"] == f"/event/{EVENT}/split"
