"""The match in a process of its own: it says what a match here says, and its end is told, whatever it was."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bench.cycle_runs import state
from desk.apart import match_apart
from desk.cycle import match
from desk.errors import MatchLost
from matching.types import Registry
from store.articles import save_article
from store.connection import open_store
from store.errors import StoreError
from tests.builders import HARBOUR, NOON, a_record, a_registry, with_outlets

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = a_registry("first", "second")


def two_articles(db: Path) -> Path:
    with open_store(db) as store:
        with_outlets(store, "first", "second")
        for name in ("first", "second"):
            save_article(store, a_record(name, "a", text=f"{HARBOUR} {name}"), now=NOON)
    return db


def test_it_says_what_a_match_here_says(tmp_path: Path) -> None:
    here, apart = two_articles(tmp_path / "here.db"), two_articles(tmp_path / "apart.db")
    with open_store(here) as store:
        expected = match(store, REGISTRY, now=NOON)
    before = set(multiprocessing.active_children())  # of other tests in this process
    assert match_apart(apart, REGISTRY, now=NOON) == expected
    assert state(apart) == state(here)
    assert set(multiprocessing.active_children()) <= before


def test_an_error_of_the_store_comes_through(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no such database"):
        match_apart(tmp_path / "none.db", REGISTRY, now=NOON)


def test_what_is_not_foreseen_comes_with_its_traceback(tmp_path: Path) -> None:
    broken = Registry((), "v", ambiguous=(3,))  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="Traceback"):
        match_apart(two_articles(tmp_path / "news.db"), broken, now=NOON)


def test_a_process_that_is_killed_is_told_of(tmp_path: Path) -> None:
    db = two_articles(tmp_path / "news.db")

    before = set(multiprocessing.active_children())  # of other tests in this process

    def kill() -> None:
        while not (children := [child for child in multiprocessing.active_children() if child not in before]):
            time.sleep(0.002)
        with contextlib.suppress(ProcessLookupError):
            os.kill(children[0].pid or 0, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    with open_store(db) as store:
        store.conn.execute("begin immediate")  # the match waits at its first word
        killer.start()
        with pytest.raises(MatchLost, match="killed by signal 9"):
            match_apart(db, REGISTRY, now=NOON)
        killer.join()
        store.conn.rollback()
    match_apart(db, REGISTRY, now=NOON)


def test_it_goes_when_the_watch_is_gone(tmp_path: Path) -> None:
    db, script = two_articles(tmp_path / "news.db"), tmp_path / "parent.py"
    script.write_text(
        "import sys, threading, multiprocessing\nfrom pathlib import Path\n"
        "from desk.apart import match_apart\nfrom tests.builders import NOON, a_registry\n"
        "def tell():\n"
        "    while not (children := multiprocessing.active_children()): pass\n"
        "    print(children[0].pid, flush=True)\n"
        "if __name__ == '__main__':\n"
        "    threading.Thread(target=tell, daemon=True).start()\n"
        "    match_apart(Path(sys.argv[1]), a_registry('first', 'second'), now=NOON)\n",
        encoding="utf-8",
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with (
        open_store(db) as store,
        subprocess.Popen([sys.executable, script, db], env=environment, stdout=subprocess.PIPE, text=True) as parent,
    ):
        store.conn.execute("begin immediate")
        child = int((parent.stdout.readline() if parent.stdout else "").strip())
        parent.kill()
        parent.wait()
        until = time.monotonic() + 10
        while Path(f"/proc/{child}").exists() and time.monotonic() < until:
            time.sleep(0.02)
        assert not Path(f"/proc/{child}").exists()
        store.conn.rollback()
