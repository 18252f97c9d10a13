"""What was said at a time: the verdict of an article's event then, from what is only ever appended.

`memberships` says which event an article was of from which verdict on (kept by triggers of `event_articles`); a verdict
keeps what it was made of: title and times of its event, the revision of each article, the outlets as the registry had them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store.connection import Store
from store.errors import NothingSaidYet
from store.times import to_text


@dataclass(frozen=True, slots=True)
class Made:
    """What a verdict was made of, kept with its evidence: the event's title and times, of each article (by id) the
    revision and the outlet, and of each outlet (by id) what the registry said of it.
    """

    event: Mapping[str, Any]
    articles: Mapping[str, Mapping[str, Any]]
    outlets: Mapping[str, Mapping[str, Any]]

    def as_dict(self) -> dict[str, object]:
        """For the evidence of a verdict."""
        return {"event": self.event, "articles": self.articles, "outlets": self.outlets}

    def outlet_name(self, article_id: str) -> str:
        """The name of the outlet of an article, or its id where the article is none of these."""
        article = self.articles.get(article_id)
        return str(self.outlets[article["outlet"]]["name"]) if article else article_id


NOTHING_KEPT: Mapping[str, Any] = {"event": {}, "articles": {}, "outlets": {}}
"""What is known of a verdict that was made before this was kept."""


def made_of(store: Store, event_id: str) -> Made:
    """What a verdict on the event is made of, as the file has it now; part of the open transaction."""
    head = store.conn.execute("select title, first_seen, last_seen from events where id = ?", [event_id]).fetchone()
    rows = store.conn.execute(
        """select a.id, a.revision, o.id, o.name, o.family, o.notable, o.notability_basis
           from event_articles ea join articles a on a.id = ea.article_id join outlets o on o.id = a.outlet_id
           where ea.event_id = ? order by a.id""",
        [event_id],
    ).fetchall()
    names = ("name", "family", "notable", "notability_basis")
    return Made(
        dict(zip(("title", "first_seen", "last_seen"), head, strict=True)),
        {row[0]: {"revision": row[1], "outlet": row[2]} for row in rows},
        {row[2]: dict(zip(names, row[3:], strict=True)) | {"notable": bool(row[5])} for row in rows},
    )


def verdict_at(store: Store, article_id: str, when: datetime) -> tuple[str, int]:
    """The event that an article was of at a time, and the id of the event's verdict that held then.

    Raises:
        NothingSaidYet: no match had judged the article by then; the message says when one first did.
    """
    event_id = event_at(store, article_id, when)
    held = verdict_of_event_at(store, event_id, when) if event_id else None
    if not event_id or held is None:
        raise NothingSaidYet(_when_first(store, article_id, when))
    return event_id, held


def event_at(store: Store, article_id: str, when: datetime) -> str:
    """The event that an article was of at a time; "" where no match had put it into one by then.

    A membership holds from the first verdict on that was given after it, so that no list of all verdicts is looked at.
    """
    row = store.conn.execute(
        """select event_id from memberships m where article_id = ?
           and (select at from verdicts where id > m.after_verdict order by id limit 1) <= ? order by id desc limit 1""",
        [article_id, to_text(when)],
    ).fetchone()
    return str(row[0]) if row else ""


def verdict_of_event_at(store: Store, event_id: str, when: datetime) -> int | None:
    """The id of the newest verdict on an event at a time; None where there was none yet."""
    row = store.conn.execute(
        "select id from verdicts where event_id = ? and at <= ? order by id desc limit 1", [event_id, to_text(when)]
    ).fetchone()
    return int(row[0]) if row else None


def _when_first(store: Store, article_id: str, when: datetime) -> str:
    first = store.conn.execute(
        """select min(v.at) from memberships m join verdicts v on v.event_id = m.event_id and v.id > m.after_verdict
           where m.article_id = ?""",
        [article_id],
    ).fetchone()[0]
    said = f"the first one was made at {first}" if first else "it has not been matched yet"
    return f"{to_text(when)}: there was no verdict on this article; {said}"


def heads_at(store: Store, made: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """URL, title, time and outlet of each article of a verdict, as they were at the revision that it was made of."""
    heads = {}
    for article_id, kept in made["articles"].items():
        url, title, published = store.conn.execute(
            "select url, title, published from articles where id = ?", [article_id]
        ).fetchone()
        before = store.conn.execute(
            """select title, json_extract(fields, '$.published') from revisions
               where article_id = ? and revision = ?""",
            [article_id, kept["revision"]],
        ).fetchone()
        facts = made["outlets"][kept["outlet"]]
        heads[article_id] = {
            "article_id": article_id,
            "url": url,
            "title": before[0] if before else title,
            "published": before[1] if before and before[1] else published,
            "outlet": kept["outlet"],
            "outlet_name": facts["name"],
        } | {name: facts[name] for name in ("family", "notable", "notability_basis")}
    return heads
