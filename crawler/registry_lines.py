"""Line numbers of the tables and keys of a registry text, for messages: `tomllib` tells none."""

from __future__ import annotations

import re

_KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*=""")
_HEADER = re.compile(r"\s*\[\[?\s*([^\]]*?)\s*\]")

TABLES = ("outlet", "name")
"""The tables of a registry file: outlets, and names that several outlets bear."""


class RowLines:
    """Where each `[[outlet]]` and `[[name]]` starts, and where each key of it stands.

    Scanned at the first question: most files raise none. Never used to read a value.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._scanned = False
        self._starts: dict[str, list[int]] = {table: [] for table in TABLES}
        self._keys: dict[str, list[dict[str, int]]] = {table: [] for table in TABLES}
        self._top: dict[str, int] = {}
        self._current: dict[str, int] = self._top

    def _scan(self) -> None:
        if self._scanned:
            return
        self._scanned = True
        fence = ""
        for number, line in enumerate(self._text.splitlines(), start=1):
            if fence:
                fence = "" if fence in line else fence
                continue
            self._read(number, line)
            fence = next((mark for mark in ('"""', "'''") if line.count(mark) % 2), "")

    def _read(self, number: int, line: str) -> None:
        header = _HEADER.match(line)
        if header and not _KEY.match(line) and header.group(1) in TABLES:
            self._current = {}
            self._starts[header.group(1)].append(number)
            self._keys[header.group(1)].append(self._current)
        elif header and re.fullmatch(r"[\w.\"'-]+", header.group(1)):
            self._top.setdefault(header.group(1), number)
        elif key := _KEY.match(line):
            name = next(group for group in key.groups() if group is not None)
            self._current.setdefault(name, number)

    def of(self, row: int, key: str = "", table: str = "outlet") -> int:
        """The line of `key` in the row (counted from 0), else of the row's header; 0 where neither was found."""
        self._scan()
        if row >= len(self._starts[table]):
            return 0
        return self._keys[table][row].get(key, self._starts[table][row])

    def of_top(self, key: str) -> int:
        """The line of a key or table at the top level; 0 where it was not found."""
        self._scan()
        return self._top.get(key, 0)
