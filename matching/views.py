"""All views of a sequence of documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matching.documents import Document
from matching.vectors import View, make_run_view, make_view


@dataclass(frozen=True, slots=True)
class Views:
    """All views of a sequence of documents. `title`, `lead`, `top`, `news` and `text` share their columns."""

    title: View
    lead: View
    top: View
    news: View
    title_names: View
    deed: View
    actors: View
    text: View
    bigrams: View
    names: View
    lead_names: View
    plain: View
    numbers: View
    stems: View
    rare: View
    focus: View
    shingles: View
    quotes: View
    actions: View
    agents: View


def make_views(documents: Sequence[Document]) -> Views:
    """The views of the documents, rows in their order."""
    words = {key for document in documents for view in (document.title, document.text) for key in view}
    # in order: which of two equally heavy words comes first must not depend on the other documents
    shared = {key: number for number, key in enumerate(sorted(words))}
    return Views(
        title=make_view([d.title for d in documents], shared),
        lead=make_view([d.lead for d in documents], shared),
        top=make_view([d.top for d in documents], shared),
        news=make_view([d.news for d in documents], shared),
        title_names=make_view([d.title_names for d in documents], shared),
        deed=make_view([d.deed for d in documents]),
        actors=make_view([d.actors for d in documents], shared),
        text=make_view([d.text for d in documents], shared),
        bigrams=make_run_view([d.bigrams for d in documents]),
        names=make_view([d.names for d in documents], shared),
        lead_names=make_view([d.lead_names for d in documents], shared),
        plain=make_view([d.plain for d in documents], shared),
        numbers=make_view([d.numbers for d in documents]),
        stems=make_view([d.stems for d in documents]),
        rare=make_view([d.rare for d in documents], shared),
        focus=make_view([d.focus for d in documents], shared),
        shingles=make_run_view([d.shingles for d in documents]),
        quotes=make_run_view([d.quotes for d in documents]),
        actions=make_view([d.happening.actions for d in documents]),
        agents=make_view([d.happening.agents for d in documents]),
    )
