"""The verdict on one event: which origins count, which state follows, and why, in a sentence.

The states are tried in the order of `matching.types.State`; the first that holds is the verdict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from matching import thresholds as limits
from matching.answers import answered
from matching.conflicts import conflicts
from matching.dependence import decisive_credit, decisive_wire, heard, is_mixed, time_order
from matching.explain import explain
from matching.findings import Case, barred, finding, told_by
from matching.names import normal
from matching.origins import Group, find_groups, is_unnamed, kind_of
from matching.reading import Reading
from matching.standing import Context
from matching.types import (
    Article,
    Body,
    Conflict,
    Event,
    Origin,
    OriginKind,
    OutletKind,
    PairScore,
    Span,
    State,
    Verdict,
)

RULESET = "2026.4"

Pairs = Mapping[tuple[str, str], PairScore]


def judge_event(
    event: Event, articles: Mapping[str, Article], context: Context, *, pairs: Pairs, now: datetime
) -> Verdict:
    """Return the verdict on `event` with its evidence.

    `articles` holds at least the event's articles by id, `pairs` the pair scores that are known (an empty mapping
    means: none were computed, and the check of the claim is left out), `now` the time for `provisional`. The same
    articles in any order give the same verdict. Raises KeyError where an article of the event is missing.
    """
    readings = heard(sorted((context.read(articles[i]) for i in event.article_ids), key=time_order))
    whole = [r for r in readings if r.body is Body.FULL]
    groups, edges = find_groups(event.id, whole, context.index, context.texts(event), context.decisions)
    case = Case(
        event,
        readings,
        groups,
        edges,
        {a: g for g in groups for a in g.articles},
        told_by(edges),
        _retracted({r.article.id: r for r in readings}, groups),
    )
    apart = _different_claims(case, context, pairs)
    able = {a for g in _countable_groups(case) for a in g.articles} - apart
    countable = [r for r in readings if barred(r) is None and r.article.id in able]
    origins = _origins(case, context, countable)
    state = _state(case, context, countable, origins)
    found = _conflicts(case, origins) if state is State.CORROBORATED else ()
    by_origin = {o.id: o for o in origins}
    verdict = Verdict(
        event_id=event.id,
        state=state,
        provisional=_provisional(event, now),
        disputed=bool(found),
        outlets=len({r.article.outlet_id for r in readings if not r.aggregator}),
        origins=len({case.group_of[r.article.id].id for r in countable}),
        notable_origins=sum(o.counts for o in origins),
        because="",
        origin_list=origins,
        findings=tuple(finding(case, r, by_origin, apart) for r in sorted(readings, key=lambda r: r.article.id)),
        edges=edges,
        conflicts=found,
        ruleset=RULESET,
        registry_version=context.registry.version,
    )
    return replace(verdict, because=explain(verdict, {r.article.id: r for r in readings}))


def _countable_groups(case: Case) -> list[Group]:
    """Groups with at least one article that can count, and whose origin stands by its report."""
    able = {r.article.id for r in case.readings if barred(r) is None}
    return [g for g in case.groups if g.id not in case.retracted and able & set(g.articles)]


def _retracted(readings: Mapping[str, Reading], groups: Sequence[Group]) -> frozenset[str]:
    """Return the ids of the groups whose origin has taken its report back.

    That is: each article of the origin's own outlet is retracted, or, where none is among the articles, the note of one
    that passed it on says that this newsroom withdrew it. Whatever rests on such a report, copy or credit, counts no more.
    """
    found = set()
    for group in groups:
        members = [readings[a] for a in group.articles]
        own = [r for r in members if r.article.outlet_id == group.outlet_id or r.article.id == group.root]
        withdrawn = [r for r in members if r.retracted]
        gone = all(r.retracted for r in own) if own else any(_names(r, group.name) for r in withdrawn)
        if gone or (group.statement and len(withdrawn) == len(members)):
            found.add(group.id)
    return frozenset(found)


def _names(reading: Reading, name: str) -> bool:
    note = reading.article.correction
    return note is not None and normal(name) in normal(note.text)


def _different_claims(case: Case, context: Context, pairs: Pairs) -> frozenset[str]:
    """Return the articles that report another central claim than the rest of the event.

    An event may be loose. Of its origins the largest set whose articles hang together by "same claim" stays (the
    earliest of equal ones); the others corroborate nothing. What an editor said to be one happening is one claim, and so
    is what an article confirms for itself and credits another newsroom with. A denial of a newsroom's report is another.
    """
    groups = _countable_groups(case)
    if len(groups) < 2 or not pairs:
        return frozenset()
    linked: dict[str, set[str]] = {g.id: {g.id} for g in groups}
    confirmed = {g.id: _confirmed(case, g) for g in groups}
    denied = {g.id: _denied(case, g) for g in groups}
    language = {r.article.id: r.language for r in case.readings}
    for i, a in enumerate(groups):
        for b in groups[i + 1 :]:
            answers = not (denied[a.id].isdisjoint(_newsroom(b)) and denied[b.id].isdisjoint(_newsroom(a)))
            if (
                context.decisions.same_report(a.articles, b.articles)
                or not confirmed[a.id].isdisjoint(_newsroom(b))
                or not confirmed[b.id].isdisjoint(_newsroom(a))
                or (not answers and _same_claim(language, a, b, pairs) >= limits.SAME_CLAIM)
            ):
                linked[a.id].add(b.id)
                linked[b.id].add(a.id)
    best = _largest(groups, linked)
    return frozenset(a for g in groups if g.id not in best for a in g.articles)


def _largest(groups: Sequence[Group], linked: Mapping[str, set[str]]) -> frozenset[str]:
    """The largest connected set of origins; of equal ones that of the earliest article."""
    best: frozenset[str] = frozenset()
    for group in groups:
        reach = _reach(group.id, linked)
        if len(reach) > len(best):
            best = reach
    return best


def _reach(start: str, linked: Mapping[str, set[str]]) -> frozenset[str]:
    seen = {start}
    todo = [start]
    while todo:
        for near in sorted(linked[todo.pop()] - seen):
            seen.add(near)
            todo.append(near)
    return frozenset(seen)


def _same_claim(language: Mapping[str, str], a: Group, b: Group, pairs: Pairs) -> float:
    """The best probability between articles of two origins; 1 where a language is met that the scorer never saw."""
    if any(language[x] not in limits.CLAIM_LANGUAGES for x in (*a.articles, *b.articles)):
        return 1.0
    scores = (pairs.get((min(x, y), max(x, y))) for x in a.articles for y in b.articles)
    return max((s.same_claim for s in scores if s is not None), default=0.0)


def _confirmed(case: Case, group: Group) -> frozenset[str]:
    """The newsrooms that articles of a group credit for the central claim, which they confirm themselves."""
    credits = [decisive_credit(r) for r in case.readings if r.article.id in group.articles and is_mixed(r)]
    return frozenset(c.outlet_id or normal(c.name) for c in credits if c is not None)


def _denied(case: Case, group: Group) -> frozenset[str]:
    """The newsrooms whose report every article of a group answers with a denial."""
    found = [answered(r) for r in case.readings if r.article.id in group.articles and barred(r) is None]
    return frozenset.intersection(*found) if found else frozenset()


def _newsroom(group: Group) -> tuple[str, str]:
    """The id and the name by which a credit may mean the newsroom of an origin; an id is no name."""
    return group.outlet_id or normal(group.name), normal(group.name)


def _origins(case: Case, context: Context, countable: Sequence[Reading]) -> tuple[Origin, ...]:
    """Return the origins of the countable articles by time; `counts` marks one notable origin for each family."""
    by_id = {r.article.id: r for r in case.readings}
    able = {r.article.id for r in countable}
    families: set[str] = set()
    found = []
    for group in case.groups:
        if not able & set(group.articles):
            continue
        outlet = context.outlets.get(group.outlet_id)
        family = (outlet.family or outlet.id) if outlet else ""
        notable = (
            outlet is not None and outlet.notable and not group.statement and outlet.kind is not OutletKind.AGGREGATOR
        )
        counts = notable and family not in families
        if counts:
            families.add(family)
        home = next((a for a in group.articles if by_id[a].article.outlet_id == group.outlet_id and a in able), "")
        first = by_id[home or next(a for a in group.articles if a in able)]
        found.append(
            Origin(
                id=group.id,
                kind=_origin_kind(group, first),
                name=group.name,
                outlet_id=group.outlet_id,
                family=family,
                notable=notable,
                notability_basis=outlet.notability_basis if outlet else "",
                phantom=not home and not group.statement,
                counts=counts,
                article_ids=group.articles,
                first_article_id=first.article.id,
                url=first.article.url,
                published=first.article.published,
                span=_evidence(first, group),
            )
        )
    return tuple(found)


def _origin_kind(group: Group, first: Reading) -> OriginKind:
    if group.statement:
        return OriginKind.STATEMENT
    if group.agency:
        return OriginKind.AGENCY
    kind = kind_of(first, group)
    return OriginKind.OUTLET if kind is OriginKind.COMMENTARY else kind


def _evidence(reading: Reading, group: Group) -> Span | None:
    """The span that shows best where an origin comes from: a credit of it, an act of own reporting, or the lead."""
    if group.statement and reading.release_spans:
        return reading.release_spans[0]
    credits = [c for c in reading.all_credits if (c.outlet_id or c.name) == (group.outlet_id or group.name)]
    if credits:
        return max(credits, key=lambda c: (c.weight, -c.span.start)).span
    own = (*reading.own.confirms, *reading.own.colour)
    if own:
        return own[0]
    return (
        Span(reading.sentences[0].start, reading.sentences[0].end, reading.sentences[0].text)
        if reading.sentences
        else None
    )


def _state(case: Case, context: Context, countable: Sequence[Reading], origins: Sequence[Origin]) -> State:
    if sum(o.counts for o in origins) >= 2:
        return State.CORROBORATED
    if _one_body_short(case, origins):
        return State.INSUFFICIENT_EVIDENCE
    if len({r.family for r in countable}) <= 1:
        return State.SINGLE_REPORT
    if origins and all(o.kind is OriginKind.STATEMENT for o in origins) and len(origins) == 1:
        return State.COMMON_STATEMENT
    families = {o.family or o.name for o in origins if o.kind is not OriginKind.STATEMENT and not is_unnamed(o.name)}
    if len(families) >= 2:
        return State.NOT_NOTABLE
    return State.SINGLE_ORIGIN


def _one_body_short(case: Case, origins: Sequence[Origin]) -> bool:
    """Whether one more notable outlet's body would make it two: one origin counts, and another family's is missing."""
    counted = {o.family for o in origins if o.counts}
    if len(counted) != 1:
        return False
    return any(
        r.body is not Body.FULL
        and r.notable
        and not r.aggregator
        and r.commentary is None
        and not r.retracted
        and r.family not in counted
        and decisive_wire(r) is None
        and decisive_credit(r) is None
        for r in case.readings
    )


def _conflicts(case: Case, origins: Sequence[Origin]) -> tuple[Conflict, ...]:
    """Where counted origins contradict each other: each speaks by the newest article of its own outlet that can count,
    for an update (a new toll) supersedes what the outlet said before.
    """
    speaks: dict[str, Reading] = {}
    for reading in case.readings:
        group = case.group_of.get(reading.article.id)
        if group is not None and barred(reading) is None and reading.article.outlet_id == group.outlet_id:
            speaks[group.id] = reading
    by_id = {r.article.id: r for r in case.readings}
    return conflicts([(o.id, speaks.get(o.id, by_id[o.first_article_id])) for o in origins if o.counts])


def _provisional(event: Event, now: datetime) -> bool:
    last = event.last_seen or event.first_seen
    return last is not None and now - last < limits.FOLLOW_UP_WINDOW
