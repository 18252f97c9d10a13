"""The Datasette plugin: the routes, and how an answer is put together.

| address | answer |
|---|---|
| `/-/ratings.jsonl?since=CURSOR&limit=N` | the lines of `export ratings` |
| `/-/rating.json?url=URL` | one such line |
| `/-/verdict.json?url=URL&as_of=TIME` | what `verdict URL --json` prints, now or as it stood then |
| `/-/corroborated.atom` | announcements as an Atom feed |
| `/-/rating.schema.json` | the JSON Schema of a line |

Every answer has an ETag, and a request that brings it back is answered 304 with no body. The work is done by
`desk.library` on a connection of its own, in a thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from datasette.hookspecs import hookimpl
from datasette.utils.asgi import Request, Response

from desk.feeds.answers import Answer, Asked, answer_atom, answer_rating, answer_ratings, answer_schema, answer_verdict
from desk.feeds.answers import problem as problem_answer

_ROUTES = {
    r"^/-/ratings\.jsonl$": answer_ratings,
    r"^/-/rating\.json$": answer_rating,
    r"^/-/verdict\.json$": answer_verdict,
    r"^/-/corroborated\.atom$": answer_atom,
    r"^/-/rating\.schema\.json$": answer_schema,
}


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    """The addresses above."""
    return [(pattern, _view(answer)) for pattern, answer in _ROUTES.items()]


def _view(answer: Callable[[Asked], Answer]) -> Callable[..., Awaitable[Response]]:
    async def view(request: Request, datasette: Any) -> Response:
        if request.method not in {"GET", "HEAD"}:
            return _response(problem_answer(405, "only GET and HEAD"), request)
        name, path = await _our_file(datasette)
        if path is None:
            return _response(problem_answer(404, "no database of news-corroborator is served here"), request)
        await datasette.ensure_permissions(request.actor, [("view-database", name), "view-instance"])
        asked = Asked(
            path=path,
            url=request.args.get("url") or "",
            since=request.args.get("since") or "",
            limit=request.args.get("limit") or "",
            as_of=request.args.get("as_of") or "",
            etags=request.headers.get("if-none-match", ""),
            base=datasette.absolute_url(request, datasette.urls.instance()).rstrip("/"),
        )
        return _response(await asyncio.to_thread(answer, asked), request)

    return view


async def _our_file(datasette: Any) -> tuple[str, Path | None]:
    """The first served database that is one of ours, with its path."""
    for name, database in datasette.databases.items():
        if database.path and await database.table_exists("ratings") and await database.table_exists("identity"):
            return name, Path(database.path)
    return "", None


def _response(answer: Answer, request: Request) -> Response:
    body = b"" if request.method == "HEAD" else answer.body
    response: Response = Response(body, answer.status, dict(answer.headers), answer.content_type)
    return response
