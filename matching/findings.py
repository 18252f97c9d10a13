"""What was decided about each article of an event, and why it is not counted where it is not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching import reasons
from matching import thresholds as limits
from matching.dependence import decisive_credit, decisive_wire
from matching.origins import Group, credited_by, kind_of
from matching.reading import Reading
from matching.types import Body, Edge, EdgeKind, Event, Finding, Origin, OriginKind, Span


@dataclass(frozen=True, slots=True)
class Told:
    """The edges of an event by article: those of shared or reworded text that hold, in either direction; the first that says
    that it reprints a statement; and the articles about which an editor decided.
    """

    text: dict[str, tuple[Edge, ...]]
    statement: dict[str, Edge]
    decided: frozenset[str]


@dataclass(frozen=True, slots=True)
class Case:
    """One event with everything that was found out about it, before the state is decided."""

    event: Event
    readings: tuple[Reading, ...]
    groups: tuple[Group, ...]
    edges: tuple[Edge, ...]
    group_of: dict[str, Group]
    told: Told
    retracted: frozenset[str] = frozenset()  # ids of groups whose own newsroom has taken the report back


def barred(reading: Reading) -> str | None:
    """Return the reason for which an article can never count, or None."""
    if reading.body is not Body.FULL:
        return reasons.BODY_STUB if reading.body is Body.STUB else reasons.BODY_MISSING
    if reading.aggregator:
        return reasons.AGGREGATOR
    if reading.retracted:
        return reasons.RETRACTED
    if reading.taken_down:
        return reasons.TAKEN_DOWN
    return reading.commentary.code if reading.commentary is not None else None


def finding(case: Case, reading: Reading, origins: Mapping[str, Origin], apart: frozenset[str]) -> Finding:
    """Return what was decided about one article, with the span or score that decided it."""
    article_id = reading.article.id
    group = case.group_of.get(article_id)
    if group is None:
        code = barred(reading) or reasons.BODY_MISSING
        cut = (reading.body_span,) if reading.body_span else ()
        return Finding(
            article_id,
            None,
            OriginKind.UNKNOWN,
            False,
            code,
            (),
            reading.all_credits,
            cut,
            None,
            reading.article.correction,
            reading.article.gone,
        )
    kind = kind_of(reading, group)
    code, spans, score = _reason(case, reading, group, origins, apart)
    return Finding(
        article_id,
        group.id,
        kind,
        code == "",
        code,
        credited_by(reading, group),
        reading.all_credits,
        spans or (*reading.own.confirms, *reading.own.colour)[:3],
        score,
        reading.article.correction,
        reading.article.gone,
    )


def _reason(
    case: Case, reading: Reading, group: Group, origins: Mapping[str, Origin], apart: frozenset[str]
) -> tuple[str, tuple[Span, ...], float | None]:
    """Return why an article does not stand for a counted origin ("" if it does), with the span and score that decided."""
    article_id = reading.article.id
    bar = barred(reading)
    if bar is not None:
        spans = (reading.commentary.span,) if reading.commentary is not None else ()
        return bar, spans, None
    if group.id in case.retracted:
        return reasons.RETRACTED_ORIGIN, (), None
    if article_id in apart:
        return reasons.DIFFERENT_CLAIM, (), None
    if group.statement:
        given = case.told.statement.get(article_id)
        if given is not None and not reading.release_spans:
            return reasons.STATEMENT, given.spans, given.probability
        return reasons.STATEMENT, reading.release_spans, reading.release
    origin = origins[group.id]
    if origin.first_article_id == article_id and not origin.phantom:
        if origin.counts:
            return "", (), None
        return (reasons.SAME_FAMILY if origin.notable else reasons.NOT_NOTABLE), (), None
    credit = decisive_wire(reading)
    if credit is not None:
        return reasons.WIRE_COPY, (credit.span,), credit.weight
    credit = decisive_credit(reading)
    if credit is not None and group.root != article_id:
        return reasons.CREDITED_ORIGIN, (credit.span,), credit.weight
    return _shared(case, article_id)


def told_by(edges: Sequence[Edge]) -> Told:
    """Return the edges of an event by article."""
    text: dict[str, list[Edge]] = defaultdict(list)
    statement: dict[str, Edge] = {}
    decided: set[str] = set()
    for edge in edges:
        if edge.kind in {EdgeKind.COPY, EdgeKind.REWRITE} and edge.probability >= limits.EDGE:
            text[edge.article_id].append(edge)
            text[edge.target].append(edge)
        elif edge.kind is EdgeKind.STATEMENT:
            statement.setdefault(edge.article_id, edge)
        elif edge.kind is EdgeKind.DECISION:
            decided |= {edge.article_id, edge.target}
    return Told({key: tuple(text[key]) for key in sorted(text)}, statement, frozenset(decided))


def _shared(case: Case, article_id: str) -> tuple[str, tuple[Span, ...], float | None]:
    edges = case.told.text.get(article_id, ())
    if not edges:
        decided = article_id in case.told.decided
        return (reasons.DECIDED_ORIGIN if decided else reasons.SHARED_ORIGIN), (), None
    best = max(edges, key=lambda e: (e.article_id == article_id, e.probability))
    code = reasons.REWRITE if best.kind is EdgeKind.REWRITE else reasons.SHARED_ORIGIN
    return code, best.spans if best.article_id == article_id else (), best.probability
