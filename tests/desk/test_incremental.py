"""Matching step by step leaves in the file what matching everything at once leaves."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk import cycle
from desk.cycle import match
from desk.deciding import BadDecision, Contradicts, Order, decide
from matching import thresholds
from matching.ids import event_id
from matching.types import Article, Registry
from store.articles import next_change, read_articles, save_article
from store.connection import Store, open_store
from store.decisions import decisions_in_force, undo_decision
from store.exports import current_event, export_articles, export_events
from store.outlets import sync_registry
from store.records import ArticleRecord
from store.settled import begin_settling
from tests.builders import a_registry
from tests.matching.samples import BRIDGE, BRIDGE_TOO, COMET
from tests.matching.smallworlds import START, a_world, revised

PAPERS = tuple(f"paper-{number}" for number in range(7))
REGISTRY = a_registry(*PAPERS)
SOON = START + timedelta(days=11)


def keep(store: Store, article: Article, now: datetime | None = None) -> None:
    """Store an article that was fetched at this time, else `SOON`."""
    record = ArticleRecord(
        id=article.id,
        url=article.url,
        url_key=article.url,
        outlet_id=article.outlet_id,
        title=article.title,
        text=article.text,
        published=article.published,
        body=article.body,
    )
    save_article(store, record, now=now or SOON, find_duplicates=False)


def said(store: Store) -> dict[str, Any]:
    """All that a reader of the file can see of events, origins, verdicts and scores, but for the history."""
    one = store.conn.execute
    pairs = one("select a, b, same_event, same_claim, parts from pairs order by a, b").fetchall()
    ratings = one("select article_id, ruleset, criteria from ratings order by article_id").fetchall()
    return {
        "articles": list(export_articles(store)),
        "events": list(export_events(store)),
        "pairs": [tuple(row) for row in pairs],
        "ratings": [tuple(row) for row in ratings],
    }


def at_once(folder: Path, articles: list[Article], registry: Registry = REGISTRY) -> dict[str, Any]:
    with open_store(folder / "at-once.db") as store:
        sync_registry(store, registry, SOON)
        for article in articles:
            keep(store, article)
        match(store, registry, now=SOON)
        answer = said(store)
    (folder / "at-once.db").unlink()
    return answer


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10_000))
def test_increments_and_a_full_match_say_the_same(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    world = a_world(draw, 14)
    here: dict[str, Article] = {}
    with open_store(tmp_path / f"{seed}-{draw.random()}.db") as store:
        sync_registry(store, REGISTRY, SOON)
        draw.shuffle(world)
        while world:
            coming, world = world[:4], world[4:]
            if here and draw.random() < 0.7:
                coming.append(revised(draw, here[draw.choice(sorted(here))]))
            for article in coming:
                keep(store, article)
            match(store, REGISTRY, now=SOON)
            here = {article.id: article for article in read_articles(store)}
        step_by_step = said(store)
        assert match(store, REGISTRY, now=SOON, full=True).new_verdicts == 0
        assert said(store) == step_by_step
        assert at_once(tmp_path, list(here.values())) == step_by_step


def random_decision(draw: random.Random, store: Store) -> None:
    """Decide something about events or articles of the file at random, or undo what was decided; or nothing, where that
    would contradict what was decided before.
    """
    events = [
        (str(row[0]), str(row[1]).split())
        for row in store.conn.execute(
            "select event_id, group_concat(article_id, ' ') from event_articles group by 1 order by 1"
        )
    ]
    in_force = decisions_in_force(store)
    kind = draw.choice(("merge", "split", "move", "commentary", "undo"))
    if kind == "undo":
        if in_force:
            undo_decision(store, draw.choice(in_force).id, "Ada", "a mistake", SOON)
        return
    (event, inside), (other, _) = draw.choice(events), draw.choice(events)
    chosen = tuple(draw.sample(sorted(inside), max(1, len(inside) // 2)))
    order = Order(kind, "so it was", event=event, other=other, articles=chosen[:1] if kind != "split" else chosen)
    with contextlib.suppress(BadDecision, Contradicts):
        decide(store, order, "Ada", SOON)


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10_000), st.booleans())
def test_so_they_do_with_decisions_withdrawals_and_late_articles(tmp_path: Path, seed: int, small: bool) -> None:
    draw = random.Random(seed)
    waiting, here = a_world(draw, 16), list[str]()
    draw.shuffle(waiting)
    with pytest.MonkeyPatch.context() as patch, open_store(tmp_path / f"{seed}-{draw.random()}.db") as store:
        if not small:
            patch.setattr(thresholds, "SMALL_FILE", 6)
            patch.setattr(thresholds, "WINDOW_DAYS", 2.0)
        sync_registry(store, REGISTRY, SOON)
        step = 0
        while waiting or step < 8:
            step += 1
            coming, waiting = waiting[:3], waiting[3:]
            for article in coming:
                keep(store, article)
                here.append(article.id)
            if step > 1 and draw.random() < 0.5:
                withdrawn = draw.choice(here)
                said_so = [draw.choice(("correction", "retraction")), next_change(store), withdrawn]
                store.conn.execute(
                    "update articles set correction = 'A note.', correction_kind = ?, changed_seq = ? where id = ?",
                    said_so,
                )
            if step > 1:
                random_decision(draw, store)
            match(store, REGISTRY, now=SOON + timedelta(hours=6 * step))
        step_by_step = said(store)
        assert match(store, REGISTRY, now=SOON + timedelta(hours=6 * step), full=True).new_verdicts == 0
        assert said(store) == step_by_step


GIVEN = frozenset({"json_each"})
DECIDED = frozenset({"d", "u", "decisions", "decision_articles"})
NOT_OF_THE_ARCHIVE = frozenset({"registry_versions", "outlets", "locks", "runs", "identity", "counters", "webhooks"})
SETTLED = frozenset({"s", "x"})
MAY_BE_WALKED = GIVEN | DECIDED | NOT_OF_THE_ARCHIVE | SETTLED
"""What is passed in, what editors decided, tables that do not grow with the archive, and what this match itself settled."""


def test_a_match_reads_only_what_it_touches(ready: Store) -> None:
    decide(ready, Order("commentary", "a column", articles=(COMET.id,)), "Ada", SOON)
    keep(ready, replace(BRIDGE_TOO, outlet_id=PAPERS[2]))
    asked: list[str] = []
    ready.conn.set_trace_callback(asked.append)
    match(ready, REGISTRY, now=SOON + timedelta(days=3))
    ready.conn.set_trace_callback(None)
    begin_settling(ready)
    steps = {
        (row[3].split()[1], statement)
        for statement in asked
        if statement.lstrip().lower().startswith(("select", "update", "delete", "insert"))
        for row in ready.conn.execute(f"explain query plan {statement}")
        if row[3].startswith("SCAN")
    }
    walked = {" ".join(statement.split()) for table, statement in steps if table not in MAY_BE_WALKED}
    assert {one for one in walked if not one.startswith("select count(*) from ")} == set()


@pytest.fixture
def ready(store: Store) -> Store:
    sync_registry(store, REGISTRY, SOON)
    long_ago = replace(COMET, published=START - timedelta(days=60))  # so that no score ties it to the bridge
    for number, article in enumerate((BRIDGE, long_ago)):
        keep(store, replace(article, outlet_id=PAPERS[number]))
    match(store, REGISTRY, now=SOON)
    return store


def runs(store: Store) -> list[int]:
    rows = store.conn.execute("select counts from runs where kind = 'match' order by id")
    return [json.loads(row[0]).get("judged") for row in rows]


def test_only_what_is_touched_is_judged(ready: Store) -> None:
    match(ready, REGISTRY, now=SOON)
    keep(ready, replace(BRIDGE_TOO, outlet_id=PAPERS[2]))
    changes = match(ready, REGISTRY, now=SOON)
    assert (changes.events, changes.articles, changes.causes) == (2, 3, {"new article": 1})
    match(ready, REGISTRY, now=SOON, full=True)
    assert runs(ready) == [2, 0, 1, 2]


def test_another_registry_has_everything_judged(ready: Store) -> None:
    changed = a_registry(*PAPERS, "paper-9", version="r2")
    match(ready, changed, now=SOON)
    match(ready, changed, now=SOON)
    assert runs(ready) == [2, 2, 0]


def test_other_rules_have_everything_judged(ready: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.rematching.rules_fingerprint", lambda: "other")
    match(ready, REGISTRY, now=SOON)
    assert runs(ready) == [2, 2]


def test_a_verdict_stops_being_provisional_when_its_time_has_come(store: Store) -> None:
    sync_registry(store, REGISTRY, SOON)
    keep(store, replace(BRIDGE, outlet_id=PAPERS[0]))
    assert BRIDGE.published is not None
    soon, late = BRIDGE.published + timedelta(hours=47), BRIDGE.published + timedelta(hours=48)
    match(store, REGISTRY, now=soon)
    assert match(store, REGISTRY, now=soon + timedelta(minutes=30)).causes == {}
    assert match(store, REGISTRY, now=late).causes == {"time passed": 1}
    assert match(store, REGISTRY, now=late).causes == {}
    match(store, REGISTRY, now=soon)
    assert [row["provisional"] for row in export_events(store)] == [True]


def test_old_ids_lead_on_when_an_earlier_report_comes_late(store: Store) -> None:
    sync_registry(store, REGISTRY, SOON)
    keep(store, replace(BRIDGE_TOO, outlet_id=PAPERS[0]))
    match(store, REGISTRY, now=SOON)
    keep(store, replace(BRIDGE, outlet_id=PAPERS[1]))
    match(store, REGISTRY, now=SOON)
    assert current_event(store, event_id(BRIDGE_TOO.id)) == event_id(BRIDGE.id)


def test_a_match_that_is_killed_leaves_everything_to_the_next(ready: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(ready, replace(BRIDGE_TOO, outlet_id=PAPERS[2]))
    before = said(ready)

    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for step in (
        "write_portions",
        "write_ratings",
        "write_settled",
        "write_as_matched",
        "write_found",
        "write_match_state",
        "keep_window",
        "finish_run",
    ):
        with monkeypatch.context() as patch:
            patch.setattr(cycle, step, fail)
            with pytest.raises(KeyboardInterrupt):
                match(ready, REGISTRY, now=SOON)
        assert said(ready) == before
    assert match(ready, REGISTRY, now=SOON).causes == {"new article": 1}
    assert match(ready, REGISTRY, now=SOON, full=True).new_verdicts == 0


def test_what_was_kept_is_used_and_what_cannot_be_read_is_made_anew(
    ready: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    keep(ready, replace(BRIDGE_TOO, outlet_id=PAPERS[2]))
    with monkeypatch.context() as patch:
        patch.setattr("desk.rematching.read_articles", only_asked_for)
        match(ready, REGISTRY, now=SOON)
    step_by_step = said(ready)
    ready.conn.execute("update window_state set value = ? where name like 'column.measures#%'", [b"none of ours"])
    match(ready, REGISTRY, now=SOON)
    assert "matching everything anew" in caplog.text
    assert said(ready) == step_by_step
    caplog.clear()
    match(ready, REGISTRY, now=SOON)
    assert caplog.text == ""


def only_asked_for(store: Store, *, where: str = "1", parameters: tuple[object, ...] = ()) -> Iterator[Article]:
    assert where != "1", "everything was read"
    return read_articles(store, where=where, parameters=parameters)
