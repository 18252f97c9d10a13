"""The matcher's window between two matches: read from the file, and kept in it."""

from __future__ import annotations

import json
import logging
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.resources import Resources
from matching.snapshot import load_window, save_window
from matching.window import Window
from store.connection import Store
from store.window_state import Kept, Written, read_window_state, write_window_state


def kept_window(store: Store, resources: Resources) -> Window | None:
    """The window as the last match left it; None where it left none that can be read."""
    try:
        values = read_window_state(store)
        if not values:
            return None
        return load_window({name: _array(kept) for name, kept in values.items()}, resources)
    except ValueError as error:
        logging.getLogger(__name__).warning("matching everything anew: what was kept cannot be read (%s)", error)
        return None


def keep_window(store: Store, window: Window, *, anew: bool) -> Written:
    """Keep the window for the next match, all of it where it was made `anew`, else what changed of it; call it within the
    transaction that writes what was matched.
    """
    return write_window_state(store, {name: _kept(array) for name, array in save_window(window).items()}, anew=anew)


def _kept(array: NDArray[Any]) -> Kept:
    plain = np.ascontiguousarray(array)
    return Kept(json.dumps([plain.dtype.str, plain.shape]), plain.reshape(-1).view(np.uint8).data)


def _array(kept: Kept) -> NDArray[Any]:
    """Raises ValueError where it is no array of ours."""
    try:
        kind, shape = json.loads(kept.form)
        return np.frombuffer(kept.data, dtype=np.dtype(kind)).reshape(shape)
    except TypeError as error:
        raise ValueError(f"{kept.form!r} is no array of ours") from error
