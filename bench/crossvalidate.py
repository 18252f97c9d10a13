"""Cross-validated figures of event matching: `python -m bench.crossvalidate CORPUS.jsonl …`.

No model that scores a pair was trained on the event of either article, and the calibration that a fold is judged with
was fitted without it. `--leave-one-out` instead trains on all corpora but the one that is judged: the guess for news
unlike any that was trained on.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.corpora import Labelled
from bench.measures import Score, b_cubed, pairwise
from bench.models import Judge, make_judge
from bench.train import CLAIM_FEATURES, Corpus, load_background, prepare, train_scorer
from bench.worlds import World, make_world
from matching.background import Background
from matching.calibration import probability
from matching.events import LINKAGE, ScoredPairs, group_articles
from matching.features import Features
from matching.vectors import Floats


def groups_of(world: World, log_odds: Floats) -> dict[str, int]:
    """The group of each article id."""
    scored = ScoredPairs(Features(world.pairs, world.values), np.zeros((len(log_odds), 0)), log_odds)
    groups = group_articles(len(world.rows), scored, LINKAGE)
    return {world.rows[n].article.id: number for number, group in enumerate(groups) for n in group}


def candidate_recall(world: World) -> float:
    """The share of pairs of one event that are candidates."""
    true = sum(n * (n - 1) // 2 for n in Counter(row.event for row in world.rows).values())
    return float(world.same.sum() / max(1, true))


def scores(world: World, log_odds: Floats) -> tuple[Score, Score]:
    """B-cubed and pairwise scores of a world."""
    gold = {row.article.id: row.event for row in world.rows}
    found = groups_of(world, log_odds)
    return b_cubed(gold, found), pairwise(gold, found)


def halved(rows: Sequence[Labelled]) -> tuple[list[Labelled], set[str]]:
    """Events of two or more outlets, half of them (by hash) cut to one article: the rows, and the ids left alone."""
    by_event: dict[str, list[Labelled]] = defaultdict(list)
    for row in rows:
        by_event[row.event].append(row)
    kept: list[Labelled] = []
    alone: set[str] = set()
    for event, members in sorted(by_event.items()):
        if len({row.article.outlet_id for row in members}) < 2:
            continue
        if hashlib.sha256(event.encode()).digest()[0] % 2:
            kept.append(members[0])
            alone.add(members[0].article.id)
        else:
            kept.extend(members)
    return kept, alone


def report_verdicts(corpus: Corpus, background: Background, judge: Judge, claims: Judge) -> list[str]:
    """How many single reports share an event with another outlet, and how many reports with company do.

    Once by event alone, then with a pair that is at least so likely to report the same central claim.
    """
    kept, alone = halved(corpus.rows)
    world = make_world("halved", kept, background)
    same = judge.log_odds(world)
    found = groups_of(world, same)
    claim = np.minimum(probability(same), probability(claims.log_odds(world)))
    lines = []
    for level in (0.0, 0.3, 0.4, 0.45, 0.5, 0.6, 0.7):
        joined = _joined(world, found, claim >= level)
        false = len(joined & alone)
        true = np.mean([row.article.id in joined for row in world.rows if row.article.id not in alone])
        rate = false / max(1, len(alone))
        lines.append(
            f"claim >= {level:.2f}: single reports joined {false}/{len(alone)} = {rate:.3f}   others {true:.3f}"
        )
    return lines


def _joined(world: World, found: dict[str, int], good: NDArray[np.bool_]) -> set[str]:
    """The ids of articles that have a good pair with another outlet's article of their group."""
    joined: set[str] = set()
    for row in np.flatnonzero(good):
        one, other = (world.rows[side[row]].article for side in (world.pairs.a, world.pairs.b))
        if found[one.id] == found[other.id] and one.outlet_id != other.outlet_id:
            joined |= {one.id, other.id}
    return joined


def reliability(worlds: Sequence[tuple[World, Floats]]) -> str:
    """A table: pairs by predicted probability, and the share that is true."""
    predicted = np.concatenate([probability(odds) for _, odds in worlds])
    same = np.concatenate([world.same for world, _ in worlds])
    lines = ["predicted        pairs   mean   true"]
    edges = [0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.85, 0.95, 1.0001]
    for low, high in itertools.pairwise(edges):
        rows = (predicted >= low) & (predicted < high)
        if rows.any():
            lines.append(
                f"{low:.2f} to {min(high, 1):.2f} {rows.sum():8d}  {predicted[rows].mean():.3f}  {same[rows].mean():.3f}"
            )
    return "\n".join(lines)


def cross_validate(corpora: Sequence[Corpus], background: Background) -> None:
    """Print every figure."""
    worlds = [world for corpus in corpora for world in corpus.training]
    judge = make_judge(worlds)
    claims = make_judge(worlds, CLAIM_FEATURES, second_look=False)
    judged = []
    means = []
    for corpus in corpora:
        odds = judge.log_odds(corpus.plain)
        cubed, paired = scores(corpus.plain, odds)
        judged.append((corpus.plain, odds))
        means.append(cubed.f1)
        print(f"{corpus.name:12s} B3 {cubed}   pairs {paired}   candidates {candidate_recall(corpus.plain):.4f}")
    print(f"mean B3 F1 {np.mean(means):.4f}")
    dated = [corpus for corpus in corpora if any(row.article.published for row in corpus.rows)]
    stream = make_world("stream", [row for corpus in dated for row in corpus.rows], background)
    print(f"{'stream':12s} B3 {scores(stream, judge.log_odds(stream))[0]}   candidates {candidate_recall(stream):.4f}")
    for corpus in dated:
        for line in report_verdicts(corpus, background, judge, claims):
            print(f"{corpus.name:12s} {line}")
    print(reliability(judged))


def leave_one_out(corpora: Sequence[Corpus]) -> None:
    """Print B-cubed for each corpus by models that never saw it."""
    for corpus in corpora:
        others = [other for other in corpora if other is not corpus]
        scorer = train_scorer([world for other in others for world in other.training])
        world = corpus.plain
        odds = scorer.log_odds(world.values, scorer.context(world.pairs, world.values, len(world.rows)))
        cubed, paired = scores(corpus.plain, odds)
        print(f"{corpus.name:12s} B3 {cubed}   pairs {paired}   (trained on the other corpora)")


def main() -> None:
    """Read the corpora, prepare them once, print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--leave-one-out", action="store_true")
    options = parser.parse_args()
    background = load_background()
    corpora = [prepare(path, background) for path in options.corpora]
    if options.leave_one_out:
        leave_one_out(corpora)
    else:
        cross_validate(corpora, background)


if __name__ == "__main__":
    main()
