"""Reading for people and programs: the contract's export rows, and the whole verdict of an event."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from store.asof import heads_at, verdict_at
from store.connection import Store
from store.errors import StoreError
from store.evidence import evidence_text
from store.times import to_text

NEWEST = 2**62
"""Above every verdict's id."""


class NotJudged(StoreError):
    """The article is stored, but `match` has not run since it came."""


def export_articles(store: Store) -> Iterator[dict[str, object]]:
    """The contract's `export articles` rows, by article id. Articles that no match has seen yet have null verdict fields."""
    rows = store.conn.execute(
        """select a.id, a.url, a.outlet_id, o.family, ea.event_id, f.origin_id, f.origin_kind, f.credited, f.counted,
                  f.reason, v.state, v.provisional, v.disputed
           from articles a join outlets o on o.id = a.outlet_id left join event_articles ea on ea.article_id = a.id
                left join findings f on f.article_id = a.id left join verdicts_now v on v.event_id = ea.event_id
           order by a.id"""
    )
    for row in rows:
        judged = row[6] is not None
        yield {
            "id": row[0],
            "url": row[1],
            "outlet": row[2],
            "family": row[3],
            "event_id": row[4],
            "origin_id": row[5],
            "origin_kind": row[6] or "unknown",
            "credited": json.loads(row[7]) if judged else [],
            "counted": bool(row[8]),
            "reason": row[9] if judged else "not_matched_yet",
            "state": row[10],
            "provisional": _flag(row[11]),
            "disputed": _flag(row[12]),
        }


def _flag(value: object) -> bool | None:
    return None if value is None else bool(value)


def export_verdicts(store: Store) -> Iterator[dict[str, object]]:
    """Every verdict that was ever given, the oldest first: the history of each event, with what made it change."""
    rows = store.conn.execute(
        """select event_id, at, state, provisional, disputed, outlets, origins, notable_origins, because, cause,
                  cause_detail, ruleset, registry_version from verdicts order by id"""
    )
    names = ("event_id", "at", "state", "provisional", "disputed", "outlets", "origins", "notable_origins", "because",
             "cause", "cause_detail", "ruleset", "registry_version")  # fmt: skip
    for row in rows:
        verdict = dict(zip(names, row, strict=True))
        yield verdict | {"provisional": bool(row[3]), "disputed": bool(row[4])}


def export_events(store: Store) -> Iterator[dict[str, object]]:
    """The contract's `export events` rows, by event id."""
    urls: dict[str, list[str]] = {}
    for event_id, url in store.conn.execute(
        "select ea.event_id, a.url from event_articles ea join articles a on a.id = ea.article_id order by a.url"
    ):
        urls.setdefault(event_id, []).append(url)
    rows = store.conn.execute(
        """select event_id, title, first_seen, last_seen, state, provisional, disputed, outlets, origins, notable_origins
           from verdicts_now order by event_id"""
    )
    for row in rows:
        yield {
            "event_id": row[0],
            "title": row[1],
            "first_seen": row[2],
            "last_seen": row[3],
            "state": row[4],
            "provisional": bool(row[5]),
            "disputed": bool(row[6]),
            "outlets": row[7],
            "origins": row[8],
            "notable_origins": row[9],
            "articles": urls.get(row[0], []),
        }


def current_event(store: Store, event_id: str) -> str:
    """The event that `event_id` leads to: itself, or the one it was merged into.

    Raises:
        StoreError: there never was such an event.
    """
    seen: set[str] = set()
    while event_id not in seen:
        seen.add(event_id)
        if store.conn.execute("select 1 from events where id = ? and current = 1", [event_id]).fetchone():
            return event_id
        row = store.conn.execute("select event_id from event_aliases where old_id = ?", [event_id]).fetchone()
        if row is None:
            break
        event_id = row[0]
    raise StoreError(f"{event_id}: there is no such event. `corroborate export events` lists them.")


def event_of(store: Store, article_id: str) -> str:
    """The event of an article.

    Raises:
        NotJudged: no match has run since the article came.
    """
    row = store.conn.execute("select event_id from event_articles where article_id = ?", [article_id]).fetchone()
    if row is None:
        raise NotJudged(f"article {article_id} has not been matched yet. Run: corroborate --db {store.path} match")
    return str(row[0])


_HEAD = (
    "id", "event_id", "state", "provisional", "disputed", "outlets", "origins", "notable_origins", "because", "at",
    "cause", "cause_detail", "ruleset", "registry_version",
)  # fmt: skip


def read_verdict(store: Store, event_id: str, verdict_id: int | None = None) -> dict[str, Any]:
    """The whole verdict of an event, the newest or the one of that id: head, counted origins, articles with their
    reasons, edges, conflicts, and the history, of which `later` holds what was said since.
    """
    row = store.conn.execute(
        f"select {', '.join(_HEAD)} from verdicts where event_id = ? and id <= ? order by id desc limit 1",  # noqa: S608 - column names are ours
        [event_id, verdict_id if verdict_id is not None else NEWEST],
    ).fetchone()
    kept = dict(zip(_HEAD, row, strict=True))
    evidence = json.loads(evidence_text(store.conn, kept["id"]))
    number, judged, detail = kept.pop("id"), kept.pop("at"), kept.pop("cause_detail")
    made = evidence.get("made")
    is_past = verdict_id is not None and made is not None
    articles = heads_at(store, made) if is_past else _articles_of(store, event_id)
    history = _history(store, event_id)
    return {
        **kept,
        **(made["event"] if is_past else _event_head(store, event_id)),
        "provisional": bool(kept["provisional"]),
        "disputed": bool(kept["disputed"]),
        "judged": judged,
        "detail": detail,
        "evidence": [_origin_entry(origin, articles) for origin in evidence["origins"]],
        "articles": [_article_entry(finding, articles) for finding in evidence["findings"]],
        "edges": evidence["edges"],
        "conflicts": evidence["conflicts"],
        "history": [entry for at, entry in history if at <= number],
        "later": [entry for at, entry in history if at > number],
    }


def _event_head(store: Store, event_id: str) -> dict[str, Any]:
    row = store.conn.execute("select title, first_seen, last_seen from events where id = ?", [event_id]).fetchone()
    return dict(zip(("title", "first_seen", "last_seen"), row, strict=True))


def _history(store: Store, event_id: str) -> list[tuple[int, dict[str, Any]]]:
    """Every verdict of an event in a few words, the oldest first, with its id."""
    names = ("at", "state", "provisional", "disputed", "origins", "notable_origins", "cause", "detail", "ruleset",
             "registry_version")  # fmt: skip
    rows = store.conn.execute(
        """select id, at, state, provisional, disputed, origins, notable_origins, cause, cause_detail, ruleset,
                  registry_version from verdicts where event_id = ? order by id""",
        [event_id],
    )
    return [
        (row[0], dict(zip(names, row[1:], strict=True)) | {"provisional": bool(row[3]), "disputed": bool(row[4])})
        for row in rows
    ]


def read_verdict_at(store: Store, article_id: str, when: datetime) -> dict[str, Any]:
    """What was said at a time of the event that the article was of then; `as_of` is that time.

    Raises:
        NothingSaidYet: there was no verdict yet.
    """
    event_id, verdict_id = verdict_at(store, article_id, when)
    return {"as_of": to_text(when), **read_verdict(store, event_id, verdict_id)}


def _articles_of(store: Store, event_id: str) -> dict[str, dict[str, Any]]:
    rows = store.conn.execute(
        """select a.id, a.url, a.title, a.published, o.id, o.name, o.family, o.notable, o.notability_basis
           from event_articles ea join articles a on a.id = ea.article_id join outlets o on o.id = a.outlet_id
           where ea.event_id = ?""",
        [event_id],
    )
    names = (
        "article_id",
        "url",
        "title",
        "published",
        "outlet",
        "outlet_name",
        "family",
        "notable",
        "notability_basis",
    )
    return {row[0]: dict(zip(names, row, strict=True)) | {"notable": bool(row[7])} for row in rows}


def _origin_entry(origin: dict[str, Any], articles: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "origin_id": origin["id"],
        "counted": origin["counts"],
        "kind": origin["kind"],
        "name": origin["name"],
        "outlet": origin["outlet_id"],
        "family": origin["family"],
        "notable": origin["notable"],
        "notability_basis": origin["notability_basis"],
        "phantom": origin["phantom"],
        "url": origin["url"],
        "published": origin["published"],
        "span": origin["span"],
        "articles": [articles[article_id]["url"] for article_id in origin["article_ids"] if article_id in articles],
    }


def _article_entry(finding: dict[str, Any], articles: dict[str, dict[str, Any]]) -> dict[str, Any]:
    article = articles.get(finding["article_id"], {"article_id": finding["article_id"]})
    return article | {
        "origin_id": finding["origin_id"],
        "origin_kind": finding["origin_kind"],
        "counted": finding["counted"],
        "reason": finding["reason"],
        "credited": finding["credited"],
        "credits": finding["credits"],
        "spans": finding["spans"],
        "score": finding["score"],
        "correction": finding.get("correction"),
        "gone": finding.get("gone"),
    }
