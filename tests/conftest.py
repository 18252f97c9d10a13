"""What all tests share: the measuring data beside the project, and a store of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.connection import Store, open_store

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of measuring data. Without it a test skips, except in CI, where it has to be there."""
    if not (SHARED / "CONTRACT.md").is_file():
        if os.environ.get("CI"):
            pytest.fail("CI runs the tests that need ../shared, and it is not there")
        pytest.skip("needs the measuring data in ../shared, which this clone does not have")
    return SHARED


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new store in a folder of its own."""
    with open_store(tmp_path / "news.db") as opened:
        yield opened
