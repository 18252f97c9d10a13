"""What is announced: each change once, in the transaction of the match, also where an event becomes part of another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matching.types import State
from store.announcements import Change, announce_changes, newest_announcements, read_announcements
from store.articles import save_article
from store.connection import Store
from store.judgements import write_judgement
from tests.builders import HARBOUR, NOON, a_judgement, a_record, a_verdict, with_outlets

LATER = NOON + timedelta(days=1)


@pytest.fixture
def ids(store: Store) -> list[str]:
    with_outlets(store, "first", "second", "third")
    return [
        save_article(store, a_record(outlet, "a", text=f"{HARBOUR} {outlet}"), now=NOON).article_id
        for outlet in ("first", "second", "third")
    ]


def told(store: Store) -> list[tuple[str, str, str, str]]:
    return [(one.event_id, one.change.value, one.leads_to, one.state) for one in read_announcements(store)]


def test_a_rise_and_a_fall_are_announced_once_each(store: Store, ids: list[str]) -> None:
    members = tuple(ids[:2])
    for state in (
        State.SINGLE_REPORT,
        State.CORROBORATED,
        State.CORROBORATED,
        State.SINGLE_ORIGIN,
        State.SINGLE_ORIGIN,
    ):
        write_judgement(store, a_judgement(a_verdict("e1", members, state=state)), leads_on={}, now=NOON)
        announce_changes(store, NOON)
    assert told(store) == [("e1", "gained", "", "corroborated"), ("e1", "lost", "", "single_origin")]
    write_judgement(store, a_judgement(a_verdict("e1", members, state=State.CORROBORATED)), leads_on={}, now=LATER)
    (again,) = announce_changes(store, LATER)
    assert again.change is Change.GAINED and again.at == LATER and len(again.articles) == 2
    assert [one.seq for one in newest_announcements(store, 2)] == [3, 2]


@pytest.mark.parametrize(
    ("state", "change"), [(State.CORROBORATED, Change.MOVED), (State.INSUFFICIENT_EVIDENCE, Change.LOST)]
)
def test_an_event_that_becomes_part_of_another_is_followed(
    store: Store, ids: list[str], state: State, change: Change
) -> None:
    write_judgement(
        store, a_judgement(a_verdict("e2", tuple(ids[1:]), state=State.CORROBORATED)), leads_on={}, now=NOON
    )
    announce_changes(store, NOON)
    write_judgement(store, a_judgement(a_verdict("e1", tuple(ids), state=state)), leads_on={"e2": "e1"}, now=LATER)
    announced = {one.event_id: one for one in announce_changes(store, LATER)}
    assert (announced["e2"].change, announced["e2"].leads_to, announced["e2"].state) == (change, "e1", state.value)
    assert ("e1" in announced) is (state is State.CORROBORATED)
    assert not announce_changes(store, LATER)


def test_a_crash_takes_verdict_and_announcement_back_together(store: Store, ids: list[str]) -> None:
    judgement = a_judgement(a_verdict("e1", tuple(ids), state=State.CORROBORATED))

    def crashing() -> None:
        with store.writing():
            write_judgement(store, judgement, leads_on={}, now=NOON)
            announce_changes(store, NOON)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        crashing()
    assert not told(store)
    write_judgement(store, judgement, leads_on={}, now=NOON)
    assert len(announce_changes(store, NOON)) == 1


def test_only_the_events_that_are_named_are_compared(store: Store, ids: list[str]) -> None:
    verdicts = [a_verdict(f"e{n}", (id_,), state=State.CORROBORATED) for n, id_ in enumerate(ids)]
    write_judgement(store, a_judgement(*verdicts), leads_on={}, now=NOON)
    announce_changes(store, NOON, among=("e1", "gone-before-it-was-told"))
    assert told(store) == [("e1", "gained", "", "corroborated")]
    announce_changes(store, NOON, among=())
    assert len(told(store)) == 1
    announce_changes(store, NOON)
    assert [row[0] for row in told(store)] == ["e1", "e0", "e2"]
