"""Splitting an event of any size: articles are chosen by outlet, words, time or origin, all that match at once or one by
one, over as many pages as it takes.

What is chosen travels in the form as a list of short numbers in one field: nothing is kept on the server until the decision
is, no field stands two thousand times, and no script is needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from datasette.utils.asgi import Response

from desk.deciding import BadDecision, Contradicts, Order, decide
from desk.moments import asked_moment
from desk.web.decide import Told, form_of, kept_response, refuse, told_of_numbers
from desk.web.desk import Desk
from desk.web.page import named, not_found, page
from desk.web.writing import write
from store.connection import Store
from store.errors import StoreError
from store.event_choice import Choice, Options, choose, ids_of, numbered, outlets_of, read_options
from store.event_pages import ArticleRow, EventHead, read_event
from store.exports import current_event

PAGE_SIZE = 50
MOST_NUMBERS = 20_000
"""Articles that a form may name; the event of most articles that was ever seen has a tenth of that."""

_FIELDS = ("outlet", "words", "origin", "since", "until")


@dataclass(frozen=True, slots=True)
class Asked:
    """The form as it came in: the conditions as they were written, what was chosen before and on the page that was shown,
    what to `do` next, and the reason.
    """

    conditions: Mapping[str, str]
    picked: frozenset[int]
    do: str
    page: int
    reason: str

    def choice(self) -> Choice:
        """The conditions for the store.

        Raises:
            ValueError: one of the times is none; the message says how one is written.
        """
        since, until = self.conditions["since"], self.conditions["until"]
        return Choice(
            self.conditions["outlet"], self.conditions["words"], self.conditions["origin"],
            _beginning(since) if since else None, asked_moment(until) if until else None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chosen:
    """The page: the articles found and those of them that are shown, what is chosen, and by outlet how many of that."""

    head: EventHead
    asked: Asked
    options: Options
    found: int
    rows: tuple[tuple[int, ArticleRow], ...]
    picked: tuple[int, ...]
    by_outlet: tuple[tuple[str, int], ...]
    page: int
    pages: int
    problem: str = ""
    against: tuple[Told, ...] = ()


async def split(request: Any, datasette: Any, desk: Desk) -> Any:
    """GET and POST /event/ID/split, for editors."""
    refusal = await refuse(request, datasette, desk)
    if refusal is not None:
        return refusal
    event_id = named(request)[:64]
    asked = asked_of(await form_of(request) if request.method == "POST" else _query(request))
    if request.method == "POST" and asked.do == "split":
        return await _decide(request, datasette, desk, asked)
    found = await desk.reader.read(lambda store: look(store, event_id, asked))
    return await _answer(request, datasette, found)


async def _answer(request: Any, datasette: Any, found: Chosen | str | None, status: int = 200) -> Any:
    if found is None:
        return await not_found(datasette, request, "There is no event of that number, and there never was one.")
    if isinstance(found, str):
        return Response.redirect(datasette.urls.path(f"/event/{found}/split"))
    status = 400 if found.problem and status == 200 else status
    return await page(datasette, request, "split.html", {"told": found}, status=status)


async def _decide(request: Any, datasette: Any, desk: Desk, asked: Asked) -> Any:
    event_id, author = named(request)[:64], str(request.actor["id"])
    problem, status = "", 400
    against: Sequence[int] = ()

    def keep(store: Store) -> int:
        ids = ids_of(store, event_id, asked.picked)
        if len(ids) != len(asked.picked):
            raise BadDecision(f"{len(asked.picked) - len(ids)} of the chosen articles are no more of this event.")
        return decide(store, Order("split", asked.reason, event_id, articles=tuple(ids.values())), author, desk.clock())

    try:
        return kept_response(datasette, await write(desk, keep))
    except Contradicts as error:
        problem, status, against = str(error), 409, error.against
    except BadDecision as error:
        problem = str(error)

    def ask(store: Store) -> Chosen | str | None:
        found = look(store, event_id, asked)
        return (
            replace(found, problem=problem, against=told_of_numbers(store, against))
            if isinstance(found, Chosen)
            else found
        )

    return await _answer(request, datasette, await desk.reader.read(ask), status)


def asked_of(form: Mapping[str, Sequence[str]]) -> Asked:
    """The form, read: what was ticked on the page that was shown replaces what had been chosen of that page."""
    one = {name: (form.get(name) or [""])[0].strip() for name in (*_FIELDS, "picked", "shown", "do", "page", "reason")}
    ticked = _numbers(",".join(form.get("row", [])))
    picked = (_numbers(one["picked"]) - _numbers(one["shown"])) | ticked
    do, _, wanted = one["do"].partition("-")
    number = _number(wanted if do == "page" else "" if do == "look" else one["page"])
    return Asked({name: one[name][:200] for name in _FIELDS}, picked, one["do"], number, one["reason"])


def look(store: Store, event_id: str, asked: Asked) -> Chosen | str | None:
    """The page for a form; the id of the event that this one has become part of; None where there is none."""
    try:
        current = current_event(store, event_id)
    except StoreError:
        return None
    head = read_event(store, current)
    if current != event_id or head is None:
        return current if head else None
    problem = ""
    try:
        found = choose(store, event_id, asked.choice())
    except ValueError as error:
        found, problem = (), str(error)
    picked = asked.picked
    if asked.do in {"all", "none"}:
        picked = picked | set(found) if asked.do == "all" else picked - set(found)
    elif asked.do == "clear":
        picked = frozenset()
    known = ids_of(store, event_id, picked)
    pages = max(1, -(-len(found) // PAGE_SIZE))
    number = min(asked.page, pages)
    rows = numbered(store, event_id, found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    return Chosen(
        head, asked, read_options(store, event_id), len(found), rows, tuple(sorted(known)),
        outlets_of(store, event_id, known), number, pages, problem,
    )  # fmt: skip


def _query(request: Any) -> dict[str, list[str]]:
    return {name: [request.args.get(name) or ""] for name in (*_FIELDS, "page")}


def _numbers(text: str) -> frozenset[int]:
    parts = text.split(",")[:MOST_NUMBERS]
    return frozenset(
        int(part) for part in map(str.strip, parts) if part.isascii() and part.isdigit() and len(part) < 16
    )


def _number(text: str) -> int:
    return max(1, *_numbers(text), 1)


def _beginning(text: str) -> datetime:
    """The time that a text names; of a day alone its beginning."""
    when = asked_moment(text)
    return datetime.combine(when, time(), when.tzinfo) if len(text) <= len("2026-03-03") else when


__all__ = ["Asked", "Chosen", "asked_of", "look", "split"]
