"""Edges of dependence as editors have decided them: what rests on one origin by their word is joined, what does not is kept
apart, whatever text and credits say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matching import thresholds as limits
from matching.decisions import Decisions, OtherOrigin
from matching.types import Edge, EdgeKind


def decided_edges(article_ids: Sequence[str], edges: Sequence[Edge], decisions: Decisions) -> list[Edge]:
    """The edges, so that those that hold (`thresholds.EDGE`) join exactly what the decisions allow.

    A decision that two articles rest on one origin adds an edge. Where two do not, the edges that would join them, over
    whatever way, are set to nothing, the weakest first, with a note that names the decision; the strongest stay.
    `article_ids` are those of the event by time; decisions about others play no part.
    """
    place = {id_: number for number, id_ in enumerate(article_ids)}
    links = []
    for one in decisions.one_origin:
        if one.a in place and one.b in place:
            earlier, later = sorted((one.a, one.b), key=lambda id_: place[id_])
            links.append(Edge(later, earlier, EdgeKind.DECISION, 1.0, (), f"decision {one.decision}"))
    apart = [o for o in decisions.other_origin if o.article in place and o.other in place]
    links.sort(key=lambda edge: (edge.article_id, edge.target, edge.note))
    return _kept_apart([*links, *edges], apart) if apart else [*links, *edges]


def _kept_apart(edges: Sequence[Edge], apart: Sequence[OtherOrigin]) -> list[Edge]:
    """Join by the strongest edges first (Kruskal's order); one that would join what is kept apart joins nothing."""
    roots = _Roots()
    by_strength = sorted(
        range(len(edges)),
        key=lambda n: (
            edges[n].kind is not EdgeKind.DECISION,
            -edges[n].probability,
            edges[n].article_id,
            edges[n].target,
            edges[n].kind,
        ),
    )
    found = list(edges)
    for n in by_strength:
        edge = edges[n]
        if edge.probability < limits.EDGE:
            continue
        ends = {roots.find(edge.article_id), roots.find(edge.target)}
        against = next(
            (o for o in apart if {roots.find(o.article), roots.find(o.other)} == ends and len(ends) == 2), None
        )
        if against is not None:
            found[n] = replace(edge, probability=0.0, note=f"decision {against.decision}")
        else:
            roots.join(min(ends), max(ends))
    return found


class _Roots:
    """Union-find over nodes that are named as they come."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def find(self, node: str) -> str:
        parent = self._parent
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def join(self, a: str, b: str) -> None:
        self._parent[b] = a
