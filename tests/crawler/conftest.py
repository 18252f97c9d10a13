"""A world to crawl, and a way to crawl it that says what is in the store afterwards."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.run import CrawlOptions, CrawlReport, Limits, crawl
from store.records import Outlet
from tests.crawler.mockserver import World
from tests.crawler.pages import NOW, registry

QUICK = Limits(retry_base=0.2, max_wait=2.0, fetch_seconds=2.0, extract_seconds=5.0, workers=1, attempts=3)
"""Limits under which a test waits for nothing that it does not test."""


class Bench:
    """Crawls outlets of a world into one file, as often as a test likes."""

    def __init__(self, world: World, db: Path) -> None:
        self.world = world
        self.db = db

    def crawl(self, *outlets: Outlet, limits: Limits = QUICK, **options: Any) -> CrawlReport:
        """One crawl in this process, at `NOW` unless told otherwise."""
        values: dict[str, Any] = {"delay": 0.01, "resolve": {"*": "127.0.0.1"}, "limits": limits, "now": NOW} | options
        values.setdefault("home", f"http://{{domain}}:{self.world.port}/")
        return crawl(CrawlOptions(db=self.db, registry=registry(*outlets), **values))

    def rows(self, query: str, *parameters: object) -> list[Any]:
        """Rows of the store."""
        with sqlite3.connect(self.db) as connection:
            found = connection.execute(query, parameters).fetchall()
        connection.close()
        return found

    def sql(self, statement: str, *parameters: object) -> None:
        """Change the store, as time or another process would."""
        connection = sqlite3.connect(self.db)
        with connection:
            connection.execute(statement, parameters)
        connection.close()


@pytest.fixture
def world() -> Iterator[World]:
    """An empty web on 127.0.0.1."""
    with World() as served:
        yield served


@pytest.fixture
def bench(world: World, tmp_path: Path) -> Bench:
    """Crawls of that web into a new file."""
    return Bench(world, tmp_path / "news.db")


def quick(**changes: Any) -> Limits:
    """`QUICK` with changes."""
    return dataclasses.replace(QUICK, **changes)
