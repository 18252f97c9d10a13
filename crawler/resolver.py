"""Host names to addresses, with a table of pinned names as `curl --resolve` has.

`CORROBORATE_RESOLVE` (a setting, or an environment variable with entries apart by commas or spaces) holds "HOST:ADDRESS"
entries; the host `*` stands for every name. A replay server on loopback can so stand for any host: the URLs carry its
port (http://paper.example:8070/…), requests carry the right Host header, and politeness counts by the real name.

Other names are looked up by the event loop's own resolver, in IPv4 and IPv6, with a time limit. Of what is found only public
addresses are answered, once `crawler.addresses` has said which those are; a pinned name is a person's word, and goes.
"""

from __future__ import annotations

import asyncio
import functools
import ipaddress
import logging
import re
import socket
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution
from zope.interface import implementer  # type: ignore[import-untyped]

DNS_THREADS = 16
"""Look-ups at a time, in threads of their own: slow name servers must not hold up other work."""

KEEP_SECONDS = 300.0
"""How long an answer is used: the usual time to live of a news site's addresses."""

logger = logging.getLogger(__name__)


def parse_resolve(entries: str | Iterable[str] | None) -> dict[str, str]:
    """The table of pinned names: host (lower case, or "*") to IP address.

    >>> parse_resolve("*:127.0.0.1, six.example:[::1]")
    {'*': '127.0.0.1', 'six.example': '::1'}

    Raises:
        ValueError: an entry is not HOST:ADDRESS with an IP address; the message names the entry.
    """
    if entries is None:
        return {}
    listed = re.split(r"[,\s]+", entries) if isinstance(entries, str) else list(entries)
    table: dict[str, str] = {}
    for entry in filter(None, listed):
        host, _, address = entry.partition(":")
        try:
            table[host.lower()] = str(ipaddress.ip_address(address.strip("[]")))
        except ValueError as error:
            raise ValueError(f"resolve entry {entry!r}: write HOST:ADDRESS, for example '*:127.0.0.1'") from error
        if not host:
            raise ValueError(f"resolve entry {entry!r}: the host is missing; '*' stands for every host")
    return table


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name
        self.task: asyncio.Future[None] | None = None

    def cancel(self) -> None:
        """Give up the look-up."""
        if self.task is not None:
            self.task.cancel()


@implementer(IHostnameResolver)
class PinnedResolver:
    """A Twisted host name resolver for `TWISTED_DNS_RESOLVER`; needs the asyncio reactor."""

    def __init__(self, reactor: Any, pinned: Mapping[str, str], timeout: float) -> None:
        self.reactor = reactor
        self.pinned = dict(pinned)
        self.timeout = timeout
        self._threads = ThreadPoolExecutor(DNS_THREADS, thread_name_prefix="dns")
        self._known: dict[str, tuple[float, list[str]]] = {}
        self._allows: Callable[[str], bool] = lambda _address: True
        self._trusted: frozenset[str] = frozenset()
        self.refused: dict[str, str] = {}
        """Hosts that have addresses, none of them allowed, with the first one."""

    def restrict(self, allows: Callable[[str], bool], trusted: frozenset[str]) -> None:
        """From now on answer only addresses that `allows` takes, but for the hosts of `trusted` and the pinned ones."""
        self._allows, self._trusted = allows, trusted

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> PinnedResolver:
        """Made by Scrapy from the settings CORROBORATE_RESOLVE and DNS_TIMEOUT."""
        settings = crawler.settings
        return cls(reactor, parse_resolve(settings.get("CORROBORATE_RESOLVE")), settings.getfloat("DNS_TIMEOUT"))

    def install_on_reactor(self) -> None:
        """Take over every look-up of host names."""
        self.reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802 - the interface's name and parameters
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> _Resolution:
        """Answer with the pinned address, or with what the system knows (see IHostnameResolver)."""
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        pinned = self.pinned.get(hostName.lower(), self.pinned.get("*"))
        if pinned is not None:
            resolutionReceiver.addressResolved(_address(pinned, portNumber))
            resolutionReceiver.resolutionComplete()
        else:
            resolution.task = asyncio.ensure_future(self._look_up(resolutionReceiver, hostName, portNumber))
        return resolution

    async def _look_up(self, receiver: Any, name: str, port: int) -> None:
        try:
            for address in self._allowed(name, await self._addresses(name)):
                receiver.addressResolved(_address(address, port))
        except (OSError, UnicodeError, TimeoutError) as error:
            logger.debug("no address for %s: %s", name, error)
        finally:
            receiver.resolutionComplete()

    def _allowed(self, name: str, addresses: list[str]) -> list[str]:
        host = name.lower()
        if host in self._trusted:
            return addresses
        allowed = [address for address in addresses if self._allows(address)]
        if addresses and not allowed:
            self.refused[host] = addresses[0]
            logger.warning("%s is at %s, which is no public address: not connected to", host, addresses[0])
        else:
            self.refused.pop(host, None)
        return allowed

    async def _addresses(self, name: str) -> list[str]:
        until, addresses = self._known.get(name, (0.0, []))
        if until < time.monotonic():
            look_up = functools.partial(socket.getaddrinfo, name, None, type=socket.SOCK_STREAM)
            found = asyncio.get_running_loop().run_in_executor(self._threads, look_up)
            addresses = list(dict.fromkeys(str(entry[4][0]) for entry in await asyncio.wait_for(found, self.timeout)))
            self._known[name] = (time.monotonic() + KEEP_SECONDS, addresses)
        return addresses


def _address(address: str, port: int) -> IPv4Address | IPv6Address:
    kind = IPv6Address if ":" in address else IPv4Address
    return kind("TCP", address, port)
