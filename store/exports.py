"""Reading for people and programs: the contract's export rows, and the whole verdict of an event."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from store.connection import Store
from store.errors import StoreError


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


def read_verdict(store: Store, event_id: str) -> dict[str, Any]:
    """The whole newest verdict of an event: head, counted origins, articles with their reasons, edges, conflicts, history."""
    head = store.conn.execute(
        """select event_id, title, state, provisional, disputed, outlets, origins, notable_origins, because, first_seen,
                  last_seen, judged, cause, ruleset, registry_version from verdicts_now where event_id = ?""",
        [event_id],
    ).fetchone()
    names = (
        "event_id", "title", "state", "provisional", "disputed", "outlets", "origins", "notable_origins", "because",
        "first_seen", "last_seen", "judged", "cause", "ruleset", "registry_version",
    )  # fmt: skip
    verdict = dict(zip(names, head, strict=True))
    verdict |= {"provisional": bool(head[3]), "disputed": bool(head[4])}
    evidence = store.conn.execute(
        "select evidence from verdicts where event_id = ? order by id desc limit 1", [event_id]
    ).fetchone()
    evidence = json.loads(evidence[0])
    articles = _articles_of(store, event_id)
    verdict["evidence"] = [_origin_entry(origin, articles) for origin in evidence["origins"]]
    verdict["articles"] = [_article_entry(finding, articles) for finding in evidence["findings"]]
    verdict["edges"] = evidence["edges"]
    verdict["conflicts"] = evidence["conflicts"]
    verdict["history"] = [
        {
            "at": at,
            "state": state,
            "provisional": bool(provisional),
            "origins": origins,
            "notable_origins": notable,
            "cause": cause,
            "detail": detail,
            "registry_version": version,
        }
        for at, state, provisional, origins, notable, cause, detail, version in store.conn.execute(
            """select at, state, provisional, origins, notable_origins, cause, cause_detail, registry_version
               from verdicts where event_id = ? order by id""",
            [event_id],
        )
    ]
    return verdict


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
