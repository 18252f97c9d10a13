"""The front page: the newest events, what changed since the last visit, how the crawl does, and the filters."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from desk.web.desk import Desk
from desk.web.page import page
from desk.web.pictures import spark
from desk.web.words import STATES
from store.connection import Store
from store.desk_news import ChangeRow, Health, changes_since, count_states, newest_verdict, read_health
from store.event_list import Found, Wanted, list_events
from store.outlet_pages import find_outlets, read_choices

COOKIE = "desk_visit"
VISIT_SECONDS = 30 * 60
"""A visit is over when nothing was looked at for this long."""

CHOICES_SECONDS = 60
"""How long the lists of countries, languages and outlets of the filters are used again."""

_FILTERS = ("state", "outlet", "country", "language", "since", "until", "words")


@dataclass(frozen=True, slots=True)
class Visit:
    """What the last visit had seen (`before`, a verdict's number), what this one has seen, and when it was last here."""

    before: int
    seen: int
    at: int

    def text(self) -> str:
        """As a cookie."""
        return f"{self.before}.{self.seen}.{self.at}"


def visit_of(cookie: str, newest: int, now: int) -> Visit:
    """The visit that is going on, from the cookie of the page before; a first visit has seen everything that is there.

    >>> visit_of("5.9.1000", 12, 1100), visit_of("5.9.1000", 12, 9999)
    (Visit(before=5, seen=12, at=1100), Visit(before=9, seen=12, at=9999))
    """
    parts = cookie.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 16 for part in parts):
        return Visit(newest, newest, now)
    before, seen, at = (int(part) for part in parts)
    if seen > newest:  # a cookie of another file
        return Visit(newest, newest, now)
    return Visit(before if now - at <= VISIT_SECONDS else seen, newest, now)


@dataclass(frozen=True, slots=True)
class _Front:
    found: Found
    counts: dict[str, int]
    health: Health
    newest: int
    changed: int
    changes: tuple[ChangeRow, ...]
    visit: Visit
    choices: dict[str, list[tuple[str, str]]]


async def front(request: Any, datasette: Any, desk: Desk) -> Any:
    """GET /"""
    asked = {name: (request.args.get(name) or "").strip()[:200] for name in _FILTERS}
    unknown = asked["state"] if asked["state"] not in {"", *STATES} else ""
    if unknown:
        asked["state"] = ""
    after, now = request.args.get("after") or "", int(desk.clock().timestamp())
    problem = ""

    def ask(store: Store) -> _Front:
        nonlocal problem
        found = Found((), "")
        wanted, problem = _wanted(store, asked)
        problem = problem or _not_a_state(unknown)
        if not problem:
            try:
                found = list_events(store, wanted, after=after[:400])
            except ValueError as error:
                problem = (
                    "That place in the list is none; begin with the newest."
                    if "cursor" in str(error)
                    else "A day is written as 2026-03-02 (year, month, day)."
                )
        newest = newest_verdict(store)
        visit = visit_of(request.cookies.get(COOKIE, ""), newest, now)
        changed, changes = changes_since(store, visit.before)
        counts = desk.kept("counts", newest, lambda: count_states(store))
        choices = desk.kept("choices", now // CHOICES_SECONDS, lambda: read_choices(store))
        return _Front(found, counts, read_health(store), newest, changed, changes, visit, choices)

    told = await desk.reader.read(ask)
    filters = {name: value for name, value in asked.items() if value}
    context = asdict(told) | {
        "cards": [(card, spark(card.bars)) for card in told.found.cards],
        "health": told.health,
        "changes": told.changes,
        "asked": asked,
        "is_filtered": bool(filters),
        "is_later_page": bool(after),
        "problem": problem,
        "total": sum(told.counts.values()),
        "next_page": urlencode(filters | {"after": told.found.after}) if told.found.after else "",
        "without_state": urlencode({name: value for name, value in filters.items() if name != "state"}),
    }
    response = await page(datasette, request, "front.html", context, status=400 if problem else 200)
    response.set_cookie(COOKIE, told.visit.text(), max_age=180 * 86400, httponly=True)
    return response


def _not_a_state(text: str) -> str:
    names = ", ".join(STATES)
    return f"No verdict is called “{text}”. They are: {names}." if text else ""


def _wanted(store: Store, asked: dict[str, str]) -> tuple[Wanted, str]:
    """The filters for the store: an outlet may be named by its id or its name. And what is wrong with them, or ""."""
    outlet = asked["outlet"]
    if outlet:
        rows = find_outlets(store, outlet, size=200)
        exact = [row[0] for row in rows if outlet.casefold() in {row[0].casefold(), row[1].casefold()}]
        if not exact and len(rows) != 1:
            names = ", ".join(row[1] for row in rows[:8])
            return Wanted(), f"No outlet is called “{outlet}”." + (
                f" Did you mean one of these: {names}?" if names else ""
            )
        outlet = exact[0] if exact else rows[0][0]
    return Wanted(**(asked | {"outlet": outlet})), ""


async def seen(request: Any, datasette: Any, desk: Desk) -> Any:
    """POST /-/desk/seen: everything up to now counts as seen. It changes a cookie and nothing else."""
    newest = await desk.reader.read(newest_verdict)
    response = Response.redirect(datasette.urls.path("/"))
    visit = Visit(newest, newest, int(desk.clock().timestamp()))
    response.set_cookie(COOKIE, visit.text(), max_age=180 * 86400, httponly=True)
    return response
