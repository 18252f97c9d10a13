"""Which hosts an outlet's links may lead to: its own domains, and those that its registry row allows."""

from __future__ import annotations

from typing import Any

from scrapy import Request

from crawler.fetch_errors import OffOutletError
from crawler.hosts import host_of, parents
from crawler.registry import RegistryIndex
from store.records import Outlet

ANY_HOST = "any_host"
"""Request meta key of requests that are no page of an outlet: robots.txt, which may be redirected anywhere, and sources
that the registry names, which may lie with a feed service."""


def is_in_scope(url: str, outlet: Outlet, index: RegistryIndex) -> bool:
    """Whether a link found at the outlet may be followed."""
    owner = index.outlet_of(url)
    if owner is not None and owner.id == outlet.id:
        return True
    return any(host in outlet.allow_offsite for host in parents(host_of(url)))


class ScopeMiddleware:
    """Scrapy downloader middleware: a redirect that leaves the registered outlets goes no further.

    A redirect to another registered outlet is followed: the article is stored as that outlet's.
    """

    def __init__(self, crawler: Any) -> None:
        self._crawl = crawler.spider.crawl

    @classmethod
    def from_crawler(cls, crawler: Any) -> ScopeMiddleware:
        """Made by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises OffOutletError."""
        if request.meta.get(ANY_HOST) or self._crawl.index.outlet_of(request.url) is not None:
            return
        outlet = self._crawl.outlets.get(request.meta.get("outlet_id", ""))
        if outlet is None or not is_in_scope(request.url, outlet, self._crawl.index):
            raise OffOutletError(request.url)
