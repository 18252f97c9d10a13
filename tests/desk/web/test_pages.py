"""Every page, asked without a browser: what it says, what it leads to, and that it is there for any input."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.desk.web.conftest import EDITOR, READER, Asked


def event_of(demo: Asked, words: str) -> str:
    """The event whose title has the words."""
    db = next(iter(d.path for name, d in demo.datasette.databases.items() if name == "news"))
    with sqlite3.connect(db) as conn:
        (row,) = conn.execute("select id from events where current = 1 and title like ?", [f"%{words}%"]).fetchall()
    conn.close()
    return str(row[0])


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_front_page_says_verdicts_outlets_and_origins(demo: Asked) -> None:
    page = demo.get("/")
    said = text_of(page.text)
    assert page.status_code == 200
    assert "6 outlets , 1 origin" in said and "Court orders recall of 80,000 Delmar gas heaters" in said
    assert "24 sources, 1 failing" in said


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("state=corroborated", 5),
        ("state=single_origin", 3),
        ("outlet=verrany-press-agency", 1),
        ("outlet=The+Ostwick+Times", 4),
        ("words=ferry+aground", 1),
        ("words=zzzz", 0),
        ("words=%22%29+zzOR+*", 0),
        ("country=VX", 16),
        ("country=VX&language=en", 15),
        ("language=xx", 0),
        ("since=1999-01-01&until=1999-12-31", 0),
        ("state=corroborated&words=skylark", 2),
    ],
)
def test_filters(demo: Asked, query: str, count: int) -> None:
    page = demo.get(f"/?{query}")
    assert page.status_code == 200
    assert page.text.count('class="card"') == count, text_of(page.text)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("outlet=nobody-knows", "No outlet is called"),
        ("since=yesterday", "A day is written as"),
        ("state=true", "No verdict is called"),
        ("after=garbage", "That place in the list is none"),
        ("after=%5B%22e%22%2C1%5D", "That place in the list is none"),
    ],
)
def test_a_filter_that_is_none_says_what_is_wrong(demo: Asked, query: str, words: str) -> None:
    page = demo.get(f"/?{query}")
    assert page.status_code == 400 and 'role="alert"' in page.text and words in page.text


def test_a_link_cannot_make_a_page_say_what_did_not_happen(demo: Asked) -> None:
    event = event_of(demo, "Mellow Bay")
    for path in (
        f"/event/{event}?from=e0nothing",
        f"/event/{event}?from={event}",
        f"/event/{event}?as_of=9000-01-01&from=e0x",
    ):
        assert "became part of this one" not in demo.get(path).text, path
    for path in ("/decisions?kept=7", "/decisions?undone=7", "/decisions?kept=%3Cscript%3E"):
        page = demo.get(path)
        assert page.status_code == 200 and 'role="status"' not in page.text, path


def test_the_event_page_has_answer_reasons_and_sources_in_this_order(demo: Asked) -> None:
    page = demo.get(f"/event/{event_of(demo, 'recall of 80,000')}")
    said = text_of(page.text)
    assert "Single origin" in said and "everything rests on Verrany Press Agency" in said
    marks = (
        "verdict-sentence",
        'id="origins"',
        'id="graph"',
        'id="timeline"',
        'id="articles"',
        'id="stars"',
        'id="history"',
    )
    assert [page.text.index(mark) for mark in marks] == sorted(page.text.index(mark) for mark in marks)
    assert page.text.count("not counted</td>") == 5
    assert "Its text is an agency's or another newsroom's." in said.replace("&#39;", "'")
    assert 'class="g-box g-counts"' in page.text


def test_a_contradiction_shows_both_values(demo: Asked) -> None:
    said = text_of(demo.get(f"/event/{event_of(demo, 'Tamsel grain silo')}").text)
    assert "Where they contradict each other" in said and "9 dead" in said and "14 dead" in said


def test_an_origin_that_was_not_crawled_is_dashed(demo: Asked) -> None:
    page = demo.get(f"/event/{event_of(demo, 'Dock Police')}")
    assert "g-phantom" in page.text and "not crawled" in page.text


def test_a_merged_event_leads_on(demo: Asked) -> None:
    event_id = event_of(demo, "Mellow Bay")
    with sqlite3.connect(demo.datasette.databases["news"].path) as conn:
        conn.execute("insert into event_aliases values ('e0old', ?, '2026-01-01T00:00:00+00:00')", [event_id])
    conn.close()
    page = demo.get("/event/e0old")
    assert page.status_code == 301 and page.headers["location"] == f"/event/{event_id}?from=e0old"
    assert "Event e0old became part of this one" in demo.get(page.headers["location"]).text


def test_the_article_page_marks_who_is_credited(demo: Asked) -> None:
    event = demo.get(f"/event/{event_of(demo, 'Stellan chip plant')}").text
    found = re.search(r'class="a-title" href="(/article/[^"]+)"><bdi[^>]*>Orbane shares slide', event)
    assert found
    page = demo.get(found[1])
    assert '<mark class="m-credit"' in page.text and "after Verrany Today reported" in page.text
    assert "jsonld.headline" in page.text and "stored as an article" in page.text


def test_a_copy_stands_beside_its_original(demo: Asked) -> None:
    event = demo.get(f"/event/{event_of(demo, 'recall of 80,000')}").text
    link = re.search(r'href="(/compare\?a=[^"]+)"', event)
    assert link
    page = demo.get(link[1].replace("&amp;", "&"))
    assert page.status_code == 200 and page.text.count('<mark class="m-shared">') > 6


def test_outlets_and_questions(demo: Asked) -> None:
    assert "Verrany Press Agency" in demo.get("/outlets?q=agency").text
    page = demo.get("/outlet/ostwick-evening-times")
    assert "Of the same family" in page.text and page.status_code == 200
    for name in re.findall(r'class="go" href="(/news/\w+)"', demo.get("/questions").text):
        answer = demo.get(f"{name}.json?_shape=array")
        assert answer.status_code == 200, answer.text
    assert len(demo.get("/news/single_origin_most_outlets.json?_shape=array").json()) == 3


def test_what_datasette_does_stays(demo: Asked) -> None:
    assert demo.get("/news/verdicts_now.json?state=corroborated&_shape=array").json()
    assert demo.get("/news.csv?sql=select+count(*)+from+articles").text.split() == ["count(*)", "41"]
    page = demo.get("/news/verdicts_now")
    assert '<html lang="en">' in page.text and re.search(r'<a href="/event/e\w+">', page.text)
    assert demo.get("/news/articles?_search=ferry").status_code == 200
    # a verdict's evidence is packed in the file, and read here as text
    for address in ("/news/verdicts/1", "/news/verdicts?_size=20"):
        cells = demo.get(address).text
        assert "&#34;findings&#34;" in cells and "Binary" not in cells and "as JSON" in cells
    link = re.search(r'<a href="(/news\.json\?sql=[^"]+)">as JSON', demo.get("/news/verdicts/1").text)
    assert link
    (row,) = demo.get(link[1].replace("&amp;", "&")).json()
    assert json.loads(row["evidence"])["findings"]


@pytest.mark.parametrize(
    "path", ["/event/none", "/article/none", "/outlet/none", "/compare", "/compare?a=1&b=2", "/article/%00%ff"]
)
def test_what_is_not_there_says_so(demo: Asked, path: str) -> None:
    page = demo.get(path)
    assert page.status_code == 404 and "Not found" in page.text


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ostwicktimes.example", "http://"),
        ("javascript:alert(1)", "http://"),
        ("HTTP://OSTWICKTIMES.EXAMPLE:8470/news/ferry-marit-aground-mellow-bay", "Corroborated"),
        ("https://" + "a" * 3000, "longer than"),
        ("http://nobody.example/x", "no registered outlet"),
        ("http://ostwicktimes.example:8470/news/not-there", "The Ostwick Times"),
        ("http://ostwicktimes.example:8470/news/ferry-marit-aground-mellow-bay?utm_source=x", "Corroborated"),
    ],
)
def test_checking_a_url(demo: Asked, url: str, words: str) -> None:
    assert words in demo.get(f"/check?url={quote(url, safe='')}").text


NEW = "http://ostwicktimes.example:8470/news/ferry-second-look"


def test_an_editor_queues_an_unknown_url_and_sees_how_far_it_is(demo: Asked) -> None:
    assert demo.form("/check", {"url": NEW}).status_code == 403
    demo.log_in(READER)
    assert demo.form("/check", {"url": NEW}).status_code == 403
    demo.log_in(EDITOR)
    assert demo.form("/check", {"url": "http://nobody.example/x"}).status_code == 400
    answer = demo.form("/check", {"url": NEW})
    assert answer.status_code == 302
    said = text_of(demo.get(answer.headers["location"]).text)
    assert "Waiting for the next crawl" in said and "0 pages of this host before it" in said
    with sqlite3.connect(demo.datasette.databases["news"].path) as conn:
        assert conn.execute("select outlet_id, state from frontier where url = ?", [NEW]).fetchone() == (
            "ostwick-times",
            "queued",
        )
        conn.execute("update frontier set state = 'done', outcome = 'gone', detail = '404' where url = ?", [NEW])
    conn.close()
    assert "gone (404 or 410)" in demo.get(answer.headers["location"]).text


def test_what_changed_since_the_last_visit(demo: Asked) -> None:
    demo.get("/")
    with sqlite3.connect(demo.datasette.databases["news"].path) as conn:
        conn.execute("""insert into verdicts (event_id, at, cause, state, provisional, disputed, outlets, origins, notable_origins,
            because, evidence, ruleset, registry_version, digest) select event_id, at, 'new article', 'single_report', 0, 0, 1, 1, 1,
            because, evidence, ruleset, registry_version, 'x' from verdicts where state = 'corroborated' limit 1""")
    conn.close()
    said = text_of(demo.get("/").text)
    assert "1 verdict changed since your last visit" in said and "corroborated → single report" in said
    assert demo.form("/-/desk/seen", {}).status_code == 302
    assert "since your last visit" not in demo.get("/").text


def test_an_event_of_many_articles_has_an_answer_of_bounded_size(tmp_path: Path) -> None:
    from desk.browse import make_datasette
    from store.articles import save_article
    from store.connection import open_store
    from store.judgements import write_judgement
    from tests.builders import NOON, a_judgement, a_record, a_verdict, with_outlets

    path = tmp_path / "large.db"
    with open_store(path) as store, store.writing():
        with_outlets(store, "first")
        ids = tuple(f"a{n:04}" for n in range(2000))
        for id_ in ids:
            save_article(
                store,
                a_record("first", id_, id=id_, text=f"Text {id_} " * 100, published=NOON),
                now=NOON,
                find_duplicates=False,
            )
        write_judgement(store, a_judgement(a_verdict("e1", ids)), leads_on={}, now=NOON)
    asked = Asked(make_datasette(path))
    first = asked.get("/event/e1")
    assert first.status_code == 200 and len(first.content) < 80_000
    assert "Page 1 of 40, 2,000 articles" in text_of(first.text)
    titles = {
        link
        for number in (1, 2, 40, 41)
        for link in re.findall(r'class="a-title" href="([^"]+)"', asked.get(f"/event/e1?page={number}").text)
    }
    assert len(titles) == 150
