"""Why a request has no answer.

FetchError
├── RobotsDisallowedError   robots.txt says no
├── RobotsUnreachableError  robots.txt cannot be had (5xx, no answer): nothing may be fetched until it can
├── HostWaitsError          the host asked to be left alone for a while (429, 503, Retry-After), or failed too often
├── OffOutletError          a redirect led to a host of no registered outlet
├── TooLargeError           the body, as sent or unpacked, is over the size limit
├── TooManyRedirectsError   redirects without an end
└── NoAnswerError           no connection, no such host, broken off, timed out
    └── PrivateAddressError the host has no public address: it is not connected to
"""

from __future__ import annotations

from datetime import datetime

from crawler.errors import CrawlerError


class FetchError(CrawlerError):
    """A request that got no answer; the message says why."""


class RobotsDisallowedError(FetchError):
    """The robots.txt of the host does not allow the URL."""


class WaitError(FetchError):
    """Nothing can be fetched from the host before `until`."""

    def __init__(self, message: str, until: datetime) -> None:
        super().__init__(message)
        self.until = until


class RobotsUnreachableError(WaitError):
    """The robots.txt of the host cannot be had; RFC 9309 (2.3.1.4) then forbids everything."""


class HostWaitsError(WaitError):
    """The host is to be left alone until then."""


class OffOutletError(FetchError):
    """The URL leads to a host of no registered outlet."""


class TooLargeError(FetchError):
    """The body is larger than is read."""


class TooManyRedirectsError(FetchError):
    """Redirects led on and on."""


class NoAnswerError(FetchError):
    """No connection, no such host, an answer broken off, or the time was up."""


class PrivateAddressError(NoAnswerError):
    """The host's name leads to an address inside a network, to which the crawler does not connect. Tried again like any
    other failure: a name server that is down, or blocks names by a private address, says the same for a while.
    """

    def __init__(self, host: str, address: str) -> None:
        self.host = host
        super().__init__(f"{host} is at {address}, which is no public address")
