"""From a model's raw margin to a probability that means what it says: of pairs at 0.9, about nine in ten are true.

A calibration is a monotone, piecewise linear map from margin to log-odds, fitted on margins of pairs that the model
never saw (isotonic regression; Zadrozny and Elkan, "Transforming classifier scores", 2002), and kept as its corners.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.vectors import Floats

# No score is surer than this, in log-odds either way (0.9975): a few hundred events cannot teach more.
MOST_SURE = 6.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """Corners of the map: ascending margins, and the log-odds at each."""

    margins: tuple[float, ...]
    log_odds: tuple[float, ...]

    def apply(self, margins: Floats) -> Floats:
        """Calibrated log-odds within ±`MOST_SURE`; beyond the outer corners they stay level."""
        mapped = np.interp(margins, self.margins, self.log_odds)
        return np.asarray(np.clip(mapped, -MOST_SURE, MOST_SURE), dtype=np.float64)


def probability(log_odds: Floats) -> Floats:
    """Log-odds as probabilities."""
    return np.asarray(1.0 / (1.0 + np.exp(-log_odds)), dtype=np.float64)


def parse_calibration(line: str) -> Calibration:
    """Read "margin:log-odds margin:log-odds …". Raises ValueError where a corner is no pair of numbers or out of order."""
    corners = [tuple(float(number) for number in corner.split(":")) for corner in line.split()]
    if not corners or any(len(corner) != 2 for corner in corners):
        raise ValueError("calibration: expected 'margin:log-odds' corners separated by spaces")
    margins = tuple(corner[0] for corner in corners)
    if list(margins) != sorted(margins):
        raise ValueError("calibration: margins must ascend")
    return Calibration(margins=margins, log_odds=tuple(corner[1] for corner in corners))


def format_calibration(calibration: Calibration) -> str:
    """The line that `parse_calibration` reads."""
    corners = zip(calibration.margins, calibration.log_odds, strict=True)
    return " ".join(f"{margin:.4f}:{odds:.4f}" for margin, odds in corners)
