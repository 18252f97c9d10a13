"""Origins: the acts of reporting behind an event's articles, from the edges of dependence between them.

Articles and phantoms (credited newsrooms, crawled or not) are nodes; every edge of at least `thresholds.EDGE` joins two
of them; each group that results rests on one origin. Whose origin it is, is decided inside the group: the newsroom whose
text it is, else the one most credited, else a statement, else the earliest notable outlet that carries the text.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from matching import thresholds as limits
from matching.addresses import UNNAMED
from matching.agencies import AGENCIES
from matching.attribution import UNNAMED_PRESS
from matching.decidedorigins import decided_edges
from matching.decisions import NONE, Decisions
from matching.dependence import (
    credit_edges,
    decisive_credit,
    decisive_wire,
    is_mixed,
    outlet_edges,
    time_order,
)
from matching.mentions import MentionIndex
from matching.nameforms import is_wire_name
from matching.names import normal
from matching.reading import Reading
from matching.reprints import reprint_edges
from matching.textedges import TextEdges
from matching.types import Edge, EdgeKind, OriginKind, OutletKind, Role

SOME_NEWSROOM, SOME_AGENCY = "a newsroom that is not named", "an agency that is not named"
_AGENCY_NAMES = frozenset(normal(a.name) for a in AGENCIES)


@dataclass(frozen=True, slots=True)
class Group:
    """The articles that rest on one origin, and whose origin it is.

    `root` is a node: an article id, "outlet:ID", "name:NAME", "unnamed:ID" or "statement:ID". `articles` are sorted by
    time. `outlet_id` is "" for a statement and for a name that the registry does not know.
    """

    id: str
    root: str
    name: str
    outlet_id: str
    articles: tuple[str, ...]
    statement: bool
    agency: bool


def find_groups(
    event_id: str,
    readings: Sequence[Reading],
    index: MentionIndex,
    texts: TextEdges | None = None,
    decisions: Decisions = NONE,
) -> tuple[tuple[Group, ...], tuple[Edge, ...]]:
    """Return the groups of one event, sorted by the time of their first article, and every edge that was found.

    `readings` are those of the articles whose body could be had; the same readings in any order give the same groups.
    `texts` holds what was worked out about shared text when the event was smaller, if that was kept. What editors decided
    about origins outranks what text and credits say.
    """
    ordered = sorted(readings, key=time_order)
    edges = [*credit_edges(ordered), *(texts or TextEdges()).find(ordered), *outlet_edges(ordered)]
    edges += [*reprint_edges(ordered), *_home_edges(ordered, edges, index)]
    if decisions:
        edges = decided_edges([r.article.id for r in ordered], edges, decisions)
    edges.sort(key=lambda e: (e.article_id, e.target, e.kind))
    components = _components([r.article.id for r in ordered], edges)
    by_id = {r.article.id: r for r in ordered}
    by_target: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        by_target[edge.target].append(edge)
    groups = [
        _group(event_id, nodes, by_id, [e for node in nodes for e in by_target.get(node, ())], index)
        for nodes in components
    ]
    order = {r.article.id: n for n, r in enumerate(ordered)}
    groups = _one_for_each_root(event_id, groups, components, by_id, decisions)
    groups = _unnamed_joined(groups, by_id, decisions)
    return tuple(sorted(groups, key=lambda g: order[g.articles[0]])), tuple(edges)


def _one_for_each_root(
    event_id: str,
    groups: Sequence[Group],
    components: Sequence[Sequence[str]],
    by_id: Mapping[str, Reading],
    decisions: Decisions,
) -> list[Group]:
    """The groups, those joined that name one newsroom as their origin (one by a decisive credit, another by a weak one).

    Where an editor keeps them apart, the one that the newsroom is no node of rests on whoever carries it first.
    """
    by_root: dict[str, list[tuple[bool, Group]]] = defaultdict(list)
    for group, nodes in zip(groups, components, strict=True):
        by_root[group.root].append((group.root not in nodes, group))
    found = []
    for _, alike in sorted(by_root.items()):
        first, *others = (group for _, group in sorted(alike, key=lambda pair: (pair[0], pair[1].articles)))
        articles = list(first.articles)
        for group in others:
            if decisions.keep_apart(articles, group.articles):
                found.append(_carried(event_id, sorted((by_id[a] for a in group.articles), key=time_order)))
            else:
                articles += group.articles
        ordered = sorted((by_id[a] for a in articles), key=time_order)
        found.append(replace(first, articles=tuple(r.article.id for r in ordered)))
    return found


def is_unnamed(name: str) -> bool:
    """Whether the name of an origin says that nobody knows whose it is."""
    return name in {SOME_NEWSROOM, SOME_AGENCY}


def _unnamed_joined(groups: Sequence[Group], by_id: Mapping[str, Reading], decisions: Decisions) -> list[Group]:
    """The groups, "local media reported" joined to the one other origin of the event, where that was there before.

    A newsroom that is not named cannot be shown to be another one. Among several origins it stays for itself.
    """
    unnamed = [g for g in groups if g.root.startswith("unnamed:press:")]
    others = [g for g in groups if g not in unnamed and not g.statement]
    if len(others) != 1 or not unnamed:
        return list(groups)
    home, kept = others[0], [g for g in groups if g not in unnamed and g is not others[0]]
    for group in unnamed:
        first = time_order(by_id[group.articles[0]])
        if time_order(by_id[home.articles[0]]) > first or decisions.keep_apart(home.articles, group.articles):
            kept.append(group)
            continue
        members = sorted((by_id[a] for a in (*home.articles, *group.articles)), key=time_order)
        home = replace(home, articles=tuple(r.article.id for r in members))
    return [*kept, home]


def _home_edges(readings: Sequence[Reading], edges: Sequence[Edge], index: MentionIndex) -> list[Edge]:
    """Join each credited newsroom to its own article in the event, where it reported one for itself."""
    credited = {e.target for e in edges if e.target.startswith("outlet:") and e.probability >= limits.EDGE}
    homes: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        target = f"outlet:{index.newsroom(reading.article.outlet_id)}"
        if target in credited and reading.commentary is None:
            homes[target].append(reading)
    found = []
    for target, own in sorted(homes.items()):
        free = [r for r in own if decisive_wire(r) is None and (decisive_credit(r) is None or is_mixed(r))]
        pool = free or own
        best = min(pool, key=lambda r: (decisive_credit(r) is not None, time_order(r)))
        found.append(Edge(best.article.id, target, EdgeKind.CREDIT, 1.0, (), "this outlet's own article"))
    return found


def _components(article_ids: Sequence[str], edges: Sequence[Edge]) -> list[list[str]]:
    """Connected nodes, by union-find over the edges that hold; only those with an article in them."""
    parent: dict[str, str] = {a: a for a in article_ids}

    def find(node: str) -> str:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for edge in edges:
        if edge.probability >= limits.EDGE:
            a, b = find(edge.article_id), find(edge.target)
            if a != b:
                parent[max(a, b)] = min(a, b)
    groups: dict[str, list[str]] = defaultdict(list)
    for node in sorted(parent):
        groups[find(node)].append(node)
    known = set(article_ids)
    return [nodes for _, nodes in sorted(groups.items()) if known & set(nodes)]


def _group(
    event_id: str, nodes: Sequence[str], by_id: Mapping[str, Reading], edges: Sequence[Edge], index: MentionIndex
) -> Group:
    members = sorted((by_id[n] for n in nodes if n in by_id), key=time_order)
    articles = tuple(r.article.id for r in members)
    phantom = _phantom(members, edges)
    if phantom:
        return _of_phantom(event_id, phantom, articles, index, members)
    if any(n.startswith("statement:") for n in nodes) or _is_statement(members):
        return Group(
            _id(event_id, f"statement:{articles[0]}"),
            f"statement:{articles[0]}",
            "statement",
            "",
            articles,
            True,
            False,
        )
    return _carried(event_id, members)


def _carried(event_id: str, members: Sequence[Reading]) -> Group:
    """The group of an origin that belongs to whoever carries it first."""
    articles = tuple(r.article.id for r in members)
    root = _first_carrier(members)
    outlet_id = root.article.outlet_id
    name = root.outlet.name if root.outlet else outlet_id
    agency = root.outlet is not None and root.outlet.kind is OutletKind.AGENCY
    return Group(_id(event_id, articles[0]), root.article.id, name, outlet_id, articles, False, agency)


def _id(event_id: str, node: str) -> str:
    return "o" + hashlib.sha256(f"{event_id}|{node}".encode()).hexdigest()[:15]


def _phantom(members: Sequence[Reading], edges: Sequence[Edge]) -> str:
    """Choose whose origin it is among the newsrooms that a group's articles credit (by `edges`, those to its nodes), or ""."""
    weights: dict[str, list[float]] = {}
    for edge in edges:
        if edge.kind in {EdgeKind.WIRE, EdgeKind.CREDIT} and edge.probability >= limits.EDGE:
            weight = weights.setdefault(edge.target, [0.0, 0.0])
            weight[edge.kind is EdgeKind.CREDIT] += (
                edge.probability if edge.note != "this outlet's own article" else 0.0
            )
    dependent = {f"outlet:{r.article.outlet_id}" for r in members if _leans(r)}
    free = {f"outlet:{r.article.outlet_id}" for r in members if not _leans(r)}
    roots = {t: w for t, w in weights.items() if t not in dependent - free} or weights
    if roots:
        return min(roots, key=lambda t: (-roots[t][0], t.startswith("unnamed:"), -roots[t][1], t))
    return _weak_wire(members)


def _leans(reading: Reading) -> bool:
    """Whether an article rests on a credited newsroom."""
    return decisive_wire(reading) is not None or (decisive_credit(reading) is not None and not is_mixed(reading))


def _weak_wire(members: Sequence[Reading]) -> str:
    """A credit that does not decide alone ("contributed", canonical, "wire reports") does once the text is shared."""
    outlets = {r.article.outlet_id for r in members}
    agencies = {r.article.outlet_id for r in members if r.outlet is not None and r.outlet.kind is OutletKind.AGENCY}
    if len(agencies) == 1:
        return f"outlet:{next(iter(agencies))}"
    if len(outlets) < 2:
        return ""
    found: dict[str, float] = defaultdict(float)
    for reading in members:
        for credit in reading.wire:
            if credit.outlet_id and credit.outlet_id != reading.article.outlet_id:
                found[f"outlet:{credit.outlet_id}"] += credit.weight
    return min(found, key=lambda t: (-found[t], t)) if found else ""


def _of_phantom(
    event_id: str, node: str, articles: tuple[str, ...], index: MentionIndex, members: Sequence[Reading]
) -> Group:
    kind, _, key = node.partition(":")
    if kind == "outlet":
        name = index.outlets[key].name
        return Group(_id(event_id, node), node, name, key, articles, False, index.is_agency(key))
    if kind == "unnamed":
        press = key.startswith("press:")
        name = SOME_NEWSROOM if press else SOME_AGENCY
        return Group(_id(event_id, node), node, name, "", articles, False, not press)
    credits = [c for r in members for c in r.all_credits if normal(c.name) == key]
    name = credits[0].name if credits else key
    agency = key in _AGENCY_NAMES or is_wire_name(name) or any(c.rule == "dateline" for c in credits)
    return Group(_id(event_id, node), node, name, "", articles, False, agency)


def _is_statement(members: Sequence[Reading]) -> bool:
    """Whether a group's text is a release: its formulas, and no newsroom's own narration in any copy."""
    if any(r.own.confirms for r in members):
        return False
    best = max(r.release for r in members)
    families = {r.family for r in members if not r.aggregator}
    if len(families) >= 2:
        return best >= limits.RELEASE_SCORE
    return best >= limits.RELEASE_ALONE and not any(r.own.colour for r in members)


def _first_carrier(members: Sequence[Reading]) -> Reading:
    """The article whose outlet a text is put down to where no copy credits anybody.

    Among different outlets that is the earliest notable one; commentary and aggregators only where there is nothing else.
    """
    plain = [r for r in members if not r.aggregator and r.commentary is None] or list(members)
    notable = [r for r in plain if r.notable]
    return (notable or plain)[0]


def kind_of(reading: Reading, group: Group) -> OriginKind:
    """Return where an article's central claim comes from, given its group."""
    if reading.commentary is not None and reading.commentary.code == "commentary":
        return OriginKind.COMMENTARY
    if group.statement:
        return OriginKind.STATEMENT
    if group.outlet_id and group.outlet_id == reading.article.outlet_id:
        return OriginKind.MIXED if is_mixed(reading) else OriginKind.OWN
    if group.root == reading.article.id:
        return OriginKind.MIXED if is_mixed(reading) else OriginKind.OWN
    return OriginKind.AGENCY if group.agency else OriginKind.OUTLET


def credited_by(reading: Reading, group: Group) -> tuple[str, ...]:
    """Return whom an article rests on, the origin first: registry ids, or names where unregistered.

    An id that does not spell its newsroom's name (made from a domain, say) is followed by the name, so that a reader
    without the registry knows who is meant. For an article of its own: empty. For a mixed one: the newsroom whose
    report it confirms.
    """
    kind = kind_of(reading, group)
    if kind in {OriginKind.OWN, OriginKind.STATEMENT, OriginKind.COMMENTARY}:
        return ()
    found: list[str] = []
    if kind is not OriginKind.MIXED and not group.root.startswith("unnamed:"):
        found += _spelled(group.outlet_id, group.name)
    for credit in sorted(reading.all_credits, key=lambda c: -c.weight):
        decisive = credit.central or (credit.role in {Role.WIRE, Role.CONTRIBUTION} and credit.outlet_id)
        key = credit.outlet_id or credit.name
        if (
            decisive
            and key not in found
            and credit.name not in {UNNAMED, UNNAMED_PRESS}
            and key != reading.article.outlet_id
        ):
            found += _spelled(credit.outlet_id, credit.name)
    return tuple(dict.fromkeys(found))


def _spelled(outlet_id: str, name: str) -> list[str]:
    """An id, followed by the name where no word of the name stands in the id; a name alone where there is no id."""
    if not outlet_id:
        return [name]
    words = set(normal(name).split()) - {"news", "com"}
    return [outlet_id] if words & set(outlet_id.split("-")) else [outlet_id, name]
