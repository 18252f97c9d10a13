"""Curves as SVG: axes with units, a value at each point, readable on light and on dark ground, told apart without colour.

>>> "<title>" in drawing(Chart("Cost", "articles", "s", (Series("all", ((1, 2.0), (2, 4.0))),)))
True
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 560, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 44, 52
_DASHES = ("", "6 4", "2 3", "8 3 2 3")
_MANY = 12  # points from which on neither dots nor values are drawn
_STYLE = (
    "svg{color-scheme:light dark}.ground{fill:#fff}.ink{fill:#222}.axis{stroke:#666}.grid{stroke:#ddd}"
    ".l0{stroke:#0b5cad}.l1{stroke:#a33a00}.l2{stroke:#256b2a}.l3{stroke:#6a3fa0}"
    ".d0{fill:#0b5cad}.d1{fill:#a33a00}.d2{fill:#256b2a}.d3{fill:#6a3fa0}"
    "@media (prefers-color-scheme:dark){.ground{fill:#16181c}.ink{fill:#e6e6e6}.axis{stroke:#9a9a9a}.grid{stroke:#33363c}"
    ".l0{stroke:#7db8ff}.l1{stroke:#ffab7d}.l2{stroke:#8fd694}.l3{stroke:#c7a6ff}"
    ".d0{fill:#7db8ff}.d1{fill:#ffab7d}.d2{fill:#8fd694}.d3{fill:#c7a6ff}}"
)


@dataclass(frozen=True, slots=True)
class Series:
    """A line: its name and its points, in the order of x."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: `x` and `y` say what the axes show, with the unit. Both axes begin at 0."""

    title: str
    x: str
    y: str
    series: tuple[Series, ...]

    def alt(self) -> str:
        """What the picture shows, in words."""
        told = "; ".join(f"{line.name}: {_ends(line.points)}" for line in self.series if line.points)
        return f"{self.title}, {self.y} by {self.x}. {told}"


def _ends(points: tuple[tuple[float, float], ...]) -> str:
    shown = points if len(points) <= _MANY else (points[0], points[len(points) // 2], points[-1])
    return ", ".join(f"{number(y)} at {number(x)}" for x, y in shown)


def number(value: float) -> str:
    """A figure with three digits that count, thousands parted.

    >>> number(1234.5), number(0.01234), number(3.0)
    ('1,234', '0.0123', '3')
    """
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"


def ticks(most: float, count: int = 5) -> list[float]:
    """Round values from 0 to at least `most`.

    >>> ticks(9.3)
    [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]
    """
    if most <= 0:
        return [0.0, 1.0]
    rough = most / count
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough * 0.999)
    return [step * place for place in range(math.ceil(most / step - 1e-9) + 1)]


def drawing(chart: Chart) -> str:
    """The picture.

    Raises:
        ValueError: there is no point to draw.
    """
    points = [point for line in chart.series for point in line.points]
    if not points:
        raise ValueError(f"{chart.title}: no point to draw")
    across, up = ticks(max(x for x, _ in points)), ticks(max(y for _, y in points))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif" font-size="12">',
        f"<title>{escape(chart.title)}</title>",
        f"<desc>{escape(chart.alt())}</desc>",
        f"<style>{_STYLE}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}"/>',
        f'<text class="ink" x="{LEFT}" y="18" font-size="14">{escape(chart.title)}</text>',
        *_axes(chart, across, up),
    ]
    key = float(LEFT)
    for place, line in enumerate(chart.series):
        parts += _line(line, place, key, (across[-1], up[-1]))
        key += 50 + 6.5 * len(line.name)
    return "\n".join([*parts, "</svg>", ""])


def _x(value: float, most: float) -> float:
    return LEFT + value / most * (WIDTH - LEFT - RIGHT)


def _y(value: float, most: float) -> float:
    return HEIGHT - BOTTOM - value / most * (HEIGHT - TOP - BOTTOM)


def _axes(chart: Chart, across: list[float], up: list[float]) -> list[str]:
    floor, end, parts = HEIGHT - BOTTOM, WIDTH - RIGHT, []
    for value in up:
        y = _y(value, up[-1])
        parts.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{end}"/>')
        parts.append(f'<text class="ink" x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{number(value)}</text>')
    for value in across:
        x = _x(value, across[-1])
        parts.append(f'<path class="axis" d="M{x:.1f} {floor}v4"/>')
        parts.append(f'<text class="ink" x="{x:.1f}" y="{floor + 17}" text-anchor="middle">{number(value)}</text>')
    middle = (TOP + floor) / 2
    parts += [
        f'<path class="axis" fill="none" d="M{LEFT} {TOP}V{floor}H{end}"/>',
        f'<text class="ink" x="{(LEFT + end) / 2:.0f}" y="{HEIGHT - 10}" text-anchor="middle">{escape(chart.x)}</text>',
        f'<text class="ink" x="14" y="{middle:.0f}" text-anchor="middle" transform="rotate(-90 14 {middle:.0f})">{escape(chart.y)}</text>',
    ]
    return parts


def _line(line: Series, place: int, key: float, most: tuple[float, float]) -> list[str]:
    at = [(_x(x, most[0]), _y(y, most[1])) for x, y in line.points]
    style, dash = f"l{place % 4}", _DASHES[place % len(_DASHES)]
    parts = [
        f'<path class="{style}" fill="none" stroke-width="2" stroke-dasharray="{dash}" d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in at)}"/>',
        f'<path class="{style}" stroke-width="2" stroke-dasharray="{dash}" d="M{key:.0f} 31h24"/>',
        f'<text class="ink" x="{key + 29:.0f}" y="35">{escape(line.name)}</text>',
    ]
    if len(at) <= _MANY:
        for (x, y), (_, value) in zip(at, line.points, strict=True):
            parts.append(f'<circle class="d{place % 4}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>')
            parts.append(
                f'<text class="ink" font-size="11" x="{x:.1f}" y="{y - 7:.1f}" text-anchor="middle">{number(value)}</text>'
            )
    return parts
