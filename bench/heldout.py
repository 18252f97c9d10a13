"""Events and verdicts by models that never saw the event that they judge, as figures: what `bench.crossvalidate` prints in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.crossvalidate import is_dated, scores
from bench.models import make_judge
from bench.train import CLAIM_FEATURES, claim_worlds, event_worlds, load_background, prepare_all
from bench.verdicts import Bench, halved, verdict_figures
from bench.worlds import make_world
from crawler.registry import load_registry
from matching.thresholds import SAME_CLAIM

# In how many ways events are cut to one report: by one way alone the share of false ones is anything from 4 to 14 %.
HALVINGS = 9


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A corpus: its articles and B-cubed F1; of the events that were cut to one report, how many were called corroborated
    (`false` of `singles`); of the articles with company, how many were (`corroborated` of `accompanied`): both added up over
    `HALVINGS`. A corpus without dates has no verdicts: its counts are 0.
    """

    corpus: str
    articles: int
    b_cubed: float
    singles: int = 0
    false: int = 0
    accompanied: int = 0
    corroborated: int = 0


def held_out(files: Sequence[Path], outlets: Path) -> list[HeldOut]:
    """The figures of each corpus, by models of the other folds of all of them together."""
    background, registry = load_background(), load_registry(outlets)
    corpora = prepare_all(files, background)
    events, claims = (
        make_judge(event_worlds(corpora)),
        make_judge(claim_worlds(corpora), CLAIM_FEATURES, second_look=False),
    )
    found = []
    for corpus in corpora:
        cubed, _ = scores(corpus.plain, events.log_odds(corpus.plain), claims.log_odds(corpus.plain))
        if not is_dated(corpus.rows):
            found.append(HeldOut(corpus.name, len(corpus.rows), cubed.f1))
            continue
        said = []
        for way in range(HALVINGS):
            kept, alone = halved(corpus.rows, way)
            world = make_world("halved", kept, background)
            bench = Bench(world, events.log_odds(world), claims.log_odds(world), registry)
            said.append(verdict_figures(world, alone, bench.verdicts(SAME_CLAIM)))
        found.append(
            HeldOut(
                corpus.name,
                len(corpus.rows),
                cubed.f1,
                sum(one.singles for one in said),
                sum(len(one.false) for one in said),
                sum(one.accompanied for one in said),
                sum(one.corroborated for one in said),
            )
        )
    return found
