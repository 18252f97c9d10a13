"""Events looked up by their articles are those that a walk over all of them finds."""

from __future__ import annotations

from store.articles import save_article
from store.connection import Store
from store.event_rows import current_events, event_rows, events_after, events_with
from store.judgements import write_judgement
from tests.builders import HARBOUR, NOON, a_judgement, a_record, a_verdict, with_outlets


def test_events_are_looked_up_by_their_articles(store: Store) -> None:
    outlets = ("first", "second", "third", "fourth")
    with_outlets(store, *outlets)
    ids = [
        save_article(store, a_record(outlet, "a", text=f"{HARBOUR} {outlet}"), now=NOON).article_id
        for outlet in outlets
    ]
    write_judgement(store, a_judgement(a_verdict("e1", (*ids[:2],)), a_verdict("e2", (ids[2],))), leads_on={}, now=NOON)
    rows = event_rows(store, current_events(store))
    assert {key: row.article_ids for key, row in rows.items()} == {"e1": tuple(sorted(ids[:2])), "e2": (ids[2],)}
    assert events_with(store, [ids[1], ids[3], "unknown"]) == {"e1"}
    assert event_rows(store, ["e2", "unknown"]) == {"e2": rows["e2"]}
    assert (events_after(store, "", 1), events_after(store, "e1", 5)) == (("e1",), ("e2",))
    write_judgement(store, a_judgement(a_verdict("e1", (*ids[:3],))), leads_on={"e2": "e1"}, now=NOON)
    assert event_rows(store, ["e1", "e2"]) == event_rows(store, ["e1"])
    assert current_events(store) == {"e1"}
    assert event_rows(store, ["e1"])["e1"].article_ids == tuple(sorted(ids[:3]))
