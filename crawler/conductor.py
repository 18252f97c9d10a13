"""Who does what when: one worker a host, sources before pages, extraction beside the fetching.

A worker does the work of its host one after the other, so a host never has two requests; what it fetched is read in the
background, bounded by `room`. A worker whose host asks for patience sleeps, or ends where that would take too long.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from crawler.drafts import draft_of_title
from crawler.fetcher import Fetcher
from crawler.ledger import Arrival
from crawler.page_work import PageWork
from crawler.pollster import Pollster
from crawler.pool import PoolUnavailableError
from crawler.rediscovery import Rediscovery, front_page, needs_search
from crawler.urls import slot_of
from store import frontier
from store.errors import LeaseLost, StoreError
from store.records import Outcome, Outlet
from store.sources import Source, sources_of

if TYPE_CHECKING:
    from crawler.crawl import Crawl

logger = logging.getLogger(__name__)

LEASE_AT_ONCE = 4
"""URLs a host's worker takes from the frontier at a time: few, so that a crash or a stop leaves little behind."""

ROOM_PER_WORKER = 6
"""Pages that are given to extraction at a time, for each of its processes: enough to keep it busy. A host whose page waits
for its place is asked for nothing more, so memory stays flat however fast hosts answer; and a host that answers slowly takes
no place from the others."""

LONG_PAUSE = 0.5
"""Seconds of a host's pause that its worker sleeps through before it takes its place among the hosts at work; shorter
ones are left to the download slot."""

NAP = 0.05
"""Shortest sleep of a worker that waits for a URL to fall due."""


@dataclass(frozen=True, slots=True)
class Search:
    """The order to find sources for an outlet."""

    outlet: Outlet


class Conductor:
    """Runs one crawl to its end: `run()` returns when nothing is left to do within the limits."""

    def __init__(self, crawl: Crawl, engine: Any) -> None:
        self._crawl = crawl
        fetcher = Fetcher(engine)
        self._pages = PageWork(crawl, fetcher)
        self._pollster = Pollster(crawl, fetcher)
        self._rediscovery = Rediscovery(crawl, fetcher, self._pollster)
        self._orders: dict[str, deque[Source | Search]] = {}
        self._leases: dict[str, deque[frontier.Lease]] = {}
        self._unpolled: dict[str, int] = {}
        self._workers: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(ROOM_PER_WORKER * crawl.limits.workers)
        self._hosts = asyncio.Semaphore(crawl.limits.hosts_at_once)
        self._renewal: asyncio.Task[None] | None = None
        self._failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def run(self) -> None:
        """Do all there is to do.

        Raises:
            StoreError: the file cannot be written any more; nothing half-written is left in it.
        PoolUnavailableError: no process can be started to extract in; pages that are stored wait for the next crawl.
        """
        try:
            self._begin()
            if len(self._workers) > self._crawl.limits.workers:
                self._crawl.pool.start_soon()  # so many hosts have something new, and it takes as long as robots.txt does
            self._renewal = asyncio.ensure_future(self._renew())
            self._renewal.add_done_callback(self._ended)
            while self._tasks:
                await asyncio.wait({*self._tasks, self._failed}, return_when=asyncio.FIRST_COMPLETED)
                if self._failed.done():
                    self._failed.result()
        finally:
            tasks = {*self._tasks, *filter(None, [self._renewal])}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._failed.cancel()
            await self._crawl.pool.close()

    async def _renew(self) -> None:
        """Keep what this crawl has leased, however long the pauses of hosts are."""
        while True:
            await asyncio.sleep(frontier.LEASE_TIME.total_seconds() / 3)
            frontier.renew(self._crawl.store, self._crawl.owner, self._crawl.clock())

    def _begin(self) -> None:
        crawl = self._crawl
        for lease in frontier.lease_stored(crawl.store, crawl.claim()):
            self._spawn(self._read_stored(lease))
        now = crawl.clock()
        due = [s for s in sources_of(crawl.store, crawl.outlets) if crawl.options.force or s.next_due <= now]
        for source in due:
            self._order(slot_of(source.url), source)
        for outlet in crawl.outlets.values():
            if not self._unpolled.get(outlet.id):
                self._maybe_search(outlet)
        for host in frontier.waiting_hosts(crawl.store, crawl.outlet_ids()):
            self._wake(host)

    def _order(self, host: str, order: Source | Search) -> None:
        if isinstance(order, Source):
            self._unpolled[order.outlet_id] = self._unpolled.get(order.outlet_id, 0) + 1
        self._orders.setdefault(host, deque()).append(order)
        self._wake(host)

    def _wake(self, host: str) -> None:
        if host not in self._workers:
            self._workers.add(host)
            self._spawn(self._work(host))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if task.cancelled() or self._failed.done():
            return
        error = task.exception()
        if error is not None:
            self._failed.set_exception(error)

    async def _work(self, host: str) -> None:
        try:
            while await self._is_ready(host):
                async with self._hosts:
                    await self._do_next(host)
        finally:
            self._workers.discard(host)

    async def _is_ready(self, host: str) -> bool:
        """Wait until there is something to do on the host; False where there is nothing within the crawl's patience."""
        patience = timedelta(seconds=self._crawl.limits.max_wait)
        while True:
            now = self._crawl.clock()
            row = self._crawl.manners.waits(host)
            pause = self._crawl.manners.pause_left(host)
            if row is not None:
                due = row.not_before
            elif pause > LONG_PAUSE and self._has_work(host):
                await asyncio.sleep(pause)
                continue
            elif self._orders.get(host) or self._take_leases(host):
                return True
            else:
                next_due = frontier.next_due(self._crawl.store, host, self._crawl.outlet_ids())
                if next_due is None:
                    return False
                due = next_due
            if due - now > patience:
                self._give_up(host)
                return False
            await asyncio.sleep(max((due - now).total_seconds(), NAP))

    def _has_work(self, host: str) -> bool:
        if self._orders.get(host) or self._leases.get(host):
            return True
        due = frontier.next_due(self._crawl.store, host, self._crawl.outlet_ids())
        return due is not None and due <= self._crawl.clock()

    def _take_leases(self, host: str) -> bool:
        held = self._leases.setdefault(host, deque())
        if not held:
            held.extend(frontier.lease_pages(self._crawl.store, host, self._crawl.claim(), self._lease_size(host)))
            for lease in held:
                self._crawl.ledger.page_taken(lease)
        return bool(held)

    def _lease_size(self, host: str) -> int:
        """One by one where a bound is to be met, and of a host with so long a pause that others would wait for them."""
        if self._crawl.limits.pages_per_outlet:
            return 1
        pause = max(self._crawl.manners.delay(host), 0.001)
        return max(1, min(LEASE_AT_ONCE, int(frontier.LEASE_TIME.total_seconds() / 2 / pause)))

    def _give_up(self, host: str) -> None:
        """The host is not to be asked again in this crawl: leave its orders and leases to the next one."""
        row = self._crawl.manners.waits(host)
        held = self._leases.pop(host, deque())
        for lease in held:
            when = row.not_before if row else self._crawl.clock()
            detail = row.reason if row else "left to the next crawl"
            ending = frontier.Ending(Outcome.BLOCKED, detail, next_try=when, is_attempt=False)
            with contextlib.suppress(LeaseLost):
                frontier.postpone(self._crawl.store, lease, ending)
        for order in self._orders.pop(host, deque()):
            outlet_id = order.outlet_id if isinstance(order, Source) else order.outlet.id
            if row is not None:
                self._crawl.ledger.note(outlet_id, f"{host} {row.reason}: left alone until {row.not_before:%H:%M} UTC")

    async def _do_next(self, host: str) -> None:
        orders = self._orders.get(host)
        if orders:
            await self._obey(orders.popleft())
            return
        held = self._leases.get(host)
        if not held:
            return
        arrival = await self._fetch(held.popleft())
        if arrival is not None:
            await self._room.acquire()
            self._spawn(self._read(arrival))

    async def _fetch(self, lease: frontier.Lease) -> Arrival | None:
        try:
            return await self._pages.fetch(lease)
        except LeaseLost as lost:
            logger.warning("%s", lost)
            return None
        except (StoreError, PoolUnavailableError):
            raise
        except Exception:
            logger.exception("%s: fetching failed in a way that is not foreseen", lease.url)
            ending = frontier.Ending(Outcome.ERROR, "a fault in the crawler; the log has it")
            self._crawl.ledger.page_refused(
                lease, None, ending, draft_of_title(lease, ending.outcome, self._crawl.clock())
            )
            return None

    async def _read(self, arrival: Arrival) -> None:
        try:
            await self._pages.read(arrival)
        except LeaseLost as lost:
            logger.warning("%s", lost)
        except (StoreError, PoolUnavailableError):
            raise
        except Exception:
            logger.exception("%s: reading failed in a way that is not foreseen", arrival.lease.url)
            draft = draft_of_title(arrival.lease, Outcome.ERROR, self._crawl.clock())
            self._crawl.ledger.page_settled(arrival, Outcome.ERROR, "a fault in the crawler; the log has it", draft)
        finally:
            self._room.release()

    async def _read_stored(self, lease: frontier.Lease) -> None:
        await self._room.acquire()
        try:
            arrival = self._pages.stored(lease)
        except BaseException:
            self._room.release()
            raise
        await self._read(arrival)

    async def _obey(self, order: Source | Search) -> None:
        if isinstance(order, Search):
            await self._search(order.outlet)
            return
        try:
            self._follow(await self._pollster.poll(order))
        except (StoreError, PoolUnavailableError):
            raise
        except Exception:
            logger.exception("%s: reading this source failed in a way that is not foreseen", order.url)
            self._pollster.give_up(order, "a fault in the crawler; the log has it")
        finally:
            self._unpolled[order.outlet_id] -= 1
        if not self._unpolled[order.outlet_id]:
            self._maybe_search(self._crawl.outlets[order.outlet_id])

    async def _search(self, outlet: Outlet) -> None:
        try:
            self._follow(await self._rediscovery.search(outlet))
        except (StoreError, PoolUnavailableError):
            raise
        except Exception:
            logger.exception("%s: the search for sources failed in a way that is not foreseen", outlet.id)
            self._crawl.ledger.note(outlet.id, "a fault in the crawler; the log has it")

    def _follow(self, findings: list[Source | str]) -> None:
        for finding in findings:
            if isinstance(finding, Source):
                self._order(slot_of(finding.url), finding)
            else:
                self._wake(finding)

    def _maybe_search(self, outlet: Outlet) -> None:
        if needs_search(self._crawl, outlet):
            self._order(slot_of(front_page(self._crawl, outlet)), Search(outlet))
