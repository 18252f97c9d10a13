"""The compiled loops of `matching.kernels`, where they are to be had and worth it, and work on several processors.

numba is an extra (`pip install .[speed]`): without it everything is done in numpy, with the same results, some times slower.
Loading what was compiled takes half a second, and compiling it, once on a machine, ten: small files do without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from types import ModuleType
from typing import TypeVar

# Seconds that numpy has spent in this process on what the loops would do at once, from which on they are loaded: what
# loading takes is then a part of what was spent already (the rule for hiring skis that one may have to buy).
_WORTH = 3.0
# More threads were not measured.
_MOST = 4
_WORKING = [1]

Item = TypeVar("Item")
Result = TypeVar("Result")


class Compiled:
    """The loops, loaded once they are worth it; `worth` are seconds spent in numpy, and None means never."""

    def __init__(self, worth: float | None = _WORTH) -> None:
        """Load nothing yet."""
        self._worth = worth
        self._spent = 0.0
        self._loops: ModuleType | None = None

    def loops(self, seconds: float) -> ModuleType | None:
        """The loops, for a task that would take numpy so many seconds; None where numpy is to do it."""
        if self._loops is None and self._worth is not None:
            self._spent += seconds
            if self._spent >= self._worth:
                self._loops, self._worth = _load(), None
        return self._loops


@cache
def _load() -> ModuleType | None:
    try:
        import matching.kernels as loops
    except (ImportError, RuntimeError):  # not installed, or nowhere to keep what it compiles
        return None
    return loops


COMPILED = Compiled()


def kernels(seconds: float) -> ModuleType | None:
    """The compiled loops, for a task that would take numpy so many seconds; None where numpy is to do it."""
    return COMPILED.loops(seconds)


def work_on(count: int) -> None:
    """Say how many processors there are to work on; one, where nobody says. Results are the same with any number."""
    _WORKING[0] = max(1, min(_MOST, count))


def processors() -> int:
    """How many threads are worth starting."""
    return _WORKING[0]


def mapped(work: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """What `work` makes of each item, in their order, on all processors; it should be such as lets go of the interpreter."""
    waiting = list(items)
    threads = min(processors(), len(waiting))
    if threads <= 1:
        return [work(item) for item in waiting]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, waiting))
