"""The one line that each cycle ends with in the log: what came in, what was judged, how long it took, how it ended."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from crawler.log_lines import CYCLE

if TYPE_CHECKING:
    from desk.crawling import CrawlAnswer

logger = logging.getLogger("corroborate.cycle")


def log_cycle(answer: CrawlAnswer, seconds: float) -> None:
    """A cycle that came to its end: `CYCLE` level, with the figures as fields of a JSON log."""
    outcomes = {outcome.value: number for outcome, number in answer.report.outcomes.items()}
    changes = answer.changes
    fields: dict[str, object] = {
        "seconds": round(seconds, 1),
        "exit_code": int(answer.exit_code),
        "outcomes": outcomes,
        "waiting": sum(outlet.waiting for outlet in answer.report.outlets),
        "failed_outlets": len(answer.report.failed),
        "silent_outlets": len(answer.silent),
        "interrupted": answer.report.interrupted,
    }
    if changes is not None:
        fields |= {
            "articles": changes.articles,
            "events": changes.events,
            "new_verdicts": changes.new_verdicts,
            "causes": changes.causes,
        }
    came = ", ".join(f"{number} {name}" for name, number in outcomes.items()) or "nothing new"
    judged = "not matched" if changes is None else f"{changes.new_verdicts} new verdicts on {changes.events} events"
    text = "cycle: %s; %s; %d outlets failed, %d silent; %.1f s, exit %d"
    values = (came, judged, len(answer.report.failed), len(answer.silent), seconds, int(answer.exit_code))
    logger.log(CYCLE, text, *values, extra={"fields": fields})


def log_failure(error: Exception, seconds: float) -> None:
    """A cycle that failed: level ERROR, with what was wrong."""
    fields = {"seconds": round(seconds, 1), "error": type(error).__name__}
    logger.error("cycle failed after %.1f s: %s", seconds, error, extra={"fields": fields})
