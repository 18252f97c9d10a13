"""A WARC archive of what was fetched (ISO 28500), written with warcio: each request and its response as they went over the
wire, redirects, robots.txt and refusals among them.

Each record is a gzip member of its own and reaches the file in one write, so a crawl that is killed leaves a file that is
readable up to its last whole record. A file is never opened again: the next crawl begins a new one.
"""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.errors import CrawlerError

logger = logging.getLogger(__name__)

MAX_BYTES = 1_000_000_000
"""Size from which a new file is begun: the one gigabyte that the standard (annex C) and most archives keep to."""

_UNTRUE = frozenset({"transfer-encoding", "content-length"})
"""Headers that do not fit the body as it is kept, with the transfer encoding undone."""


class ArchiveUnavailableError(CrawlerError):
    """The archive cannot be written: warcio is not installed, or the folder cannot be used."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response. Headers are (name, value) pairs in order; `body` is as sent, content encoding and all."""

    url: str
    method: str
    request_headers: tuple[tuple[str, str], ...]
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched: datetime
    address: str = ""


class WarcArchive:
    """The WARC files of one crawl, in one folder."""

    def __init__(self, folder: Path, about: Mapping[str, str], *, max_bytes: int = MAX_BYTES) -> None:
        """Raises ArchiveUnavailableError."""
        try:
            from warcio import warcwriter
            from warcio.statusandheaders import StatusAndHeaders
        except ModuleNotFoundError as error:
            raise ArchiveUnavailableError(
                "a WARC archive needs warcio: pip install 'news-corroborator[archive]'"
            ) from error
        self._headers: Any = StatusAndHeaders
        self._buffer = io.BytesIO()
        make: Any = warcwriter.WARCWriter
        self._writer = make(self._buffer, gzip=True)
        self._folder, self._about, self._max_bytes = folder, dict(about), max_bytes
        self._file: io.FileIO | None = None
        self._size = self._number = 0
        self._began = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")[:-3]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._next_file()
        except OSError as error:
            raise ArchiveUnavailableError(f"{folder}: cannot be written ({error.strerror})") from error

    def add(self, exchange: Exchange) -> None:
        """Append one exchange, its response first; both are in one file.

        Raises:
            OSError: the file cannot be written.
        """
        if self._size >= self._max_bytes:
            self._next_file()
        when = exchange.fetched.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        place = {"WARC-Date": when} | ({"WARC-IP-Address": exchange.address} if exchange.address else {})
        response = self._writer.create_warc_record(
            exchange.url,
            "response",
            payload=io.BytesIO(exchange.body),
            length=len(exchange.body),
            http_headers=self._response_head(exchange),
            warc_headers_dict=dict(place),
        )
        paired = {"WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID")}
        request = self._writer.create_warc_record(
            exchange.url,
            "request",
            payload=io.BytesIO(b""),
            length=0,
            http_headers=self._request_head(exchange),
            warc_headers_dict=place | paired,
        )
        for record in (response, request):
            self._append(record)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _response_head(self, exchange: Exchange) -> Any:
        kept = [(name, value) for name, value in exchange.headers if name.lower() not in _UNTRUE]
        kept.append(("Content-Length", str(len(exchange.body))))
        try:
            phrase = HTTPStatus(exchange.status).phrase
        except ValueError:
            phrase = "Unknown"
        return self._headers(f"{exchange.status} {phrase}", kept, protocol="HTTP/1.1")

    def _request_head(self, exchange: Exchange) -> Any:
        parts = urlsplit(exchange.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = [("Host", parts.netloc), *exchange.request_headers]
        return self._headers(f"{exchange.method} {target} HTTP/1.1", headers, is_http_request=True)

    def _append(self, record: Any) -> None:
        """Put a record into the file in one piece; where that fails, the file is cut back to whole records."""
        self._buffer.seek(0)
        self._buffer.truncate()
        self._writer.write_record(record)
        packed = self._buffer.getvalue()
        file = self._file
        if file is None:
            raise OSError("the archive is closed")
        view = memoryview(packed)
        try:
            while view:
                view = view[file.write(view) :]
        except OSError:
            file.truncate(self._size)
            raise
        self._size += len(packed)

    def _next_file(self) -> None:
        self.close()
        self._number += 1
        name = f"corroborate-{self._began}-{os.getpid()}-{self._number:05}.warc.gz"
        self._file = io.FileIO(self._folder / name, "xb")
        self._size = 0
        self._append(self._writer.create_warcinfo_record(name, self._about))


class ArchiveMiddleware:
    """Scrapy downloader middleware next to the wire: hands every exchange to the crawl's archive, if it has one."""

    def __init__(self, crawl: Any) -> None:
        self._crawl = crawl

    @classmethod
    def from_crawler(cls, crawler: Any) -> ArchiveMiddleware:
        """Made by Scrapy; not used by a crawl without an archive."""
        from scrapy.exceptions import NotConfigured

        if crawler.spider.crawl.archive is None:
            raise NotConfigured
        return cls(crawler.spider.crawl)

    def process_response(self, request: Any, response: Any) -> Any:
        """Keep the exchange. An archive that cannot be written ends the archive, loudly, and not the crawl."""
        archive = self._crawl.archive
        if archive is not None:
            try:
                archive.add(self._exchange(request, response))
            except OSError as error:
                logger.error("the WARC archive cannot be written any more, the crawl goes on without it: %s", error)  # noqa: TRY400
                archive.close()
                self._crawl.archive = None
        return response

    def _exchange(self, request: Any, response: Any) -> Exchange:
        return Exchange(
            url=request.url,
            method=request.method,
            request_headers=_pairs(request.headers),
            status=response.status,
            headers=_pairs(response.headers),
            body=response.body,
            fetched=self._crawl.clock(),
            address=str(response.ip_address or ""),
        )


def _pairs(headers: Any) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values
    )
