"""A report that its newsroom took back does not count, nor does what rests on it; a corrected one does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from matching import reasons
from matching.types import Article, Body, Correction, Finding, NoteKind, State, Verdict
from tests.matching.newsroom import FERRY, FERRY_OWN, NOON, article, judge
from tests.matching.test_verdict import COPY, CREDIT, OWN, WIRE

HARBOR = article("h", "harbor-ledger", "Cable ferry breaks loose on the Orle", FERRY)


def taken_back(report: Article, text: str = "This article has been retracted.") -> Article:
    return replace(report, revision=2, correction=Correction(NoteKind.RETRACTION, text))


def found(verdict: Verdict, key: str) -> Finding:
    (finding,) = (f for f in verdict.findings if f.article_id == key)
    return finding


def test_a_retracted_report_no_longer_corroborates() -> None:
    assert judge([HARBOR, OWN]).state is State.CORROBORATED
    verdict = judge([HARBOR, taken_back(OWN)])
    assert (verdict.state, verdict.origins, verdict.notable_origins) == (State.SINGLE_REPORT, 1, 1)
    assert verdict.because == "Only Harbor Ledger reported this. Quarry Times retracted its report."
    finding = found(verdict, "o")
    assert (finding.counted, finding.reason) == (False, reasons.RETRACTED)
    assert finding.correction == Correction(NoteKind.RETRACTION, "This article has been retracted.")


def test_what_rests_on_a_retracted_report_falls_with_it() -> None:
    verdict = judge([HARBOR, taken_back(OWN), CREDIT])
    assert (verdict.state, verdict.notable_origins) == (State.SINGLE_REPORT, 1)
    assert found(verdict, "q").reason == reasons.RETRACTED_ORIGIN
    assert verdict.because == "Only Harbor Ledger reported this. Quarry Times retracted its report."
    copied = judge([taken_back(WIRE), COPY, OWN])
    assert (copied.state, found(copied, "c").reason) == (State.SINGLE_REPORT, reasons.RETRACTED_ORIGIN)


def test_who_confirmed_a_retracted_report_for_himself_still_counts() -> None:
    mixed = article("m", "tern-post", CREDIT.title, CREDIT.text + "\n\nThe certificate was reviewed by the Tern Post.")
    verdict = judge([taken_back(OWN), mixed])
    assert (verdict.state, found(verdict, "m").counted) == (State.SINGLE_REPORT, True)


def test_a_retracted_copy_takes_nothing_from_its_origin() -> None:
    verdict = judge([WIRE, taken_back(COPY), OWN])
    assert verdict.state is State.CORROBORATED
    assert found(verdict, "c").reason == reasons.RETRACTED


def test_a_paper_that_says_the_agency_withdrew_the_story_takes_the_origin_with_it() -> None:
    printed = article("p", "fen-observer", "Ferry adrift", f"GREYSTRAND (NW) — {COPY.text}")
    again = article("r", "tern-post", "Ferry adrift on the Orle", f"GREYSTRAND (NW) — {COPY.text}", hours=1)
    withdrawn = taken_back(printed, "Northern Wire has withdrawn this story.")
    assert judge([withdrawn, again, OWN]).state is State.SINGLE_REPORT
    assert judge([taken_back(printed), again, OWN]).state is State.CORROBORATED


def test_a_second_version_that_stands_keeps_the_origin() -> None:
    second = article("s", "quarry-times", "‘Like watching a house leave’: the ferry crew", FERRY_OWN, hours=9)
    assert judge([HARBOR, taken_back(OWN), second]).state is State.CORROBORATED
    assert judge([HARBOR, taken_back(OWN), taken_back(second)]).state is State.SINGLE_REPORT


@pytest.mark.parametrize("kind", [NoteKind.CORRECTION, NoteKind.CLARIFICATION])
def test_a_corrected_report_counts_and_the_note_is_shown(kind: NoteKind) -> None:
    note = Correction(kind, "Correction: an earlier version of this article gave a wrong count of cars.")
    verdict = judge([HARBOR, replace(OWN, correction=note)])
    assert verdict.state is State.CORROBORATED
    assert found(verdict, "o").correction == note


def test_when_all_is_retracted_nobody_reported_it() -> None:
    verdict = judge([taken_back(OWN), CREDIT])
    assert (verdict.state, verdict.origins) == (State.SINGLE_REPORT, 0)
    assert verdict.because == (
        "No article of this event reports it in a form that counts. Quarry Times retracted its report."
    )


def test_a_retracted_stub_asks_for_no_patience() -> None:
    stub = article("t", "tern-post", "Ferry breaks loose", "Subscribe to continue reading.", body=Body.STUB, hours=1)
    assert judge([HARBOR, stub]).state is State.INSUFFICIENT_EVIDENCE
    assert judge([HARBOR, taken_back(stub)]).state is State.SINGLE_REPORT


def test_a_page_taken_down_within_days_does_not_count_and_one_that_expired_does() -> None:
    early = replace(OWN, gone=NOON + timedelta(hours=20))
    verdict = judge([HARBOR, early])
    assert (verdict.state, found(verdict, "o").reason) == (State.SINGLE_REPORT, reasons.TAKEN_DOWN)
    assert verdict.because == "Only Harbor Ledger reported this. Quarry Times took down its report."
    assert found(verdict, "o").gone == early.gone
    late = judge([HARBOR, replace(OWN, gone=NOON + timedelta(days=20))])
    assert late.state is State.CORROBORATED
    assert found(late, "o").gone is not None


def test_a_revision_that_now_credits_another_newsroom_is_read_anew() -> None:
    other = replace(OWN, text=CREDIT.text.replace("Quarry Times", "Harbor Ledger"), revision=2)
    verdict = judge([HARBOR, other])
    assert (verdict.state, found(verdict, "o").reason) == (State.SINGLE_ORIGIN, reasons.CREDITED_ORIGIN)
