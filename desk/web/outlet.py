"""The outlet pages: who counts as notable and why, what an outlet originates and what it copies, how its crawl does."""

from __future__ import annotations

from typing import Any

from desk.web.decide import told_of
from desk.web.desk import Desk
from desk.web.page import named, not_found, number_of, page
from store.connection import Store
from store.decisions import DecisionRow, decisions_about_outlet, marks_on_outlets
from store.outlet_pages import (
    find_outlets,
    outlet_names,
    read_habits,
    read_outlet,
    read_outlet_articles,
    read_sources_of,
    read_url_outcomes,
)


async def outlet(request: Any, datasette: Any, desk: Desk) -> Any:
    """GET /outlet/ID"""
    outlet_id = named(request)[:100]

    def ask(store: Store) -> dict[str, Any] | None:
        head = read_outlet(store, outlet_id)
        if head is None:
            return None
        habits = read_habits(store, outlet_id)
        decided = decisions_about_outlet(store, outlet_id)
        months = list(habits.months.items())
        most = max((sum(counts) for _, counts in months), default=1)
        return {
            "head": head,
            "habits": habits,
            "months": [(month, counts, [round(60 * count / most, 1) for count in counts]) for month, counts in months],
            "articles": read_outlet_articles(store, outlet_id),
            "sources": read_sources_of(store, outlet_id),
            "url_outcomes": read_url_outcomes(store, outlet_id),
            "decisions": told_of(store, decided),
            "is_disowned": any(row.subject.get("key") == "notable" and not row.undone_by for row in decided),
            "names": outlet_names(store, [name for name, _ in habits.credits]),
        }

    found = await desk.reader.read(ask)
    if found is None:
        return await not_found(datasette, request, "No outlet of that name is in the registry.")
    return await page(datasette, request, "outlet.html", found)


async def outlets(request: Any, datasette: Any, desk: Desk) -> Any:
    """GET /outlets: the registry, to search and to page through."""
    words, number = (request.args.get("q") or "").strip()[:100], number_of(request, "page", most=1000)

    def ask(store: Store) -> tuple[list[tuple[Any, ...]], dict[str, list[DecisionRow]]]:
        rows = find_outlets(store, words, page=number, size=51)
        marks: dict[str, list[DecisionRow]] = {}
        for mark in marks_on_outlets(store, [row[0] for row in rows[:50]]):
            marks.setdefault(mark.subject["outlet"], []).append(mark)
        return rows, marks

    rows, marks = await desk.reader.read(ask)
    context = {"rows": rows[:50], "marks": marks, "words": words, "page": number, "has_more": len(rows) > 50}
    return await page(datasette, request, "outlets.html", context)
