"""Whose text it is: datelines, tails, bylines, metadata and lines that send the reader on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matching.credits import wire_credits
from matching.mentions import build_index
from matching.reading import read
from matching.thresholds import WIRE_CREDIT
from matching.types import Article, OriginKind, OutletKind, Registry
from tests.matching.newsroom import FERRY, FERRY_OWN, WORLD, article, judge, outlet

INDEX = build_index(WORLD)
BODY = (
    "A ferry broke loose on the Orle on Tuesday with 41 people on board. Nobody was hurt. Buses ran from noon.\n\n" * 6
)


def strongest(made: Article) -> tuple[str, str, float] | None:
    credits = wire_credits(made, INDEX)
    return (credits[0].name, credits[0].rule, credits[0].weight) if credits else None


@pytest.mark.parametrize(
    ("text", "name", "rule"),
    [
        (f"GREYSTRAND, May 6 (NW) — {BODY}", "Northern Wire", "dateline"),
        (f"GREYSTRAND (AP) - {BODY}", "Associated Press (AP)", "dateline"),
        (f"Ferry adrift.\n\nMay 6 (Reuters) - {BODY}", "Reuters", "dateline"),
        (f"PELL ( AFP ) -- {BODY}", "Agence France-Presse (AFP)", "dateline"),
        (f"{BODY}\n\n(Reporting by Ada Lind in Pell; Editing by Per Moe)", "Reuters", "house-tail"),
        (f"{BODY}\n\nCopyright 2031 Northern Wire. All rights reserved.", "Northern Wire", "copyright"),
        (f"{BODY}\n\n— Northern Wire", "Northern Wire", "tail"),
        (f"{BODY}\n\nThis story was originally published by the Quarry Times.", "Quarry Times", "originally-published"),
        (f"{BODY}\n\nContinue reading at Quarry Times", "Quarry Times", "continue-reading"),
        (f"{BODY}\n\nSource: Quarry Times", "Quarry Times", "source-line"),
        (f"{BODY}\n\nNorthern Wire", "Northern Wire", "last-line"),
        (f"{BODY}\n\nAP - AFP\n\n(Page 4)", "Associated Press (AP)", "last-line"),
        (f"{BODY.strip()} dpa", "Deutsche Presse-Agentur (dpa)", "last-line"),
    ],
)
def test_text_credits(text: str, name: str, rule: str) -> None:
    found = strongest(article("a", "fen-observer", "Ferry adrift", text))
    assert found is not None
    assert found[:2] == (name, rule)
    assert found[2] >= 0.7


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("Northern Wire", "Northern Wire"),
        ("By ADA LIND, Northern Wire", "Northern Wire"),
        ("By ADA LIND, Northern Wire Business Writer", "Northern Wire"),
        ("(NW)", "Northern Wire"),
        ("Ada Lind and Per Moe | Associated Press", "Associated Press (AP)"),
    ],
)
def test_bylines(byline: str, name: str) -> None:
    found = strongest(article("a", "fen-observer", "Ferry adrift", BODY, byline=byline))
    assert found is not None
    assert (found[0], found[2] >= 0.7) == (name, True)


@pytest.mark.parametrize(
    "byline", ["Ada Lind", "Ada Lind, Fen Observer", "Ada Lind, Waterfront Reporter", "Observer staff", "Foreign desk"]
)
def test_own_bylines_credit_nobody(byline: str) -> None:
    assert strongest(article("a", "fen-observer", "Ferry adrift", BODY, byline=byline)) is None


def test_weak_credits_do_not_decide() -> None:
    staff = article("a", "fen-observer", "t", BODY, byline="From staff and wire reports")
    shared = article("a", "fen-observer", "t", f"{BODY}\n\nNorthern Wire contributed to this report.")
    canonical = article("a", "fen-observer", "t", BODY, canonical_url="https://quarry-times.example/x")
    for made in (staff, shared, canonical):
        found = strongest(made)
        assert found is not None
        assert found[2] < 0.7


@pytest.mark.parametrize(
    ("field", "value", "name", "decides"),
    [
        ("jsonld.author_org", "Northern Wire", "Northern Wire", True),
        ("page.author_org", "Northern Wire", "Northern Wire", True),
        ("jsonld.author_org", "Quarry Times", "Quarry Times", True),
        ("page.label", "By Northern Wire", "Northern Wire", True),
        ("page.credit", "(Reporting by Ada Lind in Pell; Editing by Per Moe)", "Reuters", True),
        ("page.credit", "This story was originally published by the Quarry Times.", "Quarry Times", True),
        ("page.copyright", "Copyright 2031 Northern Wire. All rights reserved.", "Northern Wire", True),
        ("copyright_holder", "Northern Wire", "Northern Wire", True),
        ("copyright_holder", "Quarry Times", "Quarry Times", False),
        ("jsonld.sourceOrganization", "Northern Wire", "Northern Wire", True),
        ("rss.source", "https://quarry-times.example/feed", "Quarry Times", True),
        ("jsonld.publisher", "Northern Wire", "Northern Wire", False),
        ("jsonld.publisher", "Quarry Times", "Quarry Times", False),
        ("meta.syndication-source", "https://quarry-times.example/x", "Quarry Times", False),
        ("og.site_name", "Quarry Times", "Quarry Times", False),
    ],
)
def test_what_the_page_says(field: str, value: str, name: str, *, decides: bool) -> None:
    found = strongest(article("a", "fen-observer", "t", BODY, metadata_credits=((field, value),)))
    assert found is not None
    assert (found[0], found[2] >= WIRE_CREDIT) == (name, decides)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("jsonld.publisher", "Fen Observer"),
        ("jsonld.publisher", "Dyke Courier"),  # of the same family
        ("page.label", "Waterfront"),
        ("jsonld.author_org", "Pell Harbor Board"),
        ("page.copyright", "Copyright 2031 Fen Observer"),
        ("page.copyright", "Photo: Quarry Times"),
    ],
)
def test_what_says_nothing_of_others(field: str, value: str) -> None:
    assert strongest(article("a", "fen-observer", "t", BODY, metadata_credits=((field, value),))) is None


def test_a_foreign_publisher_needs_shared_text() -> None:
    said = (("jsonld.publisher", "Quarry Times"), ("meta.original-source", "https://quarry-times.example/x"))
    mine = article("a", "fen-observer", "Ferry adrift", FERRY, metadata_credits=said)
    other = article("b", "harbor-ledger", "A house leaves", FERRY_OWN.replace("Quarry Times", "Ledger"), hours=2)
    own = judge([mine, other])
    assert {f.article_id: f.origin_kind for f in own.findings} == {"a": OriginKind.OWN, "b": OriginKind.OWN}
    copied = judge([mine, article("c", "harbor-ledger", "Ferry adrift", FERRY, hours=2)])
    assert {o.outlet_id for o in copied.origin_list} == {"quarry-times"}


def test_a_picture_credit_is_no_dateline() -> None:
    made = article("a", "fen-observer", "t", f"The ferry on Tuesday. (Ada Lind/AP)\n\n{BODY}")
    assert strongest(made) is None


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("wires/afp/article-1/ferry.html", ("Agence France-Presse (AFP)", 0.9)),
        ("aponline/2031/05/06/ferry.html", ("Associated Press (AP)", 0.9)),
        ("reuters/2031/05/06/ferry.html", ("Reuters", 0.9)),
        ("World/wireStory/ferry-1", ("unnamed agency", 0.75)),
        ("ap/ferry.html", None),
        ("world/reuters-editor-honoured", None),
        ("news/wires-down-after-storm", None),
    ],
)
def test_folders_of_the_address(path: str, found: tuple[str, float] | None) -> None:
    made = replace(article("a", "fen-observer", "Ferry adrift", BODY), url=f"https://fen-observer.example/{path}")
    credit = strongest(made)
    assert (credit and (credit[0], credit[2])) == found
    own = replace(made, outlet_id="northern-wire")
    assert strongest(own) is None


def test_an_edition_below_the_newsrooms_domain_is_the_newsroom() -> None:
    rows = (
        outlet("northern-wire", "Northern Wire", OutletKind.AGENCY),
        replace(outlet("nw-south", "Northern Wire South"), domains=("south.northern-wire.example",)),
    )
    index = build_index(Registry(rows, "r"))
    made = replace(
        article("a", "nw-south", "Ferry adrift", f"PELL (Northern Wire) — {BODY}"),
        url="https://south.northern-wire.example/a",
    )
    assert wire_credits(made, index) == ()
    assert [c.outlet_id for c in wire_credits(replace(made, outlet_id="x", url="https://x.example/a"), index)] == [
        "northern-wire"
    ]
    told = replace(made, text=f"The winch was never tested, two deckhands told Northern Wire. {BODY}")
    assert read(told, index).credits == ()
