"""The event page: as it is now, or as it was at a moment that a reader picks."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from desk.moments import asked_moment
from desk.web import clean
from desk.web.desk import Desk
from desk.web.event_page import EventPage, read_page
from desk.web.page import named, not_found, number_of, page
from desk.web.past import read_past_page
from store.connection import Store
from store.errors import StoreError
from store.exports import current_event
from store.past_events import NotYet


async def event(request: Any, datasette: Any, desk: Desk) -> Any:
    """GET /event/ID; an id of an event that was merged leads on. `?as_of=TIME` shows the event as it was then."""
    event_id = named(request)[:64]
    if (request.args.get("as_of") or "").strip():
        return await _as_of(request, datasette, desk)
    number, came_from = number_of(request, "page"), (request.args.get("from") or "")[:64]

    def ask(store: Store) -> tuple[EventPage | None, str] | str | None:
        try:
            current = current_event(store, event_id)
        except StoreError:
            return None
        if current != event_id:
            return current
        return read_page(store, event_id, number), came_from if leads_on(store, came_from, event_id) else ""

    found = await desk.reader.read(ask)
    if isinstance(found, str):  # for now: the decision that made them one may be undone
        address = datasette.urls.path(f"/event/{found}?from={event_id}")
        return Response.redirect(address, status=301, headers={"cache-control": "no-cache"})
    if found is None or found[0] is None:
        return await not_found(datasette, request, "There is no event of that number, and there never was one.")
    return await page(datasette, request, "event.html", {"told": found[0], "came_from": found[1]})


def leads_on(store: Store, old: str, event_id: str) -> bool:
    """Whether an old number leads to the event: a link must not make the page say so of any other."""
    try:
        return bool(old) and old != event_id and current_event(store, old) == event_id
    except StoreError:
        return False


async def _as_of(request: Any, datasette: Any, desk: Desk) -> Any:
    """The page of a past moment; what is no moment, or lies before the first verdict, is told so."""
    event_id, number = named(request)[:64], number_of(request, "page")
    try:
        when = asked_moment(request.args.get("as_of"))
    except ValueError as error:
        context = {"title": "That is no time", "message": str(error), "event_id": event_id}
        return await page(datasette, request, "no_moment.html", context, status=400)
    came_from = (request.args.get("from") or "")[:64]

    def ask(store: Store) -> tuple[EventPage | NotYet | str, bool]:
        return read_past_page(desk, store, event_id, when, number), leads_on(store, came_from, event_id)

    found, leads = await desk.reader.read(ask)
    if isinstance(found, str):
        query = urlencode({"as_of": clean.iso(when), "from": event_id})
        return Response.redirect(datasette.urls.path(f"/event/{found}?{query}"), headers={"cache-control": "no-cache"})
    if isinstance(found, NotYet):
        return await _not_yet(request, datasette, found, when)
    return await page(datasette, request, "event.html", {"told": found, "came_from": came_from if leads else ""})


async def _not_yet(request: Any, datasette: Any, found: NotYet, when: datetime) -> Any:
    if found.first is None:
        return await not_found(datasette, request, "There is no event of that number, and there never was one.")
    context = {
        "title": "Nothing had been said yet",
        "message": f"At {clean.moment(when)} there was no verdict on this event. The first one was given at {clean.moment(found.first)}.",
        "event_id": named(request)[:64],
        "first": found.first,
        "of": found.of,
        "when": when,
    }
    return await page(datasette, request, "no_moment.html", context, status=404)
