"""The learned pair scorer: LightGBM trees with monotone constraints, kept as text together with their calibration.

The text of a scorer is a few "key<TAB>value" lines, an empty line, and LightGBM's own model text. Contributions of the
evidence are exact Shapley values of the trees (Lundberg et al. 2020, `pred_contrib` in LightGBM), in log-odds before
calibration.
"""

from __future__ import annotations

from dataclasses import dataclass

import lightgbm
import numpy as np

from matching.calibration import Calibration, format_calibration, parse_calibration
from matching.features import NAMES, POSITION
from matching.vectors import Floats

_HEAD = "news-corroborator pair scorer 1"


@dataclass(frozen=True, slots=True)
class Scorer:
    """A model over named features, and the map from its margins to log-odds."""

    names: tuple[str, ...]
    booster: lightgbm.Booster
    calibration: Calibration

    def margins(self, values: Floats) -> Floats:
        """Raw margins of rows of the full evidence matrix (`matching.features.NAMES`)."""
        if not len(values):
            return np.zeros(0)
        raw = self.booster.predict(self._chosen(values), raw_score=True, num_threads=2)
        return np.asarray(raw, dtype=np.float64)

    def log_odds(self, values: Floats) -> Floats:
        """Calibrated log-odds of "same", a row each."""
        return self.calibration.apply(self.margins(values))

    def contributions(self, values: Floats) -> Floats:
        """What each feature of `names` added to the margin, a row each (the model's base value is left out)."""
        if not len(values):
            return np.zeros((0, len(self.names)))
        raw = self.booster.predict(self._chosen(values), pred_contrib=True, num_threads=2)
        return np.asarray(raw, dtype=np.float64)[:, :-1]

    def _chosen(self, values: Floats) -> Floats:
        """The columns that this model was trained on."""
        return np.ascontiguousarray(values[:, [POSITION[name] for name in self.names]])


def parse_scorer(text: str) -> Scorer:
    """The scorer kept in `text`. Raises ValueError, saying what is wrong, where the text is none of ours."""
    head, _, model = text.partition("\n\n")
    first, *lines = head.splitlines() or [""]
    if first != _HEAD:
        raise ValueError(f"pair scorer: the first line must be {_HEAD!r}; train one with bench/train.py")
    entries = dict(line.split("\t", 1) for line in lines if "\t" in line)
    names = tuple(entries.get("features", "").split())
    unknown = sorted(set(names) - set(NAMES))
    if unknown or not names:
        raise ValueError(f"pair scorer: unknown features {unknown}; train it anew with bench/train.py")
    return Scorer(
        names=names,
        booster=lightgbm.Booster(model_str=model),
        calibration=parse_calibration(entries.get("calibration", "")),
    )


def format_scorer(scorer: Scorer, note: str = "") -> str:
    """The text that `parse_scorer` reads; `note` is one line about how it was trained."""
    return (
        f"{_HEAD}\nnote\t{note}\nfeatures\t{' '.join(scorer.names)}\n"
        f"calibration\t{format_calibration(scorer.calibration)}\n\n{scorer.booster.model_to_string()}"
    )
