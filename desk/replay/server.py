"""The server: one asyncio listener on 127.0.0.1 for any number of sites, in a thread of its own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from desk.replay.answer import Answer, Asked, Desk, read_request
from desk.replay.site import ReplaySite, absolute

Builder = Callable[[int], Sequence[ReplaySite]]


@dataclass(frozen=True, slots=True)
class Request:
    """One request that reached the replay.

    `started` and `finished` are seconds of the monotonic clock, so that gaps and overlaps within a host can be
    measured; `status` is 0 where no answer was given (hang, drop).
    """

    host: str
    target: str
    method: str
    status: int
    started: float
    finished: float
    user_agent: str = ""


class ReplayServer:
    """Serves `sites` on 127.0.0.1 while the context is open.

    `sites` may be a function of the port, for pages that name their own address. `port` 0 takes a free one. With
    `log` each request is also appended to that file, one JSON object a line. Raises OSError if the port is taken.
    """

    def __init__(self, sites: Sequence[ReplaySite] | Builder, port: int = 0, log: Path | None = None) -> None:
        self._sites = sites
        self._wanted = port
        self._log_path = log
        self._log: TextIO | None = None
        self._requests: list[Request] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread: threading.Thread | None = None
        self.port = 0
        self.sites: tuple[ReplaySite, ...] = ()

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()  # here, so that a server that is made and never entered leaves none open
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind(("127.0.0.1", self._wanted))
            sock.listen(1024)
            self.port = int(sock.getsockname()[1])
            self.sites = tuple(self._sites(self.port) if callable(self._sites) else self._sites)
            self._desk = Desk(self.sites)
            if self._log_path is not None:
                self._log = self._log_path.open("a", encoding="utf-8")
        except BaseException:
            sock.close()
            self._loop.close()
            raise
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(sock, ready), name="replay", daemon=True)
        self._thread.start()
        ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        if self._thread is not None:
            self._thread.join()
        if self._log is not None:
            self._log.close()

    def show(self, sites: Sequence[ReplaySite]) -> None:
        """From now on serve these sites; the log goes on, and the counts of misbehaviours begin anew."""
        self.sites = tuple(sites)
        self._desk = Desk(self.sites)

    def url(self, host: str, target: str = "/") -> str:
        """The address of `target` on `host` in this replay."""
        return absolute(host, self.port, target)

    def requests(self, host: str | None = None) -> tuple[Request, ...]:
        """Every request so far (of one host), in the order in which they were finished."""
        return tuple(seen for seen in list(self._requests) if host is None or seen.host == host)

    def _run(self, sock: socket.socket, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve(sock, ready))
        finally:
            self._loop.close()

    async def _serve(self, sock: socket.socket, ready: threading.Event) -> None:
        self._stop = asyncio.Event()
        server = await asyncio.start_server(self._accept, sock=sock, limit=1 << 17)
        ready.set()
        await self._stop.wait()
        server.close()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)  # one turn, in which closed transports are let go

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = self._loop.create_task(self._talk(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection: request after request until either side closes it."""
        try:
            while (asked := await read_request(reader)) is not None:
                if not await self._reply(asked, writer):
                    break
        except (ConnectionError, TimeoutError):
            pass  # the client went away: its request is in the log as far as it got
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _reply(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        started = time.monotonic()
        answer = self._desk.answer(asked)
        status = 0
        try:
            await _wait(answer)
            status = answer.status
        finally:  # noted before it is sent, so that whoever has the answer also finds it in the log
            self._note(Request(asked.host, asked.target, asked.method, status, started, time.monotonic(), asked.agent))
        if answer.payload:
            writer.write(answer.payload)
            await writer.drain()
        return answer.keep and asked.keep

    def _note(self, request: Request) -> None:
        self._requests.append(request)
        if self._log is not None:
            self._log.write(json.dumps(asdict(request), ensure_ascii=False) + "\n")
            self._log.flush()


async def _wait(answer: Answer) -> None:
    """Sleeps out a delay; a hang lasts until the connection or the server is closed."""
    if answer.hang:
        await asyncio.Event().wait()
    if answer.delay:
        await asyncio.sleep(answer.delay)
