"""Cross-validated figures of event matching: `python -m bench.crossvalidate CORPUS.jsonl …`.

No model that scores a pair was trained on the event of either article, and the calibration that a fold is judged with
was fitted without it. `--leave-one-out` instead trains on all corpora but the one that is judged: the guess for news
unlike any that was trained on. Verdicts are those of `matching.verdict`, with the outlets of `--outlets`, or with every
outlet notable and a family of its own.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.corpora import Labelled
from bench.measures import Score, b_cubed, pairwise
from bench.models import make_judge
from bench.reliability import bins_of, drawing, table
from bench.train import CLAIM_FEATURES, Corpus, claim_worlds, event_worlds, load_background, prepare, train_scorer
from bench.verdicts import Bench, halved, happenings_of, verdict_figures
from bench.worlds import World, make_world
from crawler.registry import load_registry
from matching.background import Background
from matching.calibration import probability
from matching.events import LINKAGE
from matching.scorer import Scorer
from matching.thresholds import SAME_CLAIM
from matching.types import Registry
from matching.vectors import Floats

LEVELS = (0.0, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8)
LINKAGES = (-1.5, -1.0, -0.5, 0.0, 0.5)

# Log-odds of a world's pairs, of one event and of the same central claim, by models that never saw its events.
Scores = Callable[[World], tuple[Floats, Floats]]


def candidate_recall(world: World) -> float:
    """The share of pairs of one event that are candidates."""
    true = sum(n * (n - 1) // 2 for n in Counter(row.event for row in world.rows).values())
    return float(world.same.sum() / max(1, true))


def scores(
    world: World, log_odds: Floats, claim_log_odds: Floats, threshold: float = LINKAGE.threshold
) -> tuple[Score, Score]:
    """B-cubed and pairwise scores of a world."""
    gold = {row.article.id: row.event for row in world.rows}
    groups = happenings_of(world, log_odds, claim_log_odds, replace(LINKAGE, threshold=threshold))
    found = {world.rows[n].article.id: number for number, group in enumerate(groups) for n in group}
    return b_cubed(gold, found), pairwise(gold, found)


def report_events(world: World, name: str, score: Scores) -> tuple[float, ...]:
    """Print the scores of a world; its B-cubed F1 at each of `LINKAGES`."""
    odds, claims = score(world)
    cubed, paired = scores(world, odds, claims)
    print(f"{name:12s} B3 {cubed}   pairs {paired}   candidates {candidate_recall(world):.4f}")
    at = tuple(scores(world, odds, claims, threshold)[0].f1 for threshold in LINKAGES)
    print(f"{name:12s} {_by_linkage(at)}", flush=True)
    return at


def _by_linkage(figures: Sequence[float]) -> str:
    """B-cubed F1 by the threshold of linkage."""
    pairs = zip(LINKAGES, figures, strict=True)
    return "by linkage " + "  ".join(f"{threshold:g}: {figure:.4f}" for threshold, figure in pairs)


def report_verdicts(
    corpus: Corpus, background: Background, score: Scores, registry: Registry | None, levels: Sequence[float]
) -> None:
    """Print what verdicts come of a corpus of which half of the events are cut to one report, by level of same claim."""
    kept, alone = halved(corpus.rows)
    world = make_world("halved", kept, background)
    bench = Bench(world, *score(world), registry)
    for level in levels:
        figures = verdict_figures(world, alone, bench.verdicts(level))
        print(f"{corpus.name:12s} claim >= {level:.2f}: {figures}", flush=True)


def cross_validate(
    corpora: Sequence[Corpus], background: Background, registry: Registry | None, diagram: Path | None
) -> None:
    """Print every figure; draw the reliability diagram into a file if one is named."""
    judge = make_judge(event_worlds(corpora))
    claims = make_judge(claim_worlds(corpora), CLAIM_FEATURES, second_look=False)

    def score(world: World) -> tuple[Floats, Floats]:
        return judge.log_odds(world), claims.log_odds(world)

    report_means([report_events(corpus.plain, corpus.name, score) for corpus in corpora])
    dated = [corpus for corpus in corpora if is_dated(corpus.rows)]
    if len(dated) > 1:
        stream = make_world("stream", [row for corpus in dated for row in corpus.rows], background)
        report_events(stream, "stream", score)
    for corpus in dated:
        report_verdicts(corpus, background, score, registry, LEVELS)
    predicted = np.concatenate([probability(judge.log_odds(corpus.plain)) for corpus in corpora])
    bins = bins_of(predicted, np.concatenate([corpus.plain.same for corpus in corpora]))
    print(table(bins))
    if diagram is not None:
        diagram.write_text(drawing(bins, "Reliability of the probability of one event"), encoding="utf-8")


def report_means(found: Sequence[tuple[float, ...]]) -> None:
    """Print the mean B-cubed F1 of the corpora, in force and by linkage."""
    print(f"mean B3 F1   {_by_linkage(np.mean(found, axis=0).tolist())}", flush=True)


def is_dated(rows: Sequence[Labelled]) -> bool:
    """Whether any article has a date."""
    return any(row.article.published for row in rows)


def leave_one_out(corpora: Sequence[Corpus], background: Background, registry: Registry | None) -> None:
    """Print B-cubed and verdicts for each corpus by models that never saw it."""
    found = []
    for corpus in corpora:
        others = [other for other in corpora if other is not corpus]
        events = train_scorer(event_worlds(others))
        score = _scores_of(events, train_scorer(claim_worlds(others), CLAIM_FEATURES, second_look=False))
        found.append(report_events(corpus.plain, corpus.name, score))
        if is_dated(corpus.rows):
            report_verdicts(corpus, background, score, registry, (0.0, SAME_CLAIM))
    report_means(found)


def _scores_of(events: Scorer, claims: Scorer) -> Scores:
    """How to score a world with two scorers."""

    def score(world: World) -> tuple[Floats, Floats]:
        context = events.context(world.pairs, world.values, len(world.rows))
        return events.log_odds(world.values, context), claims.log_odds(world.values)

    return score


def main() -> None:
    """Read the corpora, prepare them once, print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--leave-one-out", action="store_true")
    parser.add_argument("--outlets", type=Path, help="the registry that says who is notable, and whose family")
    parser.add_argument("--diagram", type=Path, help="write the reliability diagram (SVG) into this file")
    options = parser.parse_args()
    background = load_background()
    registry = load_registry(options.outlets) if options.outlets else None
    corpora = [prepare(path, background) for path in options.corpora]
    if options.leave_one_out:
        leave_one_out(corpora, background, registry)
    else:
        cross_validate(corpora, background, registry, options.diagram)


if __name__ == "__main__":
    main()
