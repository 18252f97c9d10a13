"""A web of invented outlets on 127.0.0.1 that can delay, redirect, drop and lie.

`World` serves sites by their Host header; each path has an answer, or a function that makes one from the request. Every
request is logged with its time, host, path and headers.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Hit:
    """One request as it arrived."""

    at: float
    host: str
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    """One answer. `delay` seconds pass before it; `drop` cuts the connection after so many bytes of the body;
    `drip` sends a byte each so many seconds.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "text/html; charset=utf-8"
    delay: float = 0.0
    drop: int | None = None
    drip: float = 0.0


Answer = Reply | Callable[[Hit, int], Reply]
"""A reply, or a function of the request and of how many times this path was asked before."""


class World:
    """Sites by host name, on one port of 127.0.0.1."""

    def __init__(self) -> None:
        self.sites: dict[str, dict[str, Answer]] = {}
        self.hits: list[Hit] = []
        self._lock = threading.Lock()
        world = self

        class Handler(_Handler):
            """Serves this world."""

            serves = world

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda request, client_address: None  # type: ignore[method-assign]
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> World:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, host: str, path: str = "/") -> str:
        """The address of a path of a site."""
        return f"http://{host}:{self.port}{path}"

    def serve(self, host: str, path: str, answer: Answer) -> str:
        """Put an answer at a path; gives its URL."""
        self.sites.setdefault(host, {})[path] = answer
        return self.url(host, path)

    def answer(self, hit: Hit) -> Reply:
        """Log a request and find its answer."""
        with self._lock:
            before = sum(1 for old in self.hits if (old.host, old.path) == (hit.host, hit.path))
            self.hits.append(hit)
        answer = self.sites.get(hit.host, {}).get(hit.path, Reply(b"<html><body>Not here</body></html>", 404))
        return answer if isinstance(answer, Reply) else answer(hit, before)

    def paths(self, host: str) -> list[str]:
        """The paths that were asked of a host, in order."""
        return [hit.path for hit in self.hits if hit.host == host]

    def times(self, host: str) -> list[float]:
        """When a host was asked, in seconds."""
        return [hit.at for hit in self.hits if hit.host == host]


class _Handler(BaseHTTPRequestHandler):
    serves: Any
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        host = (self.headers.get("Host") or "").split(":")[0].lower()
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.serves.answer(Hit(time.monotonic(), host, self.path, headers))
        with contextlib.suppress(OSError):
            self._send(reply)

    def _send(self, reply: Reply) -> None:
        if reply.delay:
            time.sleep(reply.delay)
        self.send_response(reply.status)
        headers = {"Content-Type": reply.kind, "Content-Length": str(len(reply.body)), **reply.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if reply.drop is not None:
            self.wfile.write(reply.body[: reply.drop])
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        elif reply.drip:
            for byte in _single(reply.body):
                self.wfile.write(byte)
                self.wfile.flush()
                time.sleep(reply.drip)
        else:
            self.wfile.write(reply.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""


def _single(body: bytes) -> Iterator[bytes]:
    for number in range(len(body)):
        yield body[number : number + 1]
