"""The frontier: every URL that was found, what is to be done with it, and who is doing it.

States: `queued` (to be fetched) → `leased` (a process fetches it) → `fetched` (its page is stored, extraction is due) →
`done`; `revisit` is a stored article whose page is to be looked at again. A lease names its owner; one whose process is
gone on this host, or whose time is over, is broken: a leased URL goes back to the queue, and a fetched page is extracted
from what is stored, without a second fetch. Each step is one transaction, so a process may die between any two.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from store.connection import Store
from store.errors import LeaseLost
from store.processes import started
from store.records import Outcome
from store.times import from_text, to_text

LEASE_TIME = timedelta(minutes=15)
"""How long a lease holds unless it is renewed; a crawl at work renews its leases at every third of that. The owner's death
on this host ends a lease sooner; on another host its time has to tell."""


MAX_VISITS = 10
"""Times a page is fetched in all because its source says that it was updated."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A URL that a source named. `evidence` is what the source said of it (guid, RSS source, publication, …)."""

    url_key: str
    url: str
    host: str
    outlet_id: str
    source_id: int | None = None
    published_hint: datetime | None = None
    title_hint: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lease:
    """A URL that this process works on until it is finished, postponed, or the lease is over.

    `attempts` counts the tries that failed, `visits` the times it was finished. `raw_page_id` is set where the page is
    stored already and only its extraction is due.
    """

    url_key: str
    url: str
    host: str
    outlet_id: str
    source_id: int | None
    attempts: int
    visits: int
    discovered: datetime | None
    published_hint: datetime | None
    title_hint: str
    evidence: Mapping[str, str]
    raw_page_id: int | None
    fetch_id: int | None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """Who takes leases, of which outlets (a JSON list of ids), and when."""

    owner: str
    outlet_ids: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Ending:
    """How the work on a URL ended: its outcome, and when it is to be looked at again, if ever.

    `is_attempt` is false where the try does not count against the URL (its host was not to be asked at all).
    `is_settled`: the outcome stands and is counted, although the page will be looked at again (as after no `next_try`).
    """

    outcome: Outcome
    detail: str = ""
    article_id: str | None = None
    next_try: datetime | None = None
    is_attempt: bool = True
    is_settled: bool = False


_COLUMNS = (
    "url_key, url, host, outlet_id, source_id, attempts, visits, discovered, published_hint, title_hint, evidence, "
    "raw_page_id, fetch_id"
)


def lease_owner(token: str) -> str:
    """The name under which this process holds leases: host, process id, and a token of the crawl."""
    return f"{socket.gethostname()}:{os.getpid()}:{started(os.getpid())}-{token}"


def add_candidates(store: Store, candidates: Iterable[Candidate], now: datetime) -> list[Candidate]:
    """Queue the URLs whose key is new; answers those, in the order given.

    A known URL of an article is looked at again where its source says that it was updated since ("updated" in the
    evidence, a time as `to_text` makes it), but no more than `MAX_VISITS` times: some sources say so at every poll.
    """
    added = []
    with store.writing() as db:
        for candidate in candidates:
            cursor = db.execute(
                """insert or ignore into frontier (url_key, url, host, outlet_id, source_id, next_try, discovered,
                   published_hint, title_hint, evidence) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                [
                    candidate.url_key,
                    candidate.url,
                    candidate.host,
                    candidate.outlet_id,
                    candidate.source_id,
                    to_text(now),
                    to_text(now),
                    to_text(candidate.published_hint),
                    candidate.title_hint,
                    json.dumps(dict(candidate.evidence), ensure_ascii=False, sort_keys=True),
                ],
            )
            if cursor.rowcount == 1:
                added.append(candidate)
            elif candidate.evidence.get("updated"):
                _note_update(db, candidate, now)
    return added


def _note_update(db: Any, candidate: Candidate, now: datetime) -> None:
    updated = candidate.evidence["updated"]
    db.execute(
        """update frontier set state = 'revisit', next_try = ?, evidence = json_set(evidence, '$.updated', ?)
           where url_key = ? and state in ('revisit', 'done') and article_id is not null and visits < ?
           and coalesce(json_extract(evidence, '$.updated'), discovered) < ?""",
        [to_text(now), updated, candidate.url_key, MAX_VISITS, updated],
    )


def lease_pages(store: Store, host: str, claim: Claim, limit: int) -> list[Lease]:
    """Take up to `limit` due URLs of one host, untried ones and the newest first."""
    with store.writing() as db:
        rows = db.execute(
            f"""select {_COLUMNS} from frontier where host = ? and state in ('queued', 'revisit') and next_try <= ?
                and outlet_id in (select value from json_each(?))
                order by attempts, coalesce(published_hint, discovered) desc, url_key limit ?""",  # noqa: S608
            [host, to_text(claim.now), claim.outlet_ids, limit],
        ).fetchall()
        leases = [_lease(row, claim.owner) for row in rows]
        for lease in leases:
            db.execute(
                "update frontier set state = 'leased', lease_owner = ?, lease_until = ? where url_key = ?",
                [claim.owner, to_text(claim.now + LEASE_TIME), lease.url_key],
            )
    return leases


def lease_stored(store: Store, claim: Claim) -> list[Lease]:
    """Take every URL whose page is stored and whose extraction is due (a crawl died before it was done)."""
    with store.writing() as db:
        rows = db.execute(
            f"""select {_COLUMNS} from frontier where state = 'fetched' and lease_owner is null
                and outlet_id in (select value from json_each(?)) order by url_key""",  # noqa: S608
            [claim.outlet_ids],
        ).fetchall()
        leases = [_lease(row, claim.owner) for row in rows]
        for lease in leases:
            db.execute(
                "update frontier set lease_owner = ?, lease_until = ? where url_key = ?",
                [claim.owner, to_text(claim.now + LEASE_TIME), lease.url_key],
            )
    return leases


def read_url(store: Store, url_key: str) -> Lease | None:
    """What is known of a URL, without taking it; None where it is unknown."""
    row = store.conn.execute(f"select {_COLUMNS} from frontier where url_key = ?", [url_key]).fetchone()  # noqa: S608
    return _lease(row, "") if row else None


def note_page(store: Store, lease: Lease, *, raw_page_id: int, fetch_id: int) -> None:
    """The page is stored: from now on a dead owner costs no second fetch. Part of the transaction that stored it.

    Raises:
        LeaseLost: the URL is another process's by now; so do `finish` and `postpone`.
    """
    cursor = store.conn.execute(
        "update frontier set state = 'fetched', raw_page_id = ?, fetch_id = ? where url_key = ? and lease_owner = ?",
        [raw_page_id, fetch_id, lease.url_key, lease.owner],
    )
    _demand(cursor.rowcount, lease)


def _demand(changed: int, lease: Lease) -> None:
    if changed != 1:
        raise LeaseLost(
            f"{lease.url}: its lease was over, and another process may have it now; nothing is written for it"
        )


def finish(store: Store, lease: Lease, ending: Ending) -> None:
    """The URL has its outcome; with `next_try` its page is looked at again then."""
    with store.writing() as db:
        cursor = db.execute(
            """update frontier set state = ?, lease_owner = null, lease_until = null, outcome = ?, detail = ?,
               visits = visits + 1, attempts = 0, article_id = coalesce(?, article_id), next_try = coalesce(?, next_try)
               where url_key = ? and lease_owner = ?""",
            [
                "revisit" if ending.next_try else "done",
                ending.outcome.value,
                ending.detail,
                ending.article_id,
                to_text(ending.next_try),
                lease.url_key,
                lease.owner,
            ],
        )
        _demand(cursor.rowcount, lease)


def postpone(store: Store, lease: Lease, ending: Ending) -> None:
    """Put the URL back for a later try, with the outcome it has until then (an article keeps the outcome it had).

    Raises:
        ValueError: the ending names no time for the next try.
    """
    if ending.next_try is None:
        raise ValueError(f"{lease.url}: postponed without a time")
    with store.writing() as db:
        cursor = db.execute(
            """update frontier set state = case when visits > 0 then 'revisit' else 'queued' end, lease_owner = null,
               lease_until = null, outcome = case when visits > 0 then outcome else ? end, detail = ?,
               attempts = attempts + ?, next_try = ? where url_key = ? and lease_owner = ?""",
            [
                ending.outcome.value,
                ending.detail,
                int(ending.is_attempt),
                to_text(ending.next_try),
                lease.url_key,
                lease.owner,
            ],
        )
        _demand(cursor.rowcount, lease)


def renew(store: Store, owner: str, now: datetime) -> int:
    """Lengthen every lease of this owner by `LEASE_TIME` from now; answers how many it holds."""
    with store.writing() as db:
        cursor = db.execute(
            "update frontier set lease_until = ? where lease_owner = ?", [to_text(now + LEASE_TIME), owner]
        )
        return max(cursor.rowcount, 0)


def release(store: Store, owner: str) -> int:
    """Give back what this owner still holds (a crawl that was stopped); answers how many URLs."""
    with store.writing() as db:
        return _release(db, [owner])


def break_dead_leases(store: Store, *, living: Iterable[str], now: datetime) -> int:
    """Break the leases of dead processes of this host, and those of other hosts that are over; answers how many.

    `living` names the owners in this very process that are at work: another name with its process id is a crawl that
    failed. A process of this host that is alive keeps its leases, however long it stood still.
    """
    dead = dead_owners(store, living=living, now=now)
    if not dead:
        return 0
    with store.writing() as db:
        return _release(db, dead)


def dead_owners(store: Store, *, living: Iterable[str], now: datetime) -> list[str]:
    """The owners whose leases `break_dead_leases` breaks, sorted."""
    rows = store.conn.execute(
        "select lease_owner, max(lease_until) from frontier where lease_owner is not null group by lease_owner"
    ).fetchall()
    alive, time = set(living), to_text(now) or ""
    return sorted(owner for owner, until in rows if owner not in alive and _is_over(owner, is_due=until < time))


def _release(db: Any, owners: list[str]) -> int:
    count = 0
    for owner in owners:
        cursor = db.execute(
            """update frontier set lease_owner = null, lease_until = null, state = case state when 'fetched' then 'fetched'
               when 'leased' then case when visits > 0 then 'revisit' else 'queued' end else state end
               where lease_owner = ?""",
            [owner],
        )
        count += max(cursor.rowcount, 0)
    return count


def _is_over(owner: str, *, is_due: bool) -> bool:
    host, pid, token = owner.rsplit(":", 2)
    if host != socket.gethostname():
        return is_due
    if int(pid) == os.getpid():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return is_due
    start = started(int(pid))
    return start != token.split("-")[0] if start else is_due


def waiting_hosts(store: Store, outlet_ids: str) -> dict[str, datetime]:
    """Hosts with URLs to fetch, each with the time at which its first one is due."""
    rows = store.conn.execute(
        """select host, min(next_try) from frontier where state in ('queued', 'revisit')
           and outlet_id in (select value from json_each(?)) group by host order by host""",
        [outlet_ids],
    ).fetchall()
    return {host: due for host, text in rows if (due := from_text(text)) is not None}


def next_due(store: Store, host: str, outlet_ids: str) -> datetime | None:
    """When the next URL of a host is due for a first fetch or a further try (revisits wait for the next crawl)."""
    row = store.conn.execute(
        """select min(next_try) from frontier where host = ? and state = 'queued'
           and outlet_id in (select value from json_each(?))""",
        [host, outlet_ids],
    ).fetchone()
    return from_text(row[0])


def queued_counts(store: Store, outlet_ids: str) -> dict[str, int]:
    """How many URLs of each outlet wait for a fetch."""
    rows = store.conn.execute(
        """select outlet_id, count(*) from frontier where state in ('queued', 'leased', 'fetched')
           and outlet_id in (select value from json_each(?)) group by outlet_id order by outlet_id""",
        [outlet_ids],
    ).fetchall()
    return {str(outlet_id): int(count) for outlet_id, count in rows}


def _lease(row: tuple[Any, ...], owner: str) -> Lease:
    return Lease(
        url_key=row[0],
        url=row[1],
        host=row[2],
        outlet_id=row[3],
        source_id=row[4],
        attempts=row[5],
        visits=row[6],
        discovered=from_text(row[7]),
        published_hint=from_text(row[8]),
        title_hint=row[9],
        evidence=json.loads(row[10]),
        raw_page_id=row[11],
        fetch_id=row[12],
        owner=owner,
    )


def waiting_hosts_of_outlets(store: Store, outlet_ids: str) -> dict[str, list[str]]:
    """The hosts, by name, on which URLs of each outlet wait for a fetch."""
    rows = store.conn.execute(
        """select distinct outlet_id, host from frontier where state in ('queued', 'leased')
           and outlet_id in (select value from json_each(?)) order by outlet_id, host""",
        [outlet_ids],
    ).fetchall()
    hosts: dict[str, list[str]] = {}
    for outlet_id, host in rows:
        hosts.setdefault(outlet_id, []).append(host)
    return hosts
