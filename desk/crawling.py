"""`corroborate crawl` and `corroborate run`: a crawl as a counted run, and the cycle that crawls and then matches."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from crawler.errors import CrawlerError
from crawler.options import CrawlOptions, Limits, Progress
from crawler.report import GOT_ARTICLE, CrawlReport, OutletReport, OutletState
from crawler.resolver import parse_resolve
from crawler.run import crawl
from desk.cycle_line import log_cycle
from desk.errors import Exit, UsageProblem
from desk.logs import name_run
from desk.reports import changes_text
from desk.silence import silence_of_outlet, silence_text
from desk.tables import progress, table
from desk.webhooks.delivery import deliver_after_cycle
from matching.types import Registry
from store.connection import Store, open_store
from store.deliveries import read_deliveries
from store.judgements import Changes
from store.runs import RunEnd, cycle_lock, finish_run, start_run

DEFAULT_DELAY = 2.0
"""Seconds between two requests to one host, where robots.txt asks for no longer wait."""


@dataclass(frozen=True, slots=True)
class CrawlOrder:
    """What the command line asks for. `outlet_ids` empty: every outlet; `delay` None: `DEFAULT_DELAY`.

    `max_age` (days) None: the crawler's own bound; 0: articles of any age. `refused` says why a registry that was asked
    for was not taken, where the crawl works with the one that was in force before. `apart`: a cycle matches in a process of its
    own, for a process that runs many.
    """

    outlet_ids: tuple[str, ...] = ()
    resolve: tuple[str, ...] = ()
    max_pages: int | None = None
    max_age: int | None = None
    delay: float | None = None
    contact: str = ""
    force: bool = False
    refused: str = ""
    warc: Path | None = None
    apart: bool = False


@dataclass(frozen=True, slots=True)
class CrawlAnswer:
    """A crawl as the command line tells of it; `changes` is what the match after it changed, in a cycle. `silent` says of
    outlets that used to deliver, by id, since when nothing came.
    """

    report: CrawlReport
    names: Mapping[str, str] = field(default_factory=dict)
    changes: Changes | None = None
    refused: str = ""
    silent: Mapping[str, str] = field(default_factory=dict)

    @property
    def exit_code(self) -> Exit:
        """0 all went well; 3 some outlets failed or have fallen silent, or the registry was refused; 4 outlets failed and
        no article came in.
        """
        failed = bool(self.report.failed) or self.report.interrupted
        if not failed:
            return Exit.PARTLY if self.refused or self.silent else Exit.DONE
        got = any(outcome in GOT_ARTICLE for outcome in self.report.outcomes)
        return Exit.PARTLY if got or self._nothing_wrong_elsewhere() else Exit.NOTHING

    def _nothing_wrong_elsewhere(self) -> bool:
        return any(outlet.state is OutletState.NOTHING_NEW for outlet in self.report.outlets)

    def as_dict(self) -> dict[str, object]:
        """For --json and the run's row."""
        answer: dict[str, object] = {
            "outcomes": {outcome.value: number for outcome, number in self.report.outcomes.items()},
            "outlets": dict(sorted(Counter(outlet.state.value for outlet in self.report.outlets).items())),
            "waiting": sum(outlet.waiting for outlet in self.report.outlets),
            "failed": {outlet.outlet_id: outlet.why_zero for outlet in self.report.failed},
            "interrupted": self.report.interrupted,
            "silent": dict(self.silent),
        }
        if self.refused:
            answer["registry_refused"] = self.refused
        if self.changes:
            answer["match"] = {
                "articles": self.changes.articles,
                "events": self.changes.events,
                "new_verdicts": self.changes.new_verdicts,
                "causes": self.changes.causes,
            }
        return answer

    def as_text(self) -> str:
        """A table of the outlets that did something, why the others gave nothing, and the totals."""
        busy = [outlet for outlet in self.report.outlets if outlet.state is not OutletState.NOT_DUE]
        lines = [table(("outlet", "state", "pages", "waiting", "why nothing"), [self._row(outlet) for outlet in busy])]
        said = ", ".join(
            f"{number} {outcome.value.replace('_', ' ')}" for outcome, number in self.report.outcomes.items()
        )
        waiting = sum(outlet.waiting for outlet in self.report.outlets)
        lines.append("")
        lines.append((said or self._why_nothing()) + (f"; {_waits(waiting)} for a later crawl" if waiting else ""))
        lines += [f"{self.names.get(id_, id_)} is {said}" for id_, said in sorted(self.silent.items())]
        if self.report.interrupted:
            lines.append("The crawl was stopped before its end; run it again to go on.")
        if self.refused:
            lines.append("The registry has an error and was not taken; this run worked with the one before it.")
        if self.changes:
            lines.append(changes_text(self.changes))
        return "\n".join(lines).strip()

    def _row(self, outlet: OutletReport) -> tuple[object, ...]:
        pages = ", ".join(f"{number} {outcome.value.replace('_', ' ')}" for outcome, number in outlet.outcomes.items())
        name = self.names.get(outlet.outlet_id, outlet.outlet_id)
        return (name, outlet.state.value.replace("_", " "), pages or "0", outlet.waiting or "", outlet.why_zero)

    def _why_nothing(self) -> str:
        if not self.report.outlets:
            return "0 articles, because the registry has no outlet"
        states = Counter(outlet.state for outlet in self.report.outlets)
        if states[OutletState.NOT_DUE] == len(self.report.outlets):
            return "0 articles, because no source is due yet (crawl --force asks all the same)"
        if self.report.failed:
            return "0 articles, because " + "; ".join(
                f"{outlet.outlet_id}: {outlet.why_zero}" for outlet in self.report.failed[:5]
            )
        return "0 articles, because no source had anything new"


def _waits(number: int) -> str:
    return "1 URL waits" if number == 1 else f"{number} URLs wait"


def crawl_now(db: Path, registry: Registry, order: CrawlOrder, *, now: datetime, quiet: bool) -> CrawlAnswer:
    """Crawl what is due, as one run in the `runs` table.

    Raises:
        UsageProblem: an outlet is not in the registry, or --resolve cannot be read.
        StoreError: the file cannot be used.
    """
    _check(registry, order)
    with open_store(db) as store:
        run = start_run(store, "crawl", now)
    name_run(run)
    with progress("crawling", None, quiet=quiet) as advance:

        def step(done: Progress) -> None:
            advance(1 if done.outcome is not None else 0)

        report = crawl(_options(db, registry, order, run_id=run, step=step))
    names = {outlet.id: outlet.name for outlet in registry.outlets}
    with open_store(db) as store:
        ended = datetime.now(UTC)
        answer = CrawlAnswer(report, names, refused=order.refused, silent=_silent(store, report, ended))
        message = answer.as_text().splitlines()[-1]
        finish_run(store, run, RunEnd(answer.as_dict(), int(answer.exit_code), message), ended)
    return answer


def _silent(store: Store, report: CrawlReport, now: datetime) -> dict[str, str]:
    """Which of the outlets that were crawled have fallen silent, and since when."""
    crawled = {outlet.outlet_id for outlet in report.outlets}
    silences = {delivery.outlet_id: silence_of_outlet(delivery, now) for delivery in read_deliveries(store, now)}
    return {id_: silence_text(silence) for id_, silence in silences.items() if silence is not None and id_ in crawled}


def _check(registry: Registry, order: CrawlOrder) -> None:
    known = registry.by_id()
    missing = [outlet_id for outlet_id in order.outlet_ids if outlet_id not in known]
    if missing:
        raise UsageProblem(
            f"no outlet {', '.join(map(repr, missing))} in the registry. `corroborate outlets list` shows the ids."
        )
    if not registry.outlets:
        raise UsageProblem("the registry has no outlet to crawl. Name another with --outlets.")
    try:
        parse_resolve(order.resolve)
    except (CrawlerError, ValueError) as error:
        raise UsageProblem(f"--resolve: {error}") from error


def run_cycle(db: Path, registry: Registry, order: CrawlOrder, *, now: datetime, quiet: bool) -> CrawlAnswer:
    """One cycle under the lock: crawl what is due, then match everything; after it, tell the webhooks. A crawl that was told
    to stop is not followed by a match; the next cycle makes up for it. The log gets one line.

    Raises:
        Busy: another cycle is at work.
        UsageProblem, StoreError: as `crawl_now`.
    """
    _check(registry, order)
    began = time.monotonic()
    with open_store(db) as store, cycle_lock(store, "cycle", "corroborate run", now):
        answer = crawl_now(db, registry, order, now=now, quiet=quiet)
        if not answer.report.interrupted:
            answer = replace(answer, changes=_match(store, registry, apart=order.apart))
    if answer.changes is not None:
        with open_store(db) as store:
            deliver_after_cycle(store, _clock)
    log_cycle(answer, time.monotonic() - began)
    return answer


def _match(store: Store, registry: Registry, *, apart: bool) -> Changes:
    """Match here, or in a process of its own; then what a match needs is not even loaded here."""
    if apart:
        from desk.apart import match_apart

        return match_apart(store.path, registry, now=_clock())
    from desk.cycle import match_locked

    return match_locked(store, registry, now=_clock())


def _clock() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _options(
    db: Path, registry: Registry, order: CrawlOrder, *, run_id: int, step: Callable[[Progress], None]
) -> CrawlOptions:
    return CrawlOptions(
        db=db,
        registry=registry,
        outlets=order.outlet_ids,
        resolve=parse_resolve(order.resolve),
        limits=_limits(order),
        delay=DEFAULT_DELAY if order.delay is None else order.delay,
        contact=order.contact,
        force=order.force,
        warc=order.warc,
        run_id=run_id,
        progress=step,
    )


def _limits(order: CrawlOrder) -> Limits:
    limits = Limits(pages_per_outlet=order.max_pages or 0)
    return limits if order.max_age is None else replace(limits, max_age_days=order.max_age)
