"""Outlets that used to deliver: when they count as silent, and how that is told."""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desk.metrics import metrics_text
from desk.silence import silence_of
from desk.status import status
from desk.status_text import status_text
from store.articles import save_article
from store.connection import Store, open_store
from store.fetches import Fetch, add_fetch
from store.pages import RawPage, add_page, pack
from store.records import Body
from store.sources import Source, SourceKind, SourceState, save_source, sources_of, sync_sources
from tests.builders import NOON, a_record, with_outlets
from tests.desk.conftest import Run

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def every(gap: timedelta, count: int, *, batch: int = 1) -> tuple[datetime, ...]:
    """Arrivals that end at noon: `count` deliveries of `batch` articles each, a minute apart."""
    starts = [NOON - gap * number for number in range(count)]
    return tuple(sorted(start - timedelta(minutes=minute) for start in starts for minute in range(batch)))


@pytest.mark.parametrize(
    ("arrivals", "quiet", "silent"),
    [
        (every(HOUR / 2, 100), 2.9 * DAY, False),
        (every(HOUR / 2, 100), 3.1 * DAY, True),  # an agency without a pause
        (every(DAY, 10), 5.9 * DAY, False),
        (every(DAY, 10), 6.1 * DAY, True),
        (every(7 * DAY, 5, batch=20), 40 * DAY, False),  # a weekly that brings everything at once
        (every(7 * DAY, 5, batch=20), 43 * DAY, True),
        (every(DAY, 3), 90 * DAY, False),  # never had a rhythm
        (every(DAY, 1, batch=30), 90 * DAY, False),  # one import or one crawl
        ((), 90 * DAY, False),
    ],
)
def test_silence_follows_the_rhythm(arrivals: tuple[datetime, ...], quiet: timedelta, silent: bool) -> None:
    last = arrivals[-1] if arrivals else NOON
    found = silence_of(arrivals, last + quiet)
    assert (found is not None) is silent
    assert found is None or found.since == last


def test_an_outlet_that_was_never_asked_is_not_silent() -> None:
    assert silence_of(every(DAY, 10), None) is None


def deliver(store: Store, outlet: str, times: tuple[datetime, ...]) -> None:
    """Articles of an outlet that came in by a crawl at these times."""
    for number, when in enumerate(times):
        url = f"https://{outlet}.example/{number}"
        page_id = add_page(store, RawPage(url, url, when, 200, {}, b"x"), pack(b"x"))
        record = a_record(outlet, str(number), text=f"Report {number} of {outlet}.", raw_page_id=page_id)
        save_article(store, record, now=when)


def asked(store: Store, outlet: str, when: datetime, outcome: str = "unchanged") -> None:
    add_fetch(store, Fetch("source", f"https://{outlet}.example/feed", when, outcome, outlet_id=outlet))


def test_status_shows_the_silent_the_retired_and_why(store: Store) -> None:
    with_outlets(store, "lively", "mute", "gone")
    deliver(store, "lively", every(DAY, 6))
    deliver(store, "mute", every(DAY, 6))
    asked(store, "lively", NOON + HOUR)
    asked(store, "mute", NOON + 8 * DAY, "failed")
    sync_sources(store, "mute", [("https://mute.example/feed", SourceKind.FEED)], NOON)
    (source,) = sources_of(store, ["mute"])
    changes = {"failures": 9, "last_outcome": "failed", "note": "HTTP 500", "last_fetch": NOON + 8 * DAY}
    save_source(store, replaced(source, **changes))
    sync_sources(store, "gone", [("https://gone.example/feed", SourceKind.FEED)], NOON)
    (source,) = sources_of(store, ["gone"])
    save_source(store, replaced(source, state=SourceState.RETIRED, note="HTTP 404", failures=20))
    answer = status(store, NOON + 8 * DAY)
    rows = {row["outlet"]: row for row in answer["outlets"]}
    assert rows["lively"]["silent_since"] is None
    assert rows["mute"]["silent_since"] == NOON.isoformat()
    assert rows["mute"]["why_none"] == "feed: HTTP 500 (9 times in a row)"
    assert rows["gone"]["why_none"] == "every source is given up: HTTP 404"
    text = status_text(answer)
    assert "mute: silent since 2026-" in text
    assert "gone: source https://gone.example/feed was retired: HTTP 404" in text


def test_articles_without_a_body_are_no_delivery_and_an_empty_source_says_what_it_left_out(store: Store) -> None:
    with_outlets(store, "walled", "strange")
    for number in range(3):
        save_article(store, a_record("walled", str(number), text="", body=Body.MISSING), now=NOON)
    sync_sources(store, "strange", [("https://strange.example/feed", SourceKind.FEED)], NOON)
    (source,) = sources_of(store, ["strange"])
    read = {"last_fetch": NOON, "last_success": NOON, "last_outcome": "read", "note": "4 off-outlet links left out"}
    save_source(store, replaced(source, **read))
    asked(store, "strange", NOON)
    rows = {row["outlet"]: row for row in status(store, NOON + HOUR)["outlets"]}
    assert (rows["walled"]["articles"], rows["walled"]["new_today"], rows["walled"]["last_article"]) == (3, 0, None)
    assert rows["strange"]["why_none"] == "feed lists no article of the outlet (4 off-outlet links left out)"


def test_an_outlet_without_any_source_says_what_the_search_came_to(corroborate: Run, folder: Path) -> None:
    outlets = folder / "outlets.toml"
    outlets.write_text(
        '[[outlet]]\nid = "dead"\nname = "Dead"\ndomains = ["dead.example"]\nkind = "local"\nfamily = "Dead"\n'
    )
    assert corroborate("crawl", "--resolve", "*:127.0.0.1", "--delay", "0").code == 4
    (row,) = corroborate("status", "--json").rows()[0]["outlets"]
    assert row["outlet"] == "dead"
    assert "robots.txt gave no answer" in row["why_none"]


def test_an_outlet_whose_sources_are_all_given_up_is_silent_by_the_clock(store: Store) -> None:
    with_outlets(store, "mute")
    deliver(store, "mute", every(DAY, 6))
    asked(store, "mute", NOON + HOUR)
    sync_sources(store, "mute", [("https://mute.example/feed", SourceKind.FEED)], NOON)
    assert status(store, NOON + 30 * DAY)["outlets"][0]["silent_since"] is None
    (source,) = sources_of(store, ["mute"])
    save_source(store, replaced(source, state=SourceState.RETIRED))
    assert status(store, NOON + 30 * DAY)["outlets"][0]["silent_since"] == NOON.isoformat()


def replaced(source: Source, **values: object) -> Source:
    return dataclasses.replace(source, **values)  # type: ignore[arg-type]


LINE = re.compile(r'[a-z_]+(?:\{[a-z]+="(?:[^"\\\n]|\\[\\n"])*"(?:,[a-z]+="(?:[^"\\\n]|\\[\\n"])*")*\})? -?[0-9.e+]+')


def test_metrics_are_in_the_text_format_and_escape_labels(store: Store) -> None:
    with_outlets(store, "lively")
    deliver(store, "lively", every(DAY, 6))
    asked(store, "lively", NOON + 7 * DAY)
    store.conn.execute(
        "insert into frontier (url_key, url, host, outlet_id, next_try, discovered, outcome) "
        "values ('k', 'u', 'h', 'lively', '', '', ?)",
        ['od"d\\one\n'],
    )
    text = metrics_text(store, NOON + 7 * DAY)
    for line in text.splitlines():
        assert line.startswith(("# HELP ", "# TYPE ")) or LINE.fullmatch(line), line
    assert 'corroborate_outlet_silent{outlet="lively"} 1' in text
    assert f'corroborate_outlet_last_article_timestamp_seconds{{outlet="lively"}} {NOON.timestamp():.0f}' in text
    assert 'corroborate_outlet_pages{outlet="lively",outcome="od\\"d\\\\one\\n"} 1' in text
    assert text.count("# TYPE corroborate_outlet_silent gauge") == 1


def test_a_crawl_with_a_silent_outlet_ends_with_exit_code_3_and_says_since_when(
    corroborate: Run, tmp_path: Path
) -> None:
    from desk.replay.server import ReplayServer
    from desk.replay.site import RSS, Page, ReplaySite

    feed = b"<?xml version='1.0'?><rss version='2.0'><channel><title>t</title><item><title>A pier</title>%s</item></channel></rss>"

    def sites(port: int) -> list[ReplaySite]:
        link = f"<link>http://mute.example:{port}/0</link>".encode()
        return [ReplaySite("mute.example", (Page("/feed", feed % link, RSS),), feeds=("/feed",))]

    db, outlets = tmp_path / "news.db", tmp_path / "outlets.toml"
    with ReplayServer(sites) as replay:
        outlets.write_text(
            '[[outlet]]\nid = "mute"\nname = "Mute"\ndomains = ["mute.example"]\nkind = "local"\nfamily = "Mute"\n'
            f'feeds = ["{replay.url("mute.example", "/feed")}"]\n'
        )
        crawl = (
            "--db",
            str(db),
            "--outlets",
            str(outlets),
            "crawl",
            "--resolve",
            "*:127.0.0.1",
            "--delay",
            "0",
            "--force",
        )
        assert corroborate(*crawl).code != 3
        with open_store(db) as store:
            deliver(store, "mute", tuple(datetime.now(UTC) - (20 - n) * DAY for n in range(6)))
        answer = corroborate(*crawl)
    assert answer.code == 3
    assert "Mute is silent since 20" in answer.out
    (run, *_) = corroborate("--db", str(db), "status", "--json").rows()[0]["runs"]
    assert list(run["counts"]["silent"]) == ["mute"]
