"""What a crawl did: counted outcomes per outlet, what each source said, and why an outlet gave nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from store.records import Outcome
from store.sources import SourceKind

GOT_ARTICLE = frozenset(
    {Outcome.STORED, Outcome.REVISED, Outcome.UNCHANGED, Outcome.DUPLICATE, Outcome.PAYWALL, Outcome.LIVE_BLOG}
)
"""Outcomes that mean: the outlet answers with articles."""


ODD_ENDS = frozenset({Outcome.NOT_ARTICLE, Outcome.GONE, Outcome.SOFT_404, Outcome.OFFSITE, Outcome.TOO_SHORT})
"""Outcomes that any outlet's pages have now and then: a video, a story that was taken down, a line of text."""

FEW_ODD_ENDS = 2
"""So many of them, and nothing else, are no failure of an outlet whose sources answer; more of them may be one of ours."""


class OutletState(StrEnum):
    """How an outlet fared: it gave articles; it had nothing new; nothing of it was due; or it failed."""

    DELIVERED = "delivered"
    NOTHING_NEW = "nothing_new"
    NOT_DUE = "not_due"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SourceReport:
    """One source at this crawl. `outcome` is read, unchanged, robots, waiting, failed or retired; `detail` says why."""

    url: str
    kind: SourceKind
    outcome: str
    detail: str = ""
    entries: int = 0
    new: int = 0

    @property
    def answered(self) -> bool:
        """Whether the source could be read."""
        return self.outcome in {"read", "unchanged"}


@dataclass(frozen=True, slots=True)
class OutletReport:
    """One outlet at this crawl.

    `outcomes` counts each URL that was tried once. `waiting` URLs are left to the next crawl, `why_waiting` says for what.
    `why_zero` is one sentence where no article came in, else "".
    """

    outlet_id: str
    state: OutletState
    outcomes: Mapping[Outcome, int]
    sources: tuple[SourceReport, ...]
    waiting: int
    why_waiting: str
    why_zero: str

    @property
    def articles(self) -> int:
        """How many URLs led to an article that is stored now."""
        return sum(count for outcome, count in self.outcomes.items() if outcome in GOT_ARTICLE)


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """A whole crawl, outlets by id. `interrupted` tells that it was stopped before its end."""

    started: datetime
    finished: datetime
    outlets: tuple[OutletReport, ...]
    interrupted: bool = False

    @property
    def outcomes(self) -> dict[Outcome, int]:
        """All outcomes, in the order of the enumeration."""
        total: Counter[Outcome] = Counter()
        for outlet in self.outlets:
            total.update(outlet.outcomes)
        return {outcome: total[outcome] for outcome in Outcome if total[outcome]}

    @property
    def failed(self) -> tuple[OutletReport, ...]:
        """Outlets of which nothing could be had."""
        return tuple(outlet for outlet in self.outlets if outlet.state is OutletState.FAILED)


@dataclass(slots=True)
class OutletTally:
    """What is counted of one outlet while the crawl runs. A URL that is tried again counts with its last outcome."""

    outlet_id: str
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    sources: dict[str, SourceReport] = field(default_factory=dict)
    details: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def report(self, waiting: int, why_waiting: str) -> OutletReport:
        """The figures as they stand now."""
        total = Counter(self.outcomes.values())
        outcomes = {outcome: total[outcome] for outcome in Outcome if total[outcome]}
        sources = tuple(self.sources[url] for url in sorted(self.sources))
        state = self._state(outcomes, sources, waiting)
        why = "" if state is OutletState.DELIVERED else self._why(outcomes, sources, waiting, why_waiting)
        return OutletReport(self.outlet_id, state, outcomes, sources, waiting, why_waiting, why)

    def _state(self, outcomes: Mapping[Outcome, int], sources: tuple[SourceReport, ...], waiting: int) -> OutletState:
        if any(outcome in GOT_ARTICLE for outcome in outcomes):
            return OutletState.DELIVERED
        is_odd = sum(outcomes.values()) <= FEW_ODD_ENDS and ODD_ENDS.issuperset(outcomes)
        if waiting or (outcomes and not (is_odd and all(source.answered for source in sources))):
            return OutletState.FAILED
        if outcomes:
            return OutletState.NOTHING_NEW
        if not sources:
            return OutletState.FAILED if self.notes else OutletState.NOT_DUE
        read = [source for source in sources if source.answered]
        known = any(source.entries or source.outcome == "unchanged" for source in read)
        return OutletState.NOTHING_NEW if known else OutletState.FAILED

    def _why(
        self,
        outcomes: Mapping[Outcome, int],
        sources: tuple[SourceReport, ...],
        waiting: int,
        why_waiting: str,
    ) -> str:
        parts = [f"{counted(count, 'page')}: {outcome.value.replace('_', ' ')}" for outcome, count in outcomes.items()]
        if outcomes and self.details:
            parts.append(f"most often: {self.details.most_common(1)[0][0]}")
        if waiting:
            waits = "1 URL waits" if waiting == 1 else f"{waiting} URLs wait"
            parts.append(f"{waits} for a later crawl" + (f" ({why_waiting})" if why_waiting else ""))
        parts.extend(_describe(source) for source in sources if not source.answered or not source.new)
        parts.extend(self.notes)
        return "; ".join(parts) or "no source of it was due"


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "page"), counted(0, "page")
    ('1 page', '0 pages')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _describe(source: SourceReport) -> str:
    what = source.kind.value.replace("_", " ") if source.kind is not SourceKind.UNKNOWN else "source"
    if source.outcome == "unchanged":
        return f"{what} {source.url} has not changed"
    if source.outcome == "read":
        if not source.entries:
            return f"{what} {source.url} lists no article of the outlet" + (
                f" ({source.detail})" if source.detail else ""
            )
        known = "its one entry is" if source.entries == 1 else f"all {source.entries} entries are"
        return f"{what} {source.url}: {known} known"
    return f"{what} {source.url}: {source.detail or source.outcome}"
