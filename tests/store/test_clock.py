"""After a clock that ran ahead, everything goes on at once."""

from __future__ import annotations

from datetime import timedelta

from store.clock import pull_back
from store.connection import Store
from store.fetches import HostRow, RobotsRow, read_hosts, read_robots, save_host, save_robots
from store.frontier import Candidate, add_candidates
from store.sources import SourceKind, sources_of, sync_sources
from tests.builders import NOON, with_outlets

LATER = NOON + timedelta(days=400)


def put_off(store: Store, *, until: timedelta) -> None:
    with_outlets(store, "first")
    sync_sources(store, "first", [("https://first.example/feed", SourceKind.FEED)], NOON)
    add_candidates(store, [Candidate("k", "https://first.example/a", "first.example", "first")], NOON)
    when = (NOON + until).isoformat()
    with store.writing() as db:
        db.execute(
            "update sources set next_due = ?, last_fetch = ?, body_hash = 'x'", [when, (NOON + until).isoformat()]
        )
        db.execute("update frontier set next_try = ?", [when])
    save_host(store, HostRow("first.example", NOON + until, 3, "answered 503"))
    save_robots(store, RobotsRow("https://first.example", NOON, NOON + until, 200, ""))


def test_what_is_due_impossibly_late_is_due_now(store: Store) -> None:
    put_off(store, until=timedelta(days=400))
    assert pull_back(store, NOON) == 4
    (source,) = sources_of(store, ["first"])
    assert (source.next_due, source.body_hash, source.last_fetch) == (NOON, "", None)
    assert store.conn.execute("select next_try from frontier").fetchone()[0] == NOON.isoformat()
    assert read_hosts(store, NOON) == {}
    assert read_robots(store, "https://first.example", NOON) is None
    assert pull_back(store, NOON) == 0


def test_what_is_put_off_for_a_day_stays_put_off(store: Store) -> None:
    put_off(store, until=timedelta(hours=24))
    with store.writing() as db:
        db.execute("update sources set last_fetch = ?", [NOON.isoformat()])
    assert pull_back(store, NOON) == 0
    assert read_hosts(store, NOON)["first.example"].failures == 3
