"""Where things stand in the pictures of a page: which article hangs from which, and when each appeared.

Only places and words are worked out here; the templates draw them as inline SVG with attributes and classes. Lines, shapes
and words carry the meaning, colour only repeats it.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from store.event_list import bars_of
from store.event_pages import DRAWN, ArticleRow, EdgeRow, OriginRow

WIDTH = 760
ORIGIN_WIDTH = 250
ROW = 30
ROOT_ROW = 58
GAP = 22
INDENT = 18
COLUMN = 340
ORIGINS_DRAWN = 10
BARS = 60


@dataclass(frozen=True, slots=True)
class Hanging:
    """An article that hangs from an origin (or from another article that does); `depth` is 1 for the first level."""

    article: ArticleRow
    edge: EdgeRow | None
    depth: int
    x: int
    y: int
    from_x: int
    from_y: int


@dataclass(frozen=True, slots=True)
class Tree:
    """An origin with what hangs from it; `number` is the one it has in the list, `more` how many are not drawn."""

    number: int
    origin: OriginRow
    first: ArticleRow | None
    y: int
    hanging: tuple[Hanging, ...]
    more: int
    more_y: int


@dataclass(frozen=True, slots=True)
class Graph:
    """The origins of an event and what hangs from them, laid out for a picture `WIDTH` wide and `height` high."""

    trees: tuple[Tree, ...]
    height: int
    origins_left_out: int


def graph_of(origins: Sequence[OriginRow], articles: Mapping[str, ArticleRow], edges: Sequence[EdgeRow]) -> Graph:
    """Lay out origins (in the order given) with the articles that are known of each."""
    best = _best_edges(edges)
    trees, y = [], 4
    for number, origin in enumerate(origins[:ORIGINS_DRAWN], 1):
        tree = _tree(number, origin, articles, best, y)
        trees.append(tree)
        rows = len(tree.hanging) + (tree.more > 0)
        y += max(ROOT_ROW, rows * ROW) + GAP
    return Graph(tuple(trees), max(y - GAP + 4, 1), max(0, len(origins) - ORIGINS_DRAWN))


def _best_edges(edges: Sequence[EdgeRow]) -> dict[str, list[EdgeRow]]:
    """The edges of each article that hold, the surest first."""
    found: dict[str, list[EdgeRow]] = defaultdict(list)
    for edge in edges:
        if edge.probability >= 0.5:
            found[edge.article_id].append(edge)
    return found


def drawn_ids(origins: Sequence[OriginRow]) -> list[str]:
    """The ids of the articles that the picture of these origins needs: the first one of each and `DRAWN` more."""
    ids: list[str] = []
    for origin in origins[:ORIGINS_DRAWN]:
        ids += [origin.first_article_id, *origin.article_ids[: DRAWN + 1]]
    ids += [origin.first_article_id for origin in origins[ORIGINS_DRAWN:]]
    return sorted(set(ids))


def _tree(
    number: int, origin: OriginRow, articles: Mapping[str, ArticleRow], best: Mapping[str, list[EdgeRow]], y: int
) -> Tree:
    root = "" if origin.phantom else origin.first_article_id
    members = [id_ for id_ in origin.article_ids if id_ != root and id_ in articles][:DRAWN]
    parent, by = _parents(members, root, best)
    order = _depth_first(members, parent)
    places: dict[str, tuple[int, int]] = {}
    hanging = []
    for row, (id_, depth) in enumerate(order):
        x, row_y = COLUMN + (depth - 1) * INDENT, y + row * ROW + ROW // 2
        from_x, from_y = places.get(parent.get(id_, ""), (ORIGIN_WIDTH, y + ROOT_ROW // 2 - 2))
        places[id_] = (x + 8, row_y + 8)
        hanging.append(Hanging(articles[id_], by.get(id_), depth, x, row_y, from_x, from_y))
    more = origin.size - len(members) - bool(root)
    return Tree(number, origin, articles.get(root), y, tuple(hanging), more, y + len(order) * ROW + ROW // 2)


def _parents(
    members: Sequence[str], root: str, best: Mapping[str, list[EdgeRow]]
) -> tuple[dict[str, str], dict[str, EdgeRow]]:
    """For each article the one it hangs from, where that is drawn and is not the origin itself; and the edge."""
    inside = set(members)
    parent: dict[str, str] = {}
    by: dict[str, EdgeRow] = {}
    for id_ in members:
        edges = best.get(id_, [])
        direct = next((e for e in edges if e.target == root or ":" in e.target), None)
        other = next((e for e in edges if e.target in inside and not _leads_to(parent, e.target, id_)), None)
        edge = direct or other or (edges[0] if edges else None)
        if edge is not None:
            by[id_] = edge
            if edge is other and edge is not direct:
                parent[id_] = edge.target
    return parent, by


def _leads_to(parent: Mapping[str, str], start: str, goal: str) -> bool:
    """Whether going up from `start` comes to `goal`: hanging `goal` from `start` would close a ring."""
    while start:
        if start == goal:
            return True
        start = parent.get(start, "")
    return False


def _depth_first(members: Sequence[str], parent: Mapping[str, str]) -> list[tuple[str, int]]:
    children: dict[str, list[str]] = defaultdict(list)
    for id_ in members:
        children[parent.get(id_, "")].append(id_)
    order: list[tuple[str, int]] = []
    todo = [(id_, 1) for id_ in reversed(children[""])]
    while todo:
        id_, depth = todo.pop()
        order.append((id_, depth))
        todo += [(child, min(depth + 1, 4)) for child in reversed(children[id_])]
    return order


def fit(text: str, width: int, size: float = 13) -> str:
    """The text cut to about `width` pixels at a font of `size` pixels, wide characters counted as two."""
    room = width / (size * 0.52)
    used = 0.0
    kept: list[str] = []
    for char in text:
        used += 1.9 if unicodedata.east_asian_width(char) in "WF" else 1.18 if char.isupper() else 1.0
        if used > room - 1:
            return "".join(kept).rstrip() + "…"
        kept.append(char)
    return text


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment on the time line: `x` in pixels, what it says, and whether its words stand left of it."""

    x: float
    label: str
    when: datetime
    leftward: bool
    row: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Coverage over time: bars (x, y, height, number), days or hours as ticks, and the first report of each origin."""

    bars: tuple[tuple[float, float, float, int], ...]
    ticks: tuple[tuple[float, str], ...]
    marks: tuple[Mark, ...]
    verdicts: tuple[Mark, ...]
    bar_width: float
    height: int
    base: int


def timeline_of(
    times: Sequence[datetime], marks: Sequence[tuple[datetime, str]], verdicts: Sequence[tuple[datetime, str]]
) -> Timeline | None:
    """Lay out when articles appeared (`times`, sorted), the first report of each origin, and the verdicts given meanwhile.

    None where there are fewer than two articles to show.
    """
    if len(times) < 2:
        return None
    first, last = times[0], max(times[-1], times[0] + timedelta(minutes=30))

    def place(when: datetime) -> float:
        return round(12 + (when - first) / (last - first) * (WIDTH - 24), 1)

    rows = min(len(marks), 6)
    base = 18 * rows + 74
    counts = bars_of([*times, last], BARS) if times[-1] != last else bars_of(times, BARS)
    top, step = max(counts), (WIDTH - 24) / BARS
    bars = [
        (round(12 + n * step, 1), round(base - 60 * count / top, 1), round(60 * count / top, 1), count)
        for n, count in enumerate(counts)
        if count
    ]
    return Timeline(
        bars=tuple(bars),
        ticks=_ticks(first, last, place),
        marks=tuple(
            Mark(place(when), label, when, place(when) > WIDTH * 0.6, row)
            for row, (when, label) in enumerate(sorted(marks)[:6])
        ),
        verdicts=tuple(
            Mark(place(when), label, when, place(when) > WIDTH * 0.6, 0)
            for when, label in verdicts
            if first <= when <= last
        ),
        bar_width=round(step - 1.5, 1),
        height=base + 26,
        base=base,
    )


def _ticks(first: datetime, last: datetime, place: Callable[[datetime], float]) -> tuple[tuple[float, str], ...]:
    span = last - first
    shape = "%-d %b" if span > timedelta(days=4) else "%-d %b, %H:%M"
    return tuple((place(first + span * part / 4), f"{first + span * part / 4:{shape}}") for part in range(5))


def spark(bars: Sequence[int], width: int = 96, height: int = 22) -> list[tuple[float, float, float, float]]:
    """Rectangles (x, y, width, height) of the small picture of a card."""
    top, step = max([*bars, 1]), width / max(len(bars), 1)
    return [
        (
            round(n * step, 1),
            round(height - max(2.0, height * bar / top), 1),
            round(step - 1, 1),
            round(max(2.0, height * bar / top), 1),
        )
        for n, bar in enumerate(bars)
        if bar
    ]
