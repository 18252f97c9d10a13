"""What editors have decided, as constraints on events and origins that outrank every score.

A decision is about articles, never about events or origins: those are made anew by every run, and an article stays what
it is. Together (must-link) and apart (cannot-link) constrain which articles share an event; one origin and other origin
constrain the same within an event; commentary says what an article is. Constraints that contradict each other are refused
before they are kept (`check`), so that no later run has to choose between two words of an editor.

Must-link and cannot-link are those of Wagstaff and others, "Constrained k-means clustering with background knowledge",
2001. They are applied to what the scorer found, not inside its search: what nobody decided about stays as it was.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

ABSENT = -3.0
"""What a pair that was never scored counts when a free article looks for its side (as in `matching.clusters.Linkage`)."""


SAMPLE = 40
"""Articles of a side that stand for all of it when two sides are compared: 1,600 pairs tell a mean to a tenth."""


@dataclass(frozen=True, slots=True)
class Together:
    """These articles report one happening and share an event. `decision` names where that was decided."""

    decision: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """No article of `left` shares an event with one of `right`."""

    decision: str
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneOrigin:
    """Both articles rest on one act of reporting (and so report one happening)."""

    decision: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class OtherOrigin:
    """`article` does not rest on what `other` rests on."""

    decision: str
    article: str
    other: str


@dataclass(frozen=True, slots=True)
class Nature:
    """The article comments on a happening (`is_commentary`), or reports one."""

    decision: str
    article: str
    is_commentary: bool


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions that are in force. The same decisions in any order mean the same."""

    together: tuple[Together, ...] = ()
    apart: tuple[Apart, ...] = ()
    one_origin: tuple[OneOrigin, ...] = ()
    other_origin: tuple[OtherOrigin, ...] = ()
    nature: tuple[Nature, ...] = ()
    _same: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        links = [together.articles for together in self.together] + [(one.a, one.b) for one in self.one_origin]
        object.__setattr__(self, "_same", components(links))

    def __bool__(self) -> bool:
        return any((self.together, self.apart, self.one_origin, self.other_origin, self.nature))

    def same_happening(self, a: str, b: str) -> bool:
        """Whether it was decided that both articles report one happening."""
        return a in self._same and self._same[a] == self._same.get(b)

    def same_report(self, some: Iterable[str], others: Iterable[str]) -> bool:
        """Whether it was decided that one of `some` and one of `others` report one happening."""
        return not {self._same.get(id_) for id_ in some}.isdisjoint({self._same.get(id_) for id_ in others} - {None})

    def keep_apart(self, some: Iterable[str], others: Iterable[str]) -> bool:
        """Whether it was decided that one of `some` and one of `others` do not rest on one origin."""
        a, b = set(some), set(others)
        return any((o.article in a and o.other in b) or (o.article in b and o.other in a) for o in self.other_origin)

    def articles(self) -> frozenset[str]:
        """Every article that a decision names."""
        named = {id_ for together in self.together for id_ in together.articles}
        named |= {id_ for apart in self.apart for id_ in (*apart.left, *apart.right)}
        named |= {id_ for one in self.one_origin for id_ in (one.a, one.b)}
        named |= {id_ for other in self.other_origin for id_ in (other.article, other.other)}
        return frozenset(named | {nature.article for nature in self.nature})


class Contradiction(ValueError):
    """Two or more decisions cannot all be followed; `decisions` names them, sorted."""

    def __init__(self, decisions: Iterable[str], message: str) -> None:
        """Keep which decisions they are."""
        super().__init__(message)
        self.decisions = tuple(sorted(set(decisions)))


def components(links: Iterable[Sequence[str]]) -> dict[str, str]:
    """For each article that is linked the smallest id of its component.

    >>> components([("a", "b"), ("c", "b"), ("x", "y")])
    {'a': 'a', 'b': 'a', 'c': 'a', 'x': 'x', 'y': 'x'}
    """
    parent: dict[str, str] = {}

    def find(node: str) -> str:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for link in links:
        for other in link:
            a, b = find(link[0]), find(other)
            if a != b:
                parent[max(a, b)] = min(a, b)
    return {node: find(node) for node in sorted(parent)}


NONE = Decisions()
"""Nobody decided anything."""


def check(decisions: Decisions) -> None:
    """See that the decisions can all be followed.

    Raises:
        Contradiction: they cannot; the message says what stands against what.
    """
    _check_events(decisions)
    _check_origins(decisions)
    told: dict[str, Nature] = {}
    for nature in decisions.nature:
        known = told.setdefault(nature.article, nature)
        if known.is_commentary != nature.is_commentary:
            raise Contradiction(
                (known.decision, nature.decision),
                "One decision says that the article comments, the other that it reports.",
            )


def _check_events(decisions: Decisions) -> None:
    links = [(t.decision, t.articles) for t in decisions.together]
    links += [(one.decision, (one.a, one.b)) for one in decisions.one_origin]
    same = components(link for _, link in links)
    for apart in decisions.apart:
        left = {same.get(id_, id_) for id_ in apart.left}
        clash = left & {same.get(id_, id_) for id_ in apart.right}
        if clash:
            against = [name for name, link in links if same[link[0]] in clash]
            raise Contradiction(
                (apart.decision, *against),
                "By one decision these articles are of two events, by another (or several together) they are of one.",
            )


def _check_origins(decisions: Decisions) -> None:
    same = components((one.a, one.b) for one in decisions.one_origin)
    for other in decisions.other_origin:
        root = same.get(other.article, other.article)
        if root == same.get(other.other, other.other):
            against = [one.decision for one in decisions.one_origin if same[one.a] == root]
            raise Contradiction(
                (other.decision, *against),
                "By one decision these articles rest on one origin, by another they do not.",
            )


def decided_groups(
    groups: Sequence[Sequence[str]], decisions: Decisions, nearness: Mapping[tuple[str, str], float]
) -> list[list[str]]:
    """The scorer's groups as the decisions have them; each sorted, in the order of their first members.

    Args:
        groups: article ids, each article in one group.
        decisions: checked ones; articles that are in no group play no part.
        nearness: log-odds of "same event" of the pairs (a < b) that are known; it tells on which side of a cut an
            article goes that nobody decided about.
    """
    home = {id_: number for number, group in enumerate(groups) for id_ in group}
    cells = _Cells(decisions, home)
    if not cells.of:
        return sorted(sorted(group) for group in groups)
    touched = sorted({home[id_] for id_ in cells.of})
    cells.join({number: [id_ for id_ in groups[number] if id_ in cells.of] for number in touched}, nearness)
    found: dict[str, list[str]] = defaultdict(list)
    for number in touched:
        inside = sorted({cells.find(cells.of[id_]) for id_ in groups[number] if id_ in cells.of})
        members = {
            cell: [id_ for id_ in groups[number] if id_ in cells.of and cells.find(cells.of[id_]) == cell]
            for cell in inside
        }
        for id_ in sorted(groups[number]):
            cell = cells.find(cells.of[id_]) if id_ in cells.of else _nearest(id_, members, nearness)
            found[cell].append(id_)
    rest = [sorted(group) for number, group in enumerate(groups) if number not in touched]
    return sorted([*rest, *(sorted(members) for members in found.values())])


def _nearest(id_: str, members: Mapping[str, Sequence[str]], nearness: Mapping[tuple[str, str], float]) -> str:
    """The cell that a free article is nearest to; of equal ones the largest, then the first by name."""
    return min(
        members,
        key=lambda cell: (-_mean([(id_, other) for other in members[cell]], nearness), -len(members[cell]), cell),
    )


def _mean(pairs: Sequence[tuple[str, str]], nearness: Mapping[tuple[str, str], float]) -> float:
    values = sorted(nearness.get((min(pair), max(pair)), ABSENT) for pair in pairs)
    return round(sum(values) / len(values), 9)


class _Cells:
    """What may not be torn apart (a component of must-links, or one article that is kept from others), and what of it
    may not be joined.
    """

    def __init__(self, decisions: Decisions, home: Mapping[str, int]) -> None:
        links = [[id_ for id_ in together.articles if id_ in home] for together in decisions.together]
        links += [[id_ for id_ in (one.a, one.b) if id_ in home] for one in decisions.one_origin]
        same = components(link for link in links if link)
        named = {id_ for apart in decisions.apart for id_ in (*apart.left, *apart.right) if id_ in home}
        self.of: dict[str, str] = {id_: same.get(id_, id_) for id_ in sorted(named | same.keys())}
        self._parent = {cell: cell for cell in self.of.values()}
        self._against: dict[str, set[str]] = defaultdict(set)
        for apart in decisions.apart:
            left = {self.of[id_] for id_ in apart.left if id_ in home}
            right = {self.of[id_] for id_ in apart.right if id_ in home}
            for cell in left:
                self._against[cell] |= right
            for cell in right:
                self._against[cell] |= left

    def find(self, cell: str) -> str:
        """The joined cell that a cell is part of."""
        while self._parent[cell] != cell:
            cell = self._parent[cell]
        return cell

    def join(self, present: Mapping[int, Sequence[str]], nearness: Mapping[tuple[str, str], float]) -> None:
        """Join again, the nearest first, the cells that share a group of the scorer's, unless they are kept apart.

        Cells of one group that are kept from the same others are joined before: no decision tells one from the other.
        """
        for ids in present.values():
            alike: dict[tuple[str, ...], str] = {}
            for cell in sorted({self.of[id_] for id_ in ids}):
                first = alike.setdefault(tuple(sorted(self._against[cell])), cell)
                self._unite(first, cell)
        wanted = [
            (-self._near(ids, a, b, nearness), a, b) for ids in present.values() for a, b in self._neighbours(ids)
        ]
        for _, a, b in sorted(wanted):
            self._unite(a, b)

    def _unite(self, a: str, b: str) -> None:
        one, other = sorted((self.find(a), self.find(b)))
        if one != other and other not in {self.find(cell) for cell in self._against[one]}:
            self._parent[other] = one
            self._against[one] |= self._against[other]

    def _neighbours(self, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
        yield from itertools.combinations(sorted({self.find(self.of[id_]) for id_ in ids}), 2)

    def _near(self, ids: Sequence[str], a: str, b: str, nearness: Mapping[tuple[str, str], float]) -> float:
        left = [id_ for id_ in ids if self.find(self.of[id_]) == a]
        right = [id_ for id_ in ids if self.find(self.of[id_]) == b]
        return _mean([(one, other) for one in left[:SAMPLE] for other in right[:SAMPLE]], nearness)
