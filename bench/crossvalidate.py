"""Cross-validated figures of event matching: `python -m bench.crossvalidate CORPUS.jsonl …`.

No model that scores a pair was trained on the event of either article, and the calibration that a fold is judged with
was fitted without it. `--leave-one-out` instead trains on all corpora but the one that is judged: the guess for news
unlike any that was trained on. Verdicts are those of `matching.verdict`, with the outlets of `--outlets`, or with every
outlet notable and a family of its own. `--ways` halves the events in more ways than one and adds up, `--draw` trains with
other chances and `--members` with the mean of several models: what differs less than two draws do is chance.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bench.corpora import Labelled
from bench.measures import Score, b_cubed, pairwise
from bench.models import Chance, make_judge
from bench.reliability import bins_of, drawing, table
from bench.train import CLAIM_FEATURES, Corpus, claim_worlds, event_worlds, load_background, prepare_all, train_scorer
from bench.verdicts import WAYS, Bench, VerdictFigures, halved, happenings_of, verdict_figures
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


@dataclass(frozen=True, slots=True)
class Judging:
    """What verdicts are made with: word weights, the registry (None: everybody notable), and in how many ways events are halved."""

    background: Background
    registry: Registry | None
    ways: int = 1


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


def report_verdicts(corpus: Corpus, score: Scores, judging: Judging, levels: Sequence[float]) -> None:
    """Print what verdicts come of a corpus of which half of the events are cut to one report, by level of same claim, for
    each way of halving and for all of them.
    """
    found: dict[float, list[VerdictFigures]] = {level: [] for level in levels}
    for way, said in enumerate(by_way(corpus, score, judging, levels)):
        for level, figures in said.items():
            found[level].append(figures)
            print(f"{corpus.name:12s} way {way} claim >= {level:.2f}: {figures}", flush=True)
    for level, some in found.items():
        print(f"{corpus.name:12s} {judging.ways} ways claim >= {level:.2f}: {summed(some)}", flush=True)


def by_way(
    corpus: Corpus, score: Scores, judging: Judging, levels: Sequence[float]
) -> Iterator[dict[float, VerdictFigures]]:
    """For each way of halving, what verdicts come of a corpus, by level of same claim."""
    for way in range(judging.ways):
        kept, alone = halved(corpus.rows, way)
        world = make_world("halved", kept, judging.background)
        bench = Bench(world, *score(world), judging.registry)
        yield {level: verdict_figures(world, alone, bench.verdicts(level)) for level in levels}


def summed(figures: Sequence[VerdictFigures]) -> str:
    """Counts of several ways of halving, added up.

    >>> summed([VerdictFigures(4, ("a",), 6, 6, {}), VerdictFigures(6, ("a", "b"), 4, 3, {})])
    'false 3/10 = 0.300   kept 9/10 = 0.900'
    """
    false, singles = sum(len(one.false) for one in figures), sum(one.singles for one in figures)
    kept, accompanied = sum(one.corroborated for one in figures), sum(one.accompanied for one in figures)
    return (
        f"false {false}/{singles} = {false / max(1, singles):.3f}   "
        f"kept {kept}/{accompanied} = {kept / max(1, accompanied):.3f}"
    )


def cross_validate(corpora: Sequence[Corpus], judging: Judging, chance: Chance, diagram: Path | None) -> None:
    """Print every figure; draw the reliability diagram into a file if one is named."""
    judge = make_judge(event_worlds(corpora), chance=Chance(draw=chance.draw))
    claims = make_judge(claim_worlds(corpora), CLAIM_FEATURES, second_look=False, chance=chance)

    def score(world: World) -> tuple[Floats, Floats]:
        return judge.log_odds(world), claims.log_odds(world)

    report_means([report_events(corpus.plain, corpus.name, score) for corpus in corpora])
    dated = [corpus for corpus in corpora if is_dated(corpus.rows)]
    if len(dated) > 1:
        stream = make_world("stream", [row for corpus in dated for row in corpus.rows], judging.background)
        report_events(stream, "stream", score)
    for corpus in dated:
        report_verdicts(corpus, score, judging, LEVELS)
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


def leave_one_out(corpora: Sequence[Corpus], judging: Judging, chance: Chance) -> None:
    """Print B-cubed and verdicts for each corpus by models that never saw it."""
    found = []
    for corpus in corpora:
        others = [other for other in corpora if other is not corpus]
        events = train_scorer(event_worlds(others), chance=Chance(draw=chance.draw))
        claims = train_scorer(claim_worlds(others), CLAIM_FEATURES, second_look=False, chance=chance)
        score = _scores_of(events, claims)
        found.append(report_events(corpus.plain, corpus.name, score))
        if is_dated(corpus.rows):
            report_verdicts(corpus, score, judging, (0.0, SAME_CLAIM))
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
    parser.add_argument(
        "--ways", type=int, choices=range(1, WAYS + 1), default=1, metavar="1-32", help="of halving the events"
    )
    parser.add_argument("--draw", type=int, default=0, help="train with other chances than the shipped models (0)")
    parser.add_argument("--members", type=int, default=1, help="models of which the scorer of claims is the mean")
    options = parser.parse_args()
    chance = Chance(options.members, options.draw)
    judging = Judging(load_background(), load_registry(options.outlets) if options.outlets else None, options.ways)
    corpora = prepare_all(options.corpora, judging.background)
    if options.leave_one_out:
        leave_one_out(corpora, judging, chance)
    else:
        cross_validate(corpora, judging, chance, options.diagram)


if __name__ == "__main__":
    main()
