"""Decisions on the web: forms of editors come in, are kept or refused with the reason; the list of all; undoing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from datasette.utils.asgi import Response

from desk.deciding import BadDecision, Contradicts, Order, decide
from desk.web.desk import Desk
from desk.web.login import own_path
from desk.web.page import message, page
from desk.web.writing import write
from store.connection import Store
from store.decisions import DecisionRow, NoDecision, read_decision, read_decisions, undo_decision
from store.event_list import EventCard, read_cards
from store.event_pages import ArticleRow, read_articles_by_id
from store.outlet_pages import outlet_names

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Told:
    """A decision with the names of what it is about. `more` counts articles that are not named."""

    row: DecisionRow
    articles: tuple[ArticleRow, ...]
    more: int
    events: tuple[EventCard, ...]
    outlet: str


async def post_decision(request: Any, datasette: Any, desk: Desk) -> Any:
    """POST /-/desk/decide"""
    refusal = await refuse(request, datasette, desk)
    if refusal is not None:
        return refusal
    form = await form_of(request)
    order = Order(
        kind=_one(form, "kind"), reason=_one(form, "reason"), event=_event_id(_one(form, "event")),
        other=_event_id(_one(form, "other")), articles=tuple(id_ for id_ in form.get("article", []) if id_),
        outlet=_one(form, "outlet"), key=_one(form, "key"), value=_one(form, "value"),
    )  # fmt: skip
    author = str(request.actor["id"])
    try:
        number = await write(desk, lambda store: decide(store, order, author, desk.clock()))
    except Contradicts as error:
        numbers = error.against
        against = await desk.reader.read(lambda store: told_of_numbers(store, numbers))
        context = {"problem": str(error), "against": against, "back": _back(form, datasette)}
        return await page(datasette, request, "refused.html", context, status=409)
    except BadDecision as error:
        context = {"problem": str(error), "against": (), "back": _back(form, datasette)}
        return await page(datasette, request, "refused.html", context, status=400)
    return kept_response(datasette, number)


async def post_undo(request: Any, datasette: Any, desk: Desk) -> Any:
    """POST /-/desk/undo"""
    refusal = await refuse(request, datasette, desk)
    if refusal is not None:
        return refusal
    form = await form_of(request)
    number, reason = _one(form, "decision"), _one(form, "reason").strip()
    if not (number.isascii() and number.isdigit() and len(number) < 15) or not reason:
        return await message(datasette, request, "Not undone", "Undoing a decision needs a reason.", status=400)
    author = str(request.actor["id"])
    try:
        await write(desk, lambda store: undo_decision(store, int(number), author, reason[:2000], desk.clock()))
    except NoDecision as error:
        return await message(datasette, request, "Not undone", str(error), status=404)
    return Response.redirect(datasette.urls.path(f"/decisions?undone={number}#decision-{number}"), status=303)


async def decisions(request: Any, datasette: Any, desk: Desk) -> Any:
    """GET /decisions: all of them, the newest first."""
    text = request.args.get("before") or "0"
    before = int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 0

    def ask(store: Store) -> tuple[tuple[Told, ...], bool]:
        rows = read_decisions(store, before=before, limit=PAGE_SIZE + 1)
        return told_of(store, rows[:PAGE_SIZE]), len(rows) > PAGE_SIZE

    told, has_more = await desk.reader.read(ask)
    context = {
        "told": told,
        "next": told[-1].row.id if has_more else 0,
        "kept": _one_of(request.args.get("kept"), [row.row.id for row in told if not row.row.undone_by]),
        "undone": _one_of(request.args.get("undone"), [row.row.id for row in told if row.row.undone_by]),
    }
    return await page(datasette, request, "decisions.html", context)


def _one_of(text: str | None, numbers: Sequence[int]) -> str:
    """The number where it is one of these, else "": a link must not make the page say that something was decided."""
    return text if text in {str(number) for number in numbers} else ""


def kept_response(datasette: Any, number: int) -> Any:
    """The answer to an order that was kept: on to the list, where it stands."""
    return Response.redirect(datasette.urls.path(f"/decisions?kept={number}#decision-{number}"), status=303)


def told_of_numbers(store: Store, numbers: Sequence[int]) -> tuple[Told, ...]:
    """The decisions of these numbers with names for what they are about; numbers of none are left out."""
    return told_of(store, [row for number in numbers if (row := read_decision(store, number))])


def told_of(store: Store, rows: Sequence[DecisionRow]) -> tuple[Told, ...]:
    """The decisions with names for their articles, events and outlets."""
    wanted = {row.id: _leading(row) for row in rows}
    articles = read_articles_by_id(store, sorted({id_ for ids, _ in wanted.values() for id_ in ids}))
    events = {row.id: _events(row) for row in rows}
    cards = {card.id: card for card in read_cards(store, sorted({id_ for ids in events.values() for id_ in ids}))}
    names = outlet_names(store, [str(row.subject["outlet"]) for row in rows if "outlet" in row.subject])
    return tuple(
        Told(
            row,
            tuple(articles[id_] for id_ in wanted[row.id][0] if id_ in articles),
            wanted[row.id][1],
            tuple(cards[id_] for id_ in events[row.id] if id_ in cards),
            names.get(str(row.subject.get("outlet", "")), str(row.subject.get("outlet", ""))),
        )
        for row in rows
    )


def _leading(row: DecisionRow) -> tuple[list[str], int]:
    """The articles that a decision is first of all about, five at most, and how many more."""
    told = row.subject
    ids = [str(told[word]) for word in ("article", "other") if word in told]
    for word in ("articles", "out"):
        ids += told.get(word, [])
    return ids[:5], max(0, len(ids) - 5)


def _events(row: DecisionRow) -> list[str]:
    told = row.subject
    return [str(id_) for id_ in (*told.get("events", []), told.get("event"), told.get("to")) if id_]


async def refuse(request: Any, datasette: Any, desk: Desk) -> Any:
    """The answer to who may not decide; None to who may."""
    if desk.access.may_decide(request.actor):
        return None
    context = {
        "title": "Only editors decide",
        "message": "Log in as an editor to take or undo a decision.",
        "login": True,
    }
    return await page(datasette, request, "message.html", context, status=403)


async def form_of(request: Any) -> dict[str, list[str]]:
    """A posted form with every value of a name (several articles are ticked)."""
    body = await request.post_body()
    return await asyncio.to_thread(parse_qs, body.decode("utf-8", "replace"), keep_blank_values=True)


def _one(form: dict[str, list[str]], name: str) -> str:
    return form.get(name, [""])[0].strip()


def _event_id(text: str) -> str:
    """The number of an event, from itself or from the address of its page."""
    return text.partition("/event/")[2].split("?")[0].split("#")[0][:64] if "/event/" in text else text[:64]


def _back(form: dict[str, list[str]], datasette: Any) -> str:
    return own_path(_one(form, "back"), datasette.urls.path("/"))
