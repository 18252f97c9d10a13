"""Quality as a gate: what event matching reaches on data that its models did not see.

The floors were set with the data of these digests; lowering one, or taking other data, is a deliberate act. The figures of
the shipped models, trained on the corpora in many variations, stand in docs/matching.md; those take minutes. This trains on
the corpora as they are, fold by fold, and takes seconds: it falls when evidence, candidates, clusters or verdicts do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.corpora import Labelled, read_corpus
from bench.crossvalidate import candidate_recall, scores
from bench.models import FOLDS, Judge, make_judge
from bench.train import CLAIM_FEATURES, load_background
from bench.verdicts import Bench, VerdictFigures, halved, verdict_figures
from bench.worlds import World, make_world
from crawler.registry import load_registry
from matching.background import Background
from matching.thresholds import SAME_CLAIM
from matching.types import Registry


@dataclass(frozen=True, slots=True)
class Floor:
    """What a corpus, by the beginning of its SHA-256, must reach: B-cubed F1, single reports at most called corroborated,
    the share of articles with company that are at least called so. `-1` and `0` where nothing is dated.
    """

    digest: str
    b_cubed: float
    most_false: int = -1
    kept: float = 0.0


# Lowered when weights were rounded so that sums are exact (no evidence moved by more than 0.001, but for a bigram or two): the
# trees that are trained here came out otherwise. Another seed of the training moves the mean as much: .9609 and .9640 with
# rounded weights, .9669 and .9618 with weights as they were. newscluster kept .92 until addresses that name an agency became
# credits (".../wires/…"): those pages are the agency's text, and their company is one outlet fewer. roundup kept .926 (10 of
# 120 false) until commentary without a label was recognised: .876 and 6; what it lost has nothing but commentary beside it, and
# of the articles whose event two outlets reported as many keep their company (docs/verdicts.md). newscluster had .968 until loose
# articles were taken out of events (.9626): by models of all worlds, held out, of 354 single reports on roundup 9.3 % are falsely
# corroborated since and not 11.6, and 87.2 % of the others keep their company and not 87.4. Here roundup has 5 of 120 and .871,
# basil 3 of 22; the floors of what rose were raised.
FLOORS = {
    "roundup": Floor("849a12ebd94d6bd8", 0.975, 7, 0.865),
    "basil": Floor("8e5e5ff7a3c32d80", 0.98, 4, 0.925),
    "newscluster": Floor("ee6a5dce8fe5804c", 0.96, 1, 0.9),
    "ecbplus": Floor("f2c7eba9dedb592f", 0.95),
}
MEAN = 0.96
RECALL = 0.995


@pytest.mark.shared
def test_held_out_events_and_verdicts_are_as_before_or_better(shared: Path) -> None:
    files = {name: shared / "corpora" / f"{name}.jsonl" for name in FLOORS}
    found = {name: hashlib.sha256(file.read_bytes()).hexdigest()[:16] for name, file in files.items()}
    wanted = {name: floor.digest for name, floor in FLOORS.items()}
    assert found == wanted, "other data than the floors were set with: measure anew and set both"
    background = load_background()
    registry = load_registry(shared / "corpora" / "outlets.toml")
    rows = {name: read_corpus(file, FOLDS) for name, file in files.items()}
    worlds = {name: make_world(name, rows[name], background) for name in FLOORS}
    events = make_judge(list(worlds.values()))
    claims = make_judge(list(worlds.values()), CLAIM_FEATURES, second_look=False)
    recall = {name: candidate_recall(world) for name, world in worlds.items()}
    cubed = {name: _b_cubed(world, events, claims) for name, world in worlds.items()}
    said = {name: _verdicts(rows[name], background, events, claims, registry) for name in FLOORS if FLOORS[name].kept}
    figures = f"{recall} {cubed} " + " ".join(f"{name}: {figure}" for name, figure in said.items())
    assert min(recall.values()) >= RECALL, figures
    assert all(cubed[name] >= floor.b_cubed for name, floor in FLOORS.items()), figures
    assert sum(cubed.values()) / len(cubed) >= MEAN, figures
    assert all(len(figure.false) <= FLOORS[name].most_false for name, figure in said.items()), figures
    assert all(figure.corroborated_rate >= FLOORS[name].kept for name, figure in said.items()), figures


def _b_cubed(world: World, events: Judge, claims: Judge) -> float:
    """B-cubed F1 of a world."""
    return scores(world, events.log_odds(world), claims.log_odds(world))[0].f1


def _verdicts(
    rows: Sequence[Labelled], background: Background, events: Judge, claims: Judge, registry: Registry
) -> VerdictFigures:
    """The verdict figures of a corpus of which half of the events are cut to one report."""
    kept, alone = halved(rows)
    world = make_world("halved", kept, background)
    bench = Bench(world, events.log_odds(world), claims.log_odds(world), registry)
    return verdict_figures(world, alone, bench.verdicts(SAME_CLAIM))
