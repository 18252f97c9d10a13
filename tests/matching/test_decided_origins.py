"""What editors decided about origins and commentary holds whatever text and credits say."""

from __future__ import annotations

import random
from datetime import timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matching import thresholds as limits
from matching.decided import decided_events
from matching.decidedorigins import decided_edges
from matching.decisions import (
    Apart,
    Contradiction,
    Decisions,
    Nature,
    OneOrigin,
    OtherOrigin,
    Together,
    check,
    components,
)
from matching.standing import Context
from matching.types import Article, Edge, EdgeKind, Event, OriginKind, PairScore, State, Verdict
from matching.verdict import judge_event
from tests.matching.newsroom import FERRY, LATER, NOON, WORLD, article, event_of, shares_origin, story

IDS = [f"a{n}" for n in range(8)]
NODES = [*IDS, "outlet:x", "outlet:y"]
EDGES = st.lists(
    st.builds(
        lambda a, b, p: Edge(a, b, EdgeKind.COPY, p),
        st.sampled_from(IDS), st.sampled_from(NODES), st.sampled_from([0.2, 0.6, 0.9, 0.99, 1.0]),
    ).filter(lambda edge: edge.article_id != edge.target),
    max_size=20,
)  # fmt: skip
PAIRS = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] != pair[1])


@given(EDGES, st.lists(PAIRS, max_size=3), st.lists(PAIRS, max_size=3), st.randoms(use_true_random=False))
@settings(max_examples=300)
def test_origins_are_joined_and_kept_apart_as_decided(
    edges: list[Edge], one: list[tuple[str, str]], other: list[tuple[str, str]], chance: random.Random
) -> None:
    decisions = Decisions(
        one_origin=tuple(OneOrigin(f"1{n}", *pair) for n, pair in enumerate(one)),
        other_origin=tuple(OtherOrigin(f"2{n}", *pair) for n, pair in enumerate(other)),
    )
    try:
        check(decisions)
    except Contradiction:
        assume(False)
    found = decided_edges(IDS, edges, decisions)
    holding = components([(e.article_id, e.target) for e in found if e.probability >= limits.EDGE])
    for a, b in one:
        assert holding[a] == holding[b]
    for a, b in other:
        assert holding.get(a, a) != holding.get(b, b)
    again = decided_edges(IDS, chance.sample(edges, len(edges)), decisions)
    key = sorted((e.article_id, e.target, e.kind, e.probability, e.note) for e in again)
    assert key == sorted((e.article_id, e.target, e.kind, e.probability, e.note) for e in found)
    if not other:
        assert [e for e in found if e.kind is not EdgeKind.DECISION] == edges


def verdict(
    articles: list[Article], decisions: Decisions, pairs: dict[tuple[str, str], PairScore] | None = None
) -> Verdict:
    context = Context(WORLD, decisions)
    return judge_event(event_of(articles), {a.id: a for a in articles}, context, pairs=pairs or {}, now=LATER)


COPY = [
    article("one", "quarry-times", "Ferry breaks loose", FERRY),
    article("two", "tern-post", "Ferry adrift for two hours", FERRY, hours=2),
]


def test_a_copy_that_is_none_by_an_editors_word_counts_for_itself() -> None:
    assert verdict(COPY, Decisions()).state is State.SINGLE_ORIGIN
    decided = verdict(COPY, Decisions(other_origin=(OtherOrigin("7", "two", "one"),)))
    assert decided.state is State.CORROBORATED and not shares_origin(decided, "one", "two")
    (edge,) = [e for e in decided.edges if {e.article_id, e.target} == {"one", "two"}]
    assert (edge.probability, edge.note) == (0.0, "decision 7")


def test_two_reports_that_rest_on_one_origin_by_an_editors_word_count_once() -> None:
    reports = [
        article("one", "quarry-times", "Ferry breaks loose", story(1)),
        article("two", "tern-post", "Ferry adrift", story(2), hours=1),
    ]
    assert verdict(reports, Decisions()).state is State.CORROBORATED
    decided = verdict(reports, Decisions(one_origin=(OneOrigin("7", "two", "one"),)))
    assert decided.state is State.SINGLE_ORIGIN and shares_origin(decided, "one", "two")
    assert {f.article_id: f.reason for f in decided.findings} == {"one": "", "two": "decided-origin"}


def test_commentary_and_report_by_an_editors_word() -> None:
    reports = [
        article("one", "quarry-times", "Ferry breaks loose", story(1)),
        article("two", "tern-post", "Opinion: a ferry adrift", story(2), hours=1),
    ]
    assert verdict(reports, Decisions()).state is State.SINGLE_REPORT
    decided = verdict(reports, Decisions(nature=(Nature("7", "two", False),)))
    assert decided.state is State.CORROBORATED
    both = verdict(reports, Decisions(nature=(Nature("7", "one", True),)))
    assert {f.origin_kind for f in both.findings} == {OriginKind.COMMENTARY} and both.origins == 0


def test_what_was_merged_reports_one_claim() -> None:
    reports = [
        article("one", "quarry-times", "Ferry breaks loose", story(1)),
        article("two", "tern-post", "Ferry adrift", story(2), hours=1),
    ]
    far = {("one", "two"): PairScore("one", "two", 0.01, 0.01)}
    apart = verdict(reports, Decisions(), far)
    assert "different-claim" in {f.reason for f in apart.findings}
    decided = verdict(reports, Decisions((Together("7", ("one", "two")),)), far)
    assert decided.state is State.CORROBORATED


def test_events_are_made_anew_only_where_something_was_decided() -> None:
    articles = {f"n{n}": article(f"n{n}", "quarry-times", f"Title {n}", "", hours=n) for n in range(5)}
    events = tuple(event_of([articles[id_] for id_ in ids]) for ids in (("n0", "n1"), ("n2",), ("n3", "n4")))
    assert decided_events(events, {}, (), Decisions()) == tuple(sorted(events, key=lambda e: e.id))
    found = decided_events(events, articles, (), Decisions((Together("1", ("n1", "n2")),)))
    assert [e.article_ids for e in sorted(found, key=lambda e: e.article_ids)] == [("n0", "n1", "n2"), ("n3", "n4")]
    merged = next(e for e in found if len(e.article_ids) == 3)
    assert (merged.title, merged.first_seen, merged.last_seen) == ("Title 0", NOON, NOON + timedelta(hours=2))
    cut = decided_events(events, articles, (), Decisions(apart=(Apart("1", ("n3",), ("n4",)),)))
    assert len(cut) == 4 and events[0] in cut and isinstance(cut[0], Event)


def test_a_newsroom_is_one_origin_however_it_was_found() -> None:
    shared = story(2) + "\n\nNorthern Wire contributed to this report."
    reports = [
        article("one", "quarry-times", "Ferry breaks loose", story(1) + "\n\n— Northern Wire"),
        article("two", "tern-post", "Ferry adrift", shared, hours=1),
        article("three", "fen-observer", "Ferry adrift", shared, hours=2),
    ]
    (origin,) = verdict(reports, Decisions()).origin_list
    assert (origin.name, origin.article_ids) == ("Northern Wire", ("one", "two", "three"))
    decided = verdict(reports, Decisions(other_origin=(OtherOrigin("7", "two", "one"),)))
    assert [o.article_ids for o in decided.origin_list] == [("one",), ("two", "three")]
    assert len({o.id for o in decided.origin_list}) == 2
