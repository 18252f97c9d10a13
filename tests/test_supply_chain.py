"""What is installed, and what is never done with what comes from outside."""

from __future__ import annotations

import ast
import re
from importlib.metadata import requires
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("crawler", "matching", "store", "desk")
FORBIDDEN = {"pickle", "cPickle", "dill", "joblib", "shelve", "marshal", "cloudpickle"}
"""Modules that make code of data."""


def modules() -> list[Path]:
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def test_nothing_makes_code_of_data() -> None:
    assert len(modules()) > 100
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"eval", "exec", "compile"}, f"{path}:{node.lineno}"
            assert not FORBIDDEN & {name.split(".")[0] for name in names}, f"{path}:{getattr(node, 'lineno', 0)}"


def test_no_pickle_is_shipped() -> None:
    shipped = [
        path
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.suffix in {".pkl", ".pickle", ".joblib", ".npy"}
    ]
    assert shipped == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_package_is_locked_with_hashes(name: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
    assert len(entries) > 40
    for entry in entries:
        first = entry.splitlines()[0]
        assert re.match(r"[A-Za-z0-9._-]+(?:\[[^\]]*\])?==[^ ;]+", first), first
        assert "--hash=sha256:" in entry, first


def test_each_dependency_is_imported_somewhere() -> None:
    """A package that nothing needs is one that nobody looks after."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in modules())
    by_module = {
        "sqlite-utils": "sqlite_utils", "ultimate-sitemap-parser": "usp", "charset-normalizer": "charset_normalizer",
        "pyjwt": "jwt", "pillow": "PIL",
    }  # fmt: skip
    needed_by_others = {"lxml-html-clean", "lxml_html_clean"}  # justext imports it and does not say so
    declared = [line for line in requires("news-corroborator") or [] if "extra ==" not in line]
    for line in declared:
        name = re.split(r"[<>=!~;\[ ]", line)[0].lower()
        if name not in needed_by_others:
            module = by_module.get(name, name.replace("-", "_"))
            assert re.search(
                rf"\b(?:import|from) {re.escape(module)}\b|\"{re.escape(module)}\"|-m {re.escape(module)}", text
            ), name
