"""Writing judgements: appended verdicts with a cause, ids that lead on, ratings with a cursor, exports."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta

import pytest

from matching.types import Conflict, OriginKind, PairScore, Part, Span, State
from store.articles import save_article
from store.connection import Store
from store.errors import StoreError
from store.exports import NotJudged, current_event, event_of, export_articles, export_events, read_verdict
from store.judgements import write_judgement
from store.ratings import BadCursor, Rating, read_ratings, write_ratings
from tests.builders import HARBOUR, NOON, a_judgement, a_record, a_verdict, with_outlets

LATER = NOON + timedelta(hours=3)


@pytest.fixture
def ready(store: Store) -> Store:
    with_outlets(store, "first", "second", "third")
    for name in ("first", "second", "third"):
        save_article(store, a_record(name, "a", id=name, text=f"{HARBOUR} {name}"), now=NOON, find_duplicates=False)
    return store


def history(store: Store, event_id: str) -> list[tuple[str, str]]:
    rows = store.conn.execute("select state, cause from verdicts where event_id = ? order by id", [event_id])
    return [(row[0], row[1]) for row in rows]


def test_a_verdict_is_appended_only_when_it_changes_and_says_why(ready: Store) -> None:
    one = a_judgement(a_verdict("e1", ("first",)))
    assert write_judgement(ready, one, leads_on={}, now=NOON).causes == {"first verdict": 1}
    assert write_judgement(ready, one, leads_on={}, now=LATER).new_verdicts == 0
    grown = a_judgement(a_verdict("e1", ("first", "second"), state=State.CORROBORATED))
    assert write_judgement(ready, grown, leads_on={}, now=LATER).causes == {"new article": 1}
    rules = a_judgement(a_verdict("e1", ("first", "second"), state=State.CORROBORATED, ruleset="rules-2"))
    assert write_judgement(ready, rules, leads_on={}, now=LATER).causes == {"rules": 1}
    registry = a_judgement(a_verdict("e1", ("first", "second"), ruleset="rules-2", registry_version="r2"))
    assert write_judgement(ready, registry, leads_on={}, now=LATER).causes == {"registry": 1}
    fell = a_judgement(a_verdict("e1", ("first",), ruleset="rules-2", registry_version="r2"))
    assert write_judgement(ready, fell, leads_on={}, now=LATER).causes == {"articles moved": 1}
    assert history(ready, "e1") == [
        ("single_report", "first verdict"),
        ("corroborated", "new article"),
        ("corroborated", "rules"),
        ("single_report", "registry"),
        ("single_report", "articles moved"),
    ]


def test_verdicts_cannot_be_rewritten(ready: Store) -> None:
    write_judgement(ready, a_judgement(a_verdict("e1", ("first",))), leads_on={}, now=NOON)
    for statement in ("update verdicts set state = 'corroborated'", "delete from verdicts"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            ready.conn.execute(statement)
        ready.conn.rollback()


def test_old_ids_lead_on_after_a_merge_and_come_back_after_a_split(ready: Store) -> None:
    apart = a_judgement(a_verdict("e1", ("first",)), a_verdict("e2", ("second",)))
    write_judgement(ready, apart, leads_on={}, now=NOON)
    write_judgement(ready, a_judgement(a_verdict("e1", ("first", "second"))), leads_on={"e2": "e1"}, now=LATER)
    assert current_event(ready, "e2") == "e1" and event_of(ready, "second") == "e1"
    assert [row["event_id"] for row in export_events(ready)] == ["e1"]
    write_judgement(ready, apart, leads_on={}, now=LATER)
    assert current_event(ready, "e2") == "e2"
    assert ready.conn.execute("select count(*) from origins where event_id = 'e2'").fetchone() == (1,)
    assert ready.conn.execute("select event_id from findings where article_id = 'second'").fetchone() == ("e2",)
    with pytest.raises(StoreError, match="no such event"):
        current_event(ready, "e9")


def test_exports_have_the_fields_of_the_contract(ready: Store) -> None:
    judgement = a_judgement(a_verdict("e1", ("first", "second"), state=State.CORROBORATED, provisional=True))
    write_judgement(ready, judgement, leads_on={}, now=NOON)
    rows = {row["id"]: row for row in export_articles(ready)}
    assert set(rows["first"]) == {
        "id", "url", "outlet", "family", "event_id", "origin_id", "origin_kind", "credited", "counted", "reason",
        "state", "provisional", "disputed",
    }  # fmt: skip
    assert rows["first"]["state"] == "corroborated" and rows["first"]["provisional"] is True
    assert rows["third"]["state"] is None and rows["third"]["reason"] == "not_matched_yet"
    (event,) = export_events(ready)
    assert event["articles"] == ["https://first.example/a", "https://second.example/a"]
    with pytest.raises(NotJudged, match="corroborate --db"):
        event_of(ready, "third")


def test_the_whole_verdict_carries_its_evidence(ready: Store) -> None:
    span = Span(4, 11, "harbour")
    conflict = Conflict("figure", "first", "second", "eleven", "twelve", span, span)
    verdict = a_verdict("e1", ("first", "second"), disputed=True, conflicts=(conflict,))
    pair = PairScore("first", "second", 0.97, 0.9, (Part("names", 0.8, 1.2),))
    write_judgement(ready, a_judgement(verdict, pairs=(pair,)), leads_on={}, now=NOON)
    whole = read_verdict(ready, "e1")
    (origin,) = whole["evidence"]
    assert {"url", "outlet", "family", "notability_basis", "published", "span"} <= set(origin)
    assert origin["span"]["text"] == "The harbour" and origin["articles"] == [
        "https://first.example/a",
        "https://second.example/a",
    ]
    assert whole["conflicts"][0]["value_b"] == "twelve" and whole["disputed"] is True
    assert [article["outlet_name"] for article in whole["articles"]] == ["First", "Second"]
    assert json.loads(json.dumps(whole)) == whole
    assert ready.conn.execute("select same_event, parts from pairs").fetchone()[0] == 0.97


def test_views_answer_without_a_join(ready: Store) -> None:
    write_judgement(ready, a_judgement(a_verdict("e1", ("first",))), leads_on={}, now=NOON)
    assert ready.conn.execute("select outlet, counted from coverage").fetchall() == [("First", 1)]
    assert ready.conn.execute("select state, origins from verdicts_now").fetchall() == [("single_report", 1)]
    assert ready.conn.execute("select origin, quoted from why").fetchall() == [("First", "The harbour")]


def test_a_judgement_that_fails_leaves_nothing_behind(ready: Store) -> None:
    bad = a_judgement(a_verdict("e1", ("first",)), a_verdict("e2", ("unknown-article",)))
    with pytest.raises(sqlite3.IntegrityError):
        write_judgement(ready, bad, leads_on={}, now=NOON)
    assert ready.conn.execute("select count(*) from verdicts").fetchone() == (0,)
    assert ready.conn.execute("select count(*) from events").fetchone() == (0,)


def rating(article: str, *, met: bool | None) -> Rating:
    return Rating(article, "rules-1", {"more_than_one_notable_outlet": {"met": met, "evidence": []}})


def test_a_cursor_neither_skips_nor_repeats(ready: Store) -> None:
    assert write_ratings(ready, [rating("second", met=None), rating("first", met=False)], NOON) == 2
    lines = list(read_ratings(ready))
    assert [line["url"] for line in lines] == ["https://first.example/a", "https://second.example/a"]
    cursor = str(lines[-1]["cursor"])
    assert list(read_ratings(ready, cursor)) == []
    assert write_ratings(ready, [rating("second", met=None), rating("first", met=True)], LATER) == 1
    (changed,) = read_ratings(ready, cursor)
    assert changed["url"] == "https://first.example/a" and changed["as_of"] == "2026-03-02T15:00:00+00:00"
    assert list(read_ratings(ready, str(changed["cursor"]))) == []


@pytest.mark.parametrize(
    ("cursor", "words"), [("7", "no cursor"), ("x-y", "no cursor"), ("ffffffffffff-1", "another database")]
)
def test_a_wrong_cursor_is_an_error_that_says_what_to_do(ready: Store, cursor: str, words: str) -> None:
    with pytest.raises(BadCursor, match=words):
        list(read_ratings(ready, cursor))


def test_a_cursor_from_the_future_is_an_error(ready: Store) -> None:
    write_ratings(ready, [rating("first", met=None)], NOON)
    (line,) = read_ratings(ready)
    identity = str(line["cursor"]).split("-")[0]
    with pytest.raises(BadCursor, match="lies ahead"):
        list(read_ratings(ready, f"{identity}-2"))


def test_an_origin_of_another_kind_is_written(ready: Store) -> None:
    verdict = a_verdict("e1", ("first",))
    assert verdict.origin_list[0].kind is OriginKind.OWN
    write_judgement(ready, a_judgement(verdict), leads_on={}, now=NOON)
    assert ready.conn.execute("select kind, outlet_id, counts from origins").fetchall() == [("own", "first", 1)]
