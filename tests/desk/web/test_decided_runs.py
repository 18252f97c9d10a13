"""Decisions through real matches: followed by every later run, restored by an undo, told in the history, exported to learn from."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.corpora import read_corpus
from crawler.registry import load_registry
from desk.cycle import match
from desk.deciding import Contradicts, Order, decide
from desk.decision_export import decision_log, labelled_articles
from matching.types import Registry
from store.articles import save_article
from store.connection import Store, open_store
from store.decisions import undo_decision
from store.exports import current_event, export_articles, export_events
from store.records import ArticleRecord

pytestmark = pytest.mark.slow
LATER = datetime(2027, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Room:
    """A copy of the demo's store, with its registry."""

    store: Store
    registry: Registry

    def match(self) -> None:
        match(self.store, self.registry, now=LATER)

    def event(self, words: str) -> str:
        (row,) = self.store.conn.execute(
            "select id from events where current = 1 and title like ?", [f"%{words}%"]
        ).fetchall()
        return str(row[0])

    def articles(self, event_id: str) -> list[str]:
        rows = self.store.conn.execute(
            "select article_id from event_articles where event_id = ? order by 1", [event_id]
        )
        return [str(row[0]) for row in rows]

    def of(self, outlet_id: str, event_id: str) -> str:
        query = "select a.id from articles a join event_articles e on e.article_id = a.id where a.outlet_id = ? and e.event_id = ?"
        return str(self.store.conn.execute(query, [outlet_id, event_id]).fetchone()[0])

    def home(self, article_id: str) -> str:
        return str(
            self.store.conn.execute(
                "select event_id from event_articles where article_id = ?", [article_id]
            ).fetchone()[0]
        )

    def state(self, event_id: str) -> str:
        return str(
            self.store.conn.execute("select state from verdicts_now where event_id = ?", [event_id]).fetchone()[0]
        )

    def decide(self, kind: str, **order: object) -> int:
        return decide(self.store, Order(kind, "I called them", **order), "mira", LATER)  # type: ignore[arg-type]

    def all(self) -> list[object]:
        return [*export_events(self.store), *export_articles(self.store)]


@pytest.fixture
def room(demo_db: Path, tmp_path: Path) -> Iterator[Room]:
    shutil.copy(demo_db, tmp_path / "news.db")
    with open_store(tmp_path / "news.db") as store:
        found = Room(store, load_registry(demo_db.parent / "outlets.toml"))
        found.match()
        yield found


def test_a_merge_holds_and_an_undo_restores(room: Room) -> None:
    before = room.all()
    ban, court = room.event("grounds all eleven"), room.event("Judge suspends")
    members = sorted(room.articles(ban) + room.articles(court))
    number = room.decide("merge", event=ban, other=court)
    for _ in range(2):
        room.match()
        assert current_event(room.store, court) == ban and room.articles(ban) == members
    cause = room.store.conn.execute(
        "select cause, cause_detail from verdicts where event_id = ? order by id desc", [ban]
    ).fetchone()
    assert cause[0] == "decision" and "merge by mira: I called them" in cause[1]
    undo_decision(room.store, number, "mira", "no", LATER)
    room.match()
    assert room.all() == before


def test_a_split_holds_when_new_articles_come(room: Room) -> None:
    recall = room.event("recall of 80,000")
    out = [room.of("stellan-journal", recall), room.of("mellow-bay-news", recall)]
    rest = sorted(set(room.articles(recall)) - set(out))
    room.decide("split", event=recall, articles=tuple(out))
    room.match()
    assert room.articles(recall) == rest and room.home(out[0]) == room.home(out[1]) != recall
    text = str(room.store.conn.execute("select text from articles where id = ?", [out[0]]).fetchone()[0])
    record = ArticleRecord(
        "http://callisherald.example/late",
        "callisherald.example/late",
        "port-callis-herald",
        "80,000 gas heaters recalled",
        text,
        id="late",
        published=LATER,
    )
    save_article(room.store, record, now=LATER, find_duplicates=False)
    room.match()
    assert room.articles(recall) == rest or room.articles(recall) == sorted([*rest, "late"])
    assert room.home(out[0]) == room.home(out[1]) != recall


def test_a_move_and_what_contradicts_it(room: Room) -> None:
    ban, court = room.event("grounds all eleven"), room.event("Judge suspends")
    article = room.of("channel-twelve", ban)
    room.decide("move", articles=(article,), other=court)
    room.match()
    assert room.home(article) == current_event(room.store, court) and article not in room.articles(ban)
    assert room.state(ban) == "single_report"
    with pytest.raises(Contradicts, match="decision 1"):
        room.decide("merge", event=ban, other=court)


def test_origins_commentary_and_outlets(room: Room) -> None:
    recall, plant = room.event("recall of 80,000"), room.event("Stellan chip plant")
    agency = room.of("verrany-press-agency", recall)
    free = room.of("brask-evening-star", recall)
    room.decide("other-origin", articles=(free, agency))
    room.decide("commentary", articles=(room.of("ostwick-times", plant),))
    room.decide("outlet", outlet="port-callis-herald", key="notable")
    silo = room.event("Tamsel grain silo")
    assert (room.state(recall), room.state(plant), room.state(silo)) == (
        "single_origin",
        "corroborated",
        "corroborated",
    )
    for _ in range(2):
        room.match()
        assert (room.state(recall), room.state(plant), room.state(silo)) == (
            "corroborated",
            "single_origin",
            "not_notable",
        )
    told = room.store.conn.execute(
        "select cause, cause_detail, registry_version from verdicts where event_id = ? order by id desc", [silo]
    ).fetchone()
    assert told[0] == "decision" and "outlet by mira" in told[1] and told[2].endswith("+decisions:3")
    room.decide("same-origin", articles=(free, room.of("stellan-journal", recall)))
    room.match()
    assert room.state(recall) == "corroborated"
    rows = room.store.conn.execute("select count(*) from verdicts").fetchone()
    said = room.all()
    match(room.store, room.registry, now=LATER, full=True)
    assert room.all() == said
    assert room.store.conn.execute("select count(*) from verdicts").fetchone() == rows


def test_what_was_decided_is_read_as_a_labelled_corpus(room: Room, tmp_path: Path) -> None:
    ban, court = room.event("grounds all eleven"), room.event("Judge suspends")
    recall = room.event("recall of 80,000")
    out = room.of("stellan-journal", recall)
    merged = sorted(room.articles(ban) + room.articles(court))
    room.decide("merge", event=ban, other=court)
    room.decide("split", event=recall, articles=(out,))
    number = room.decide("note", event=recall)
    undo_decision(room.store, number, "tom", "settled", LATER)
    before = list(labelled_articles(room.store))
    room.match()
    assert [row["event"] for row in labelled_articles(room.store)] == [row["event"] for row in before]
    path = tmp_path / "decided.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in before), encoding="utf-8")
    labels: dict[str, list[str]] = {}
    for row in read_corpus(path, 2):
        labels.setdefault(row.event, []).append(row.article.id)
    assert sorted(sorted(ids) for ids in labels.values()) == sorted([merged, [out], sorted(set(room.articles(recall)))])
    log = list(decision_log(room.store))
    assert [entry["kind"] for entry in log] == ["merge", "split", "note"]
    assert log[2]["undone"] == {"at": LATER.isoformat(), "author": "tom", "reason": "settled"}
