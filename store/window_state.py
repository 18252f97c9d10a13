"""What the matcher keeps of its window between two matches: named values that only it can read."""

from __future__ import annotations

from collections.abc import Mapping

from store.connection import Store


def read_window_state(store: Store) -> dict[str, bytes]:
    """The values by name; none where nothing was kept."""
    return {str(name): bytes(value) for name, value in store.conn.execute("select name, value from window_state")}


def write_window_state(store: Store, values: Mapping[str, bytes]) -> None:
    """Keep these values and no others; call it within the transaction that writes what was matched."""
    store.conn.execute("delete from window_state")
    store.conn.executemany("insert into window_state (name, value) values (?, ?)", sorted(values.items()))
