"""Whether each event has a verdict, each verdict its evidence, and each old id leads somewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from store.connection import Store
from store.errors import BadEvidence
from store.evidence import evidence_text
from store.troubles import FEW, Grade, Mend, Trouble


def check_verdicts(store: Store, _now: datetime) -> Iterator[Trouble]:
    """That each event has a verdict, each verdict its evidence, and each old id leads somewhere."""
    conn = store.conn
    for query, said, grade in (
        (
            "select id from events where current = 1 and id not in (select event_id from verdicts)",
            "events without a verdict",
            Grade.ERROR,
        ),
        (
            "select distinct ea.event_id from event_articles ea join events e on e.id = ea.event_id where e.current = 0",
            "events that are no more and still hold articles",
            Grade.ERROR,
        ),
        (
            """select v.event_id from verdicts_now v where (select count(*) from findings f where f.event_id = v.event_id)
               <> (select count(*) from event_articles ea where ea.event_id = v.event_id)""",
            "events whose reasons do not name each of their articles",
            Grade.ERROR,
        ),
        (
            """select v.event_id from verdicts_now v where v.notable_origins
               <> (select count(*) from origins o where o.event_id = v.event_id and o.counts)""",
            "verdicts that count other origins than they show",
            Grade.ERROR,
        ),
    ):
        yield from _named("verdicts", grade, said, [row[0] for row in conn.execute(f"{query} order by 1")])
    yield from _named("verdicts", Grade.ERROR, "verdicts without their evidence", without_evidence(store))
    yield from _broken_aliases(store)


def _named(check: str, grade: Grade, said: str, ids: list[str]) -> Iterator[Trouble]:
    if ids:
        shown = ", ".join(ids[:FEW]) + (", …" if len(ids) > FEW else "")
        todo = "corroborate match --full judges them anew; if it stays, put back the newest backup"
        yield Trouble(check, grade, f"{len(ids)} {said}: {shown}", todo)


def without_evidence(store: Store) -> list[str]:
    """Ids of the events whose newest verdict lacks evidence: its JSON cannot be read, an article of the event has no
    finding, or an origin that counts has no outlet, family, notability basis or article that is stored.
    """
    known = {row[0] for row in store.conn.execute("select id from articles")}
    rows = store.conn.execute(
        """select e.id, v.id, v.notable_origins from events e
           join verdicts v on v.id = (select max(id) from verdicts where event_id = e.id)
           where e.current = 1 order by e.id"""
    )
    return [event_id for event_id, number, counted in rows if not _is_evidence(store, number, counted, known)]


def _is_evidence(store: Store, verdict_id: int, counted: int, known: set[str]) -> bool:
    try:
        evidence = json.loads(evidence_text(store.conn, verdict_id))
        origins = [origin for origin in evidence["origins"] if origin["counts"]]
        findings = evidence["findings"]
        whole = all(o["outlet_id"] and o["family"] and o["notability_basis"] and o["article_ids"] for o in origins)
        articles = {finding["article_id"] for finding in findings}
        reasons = all(finding["counted"] or finding["reason"] for finding in findings)
    except (BadEvidence, ValueError, KeyError, TypeError):
        return False
    return whole and reasons and len(origins) == counted and bool(articles) and articles <= known


def _broken_aliases(store: Store) -> Iterator[Trouble]:
    broken = broken_aliases(store)
    if broken:
        said = f"{len(broken)} old event ids lead nowhere: {', '.join(broken[:FEW])}"
        todo = "corroborate doctor --mend takes out those whose event is gone; its verdicts stay"
        yield Trouble("verdicts", Grade.WARNING, said, todo, Mend.ALIASES)


def broken_aliases(store: Store) -> list[str]:
    """Old event ids that lead to no present event, directly or over others."""
    leads = dict(store.conn.execute("select old_id, event_id from event_aliases order by old_id").fetchall())
    current = {row[0] for row in store.conn.execute("select id from events where current = 1")}
    return [old for old in leads if not _arrives(old, leads, current)]


def _arrives(event_id: str, leads: dict[str, str], current: set[str]) -> bool:
    seen: set[str] = set()
    while event_id not in current:
        if event_id in seen or event_id not in leads:
            return False
        seen.add(event_id)
        event_id = leads[event_id]
    return True
