"""Decisions over the web: kept with name, time and reason, refused where they contradict, undone, shown where they matter."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from desk.browse import make_datasette
from desk.web.access import Access
from tests.desk.web.conftest import EDITOR, READER, Asked
from tests.desk.web.test_pages import event_of, text_of

DECIDE = "/-/desk/decide"


@pytest.fixture
def editor(demo: Asked) -> Asked:
    demo.log_in(EDITOR)
    return demo


def path_of(demo: Asked) -> Path:
    return Path(demo.datasette.databases["news"].path)


def rows(demo: Asked, query: str, *values: object) -> list[tuple[object, ...]]:
    with sqlite3.connect(path_of(demo)) as conn:
        found = conn.execute(query, values).fetchall()
    conn.close()
    return found


def articles_of(demo: Asked, event_id: str) -> list[str]:
    return [
        str(row[0])
        for row in rows(demo, "select article_id from event_articles where event_id = ? order by 1", event_id)
    ]


def post(demo: Asked, **form: str) -> object:
    return demo.form(DECIDE, {"reason": "because I called them"} | form)


def test_nobody_but_an_editor_decides(demo: Asked) -> None:
    event = event_of(demo, "Delmar")
    assert "Decide</h2>" not in demo.get(f"/event/{event}").text
    assert post(demo, kind="note", event=event).status_code == 403  # type: ignore[attr-defined]
    demo.log_in(READER)
    assert "Decide</h2>" not in demo.get(f"/event/{event}").text
    assert post(demo, kind="note", event=event).status_code == 403  # type: ignore[attr-defined]
    assert demo.form("/-/desk/undo", {"decision": "1", "reason": "x"}).status_code == 403
    assert rows(demo, "select count(*) from decisions") == [(0,)]


def test_a_merge_by_the_address_of_the_other_event(editor: Asked) -> None:
    one, other = event_of(editor, "grounds all eleven"), event_of(editor, "Judge suspends")
    answer = post(editor, kind="merge", event=one, other=f"http://127.0.0.1:8001/event/{other}?page=2#articles")
    assert answer.status_code == 303, answer.text  # type: ignore[attr-defined]
    said = text_of(editor.get("/decisions").text)
    assert "Two events are one" in said and "because I called them" in said and "mira" in said
    page = text_of(editor.get(f"/event/{one}").text)
    assert "What editors decided" in page and "the next one follows it" in page


def test_a_decision_that_contradicts_another_says_which_and_offers_to_undo_it(editor: Asked) -> None:
    one, other = event_of(editor, "grounds all eleven"), event_of(editor, "Judge suspends")
    post(editor, kind="merge", event=one, other=other)
    article = articles_of(editor, one)[0]
    refused = post(editor, kind="move", article=article, other=event_of(editor, "Delmar"))
    assert refused.status_code == 409  # type: ignore[attr-defined]
    said = text_of(refused.text)  # type: ignore[attr-defined]
    assert "decision 1 (merge by mira" in said and "Undo decision 1" in said
    assert editor.form("/-/desk/undo", {"decision": "1", "reason": "I was wrong"}).status_code == 303
    assert post(editor, kind="move", article=article, other=event_of(editor, "Delmar")).status_code == 303  # type: ignore[attr-defined]
    said = text_of(editor.get("/decisions").text)
    assert "Undone by mira" in said and "I was wrong" in said
    assert editor.form("/-/desk/undo", {"decision": "1", "reason": "again"}).status_code == 404


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"kind": "merge", "event": "EVENT", "other": "EVENT"}, "one event already"),
        ({"kind": "merge", "event": "EVENT", "other": "nonsense"}, "no event"),
        ({"kind": "split", "event": "EVENT"}, "Choose the articles"),
        ({"kind": "move", "article": "nobody", "other": "EVENT"}, "no article"),
        ({"kind": "same-origin", "article": "ARTICLE"}, "two different articles"),
        ({"kind": "commentary"}, "one article"),
        ({"kind": "outlet", "outlet": "nobody", "key": "notable"}, "No outlet"),
        ({"kind": "outlet", "outlet": "ledger-line", "key": "colour"}, "what of the row"),
        ({"kind": "outlet", "outlet": "ledger-line", "key": "kind", "value": "rag"}, "A kind is one of"),
        ({"kind": "outlet", "outlet": "ledger-line", "key": "family"}, "what it should be"),
        ({"kind": "note"}, "A note is about"),
        ({"kind": "delete everything"}, "no decision"),
        ({"kind": "note", "event": "EVENT", "reason": "  "}, "needs a reason"),
        ({"kind": "note", "event": "EVENT", "reason": "x" * 3000}, "needs a reason"),
    ],
)
def test_an_order_that_is_none_is_refused_with_what_to_mend(editor: Asked, form: dict[str, str], words: str) -> None:
    event = event_of(editor, "Delmar")
    places = {"EVENT": event, "ARTICLE": articles_of(editor, event)[0]}
    answer = post(editor, **{key: places.get(value, value) for key, value in form.items()})
    assert answer.status_code == 400 and words in answer.text.replace("&#39;", "'")  # type: ignore[attr-defined]
    assert rows(editor, "select count(*) from decisions") == [(0,)]


def test_every_kind_is_kept_and_shown(editor: Asked) -> None:
    event = event_of(editor, "Delmar")
    first, second, third, *_ = articles_of(editor, event)
    for form in (
        {"kind": "split", "event": event, "article": third},
        {"kind": "same-origin", "article": first, "second": second},
        {"kind": "commentary", "article": first},
        {"kind": "outlet", "outlet": "ledger-line", "key": "family", "value": "Other <b>House</b>"},
        {"kind": "outlet", "outlet": "ledger-line", "key": "notable"},
        {"kind": "note", "article": second},
        {"kind": "note", "outlet": "ledger-line"},
    ):
        two = form.pop("second", "")
        body = {"reason": "<script>alert(1)</script>", **form}
        if two:
            editor.get("/")
            answer = editor.post_list(DECIDE, [*body.items(), ("article", two)])
        else:
            answer = editor.form(DECIDE, body)
        assert answer.status_code == 303, answer.text
    page = editor.get("/decisions").text
    assert "<script>" not in page and "<b>House" not in page
    assert page.count('class="in-force"') == 7
    outlet = text_of(editor.get("/outlet/ledger-line").text)
    assert "Marked wrong by mira" in outlet and "it is not notable" in outlet
    number = re.search(r'id="decision-(\d+)"', page)
    assert number and int(number[1]) == 7


def test_a_row_that_was_marked_wrong_says_so_wherever_it_stands(editor: Asked, accounts: Path) -> None:
    before = text_of(editor.get("/outlets?q=ledger").text)
    assert "Marked wrong" not in before
    order = {"kind": "outlet", "outlet": "ledger-line", "key": "notable", "reason": "its <b>basis</b> is a blog"}
    assert editor.form(DECIDE, order).status_code == 303
    for path in ("/outlets?q=ledger", "/outlet/ledger-line"):
        page = editor.get(path)
        said = text_of(page.text)
        assert "Marked wrong by mira ," in said and "it is not notable" in said and "its &lt;b&gt;basis" in said
        (undo,) = re.findall(r'href="([^"]*)#undo-1">Undo it', page.text)
        assert 'id="undo-1"' in editor.get(undo or path).text
        reader = Asked(make_datasette(path_of(editor), Access(accounts_file=accounts))).get(path).text
        assert "Marked wrong by" in reader and "Undo it" not in reader
    assert "no, an editor decided" in editor.get("/outlets?q=ledger").text
    event = editor.get(f"/event/{event_of(editor, 'Stellan chip plant')}").text
    assert event.count("(not notable, an editor decided)") == 1
    assert "Marked wrong" not in editor.get("/outlets?q=ostwick").text
    editor.form("/-/desk/undo", {"decision": "1", "reason": "it has another basis"})
    assert "Marked wrong" not in editor.get("/outlets?q=ledger").text
    page = text_of(editor.get("/outlet/ledger-line").text)
    assert "Marked wrong" not in page and "Undone by mira" in page


def test_what_was_decided_can_neither_be_changed_nor_deleted(editor: Asked) -> None:
    post(editor, kind="note", event=event_of(editor, "Delmar"))
    with sqlite3.connect(path_of(editor)) as conn:
        for statement in (
            "update decisions set reason = 'x'",
            "delete from decisions",
            "delete from decision_articles",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                conn.execute(statement)
    conn.close()
