"""What a match has to do: which events are new or other than the file has them, and which have to be judged again."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from desk.deciding import stored_decisions
from desk.ground import Ground
from desk.package_data import rules_fingerprint
from desk.rating_evidence import RULES
from desk.readers import Readers
from desk.settling import line_of, settle_around, settle_everything
from desk.touching import Region, around_decisions, region_of, with_events
from desk.window_keeping import kept_window
from matching import thresholds
from matching.candidates import in_days, window_of
from matching.decided import decided_events
from matching.decisions import NONE, Decisions
from matching.events import make_events
from matching.resources import Resources
from matching.sweep import PACKED_AT
from matching.thresholds import FOLLOW_UP_WINDOW
from matching.types import Article, Event, EventChanges, Registry
from matching.window import Window
from store.articles import read_articles
from store.connection import Store
from store.decisions import decided_since, last_decision
from store.event_rows import current_events, event_rows, events_after, events_with
from store.judgements import ToWrite
from store.match_state import MatchState, changed_since, events_between, last_change, read_match_state
from store.matched import (
    AsMatched,
    as_read,
    count_articles,
    found_elsewhere,
    heads_of,
    read_as_matched,
)
from store.pairs import PairRow, pair_row
from store.settled import are_settled, begin_settling, settled_after, settled_otherwise
from store.times import moment, to_text

CHUNK = 2_000
"""Events of a large file that are compared, judged and written at once, where all are."""


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a match: the changes to write, the events to judge; and of what decisions were laid over, the ids of all
    `events`, and of articles that are in another than they were `found` in, in which ("" for that one).
    """

    changes: ToWrite
    to_judge: tuple[Event, ...]
    events: frozenset[str] = frozenset()
    found: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Work:
    """All of a match: its `first` step, those that come after it (each is looked up when the one before is written), what was
    found, what was read of changed articles, what to leave to the next match, whether everything was matched `anew`, whether
    `everything` is judged, and what editors decided.
    """

    first: Step
    others: Iterator[Step]
    ground: Ground
    read: Mapping[str, AsMatched]
    state: MatchState
    anew: bool
    everything: bool
    decisions: Decisions = NONE

    @property
    def window(self) -> Window:
        """The window to keep for the next match."""
        return self.ground.window


def work_to_do(store: Store, registry: Registry, resources: Resources, *, now: datetime, full: bool) -> Work:
    """Match what is stored, and find out what is to be judged: all events in a `full` match and where the registry, the
    rules or the models are others than last time; else those that are new or have changed, those with a changed article
    or a changed score of a pair within them, those that something was decided about, and those whose time to be provisional
    has run out.

    Events are found as if nobody had decided anything; decisions are laid over what is found, so that an undone one leaves
    no trace.
    """
    before = read_match_state(store)
    rules = f"{rules_fingerprint()} {RULES}"
    open_after = to_text(now - FOLLOW_UP_WINDOW) or ""
    total = count_articles(store)
    state = MatchState(last_change(store), rules, registry.version, open_after, last_decision(store), total)
    since = _since(store, before, open_after)
    window = None if full or before.rules != rules else kept_window(store, resources)
    begin_settling(store)
    news = None if window is None else _news(store, window, since, _Counts(before.articles, total))
    decisions = stored_decisions(store)
    rows: tuple[PairRow, ...] = ()
    if window is None or news is None:
        window, news = settle_everything(store, resources, total, now), None
        changes = EventChanges()
    else:
        changes, rows, window = _take_in(store, window, news, resources)
    everything = full or (before.rules, before.registry) != (rules, registry.version)
    steps = _Steps(store, Ground(store, window), decisions, since, everything=everything, anew=news is None)
    touched = steps.touched(late=news is not None and bool(news.late))
    first, claimed = steps.around(changes, touched, news.gone if news else frozenset())
    first = replace(first, changes=replace(first.changes, pairs=rows))
    others = steps.of_the_rest(first, claimed, touched) if claimed is not None else iter(())
    return Work(first, others, steps.ground, news.read if news else {}, state, news is None, everything, decisions)


@dataclass(frozen=True, slots=True)
class _Since:
    """What has happened since the last match: the articles that came or changed, those that something was decided about,
    and the events that are provisional no more (or are again, under a clock that was put back).
    """

    changed: frozenset[str]
    decided: frozenset[str]
    expired: frozenset[str]


def _since(store: Store, before: MatchState, open_after: str) -> _Since:
    return _Since(
        changed=frozenset(changed_since(store, before.seen)),
        decided=frozenset(decided_since(store, before.decided)),
        expired=frozenset(events_between(store, *sorted((before.open_after, open_after)))),
    )


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many articles there were at the last match, and how many there are."""

    before: int
    now: int


@dataclass(frozen=True, slots=True)
class _News:
    """What the window is told: articles that came or changed, those that are of its time no more, and the times before its
    line (in days, sorted) at which an article came, changed or went. `read` is what the matcher reads of changed articles,
    `gone` are articles that the file has no more, of `total` ones in all.
    """

    coming: tuple[Article, ...]
    away: tuple[str, ...]
    late: tuple[float, ...]
    read: Mapping[str, AsMatched]
    gone: frozenset[str]
    total: int


def _news(store: Store, window: Window, since: _Since, counts: _Counts) -> _News | None:
    """What the window has to be told; None where it is better to match everything anew.

    That is so where the file became so small that all articles are compared again, where an article is gone that the window
    let go of, and where more has come than there was.
    """
    if math.isinf(window_of(counts.now)) and window.line > -math.inf:
        return None
    if len(since.changed) > max(thresholds.SMALL_FILE, counts.before):
        return None
    articles = articles_of(store, since.changed)
    before = read_as_matched(store, since.changed)
    gone = _gone(store, window, counts.before + len(articles) - len(before), counts.now)
    if not gone <= window.ids or any(window.time_of(key) < window.line for key in gone):
        return None
    read = {article.id: as_read(article) for article in articles}
    other = [article for article in articles if before.get(article.id) != read[article.id]]
    old = {key: _day(one) for key, one in before.items()}
    new = {article.id: _day(read[article.id]) for article in other}
    moments = {*new.values(), *(old[key] for key in new if key in old)}
    return _News(
        coming=tuple(article for article in other if new[article.id] >= window.line),
        away=tuple(sorted({key for key in new if old.get(key, -math.inf) >= window.line > new[key]} | gone)),
        late=tuple(sorted(when for when in moments if when < window.line)),
        read=read,
        gone=gone,
        total=counts.now,
    )


def _day(one: AsMatched) -> float:
    return in_days(moment(one.time))


def _gone(store: Store, window: Window, expected: int, there: int) -> frozenset[str]:
    """The articles that were matched and that the file has no more; nothing is looked up where their number is right."""
    if there == expected:
        return frozenset()
    rows = store.conn.execute("select article_id from matched where article_id not in (select id from articles)")
    here = {str(row[0]) for row in store.conn.execute("select id from articles")}
    return frozenset(str(row[0]) for row in rows) | (window.ids - here)


def _take_in(
    store: Store, window: Window, news: _News, resources: Resources
) -> tuple[EventChanges, tuple[PairRow, ...], Window]:
    """Let the window take in what is of its time, and match anew what lies around other changes; answers what that changed,
    the rows of its pair scores, and the live window.
    """
    with Readers(len(news.coming)) as readers:
        changes = window.update(news.coming, news.away, total=news.total, read=readers.read)
    rows = tuple(map(pair_row, window.explained(changes.pairs)))
    if news.late:
        window = settle_around(store, window, news.late, resources, news.total)
    return changes, rows, window


def pack(window: Window, now: float) -> None:
    """Let what is settled go (see `Window.retire`), once it is worth it; `now` in days. Call it when all that the match
    found is written: from then on the file alone knows of what goes.
    """
    line = line_of(window.newest(now))
    spare = window.rows - len(window) + len(window.leaving(line))
    if spare > PACKED_AT * window.rows:
        window.retire(line)


@dataclass(frozen=True, slots=True)
class _Steps:
    """Cuts a match into steps. `everything` is to be judged, or only what has changed; everything was matched `anew`, or
    only what has changed.
    """

    store: Store
    ground: Ground
    decisions: Decisions
    since: _Since
    everything: bool
    anew: bool

    def touched(self, *, late: bool) -> frozenset[str]:
        """The articles that have changed, or of which something was decided or settled otherwise than before."""
        touched = self.since.changed | self.since.decided
        settled = late or (self.anew and not self.everything)
        return touched | settled_otherwise(self.store) if settled else touched

    def around(
        self, changes: EventChanges, touched: frozenset[str], gone: frozenset[str]
    ) -> tuple[Step, frozenset[str] | None]:
        """The step that is about what has changed and what was decided; in a small file where everything is matched anew or
        judged, about everything. Answers also the articles that it is about; None where nothing else is to be done.
        """
        store = self.store
        elsewhere = found_elsewhere(store)
        seeds = self.since.decided | self.decisions.articles() | elsewhere | gone
        events = {*changes.gone, *self.since.expired}
        small = math.isinf(window_of(count_articles(store)))
        if not self.anew:
            seeds |= (
                touched
                | _in_pairs(changes)
                | {article_id for event in changes.events for article_id in event.article_ids}
            )
        if small and (self.anew or self.everything):
            seeds |= self.ground.window.ids
            events |= current_events(store)
        region = region_of(store, self.ground, seeds, events)
        step = self._around(changes, region, touched, elsewhere)
        rest = not small and (self.anew or self.everything)
        about = {article_id for event in region.found for article_id in event.article_ids}
        return step, (frozenset(about) if rest else None)

    def _around(
        self, changes: EventChanges, region: Region, touched: frozenset[str], elsewhere: Collection[str]
    ) -> Step:
        around = around_decisions(self.ground, self.decisions)
        scores = self.ground.scores_among(around)
        events = decided_events(region.found, heads_of(self.store, around), scores, self.decisions)
        changes = with_events(changes, events, region.held)
        found = _found(region.found, events, elsewhere)
        judged = self._to_judge(changes, events, touched)
        return Step(_to_write(changes), judged, frozenset(e.id for e in events), found)

    def _to_judge(self, changes: EventChanges, events: Iterable[Event], touched: frozenset[str]) -> tuple[Event, ...]:
        ids = (
            {event.id for event in changes.events}
            | (self.since.expired - set(changes.gone))
            | _rescored(events, changes)
        )
        return tuple(
            event for event in events if self.everything or event.id in ids or not touched.isdisjoint(event.article_ids)
        )

    def of_the_rest(self, first: Step, claimed: frozenset[str], touched: frozenset[str]) -> Iterator[Step]:
        """All events of which no article is claimed, chunk by chunk: those that were settled, where everything was matched
        anew, or those of the file; and at last the end of those that are neither.
        """
        after = ""
        while chunk := (settled_after(self.store, after, CHUNK) if self.anew else self._stored(after)):
            after = chunk[-1].id
            free = [event for event in chunk if claimed.isdisjoint(event.article_ids)]
            yield self._settled(free, touched) if self.anew else Step(ToWrite(), tuple(free))
        if self.anew:
            ended = current_events(self.store) - first.events
            yield Step(ToWrite(gone=tuple(sorted(ended - are_settled(self.store, ended)))), ())

    def _stored(self, after: str) -> tuple[Event, ...]:
        """The next events of the file."""
        rows = event_rows(self.store, events_after(self.store, after, CHUNK))
        heads = heads_of(self.store, {article_id for row in rows.values() for article_id in row.article_ids})
        ordered = [heads[key] for key in sorted(heads)]
        place = {article.id: number for number, article in enumerate(ordered)}
        return make_events(ordered, [[place[key] for key in row.article_ids] for row in rows.values()])

    def _settled(self, events: Collection[Event], touched: frozenset[str]) -> Step:
        """The step about settled events that no decision is about."""
        articles = {article_id for event in events for article_id in event.article_ids}
        held = event_rows(self.store, events_with(self.store, articles) | {event.id for event in events})
        ended = held.keys() - are_settled(self.store, held)
        changes = replace(with_events(EventChanges(), events, held), gone=tuple(sorted(ended)))
        return Step(_to_write(changes), self._to_judge(changes, events, touched))


def _found(found: Iterable[Event], decided: Iterable[Event], elsewhere: Collection[str]) -> dict[str, str]:
    """In which event each article was found that is in another one, or was: "" for those that are no more."""
    homes = {article_id: event.id for event in decided for article_id in event.article_ids}
    places = {article_id: event.id for event in found for article_id in event.article_ids}
    return {
        key: "" if place == homes[key] else place
        for key, place in places.items()
        if place != homes[key] or key in elsewhere
    }


def _to_write(changes: EventChanges) -> ToWrite:
    """The changes without those of pair scores, whose rows are made while the window still has their articles."""
    return ToWrite(changes.events, changes.gone, (), changes.pairs_gone)


def _in_pairs(changes: EventChanges) -> frozenset[str]:
    """The articles of which a pair score has changed."""
    pairs = [(score.a, score.b) for score in changes.pairs] + list(changes.pairs_gone)
    return frozenset(article_id for pair in pairs for article_id in pair)


def _rescored(events: Iterable[Event], changes: EventChanges) -> frozenset[str]:
    """The events within which a pair score has changed: no verdict rests on how near its articles are to those of others."""
    home = {article_id: event.id for event in events for article_id in event.article_ids}
    pairs = [(score.a, score.b) for score in changes.pairs] + list(changes.pairs_gone)
    return frozenset(home[a] for a, b in pairs if a in home and home[a] == home.get(b))


def articles_of(store: Store, ids: Iterable[str]) -> tuple[Article, ...]:
    """The stored articles with these ids, by id."""
    wanted = json.dumps(sorted(ids))
    return tuple(read_articles(store, where="id in (select value from json_each(?))", parameters=(wanted,)))
