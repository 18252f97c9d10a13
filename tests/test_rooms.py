"""The four rooms and their arrows, as docs/architecture.md draws them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("crawler", "matching", "store", "desk")
MAY_IMPORT = {
    "crawler": {"store"},
    "matching": set(),
    "store": {"matching.types"},
    "desk": {"crawler", "matching", "store"},
}
PURE_MAY_IMPORT = {"numpy", "scipy", "rapidfuzz", "lightgbm", "numba"}
IMPURE = {
    "asyncio", "glob", "http", "importlib", "io", "logging", "multiprocessing", "os", "pathlib", "pickle", "random",
    "requests", "select", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "threading", "time", "urllib.request",
}  # fmt: skip


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import; name the room"
            names.add(node.module or "")
    return names


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_its_arrows_allow(room: str) -> None:
    assert modules(room)
    for path in modules(room):
        for name in imports_of(path):
            other = name.split(".")[0]
            if other in ROOMS and other != room:
                allowed = MAY_IMPORT[room]
                assert other in allowed or name in allowed, f"{path.relative_to(ROOT)} imports {name}"


def test_the_core_is_pure() -> None:
    import sys

    for path in modules("matching"):
        for name in imports_of(path):
            top = name.split(".")[0]
            known = top in sys.stdlib_module_names or top in PURE_MAY_IMPORT or top == "matching"
            assert known, f"{path.relative_to(ROOT)} imports {name}"
            assert name not in IMPURE and top not in IMPURE, f"{path.relative_to(ROOT)} imports {name}"


def calls_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


def test_the_core_opens_nothing_and_asks_no_clock() -> None:
    for path in modules("matching"):
        assert not calls_of(path) & {"open", "print", "input", "exec", "eval"}, path
        text = path.read_text(encoding="utf-8")
        assert "datetime.now(" not in text and ".today(" not in text, path


@pytest.mark.parametrize("room", ["crawler", "matching", "store"])
def test_nothing_prints_outside_the_desk(room: str) -> None:
    for path in modules(room):
        assert "print" not in calls_of(path), path
