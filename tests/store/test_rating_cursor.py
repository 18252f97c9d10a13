"""A reader that keeps its cursor misses no change and reads none twice, whatever the writer does meanwhile."""

from __future__ import annotations

import contextlib
import random
import threading
from pathlib import Path
from typing import Any

import pytest

from store.articles import save_article
from store.connection import open_store
from store.ratings import Rating, newest_cursor, rating_lines, read_ratings, write_ratings
from tests.builders import NOON, a_record, with_outlets

ARTICLES = 12


class Crash(Exception):
    """Stands for a process that ends in the middle of a transaction."""


def end_here(*, crashes: bool) -> None:
    """The end of a transaction, or of the process in it."""
    if crashes:
        raise Crash


def change(path: Path, seed: int, done: threading.Event) -> None:
    """Write ratings in transactions, every third of which is rolled back."""
    chance = random.Random(seed)
    with open_store(path) as store:
        for step in range(150):
            chosen = chance.sample(range(ARTICLES), chance.randrange(1, 4))
            ratings = [Rating(f"a{n}", "rules", {"value": chance.randrange(3)}) for n in chosen]
            with contextlib.suppress(Crash), store.writing():
                write_ratings(store, ratings, NOON)
                end_here(crashes=step % 3 == 0)
    done.set()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_reader_beside_a_writer_misses_nothing(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "news.db"
    with open_store(path) as store:
        with_outlets(store, "quay")
        for n in range(ARTICLES):
            save_article(store, a_record("quay", str(n), text=f"Pier {n}", id=f"a{n}"), now=NOON, find_duplicates=False)
    done, cursor = threading.Event(), ""
    known: dict[str, Any] = {}
    seen: list[str] = []
    writer = threading.Thread(target=change, args=(path, seed, done))
    writer.start()
    chance = random.Random(seed)
    while True:
        last = done.is_set()
        with open_store(path, create=False, read_only=True) as store:
            for row in read_ratings(store, cursor, limit=chance.choice([-1, 1, 3]) if not last else -1):
                known[str(row["url"])], cursor = row["criteria"], str(row["cursor"])
                seen.append(cursor)
        if last:
            break
    writer.join()
    with open_store(path, create=False, read_only=True) as store:
        assert known == {str(row["url"]): row["criteria"] for row in read_ratings(store)}
        assert cursor == newest_cursor(store) and not list(rating_lines(store, cursor))
    assert len(seen) == len(set(seen)) and [int(c.split("-")[1]) for c in seen] == sorted(
        int(c.split("-")[1]) for c in seen
    )
