# mypy: untyped-calls-exclude="sklearn"
"""Train the pair scorer on labelled corpora: `python -m bench.train CORPUS.jsonl …`.

Reads any corpus in the contract's import form with an `event` label. The models are trained on all of them; their
calibration is fitted on margins that models without the events at hand gave (see `bench/crossvalidate.py`).
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

from bench.corpora import Labelled, read_corpus
from bench.worlds import World, changed, excerpt, foreign, jitter, make_world, small_worlds, thinned, undated
from matching.background import Background, build_background
from matching.calibration import MOST_SURE, Calibration
from matching.features import FEATURES, NAMES, POSITION
from matching.scorer import Scorer, format_scorer
from matching.vectors import Floats

DATA = Path(__file__).resolve().parent.parent / "matching" / "data"
FOLDS = 5
ROUNDS = 250
SEED = 7
PARAMETERS: dict[str, object] = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 12,
    "min_data_in_leaf": 40,
    "min_sum_hessian_in_leaf": 2.0,
    "lambda_l2": 5.0,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "num_threads": 2,
    "deterministic": True,
    "force_row_wise": True,
    "seed": SEED,
    "verbosity": -1,
}
# What the headline and lead say, and when; nothing of the rest of the text, and nothing relative to other articles.
CLAIM_FEATURES = tuple(
    name for name in NAMES if not name.endswith(("_best", "_own")) and not name.startswith(("rank", "words"))
)


@dataclass(frozen=True, slots=True)
class Corpus:
    """One corpus by name, with its world as it is and the changed worlds to train on."""

    name: str
    rows: list[Labelled]
    plain: World
    training: list[World]


def load_background() -> Background:
    """The shipped tables."""
    return build_background(path.read_text(encoding="utf-8") for path in sorted(DATA.glob("background-*.txt")))


def prepare(path: Path, background: Background, folds: int = FOLDS) -> Corpus:
    """Read one corpus and make its worlds."""
    draw = random.Random(f"{SEED} {path.stem}")
    rows = sorted(read_corpus(path, folds), key=lambda row: row.article.id)
    plain = make_world(path.stem, rows, background)
    training = [
        make_world("as it is", rows, background, 0.5),
        make_world("jitter", changed(rows, jitter, draw), background),
        make_world("thin", changed(thinned(rows, draw, single=0.5, dropped=0.0), jitter, draw), background),
        make_world("sparse", changed(thinned(rows, draw, single=0.3, dropped=0.4), jitter, draw), background),
        make_world("excerpt", changed(rows, excerpt, draw), background, 0.5),
        make_world("undated", changed(rows, undated, draw), background, 0.3),
        make_world("foreign", changed(rows, foreign, draw), background, 0.3),
    ]
    near = np.nan_to_num(plain.values[:, POSITION["lead"]])
    training += [
        make_world("small", changed(small, jitter, draw), background, 0.5)
        for small in small_worlds(rows, plain.pairs, near, draw, count=len(rows))
    ]
    return Corpus(path.stem, rows, plain, training)


def train_booster(worlds: Iterable[World], left_out: Sequence[int], names: Sequence[str] = NAMES) -> lightgbm.Booster:
    """A model trained on the pairs of which neither article is in one of the folds `left_out`."""
    values, same, weights = [], [], []
    for world in worlds:
        rows = ~np.isin(world.folds, list(left_out)).any(axis=1)
        values.append(world.values[rows])
        same.append(world.same[rows])
        weights.append(world.weights[rows])
    columns = [POSITION[name] for name in names]
    data = lightgbm.Dataset(
        np.concatenate(values)[:, columns],
        np.concatenate(same).astype(np.float64),
        weight=np.concatenate(weights),
        feature_name=list(names),
        free_raw_data=True,
    )
    directions = [FEATURES[column].direction for column in columns]
    return lightgbm.train(PARAMETERS | {"monotone_constraints": directions}, data, num_boost_round=ROUNDS)


def fit_calibration(margins: Floats, same: NDArray[np.bool_], weights: Floats) -> Calibration:
    """The isotonic map from held-out margins to log-odds, thinned to at most two dozen corners."""
    level = IsotonicRegression(out_of_bounds="clip", y_min=0.001, y_max=0.999).fit(margins, same, sample_weight=weights)
    corners = np.unique(np.quantile(margins[same | (margins > np.quantile(margins, 0.8))], np.linspace(0, 1, 25)))
    width = np.diff(corners, prepend=corners[0], append=corners[-1])
    smooth = [
        np.mean(level.predict(np.linspace(corner - width[n] / 2, corner + width[n + 1] / 2, 9)))
        for n, corner in enumerate(corners)
    ]
    odds = np.maximum.accumulate(np.log(smooth) - np.log1p(-np.array(smooth)))
    return Calibration(tuple(corners.tolist()), tuple(np.clip(odds, -MOST_SURE, MOST_SURE).tolist()))


def held_out_margins(
    corpora: Sequence[Corpus], names: Sequence[str], boosters: Mapping[tuple[int, int], lightgbm.Booster] | None = None
) -> dict[str, list[Floats]]:
    """For each corpus, margins of pairs by models that were trained on neither event of the pair.

    They are those of its plain world and of its training worlds. The plain world comes first.
    """
    worlds = [world for corpus in corpora for world in corpus.training]
    made = boosters or {}
    out = {c.name: [np.full(len(w.same), np.nan) for w in (c.plain, *c.training)] for c in corpora}
    for one in range(FOLDS):
        for other in range(one, FOLDS):
            booster = made.get((one, other)) or train_booster(worlds, (one, other), names)
            for corpus in corpora:
                for world, margins in zip((corpus.plain, *corpus.training), out[corpus.name], strict=True):
                    low, high = world.folds.min(axis=1, initial=FOLDS), world.folds.max(axis=1, initial=-1)
                    rows = (low == one) & (high == other)
                    if rows.any():
                        columns = [POSITION[name] for name in names]
                        margins[rows] = booster.predict(world.values[rows][:, columns], raw_score=True)
    return out


def calibrate(corpora: Sequence[Corpus], margins: dict[str, list[Floats]], without: int | None = None) -> Calibration:
    """Fit the calibration on all held-out margins, or on those of pairs outside one fold."""
    parts = []
    for corpus in corpora:
        for world, values in zip((corpus.plain, *corpus.training), margins[corpus.name], strict=True):
            rows = np.ones(len(values), dtype=bool) if without is None else ~(world.folds == without).any(axis=1)
            parts.append((values[rows], world.same[rows], world.weights[rows]))
    return fit_calibration(*(np.concatenate([part[n] for part in parts]) for n in range(3)))


def main() -> None:
    """Train both models and write them into the package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=DATA)
    options = parser.parse_args()
    background = load_background()
    corpora = [prepare(path, background) for path in options.corpora]
    worlds = [world for corpus in corpora for world in corpus.training]
    for file, names in (("pairs.model", NAMES), ("claims.model", CLAIM_FEATURES)):
        calibration = calibrate(corpora, held_out_margins(corpora, names))
        scorer = Scorer(tuple(names), train_booster(worlds, (), names), calibration)
        count = sum(len(world.same) for world in worlds)
        note = f"{count} pairs of {len(corpora)} corpora, {ROUNDS} trees, calibrated on {FOLDS} folds"
        (options.out / file).write_text(format_scorer(scorer, note), encoding="utf-8")
        print(f"{file}: {note}")


if __name__ == "__main__":
    main()
