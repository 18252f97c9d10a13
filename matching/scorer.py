"""The learned pair scorer: LightGBM trees with monotone constraints, kept as text together with their calibration.

Two models are added up. The first looks at the evidence of two articles (`matching.features`); the second, trained on
what the first leaves over, at the other articles around them (`matching.context`). A scorer may do without the second.
Contributions of the evidence are exact Shapley values of the trees (Lundberg et al. 2020, `pred_contrib` in LightGBM),
in log-odds before calibration; those of both models add up to the score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import lightgbm
import numpy as np

from matching import thresholds
from matching.calibration import Calibration, format_calibration, parse_calibration
from matching.candidates import Candidates
from matching.compiled import kernels
from matching.context import CONTEXT_NAMES, context_features
from matching.features import LATER_DEED, LOOK_ALIKE, NAMES, NAMES_ALONE, POSITION, copied
from matching.forest import forest_of
from matching.vectors import Floats

_HEAD = "news-corroborator pair scorer 2"
RULES: Mapping[str, float] = {
    LOOK_ALIKE: thresholds.LOOK_ALIKE,
    LATER_DEED: thresholds.LATER_DEED,
    NAMES_ALONE: thresholds.NAMES_ALONE,
}
"""What a first margin is at most where a rule holds (`matching.lookalikes`, `matching.laterdeeds`)."""
# What LightGBM takes for a row, in seconds.
_LIGHTGBM = 1e-5
EVENT_RULES, CLAIM_RULES = (LOOK_ALIKE, LATER_DEED), (LOOK_ALIKE, LATER_DEED, NAMES_ALONE)
_SECOND = "\n=== second look ===\n"


@dataclass(frozen=True, slots=True)
class Scorer:
    """Trees over the features `names`, the rules that cut them off, perhaps trees over the context, and the map from margins
    to log-odds.
    """

    names: tuple[str, ...]
    first: lightgbm.Booster
    calibration: Calibration
    second: lightgbm.Booster | None = None
    rules: tuple[str, ...] = EVENT_RULES

    def log_odds(self, values: Floats, context: Floats | None = None) -> Floats:
        """Calibrated log-odds of "same" for rows of the evidence matrix and of the context matrix.

        The context is needed where the scorer has a second model (ValueError) and ignored where it has none.
        """
        margins = self.first_margins(values)
        if self.second is not None:
            if context is None:
                raise ValueError("this scorer takes a second look: pass the context of the pairs")
            margins = margins + margins_of(self.second, context)
        return self.calibration.apply(margins)

    def context(self, pairs: Candidates, values: Floats, count: int) -> Floats:
        """What the second look needs to know about the pairs of `count` articles."""
        return context_features(pairs, self.first_margins(values), count, copied(values))

    def first_margins(self, values: Floats) -> Floats:
        """Margins of the first model for rows of the full evidence matrix (`matching.features.NAMES`), cut off by rule."""
        return ruled(margins_of(self.first, _chosen(values, self.names)), values, self.rules)

    def contributions(self, values: Floats, context: Floats) -> dict[str, Floats]:
        """What each feature added to the margin, over all rows; features that no model knows are left out.

        That of a rule is what it took away.
        """
        chosen = _chosen(values, self.names)
        found = dict(zip(self.names, _contributions(self.first, chosen).T, strict=True))
        margins = margins_of(self.first, chosen)
        for rule in self.rules:
            left = ruled(margins, values, (rule,))
            found[rule], margins = left - margins, left
        if self.second is not None:
            found.update(zip(CONTEXT_NAMES, _contributions(self.second, context).T, strict=True))
        return found


def ruled(margins: Floats, values: Floats, rules: Sequence[str]) -> Floats:
    """First margins of rows of the full evidence matrix, cut off where one of the rules holds."""
    for rule in rules:
        margins = np.where(values[:, POSITION[rule]] > 0, np.minimum(margins, RULES[rule]), margins)
    return margins


def margins_of(booster: lightgbm.Booster, values: Floats) -> Floats:
    """Raw margins of one model; none for no rows."""
    if not len(values):
        return np.zeros(0)
    loops = kernels(len(values) * _LIGHTGBM)
    forest = None if loops is None else forest_of(booster)
    if loops is not None and forest is not None:
        sums = np.zeros(len(values))
        loops.walk(values, forest, sums)
        return sums
    return np.asarray(booster.predict(values, raw_score=True, num_threads=1), dtype=np.float64)


def _contributions(booster: lightgbm.Booster, values: Floats) -> Floats:
    """Shapley values, a row for each row, without the base value of the model."""
    if not len(values):
        return np.zeros((0, values.shape[1]))
    return np.asarray(booster.predict(values, pred_contrib=True, num_threads=1), dtype=np.float64)[:, :-1]


def _chosen(values: Floats, names: tuple[str, ...]) -> Floats:
    """The columns that a model was trained on."""
    return np.ascontiguousarray(values[:, [POSITION[name] for name in names]])


def parse_scorer(text: str) -> Scorer:
    """The scorer kept in `text`. Raises ValueError, saying what is wrong, where the text is none of ours."""
    head, _, models = text.partition("\n\n")
    title, *lines = head.splitlines() or [""]
    if title != _HEAD:
        raise ValueError(f"pair scorer: the first line must be {_HEAD!r}; train one with bench/train.py")
    entries = dict(line.split("\t", 1) for line in lines if "\t" in line)
    names = tuple(entries.get("features", "").split())
    context = tuple(entries.get("context", "").split())
    rules = tuple(entries.get("rules", "").split())
    unknown = sorted(set(names) - set(NAMES) | set(rules) - set(RULES))
    if unknown or not names or context not in {(), CONTEXT_NAMES}:
        raise ValueError(f"pair scorer: unknown features {unknown or context}; train it anew with bench/train.py")
    first, mark, second = models.partition(_SECOND)
    return Scorer(
        names=names,
        first=lightgbm.Booster(model_str=first),
        calibration=parse_calibration(entries.get("calibration", "")),
        second=lightgbm.Booster(model_str=second) if mark else None,
        rules=rules,
    )


def format_scorer(scorer: Scorer, note: str = "") -> str:
    """The text that `parse_scorer` reads; `note` is one line about how it was trained."""
    context = " ".join(CONTEXT_NAMES) if scorer.second is not None else ""
    second = _SECOND + scorer.second.model_to_string() if scorer.second is not None else ""
    return (
        f"{_HEAD}\nnote\t{note}\nfeatures\t{' '.join(scorer.names)}\ncontext\t{context}\n"
        f"rules\t{' '.join(scorer.rules)}\ncalibration\t{format_calibration(scorer.calibration)}\n\n{scorer.first.model_to_string()}{second}"
    )
