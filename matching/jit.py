"""How the loops are compiled: without holding the interpreter, and kept for the next process."""

from __future__ import annotations

from numba import njit

compiled = njit(nogil=True, cache=True)
