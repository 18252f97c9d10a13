"""What is done about memory: what the C library keeps of what was given back to it, and how often cycles are looked for."""

from __future__ import annotations

import ctypes
import gc
from functools import cache

_LARGE = 1 << 20
# Allocations until the youngest are looked at for cycles, and how often that is done until older ones are. Articles, scores and
# events are made by the hundred thousand and are in no cycle: to look at them by Python's own (700, 10, 10) took 4 to 6 % of
# a match of a window of 100,000, and 5 % of reading.
_SELDOM = 50_000, 20, 100
# mallopt's M_MMAP_THRESHOLD, in <malloc.h> of the GNU C library.
_MMAP_THRESHOLD = -3


def give_back_small() -> bool:
    """Give back to the system what is free between small things that stay; answers whether the C library can.

    A window of 20,000 articles took a tenth less after it; it takes some milliseconds.
    """
    try:
        return bool(ctypes.CDLL(None).malloc_trim(0))
    except (AttributeError, OSError):  # another C library
        return False


@cache
def give_back_large() -> bool:
    """Have arrays of a megabyte and more go back to the system as soon as they are free; answers whether the library does so.

    By default the GNU C library raises that limit to 32 MB as large arrays come and go, and what lies between the smaller ones
    that stay is lost: a window of 20,000 articles took a sixth more.
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE))
    except (AttributeError, OSError):  # another C library
        return False


def collect_seldom() -> tuple[int, int, int]:
    """Look for cycles of garbage seldom; answers what `gc.set_threshold` is to be given to do it as often as before."""
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    return before
