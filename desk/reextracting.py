"""`corroborate reextract`: the stored pages read again by the present extractor, as a counted run."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime

from crawler.reextract import ReextractOptions, ReextractReport, Result, reextract
from desk.errors import Exit, UsageProblem
from desk.logs import name_run
from desk.tables import progress
from matching.types import Registry
from store.connection import Store
from store.outlets import sync_registry
from store.runs import RunEnd, finish_run, start_run

_SAID = {
    Result.NEW: "new",
    Result.REVISED: "revised",
    Result.SAME: "as before",
    Result.KEPT: "kept as they were (the new extraction has less)",
    Result.DUPLICATE: "found to be a duplicate",
    Result.NO_ARTICLE: "without an article",
    Result.OUTDATED: "left, as a newer page was stored meanwhile",
    Result.FAILED: "failed",
}


@dataclass(frozen=True, slots=True)
class ReextractOrder:
    """What the command line asks for. `outlets` empty: every outlet; `workers` None: one for each processor."""

    outlets: tuple[str, ...] = ()
    since: datetime | None = None
    everything: bool = False
    workers: int | None = None


@dataclass(frozen=True, slots=True)
class ReextractAnswer:
    """What a run came to, as the command line tells of it."""

    report: ReextractReport

    @property
    def exit_code(self) -> Exit:
        """0 done, 3 some pages could not be read, 4 there is no stored page."""
        if not self.report.pages and not self.report.skipped:
            return Exit.NOTHING
        return Exit.PARTLY if self.report.results.get(Result.FAILED) else Exit.DONE

    def as_dict(self) -> dict[str, object]:
        """For --json and the run's row."""
        return {
            "extractor": self.report.extractor,
            "pages": self.report.pages,
            "skipped": self.report.skipped,
            "results": {result.value: number for result, number in self.report.results.items()},
            "no_article": {outcome.value: number for outcome, number in self.report.outcomes.items()},
        }

    def as_text(self) -> str:
        """One line of counts, and why some pages gave no article."""
        if not self.report.pages and not self.report.skipped:
            return "no stored page to read; `corroborate crawl` stores pages"
        parts = ", ".join(f"{number} {_SAID[result]}" for result, number in self.report.results.items())
        lines = [f"{self.report.pages} pages read{': ' + parts if parts else ''}"]
        if self.report.outcomes:
            why = ", ".join(
                f"{number} {outcome.value.replace('_', ' ')}" for outcome, number in self.report.outcomes.items()
            )
            lines.append(f"without an article: {why}")
        if self.report.skipped:
            lines.append(f"{self.report.skipped} were read by this extractor before (--all reads them again)")
        if self.report.results.get(Result.NEW) or self.report.results.get(Result.REVISED):
            lines.append("`corroborate match` judges anew what changed")
        return "\n".join(lines)


def reextract_now(
    store: Store, registry: Registry, order: ReextractOrder, *, now: datetime, quiet: bool
) -> ReextractAnswer:
    """Read the stored pages again, as one run in the `runs` table.

    Raises:
        UsageProblem: an outlet is not in the registry.
        CrawlerError, StoreError: as `crawler.reextract.reextract`.
    """
    missing = sorted(set(order.outlets) - set(registry.by_id()))
    if missing:
        raise UsageProblem(
            f"no outlet {', '.join(map(repr, missing))} in the registry. `corroborate outlets list` shows the ids."
        )
    sync_registry(store, registry, now)
    run = start_run(store, "reextract", now)
    name_run(run)
    with progress("reading", None, quiet=quiet) as advance:
        options = ReextractOptions(
            registry=registry,
            outlets=order.outlets,
            since=order.since,
            everything=order.everything,
            workers=order.workers or os.cpu_count() or 1,
            progress=lambda _done, _total: advance(1),
        )
        answer = ReextractAnswer(reextract(store, options, lambda: datetime.now(UTC)))
    message = answer.as_text().splitlines()[0]
    finish_run(store, run, RunEnd(answer.as_dict(), int(answer.exit_code), message), datetime.now(UTC))
    return answer
