"""Events and verdicts by models that never saw the event that they judge, as figures: what `bench.crossvalidate` prints in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.crossvalidate import Judging, by_way, is_dated, scores
from bench.models import make_judge
from bench.train import CLAIM_FEATURES, claim_worlds, event_worlds, load_background, prepare_all
from bench.worlds import World
from crawler.registry import load_registry
from matching.thresholds import SAME_CLAIM
from matching.vectors import Floats

# In how many ways events are cut to one report: by one way alone the share of false ones is anything from 4.5 to 14.3 %
# (docs/matching.md). `bench.tables` names the number.
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
    judging = Judging(load_background(), load_registry(outlets), HALVINGS)
    corpora = prepare_all(files, judging.background)
    events, claims = (
        make_judge(event_worlds(corpora)),
        make_judge(claim_worlds(corpora), CLAIM_FEATURES, second_look=False),
    )

    def score(world: World) -> tuple[Floats, Floats]:
        return events.log_odds(world), claims.log_odds(world)

    found = []
    for corpus in corpora:
        cubed, _ = scores(corpus.plain, *score(corpus.plain))
        if not is_dated(corpus.rows):
            found.append(HeldOut(corpus.name, len(corpus.rows), cubed.f1))
            continue
        said = [figures[SAME_CLAIM] for figures in by_way(corpus, score, judging, (SAME_CLAIM,))]
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
