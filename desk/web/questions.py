"""What editors ask every week, as canned queries: a page that lists them, and Datasette that runs them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desk.web.desk import Desk
from desk.web.page import page


@dataclass(frozen=True, slots=True)
class Question:
    """A canned query: its name in addresses, the question, what to know about the answer, and the SQL."""

    name: str
    title: str
    note: str
    sql: str


QUESTIONS = (
    Question(
        "corroborated_today", "What was corroborated today?",
        "Events that reached the verdict within the last 24 hours, whatever they were before.",
        "select e.title, e.outlets, e.origins, e.notable_origins, v.because, e.last_seen, e.id as event, v.at as judged from events e join verdicts v on v.id = e.verdict_id where e.current = 1 and e.state = 'corroborated' and v.at >= strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now', '-1 day') "
        "and v.id > (select max(id) - 20000 from verdicts) order by v.id desc limit 200",
    ),
    Question(
        "single_origin_most_outlets", "Which stories of a single origin do most outlets carry?",
        "The louder the echo, the more it looks like many reports. They are one.",
        "select e.title, e.outlets, e.origins, e.notable_origins, v.because, e.last_seen, e.id as event from events e indexed by events_outlets join verdicts v on v.id = e.verdict_id "
        "where e.current = 1 and e.state = 'single_origin' order by e.outlets desc limit 100",
    ),
    Question(
        "outlets_that_only_echo", "Which outlets only echo?",
        "Of the 20,000 newest judged articles: outlets with five or more of which none was their own reporting.",
        "select o.name as outlet, o.family, o.notable, count(*) as articles, sum(f.origin_kind = 'agency') as agency, "
        "sum(f.origin_kind = 'outlet') as other_outlets, sum(f.origin_kind = 'statement') as statements from (select id, outlet_id "
        "from articles order by number desc limit 20000) a join findings f on f.article_id = a.id join outlets o on o.id = a.outlet_id "
        "where f.origin_kind in ('own', 'mixed', 'agency', 'outlet', 'statement') group by o.id having count(*) >= 5 "
        "and sum(f.origin_kind in ('own', 'mixed')) = 0 order by articles desc, o.name limit 100",
    ),
    Question(
        "waiting", "Which stories wait?",
        "Not enough evidence: the text of one more outlet’s article would decide.",
        "select e.title, e.outlets, e.origins, e.notable_origins, v.because, e.last_seen, e.id as event from events e join verdicts v on v.id = e.verdict_id where e.current = 1 and e.state = 'insufficient_evidence' order by coalesce(e.last_seen, '') desc limit 200",
    ),
    Question(
        "verdicts_that_fell", "Which verdicts fell?",
        "Of the 20,000 newest verdicts: those that were corroborated before and are not any more, with the cause.",
        "select e.title, p.state as before, v.state as after, v.cause, v.cause_detail, v.because, v.at, e.id as event from verdicts v "
        "join events e on e.id = v.event_id join verdicts p on p.id = (select max(id) from verdicts where event_id = v.event_id and id < v.id) "
        "where v.id > (select max(id) - 20000 from verdicts) and p.state = 'corroborated' and v.state <> 'corroborated' order by v.id desc limit 200",
    ),
)  # fmt: skip


def canned() -> dict[str, dict[str, str]]:
    """The questions in the form of Datasette's metadata."""
    return {
        question.name: {"title": question.title, "description": question.note, "sql": question.sql}
        for question in QUESTIONS
    }


async def questions(request: Any, datasette: Any, desk: Desk) -> Any:
    """GET /questions"""
    return await page(datasette, request, "questions.html", {"questions": QUESTIONS})
