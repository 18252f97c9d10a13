"""Cells of Datasette's own tables that hold what only the program can read, or that lead to our pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup

from desk.web import clean

SHOWN, MOST = 300, 20_000
"""Characters of a verdict's evidence that a cell shows at once (as many as Datasette shows of a text), and on request. The
evidence of most verdicts has 2,000 to 5,000; of an event of a thousand articles a million, which is then a link away."""


def page_link(value: object, column: str, datasette: Any) -> Markup | None:
    """A link from the number of an event or article to its page; None for what is neither."""
    place = {"event_id": "event", "event": "event", "article_id": "article"}.get(column)
    if place is None or not isinstance(value, str) or not 0 < len(value) <= 100:
        return None
    if place == "event" and not (value.startswith("e") and value.isalnum()):
        return None
    address = datasette.urls.path(f"/{place}/{quote(value, safe='')}")
    return Markup('<a href="{}">{}</a>').format(address, value)


def unsteered(value: object) -> Markup | None:
    """A text whose characters steer the screen, with the number of each in its place; None for any other value."""
    if not isinstance(value, str) or not clean.STEERING & set(value[:MOST]):
        return None
    shown = "".join(f"[U+{ord(char):04X}]" if char in clean.STEERING else char for char in value[:SHOWN])
    return Markup("{}").format(shown + ("…" if len(value) > SHOWN else ""))


def is_packed(value: object, column: str, table: str | None) -> bool:
    """Whether a cell holds a verdict's evidence as the file keeps it."""
    return table == "verdicts" and column == "evidence" and isinstance(value, bytes)


async def evidence_cell(datasette: Any, database: str, verdict_id: int) -> Markup | None:
    """The evidence of a verdict as text: its beginning, all of it on request; None where it cannot be read."""
    result = await datasette.get_database(database).execute("select evidence_of(?)", [verdict_id])
    text = result.rows[0][0]
    if text is None:
        return None
    if len(text) <= SHOWN:
        return Markup("{}").format(text)
    query = urlencode({"sql": "select evidence_of(:id) as evidence", "id": verdict_id, "_shape": "array"})
    whole = Markup('<p><a href="{}">as JSON</a></p>').format(f"{datasette.urls.database(database)}.json?{query}")
    said = text if len(text) <= MOST else f"{text[:MOST]}…"
    return Markup("<details><summary>{}…</summary>{}{}</details>").format(text[:SHOWN], said, whole)
