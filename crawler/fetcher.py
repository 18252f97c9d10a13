"""One request through Scrapy's engine and its middlewares: an answer, or a `FetchError` that says why there is none."""

from __future__ import annotations

import contextlib
import importlib
import time
import zlib
from collections.abc import Mapping
from typing import Any

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import ConnectError, ConnectionClosed
from twisted.web.client import ResponseFailed

from crawler.fetch_errors import FetchError, NoAnswerError, TooLargeError, TooManyRedirectsError
from crawler.outcomes import Answer
from crawler.politeness import headers_of


def _unpack_errors() -> tuple[type[Exception], ...]:
    """What the unpackers of Content-Encoding raise; those of Brotli and Zstandard where Scrapy has them to offer."""
    found: list[type[Exception]] = [zlib.error, EOFError]
    for module, name in (("brotli", "error"), ("zstandard", "ZstdError")):
        with contextlib.suppress(ImportError):
            found.append(getattr(importlib.import_module(module), name))
    return tuple(found)


_CANNOT_UNPACK = _unpack_errors()
_NO_ANSWER: tuple[type[Exception], ...] = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    ConnectionClosed,
    ConnectError,
    ResponseFailed,
    OSError,
)
_WORDS = {
    CannotResolveHostError: "no such host",
    DownloadConnectionRefusedError: "connection refused",
    DownloadTimeoutError: "timed out",
    ResponseDataLossError: "answer broken off",
}


class Fetcher:
    """Sends requests of one crawl. Robots, manners and size limits are the middlewares' and settings' work."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    async def fetch(
        self, url: str, *, headers: Mapping[str, str] | None = None, meta: Mapping[str, Any] | None = None
    ) -> Answer:
        """The answer to a GET, after redirects.

        Raises:
            FetchError: there is none; the kind of error says why.
        """
        started = time.monotonic()
        try:
            request = Request(url, headers=dict(headers or {}), meta=dict(meta or {}), dont_filter=True)
            response = await self._engine.download_async(request)
        except FetchError:
            raise
        except DownloadCancelledError as error:
            raise TooLargeError("larger than the size limit") from error
        except IgnoreRequest as error:
            raise _ignored(error) from error
        except _NO_ANSWER as error:
            raise NoAnswerError(_describe(error)) from error
        except _CANNOT_UNPACK as error:
            raise NoAnswerError(f"cannot be unpacked: {error}"[:200]) from error
        except (UnsupportedURLSchemeError, ValueError) as error:
            raise FetchError(f"cannot be requested: {error}"[:200]) from error
        elapsed = round((time.monotonic() - started) * 1000)
        return Answer(url, response.url, response.status, headers_of(response), response.body, elapsed)


def _ignored(error: IgnoreRequest) -> FetchError:
    text = str(error)
    if "redirect" in text:
        return TooManyRedirectsError("redirects without an end")
    if "DOWNLOAD_MAXSIZE" in text:
        return TooLargeError("larger than the size limit when unpacked")
    return FetchError(text[:200])


def _describe(error: Exception) -> str:
    for kind, words in _WORDS.items():
        if isinstance(error, kind):
            return words
    return f"{type(error).__name__}: {error}"[:200]
