"""The event page of a past moment: what was said then, that it is past, and what a moment that is none is told."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from desk.browse import make_datasette
from desk.moments import moment_of
from desk.web.choosing import asked_of, look
from desk.web.desk import Desk
from desk.web.past import read_past_page
from store.articles import save_article
from store.connection import Store, open_store
from store.judgements import write_judgement
from tests.builders import NOON, a_judgement, a_record, a_verdict, with_outlets
from tests.desk.conftest import POST, Run, two_reports
from tests.desk.test_as_of import URL, put, week
from tests.desk.test_retraction import MARKET
from tests.desk.web.conftest import Asked
from tests.desk.web.test_pages import text_of

__all__ = ["week"]


def asked(folder: Path) -> Asked:
    return Asked(make_datasette(folder / "news.db"))


def event_now(folder: Path, article: str) -> str:
    with sqlite3.connect(folder / "news.db") as conn:
        (row,) = conn.execute("select event_id from event_articles where article_id = ?", [article]).fetchall()
    conn.close()
    return str(row[0])


@pytest.fixture
def told(week: Run, folder: Path) -> tuple[Asked, str]:
    return asked(folder), event_now(folder, "post")


def verdict_of(html: str) -> tuple[str, list[str]]:
    (sentence,) = re.findall(r'class="verdict-sentence">([^<]+)', html)
    section = html[html.index('class="numbers"') : html.index("</dl>")]
    return sentence, re.findall(r"<dd>([^<]+)</dd>", section)


def test_a_moment_shows_verdict_counts_origins_and_reasons_of_then(told: tuple[Asked, str]) -> None:
    desk, event = told
    early, then, now = (
        desk.get(f"/event/{event}{query}") for query in ("?as_of=2026-03-06", "?as_of=2026-03-08T12:00", "")
    )
    assert [page.status_code for page in (early, then, now)] == [200, 200, 200]
    assert verdict_of(early.text)[1] == ["1", "1", "1", "no"]
    assert verdict_of(then.text)[1] == ["2", "2", "2", "yes"]
    assert then.text.count('class="origin counts"') == 2 and early.text.count('class="origin counts"') == 1
    assert "the Herald has a copy" not in early.text and "Lorne bars cars" not in early.text
    assert "Lorne bars cars" in then.text and "Retracted:" not in then.text and "Retracted:" in now.text
    assert then.text.count("</span> counted</strong>") == 2 and now.text.count("</span> counted</strong>") == 1


def test_it_says_that_it_is_past_what_was_said_since_and_leads_back(told: tuple[Asked, str]) -> None:
    desk, event = told
    page = desk.get(f"/event/{event}?as_of=2026-03-07")
    said = text_of(page.text)
    assert "This is a past state: as of 7 Mar 2026, 23:59 UTC." in said
    assert "The verdict was given 7 Mar 2026, 00:00 UTC, and 1 other verdict has followed" in said
    assert re.search(rf'class="button" href="/event/{event}">The event as it is now', page.text)
    since = said[said.index("What was said since") : said.index("How the verdict came about")]
    assert "Single report" in since and "retraction" in since
    assert "Decide</h2>" not in page.text and "(as of 7 Mar 2026, 23:59 UTC)" in page.text.partition("</title>")[0]
    assert "past state" not in desk.get(f"/event/{event}").text


def test_every_row_of_the_history_leads_to_its_state(told: tuple[Asked, str]) -> None:
    desk, event = told
    now = desk.get(f"/event/{event}").text
    history = now[now.index('id="history"') :]
    links = re.findall(rf'href="(/event/{event}\?as_of=[^"]+)"', history)
    assert len(links) == 3
    states = [re.search(r'class="verdict verdict-(\w+)', desk.get(link.replace("%3A", ":")).text) for link in links]
    assert [state and state[1] for state in states] == ["single_report", "corroborated", "single_report"]
    assert 'name="as_of"' in history and "(shown here)" in desk.get(links[1]).text


@pytest.mark.parametrize(
    "text",
    [
        "Tuesday",
        "2026-13-01",
        "0000-00-00",
        "%3Cscript%3E",
        "1" * 5000,
        "2026-03-05T25:00",
        "%00",
        "0001-01-01T00:00%2B05:00",
    ],
)
def test_what_is_no_time_is_told_how_one_is_written(told: tuple[Asked, str], text: str) -> None:
    desk, event = told
    page = desk.get(f"/event/{event}?as_of={text}")
    assert page.status_code == 400 and ("is no time. Write 2026-03-03" in page.text or "out of range" in page.text)
    assert "<script>" not in page.text and f'href="/event/{event}"' in page.text and len(page.text) < 6000


def test_before_the_first_verdict_there_is_nothing_and_it_says_so(told: tuple[Asked, str]) -> None:
    desk, event = told
    page = desk.get(f"/event/{event}?as_of=2026-03-04")
    said = text_of(page.text)
    assert page.status_code == 404 and "Nothing had been said yet" in said
    assert "The first one was given at 5 Mar 2026, 00:00 UTC" in said
    (first,) = re.findall(r'href="([^"]+)">The first verdict', page.text)
    assert desk.get(first).status_code == 200
    nowhere = desk.get("/event/e0nothing?as_of=2026-03-04")
    assert nowhere.status_code == 404 and "there never was one" in nowhere.text


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-07T02:00+02:00",
        "2026-03-07T02:00 02:00",
        "2026-03-07T00:00:00Z",
        "2026-03-07T00:00",
        "2026-03-07 00:00",
    ],
)
def test_a_moment_in_any_form_of_iso(told: tuple[Asked, str], text: str) -> None:
    desk, event = told
    assert verdict_of(desk.get(f"/event/{event}?as_of={text}").text)[1][0] == "2"


def test_a_moment_to_come_and_an_empty_field(told: tuple[Asked, str]) -> None:
    desk, event = told
    said = text_of(desk.get(f"/event/{event}?as_of=9000-01-01").text)
    assert "what is said until now" in said and "is still to come" in said and "none has followed it" in said
    assert "past state" not in desk.get(f"/event/{event}?as_of=").text


def test_an_event_that_became_part_of_another_is_shown_while_it_was_one(corroborate: Run, folder: Path) -> None:
    first, second = two_reports()
    moved = second | {"title": "Ostmere's market moves to the tram depot", "text": MARKET}
    put(corroborate, folder, [first, moved], "2026-03-05")
    alone = event_now(folder, "herald")
    put(corroborate, folder, [second], "2026-03-07")
    together = event_now(folder, "herald")
    assert alone != together
    desk = asked(folder)
    then = desk.get(f"/event/{alone}?as_of=2026-03-06")
    assert then.status_code == 200 and "Ostmere" in then.text
    later = desk.get(f"/event/{alone}?as_of=2026-03-08")
    assert later.status_code == 302 and later.headers["location"].startswith(f"/event/{together}?as_of=2026-03-08T23")
    assert "became part of this one" in desk.get(later.headers["location"]).text


def test_an_event_that_came_out_of_another_leads_to_that(corroborate: Run, folder: Path) -> None:
    first, second = two_reports()
    put(corroborate, folder, [first, second], "2026-03-05")
    together = event_now(folder, "herald")
    moved = second | {"title": "Ostmere's market moves to the tram depot", "text": MARKET}
    put(corroborate, folder, [moved], "2026-03-07")
    page = asked(folder).get(f"/event/{event_now(folder, 'herald')}?as_of=2026-03-06")
    assert page.status_code == 404 and f'href="/event/{together}?as_of=2026-03-06T23' in page.text


def test_two_thousand_articles_of_a_past_event_a_page_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "large.db"
    with open_store(path) as store, store.writing():
        with_outlets(store, "first")
        ids = tuple(f"a{n:04}" for n in range(2000))
        for id_ in ids:
            record = a_record("first", id_, id=id_, text=POST, published=NOON)
            save_article(store, record, now=NOON, find_duplicates=False)
        write_judgement(store, a_judgement(a_verdict("e1", ids)), leads_on={}, now=NOON)
    desk = Asked(make_datasette(path))
    first = desk.get("/event/e1?as_of=2026-03-02T12:00")
    assert first.status_code == 200 and len(first.content) < 80_000
    links = re.findall(r'rel="next" href="([^"]+)#articles"', first.text)
    assert links and "as_of=" in links[0]
    second = desk.get("/event/e1" + links[0].replace("&amp;", "&"))
    titles = {link for page in (first, second) for link in re.findall(r'class="a-title" href="([^"]+)"', page.text)}
    assert len(titles) == 100 and "past state" in second.text


def test_a_verdict_from_before_its_making_was_kept_is_shown_with_what_is_known(
    told: tuple[Asked, str], folder: Path
) -> None:
    desk, event = told
    from store.evidence import evidence_text, pack

    with sqlite3.connect(folder / "news.db") as conn:
        conn.execute("drop trigger verdicts_append_only")
        for (number,) in conn.execute("select id from verdicts").fetchall():
            text = re.sub(
                r', "made": \{.*\}\}$', "}", re.sub(r'"made": \{"articles".*?\}\}\}, ', "", evidence_text(conn, number))
            )
            conn.execute("update verdicts set evidence = ? where id = ?", [pack(text), number])
            assert '"made"' not in text
    conn.close()
    page = desk.get(f"/event/{event}?as_of=2026-03-07")
    assert page.status_code == 200 and verdict_of(page.text)[1][0] == "2" and URL in page.text


def test_a_long_history_is_told_fifty_verdicts_at_a_time(told: tuple[Asked, str], folder: Path) -> None:
    desk, event = told
    with sqlite3.connect(folder / "news.db") as conn:
        for n in range(120):
            conn.execute(
                """insert into verdicts (event_id, at, cause, state, provisional, disputed, outlets, origins, notable_origins,
                   because, evidence, ruleset, registry_version, digest) select event_id, ?, 'new article', state, 0, 0, 1, 1, 1,
                   because, evidence, ruleset, registry_version, ? from verdicts where id = 1""",
                [f"2026-04-01T{n // 60:02}:{n % 60:02}:00+00:00", f"x{n}"],
            )
    conn.close()
    pages, link = 0, f"/event/{event}"
    seen: set[str] = set()
    while link:
        page = desk.get(link)
        assert page.status_code == 200 and page.text.count('class="h-when"') <= 100
        history = page.text[page.text.index('id="history"') :]
        links = re.findall(rf'href="(/event/{event}\?as_of=[^"]+)"', history)
        link = links[-1] if "Earlier ones stand on the page of the last" in history else ""
        seen |= set(links)
        pages += 1
    assert len(seen) == 123 and pages == 3
    assert "and at least 50 other verdicts have followed" in text_of(desk.get(f"/event/{event}?as_of=2026-03-07").text)


def plans(store: Store, ask: Callable[[], object]) -> set[str]:
    """The tables and indexes that are walked from end to end for an answer."""
    asked: list[str] = []
    store.conn.set_trace_callback(asked.append)
    ask()
    store.conn.set_trace_callback(None)
    selects = [text for text in asked if text.lstrip().lower().startswith("select")]
    assert selects
    steps = [row[3] for text in selects for row in store.conn.execute(f"explain query plan {text}")]
    return {step for step in steps if step.startswith("SCAN") and not re.search("VIRTUAL TABLE|_fts_", step)}


def test_no_query_of_a_past_event_walks_a_table(week: Run, folder: Path) -> None:
    desk = Desk(folder / "news.db", "news")
    event = event_now(folder, "post")
    with open_store(folder / "news.db", read_only=True) as store:
        for day in ("2026-03-04", "2026-03-06", "2026-03-08"):
            walked = plans(store, lambda day=day: read_past_page(desk, store, event, moment_of(day), 1))  # type: ignore[misc]
            assert walked == set(), day
        choice = {"outlet": ["harbour-post"], "words": ["pier"], "since": ["2026-03-01"], "picked": ["1,2"]}
        walked = plans(store, lambda: look(store, event, asked_of(choice)))
        assert walked == set()
