"""What is kept of the window: only what changed is written, and what is not what was kept is noticed."""

from __future__ import annotations

import pytest

from store.connection import Store
from store.window_state import CHUNK, Kept, Written, read_window_state, write_window_state

LONG = bytes(range(256)) * (CHUNK // 256) * 3
START = {"long": Kept("bytes", LONG), "short": Kept("other", b"ab"), "none": Kept("empty", b"")}


def test_what_was_kept_is_read_back(store: Store) -> None:
    assert read_window_state(store) == {}
    assert write_window_state(store, START) == Written(len(LONG) + 2, len(LONG) + 2)
    assert read_window_state(store) == START


def test_only_what_changed_is_written(store: Store) -> None:
    write_window_state(store, START)
    assert write_window_state(store, START).changed == 0
    longer = START | {"long": Kept("bytes", LONG + b"more")}
    assert write_window_state(store, longer) == Written(4, len(LONG) + 6)
    other = bytearray(LONG + b"more")
    other[CHUNK] ^= 1
    assert write_window_state(store, longer | {"long": Kept("bytes", memoryview(other))}).changed == CHUNK
    assert read_window_state(store)["long"].data == bytes(other)


def test_what_is_kept_no_more_is_let_go(store: Store) -> None:
    write_window_state(store, START)
    write_window_state(store, {"long": Kept("bytes", LONG[:-1])})
    assert read_window_state(store) == {"long": Kept("bytes", LONG[:-1])}
    write_window_state(store, {})
    assert [row[0] for row in store.conn.execute("select name from window_state")] == ["index"]


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ("update window_state set value = x'00' where name = 'short#0000000'", "chunk 0 of short"),
        ("delete from window_state where name = 'long#0000001'", "chunk 1 of long"),
        ("delete from window_state where name = 'index'", "no index"),
        ("update window_state set value = 'none of ours' where name = 'index'", "index of what was kept"),
        ("update window_state set value = '[1]' where name = 'index'", "index of what was kept"),
    ],
)
def test_damage_is_noticed_and_mended_by_the_next_write(store: Store, damage: str, says: str) -> None:
    write_window_state(store, START)
    store.conn.execute(damage)
    with pytest.raises(ValueError, match=says):
        read_window_state(store)
    write_window_state(store, START, anew=True)
    assert read_window_state(store) == START
