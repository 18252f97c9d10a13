"""Decisions for others to learn from: the articles that editors decided about, labelled with the event they belong to.

The rows are the contract's import form with `event` added, which is what `bench/train.py` reads. Two articles of one label
report one happening by an editor's word or by a matcher that an editor looked at and corrected; rows of different labels do
not. What was decided about origins and commentary goes with each row.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from desk.deciding import constraints_of
from matching.decisions import decided_groups
from matching.ids import article_order, event_id
from matching.types import Article
from store.articles import read_articles
from store.connection import Store
from store.decisions import DecisionRow, decisions_in_force, read_decisions
from store.times import to_text


def labelled_articles(store: Store) -> Iterator[dict[str, object]]:
    """A row for each article that a decision in force about events or origins is about, by id."""
    rows = [row for row in decisions_in_force(store) if row.kind not in {"note", "outlet"}]
    decisions = constraints_of(rows)
    about: dict[str, list[DecisionRow]] = defaultdict(list)
    for row in rows:
        for article_id in _named(row):
            about[article_id].append(row)
    wanted = json.dumps(sorted(about))
    articles = {
        a.id: a for a in read_articles(store, where="id in (select value from json_each(?))", parameters=(wanted,))
    }
    home = _homes(store, articles)
    groups: dict[str, list[str]] = defaultdict(list)
    for article_id in sorted(articles):
        groups[home.get(article_id, article_id)].append(article_id)
    for group in decided_groups([groups[key] for key in sorted(groups)], decisions, {}):
        first = min((articles[id_] for id_ in group), key=article_order)
        for id_ in group:
            articles_row = _row(articles[id_])
            yield articles_row | {"event": event_id(first.id), "decisions": [_told(row) for row in about[id_]]}


def decision_log(store: Store) -> Iterator[dict[str, object]]:
    """Every decision that was ever taken, the oldest first, with who undid it, when and why."""
    for row in reversed(read_decisions(store)):
        undone = None
        if row.undone_by is not None:
            undone = {"at": to_text(row.undone_at), "author": row.undone_author, "reason": row.undone_reason}
        yield _told(row) | {"undone": undone}


def _named(row: DecisionRow) -> list[str]:
    told = row.subject
    found = [told[word] for word in ("article", "other") if word in told]
    for word in ("articles", "together", "out", "rest", "with"):
        found += told.get(word, [])
    return sorted(set(found))


def _homes(store: Store, articles: dict[str, Article]) -> dict[str, str]:
    rows = store.conn.execute(
        "select article_id, event_id from event_articles where article_id in (select value from json_each(?))",
        [json.dumps(sorted(articles))],
    )
    return {str(row[0]): str(row[1]) for row in rows}


def _row(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "url": article.url,
        "outlet": article.outlet_id,
        "domain": article.outlet_id,
        "title": article.title,
        "text": article.text,
        "published": to_text(article.published),
        "language": article.language,
    }


def _told(row: DecisionRow) -> dict[str, object]:
    return {
        "id": row.id,
        "at": to_text(row.at),
        "author": row.author,
        "kind": row.kind,
        "subject": dict(row.subject),
        "reason": row.reason,
    }
