"""Logging in and out with a password of the accounts file."""

from __future__ import annotations

import time
from typing import Any

from datasette.utils.asgi import Response

from desk.web.access import SESSION_COOKIE, SESSION_SECONDS
from desk.web.desk import Desk
from desk.web.page import message, page


async def login(request: Any, datasette: Any, desk: Desk) -> Any:
    """GET and POST /-/login"""
    if not desk.access.has_logins or desk.access.header:
        text = "This desk has no accounts. Start it with --accounts FILE (see “corroborate accounts --help”)."
        return await message(datasette, request, "No login here", text, status=404)
    form = await request.post_vars() if request.method == "POST" else {}
    onward = own_path(form.get("next") or request.args.get("next") or "", datasette.urls.path("/"))
    if request.method != "POST":
        return await page(datasette, request, "login.html", {"onward": onward, "wrong": False})
    account = desk.access.log_in(form.get("name", "")[:80], form.get("password", "")[:400], time.time())
    if account is None:
        return await page(datasette, request, "login.html", {"onward": onward, "wrong": True}, status=403)
    response = Response.redirect(onward)
    signed = {"id": account.name, "stamp": account.stamp(), "until": time.time() + SESSION_SECONDS}
    response.set_cookie(
        SESSION_COOKIE, datasette.sign(signed, "desk-session"), max_age=SESSION_SECONDS, httponly=True,
        secure="https" in {request.scheme, request.headers.get("x-forwarded-proto", "")},
    )  # fmt: skip
    return response


async def logout(request: Any, datasette: Any, desk: Desk) -> Any:
    """POST /-/desk/logout"""
    response = Response.redirect(datasette.urls.path("/"))
    response.set_cookie(SESSION_COOKIE, "", max_age=0, httponly=True)
    return response


def own_path(path: str, otherwise: str) -> str:
    """The path where it leads to this desk and nowhere else; open redirects help phishing.

    >>> own_path("//evil.example/", "/"), own_path("/event/e1?page=2", "/")
    ('/', '/event/e1?page=2')
    """
    is_own = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and "\\" not in path
    return path if is_own and len(path) < 500 else otherwise
