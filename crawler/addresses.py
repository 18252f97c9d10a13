"""To which addresses the crawler connects: public ones only, so that no page, feed or redirect of another can make it ask
something inside the network that it runs in (server-side request forgery).

The test is made on the very address that is connected to, after the name was looked up, for each request anew, redirects
among them: a name that is public when it is looked at and private when it is used gains nothing. Two things that a person
wrote down open an address: a `--resolve` entry for the host (which is how the demo and a replay on loopback work), and a
registry row with a source at that very address (`http://127.0.0.1:8000/feed`) or at `localhost`.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import CannotResolveHostError

from crawler.errors import CrawlerError
from crawler.fetch_errors import FetchError, PrivateAddressError
from crawler.resolver import PinnedResolver
from crawler.urls import slot_of
from store.records import Outlet

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""Addresses that a gateway turns into the IPv4 address in their last four bytes (RFC 6052)."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet: global, no multicast, and not a wrapping (IPv4-mapped, 6to4,
    Teredo, NAT64) of an IPv4 address that is none.

    >>> [is_public(a) for a in ("93.184.216.34", "10.0.0.1", "::ffff:127.0.0.1", "169.254.169.254", "2001:4860:4860::8888")]
    [True, False, False, False, True]

    Raises:
        ValueError: the text is no IP address.
    """
    parsed = ipaddress.ip_address(address)
    if not parsed.is_global or parsed.is_multicast:
        return False
    if isinstance(parsed, ipaddress.IPv4Address):
        return not parsed.is_reserved
    inner = [parsed.ipv4_mapped, parsed.sixtofour, *(parsed.teredo or ())]
    if parsed in _NAT64:
        inner.append(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF))
    return not parsed.is_site_local and all(is_public(str(each)) for each in inner if each is not None)


def hosts_named_privately(outlets: Iterable[Outlet]) -> frozenset[str]:
    """Hosts of sources in registry rows that can only mean a private address: such an address itself, or `localhost`."""
    urls = (url for outlet in outlets for url in (*outlet.feeds, *outlet.news_sitemaps, *outlet.sections))
    return frozenset(host for url in urls if _is_private_literal(host := slot_of(url)))


def _is_private_literal(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not is_public(host)
    except ValueError:
        return False


class AddressMiddleware:
    """Scrapy downloader middleware, the first of all: nothing but http and https, and a reason where the resolver gave no
    address because none of the host's was public.
    """

    def __init__(self, resolver: PinnedResolver, outlets: Iterable[Outlet]) -> None:
        self._resolver = resolver
        resolver.restrict(is_public, hosts_named_privately(outlets))

    @classmethod
    def from_crawler(cls, crawler: Any) -> AddressMiddleware:
        """Made by Scrapy.

        Raises:
            CrawlerError: names are looked up by another resolver, which would connect to any address.
        """
        from twisted.internet import reactor

        resolver = reactor.nameResolver
        if not isinstance(resolver, PinnedResolver):
            raise CrawlerError(
                "the setting TWISTED_DNS_RESOLVER names another resolver than crawler.resolver.PinnedResolver, which keeps "
                "the crawler to public addresses. Leave the setting out."
            )
        return cls(resolver, crawler.spider.crawl.options.registry.outlets)

    def process_request(self, request: Request) -> None:
        """Raises FetchError for a URL that is neither http nor https: no file, no FTP, no `data:`."""
        scheme = urlsplit(request.url).scheme
        if scheme not in {"http", "https"}:
            raise FetchError(f"led to a {scheme or 'nameless'} URL; only http and https are fetched")

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Raises PrivateAddressError where that is why the host had no address."""
        host = slot_of(request.url)
        refused = self._resolver.refused.get(host)
        if refused and isinstance(exception, CannotResolveHostError):
            raise PrivateAddressError(host, refused)
