"""Writing what the matcher said: events, origins, findings, edges, and the verdicts, which are only ever appended.

One transaction takes a whole judgement. Events that did not change are left alone; a verdict is appended only where
something a reader would see has changed, with its cause. Old event ids keep leading on.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from matching.types import Edge, Event, Finding, Judgement, Origin, Verdict
from store.asof import Made, made_of
from store.causes import Before, Now, cause_of
from store.connection import Store
from store.evidence import Earlier, evidence_text, pack
from store.pairs import PairRow, pair_row
from store.registry_versions import RegistryChanges, base_version, changes_to_judge, mark_judged
from store.times import to_text


@dataclass(frozen=True, slots=True)
class Changes:
    """What a judgement changed in the file: events with a new verdict, by cause, and how many events there are now."""

    events: int
    articles: int
    new_verdicts: int
    causes: dict[str, int]


@dataclass(frozen=True, slots=True)
class ToWrite:
    """In what the events and pair scores of the file are to be made other than they are: events that are new or other, ids
    of those that are no more, pairs that are new or other, and those whose score is no longer kept.
    """

    events: tuple[Event, ...] = ()
    gone: tuple[str, ...] = ()
    pairs: tuple[PairRow, ...] = ()
    pairs_gone: tuple[tuple[str, str], ...] = ()


def as_json(value: object) -> str:
    """JSON text of a value type, with times in ISO 8601 and keys sorted."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return to_text(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    raise TypeError(f"cannot be kept as JSON: {value!r}")


def write_judgement(store: Store, judgement: Judgement, *, leads_on: Mapping[str, str], now: datetime) -> Changes:
    """Make the file say what the judgement says, and nothing else.

    `leads_on` maps ids of events that are no more to the event that now holds their first article.

    Raises:
        Busy, Unwritable: the file cannot be written now; then nothing of it was.
    """
    with store.writing():
        current = {str(row[0]) for row in store.conn.execute("select id from events where current = 1")}
        kept = {(str(row[0]), str(row[1])) for row in store.conn.execute("select a, b from pairs")}
        changes = ToWrite(
            events=judgement.events,
            gone=tuple(sorted(current - {event.id for event in judgement.events})),
            pairs=tuple(map(pair_row, judgement.pairs)),
            pairs_gone=tuple(sorted(kept - {(pair.a, pair.b) for pair in judgement.pairs})),
        )
        return write_changes(store, changes, judgement.verdicts, leads_on=leads_on, now=now)


@dataclass(frozen=True, slots=True)
class Portion:
    """Changes of events and pair scores, verdicts, and where the ids lead of events that are no more: those that lead to one
    of the changed events.
    """

    changes: ToWrite
    verdicts: Sequence[Verdict]
    leads_on: Mapping[str, str]


def write_changes(
    store: Store, changes: ToWrite, verdicts: Sequence[Verdict], *, leads_on: Mapping[str, str], now: datetime
) -> Changes:
    """`write_portions` of one portion."""
    return write_portions(store, [Portion(changes, verdicts, leads_on)], now=now)


def write_portions(store: Store, portions: Iterable[Portion], *, now: datetime) -> Changes:
    """Bring the file up to date where events, pair scores or verdicts have changed; all else stays as it is.

    Each portion is taken when the one before is written, all in one transaction.

    Raises:
        Busy, Unwritable: the file cannot be written now; then nothing of it was.
    """
    causes: dict[str, int] = {}
    versions: set[str] = set()
    with store.writing():
        registry = changes_to_judge(store)
        for portion in portions:
            back = _coming_back(store, portion.changes.events)
            _write_events(store, portion.changes, portion.leads_on, now)
            _write_pairs(store, portion.changes)
            for verdict in portion.verdicts:
                cause = _write_verdict(store, verdict, _Circumstances(registry, now, verdict.event_id in back))
                if cause:
                    causes[cause] = causes.get(cause, 0) + 1
            versions |= {verdict.registry_version for verdict in portion.verdicts}
        for version in sorted(versions):
            mark_judged(store, base_version(version), now)
        events = store.conn.execute("select count(*) from events where current = 1").fetchone()[0]
        articles = store.conn.execute("select count(*) from event_articles").fetchone()[0]
    return Changes(events, articles, sum(causes.values()), dict(sorted(causes.items())))


@dataclass(frozen=True, slots=True)
class _Circumstances:
    """What a verdict is written under: the registry's changes, the time, and whether its event was gone until now."""

    registry: RegistryChanges
    now: datetime
    is_back: bool


def _coming_back(store: Store, events: tuple[Event, ...]) -> frozenset[str]:
    """The events that were no more and are again."""
    rows = store.conn.execute(
        "select id from events where current = 0 and id in (select value from json_each(?))",
        [json.dumps([event.id for event in events])],
    )
    return frozenset(str(row[0]) for row in rows)


def _write_events(store: Store, changes: ToWrite, leads_on: Mapping[str, str], now: datetime) -> None:
    conn = store.conn
    events = changes.events
    conn.executemany(
        """insert into events (id, title, first_seen, last_seen, current) values (?, ?, ?, ?, 1)
           on conflict (id) do update set title = excluded.title, first_seen = excluded.first_seen,
           last_seen = excluded.last_seen, current = 1
           where (title, ifnull(first_seen, ''), ifnull(last_seen, ''), current)
              is not (excluded.title, ifnull(excluded.first_seen, ''), ifnull(excluded.last_seen, ''), 1)""",
        [(event.id, event.title, to_text(event.first_seen), to_text(event.last_seen)) for event in events],
    )
    conn.executemany("update events set current = 0 where id = ?", [(key,) for key in changes.gone])
    conn.executemany(
        """insert into event_articles (article_id, event_id) values (?, ?)
           on conflict (article_id) do update set event_id = excluded.event_id where event_id <> excluded.event_id""",
        [(article_id, event.id) for event in events for article_id in event.article_ids],
    )
    conn.executemany("delete from event_aliases where old_id = ?", [(event.id,) for event in events])
    conn.executemany(
        """insert into event_aliases (old_id, event_id, since) values (?, ?, ?)
           on conflict (old_id) do update set event_id = excluded.event_id where event_id <> excluded.event_id""",
        [(old, new, to_text(now)) for old, new in sorted(leads_on.items())],
    )
    for table in ("origins", "edges"):
        conn.executemany(f"delete from {table} where event_id = ?", [(key,) for key in changes.gone])  # noqa: S608 - names of ours


def _write_pairs(store: Store, changes: ToWrite) -> None:
    store.conn.executemany("delete from pairs where a = ? and b = ?", changes.pairs_gone)
    store.conn.executemany(
        "insert or replace into pairs (a, b, same_event, same_claim, parts) values (?, ?, ?, ?, ?)",
        [(pair.a, pair.b, pair.same_event, pair.same_claim, pair.parts) for pair in changes.pairs],
    )


def _digest(verdict: Verdict) -> str:
    """What a reader would see, as a digest: a registry that changed elsewhere makes no new verdict of this event."""
    seen = as_json(dataclasses.replace(verdict, registry_version=""))
    return hashlib.sha256(seen.encode()).hexdigest()


def _write_verdict(store: Store, verdict: Verdict, under: _Circumstances) -> str:
    """Append the verdict where it differs from the last one of its event; answer the cause, or "" where nothing changed.

    An event that was gone for a while and is as it was before is said anew: between the two it said nothing.
    """
    row = store.conn.execute(
        "select digest, ruleset, registry_version, id, provisional, evidence, at from verdicts where event_id = ? order by id desc limit 1",
        [verdict.event_id],
    ).fetchone()
    digest = _digest(verdict)
    if row and row[0] == digest and not under.is_back:
        return ""
    earlier = Earlier(row[3], evidence_text(store.conn, row[3]), row[5]) if row else None
    before = Before(row[6], row[1], row[2], bool(row[4]), json.loads(earlier.text)) if earlier else None
    made = made_of(store, verdict.event_id)
    cause = cause_of(store, before, verdict, Now(under.registry, made, under.is_back))
    store.conn.execute(
        """insert into verdicts (event_id, at, cause, state, provisional, disputed, outlets, origins, notable_origins,
           because, evidence, ruleset, registry_version, digest, cause_detail)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            verdict.event_id,
            to_text(under.now),
            cause.word,
            verdict.state.value,
            int(verdict.provisional),
            int(verdict.disputed),
            verdict.outlets,
            verdict.origins,
            verdict.notable_origins,
            verdict.because,
            pack(_evidence(verdict, made), earlier),
            verdict.ruleset,
            verdict.registry_version,
            digest,
            cause.detail,
        ],
    )
    _write_reasons(store, verdict)
    return cause.word


def _evidence(verdict: Verdict, made: Made) -> str:
    """What a verdict rests on, and what it was made of."""
    return as_json(
        {
            "origins": verdict.origin_list,
            "findings": verdict.findings,
            "edges": verdict.edges,
            "conflicts": verdict.conflicts,
            "made": made.as_dict(),
        }
    )


def _write_reasons(store: Store, verdict: Verdict) -> None:
    conn = store.conn
    conn.execute("delete from origins where event_id = ?", [verdict.event_id])
    conn.execute("delete from edges where event_id = ?", [verdict.event_id])
    conn.execute("delete from findings where event_id = ?", [verdict.event_id])
    conn.executemany(
        """insert into origins (id, event_id, kind, name, outlet_id, family, notable, notability_basis, phantom, counts,
           first_article_id, url, published, span, articles) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [_origin_row(verdict.event_id, origin) for origin in verdict.origin_list],
    )
    conn.executemany(
        """insert or replace into findings (article_id, event_id, origin_id, origin_kind, counted, reason, credited, credits,
           spans, score) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [_finding_row(verdict.event_id, finding) for finding in verdict.findings],
    )
    conn.executemany(
        "insert or replace into edges (event_id, article_id, target, kind, probability, spans, note) values (?, ?, ?, ?, ?, ?, ?)",
        [_edge_row(verdict.event_id, edge) for edge in verdict.edges],
    )


def _origin_row(event_id: str, origin: Origin) -> tuple[object, ...]:
    return (
        origin.id,
        event_id,
        origin.kind.value,
        origin.name,
        origin.outlet_id,
        origin.family,
        int(origin.notable),
        origin.notability_basis,
        int(origin.phantom),
        int(origin.counts),
        origin.first_article_id,
        origin.url,
        to_text(origin.published),
        as_json(origin.span) if origin.span else "",
        as_json(origin.article_ids),
    )


def _finding_row(event_id: str, finding: Finding) -> tuple[object, ...]:
    return (
        finding.article_id,
        event_id,
        finding.origin_id,
        finding.origin_kind.value,
        int(finding.counted),
        finding.reason,
        as_json(finding.credited),
        as_json(finding.credits),
        as_json(finding.spans),
        finding.score,
    )


def _edge_row(event_id: str, edge: Edge) -> tuple[object, ...]:
    return (event_id, edge.article_id, edge.target, edge.kind.value, edge.probability, as_json(edge.spans), edge.note)
