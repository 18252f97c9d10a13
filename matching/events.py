"""Articles in, events out: candidates, scores, clusters, events."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from matching.calibration import probability
from matching.candidates import Candidates, find_candidates
from matching.clusters import Linkage, cluster
from matching.context import CONTEXT_NAMES, FAINT, context_features
from matching.documents import Document, make_document
from matching.doubts import Inside, by_two_outlets, in_doubt
from matching.features import NAMES, Features, pair_features
from matching.happenings import Within
from matching.ids import article_order, event_id
from matching.resources import Resources
from matching.scorer import Scorer, margins_of
from matching.thresholds import COPY_RULED_OUT, EVENT_LINKAGE_ABSENT, EVENT_LINKAGE_THRESHOLD, PAIR_KEPT
from matching.types import Article, Event, PairScore, Part
from matching.vectors import Flags, Floats, Indices
from matching.views import Views, make_views

# This value of a `Part` says that its evidence could not be had (no date, no title, no quotes).
MISSING_VALUE = -99.0
# Two that confirm each other, and a third.
SMALLEST_CUT = 3
LINKAGE = Linkage(threshold=EVENT_LINKAGE_THRESHOLD, absent=EVENT_LINKAGE_ABSENT)


@dataclass(frozen=True, slots=True)
class ScoredPairs:
    """All candidate pairs with their evidence and the calibrated log-odds of "same event"."""

    features: Features
    context: Floats
    log_odds: Floats

    @property
    def pairs(self) -> Candidates:
        """The row numbers of the pairs."""
        return self.features.pairs


def find_events(articles: Sequence[Article], resources: Resources) -> tuple[tuple[Event, ...], tuple[PairScore, ...]]:
    """The events that the articles report, sorted by id, and the scores of the pairs that came near to one event.

    Every article is in exactly one event, alone if need be; the same articles in any order give the same answer. Raises
    ValueError where two articles have one id.
    """
    ordered = _by_id(articles)
    scored = score_pairs(ordered, resources)
    outlets = [article.outlet_id for article in ordered]
    groups = one_happening_each(
        group_articles(len(ordered), scored),
        scored,
        outlets,
        lambda rows: resources.claim_scorer.log_odds(scored.features.values[rows]),
    )
    return make_events(ordered, groups), _kept_scores(ordered, scored, groups, resources)


def score_pairs(articles: Sequence[Article], resources: Resources) -> ScoredPairs:
    """Candidates of the articles and their scores; row numbers are places in `articles`."""
    documents = [make_document(article, resources.background) for article in articles]
    views = make_views(documents)
    return score_candidates(documents, views, find_candidates(documents, views), resources)


def score_candidates(
    documents: Sequence[Document], views: Views, pairs: Candidates, resources: Resources
) -> ScoredPairs:
    """The scores of listed pairs of documents, whose order is that of the rows of `views`."""
    features = pair_features(documents, views, pairs)
    scorer = resources.event_scorer
    margins = scorer.first_margins(features.values)
    context = context_features(pairs, margins, len(documents), features.copies())
    context[probability(margins) <= FAINT] = np.nan
    return ScoredPairs(features=features, context=context, log_odds=final_log_odds(scorer, margins, context))


def final_log_odds(scorer: Scorer, margins: Floats, context: Floats) -> Floats:
    """Calibrated log-odds from first scores and the contexts of the pairs; a faint pair is not looked at twice."""
    margins = margins.copy()
    near = np.flatnonzero(probability(margins) > FAINT)
    if scorer.second is not None and len(near):
        margins[near] += margins_of(scorer.second, context[near])
    return scorer.calibration.apply(margins)


def group_articles(count: int, scored: ScoredPairs, linkage: Linkage = LINKAGE) -> list[list[int]]:
    """Row numbers grouped into events, singletons included.

    A copy is the same event as what it copies, unless the score rules it out: a brief of one sentence may share no more than
    the notice of rights below it with the text that it seems to be a copy of.
    """
    return groups_of(count, scored.pairs, scored.log_odds, scored.features.copies(), linkage)


def groups_of(
    count: int, pairs: Candidates, log_odds: Floats, copies: Flags, linkage: Linkage = LINKAGE
) -> list[list[int]]:
    """What `group_articles` answers, from the log-odds of the pairs and from which of them are copies."""
    sure = copies & (log_odds >= COPY_RULED_OUT)
    return cluster(
        count,
        zip(pairs.a.tolist(), pairs.b.tolist(), log_odds.tolist(), strict=True),
        linkage,
        zip(pairs.a[sure].tolist(), pairs.b[sure].tolist(), strict=True),
    )


def one_happening_each(
    groups: list[list[int]], scored: ScoredPairs, outlets: Sequence[str], claims_for: Callable[[Indices], Floats]
) -> list[list[int]]:
    """The groups, those cut that hold two happenings or loose articles (`matching.happenings`), in the order of their first
    members.

    `claims_for` gives the log-odds of the scorer of claims for rows of the candidates. What one outlet wrote twice confirms
    nothing: it may be the story and its follow-up, told in the same words. Events are cut by the model that doubts more
    (`doubting_claims`): a follow-up in the words of the first story seems one event and a like claim, and only the model of
    claims sees that another thing was done.
    """
    large = np.full(len(outlets), -1)
    for number, group in enumerate(groups):
        if len(group) >= SMALLEST_CUT:
            large[group] = number
    a, b = scored.pairs.a, scored.pairs.b
    rows = np.flatnonzero((large[a] >= 0) & (large[a] == large[b]))
    if not len(rows):
        return groups
    odds, claim_log_odds = scored.log_odds[rows], claims_for(rows)
    claims = doubting_claims(odds, claim_log_odds), central_claims(odds, claim_log_odds)
    inside = Inside(
        a[rows], b[rows], *claims, by_two_outlets(outlets, a[rows], b[rows]), scored.features.copies()[rows]
    )
    doubt = in_doubt(large, inside)
    known = {number: Within() for number in np.flatnonzero(doubt).tolist()}
    for place in np.flatnonzero(doubt[large[inside.a]]).tolist():
        pair = int(inside.a[place]), int(inside.b[place])
        claim = float(inside.doubted[place]), float(inside.central[place])
        known[int(large[pair[0]])].add(
            (min(pair), max(pair)),
            float(odds[place]),
            claim if inside.two_outlets[place] else None,
            copy=bool(inside.copies[place]),
        )
    return sorted(
        part
        for number, group in enumerate(groups)
        for part in (known[number].cut(group) if number in known else [sorted(group)])
    )


def claims_of(scored: ScoredPairs, rows: Indices, resources: Resources) -> Floats:
    """The probability of "same central claim" for rows of the candidates."""
    return central_claims(scored.log_odds[rows], resources.claim_scorer.log_odds(scored.features.values[rows]))


def doubting_claims(log_odds: Floats, claim_log_odds: Floats) -> Floats:
    """The probability of "same central claim" from the scores of both models, by the one that doubts more."""
    return probability(np.minimum(log_odds, claim_log_odds))


def central_claims(log_odds: Floats, claim_log_odds: Floats) -> Floats:
    """The probability of "same central claim" from the scores of both models: their mean, and never above that of one event.

    Two models that err in different places err less together: see `matching.thresholds.SAME_CLAIM`.
    """
    return probability(np.minimum(log_odds, (log_odds + claim_log_odds) / 2))


def make_events(articles: Sequence[Article], groups: Sequence[Sequence[int]]) -> tuple[Event, ...]:
    """The events of articles that were grouped by row number, sorted by id."""
    return tuple(sorted((_event([articles[n] for n in group]) for group in groups), key=lambda event: event.id))


def _by_id(articles: Sequence[Article]) -> list[Article]:
    """The articles sorted by id, so that no later step can depend on the order they came in."""
    ordered = sorted(articles, key=lambda article: article.id)
    for one, other in itertools.pairwise(ordered):
        if one.id == other.id:
            raise ValueError(f"two articles have the id {one.id!r}: pass only the current revision of each")
    return ordered


def _event(articles: list[Article]) -> Event:
    """The event of these articles; its title is that of the first one."""
    members = sorted(articles, key=article_order)
    times = [article.published for article in members if article.published is not None]
    return Event(
        id=event_id(members[0].id),
        article_ids=tuple(article.id for article in members),
        title=members[0].title,
        first_seen=min(times) if times else None,
        last_seen=max(times) if times else None,
    )


def _kept_scores(
    articles: Sequence[Article], scored: ScoredPairs, groups: list[list[int]], resources: Resources
) -> tuple[PairScore, ...]:
    """Scores of the pairs within an event and of those that came near to one, with their evidence, sorted by ids."""
    home = {n: number for number, group in enumerate(groups) for n in group}
    pairs = scored.pairs
    within = np.array([home[a] == home[b] for a, b in zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)], dtype=bool)
    rows = np.flatnonzero(within | (probability(scored.log_odds) >= PAIR_KEPT))
    return with_evidence(articles, scored, rows, resources)


def scored_pair(articles: Sequence[Article], scored: ScoredPairs, row: int, resources: Resources) -> PairScore:
    """The score of one row of the candidates with its evidence."""
    return with_evidence(articles, scored, np.array([row], dtype=np.int64), resources)[0]


def without_evidence(
    articles: Sequence[Article], pairs: Candidates, log_odds: Floats, claim_log_odds: Floats
) -> tuple[PairScore, ...]:
    """The scores of pairs without the parts they are made of, at a hundredth of the cost; `claim_log_odds` are those of the
    scorer of claims.
    """
    same, claims = probability(log_odds).tolist(), central_claims(log_odds, claim_log_odds).tolist()
    first, second = ([articles[row].id for row in rows.tolist()] for rows in (pairs.a, pairs.b))
    return tuple(map(PairScore, first, second, same, claims))


def with_evidence(
    articles: Sequence[Article], scored: ScoredPairs, rows: Indices, resources: Resources
) -> tuple[PairScore, ...]:
    """The scores of chosen rows with the contribution of each feature; the first article of a row has the smaller id."""
    pairs = scored.pairs
    values = scored.features.values[rows]
    same = probability(scored.log_odds[rows])
    claims = claims_of(scored, rows, resources)
    found = resources.event_scorer.contributions(values, scored.context[rows])
    once = np.isnan(scored.context[rows]).any(axis=1)  # not looked at twice
    for name in found.keys() & set(CONTEXT_NAMES):
        found[name][once] = 0.0
    values = np.column_stack([values, scored.context[rows]])
    return tuple(
        PairScore(
            a=articles[pairs.a[row]].id,
            b=articles[pairs.b[row]].id,
            same_event=float(same[place]),
            same_claim=float(claims[place]),
            parts=_parts(values[place], {name: float(column[place]) for name, column in found.items()}),
        )
        for place, row in enumerate(rows)
    )


def _parts(values: Floats, contributions: dict[str, float]) -> tuple[Part, ...]:
    """The evidence of one pair, the weightiest first."""
    named = zip((*NAMES, *CONTEXT_NAMES), values.tolist(), strict=True)
    parts = [
        Part(name, MISSING_VALUE if math.isnan(value) else value, contributions.get(name, 0.0)) for name, value in named
    ]
    return tuple(sorted(parts, key=lambda part: (-abs(part.contribution), part.name)))
