"""Why two articles were, or were not, taken to report one happening: the score of a pair, part by part, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.candidates import Candidates, find_candidates
from matching.context import CONTEXT_FEATURES
from matching.documents import make_document
from matching.events import MISSING_VALUE, score_candidates, scored_pair
from matching.features import FEATURES, NAMES_ALONE
from matching.resources import Resources
from matching.thresholds import SAME_CLAIM
from matching.types import Article, PairScore, Part
from matching.views import make_views

_LABELS = {spec.name: spec.label for spec in (*FEATURES, *CONTEXT_FEATURES)}
# Smaller contributions (in log-odds) change nothing that a reader could follow.
_FAINT = 0.05
_SHOWN = 12


def explain_pair(a: Article, b: Article, resources: Resources, company: Sequence[Article] = ()) -> str:
    """The score of two articles in words, with what spoke for and against one happening.

    `company` are the articles that stand around them: similarities are measured against the best that either article
    has among them, so that the answer may differ with them. Raises ValueError where both are one article.
    """
    if a.id == b.id:
        raise ValueError(f"{a.id!r} is one article: pass two")
    others = {one.id: one for one in company if one.id not in {a.id, b.id}}
    articles = sorted((a, b, *others.values()), key=lambda one: one.id)
    documents = [make_document(one, resources.background) for one in articles]
    views = make_views(documents)
    row = sorted(n for n, one in enumerate(articles) if one.id in {a.id, b.id})
    pairs = _with_pair(find_candidates(documents, views), row[0], row[1], len(articles))
    scored = score_candidates(documents, views, pairs, resources)
    place = int(np.flatnonzero((pairs.a == row[0]) & (pairs.b == row[1]))[0])
    return explain_score(scored_pair(articles, scored, place, resources), a, b)


def _with_pair(pairs: Candidates, one: int, other: int, count: int) -> Candidates:
    """The candidates, and the pair that is asked about, should it be none."""
    keys = np.union1d(pairs.a * count + pairs.b, np.array([one * count + other], dtype=np.int64))
    return Candidates(a=keys // count, b=keys % count)


def explain_score(score: PairScore, a: Article, b: Article) -> str:
    """The text of a pair's score: both probabilities, then its evidence, the weightiest first.

    Contributions are in log-odds before calibration: +0.7 doubles the odds of "same event", -0.7 halves them.
    """
    told = [part for part in score.parts if abs(part.contribution) >= _FAINT]
    shown = told[:_SHOWN]
    rest = sum(part.contribution for part in score.parts if part not in shown)
    lines = [
        f"{a.title}  ({a.url})",
        f"{b.title}  ({b.url})",
        "",
        f"Same happening: {score.same_event:.0%}.",
        f"Same central claim: {score.same_claim:.0%} (corroboration asks for {SAME_CLAIM:.0%}).{_names_alone(score)}",
        "",
        *_section("For one happening", [part for part in shown if part.contribution > 0 and _known(part)]),
        *_section("Against it", [part for part in shown if part.contribution < 0 and _known(part)]),
        *_section("Could not be had, which counts as well", [part for part in shown if not _known(part)]),
        f"All other evidence together: {rest:+.2f}",
    ]
    return "\n".join(lines)


def _names_alone(score: PairScore) -> str:
    found = any(part.name == NAMES_ALONE and part.value > 0 for part in score.parts)
    return " They share nothing but names, which confirms no claim." if found else ""


def _known(part: Part) -> bool:
    return part.value != MISSING_VALUE


def _section(title: str, parts: Sequence[Part]) -> list[str]:
    """A heading and a line for each part; nothing for none."""
    return [f"{title}:", *(f"  {part.contribution:+.2f}  {_words(part)}" for part in parts), ""] if parts else []


def _words(part: Part) -> str:
    """What was measured, and the value."""
    label = _LABELS.get(part.name, part.name)
    return f"{label}: {part.value:.2f}" if _known(part) else label
