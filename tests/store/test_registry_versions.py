"""Registries in the store: what is recorded when one comes into force, and what a match has yet to see."""

from __future__ import annotations

import dataclasses
import json

import pytest

from matching.types import AmbiguousName, NameRule, OverlayChange, Registry
from store.connection import Store
from store.outlets import sync_registry
from store.registry_versions import changes_to_judge, last_registry, mark_judged
from tests.builders import NOON, a_registry, an_outlet

FIRST = a_registry("mill-echo", "tram-times")


def version(name: str, *, changes: tuple[OverlayChange, ...] = (), **rows: dict[str, object]) -> Registry:
    """`FIRST` with values of its rows replaced."""
    outlets = tuple(
        dataclasses.replace(outlet, **rows.get(outlet.id.replace("-", "_"), {}))  # type: ignore[arg-type]
        for outlet in FIRST.outlets
    )
    return Registry(outlets, name, changes=changes)


def rows_of(store: Store) -> list[tuple[str, list[dict[str, object]], str | None]]:
    found = store.conn.execute("select version, changes, judged from registry_versions order by id")
    return [(row[0], json.loads(row[1]), row[2]) for row in found]


def test_the_first_registry_is_recorded_with_its_counts(store: Store) -> None:
    assert sync_registry(store, FIRST, NOON)
    assert not sync_registry(store, FIRST, NOON), "nothing to do"
    assert rows_of(store) == [("r1", [], None)]
    row = store.conn.execute("select since, outlets, notable, families from registry_versions").fetchone()
    assert row == (NOON.isoformat(), 2, 2, 2)


def test_a_change_is_recorded_before_and_after_with_its_reason(store: Store) -> None:
    sync_registry(store, FIRST, NOON)
    why = OverlayChange("outlet", "mill-echo", "changed", ("notable",), "it closed", "2026-03-01", "ours.toml")
    sync_registry(store, version("r2", changes=(why,), mill_echo={"notable": False}), NOON)
    name, (change,), _ = rows_of(store)[1]
    assert name == "r2"
    assert (change["key"], change["action"]) == ("mill-echo", "changed")
    assert (change["before"], change["after"]) == ({"notable": True}, {"notable": False})
    assert (change["reason"], change["changed"], change["file"]) == ("it closed", "2026-03-01", "ours.toml")
    assert changes_to_judge(store).outlets == {"mill-echo": "mill-echo: notable true → false (it closed)"}


def test_outlets_that_come_and_go_are_changes(store: Store) -> None:
    sync_registry(store, FIRST, NOON)
    mark_judged(store, "r1", NOON)
    sync_registry(store, a_registry("mill-echo", "quay-notes", version="r2"), NOON)
    assert changes_to_judge(store).outlets == {"quay-notes": "quay-notes added", "tram-times": "tram-times removed"}
    mark_judged(store, "r2", NOON)
    assert changes_to_judge(store).outlets == {} and changes_to_judge(store).version == "r2"


def test_a_change_that_was_taken_back_touches_nothing(store: Store) -> None:
    sync_registry(store, FIRST, NOON)
    mark_judged(store, "r1", NOON)
    sync_registry(store, version("r2", mill_echo={"family": "Mill"}, tram_times={"name": "Tram"}), NOON)
    sync_registry(store, version("r3", tram_times={"name": "Tram"}), NOON)
    assert list(changes_to_judge(store).outlets) == ["tram-times"]
    sync_registry(store, FIRST, NOON)
    assert changes_to_judge(store).outlets == {}
    assert [row[0] for row in rows_of(store)] == ["r1", "r2", "r3", "r1"]


def test_a_changed_name_touches_its_candidates(store: Store) -> None:
    name = AmbiguousName("The Echo", ("mill-echo",), NameRule.CONTEXT)
    sync_registry(store, FIRST, NOON)
    mark_judged(store, "r1", NOON)
    sync_registry(store, dataclasses.replace(FIRST, version="r2", ambiguous=(name,)), NOON)
    assert changes_to_judge(store).outlets == {"mill-echo": "the name 'The Echo' added"}
    mark_judged(store, "r2", NOON)
    wider = dataclasses.replace(name, candidates=("mill-echo", "tram-times"))
    sync_registry(store, dataclasses.replace(FIRST, version="r3", ambiguous=(wider,)), NOON)
    assert list(changes_to_judge(store).outlets) == ["mill-echo", "tram-times"]


def test_a_registry_that_another_one_replaced_is_not_judged(store: Store) -> None:
    sync_registry(store, FIRST, NOON)
    sync_registry(store, version("r2", mill_echo={"family": "Mill"}), NOON)
    mark_judged(store, "r1", NOON)
    assert [row[2] for row in rows_of(store)] == [None, None]


def test_the_last_registry_comes_back_as_it_was(store: Store) -> None:
    assert last_registry(store) is None
    change = OverlayChange("outlet", "mill-echo", "changed", ("note",), "so", "", "ours.toml")
    name = AmbiguousName("Echo", ("mill-echo", "x"), NameRule.COUNTRY, (("GB", "x"),), "mill-echo")
    outlets = (an_outlet("mill-echo", aliases=("ME",), feeds=("https://mill-echo.example/rss",)), an_outlet("x"))
    registry = Registry(outlets, "r7", (name,), (change,))
    sync_registry(store, FIRST, NOON)
    sync_registry(store, registry, NOON)
    assert last_registry(store) == registry


@pytest.mark.parametrize("size", [1, 1200])
def test_a_bundled_sized_registry_is_recorded_once(store: Store, size: int) -> None:
    names = [f"o{number:04d}" for number in range(size)]
    assert sync_registry(store, a_registry(*names), NOON)
    assert not sync_registry(store, a_registry(*names), NOON)
    assert len(rows_of(store)) == 1
