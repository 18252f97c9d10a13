"""Edges of dependence between the articles of one event: who has it from whom, with a probability and evidence."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from matching import thresholds as limits
from matching.attribution import UNNAMED_PRESS
from matching.credits import UNNAMED
from matching.names import normal
from matching.reading import Reading
from matching.rewrites import compare
from matching.shingles import Overlap, aligned_spans, overlaps
from matching.types import Credit, Edge, EdgeKind, OutletKind, Role, Span

_MANY = 40  # articles in an event beyond which rewrites are looked for only among those that share rare facts


def target_of(credit: Credit, article_id: str) -> str:
    """Return the phantom that a credit points at: "outlet:ID", "name:NAME", or one unnamed agency for each article."""
    if credit.outlet_id:
        return f"outlet:{credit.outlet_id}"
    if credit.name == UNNAMED:
        return f"unnamed:{article_id}"
    if credit.name == UNNAMED_PRESS:
        return f"unnamed:press:{article_id}"
    return f"name:{normal(credit.name)}"


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


def _support(readings: Iterable[Reading]) -> Counter[str]:
    """How many articles of the event point at each newsroom, by a decisive credit or by being its own."""
    counts: Counter[str] = Counter()
    for reading in readings:
        targets = {target_of(c, reading.article.id) for c in reading.credits if c.central}
        wire = decisive_wire(reading)
        if wire is not None:
            targets.add(target_of(wire, reading.article.id))
        counts.update({*targets, f"outlet:{reading.article.outlet_id}"})
    return counts


def _best_credit(reading: Reading, support: Counter[str]) -> Credit | None:
    """Return the central credit that rests on most of the event; the weightiest of equal ones.

    An article may credit two newsrooms, one for the interview and one for having had it first. The one that others of
    the event name as well, or that is among them, is the origin that they share.
    """
    central = [c for c in reading.credits if c.central]
    return min(
        central,
        key=lambda c: (-support[target_of(c, reading.article.id)], -c.weight, c.span.where != "title", c.span.start),
        default=None,
    )


def credit_edges(readings: Sequence[Reading]) -> list[Edge]:
    """Return an edge from each article to the newsroom that it credits with its text or its central claim."""
    support = _support(readings)
    edges: list[Edge] = []
    for reading in readings:
        article_id = reading.article.id
        wire = decisive_wire(reading)
        if wire is not None:
            edges.append(
                Edge(article_id, target_of(wire, article_id), EdgeKind.WIRE, wire.weight, (wire.span,), wire.rule)
            )
            continue
        credit = _best_credit(reading, support)
        if credit is None:
            continue
        probability, note = credit.weight, credit.rule
        if is_mixed(reading):
            probability, note = 0.0, "confirms the claim itself"
        elif probability >= limits.CENTRAL_CREDIT:
            probability = max(limits.EDGE, probability)
        edges.append(
            Edge(article_id, target_of(credit, article_id), EdgeKind.CREDIT, probability, (credit.span,), note)
        )
    return edges


def text_edges(readings: Sequence[Reading]) -> list[Edge]:
    """Return the edges of shared and reworded text, each from the later article to the earlier.

    Of the copies only the strongest edges that join them are kept (a maximum spanning forest): every article keeps its
    best evidence, and an event of a thousand copies does not keep half a million edges.
    """
    by_id = {r.article.id: r for r in readings}
    shared = overlaps({key: r.words for key, r in by_id.items()}, least=limits.COPY_LEAST_SHINGLES)
    rated = sorted(((_rated(o, by_id), o) for o in shared), key=lambda p: (-p[0], p[1].a, p[1].b))
    joined = _Sets()
    edges = [
        _copy(overlap, by_id, probability)
        for probability, overlap in rated
        if probability >= limits.NEAR_EDGE
        and (joined.join(overlap.a, overlap.b) if probability >= limits.EDGE else joined.apart(overlap.a, overlap.b))
    ]
    for a, b in _rewrite_candidates(readings):
        if joined.apart(a, b):
            edges += _rewrite(by_id[a], by_id[b])
    return edges


def _rated(overlap: Overlap, by_id: dict[str, Reading]) -> float:
    """The probability of a copy, where own reporting of the later article breaks a tie.

    A borrowed paragraph in a report whose writer saw the papers leaves it a report.
    """
    probability = copy_probability(overlap)
    if similarity(overlap) >= limits.TIE_SIMILARITY or probability >= limits.COPY_SURE:
        return probability
    later, earlier = _in_time(by_id[overlap.a], by_id[overlap.b])
    dated = later.article.published is not None and later.article.published != earlier.article.published
    return min(probability, limits.NEAR_EDGE) if dated and later.own.confirms else probability


class _Sets:
    """Disjoint sets of article ids."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def find(self, key: str) -> str:
        while (parent := self._parent.get(key, key)) != key:
            self._parent[key] = self._parent.get(parent, parent)
            key = parent
        return key

    def apart(self, a: str, b: str) -> bool:
        return self.find(a) != self.find(b)

    def join(self, a: str, b: str) -> bool:
        """Put two sets together; whether they were apart before."""
        first, second = sorted((self.find(a), self.find(b)))
        self._parent[second] = first
        return first != second


def similarity(overlap: Overlap) -> float:
    """Return the geometric mean of both containments."""
    return math.sqrt(overlap.in_a * overlap.in_b)


def copy_probability(overlap: Overlap) -> float:
    """Return how sure shared text makes it that two articles are one report, between 0 and `COPY_SURE`.

    A straight line in the logarithm of the similarity, through 0.5 at `COPY_SIMILARITY` and `COPY_SURE` at `COPY_CERTAIN`.
    """
    if overlap.shared < limits.COPY_LEAST_SHINGLES:
        return 0.0
    if overlap.containment >= limits.TRIMMED_CONTAINMENT and overlap.shared >= limits.TRIMMED_LEAST_SHINGLES:
        return limits.COPY_SURE
    value = similarity(overlap)
    if value <= 0:
        return 0.0
    reach = math.log(limits.COPY_CERTAIN / limits.COPY_SIMILARITY)
    return max(
        0.0, min(limits.COPY_SURE, 0.5 + (limits.COPY_SURE - 0.5) * math.log(value / limits.COPY_SIMILARITY) / reach)
    )


def _copy(overlap: Overlap, by_id: dict[str, Reading], probability: float) -> Edge:
    later, earlier = _in_time(by_id[overlap.a], by_id[overlap.b])
    spans: tuple[Span, ...] = ()
    if probability >= limits.EDGE:
        spans = aligned_spans(later.article.text, later.words, earlier.words, limit=1)
    note = f"{overlap.in_a:.2f} of {overlap.a}, {overlap.in_b:.2f} of {overlap.b}"
    return Edge(later.article.id, earlier.article.id, EdgeKind.COPY, round(probability, 3), spans, note)


def _in_time(a: Reading, b: Reading) -> tuple[Reading, Reading]:
    """Return (later, earlier) of two readings."""
    return (b, a) if time_order(a) <= time_order(b) else (a, b)


def time_order(reading: Reading) -> tuple[bool, float, str]:
    """Sort key: by publication time, articles without one last, then by id."""
    when = reading.article.published
    return when is None, when.timestamp() if when else 0.0, reading.article.id


def _rewrite_candidates(readings: Sequence[Reading]) -> list[tuple[str, str]]:
    """Pairs of different outlets that could be rewrites: enough facts, and most of the smaller's facts shared."""
    facts = {r.article.id: r.facts.hard for r in readings if len(r.facts.hard) >= limits.REWRITE_FACTS}
    outlets = {r.article.id: r.article.outlet_id for r in readings}
    ids = sorted(facts)
    every = [(a, b) for i, a in enumerate(ids) for b in ids[i + 1 :]]
    pairs = _sharing_rare(facts) if len(ids) > _MANY else every
    kept = []
    for a, b in pairs:
        both = len(facts[a] & facts[b])
        small = min(len(facts[a]), len(facts[b]))
        if outlets[a] != outlets[b] and both >= (1 - limits.REWRITE_OWN) * small:
            kept.append((a, b))
    return kept


def _sharing_rare(facts: dict[str, frozenset[str]]) -> list[tuple[str, str]]:
    """Pairs that share at least three facts which at most `_MANY` articles have."""
    holders: dict[str, list[str]] = defaultdict(list)
    for key in sorted(facts):
        for fact in facts[key]:
            holders[fact].append(key)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for keys in holders.values():
        if 2 <= len(keys) <= _MANY:
            for i, a in enumerate(keys):
                for b in keys[i + 1 :]:
                    counts[a, b] += 1
    return sorted(pair for pair, n in counts.items() if n >= 3)


def _rewrite(a: Reading, b: Reading) -> list[Edge]:
    result = compare(a.facts, b.facts)
    union = len(a.facts.hard | b.facts.hard)
    common = len(a.facts.hard & b.facts.hard) / max(1, union)
    fits = (
        result.facts >= limits.REWRITE_FACTS
        and result.covered >= limits.REWRITE_COVERED
        and result.order >= limits.REWRITE_ORDER
        and result.own <= limits.REWRITE_OWN
        and common >= limits.REWRITE_SHARED
    )
    if not fits:
        return []
    later, earlier = _in_time(a, b)
    smaller = a if len(a.facts.hard) <= len(b.facts.hard) else b
    numbers = [i if smaller is later else j for i, j in result.aligned][:2]
    spans = tuple(Span(s.start, s.end, s.text) for s in (later.sentences[n] for n in sorted(set(numbers))))
    note = (
        f"{result.covered:.2f} of the sentences answered, {result.order:.2f} in the same order, "
        f"{result.own:.2f} of the figures and names its own"
    )
    return [Edge(later.article.id, earlier.article.id, EdgeKind.REWRITE, 0.8, spans, note)]


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
