"""A store whose texts try to break a page: markup, scripts, overrides of the reading direction, a title of a megabyte."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from matching.types import (
    Conflict,
    Credit,
    Edge,
    EdgeKind,
    Event,
    Finding,
    Judgement,
    Origin,
    OriginKind,
    Outlet,
    OutletKind,
    Registry,
    Role,
    Span,
    State,
    Verdict,
)
from store.articles import save_article
from store.connection import open_store
from store.judgements import write_judgement
from store.outlets import sync_registry
from store.ratings import Rating, write_ratings
from store.records import ArticleRecord, Link, Media
from tests.builders import NOON, an_outlet

SCRIPT = "<script>document.title='owned'</script>"
IMAGE = '"><img src=x onerror="document.title=\'owned\'">'
TEMPLATE = "{{ 7 * 7 }}{% raw %}"
OVERRIDE = "\u202egnitroper\u202c"
BODY = (
    f"The mayor {SCRIPT} said on Monday that the bridge {IMAGE} would stay closed until the spring of next year.\n\n"
    f"According to {OVERRIDE} the Quay Herald, {TEMPLATE} the piles are cracked.\x00\x07\n\n</div></main></body><h1>Fake heading"
)
OUTLETS: tuple[Outlet, ...] = (
    replace(an_outlet("quay-herald"), name=f"Quay Herald {SCRIPT}", family=f"Family {IMAGE}"),
    replace(
        an_outlet("moor-post"),
        name=f"Moor Post {OVERRIDE}",
        kind=OutletKind.LOCAL,
        notability_basis="https://x.example/'\"><script>",
    ),
    replace(an_outlet("רשת"), name="רשת החדשות", domains=("reshet.example",), language="he"),
)
TITLES = (
    f"{SCRIPT} Bridge closed {IMAGE} {TEMPLATE}",
    "A" * 1_000_000,
    f"{OVERRIDE} {'ﷺ' * 400} \u2066 next line\u2028 another",
)


def make_hostile(path: Path) -> list[str]:
    """Write the store and answer the ids of its articles."""
    with open_store(path) as store:
        sync_registry(store, Registry(tuple(sorted(OUTLETS, key=lambda outlet: outlet.id)), "hostile"))
        ids = [save_article(store, _record(n), now=NOON, find_duplicates=False).article_id for n in range(3)]
        write_judgement(store, _judgement(ids), leads_on={}, now=NOON)
        write_ratings(store, [Rating(id_, SCRIPT, _criteria()) for id_ in ids], NOON)
        save_article(store, replace(_record(0), text=BODY + f"\n\nA correction: {SCRIPT}", correction=IMAGE), now=NOON)
    return ids


def _record(n: int) -> ArticleRecord:
    host = OUTLETS[n].domains[0]
    url = f"https://{host}/a'\"><script>alert({n})</script>"
    return ArticleRecord(
        url=url if n else "javascript:document.title='owned'", url_key=f"{host}/a{n}", outlet_id=OUTLETS[n].id,
        id=f"id/{n}\"'<b>?#&é", title=TITLES[n], text=BODY, byline=IMAGE, authors=(SCRIPT,), language="\"><script>" if n == 0 else "he",
        section=SCRIPT, canonical_url="javascript:alert(1)", is_based_on=(SCRIPT,), metadata_credits=((SCRIPT, IMAGE),),
        links=(Link("javascript:alert(1)", SCRIPT),), media=(Media("photo", "javascript:alert(1)", SCRIPT, IMAGE),),
        published=NOON, provenance={"title": SCRIPT},
    )  # fmt: skip


def _judgement(ids: list[str]) -> Judgement:
    span = Span(4, 60, BODY[4:60])
    origins = tuple(
        Origin(
            id=f"o{n}", kind=OriginKind.OWN, name=OUTLETS[n].name, outlet_id=OUTLETS[n].id, family=OUTLETS[n].family,
            notable=True, notability_basis="javascript:alert(1)" if n == 0 else OUTLETS[n].notability_basis, phantom=False,
            counts=True, article_ids=(id_, ids[2]) if n == 0 else (id_,), first_article_id=id_, url="javascript:alert(1)", published=NOON, span=span,
        )
        for n, id_ in enumerate(ids[:2])
    )  # fmt: skip
    credit = Credit(SCRIPT, "", Role.ORIGIN, True, 0.9, Span(120, 10_000_000, IMAGE), IMAGE)
    findings = (
        Finding(ids[0], "o0", OriginKind.OWN, True, "", (), (credit,), (span,), 0.5),
        Finding(ids[1], "o1", OriginKind.OWN, True),
        Finding(ids[2], "o0", OriginKind.OUTLET, False, IMAGE, (SCRIPT,), (credit,), (span,), 0.9),
    )
    edges = (
        Edge(ids[2], ids[0], EdgeKind.COPY, 0.9, (span,), IMAGE),
        Edge(ids[2], f"name:{SCRIPT}", EdgeKind.CREDIT, 0.9, (span,), SCRIPT),
    )
    verdict = Verdict(
        event_id="e123456789abcdef", state=State.CORROBORATED, provisional=True, disputed=True, outlets=3, origins=2,
        notable_origins=2, because=f"Two {SCRIPT} {IMAGE} {OVERRIDE}", origin_list=origins, findings=findings, edges=edges,
        conflicts=(Conflict(SCRIPT, "o0", "o1", IMAGE, SCRIPT, span, span),), ruleset=SCRIPT, registry_version="hostile",
    )  # fmt: skip
    event = Event("e123456789abcdef", tuple(ids), TITLES[0], NOON, NOON)
    return Judgement((event,), (verdict,), ())


def _criteria() -> dict[str, object]:
    piece = {
        "name": SCRIPT,
        "affiliation": IMAGE,
        "quote": IMAGE,
        "url": "javascript:alert(1)",
        "kind": SCRIPT,
        "caption": IMAGE,
    }
    return {
        "named_sources": {"met": True, "evidence": [piece] * 9},
        "more_than_one_notable_outlet": {"met": None, "evidence": [piece]},
        "supporting_material": {"met": False, "evidence": [piece]},
    }
