"""What a crawl is asked to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from store.records import Outcome, Registry

PRODUCT = "news-corroborator"
"""The name that robots.txt rules are looked up under."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a crawl. Sizes in bytes, times in seconds.

    `max_wait` is how long the crawl stays for a host that asked for patience or a page that failed; what is due later is
    left to the next crawl. `retry_base` is the first back-off after a failure (fourfold after each further one).
    `pages_per_outlet` 0 means no bound. `max_age_days` is how old an entry of a feed or sitemap may be to be fetched; 0
    means any age (archives, replays of old articles).
    """

    page_bytes: int = 5_000_000
    fetch_seconds: float = 30.0
    extract_seconds: float = 20.0
    workers: int = 2
    hosts_at_once: int = 200
    pages_per_outlet: int = 0
    max_age_days: int = 30
    max_wait: float = 90.0
    retry_base: float = 30.0
    attempts: int = 5
    revisits: bool = True

    @property
    def max_age(self) -> timedelta | None:
        """`max_age_days` as a time; None for any age."""
        return timedelta(days=self.max_age_days) if self.max_age_days else None


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of a crawl, for a progress bar: an outlet's URL got its outcome, or a source was polled (`outcome` None).

    `done` counts URLs that have their outcome, `known` those and the ones that wait.
    """

    outlet_id: str
    url: str
    outcome: Outcome | None
    done: int
    known: int


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """A crawl: of which outlets (none named: all of the registry), into which file, how politely.

    `resolve` maps host names (or "*") to addresses as `curl --resolve` does. `contact` is a URL or mail address at which
    a webmaster reaches whoever runs the crawl; it goes into the user agent. `now` sets the clock's start (for tests and
    replays). `warc` is a folder for an archive of what is fetched, in files of about `warc_bytes`. `force` polls sources that are not due. `home` is where an outlet without sources is looked at.
    """

    db: Path
    registry: Registry
    outlets: tuple[str, ...] = ()
    resolve: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = Limits()
    delay: float = 2.0
    contact: str = ""
    force: bool = False
    home: str = "https://{domain}/"
    run_id: int | None = None
    now: datetime | None = None
    progress: Callable[[Progress], None] | None = None
    log_level: str = "WARNING"
    warc: Path | None = None
    warc_bytes: int = 1_000_000_000


def user_agent(contact: str) -> str:
    """The name under which we ask: product, version, and how to reach whoever runs it."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = version(PRODUCT)
    except PackageNotFoundError:
        number = "0"
    return f"{PRODUCT}/{number} (+{contact})" if contact else f"{PRODUCT}/{number}"
