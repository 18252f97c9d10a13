"""Making a page: template, headers, and pages for what went wrong."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import Response

from desk.errors import DeskError
from desk.web.desk import Desk, desk_of
from desk.web.reading import TooSlow
from desk.web.security import OURS
from store.errors import Busy, StoreError

View = Callable[[Any, Any, Desk], Awaitable[Any]]


async def page(datasette: Any, request: Any, template: str, context: dict[str, Any], *, status: int = 200) -> Any:
    """A page of ours from a template of desk/web/templates/desk."""
    html = await datasette.render_template(f"desk/{template}", context, request=request)
    return Response.html(html, status=status, headers={OURS.decode(): "1", "cache-control": "private, no-cache"})


def view(ask: View) -> Callable[[Any, Any], Awaitable[Any]]:
    """A route's function from one that is asked with the desk: who may not read is led to the login, and what goes wrong
    in the store is told in words.
    """

    async def answer(request: Any, datasette: Any) -> Any:
        desk = desk_of(datasette)
        if desk is None:
            raise LookupError("a route of the desk was asked where there is no desk")
        if not desk.access.may_read(request.actor) and request.path != datasette.urls.path("/-/login"):
            return await page(datasette, request, "message.html", _LOG_IN, status=403)
        try:
            return await ask(request, datasette, desk)
        except TooSlow as error:
            return await message(datasette, request, "That took too long", str(error), status=503)
        except Busy as error:
            return await message(datasette, request, "The file is busy", str(error), status=503)
        except (StoreError, DeskError) as error:
            return await message(datasette, request, "That did not work", str(error), status=500)

    return answer


_LOG_IN = {"title": "Please log in", "message": "This desk is read after a login.", "login": True}


async def message(datasette: Any, request: Any, title: str, text: str, *, status: int) -> Any:
    """A page that says one thing."""
    return await page(datasette, request, "message.html", {"title": title, "message": text}, status=status)


async def not_found(datasette: Any, request: Any, text: str) -> Any:
    """There is no such thing here."""
    return await message(datasette, request, "Not found", text, status=404)


def number_of(request: Any, name: str, *, most: int = 100_000) -> int:
    """A page number from the query string: 1 where it is missing or none."""
    text = request.args.get(name) or "1"
    return min(int(text), most) if text.isascii() and text.isdigit() and int(text[:9]) > 0 else 1


def named(request: Any) -> str:
    """The `id` of the address. Ids of imported articles may hold anything, a slash too."""
    return unquote(request.url_vars["id"])
