"""The six states, in their order; families, aggregators, stubs, phantoms, disputes; and the evidence they carry."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from matching import reasons
from matching.types import Body, OriginKind, PairScore, State
from tests.matching.newsroom import FERRY, FERRY_OWN, LATER, NOON, article, judge, shares_origin
from tests.matching.test_shared_text import RELEASE

WIRE = article("w", "northern-wire", "Cable ferry breaks loose", FERRY.replace("GREYSTRAND —", "GREYSTRAND (NW) —"))
OWN = article("o", "quarry-times", "‘Like watching a house leave’", FERRY_OWN, hours=2)
COPY = article("c", "fen-observer", "Ferry adrift", FERRY.replace("GREYSTRAND — ", "")[:1300], hours=1)
CREDIT = article(
    "q",
    "tern-post",
    "Cable on Orle ferry was certified for six years only",
    "The cable of the Orle ferry that broke on Tuesday was certified for six years only, the Quarry Times reported.\n\n"
    "The county bought it in 2029. Its engineer would not speak to reporters who waited outside his door for most of the day.\n\n"
    "A second ferry on the estuary is out of service until further notice, and people in Pell have begun to share cars.",
    hours=6,
)


def test_two_newsrooms_corroborate() -> None:
    verdict = judge([WIRE, OWN])
    assert verdict.state is State.CORROBORATED
    assert (verdict.origins, verdict.notable_origins, verdict.outlets) == (2, 2, 2)
    assert verdict.because == (
        "Two notable outlets of different houses reported this independently: Northern Wire and Quarry Times."
    )
    for origin in (o for o in verdict.origin_list if o.counts):
        assert origin.url
        assert origin.family
        assert origin.notability_basis
        assert origin.published
        assert origin.span is not None


def test_copies_do_not_corroborate() -> None:
    verdict = judge([WIRE, COPY])
    assert verdict.state is State.SINGLE_ORIGIN
    assert shares_origin(verdict, "w", "c")
    (copy,) = (f for f in verdict.findings if f.article_id == "c")
    assert (copy.origin_kind, copy.counted, copy.credited) == (OriginKind.AGENCY, False, ("northern-wire",))
    assert copy.reason == reasons.SHARED_ORIGIN
    assert copy.spans
    assert copy.score is not None


def test_a_phantom_agency_counts_once_and_by_the_registry() -> None:
    printed = [
        article(f"p{i}", key, "Ferry adrift", f"GREYSTRAND (NW) — {COPY.text}", hours=i)
        for i, key in enumerate(("fen-observer", "tern-post", "meadow-notes"))
    ]
    verdict = judge(printed)
    assert verdict.state is State.SINGLE_ORIGIN
    (origin,) = verdict.origin_list
    assert (origin.phantom, origin.outlet_id, origin.notable) == (True, "northern-wire", True)
    assert judge([*printed, OWN]).state is State.CORROBORATED


def test_an_unregistered_phantom_is_not_notable() -> None:
    text = f"PELL (AP) — {COPY.text}"
    verdict = judge([article("a", "fen-observer", "Ferry", text), article("b", "tern-post", "Ferry", text), OWN])
    assert verdict.state is State.NOT_NOTABLE
    assert verdict.notable_origins == 1


def test_a_credit_chain_rests_on_its_end() -> None:
    verdict = judge([OWN, CREDIT])
    assert verdict.state is State.SINGLE_ORIGIN
    assert shares_origin(verdict, "o", "q")
    (finding,) = (f for f in verdict.findings if f.article_id == "q")
    assert (finding.reason, finding.credited) == (reasons.CREDITED_ORIGIN, ("quarry-times",))
    assert "Quarry Times reported" in finding.spans[0].text


def test_confirming_another_newsroom_makes_a_second_origin() -> None:
    mixed = article("m", "tern-post", CREDIT.title, CREDIT.text + "\n\nThe certificate was reviewed by the Tern Post.")
    verdict = judge([OWN, mixed])
    assert verdict.state is State.CORROBORATED
    (finding,) = (f for f in verdict.findings if f.article_id == "m")
    assert finding.origin_kind is OriginKind.MIXED


def test_one_family_is_one_report() -> None:
    first = article("f", "fen-observer", "Ferry adrift", FERRY)
    second = article("d", "dyke-courier", "A house leaves", FERRY_OWN.replace("Quarry Times", "Courier"), hours=1)
    verdict = judge([first, second])
    assert (verdict.state, verdict.origins, verdict.notable_origins) == (State.SINGLE_REPORT, 2, 1)
    assert reasons.SAME_FAMILY in {f.reason for f in verdict.findings}


def test_an_aggregator_is_never_counted() -> None:
    reprint = article("s", "scoopbox", OWN.title, OWN.text, hours=3)
    verdict = judge([OWN, reprint])
    assert (verdict.state, verdict.outlets) == (State.SINGLE_REPORT, 1)
    assert shares_origin(verdict, "o", "s")
    early = article("s", "scoopbox", OWN.title, OWN.text, hours=-3)
    assert judge([OWN, early]).origin_list[0].outlet_id == "quarry-times"


def test_a_missing_body_that_would_decide() -> None:
    stub = article(
        "s", "tern-post", "Ferry adrift", "A ferry broke loose on the Orle.\nSubscribe to continue reading", hours=1
    )
    verdict = judge([OWN, stub])
    assert verdict.state is State.INSUFFICIENT_EVIDENCE
    assert "Tern Post" in verdict.because
    (finding,) = (f for f in verdict.findings if f.article_id == "s")
    assert (finding.origin_id, finding.reason) == (None, reasons.BODY_STUB)


@pytest.mark.parametrize(
    ("outlet", "text", "state"),
    [
        ("meadow-notes", "A ferry broke loose.\nSubscribe to continue reading", State.SINGLE_REPORT),
        ("quarry-times", "A ferry broke loose.\nSubscribe to continue reading", State.SINGLE_REPORT),
        (
            "tern-post",
            "The cable of the ferry was certified for six years only, the Quarry Times reported.\nSubscribe to continue reading",
            State.SINGLE_REPORT,
        ),
    ],
)
def test_a_missing_body_that_would_decide_nothing(outlet: str, text: str, state: State) -> None:
    assert judge([OWN, article("s", outlet, "Cable of ferry certified for six years", text, hours=1)]).state is state


def test_a_missing_body_does_not_spoil_what_is_decided() -> None:
    stub = article("s", "tern-post", "Ferry", "", hours=1, body=Body.MISSING)
    assert judge([WIRE, OWN, stub]).state is State.CORROBORATED


def test_a_release_is_a_statement() -> None:
    printed = [
        article("a", "bargeman", "Yard for Pell", RELEASE),
        article("b", "fen-observer", "New yard for Pell", RELEASE[:820], hours=2),
    ]
    verdict = judge(printed)
    assert (verdict.state, verdict.origins, verdict.notable_origins) == (State.COMMON_STATEMENT, 1, 0)
    assert {f.origin_kind for f in verdict.findings} == {OriginKind.STATEMENT}


def test_not_notable() -> None:
    blog = article("b", "meadow-notes", "I was there", FERRY_OWN.replace("Quarry Times", "blog"), hours=1)
    verdict = judge([article("f", "fen-observer", "Ferry adrift", FERRY), blog])
    assert verdict.state is State.NOT_NOTABLE
    assert "only Fen Observer is notable" in verdict.because


def test_commentary_does_not_corroborate() -> None:
    column = article("k", "tern-post", "OPINION: A county that cannot hold a rope", FERRY_OWN, hours=1)
    verdict = judge([WIRE, column])
    assert verdict.state is State.SINGLE_REPORT
    assert reasons.COMMENTARY in {f.reason for f in verdict.findings}


def test_a_foreign_canonical_on_other_text_decides_nothing() -> None:
    strange = article(
        "o", "quarry-times", OWN.title, OWN.text, hours=2, canonical_url="https://northern-wire.example/w"
    )
    assert judge([WIRE, strange]).state is State.CORROBORATED


def test_two_versions_of_one_outlet_share_an_origin() -> None:
    again = article(
        "o2", "quarry-times", "Crew warned of pulley", FERRY_OWN[300:] + "\n\nBuses ran from noon.", hours=5
    )
    assert shares_origin(judge([OWN, again]), "o", "o2")


def test_a_contradiction_is_disputed() -> None:
    first = article(
        "a",
        "fen-observer",
        "Ferry adrift on the Orle; 12 hurt",
        FERRY.replace("Nobody was hurt.", "Twelve people were injured."),
    )
    second = article("b", "quarry-times", "21 injured on drifting ferry", FERRY_OWN, hours=1)
    verdict = judge([first, second])
    assert (verdict.state, verdict.disputed) == (State.CORROBORATED, True)
    (conflict,) = verdict.conflicts
    assert {conflict.value_a, conflict.value_b} == {"12 hurt", "21 hurt"}
    assert "contradict" in verdict.because
    assert not judge([WIRE, OWN]).disputed


def test_an_update_of_ones_own_toll_settles_a_contradiction() -> None:
    first = article("a", "harbor-ledger", "Nine die in ferry fire", FERRY.replace("Nobody was hurt. ", ""))
    other = article("b", "quarry-times", "Ferry fire kills twelve", FERRY_OWN, hours=4)
    update = article("c", "harbor-ledger", "Toll of ferry fire rises to twelve dead", FERRY, hours=5)
    assert judge([first, other]).disputed
    assert not judge([first, other, update]).disputed


def test_another_claim_does_not_corroborate() -> None:
    apart = {("o", "w"): PairScore("o", "w", 0.7, 0.01)}
    verdict = judge([WIRE, OWN], pairs=apart)
    assert verdict.state is State.SINGLE_REPORT
    assert reasons.DIFFERENT_CLAIM in {f.reason for f in verdict.findings}
    assert judge([WIRE, OWN], pairs={("o", "w"): PairScore("o", "w", 0.9, 0.9)}).state is State.CORROBORATED


def test_what_an_article_credits_and_confirms_is_one_claim() -> None:
    confirmed = article(
        "m", "tern-post", CREDIT.title, CREDIT.text + "\n\nThe certificate was reviewed by the Tern Post.", hours=6
    )
    low = {("m", "o"): PairScore("m", "o", 0.7, 0.1)}
    verdict = judge([OWN, confirmed], pairs=low)
    assert verdict.state is State.CORROBORATED
    assert {f.origin_kind for f in verdict.findings} == {OriginKind.OWN, OriginKind.MIXED}
    assert judge([OWN, CREDIT], pairs={("o", "q"): low["m", "o"]}).state is not State.CORROBORATED


def test_provisional_while_others_may_follow() -> None:
    assert judge([WIRE, OWN], now=NOON + timedelta(hours=12)).provisional
    assert not judge([WIRE, OWN], now=LATER).provisional


def test_the_order_of_articles_changes_nothing() -> None:
    articles = [WIRE, OWN, COPY, CREDIT, article("s", "scoopbox", "Ferry", FERRY, hours=4)]
    first = judge(articles)
    for seed in range(5):
        shuffled = articles[:]
        random.Random(seed).shuffle(shuffled)
        assert judge(shuffled) == first


def test_every_reason_has_a_sentence() -> None:
    codes = [v for k, v in vars(reasons).items() if k.isupper() and isinstance(v, str)]
    assert sorted(codes) == sorted(reasons.SENTENCES)
    assert all(reasons.sentence(code) for code in codes)
