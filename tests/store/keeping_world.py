"""A small store with a history: pages, revisions, verdicts, fetches and runs of different ages."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from matching.types import OriginKind
from store.articles import save_article
from store.connection import Store
from store.fetches import Fetch, add_fetch
from store.judgements import write_judgement
from store.pages import RawPage, add_page, pack
from store.runs import RunEnd, finish_run, start_run
from tests.builders import HARBOUR, NOON, a_judgement, a_record, a_verdict, with_outlets


def days(number: float) -> timedelta:
    """So many days."""
    return timedelta(days=number)


def page_of(store: Store, name: str, *, on_day: float) -> int:
    """A stored page of an outlet."""
    url = f"https://{name}.example/a"
    body = f"<html>{name} {on_day} {'x' * 5000}</html>".encode()
    page = RawPage(url, url, NOON + days(on_day), 200, {}, body)
    return add_page(store, page, pack(body))


def lived_in(store: Store) -> dict[str, int]:
    """Three articles (`counted`, `commentary`, `unjudged`), each with pages of day 0 and, unchanged, day 1; the first two
    revised on day 2 and judged on day 3. Answers the ids of the pages by what they are.
    """
    with_outlets(store, "counted", "commentary", "unjudged")
    pages: dict[str, int] = {}
    run = start_run(store, "crawl", NOON)
    for name in ("counted", "commentary", "unjudged"):
        for day in (0, 1, 2):
            page_id = pages[f"{name} {day}"] = page_of(store, name, on_day=day)
            text = f"{HARBOUR} {name}{' Now it is open again.' if day == 2 and name != 'unjudged' else ''}"
            if day != 1:
                record = a_record(name, "a", id=name, text=text, raw_page_id=page_id)
                save_article(store, record, now=NOON + days(day), find_duplicates=False)
            fetch = Fetch(
                "page", f"https://{name}.example/a", NOON + days(day), "stored", run, name, raw_page_id=page_id
            )
            add_fetch(store, fetch)
    finish_run(store, run, RunEnd({}, 0), NOON + days(2))
    verdict = a_verdict("e1", ("counted", "commentary"))
    origin = dataclasses.replace(verdict.origin_list[0], article_ids=("counted",))
    spared = dataclasses.replace(
        verdict.findings[1], counted=False, origin_id=None, origin_kind=OriginKind.COMMENTARY, reason="opinion"
    )
    whole = dataclasses.replace(verdict, origin_list=(origin,), findings=(verdict.findings[0], spared))
    write_judgement(store, a_judgement(whole), leads_on={}, now=NOON + days(3))
    return pages


def entry_of(store: Store, on_day: float) -> None:
    """A run of that day, so that the clock is not doubted."""
    run = start_run(store, "crawl", NOON + days(on_day))
    finish_run(store, run, RunEnd({}, 0), NOON + days(on_day))
