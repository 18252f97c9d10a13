"""The article page, and the comparison of two articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desk.web import clean
from desk.web.decide import Told, told_of
from desk.web.desk import Desk
from desk.web.page import named, not_found, page
from desk.web.side_by_side import Comparison, compare
from desk.web.stars import Stars, stars_of
from desk.worddiff import Paragraph, diff_paragraphs
from store.article_pages import (
    ArticlePage,
    CreditRow,
    FetchRow,
    read_article_page,
    read_credits,
    read_fetches_of,
    read_spans,
)
from store.connection import Store
from store.decisions import decisions_about
from store.event_pages import (
    ArticleRow,
    EdgeRow,
    EventHead,
    read_articles_by_id,
    read_criteria,
    read_edges,
    read_event,
)
from store.outlet_pages import outlet_names
from store.revisions import Change, read_history

EXCERPT = 900
"""Characters of a text that are shown unasked, and around each credit: the articles are other people's."""

AROUND = 220
MOST_PARAGRAPHS = 120


@dataclass(frozen=True, slots=True)
class Marked:
    """A piece of text; `mark` is "" or the class of what it is (credit, aside, decisive), `note` what a reader is told."""

    text: str
    mark: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """A change of the article, its texts as paragraphs that stayed, went, came or were changed."""

    change: Change
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class ArticleTold:
    """Everything on an article's page. `passages` are the pieces of text that are shown, each a list of marked runs."""

    article: ArticlePage
    row: ArticleRow
    event: EventHead | None
    edges: tuple[EdgeRow, ...]
    others: dict[str, ArticleRow]
    credits: tuple[CreditRow, ...]
    passages: tuple[tuple[Marked, ...], ...]
    is_whole: bool
    revisions: tuple[Revision, ...]
    fetches: tuple[FetchRow, ...]
    stars: Stars | None
    names: dict[str, str]
    decisions: tuple[Told, ...]


async def article(request: Any, datasette: Any, desk: Desk) -> Any:
    """GET /article/ID; `?text=whole` shows all of the stored text."""
    article_id = named(request)[:100]
    whole = request.args.get("text") == "whole"
    found = await desk.reader.read(lambda store: _told(store, article_id, whole=whole))
    if found is None:
        return await not_found(datasette, request, "There is no article of that number.")
    return await page(datasette, request, "article.html", {"told": found})


def _told(store: Store, article_id: str, *, whole: bool) -> ArticleTold | None:
    found = read_article_page(store, article_id)
    row = read_articles_by_id(store, [article_id]).get(article_id)
    if found is None or row is None:
        return None
    edges = read_edges(store, found.event_id, [article_id]) if found.event_id else ()
    credits = read_credits(store, article_id)
    passages, is_whole = passages_of(found.text, credits, read_spans(store, article_id), whole=whole)
    history = read_history(store, article_id) if found.revision > 1 else None
    return ArticleTold(
        article=found,
        row=row,
        event=read_event(store, found.event_id) if found.event_id else None,
        edges=edges,
        others=read_articles_by_id(store, [edge.target for edge in edges if ":" not in edge.target]),
        credits=credits,
        passages=passages,
        is_whole=is_whole and found.chars <= len(found.text),
        revisions=tuple(_revision(change) for change in reversed(history.changes)) if history else (),
        fetches=read_fetches_of(store, article_id),
        stars=stars_of(read_criteria(store, article_id), row),
        names=outlet_names(store, [*row.credited, *(e.target.removeprefix("outlet:") for e in edges)]),
        decisions=told_of(store, decisions_about(store, [article_id])),
    )


def _revision(change: Change) -> Revision:
    old, new = (text[:60_000] for text in change.text)
    return Revision(change, tuple(diff_paragraphs(clean.body(old), clean.body(new))[:MOST_PARAGRAPHS]))


def passages_of(
    text: str, credits: Sequence[CreditRow], spans: Sequence[tuple[int, int, str]], *, whole: bool
) -> tuple[tuple[tuple[Marked, ...], ...], bool]:
    """The pieces of a text to show, with credits and what decided marked, and whether they are all of it.

    Unasked that is the beginning, and what stands around every credit and every span that decided.
    """
    clean_text = clean.body(text)
    marks = _marks(credits, spans, len(text))
    windows = [(0, len(text))] if whole or len(text) <= EXCERPT * 1.2 else _windows(marks, len(text), clean_text)
    passages = tuple(_runs(clean_text, start, end, marks) for start, end in windows)
    return passages, windows == [(0, len(text))]


def _marks(
    credits: Sequence[CreditRow], spans: Sequence[tuple[int, int, str]], length: int
) -> list[tuple[int, int, str, str]]:
    """Marks (start, end, class, note) in order, none over another: credits first, then what decided."""
    from desk.web.words import ROLES

    wanted = [
        (
            c.start,
            c.end,
            "credit" if c.central or c.role == "wire" else "aside",
            f"{c.name}: {ROLES.get(c.role, c.role)}",
        )
        for c in credits
        if c.where == "text"
    ]
    wanted += [(start, end, "decisive", "this decided") for start, end, where in spans if where == "text"]
    kept: list[tuple[int, int, str, str]] = []
    for start, end, mark, note in wanted:
        if 0 <= start < end <= length and all(end <= a or start >= b for a, b, _, _ in kept):
            kept.append((start, end, mark, note))
    return sorted(kept)


def _windows(marks: Sequence[tuple[int, int, str, str]], length: int, text: str) -> list[tuple[int, int]]:
    """The beginning and the surroundings of each mark, joined where they touch."""
    wanted = [(0, _word_end(text, min(EXCERPT, length)))]
    wanted += [
        (_word_start(text, max(0, start - AROUND)), _word_end(text, min(length, min(end, start + 600) + AROUND)))
        for start, end, _, _ in marks[:30]
    ]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(wanted):
        if joined and start <= joined[-1][1] + 40:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _word_end(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace() and at - 1 >= 0:
        at += 1
    return at


def _word_start(text: str, at: int) -> int:
    while at > 0 and not text[at - 1].isspace():
        at -= 1
    return at


def _runs(text: str, start: int, end: int, marks: Sequence[tuple[int, int, str, str]]) -> tuple[Marked, ...]:
    runs: list[Marked] = []
    at = start
    for a, b, mark, note in marks:
        if b <= start or a >= end:
            continue
        first, last = max(a, start), min(b, end)
        if first > at:
            runs.append(Marked(text[at:first]))
        runs.append(Marked(text[first:last], mark, note))
        at = last
    if at < end:
        runs.append(Marked(text[at:end]))
    return tuple(runs)


async def side_by_side(request: Any, datasette: Any, desk: Desk) -> Any:
    """GET /compare?a=ID&b=ID: a copy with what it rests on, shared text marked."""
    one, other = ((request.args.get(name) or "")[:100] for name in ("a", "b"))

    def ask(store: Store) -> tuple[ArticlePage, ArticlePage, tuple[EdgeRow, ...]] | None:
        a, b = read_article_page(store, one), read_article_page(store, other)
        if a is None or b is None:
            return None
        edges = read_edges(store, a.event_id, [one, other]) if a.event_id and a.event_id == b.event_id else ()
        return a, b, tuple(edge for edge in edges if {edge.article_id, edge.target} == {one, other})

    found = await desk.reader.read(ask)
    if found is None:
        return await not_found(datasette, request, "Two articles are compared by their numbers; one of these is none.")
    a, b, edges = found
    told: Comparison = compare(a.text, b.text)
    return await page(datasette, request, "compare.html", {"a": a, "b": b, "edges": edges, "told": told})
