"""`corroborate outlets check --live`: which feeds and news sitemaps answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from crawler.errors import CrawlerError
from crawler.options import CrawlOptions
from crawler.resolver import parse_resolve
from crawler.source_check import SourceCheck, check_sources
from desk.crawling import DEFAULT_DELAY
from desk.errors import Exit, NothingFound, UsageProblem
from desk.tables import table
from matching.types import Registry


@dataclass(frozen=True, slots=True)
class LiveOrder:
    """What the command line asks for; as `desk.crawling.CrawlOrder`."""

    outlet_ids: tuple[str, ...] = ()
    resolve: tuple[str, ...] = ()
    delay: float | None = None
    contact: str = ""


@dataclass(frozen=True, slots=True)
class LiveAnswer:
    """What each source answered."""

    checks: tuple[SourceCheck, ...]

    @property
    def exit_code(self) -> Exit:
        """0 all answer, 3 some or all do not."""
        return Exit.PARTLY if any(check.problem for check in self.checks) else Exit.DONE

    def as_rows(self) -> list[dict[str, object]]:
        """For --json: a row a source."""
        return [
            {
                "host": check.host,
                "outlet": check.outlet_id,
                "url": check.url,
                "kind": check.kind.value,
                "answers": not check.problem,
                "entries": check.entries,
                "problem": check.problem,
            }
            for check in self.checks
        ]

    def as_text(self) -> str:
        """A line for each host with a source that does not answer, and the totals."""
        rows = []
        for host, checks in groupby(self.checks, key=lambda check: check.host):
            bad = [check for check in checks if check.problem]
            for problem in sorted({check.problem for check in bad}):
                outlets = sorted({check.outlet_id for check in bad if check.problem == problem})
                rows.append((host, ", ".join(outlets), sum(check.problem == problem for check in bad), problem))
        good = sum(not check.problem for check in self.checks)
        hosts = len({check.host for check in self.checks})
        total = f"{good} of {len(self.checks)} sources answer, on {hosts} host{'' if hosts == 1 else 's'}"
        if not good:
            total += "; is there a network?"
        return "\n".join(filter(None, [table(("host", "outlets", "sources", "what is wrong"), rows), total]))


def check_live(registry: Registry, order: LiveOrder) -> LiveAnswer:
    """Ask every feed, news sitemap and section page of the outlets (none named: all) once, politely.

    Raises:
        UsageProblem: an outlet is unknown, or --resolve cannot be read.
        NothingFound: the outlets have no source.
    """
    _check(registry, order.outlet_ids)
    try:
        resolve = parse_resolve(order.resolve)
    except (CrawlerError, ValueError) as error:
        raise UsageProblem(f"--resolve: {error}") from error
    delay = DEFAULT_DELAY if order.delay is None else order.delay
    checks = check_sources(
        CrawlOptions(
            db=Path("unused"),
            registry=registry,
            outlets=order.outlet_ids,
            resolve=resolve,
            delay=delay,
            contact=order.contact,
        )
    )
    if not checks:
        raise NothingFound("none of these outlets has a feed, news sitemap or section page to ask.")
    return LiveAnswer(checks)


def _check(registry: Registry, outlet_ids: Sequence[str]) -> None:
    known = registry.by_id()
    missing = [outlet_id for outlet_id in outlet_ids if outlet_id not in known]
    if missing:
        raise UsageProblem(f"no outlet {', '.join(map(repr, missing))} in the registry; `outlets list` shows the ids.")
