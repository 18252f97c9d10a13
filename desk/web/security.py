"""What every answer carries and every request has to pass, whoever made the page: ours or Datasette's.

* The content security policy: our pages load nothing but our own files and run no inline script or style. Datasette's own
  pages have some of both in their templates: there styles may be inline, and of scripts only those are run that stand in
  the templates word for word, by their hashes.
* The length of a form, which Datasette would read to the end, however long.
* The Host header: a page elsewhere that points a name of its own at 127.0.0.1 (DNS rebinding) gets no answer.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import importlib.resources
import re
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from desk.web.access import LOOPBACK_HOSTS, Access

Headers = list[tuple[bytes, bytes]]
App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
OURS = b"x-corroborate-page"
"""Header by which one of our own pages says that it needs nothing inline; it does not leave the program."""

MAX_BODY = 250_000
"""Bytes of a form; a split of two thousand articles has half of that. The server reads no more than it was told."""

_ALWAYS: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), browsing-topics=()"),
]


@functools.cache
def lenient() -> str:
    """The policy of Datasette's own pages."""
    hashes = " ".join(sorted(_inline_hashes(_datasette_templates())))
    rules = STRICT.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
    return rules.replace("script-src 'self'", f"script-src 'self' {hashes}").replace(
        "img-src 'self'", "img-src 'self' data:"
    )


def _datasette_templates() -> Iterable[str]:
    folder = importlib.resources.files("datasette") / "templates"
    return [entry.read_text(encoding="utf-8") for entry in folder.iterdir() if entry.name.endswith(".html")]


def _inline_hashes(templates: Iterable[str]) -> set[str]:
    """Hashes of the inline scripts that are the same on every page; of the one with a setting, of both its values."""
    found = set()
    for text in templates:
        for script in re.findall(r"<script>(.*?)</script>", text, re.DOTALL):
            forms = [script] if "{" + "{" not in script and "{%" not in script else []
            if "DATASETTE_ALLOW_FACET" in script:
                forms = [f"DATASETTE_ALLOW_FACET = {value};" for value in ("true", "false")]
            for form in forms:
                digest = base64.b64encode(hashlib.sha256(form.encode()).digest()).decode()
                found.add(f"'sha256-{digest}'")
    return found


def guarded(app: App, access: Access) -> App:
    """The application behind the checks, with the headers on every answer."""

    async def guard(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        if not is_our_host(scope, access):
            await _refuse(send, 421, "This desk does not answer under that name. Start it with --host-name NAME.")
            return

        if scope["method"] not in {"GET", "HEAD"} and not 0 <= _length(scope) <= MAX_BODY:
            await _refuse(send, 413, f"A form has {MAX_BODY // 1000} kB at most, and says how long it is.")
            return

        async def send_guarded(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = message | {"headers": _with_policy(list(message.get("headers", [])))}
            await send(message)

        await app(scope, receive, send_guarded)

    return guard


def _length(scope: dict[str, Any]) -> int:
    """The length that a request says its body has; -1 where it says none, or something else."""
    told = [value for name, value in scope.get("headers", []) if name.lower() == b"content-length"]
    return int(told[0]) if len(told) == 1 and told[0].isdigit() and len(told[0]) < 12 else -1


def is_our_host(scope: dict[str, Any], access: Access) -> bool:
    """Whether the request names a host that this desk answers under."""
    hosts = [value.decode("latin-1") for name, value in scope.get("headers", []) if name.lower() == b"host"]
    if len(hosts) != 1:
        return False
    name = hosts[0].lower()
    name = name if name.endswith("]") else re.sub(r":\d+$", "", name)
    return name in LOOPBACK_HOSTS or name in access.hosts


def _with_policy(headers: Headers) -> Headers:
    ours = any(name.lower() == OURS for name, _ in headers)
    kept = [(name, value) for name, value in headers if name.lower() != OURS]
    html = any(name.lower() == b"content-type" and b"html" in value for name, value in kept)
    policy = STRICT if ours or not html else lenient()
    return [*kept, *_ALWAYS, (b"content-security-policy", policy.encode())]


async def _refuse(send: Any, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *_ALWAYS, (b"content-security-policy", STRICT.encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
