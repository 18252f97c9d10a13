"""`corroborate status`: what is in the file, how the crawl does outlet by outlet, and why one that should deliver does not."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from desk.alarms import read_alarms
from desk.silence import silence_of_outlet, silence_text
from store.connection import Store
from store.deliveries import Delivery, SourceHealth, read_deliveries
from store.heartbeats import Heartbeat, read_heartbeats

WORST = 3
"""Outcomes that an explanation names, the most frequent ones."""


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
        "watching": [_heart(heart) for heart in read_heartbeats(store)],
        "alarms": [
            {"kind": alarm.kind.value, "about": alarm.about, "said": alarm.said} for alarm in read_alarms(store, now)
        ],
        "runs": [_run(row) for row in one(
            "select id, kind, started, finished, counts, exit_code, message from runs order by id desc limit 5"
        )],
        "outlets": [_outlet(delivery, now) for delivery in read_deliveries(store, now)],
    }  # fmt: skip


def _heart(heart: Heartbeat) -> dict[str, Any]:
    return {
        "name": heart.name,
        "pid": heart.pid,
        "host": heart.host,
        "running": heart.running,
        "since": _iso(heart.since),
        "last_sign": _iso(heart.at),
        "doing": heart.doing,
        "doing_since": _iso(heart.doing_since),
        "next_cycle": _iso(heart.next_cycle),
        "cycles": heart.cycles,
        "missed": heart.missed,
        "failures_in_a_row": heart.failures,
        "detail": heart.detail,
    }


def _run(row: tuple[Any, ...]) -> dict[str, Any]:
    names = ("run", "kind", "started", "finished", "counts", "exit_code", "message")
    return dict(zip(names, row, strict=True)) | {"counts": json.loads(row[4])}


def _outlet(delivery: Delivery, now: datetime) -> dict[str, Any]:
    silence = silence_of_outlet(delivery, now)
    return {
        "outlet": delivery.outlet_id,
        "name": delivery.name,
        "in_registry": delivery.in_registry,
        "articles": delivery.articles,
        "new_today": delivery.new_day,
        "new_a_day": round(delivery.new_week / 7, 1),
        "last_article": _iso(delivery.last_article),
        "last_success": _iso(delivery.last_success),
        "last_asked": _iso(delivery.last_asked),
        "outcomes": dict(delivery.outcomes),
        "waiting": delivery.waiting,
        "sources": [_source(source) for source in delivery.sources],
        "silent_since": _iso(silence.since) if silence else None,
        "silence": silence_text(silence) if silence else "",
        "why_none": "" if delivery.new_day and not silence else why_nothing(delivery),
    }


def _source(source: SourceHealth) -> dict[str, Any]:
    return {
        "url": source.url,
        "kind": source.kind,
        "state": source.state,
        "failures": source.failures,
        "last_fetch": _iso(source.last_fetch),
        "last_success": _iso(source.last_success),
        "last_outcome": source.last_outcome,
        "note": source.note,
    }


def why_nothing(delivery: Delivery) -> str:
    """Why nothing new came from an outlet, as far as its sources and the ends of its URLs tell."""
    parts = []
    had = sum(delivery.outcomes.get(outcome, 0) for outcome in ("stored", "revised", "unchanged", "live_blog"))
    if delivery.outcomes and not had:
        ends = sorted(delivery.outcomes.items(), key=lambda item: (-item[1], item[0]))[:WORST]
        parts.append("every page ended otherwise: " + ", ".join(f"{number} {name}" for name, number in ends))
    if delivery.waiting:
        parts.append(f"{delivery.waiting} {'URL waits' if delivery.waiting == 1 else 'URLs wait'}")
    active = [source for source in delivery.sources if source.state == "active"]
    parts += sorted({_said(source) for source in active if source.failures or source.last_outcome in _TROUBLE})
    if delivery.sources and not active:
        parts.append(
            "every source is given up: "
            + "; ".join(sorted({source.note or source.state for source in delivery.sources}))
        )
    elif active and not parts:
        asked = [source for source in active if source.last_fetch]
        parts += sorted({_empty(source) for source in asked if not source.entries})
        if not parts:
            parts.append("its sources answer, with nothing new" if asked else "not asked yet")
    elif not delivery.sources and delivery.last_asked:
        parts.append(delivery.search or "no source is known")
    return "; ".join(parts)


_TROUBLE = frozenset({"failed", "robots", "waiting"})


def _empty(source: SourceHealth) -> str:
    left_out = f" ({source.note})" if source.note else ""
    return f"{source.kind.replace('_', ' ')} lists no article of the outlet{left_out}"


def _said(source: SourceHealth) -> str:
    times = f" ({source.failures} times in a row)" if source.failures > 1 else ""
    return f"{source.kind.replace('_', ' ')}: {source.note or source.last_outcome}{times}"


def _iso(when: datetime | None) -> str | None:
    return when.isoformat() if when else None
