"""The archive through the matcher's window: all of it, or what lies around articles that came late or changed."""

from __future__ import annotations

import itertools
import logging
import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from desk.readers import Readers
from matching import thresholds
from matching.candidates import in_days, window_of
from matching.resources import Resources
from matching.staying import EXACT_SCORES
from matching.sweep import PACKED_AT, Part, Settled, Sweep, part_around
from matching.types import Article
from matching.window import Window
from store.articles import read_articles
from store.connection import Store
from store.matched import as_read, read_in_order, span_of_times
from store.settled import begin_settling, lay_down, lay_down_reading

BATCH = 1_000
"""Articles that are read and matched at once. Other sizes were not measured."""
LATE_WINDOWS = 1
"""Windows before the newest article in which one may still come, change or go and be matched with the live ones. What is
older has all that lies around it matched anew, which takes as long as it took the first time: so a week, which nearly all
that a crawl finds late keeps within (no labels reach the exact length)."""
_PIECE = 500
# Times are kept in whole seconds; what is read beyond an edge does no harm, what is missing would.
_A_SECOND = 1 / 86_400


def line_of(newest: float) -> float:
    """Where the line of a window stands (see `matching.staying`) whose newest article is of this time, in days."""
    return newest - LATE_WINDOWS * thresholds.WINDOW_DAYS


def settle_everything(store: Store, resources: Resources, total: int, now: datetime) -> Window:
    """Match the whole archive, lay down what is found of it, and answer the live window at its end.

    In a file where all articles are compared with all, they are matched at once; else in order of time, so that no more
    than the live window is in memory.
    """
    begin_settling(store)
    if math.isinf(window_of(total)):
        articles = tuple(read_articles(store))
        window = Window(resources)
        with Readers(len(articles)) as readers:
            window.update(articles, read=readers.read)
        _note(store, articles)
        lay_down(store, window.events, ())
        ids = sorted(window.ids)
        for start in range(0, len(ids), _PIECE):
            lay_down(store, (), window.scores_of(ids[start : start + _PIECE]))
        return window
    _, newest = span_of_times(store, now)
    return _sweep(store, resources, Part(total, line=line_of(in_days(newest)))).window


def settle_around(store: Store, window: Window, late: Sequence[float], resources: Resources, total: int) -> Window:
    """Match anew what lies around times before the window's line (in days, sorted) at which articles came, changed or went;
    answers the live window, which is another one where it was reached by that. Call `begin_settling` before.

    Each part is taken wider, until everything is exact in it that could have changed.
    """
    for group in _groups(late):
        part = part_around(group, total)
        while True:
            logging.getLogger(__name__).info(
                "matching anew what lies around %d late or changed articles", len(part.late)
            )
            part = _as_far_as_there_is(store, part, window)
            sweep = _sweep(store, resources, part)
            if not sweep.short:
                break
            part = part.wider()
        if math.isinf(part.last):
            window = sweep.window
    return window


def _groups(late: Sequence[float]) -> list[list[float]]:
    """Times in groups, those together whose parts would overlap."""
    apart = 4 * EXACT_SCORES * thresholds.WINDOW_DAYS
    groups: list[list[float]] = [[late[0]]]
    for before, after in itertools.pairwise(late):
        if after - before > apart:
            groups.append([])
        groups[-1].append(after)
    return groups


def _as_far_as_there_is(store: Store, part: Part, window: Window) -> Part:
    """The part, up to the end where it comes as far as the live window, and without an edge where there is nothing beyond."""
    oldest = min((window.time_of(key) for key in window.ids), default=math.inf)
    first = part.first
    if part.last >= oldest:
        first = min(first, oldest - 2 * EXACT_SCORES * thresholds.WINDOW_DAYS)
        part = replace(part, last=math.inf, line=window.line)
    beginning, _ = span_of_times(store, datetime.max.replace(tzinfo=UTC))
    return replace(part, first=-math.inf if first <= in_days(beginning) else first)


def _sweep(store: Store, resources: Resources, part: Part) -> Sweep:
    """One sweep through a part of the archive."""

    def sink(settled: Settled) -> None:
        lay_down(store, settled.events, settled.scores)

    sweep = Sweep(resources, part, sink, PACKED_AT)
    coming = read_in_order(store, _moment(part.first), _moment(part.last + _A_SECOND), BATCH)
    with Readers(part.total) as readers:
        for batch in readers.through(coming):
            sweep.take(batch, readers.read)
            _note(store, batch)
    sweep.finish()
    return sweep


def _note(store: Store, articles: Sequence[Article]) -> None:
    lay_down_reading(store, {article.id: as_read(article) for article in articles})


def _moment(days: float) -> datetime | None:
    """A time in days as one of the calendar; None where it is infinite, or before the calendar."""
    if math.isinf(days):
        return None
    return datetime.fromtimestamp(days * 86_400, UTC)
