"""Large arrays go back to the system when they are free."""

from __future__ import annotations

import ctypes
import gc
import subprocess
import sys

import pytest

from desk.allocation import give_back_large, give_back_small
from desk.readers import FROM, Readers

_FREED = 12 * 4_000
_MEASURE = """
import numpy as np
from desk.allocation import give_back_large
if {asked}:
    give_back_large()
def rss():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS"))
np.ones(1 << 22)[0]  # 32 MB that come and go raise the library's limit
held = []
for _ in range(24):
    some = np.ones(1 << 19)  # 4 MB
    held.append(bytes(900_000))  # what stays lies in between
    del some
some = [np.ones(1 << 19) for _ in range(12)]
kept = [np.ones(1 << 14) for _ in range(12)]
before = rss()
del some
print(before - rss())
"""


def test_what_is_free_goes_back() -> None:
    """Where the library is that of GNU, and only if it is asked to."""
    there = hasattr(ctypes.CDLL(None), "mallopt")
    assert give_back_large() is there
    back = {asked: _given_back(asked) for asked in (True, False)}
    assert (back[True] >= _FREED) is there
    assert back[False] < _FREED or not there


def _given_back(asked: bool) -> int:
    """KiB that went back."""
    command = [sys.executable, "-c", _MEASURE.format(asked=asked)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout)


def test_another_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    assert give_back_large.__wrapped__() is False


def test_cycles_are_looked_for_seldom_while_many_articles_are_read_and_as_before_afterwards() -> None:
    before = gc.get_threshold()
    with Readers(FROM):
        assert gc.get_threshold()[0] > before[0]
    assert gc.get_threshold() == before
    with Readers(FROM - 1):
        assert gc.get_threshold() == before


def test_what_is_free_between_small_things_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    assert give_back_small() in {True, False}
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    assert give_back_small() is False
