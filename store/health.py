"""Figures by which one sees whether the work goes on as it did: yield, queue, verdicts that change, runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from store.connection import Store
from store.times import from_text, to_text

GOT = ("stored", "revised", "unchanged", "live_blog", "duplicate", "paywall")
"""Outcomes of a page that an article was read from (a stub counts: the page was read as what it is)."""


@dataclass(frozen=True, slots=True)
class Yield:
    """What came of an outlet lately and before: new articles in the last week and on the mean of the four weeks before it, and
    pages that were tried, and of these read as an article, in the last three days and in the thirty before them.
    """

    outlet_id: str
    week: int
    usual_week: float
    tried: int
    got: int
    tried_before: int
    got_before: int


def read_yields(store: Store, now: datetime) -> list[Yield]:
    """The yields of the outlets of the registry, by id."""
    week, month = (to_text(now - timedelta(days=days)) for days in (7, 35))
    articles = store.conn.execute(
        """select outlet_id, sum(first_seen >= ?1), sum(first_seen < ?1) from articles
           where raw_page_id is not null and first_seen >= ?2 group by outlet_id""",
        [week, month],
    ).fetchall()
    three, thirty = (to_text(now - timedelta(days=days)) for days in (3, 33))
    marks = ", ".join("?" * len(GOT))
    pages = store.conn.execute(
        f"""select outlet_id, sum(fetched >= ?), sum(fetched >= ? and outcome in ({marks})), sum(fetched < ?),
            sum(fetched < ? and outcome in ({marks})) from fetches where kind = 'page' and fetched >= ?
            and outcome <> 'pending' and outlet_id is not null group by outlet_id""",  # noqa: S608 - question marks only
        [three, three, *GOT, three, three, *GOT, thirty],
    ).fetchall()
    news = {row[0]: (int(row[1]), row[2] / 4) for row in articles}
    read = {row[0]: tuple(map(int, row[1:])) for row in pages}
    ids = [row[0] for row in store.conn.execute("select id from outlets where in_registry order by id")]
    return [
        Yield(id_, *news.get(id_, (0, 0.0)), *read.get(id_, (0, 0, 0, 0))) for id_ in ids if id_ in news or id_ in read
    ]


@dataclass(frozen=True, slots=True)
class Queue:
    """URLs that have been due for longer than a day, the time since which the oldest is due, and articles that came in more
    than a day ago and that no match has seen.
    """

    overdue: int
    oldest_due: datetime | None
    unmatched: int


def read_queue(store: Store, now: datetime) -> Queue:
    """How far the work is behind."""
    day = to_text(now - timedelta(days=1))
    overdue, oldest = store.conn.execute(
        """select sum(next_try < ?1), min(next_try) from frontier where state = 'queued' and next_try <= ?2
           and outlet_id in (select id from outlets where in_registry)""",
        [day, to_text(now)],
    ).fetchone()
    unmatched = store.conn.execute(
        "select count(*) from articles where first_seen < ? and id not in (select article_id from event_articles)",
        [day],
    ).fetchone()[0]
    return Queue(int(overdue or 0), from_text(oldest), int(unmatched))


@dataclass(frozen=True, slots=True)
class Churn:
    """Verdicts whose state changed in the last day, on the daily mean of the fortnight before it, and the events whose state
    changed again and again in the last week, each with how often.
    """

    day: int
    usual_day: float
    restless: tuple[tuple[str, int], ...]


def read_churn(store: Store, now: datetime, *, often: int) -> Churn:
    """How much verdicts change their state; `often` is how many changes in a week make an event restless."""
    day, week, fortnight = (to_text(now - timedelta(days=days)) for days in (1, 7, 15))
    rows = store.conn.execute(
        """select v.event_id, v.at from verdicts v where v.at >= ? and v.state <> (
               select w.state from verdicts w where w.event_id = v.event_id and w.id < v.id order by w.id desc limit 1)
           order by v.id""",
        [fortnight],
    ).fetchall()
    counts: dict[str, int] = {}
    for event_id, at in rows:
        if at >= (week or ""):
            counts[event_id] = counts.get(event_id, 0) + 1
    restless = tuple((event_id, number) for event_id, number in sorted(counts.items()) if number >= often)
    lately = sum(at >= (day or "") for _, at in rows)
    return Churn(lately, (len(rows) - lately) / 14, restless)


@dataclass(frozen=True, slots=True)
class RunEnded:
    """When a run of a kind started and finished, and how."""

    started: datetime
    finished: datetime | None
    exit_code: int | None
    message: str


def read_runs(store: Store, kind: str, limit: int) -> list[RunEnded]:
    """The newest runs of a kind, the newest first."""
    rows = store.conn.execute(
        "select started, finished, exit_code, message from runs where kind = ? order by id desc limit ?", [kind, limit]
    ).fetchall()
    return [
        RunEnded(began, from_text(row[1]), row[2], row[3]) for row in rows if (began := from_text(row[0])) is not None
    ]
