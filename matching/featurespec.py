"""What a feature is called, which way it may speak, and how it is put in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeatureSpec:
    """A feature's name, its monotone direction (+1, -1, or 0 for either) and its label in words."""

    name: str
    direction: int
    label: str
