"""Which addresses a message may be sent to: https, on the public internet. The name is looked up by us, every address
that it has is checked, and the connection goes to an address that was checked, so that a name which answers differently
the next time gains nothing. `allow_loopback` lets http and this machine in, for a receiver on it and for tests.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class BadEndpoint(Exception):
    """The URL is none that a message may be sent to; the text says why."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A URL taken apart. `host` is lower-case ASCII, `path` has the query."""

    scheme: str
    host: str
    port: int
    path: str

    def at(self, address: IpAddress) -> str:
        """The URL with an address in place of the name."""
        literal = f"[{address}]" if address.version == 6 else str(address)
        return f"{self.scheme}://{literal}:{self.port}{self.path}"

    @property
    def host_header(self) -> str:
        """What the Host header says."""
        standard = {"https": 443, "http": 80}[self.scheme]
        literal = f"[{self.host}]" if ":" in self.host else self.host
        return literal if self.port == standard else f"{literal}:{self.port}"


def read_endpoint(url: str, *, allow_loopback: bool) -> Endpoint:
    """Take a URL apart.

    Raises:
        BadEndpoint: it is not https (or, with `allow_loopback`, http), has no host, a bad port, or a user name in it; or
            its host is written as an address that `check_address` refuses.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError as error:  # UnicodeError is one
        raise BadEndpoint(f"{url!r} cannot be read: {error}") from error
    if parts.scheme not in ({"https", "http"} if allow_loopback else {"https"}):
        raise BadEndpoint(
            f"{url!r} is not https: a message would cross the net readable and could be changed on its way"
        )
    if not host or parts.username is not None or any(char.isspace() or not char.isprintable() for char in url):
        raise BadEndpoint(f"{url!r} has no host, white space in it, or a user name (which belongs into the key)")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    endpoint = Endpoint(parts.scheme, host, port or {"https": 443, "http": 80}[parts.scheme], path)
    literal = _literal(host)
    if literal is not None:
        check_address(endpoint, literal, allow_loopback=allow_loopback)
    return endpoint


def _literal(host: str) -> IpAddress | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def check_address(endpoint: Endpoint, address: IpAddress, *, allow_loopback: bool) -> None:
    """Make sure that an address is one of the public internet (or this machine's own, with `allow_loopback`).

    Raises:
        BadEndpoint: it is private, link-local, loopback, multicast, reserved, or an IPv6 form of such a one; or it is
            reached over http and is not this machine.
    """
    plain = _unwrapped(address)
    if allow_loopback and plain.is_loopback:
        return
    if not plain.is_global or plain.is_multicast:
        raise BadEndpoint(f"{endpoint.host} is {address}, which is no address of the public internet: nothing was sent")
    if endpoint.scheme != "https":
        raise BadEndpoint(f"{endpoint.host} is not this machine, and only this machine may be reached over http")


def _unwrapped(address: IpAddress) -> IpAddress:
    """The IPv4 address inside an IPv6 one (mapped, 6to4, NAT64), where there is one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return inner or address
    return address


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


async def resolve(endpoint: Endpoint, *, allow_loopback: bool) -> IpAddress:
    """The address to connect to: the first of the name's addresses, all of which were checked.

    Raises:
        BadEndpoint: the name has no address, or one that `check_address` refuses.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise BadEndpoint(f"{endpoint.host}: the name cannot be looked up ({error})") from error
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not addresses:
        raise BadEndpoint(f"{endpoint.host}: the name has no address")
    for address in addresses:
        check_address(endpoint, address, allow_loopback=allow_loopback)
    return addresses[0]
