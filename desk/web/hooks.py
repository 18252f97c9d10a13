"""The hooks by which Datasette calls our pages in."""

from __future__ import annotations

import sqlite3
import time
from typing import Any
from urllib.parse import quote

from datasette.hookspecs import hookimpl
from itsdangerous import BadSignature

from desk.web import clean, words
from desk.web.access import SESSION_COOKIE
from desk.web.assets import asset
from desk.web.cells import evidence_cell, is_packed, page_link, unsteered
from desk.web.desk import desk_of
from desk.web.page import page
from desk.web.pictures import fit
from desk.web.routes import ROUTES
from desk.web.security import guarded
from store.event_pages import HISTORY_SHOWN
from store.evidence import teach


@hookimpl(tryfirst=True)
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """Our pages; they come before Datasette's."""
    return ROUTES if desk_of(datasette) else []


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    """Headers and checks around every page."""
    desk = desk_of(datasette)
    return (lambda app: guarded(app, desk.access)) if desk else (lambda app: app)


@hookimpl(tryfirst=True)
def actor_from_request(datasette: Any, request: Any) -> dict[str, str] | None:
    """Who asks: named by a trusted proxy, or by a session of ours."""
    desk = desk_of(datasette)
    if desk is None:
        return None
    peer = (request.scope.get("client") or ("",))[0]
    named = desk.access.named_by_proxy(request.headers, peer)
    if named:
        return named
    cookie = request.cookies.get(SESSION_COOKIE)
    if not cookie:
        return None
    try:
        signed = datasette.unsign(cookie, "desk-session")
    except BadSignature:
        return None
    return desk.access.session_of(signed, time.time())


@hookimpl(tryfirst=True)
def permission_allowed(datasette: Any, actor: dict[str, Any] | None, action: str) -> bool | None:
    """Datasette's own pages are for those who may read; nobody debugs through the web, and nobody downloads the file."""
    desk = desk_of(datasette)
    if desk is None:
        return None
    if action in {"view-instance", "view-database", "view-table", "view-query", "execute-sql"}:
        return None if desk.access.may_read(actor) else False
    return False if action in {"view-database-download", "permissions-debug", "debug-menu"} else None


@hookimpl(tryfirst=True)
def forbidden(datasette: Any, request: Any, message: str) -> Any:
    """Who may not see a page is led to the login."""
    if desk_of(datasette) is None:
        return None

    async def answer() -> Any:
        return await page(datasette, request, "message.html", {
            "title": "Please log in", "message": "This desk is read after a login.", "login": True,
        }, status=403)  # fmt: skip

    return answer


@hookimpl
def prepare_connection(conn: sqlite3.Connection, datasette: Any) -> None:
    """SQL of the desk can ask for the text of a verdict's evidence: `evidence_of(verdict_id)`."""
    if desk_of(datasette) is not None:
        teach(conn)


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, datasette: Any) -> Any:
    """Numbers of events and articles in Datasette's tables lead to our pages; a verdict's evidence can be read."""
    desk = desk_of(datasette)
    if desk is None:
        return None
    if is_packed(value, column, table):
        return evidence_cell(datasette, desk.database, row["id"])
    return page_link(value, column, datasette) or unsteered(value)


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """Our pages in Datasette's own menu."""
    if desk_of(datasette) is None:
        return []
    path = datasette.urls.path
    return [{"href": path("/"), "label": "Events"}, {"href": path("/check"), "label": "Check a URL"}]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Filters and words for our templates."""
    env.filters |= {
        "plain": clean.plain,
        "fit": fit,
        "unquoted": clean.unquoted,
        "note": words.note_words,
        "part": lambda value: quote(str(value), safe=""),
        "web_link": clean.web_link,
        "host": clean.host,
        "lang_code": clean.language,
        "direction": clean.direction,
        "moment": clean.moment,
        "iso": clean.iso,
        "short_moment": clean.short_moment,
        "state_words": words.state_words,
        "reason": words.reason_sentence,
    }
    env.globals |= {
        "many": clean.many,
        "ago": clean.ago,
        "origin_kinds": words.ORIGIN_KINDS,
        "edge_kinds": words.EDGE_KINDS,
        "roles": words.ROLES,
        "bodies": words.BODIES,
        "outcomes": words.OUTCOMES,
        "queue_states": words.QUEUE_STATES,
        "criteria_names": words.CRITERIA,
        "states": words.STATES,
        "history_shown": HISTORY_SHOWN,
    }


@hookimpl
def extra_template_vars(datasette: Any, request: Any) -> dict[str, Any]:
    """What the frame of every page needs, Datasette's own ones included."""
    desk = desk_of(datasette)
    if desk is None:
        return {}
    actor = request.actor if request else None
    return {
        "desk_database": desk.database,
        "desk_css": asset(datasette, "desk.css"),
        "desk_js": asset(datasette, "desk.js"),
        "desk_data_js": asset(datasette, "data.js"),
        "desk_actor": actor,
        "may_decide": desk.access.may_decide(actor),
        "has_logins": desk.access.has_logins and not desk.access.header,
        "now": desk.clock(),
    }
