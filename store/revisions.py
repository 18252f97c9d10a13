"""What an article said before: each change with what it was put down to, when it was noticed, and both sides of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store.connection import Store
from store.errors import UnknownUrl
from store.times import from_text

_PLAIN = ("published", "byline", "canonical_url", "section", "language", "correction")
_JSON = ("authors", "keywords", "is_based_on", "metadata_credits", "links", "media")


@dataclass(frozen=True, slots=True)
class Change:
    """How one revision differs from the one before it. `fields` maps each other column that changed to both values."""

    revision: int
    at: datetime | None
    cause: str
    title: tuple[str, str]
    text: tuple[str, str]
    fields: Mapping[str, tuple[object, object]]


@dataclass(frozen=True, slots=True)
class History:
    """An article as it is now, and its changes, the oldest first."""

    article_id: str
    url: str
    outlet_id: str
    title: str
    first_seen: datetime | None
    revision: int
    correction: str
    changes: tuple[Change, ...]


def read_history(store: Store, article_id: str) -> History:
    """Everything that is known of how an article changed.

    Raises:
        UnknownUrl: there is no article of that id.
    """
    names = ("url", "outlet_id", "title", "text", "first_seen", "revision", "live", *_PLAIN, *_JSON)
    found = store.conn.execute(f"select {', '.join(names)} from articles where id = ?", [article_id]).fetchone()  # noqa: S608 - column names are ours
    if found is None:
        raise UnknownUrl(f"{store.path}: no article {article_id}")
    now: dict[str, Any] = dict(zip(names, found, strict=True))
    after = dict(now)
    changes = []
    rows = store.conn.execute(
        "select revision, title, text, recorded, cause, fields from revisions where article_id = ? order by revision desc",
        [article_id],
    ).fetchall()
    for revision, title, text, recorded, cause, told in rows:
        before = after | json.loads(told) | {"title": title, "text": text}
        changes.append(_change((revision + 1, from_text(recorded), cause), before, after))
        after = before
    return History(
        article_id,
        now["url"],
        now["outlet_id"],
        now["title"],
        from_text(now["first_seen"]),
        now["revision"],
        now["correction"],
        tuple(reversed(changes)),
    )


def _change(head: tuple[int, datetime | None, str], before: dict[str, Any], after: dict[str, Any]) -> Change:
    fields: dict[str, tuple[object, object]] = {
        name: (before[name], after[name]) for name in (*_PLAIN, "live") if before[name] != after[name]
    }
    for name in _JSON:
        if before[name] != after[name]:
            fields[name] = (json.loads(before[name]), json.loads(after[name]))
    return Change(*head, (before["title"], after["title"]), (before["text"], after["text"]), fields)
