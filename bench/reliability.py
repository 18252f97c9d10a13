"""Is 0.9 nine times in ten? Pairs by predicted probability against the share that is true, as a table and as a drawing."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.vectors import Floats

EDGES = (0.0, 0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1.0001)
_SIZE, _MARGIN = 320, 40


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs whose prediction lies between `low` and `high`: how many, their mean prediction, the share that is true."""

    low: float
    high: float
    pairs: int
    predicted: float
    true: float


def bins_of(predicted: Floats, same: NDArray[np.bool_], edges: Sequence[float] = EDGES) -> list[Bin]:
    """The bins that hold a pair."""
    found = []
    for low, high in itertools.pairwise(edges):
        rows = (predicted >= low) & (predicted < high)
        if rows.any():
            mean, true = float(predicted[rows].mean()), float(same[rows].mean())
            found.append(Bin(low, min(high, 1.0), int(rows.sum()), mean, true))
    return found


def table(bins: Sequence[Bin]) -> str:
    """The bins as a Markdown table."""
    head = ["| predicted | pairs | mean | true |", "|---|---:|---:|---:|"]
    return "\n".join(
        head + [f"| {b.low:.2f} to {b.high:.2f} | {b.pairs} | {b.predicted:.3f} | {b.true:.3f} |" for b in bins]
    )


def drawing(bins: Sequence[Bin], title: str) -> str:
    """The reliability diagram as SVG: a dot for each bin, the larger the more pairs; on the line is right."""
    whole = _SIZE + 2 * _MARGIN

    def place(x: float, y: float) -> tuple[float, float]:
        return _MARGIN + x * _SIZE, _MARGIN + (1 - y) * _SIZE

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" role="img" font-family="sans-serif" font-size="12">',
        f"<title>{title}</title>",
        f'<rect width="{whole}" height="{whole}" fill="#fff"/>',
        f'<rect x="{_MARGIN}" y="{_MARGIN}" width="{_SIZE}" height="{_SIZE}" fill="none" stroke="#555"/>',
        f'<path d="M{_MARGIN} {_MARGIN + _SIZE}L{_MARGIN + _SIZE} {_MARGIN}" stroke="#999" stroke-dasharray="4"/>',
    ]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        x, y = place(tick, tick)
        parts.append(f'<text x="{x:.0f}" y="{_MARGIN + _SIZE + 15}" text-anchor="middle">{tick}</text>')
        parts.append(f'<text x="{_MARGIN - 5}" y="{y + 4:.0f}" text-anchor="end">{tick}</text>')
    dots = [(*place(b.predicted, b.true), 2 + 1.5 * float(np.log10(b.pairs))) for b in bins]
    line = "L".join(f"{x:.1f} {y:.1f}" for x, y, _ in dots)
    parts.append(f'<path d="M{line}" fill="none" stroke="#06c"/>')
    parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="#06c"/>' for x, y, r in dots]
    parts.append(
        f'<text x="{whole / 2}" y="{whole - 6}" text-anchor="middle">predicted probability of one event</text>'
    )
    parts.append(
        f'<text x="12" y="{whole / 2}" text-anchor="middle" transform="rotate(-90 12 {whole / 2})">true</text>'
    )
    return "\n".join([*parts, "</svg>", ""])
