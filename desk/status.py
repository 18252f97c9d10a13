"""`corroborate status`: what is in the file, how the crawl does outlet by outlet, and why one that should deliver does not."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from store.connection import Store
from store.times import to_text


def status(store: Store, now: datetime) -> dict[str, Any]:
    """Counts, the newest runs, the cycle that is at work, and a row for each outlet that was ever crawled or has articles."""
    one = store.conn.execute
    return {
        "articles": one("select count(*) from articles").fetchone()[0],
        "waiting_for_match": one(
            "select count(*) from articles where id not in (select article_id from event_articles)"
        ).fetchone()[0],
        "events": one("select count(*) from events where current = 1").fetchone()[0],
        "states": dict(one("select state, count(*) from verdicts_now group by state order by state").fetchall()),
        "frontier": dict(one("select state, count(*) from frontier group by state order by state").fetchall()),
        "at_work": [
            {"cycle": row[0], "pid": row[1], "host": row[2], "since": row[3]}
            for row in one("select holder, pid, host, since from locks")
        ],
        "runs": [_run(row) for row in one(
            "select id, kind, started, finished, counts, exit_code, message from runs order by id desc limit 5"
        )],
        "outlets": _outlets(store, now),
    }  # fmt: skip


def _run(row: tuple[Any, ...]) -> dict[str, Any]:
    names = ("run", "kind", "started", "finished", "counts", "exit_code", "message")
    return dict(zip(names, row, strict=True)) | {"counts": json.loads(row[4])}


def _outlets(store: Store, now: datetime) -> list[dict[str, Any]]:
    day_ago = to_text(now - timedelta(days=1))
    outcomes: dict[str, dict[str, int]] = {}
    for outlet, outcome, number in store.conn.execute(
        "select outlet_id, outcome, count(*) from fetches where kind = 'page' group by outlet_id, outcome order by 1, 2"
    ):
        outcomes.setdefault(outlet, {})[outcome] = number
    rows = store.conn.execute(
        """select o.id, o.name, count(a.id), sum(a.first_seen >= ?), max(a.first_seen) from outlets o
           left join articles a on a.outlet_id = o.id group by o.id order by o.id""",
        [day_ago],
    ).fetchall()
    sources = _sources(store)
    return [
        {
            "outlet": outlet,
            "name": name,
            "articles": number,
            "new_today": new or 0,
            "last_article": last,
            "outcomes": outcomes.get(outlet, {}),
            "sources": sources.get(outlet, []),
            "why_none": _why_none(outcomes.get(outlet, {}), sources.get(outlet, [])) if not number else "",
        }
        for outlet, name, number, new, last in rows
        if number or outlet in outcomes or outlet in sources
    ]


def _sources(store: Store) -> dict[str, list[dict[str, Any]]]:
    sources: dict[str, list[dict[str, Any]]] = {}
    for outlet, url, kind, state, last_success, outcome, note in store.conn.execute(
        "select outlet_id, url, kind, state, last_success, last_outcome, note from sources order by outlet_id, url"
    ):
        entry = {
            "url": url,
            "kind": kind,
            "state": state,
            "last_success": last_success,
            "last_outcome": outcome,
            "note": note,
        }
        sources.setdefault(outlet, []).append(entry)
    return sources


def _why_none(outcomes: dict[str, int], sources: list[dict[str, Any]]) -> str:
    if outcomes:
        worst = ", ".join(
            f"{number} {outcome}" for outcome, number in sorted(outcomes.items(), key=lambda item: -item[1])
        )
        return f"every page ended otherwise: {worst}"
    if not sources:
        return "no source is known"
    return "; ".join(
        sorted(
            {f"{source['kind']}: {source['note'] or source['last_outcome'] or 'not fetched yet'}" for source in sources}
        )
    )
