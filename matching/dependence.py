"""Edges of dependence that an article tells of itself: whom it credits, and whose version it is. Those that shared text
tells of are in `matching.textedges`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from matching import thresholds as limits
from matching.addresses import UNNAMED
from matching.attribution import UNNAMED_PRESS
from matching.nameforms import initials_of, is_wire_name
from matching.names import normal
from matching.reading import Reading
from matching.types import Credit, Edge, EdgeKind, OutletKind, Role


class Targets:
    """What the credits of one event point at. A name that the registry does not know may be cut short in one article and
    be whole in another ("the Journal-Gazette", "the Pellworth Journal-Gazette"): of at least two words, and with one longer
    name of the event that ends in it, it is that. So are the initials of one agency that is named in full.
    """

    def __init__(self, readings: Sequence[Reading]) -> None:
        """Learn the names of `readings`; raises nothing."""
        known: dict[str, str] = {}
        for reading in readings:
            for credit in reading.all_credits:
                if credit.name not in {UNNAMED, UNNAMED_PRESS}:
                    name = normal(credit.name)
                    known[name] = f"outlet:{credit.outlet_id}" if credit.outlet_id else f"name:{name}"
        self._whole: dict[str, str] = {}
        for name, target in sorted(known.items()):
            if " " in name:
                longer = {known[other] for other in known if other.endswith(f" {name}")}
            else:
                longer = {known[other] for other in known if is_wire_name(other) and initials_of(other) == name}
            if target.startswith("name:") and len(longer) == 1:
                self._whole[name] = longer.pop()

    def of(self, credit: Credit, article_id: str) -> str:
        """Return the phantom that a credit points at: "outlet:ID", "name:NAME", or one unnamed agency for each article."""
        if credit.outlet_id:
            return f"outlet:{credit.outlet_id}"
        if credit.name == UNNAMED:
            return f"unnamed:{article_id}"
        if credit.name == UNNAMED_PRESS:
            return f"unnamed:press:{article_id}"
        name = normal(credit.name)
        return self._whole.get(name, f"name:{name}")


def decisive_wire(reading: Reading) -> Credit | None:
    """Return the credit that makes an article's text another newsroom's by itself, or None.

    An agency's own page is never a copy by its house style; metadata alone (`canonical`) needs shared text.
    """
    if reading.outlet is not None and reading.outlet.kind is OutletKind.AGENCY:
        others = [c for c in reading.wire if c.outlet_id != reading.outlet.id and c.rule in {"dateline", "byline"}]
    else:
        others = list(reading.wire)
    return next((c for c in others if c.role is Role.WIRE and c.weight >= limits.WIRE_CREDIT), None)


def decisive_credit(reading: Reading) -> Credit | None:
    """Return the attribution that carries the central claim, the weightiest first, or None."""
    central = [c for c in reading.credits if c.central]
    return min(central, key=lambda c: (-c.weight, c.span.where != "title", c.span.start), default=None)


def is_mixed(reading: Reading) -> bool:
    """Whether an article credits another newsroom for the central claim and confirms that claim itself."""
    credit = decisive_credit(reading)
    if credit is None or decisive_wire(reading) is not None:
        return False
    # A lead that rests on several sources of its own or on an interview with somebody in charge, with the other newsroom acknowledged further down for having had
    # it first, is a confirmation: whoever only passes a story on, credits it where the claim stands.
    acknowledged = credit.rule in {"first-reported-by", "x-first-reported"} and credit.span.where == "text"
    first = any(s.end <= credit.span.start for s in (*reading.own.sources, *reading.own.interviews))
    return bool(reading.own.confirms) or (acknowledged and first)


def _support(readings: Iterable[Reading], targets: Targets) -> Counter[str]:
    """How many articles of the event point at each newsroom, by a decisive credit or by being its own."""
    counts: Counter[str] = Counter()
    for reading in readings:
        named = {targets.of(c, reading.article.id) for c in reading.credits if c.central}
        wire = decisive_wire(reading)
        if wire is not None:
            named.add(targets.of(wire, reading.article.id))
        counts.update({*named, f"outlet:{reading.article.outlet_id}"})
    return counts


def _best_credit(reading: Reading, support: Counter[str], targets: Targets) -> Credit | None:
    """Return the central credit that rests on most of the event; the weightiest of equal ones.

    An article may credit two newsrooms, one for the interview and one for having had it first. The one that others of
    the event name as well, or that is among them, is the origin that they share.
    """
    central = [c for c in reading.credits if c.central]
    return min(
        central,
        key=lambda c: (-support[targets.of(c, reading.article.id)], -c.weight, c.span.where != "title", c.span.start),
        default=None,
    )


def credit_edges(readings: Sequence[Reading]) -> list[Edge]:
    """Return an edge from each article to the newsroom that it credits with its text or its central claim."""
    targets = Targets(readings)
    support = _support(readings, targets)
    edges: list[Edge] = []
    for reading in readings:
        article_id = reading.article.id
        wire = decisive_wire(reading)
        if wire is not None:
            edges.append(
                Edge(article_id, targets.of(wire, article_id), EdgeKind.WIRE, wire.weight, (wire.span,), wire.rule)
            )
            continue
        credit = _best_credit(reading, support, targets)
        if credit is None:
            continue
        probability, note = credit.weight, credit.rule
        if is_mixed(reading):
            probability, note = 0.0, "confirms the claim itself"
        elif probability >= limits.CENTRAL_CREDIT:
            probability = max(limits.EDGE, probability)
        edges.append(
            Edge(article_id, targets.of(credit, article_id), EdgeKind.CREDIT, probability, (credit.span,), note)
        )
    return edges


def heard(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """The readings, those as reports that only speak like commentary and whose newsroom the others credit for the claim.

    A witness's blog is told in the first person; whom others of the event rest on, reported. A label ("Opinion") stands, and
    so does commentary beside the newsroom's own report.
    """
    styled = [r for r in readings if r.commentary is not None and r.commentary.by_style]
    if not styled:
        return tuple(readings)
    credited = {c.outlet_id for c in map(decisive_credit, readings) if c is not None and c.outlet_id}
    reported = {r.article.outlet_id for r in readings if r.commentary is None}
    chosen = {r.article.id for r in styled if r.article.outlet_id in credited - reported}
    return tuple(replace(r, commentary=None) if r.article.id in chosen else r for r in readings)


def time_order(reading: Reading) -> tuple[bool, float, str]:
    """Sort key: by publication time, articles without one last, then by id."""
    when = reading.article.published
    return when is None, when.timestamp() if when else 0.0, reading.article.id


def outlet_edges(readings: Sequence[Reading]) -> list[Edge]:
    """Join the versions of one outlet's article: all that depend on nobody, for one newsroom reported them."""
    groups: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        free = decisive_wire(reading) is None and decisive_credit(reading) is None
        if free and reading.commentary is None and reading.article.outlet_id:
            groups[reading.article.outlet_id].append(reading)
    edges = []
    for _, members in sorted(groups.items()):
        ordered = sorted(members, key=time_order)
        edges += [Edge(m.article.id, ordered[0].article.id, EdgeKind.SAME_OUTLET, 1.0) for m in ordered[1:]]
    return edges
