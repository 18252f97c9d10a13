# mypy: untyped-calls-exclude="sklearn"
"""Fitting the scorer's two models and its calibration, whole or with folds left out.

A pair of articles of folds i and j is only ever scored by models that were trained on pairs of neither fold. The second
model's training pairs carry such held-out first scores as well; otherwise it would learn to trust a first model that
had seen the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

from bench.ensembles import mean_of
from bench.worlds import World
from matching.calibration import MOST_SURE, Calibration
from matching.context import CONTEXT_FEATURES, context_features
from matching.features import FEATURES, LEARNED, POSITION, copied
from matching.scorer import CLAIM_RULES, EVENT_RULES, margins_of, ruled
from matching.vectors import Floats

FOLDS = 5
SEED = 7
FIRST_ROUNDS = 320
SECOND_ROUNDS = 60
_ROWS_FROM, _COLUMNS_FROM = 1000, 2000
PARAMETERS: dict[str, object] = {
    "objective": "binary",
    "learning_rate": 0.04,
    "num_leaves": 12,
    "min_data_in_leaf": 40,
    "min_sum_hessian_in_leaf": 2.0,
    "lambda_l2": 5.0,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "max_bin": 63,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "seed": SEED,
    "verbosity": -1,
}
SECOND_PARAMETERS: dict[str, object] = PARAMETERS | {
    "learning_rate": 0.08,
    "num_leaves": 8,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.8,
}


@dataclass(frozen=True, slots=True)
class Chance:
    """What a training leaves to chance: how many members the first model is the mean of, and which draw they are of.

    Two draws share no member. The shipped models are of one member and draw 0.

    Raises:
        ValueError: no member, or a draw below 0.
    """

    members: int = 1
    draw: int = 0

    def __post_init__(self) -> None:
        if self.members < 1 or self.draw < 0:
            raise ValueError(f"{self}: at least one member, and a draw from 0 on")

    def seeds(self) -> list[dict[str, int]]:
        """For each member, what LightGBM draws the rows and the columns of its trees with."""
        first = self.draw * self.members
        return [_seeds(number) for number in range(first, first + self.members)]


def _seeds(number: int) -> dict[str, int]:
    """The seeds of one member among those of all draws; the first has those that follow from `SEED`."""
    if not number:
        return {}
    return {"bagging_seed": _ROWS_FROM + SEED + number, "feature_fraction_seed": _COLUMNS_FROM + SEED + number}


SHIPPED = Chance()
FoldPair = tuple[int, int]
Boosters = Mapping[FoldPair, lightgbm.Booster]


@dataclass(frozen=True, slots=True)
class Judge:
    """Models by the pair of folds they were trained without, calibrations by the fold they were fitted without.

    `calibration` was fitted on all held-out scores; `contexts` and `firsts` are those of the training worlds.
    """

    names: tuple[str, ...]
    first: Boosters
    second: Boosters
    calibrations: Mapping[int, Calibration]
    calibration: Calibration
    firsts: Sequence[Floats]
    contexts: Sequence[Floats]
    rules: tuple[str, ...]

    def log_odds(self, world: World) -> Floats:
        """Calibrated log-odds of a world's pairs, each by models that know neither of its events."""
        margins = _held_out(world, self.first, _first_margins(world, self.names, self.rules))
        if self.second:
            context = context_features(world.pairs, margins, len(world.rows), copied(world.values))
            margins = margins + _held_out(world, self.second, _second_margins(context))
        out = np.zeros(len(margins))
        lowest = world.folds.min(axis=1, initial=FOLDS)
        for fold, calibration in self.calibrations.items():
            out[lowest == fold] = calibration.apply(margins[lowest == fold])
        return out


def fold_pairs() -> list[FoldPair]:
    """Every pair of folds, a fold with itself included."""
    return [(one, other) for one in range(FOLDS) for other in range(one, FOLDS)]


def train_first(
    worlds: Sequence[World], left_out: Sequence[int], names: Sequence[str] = LEARNED, chance: Chance = SHIPPED
) -> lightgbm.Booster:
    """The first model, trained on the pairs of which neither article is in a fold left out: the mean of its members."""
    columns = [POSITION[name] for name in names]
    chosen = [_outside(world, left_out) & (world.weights > 0) for world in worlds]
    data = lightgbm.Dataset(
        np.concatenate([world.values[rows] for world, rows in zip(worlds, chosen, strict=True)])[:, columns],
        np.concatenate([world.same[rows] for world, rows in zip(worlds, chosen, strict=True)]).astype(np.float64),
        weight=np.concatenate([world.weights[rows] for world, rows in zip(worlds, chosen, strict=True)]),
        feature_name=list(names),
        free_raw_data=False,
    )
    constraints = {"monotone_constraints": [FEATURES[column].direction for column in columns]}
    return mean_of(
        [
            lightgbm.train(PARAMETERS | constraints | seeds, data, num_boost_round=FIRST_ROUNDS)
            for seeds in chance.seeds()
        ]
    )


def train_second(
    worlds: Sequence[World],
    firsts: Sequence[Floats],
    contexts: Sequence[Floats],
    left_out: Sequence[int],
    chance: Chance = SHIPPED,
) -> lightgbm.Booster:
    """The second model: a correction of the held-out scores `firsts` by the contexts of the pairs. It has no members."""
    chosen = [_outside(world, left_out) & (world.weights > 0) for world in worlds]
    data = lightgbm.Dataset(
        np.concatenate([context[rows] for context, rows in zip(contexts, chosen, strict=True)]),
        np.concatenate([world.same[rows] for world, rows in zip(worlds, chosen, strict=True)]).astype(np.float64),
        weight=np.concatenate([world.weights[rows] for world, rows in zip(worlds, chosen, strict=True)]),
        init_score=np.concatenate([first[rows] for first, rows in zip(firsts, chosen, strict=True)]),
        feature_name=[spec.name for spec in CONTEXT_FEATURES],
    )
    constraints = {"monotone_constraints": [spec.direction for spec in CONTEXT_FEATURES]}
    return lightgbm.train(SECOND_PARAMETERS | constraints | chance.seeds()[0], data, num_boost_round=SECOND_ROUNDS)


def make_judge(
    worlds: Sequence[World], names: Sequence[str] = LEARNED, *, second_look: bool = True, chance: Chance = SHIPPED
) -> Judge:
    """All that honest scoring needs: models without each pair of folds, calibrations without each fold.

    A scorer that looks once is that of claims, with their rules.
    """
    rules = EVENT_RULES if second_look else CLAIM_RULES
    first = {folds: train_first(worlds, folds, names, chance) for folds in fold_pairs()}
    firsts = [_held_out(world, first, _first_margins(world, names, rules)) for world in worlds]
    finals, contexts = list(firsts), []
    second: dict[FoldPair, lightgbm.Booster] = {}
    if second_look:
        contexts = [
            context_features(w.pairs, margins, len(w.rows), copied(w.values))
            for w, margins in zip(worlds, firsts, strict=True)
        ]
        second = {folds: train_second(worlds, firsts, contexts, folds, chance) for folds in fold_pairs()}
        finals = [
            margins + _held_out(world, second, _second_margins(context))
            for world, margins, context in zip(worlds, firsts, contexts, strict=True)
        ]
    return Judge(
        names=tuple(names),
        first=first,
        second=second,
        calibrations={fold: fit_calibration(worlds, finals, without=fold) for fold in range(FOLDS)},
        calibration=fit_calibration(worlds, finals),
        firsts=firsts,
        contexts=contexts,
        rules=rules,
    )


def fit_calibration(worlds: Sequence[World], margins: Sequence[Floats], without: int | None = None) -> Calibration:
    """The isotonic map from held-out margins to log-odds, as two dozen corners; without the pairs of one fold if asked."""
    chosen = [_outside(world, [] if without is None else [without]) for world in worlds]
    values = np.concatenate([part[rows] for part, rows in zip(margins, chosen, strict=True)])
    same = np.concatenate([world.same[rows] for world, rows in zip(worlds, chosen, strict=True)])
    weights = np.concatenate([np.full(int(r.sum()), w.emphasis) for w, r in zip(worlds, chosen, strict=True)])
    level = IsotonicRegression(out_of_bounds="clip", y_min=0.001, y_max=0.999).fit(values, same, sample_weight=weights)
    corners = np.unique(np.quantile(values[same | (values > np.quantile(values, 0.8))], np.linspace(0, 1, 25)))
    width = np.diff(corners, prepend=corners[0], append=corners[-1])
    smooth = np.array(
        [
            np.mean(level.predict(np.linspace(corner - width[n] / 2, corner + width[n + 1] / 2, 9)))
            for n, corner in enumerate(corners)
        ]
    )
    odds = np.clip(np.maximum.accumulate(np.log(smooth) - np.log1p(-smooth)), -MOST_SURE, MOST_SURE)
    return Calibration(tuple(corners.tolist()), tuple(odds.tolist()))


def _outside(world: World, left_out: Sequence[int]) -> NDArray[np.bool_]:
    """The pairs of which neither article is in a fold left out."""
    return np.asarray(~np.isin(world.folds, list(left_out)).any(axis=1))


def _held_out(
    world: World, boosters: Boosters, predict: Callable[[lightgbm.Booster, NDArray[np.bool_]], Floats]
) -> Floats:
    """Margins of all pairs of a world, each by the model that was trained without its folds."""
    out = np.zeros(len(world.same))
    low, high = world.folds.min(axis=1, initial=FOLDS), world.folds.max(axis=1, initial=-1)
    for (one, other), booster in boosters.items():
        rows = (low == one) & (high == other)
        if rows.any():
            out[rows] = predict(booster, rows)
    return out


def _first_margins(
    world: World, names: Sequence[str], rules: Sequence[str]
) -> Callable[[lightgbm.Booster, NDArray[np.bool_]], Floats]:
    """How to score rows of a world by a first model."""
    values = world.values[:, [POSITION[name] for name in names]]
    return lambda booster, rows: ruled(margins_of(booster, values[rows]), world.values[rows], rules)


def _second_margins(context: Floats) -> Callable[[lightgbm.Booster, NDArray[np.bool_]], Floats]:
    """How to correct rows of a world by a second model."""
    return lambda booster, rows: margins_of(booster, context[rows])
