"""What the matcher keeps of its window between two matches: named values that only it can read.

A value is kept in chunks of `CHUNK` bytes, and the row `index` says of which, with a digest of each. What has not changed
since is not written again: a value that grows at its end costs its last chunk and what is new.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from store.connection import Store

CHUNK = 1 << 14
"""Bytes of a chunk: small enough that scattered changes rewrite little. Other sizes were not measured."""
_INDEX = "index"


@dataclass(frozen=True, slots=True)
class Kept:
    """A value: its bytes, and a word of its owner on how to read them."""

    form: str
    data: bytes | memoryview


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes of the chunks that had to be written, and of all chunks."""

    changed: int
    total: int


def read_window_state(store: Store) -> dict[str, Kept]:
    """The values by name; none where nothing was kept.

    Raises:
        ValueError: what is there is not what was kept; the message says which value.
    """
    index = _index(store)
    if index is None:
        if store.conn.execute("select 1 from window_state limit 1").fetchone():
            raise ValueError("there is no index of what was kept")
        return {}
    return {name: Kept(form, b"".join(_chunks(store, name, digests))) for name, (form, digests) in index.items()}


def write_window_state(store: Store, values: Mapping[str, Kept], *, anew: bool = False) -> Written:
    """Keep these values and no others; call it within the transaction that writes what was matched.

    With `anew` all is written, whatever the index says is there: for a caller that could not read what was kept.
    """
    before = {} if anew else _before(store)
    if not before:
        store.conn.execute("delete from window_state")
    after: dict[str, tuple[str, list[str]]] = {}
    changed = total = 0
    for name, kept in sorted(values.items()):
        known = before.pop(name, ("", []))[1]
        digests: list[str] = []
        for number, start in enumerate(range(0, len(kept.data), CHUNK)):
            piece = kept.data[start : start + CHUNK]
            digests.append(_digest(piece))
            total += len(piece)
            if known[number : number + 1] != digests[-1:]:
                _put(store, _place(name, number), bytes(piece))
                changed += len(piece)
        _drop(store, name, range(len(digests), len(known)))
        after[name] = kept.form, digests
    for name, (_, digests) in sorted(before.items()):
        _drop(store, name, range(len(digests)))
    _put(store, _INDEX, json.dumps(after, sort_keys=True).encode())
    return Written(changed, total)


def _before(store: Store) -> dict[str, tuple[str, list[str]]]:
    """The index of what is there; nothing where it cannot be read."""
    try:
        return _index(store) or {}
    except ValueError:
        return {}


def _index(store: Store) -> dict[str, tuple[str, list[str]]] | None:
    """Of each value its form and the digests of its chunks; None where there is no index."""
    row = store.conn.execute("select value from window_state where name = ?", [_INDEX]).fetchone()
    if row is None:
        return None
    try:
        return {str(name): (str(form), list(digests)) for name, (form, digests) in json.loads(row[0]).items()}
    except (AttributeError, TypeError, ValueError) as error:
        raise ValueError(f"the index of what was kept cannot be read ({error})") from error


def _chunks(store: Store, name: str, digests: list[str]) -> Iterator[bytes]:
    for number, digest in enumerate(digests):
        row = store.conn.execute("select value from window_state where name = ?", [_place(name, number)]).fetchone()
        if row is None or _digest(row[0]) != digest:
            raise ValueError(f"chunk {number} of {name} is not what was kept")
        yield bytes(row[0])


def _digest(piece: bytes | memoryview) -> str:
    return hashlib.blake2b(piece, digest_size=16).hexdigest()


def _place(name: str, number: int) -> str:
    return f"{name}#{number:07d}"


def _put(store: Store, name: str, value: bytes) -> None:
    store.conn.execute("insert or replace into window_state (name, value) values (?, ?)", [name, value])


def _drop(store: Store, name: str, numbers: range) -> None:
    store.conn.executemany("delete from window_state where name = ?", [(_place(name, number),) for number in numbers])
