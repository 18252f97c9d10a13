"""What is let go by age, and what stays however old it is."""

from __future__ import annotations

import pytest

from store.connection import Store
from store.errors import StoreError
from store.pages import read_page
from store.retention import ClockDoubt, Policy, prune
from store.revisions import read_history
from tests.builders import NOON
from tests.store.keeping_world import days, entry_of, lived_in, page_of


def kept(store: Store, pages: dict[str, int]) -> set[str]:
    rows = {row[0] for row in store.conn.execute("select id from raw_pages where pruned is null")}
    return {name for name, page_id in pages.items() if page_id in rows}


def test_after_a_month_pages_that_no_text_came_from_go(store: Store) -> None:
    pages = lived_in(store)
    entry_of(store, 32.5)
    pruned = prune(store, Policy(), NOON + days(32.6))
    assert pruned.pages == 4 and pruned.page_bytes > 0
    assert kept(store, pages) == {"counted 0", "counted 2", "commentary 0", "commentary 2", "unjudged 0"}
    row = store.conn.execute(
        "select url, sha256, length(body), pruned from raw_pages where id = ?", [pages["counted 1"]]
    )
    url, digest, size, at = row.fetchone()
    assert (url, len(digest), size) == ("https://counted.example/a", 64, 0) and at.startswith("2026-04-04")
    with pytest.raises(StoreError, match="was let go on"):
        read_page(store, pages["counted 1"])
    assert read_page(store, pages["counted 2"]).body.startswith(b"<html>counted")


def test_what_a_verdict_rests_on_stays_for_good(store: Store) -> None:
    pages = lived_in(store)
    entry_of(store, 9999)
    prune(store, Policy(), NOON + days(10000))
    assert kept(store, pages) == {"counted 2"}
    assert store.conn.execute("select count(*) from articles").fetchone() == (3,)
    assert store.conn.execute("select count(*) from verdicts").fetchone() == (1,)
    assert store.conn.execute("pragma foreign_key_check").fetchall() == []


def test_a_revision_goes_unless_a_verdict_was_made_while_it_stood(store: Store) -> None:
    lived_in(store)
    with (
        store.writing() as db
    ):  # as if the verdict had been made before the change of day 2, on which `counted` was named
        db.execute("drop trigger verdicts_append_only")
        db.execute(
            "update verdicts set at = '2026-03-03T12:00:00+00:00', evidence = replace(evidence_of(id), 'commentary', 'unjudged')"
        )
    entry_of(store, 400)
    assert prune(store, Policy(), NOON + days(401)).revisions == 1
    assert len(read_history(store, "counted").changes) == 1
    assert read_history(store, "commentary").changes == ()


def test_a_dry_run_says_the_same_and_changes_nothing(store: Store) -> None:
    lived_in(store)
    entry_of(store, 400)
    before = "\n".join(store.conn.iterdump())
    would = prune(store, Policy(), NOON + days(401), dry_run=True)
    assert "\n".join(store.conn.iterdump()) == before
    assert prune(store, Policy(), NOON + days(401)) == would
    again = prune(store, Policy(), NOON + days(401))
    assert (again.pages, again.revisions, again.fetches, again.runs) == (0, 0, 0, 0)


def test_the_log_goes_but_the_newest_of_each_outlet_and_kind(store: Store) -> None:
    lived_in(store)
    entry_of(store, 100)
    assert prune(store, Policy(), NOON + days(101)).fetches == 6
    rows = store.conn.execute("select outlet_id, fetched from fetches order by outlet_id").fetchall()
    assert [row[0] for row in rows] == ["commentary", "counted", "unjudged"]
    assert {row[1][:10] for row in rows} == {"2026-03-04"}


def test_nothing_goes_for_good_where_the_policy_says_nought(store: Store) -> None:
    lived_in(store)
    entry_of(store, 5000)
    pruned = prune(store, Policy(0, 0, 0, 0, 0), NOON + days(5001))
    assert (pruned.pages, pruned.revisions, pruned.fetches, pruned.runs) == (0, 0, 0, 0)


def test_a_page_whose_extraction_is_due_stays(store: Store) -> None:
    lived_in(store)
    page_id = page_of(store, "counted", on_day=2)
    with store.writing() as db:
        db.execute(
            """insert into frontier (url_key, url, host, outlet_id, state, next_try, discovered, raw_page_id)
               values ('k', 'https://counted.example/k', 'counted.example', 'counted', 'fetched', 'x', 'x', ?)""",
            [page_id],
        )
    entry_of(store, 100)
    prune(store, Policy(), NOON + days(101))
    assert read_page(store, page_id).body


def test_a_clock_that_jumped_lets_nothing_go(store: Store) -> None:
    pages = lived_in(store)
    with pytest.raises(ClockDoubt, match="Nothing is let go"):
        prune(store, Policy(), NOON + days(3650))
    assert kept(store, pages) == set(pages)
