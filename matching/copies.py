"""Copies of one text are one voice: eight prints of an agency story say what the agency said, once."""

from __future__ import annotations

from collections.abc import Iterable


def copy_units(count: int, copies: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The items 0..count-1 in units of copies: pairs of `copies` share a unit, also by way of others.

    Each unit is sorted, units are in the order of their first items, and an item without a copy is a unit of its own.

    >>> copy_units(4, [(2, 0), (2, 3)])
    [[0, 2, 3], [1]]
    """
    first = list(range(count))

    def root(item: int) -> int:
        while first[item] != item:
            first[item] = first[first[item]]
            item = first[item]
        return item

    for a, b in copies:
        one, other = sorted((root(a), root(b)))
        first[other] = one
    units: dict[int, list[int]] = {}
    for item in range(count):
        units.setdefault(root(item), []).append(item)
    return list(units.values())


def unit_numbers(units: Iterable[Iterable[int]], count: int) -> list[int]:
    """The place of each item's unit among `units`."""
    home = [0] * count
    for number, unit in enumerate(units):
        for item in unit:
            home[item] = number
    return home
