"""`crawl(options)`: a whole crawl from Python, as often as wanted in one process.

Scrapy's own process classes start the Twisted reactor, which can be started once only. Here the asyncio reactor is
installed and marked as started, and the event loop beneath it is what runs and stops; so a second crawl finds a reactor
that works. Nothing is left running between two crawls.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from crawler.options import CrawlOptions, Limits, Progress
from crawler.report import CrawlReport, OutletReport, OutletState, SourceReport

if TYPE_CHECKING:
    from crawler.spiders.outlet import OutletSpider

_Spider = TypeVar("_Spider", bound="OutletSpider")

__all__ = [
    "CrawlOptions",
    "CrawlReport",
    "Limits",
    "OutletReport",
    "OutletState",
    "Progress",
    "SourceReport",
    "crawl",
]

logger = logging.getLogger(__name__)

STARTS_EVERY = 0.05
"""Seconds between two looks at whether a crawl that is to be stopped has started."""

_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"


def crawl(options: CrawlOptions) -> CrawlReport:
    """Crawl outlets to the end and answer what became of every URL.

    Ctrl-C ends it in order: what is leased goes back, and the report (`interrupted`) says how far it came. Must be called
    in the main thread, or signals are left alone.

    Raises:
        CrawlerError: an outlet of the options is unknown, or no process can be started to extract in.
        StoreError: the database cannot be used, or could not be written any more.
    """
    from crawler.spiders.outlet import OutletSpider

    spider = run_spider(OutletSpider, options)
    if spider is None or spider.report is None:
        raise RuntimeError("the crawl ended without a report; its log says why")
    return spider.report


def run_spider(kind: type[_Spider], options: CrawlOptions) -> _Spider | None:
    """Run an `OutletSpider`, or a kind of one, to its end and answer it; None where it never came to be.

    Raises:
        CrawlerError, StoreError: as `crawl`.
    """
    from scrapy.crawler import AsyncCrawlerRunner
    from scrapy.settings import Settings

    import crawler.settings
    from crawler.resolver import PinnedResolver

    loop = _loop_of_reactor()
    settings = Settings()
    settings.setmodule(crawler.settings, priority="project")
    settings.setdict(crawler.settings.overrides(options), priority="cmdline")
    runner = AsyncCrawlerRunner(settings)
    job = runner.create_crawler(kind)
    from twisted.internet import reactor

    before = reactor.nameResolver
    PinnedResolver(reactor, options.resolve, settings.getfloat("DNS_TIMEOUT")).install_on_reactor()
    try:
        with _stop_on_signals(loop, job):
            loop.run_until_complete(_complete(runner, job, options))
    finally:
        reactor.installNameResolver(before)
    spider = job.spider if isinstance(job.spider, kind) else None
    if spider is not None and spider.failure is not None:
        raise spider.failure
    return spider


async def _complete(runner: Any, job: Any, options: CrawlOptions) -> None:
    await runner.crawl(job, options=options)


def _loop_of_reactor() -> asyncio.AbstractEventLoop:
    """The event loop beneath the asyncio reactor, which is installed and marked as started where it is not yet."""
    from scrapy.utils.reactor import install_reactor, is_reactor_installed, verify_installed_reactor

    if is_reactor_installed():
        verify_installed_reactor(_REACTOR)
    else:
        install_reactor(_REACTOR)
    from twisted.internet import reactor

    if not reactor.running:
        reactor.startRunning(installSignalHandlers=False)
    loop: asyncio.AbstractEventLoop = reactor._asyncioEventloop
    return loop


async def _stop(job: Any) -> None:
    """Stop a crawl, once its engine runs. Scrapy takes a job that is stopped before that for stopped: the engine then starts
    all the same, and nothing ever ends it.
    """
    while not _is_running(job):
        await asyncio.sleep(STARTS_EVERY)
    await job.stop_async()


def _is_running(job: Any) -> bool:
    try:
        return bool(job.engine.running)
    except RuntimeError:  # there is no engine yet
        return False


@contextlib.contextmanager
def _stop_on_signals(loop: asyncio.AbstractEventLoop, job: Any) -> Iterator[None]:
    """First Ctrl-C or SIGTERM: end in order. Second: end now. What handled them before does so again afterwards."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[asyncio.Future[Any]] = []

    def stop() -> None:
        if asked:
            raise KeyboardInterrupt
        logger.warning("stopping; once more to stop at once")
        asked.append(asyncio.ensure_future(_stop(job), loop=loop))

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)
        for task in asked:
            task.cancel()  # one that still waits must not stop the next crawl
