"""Small builders of the values that tests need, with texts of our own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from matching.types import (
    Event,
    Finding,
    Judgement,
    Origin,
    OriginKind,
    Outlet,
    OutletKind,
    PairScore,
    Registry,
    Span,
    State,
    Verdict,
)
from store.connection import Store
from store.outlets import sync_registry
from store.records import ArticleRecord, Body

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HARBOUR = (
    "The harbour council voted on Monday night to close the eastern pier to cars from June, after an inspection found "
    "that eleven of its forty piles had lost more than a third of their width. Walkers may use it as before. Repairs "
    "are expected to take two summers and to cost 4.2 million, of which the region pays half."
)


def an_outlet(name: str, **values: object) -> Outlet:
    """A notable national outlet of its own family on NAME.example, unless told otherwise."""
    fields: dict[str, object] = {
        "id": name,
        "name": name.replace("-", " ").title(),
        "domains": (f"{name}.example",),
        "kind": OutletKind.NATIONAL,
        "family": f"{name} group",
        "notable": True,
        "notability_basis": f"https://encyclopedia.example/{name}",
    }
    return Outlet(**(fields | values))  # type: ignore[arg-type]


def a_registry(*names: str, version: str = "r1") -> Registry:
    """A registry of outlets made by `an_outlet`."""
    return Registry(tuple(an_outlet(name) for name in sorted(names)), version)


def a_record(
    outlet: str, path: str, *, text: str = HARBOUR, title: str = "Pier closed to cars", **values: object
) -> ArticleRecord:
    """A record under https://OUTLET.example/PATH."""
    url = f"https://{outlet}.example/{path}"
    return ArticleRecord(url=url, url_key=url, outlet_id=outlet, title=title, text=text, **values)  # type: ignore[arg-type]


def with_outlets(store: Store, *names: str) -> Store:
    """The store, with these outlets in its registry."""
    sync_registry(store, a_registry(*names))
    return store


def a_verdict(
    event_id: str, article_ids: tuple[str, ...], *, state: State = State.SINGLE_REPORT, **values: object
) -> Verdict:
    """A verdict with one origin that all the articles rest on."""
    origin = Origin(
        id=f"o-{event_id}", kind=OriginKind.OWN, name="First", outlet_id="first", family="first group", notable=True,
        notability_basis="https://encyclopedia.example/first", phantom=False, counts=True, article_ids=article_ids,
        first_article_id=article_ids[0], url="https://first.example/a", published=NOON, span=Span(0, 11, "The harbour"),
    )  # fmt: skip
    findings = tuple(Finding(article_id, origin.id, OriginKind.OWN, counted=True) for article_id in article_ids)
    fields: dict[str, object] = {
        "event_id": event_id, "state": state, "provisional": False, "disputed": False, "outlets": 1, "origins": 1,
        "notable_origins": 1, "because": "Only one outlet reported it.", "origin_list": (origin,), "findings": findings,
        "edges": (), "ruleset": "rules-1", "registry_version": "r1",
    }  # fmt: skip
    return Verdict(**(fields | values))  # type: ignore[arg-type]


def a_judgement(*verdicts: Verdict, pairs: tuple[PairScore, ...] = ()) -> Judgement:
    """A judgement with an event for each verdict."""
    events = tuple(
        Event(v.event_id, tuple(f.article_id for f in v.findings), "Pier closed", NOON, NOON + timedelta(hours=2))
        for v in verdicts
    )
    return Judgement(events, verdicts, pairs)


__all__ = ["HARBOUR", "NOON", "Body", "a_judgement", "a_record", "a_registry", "a_verdict", "an_outlet", "with_outlets"]
