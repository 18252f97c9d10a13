"""Which address is whose page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette.utils.asgi import Response

from desk.web.article import article, side_by_side
from desk.web.check import check
from desk.web.choosing import split
from desk.web.decide import decisions, post_decision, post_undo
from desk.web.desk import Desk
from desk.web.event import event
from desk.web.front import front, seen
from desk.web.login import login, logout
from desk.web.outlet import outlet, outlets
from desk.web.page import View, page, view
from desk.web.questions import questions


def _only(method: str, ask: View) -> View:
    async def answer(request: Any, datasette: Any, desk: Desk) -> Any:
        if request.method != method:
            return Response.text(f"Only {method} here", status=405, headers={"allow": method})
        return await ask(request, datasette, desk)

    return answer


async def help_page(request: Any, datasette: Any, desk: Desk) -> Any:
    """GET /help"""
    return await page(datasette, request, "help.html", {})


Route = tuple[str, Callable[[Any, Any], Awaitable[Any]]]

ROUTES: list[Route] = [
    (r"^/$", view(front)),
    (r"^/event/(?P<id>[^/]+)$", view(event)),
    (r"^/event/(?P<id>[^/]+)/split$", view(split)),
    (r"^/article/(?P<id>[^/]+)$", view(article)),
    (r"^/compare$", view(side_by_side)),
    (r"^/outlets$", view(outlets)),
    (r"^/outlet/(?P<id>[^/]+)$", view(outlet)),
    (r"^/check$", view(check)),
    (r"^/help$", view(help_page)),
    (r"^/questions$", view(questions)),
    (r"^/decisions$", view(decisions)),
    (r"^/-/desk/decide$", view(_only("POST", post_decision))),
    (r"^/-/desk/undo$", view(_only("POST", post_undo))),
    (r"^/-/desk/seen$", view(_only("POST", seen))),
    (r"^/-/login$", view(login)),
    (r"^/-/desk/logout$", view(_only("POST", logout))),
]

TAKEN = frozenset({"event", "article", "compare", "outlets", "outlet", "check", "help", "decisions", "questions"})
"""Names that a database cannot be shown under, because a page of ours is there."""
