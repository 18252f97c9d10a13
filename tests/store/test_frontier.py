"""The frontier's leases and the log beside it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from store.connection import Store
from store.errors import LeaseLost, StoreError
from store.fetches import (
    Fetch,
    HostRow,
    RobotsRow,
    add_fetch,
    last_fetch,
    read_hosts,
    read_robots,
    save_host,
    save_robots,
    settle_fetch,
)
from store.frontier import (
    LEASE_TIME,
    Candidate,
    Claim,
    Ending,
    add_candidates,
    break_dead_leases,
    finish,
    lease_owner,
    lease_pages,
    lease_stored,
    next_due,
    note_page,
    postpone,
    queued_counts,
    release,
    renew,
    waiting_hosts,
)
from store.outlets import sync_registry
from store.pages import RawPage, add_page, pack, read_page
from store.records import Outcome
from store.sources import SourceKind, SourceState, add_discovered, sources_of, sync_sources
from tests.builders import NOON, a_registry

HOUR = timedelta(hours=1)
IDS = json.dumps(["mill-echo"])
OWNER = lease_owner("test")


@pytest.fixture(autouse=True)
def outlets(store: Store) -> None:
    sync_registry(store, a_registry("mill-echo", "tram-times"))


def candidate(number: int, **fields: object) -> Candidate:
    values: dict[str, object] = {
        "url_key": f"mill-echo.example/{number}",
        "url": f"https://mill-echo.example/{number}",
        "host": "mill-echo.example",
        "outlet_id": "mill-echo",
    }
    return Candidate(**(values | fields))  # type: ignore[arg-type]


def claim(hours: float = 0, owner: str = OWNER) -> Claim:
    return Claim(owner, IDS, NOON + hours * HOUR)


def keys(store: Store, state: str) -> list[str]:
    rows = store.conn.execute("select url_key from frontier where state = ? order by url_key", [state])
    return [row[0].rsplit("/", 1)[1] for row in rows]


def test_a_url_is_queued_once_with_its_first_evidence(store: Store) -> None:
    first = candidate(1, evidence={"guid": "a"})
    assert add_candidates(store, [first, candidate(1), candidate(2)], NOON) == [first, candidate(2)]
    assert add_candidates(store, [candidate(1, evidence={"guid": "b"})], NOON) == []
    (lease, _) = lease_pages(store, "mill-echo.example", claim(), 5)
    assert lease.evidence == {"guid": "a"}


def test_leases_are_of_one_host_the_newest_first_and_nobody_elses(store: Store) -> None:
    old, new = candidate(1, published_hint=NOON - HOUR), candidate(2, published_hint=NOON)
    other = candidate(3, host="cdn.example")
    foreign = candidate(4, outlet_id="tram-times")
    add_candidates(store, [old, new, other, foreign], NOON)
    leased = lease_pages(store, "mill-echo.example", claim(), 5)
    assert [lease.url for lease in leased] == [new.url, old.url]
    assert lease_pages(store, "mill-echo.example", claim(owner="another"), 5) == []
    assert waiting_hosts(store, IDS) == {"cdn.example": NOON}
    assert queued_counts(store, IDS) == {"mill-echo": 3}


def test_finished_postponed_and_revisited(store: Store) -> None:
    add_candidates(store, [candidate(n) for n in (1, 2, 3)], NOON)
    one, two, three = lease_pages(store, "mill-echo.example", claim(), 5)
    finish(store, one, Ending(Outcome.GONE))
    finish(store, two, Ending(Outcome.STORED, article_id="x", next_try=NOON + HOUR))
    postpone(store, three, Ending(Outcome.ERROR, "timed out", next_try=NOON + 2 * HOUR))
    assert (keys(store, "done"), keys(store, "revisit"), keys(store, "queued")) == (["1"], ["2"], ["3"])
    assert lease_pages(store, "mill-echo.example", claim(), 5) == []
    assert next_due(store, "mill-echo.example", IDS) == NOON + 2 * HOUR
    again = lease_pages(store, "mill-echo.example", claim(3), 5)
    assert [(lease.url_key[-1], lease.attempts, lease.visits) for lease in again] == [("2", 0, 1), ("3", 1, 0)]
    with pytest.raises(ValueError, match="without a time"):
        postpone(store, three, Ending(Outcome.ERROR))


def test_leases_end_with_their_owner_or_their_time(store: Store) -> None:
    add_candidates(store, [candidate(n) for n in (1, 2, 3)], NOON)
    dead = lease_owner("x").replace(f":{os.getpid()}:", ":4194301:")
    for owner in ("elsewhere:1:a", dead, OWNER):
        lease_pages(store, "mill-echo.example", claim(owner=owner), 1)
    assert keys(store, "leased") == ["1", "2", "3"]
    assert break_dead_leases(store, living=[OWNER], now=NOON) == 1
    assert keys(store, "queued") == ["2"]
    assert break_dead_leases(store, living=[], now=NOON) == 1
    assert break_dead_leases(store, living=[], now=NOON + LEASE_TIME + HOUR) == 1
    assert keys(store, "queued") == ["1", "2", "3"]


def test_a_living_process_keeps_its_leases_however_long_it_stood_still(store: Store) -> None:
    add_candidates(store, [candidate(1)], NOON)
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        started = Path(f"/proc/{other.pid}/stat").read_text().rsplit(")", 1)[1].split()[19]
        owner = f"{socket.gethostname()}:{other.pid}:{started}-x"
        lease_pages(store, "mill-echo.example", claim(owner=owner), 1)
        assert break_dead_leases(store, living=[], now=NOON + 10 * LEASE_TIME) == 0
        store.conn.execute("update frontier set lease_owner = ?", [owner.replace(f":{started}-", ":1-")])
        assert break_dead_leases(store, living=[], now=NOON) == 1, "the number was given to another process"
    finally:
        other.communicate(b"\n")


def test_a_lease_is_renewed_and_one_that_was_lost_writes_nothing(store: Store) -> None:
    add_candidates(store, [candidate(1)], NOON)
    (lease,) = lease_pages(store, "mill-echo.example", claim(owner="elsewhere:1:a"), 1)
    assert renew(store, "elsewhere:1:a", NOON + LEASE_TIME) == 1
    assert break_dead_leases(store, living=[], now=NOON + 1.5 * LEASE_TIME) == 0
    assert break_dead_leases(store, living=[], now=NOON + 2.5 * LEASE_TIME) == 1
    (mine,) = lease_pages(store, "mill-echo.example", claim(1), 1)
    late = Ending(Outcome.STORED, article_id="x", next_try=NOON)
    for write in (finish, postpone):
        with pytest.raises(LeaseLost, match="nothing is written"):
            write(store, lease, late)
    with pytest.raises(LeaseLost), store.writing():
        note_page(store, lease, raw_page_id=1, fetch_id=1)
    finish(store, mine, late)
    assert keys(store, "revisit") == ["1"]


def test_a_stored_page_waits_for_its_extraction_and_not_for_another_fetch(store: Store) -> None:
    add_candidates(store, [candidate(1)], NOON)
    (lease,) = lease_pages(store, "mill-echo.example", claim(), 1)
    page = RawPage(lease.url, lease.url_key, NOON, 200, {"content-type": "text/html"}, b"<p>\xe9")
    with store.writing():
        page_id = add_page(store, page, pack(page.body))
        fetch_id = add_fetch(
            store, Fetch("page", lease.url, NOON, "pending", outlet_id="mill-echo", raw_page_id=page_id)
        )
        note_page(store, lease, raw_page_id=page_id, fetch_id=fetch_id)
    assert lease_stored(store, claim()) == []
    assert release(store, OWNER) == 1
    assert lease_pages(store, "mill-echo.example", claim(), 5) == []
    (again,) = lease_stored(store, claim())
    assert (again.raw_page_id, again.fetch_id) == (page_id, fetch_id)
    assert read_page(store, page_id) == page
    settle_fetch(store, fetch_id, "stored")
    assert last_fetch(store, "mill-echo", "page") == NOON
    with pytest.raises(StoreError, match="no raw page 99"):
        read_page(store, 99)


def test_an_update_that_a_source_tells_of_brings_an_article_back(store: Store) -> None:
    add_candidates(store, [candidate(1, evidence={"updated": "2026-03-02T11:00:00+00:00"})], NOON)
    (lease,) = lease_pages(store, "mill-echo.example", claim(), 1)
    finish(store, lease, Ending(Outcome.STORED, article_id="x"))
    add_candidates(store, [candidate(1, evidence={"updated": "2026-03-02T11:00:00+00:00"})], NOON + HOUR)
    assert keys(store, "done") == ["1"]
    add_candidates(store, [candidate(1, evidence={"updated": "2026-03-02T12:30:00+00:00"})], NOON + HOUR)
    assert keys(store, "revisit") == ["1"]
    (again,) = lease_pages(store, "mill-echo.example", claim(1), 1)
    assert again.evidence["updated"] == "2026-03-02T12:30:00+00:00"


def test_robots_and_hosts_are_known_until_their_time(store: Store) -> None:
    row = RobotsRow("https://mill-echo.example", NOON, NOON + HOUR, 200, "User-agent: *")
    save_robots(store, row)
    assert read_robots(store, row.origin, NOON) == row
    assert read_robots(store, row.origin, NOON + HOUR) is None
    host = HostRow("mill-echo.example", NOON + HOUR, 2, "answered 429")
    save_host(store, host)
    assert read_hosts(store, NOON) == {host.host: host}
    assert read_hosts(store, NOON + HOUR) == {}


def test_sources_follow_the_registry_and_keep_what_was_found(store: Store) -> None:
    feed, other = "https://mill-echo.example/feed", "https://mill-echo.example/other"
    sync_sources(store, "mill-echo", [(feed, SourceKind.FEED)], NOON)
    add_discovered(store, "mill-echo", other, SourceKind.NEWS_SITEMAP, NOON)
    sync_sources(store, "mill-echo", [], NOON)
    states = {source.url: source.state for source in sources_of(store, ["mill-echo"], active=False)}
    assert states == {feed: SourceState.REMOVED, other: SourceState.ACTIVE}
    sync_sources(store, "mill-echo", [(feed, SourceKind.FEED)], NOON)
    assert [source.url for source in sources_of(store, ["mill-echo"])] == [feed, other]
