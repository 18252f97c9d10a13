"""An event as a verdict of its history saw it: origins, articles, edges and contradictions from the evidence that is kept.

Titles, times and outlets are those that the verdict was made of. What no verdict keeps (the language of an article, its
address, what became of its page) is as the file has it now, and so is all of it for verdicts from before this was kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from store.asof import NOTHING_KEPT, event_at, heads_at
from store.connection import Store
from store.event_list import TITLE_CHARS
from store.event_pages import ORIGINS_SHOWN, ArticleRow, EdgeRow, EventHead, OriginRow, read_articles_by_id
from store.evidence import evidence_text
from store.times import from_text

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PastEvent:
    """What a verdict said, whole. `times` are when its articles appeared, with their ids, the earliest first; `order` is
    that of the table: the counted ones first, then by time.
    """

    head: EventHead
    origins: tuple[OriginRow, ...]
    conflicts: tuple[Entry, ...]
    times: tuple[tuple[datetime, str], ...]
    order: tuple[str, ...]
    findings: Mapping[str, Entry]
    edges: tuple[Entry, ...]
    made: Entry

    def by_time(self) -> tuple[str, ...]:
        """The articles, the earliest first, those of no known time last."""
        timed = tuple(article_id for _, article_id in self.times)
        return timed + tuple(sorted(set(self.order) - set(timed)))

    def edges_of(self, article_ids: Sequence[str]) -> tuple[EdgeRow, ...]:
        """What these articles rested on, the surest first."""
        wanted = set(article_ids)
        rows = [_edge(entry) for entry in self.edges if entry["article_id"] in wanted]
        return tuple(sorted(rows, key=lambda row: (row.article_id, -row.probability, row.kind, row.target)))


def home_at(store: Store, past: PastEvent, when: datetime) -> str:
    """The event that held the articles of a verdict at a time: its own while one of them was of it, else the one that the
    earliest of them had gone to (its event had become part of another by then).
    """
    home = ""
    for article_id in past.by_time():
        there = event_at(store, article_id, when)
        if there == past.head.id:
            return there
        home = home or there
    return home or past.head.id


@dataclass(frozen=True, slots=True)
class NotYet:
    """What is known of an event at a time when nothing had been said of it: when it was `first`, and the event of which
    its earliest article was then ("" for none).
    """

    first: datetime | None
    of: str


def before_its_first_verdict(store: Store, event_id: str, when: datetime) -> NotYet:
    """What to tell of an event at a time before its first verdict."""
    row = store.conn.execute("select at from verdicts where event_id = ? order by id limit 1", [event_id]).fetchone()
    article = store.conn.execute(
        """select ea.article_id from event_articles ea join articles a indexed by articles_brief on a.id = ea.article_id
           where ea.event_id = ? order by a.published is null, a.published, a.id limit 1""",
        [event_id],
    ).fetchone()
    return NotYet(from_text(row[0]) if row else None, event_at(store, article[0], when) if article else "")


def read_past_event(store: Store, event_id: str, verdict_id: int) -> PastEvent:
    """The event as that verdict of it saw it.

    Raises:
        BadEvidence: what the verdict rested on cannot be read.
    """
    evidence = json.loads(evidence_text(store.conn, verdict_id))
    made = evidence.get("made") or NOTHING_KEPT
    findings = {entry["article_id"]: entry for entry in evidence["findings"]}
    times = _in_order(store, evidence["findings"])
    firsts = sorted({origin["first_article_id"] for origin in evidence["origins"]})
    head = _head(store, event_id, verdict_id, made["event"], len(findings))
    past = PastEvent(
        head=head,
        origins=(),
        conflicts=tuple(evidence["conflicts"]),
        times=tuple((when, id_) for when, id_ in times if when is not None),
        order=tuple(id_ for _, id_ in sorted(times, key=lambda item: not findings[item[1]]["counted"])),
        findings=findings,
        edges=tuple(evidence["edges"]),
        made=made,
    )
    known = read_past_articles(store, past, firsts)
    origins = [_origin(entry, known.get(entry["first_article_id"]), made) for entry in evidence["origins"]]
    origins.sort(key=lambda o: (not o.counts, -o.size, o.published is not None, o.published or head.judged, o.id))
    return replace(past, origins=tuple(origins[:ORIGINS_SHOWN]))


def read_past_articles(store: Store, past: PastEvent, article_ids: Sequence[str]) -> dict[str, ArticleRow]:
    """Articles of the event as they were then, by id; ids that are none of its articles are left out."""
    ids = [id_ for id_ in article_ids if id_ in past.findings]
    rows = read_articles_by_id(store, ids)
    kept = {id_: past.made["articles"][id_] for id_ in ids if id_ in rows and id_ in past.made["articles"]}
    heads = heads_at(store, {"articles": kept, "outlets": past.made["outlets"]})
    return {id_: _article(rows[id_], past.findings[id_], heads.get(id_)) for id_ in ids if id_ in rows}


def _in_order(store: Store, findings: Sequence[Entry]) -> list[tuple[datetime | None, str]]:
    """The articles of a verdict with when they appeared, the earliest first, those of no known time last."""
    rows = store.conn.execute(
        """select id, coalesce(published, first_seen) from articles indexed by articles_brief
           where id in (select value from json_each(?))""",
        [json.dumps([entry["article_id"] for entry in findings])],
    )
    found = [(from_text(row[1]), str(row[0])) for row in rows]
    return sorted(found, key=lambda item: (item[0] is None, str(item[0]), item[1]))


def _head(store: Store, event_id: str, verdict_id: int, kept: Entry, articles: int) -> EventHead:
    row = store.conn.execute(
        f"""select substr(e.title, 1, {TITLE_CHARS}), v.state, v.provisional, v.disputed, v.outlets, v.origins,
                   v.notable_origins, v.because, e.first_seen, e.last_seen, v.at, v.cause, v.ruleset, v.registry_version
            from verdicts v join events e on e.id = v.event_id where v.id = ? and v.event_id = ?""",  # noqa: S608 - a number of ours
        [verdict_id, event_id],
    ).fetchone()
    title, first, last = kept.get("title", row[0]), kept.get("first_seen", row[8]), kept.get("last_seen", row[9])
    times = (from_text(text) for text in (first, last, row[10]))
    flags, numbers = (bool(row[2]), bool(row[3])), row[4:8]
    return EventHead(
        *[event_id, title[:TITLE_CHARS], row[1], *flags, *numbers, *times, *row[11:14], verdict_id, articles]
    )


def _origin(entry: Entry, first: ArticleRow | None, made: Entry) -> OriginRow:
    outlet = made["outlets"].get(entry["outlet_id"], {})
    ids = tuple(entry["article_ids"])
    return OriginRow(
        id=entry["id"], kind=entry["kind"], name=entry["name"], outlet_id=entry["outlet_id"],
        outlet_name=outlet.get("name", entry["name"]) if entry["outlet_id"] else "", family=entry["family"],
        notable=entry["notable"], basis=entry["notability_basis"], phantom=entry["phantom"], counts=entry["counts"],
        first_article_id=entry["first_article_id"], url=entry["url"], title=first.title if first else "",
        language=first.language if first else "", published=from_text(entry["published"]),
        span=entry["span"]["text"][:600] if entry["span"] else "", size=len(ids), article_ids=ids,
    )  # fmt: skip


def _article(row: ArticleRow, finding: Entry, head: Entry | None) -> ArticleRow:
    spans = finding.get("spans") or [{"text": ""}]
    said = replace(
        row, origin_id=finding["origin_id"], origin_kind=finding["origin_kind"], counted=finding["counted"],
        reason=finding["reason"], credited=tuple(finding["credited"]), span=spans[0]["text"][:400], score=finding["score"],
    )  # fmt: skip
    if head is None:
        return said
    return replace(
        said, title=head["title"][:TITLE_CHARS], published=from_text(head["published"]), outlet_id=head["outlet"],
        outlet_name=head["outlet_name"], family=head["family"], notable=bool(head["notable"]),
    )  # fmt: skip


def _edge(entry: Entry) -> EdgeRow:
    span = entry["spans"][0]["text"][:300] if entry["spans"] else ""
    return EdgeRow(entry["article_id"], entry["target"], entry["kind"], entry["probability"], span, entry["note"])
