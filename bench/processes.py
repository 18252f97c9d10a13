"""What a process and all that it started use: CPU time and memory, read from /proc."""

from __future__ import annotations

import os
import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
_MEBI = 1024


def tree_of(pid: int) -> list[int]:
    """The process and its descendants that are alive, by id."""
    children: dict[int, list[int]] = defaultdict(list)
    for entry in _PROC.iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children[int(fields[1])].append(int(entry.name))
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        todo.extend(children[one])
    return sorted(found)


def cpu_seconds(pid: int) -> float:
    """CPU time of the process, its living descendants, and those that they have waited for."""
    total = 0
    for one in tree_of(pid):
        if fields := _stat(one):
            total += sum(int(fields[place]) for place in (11, 12, 13, 14))
    return total / _TICKS


def memory_mib(pid: int) -> float:
    """Memory of the process and its descendants together: PSS, which counts a shared page once, else RSS."""
    return sum(_memory_kib(one) for one in tree_of(pid)) / _MEBI


def memory_of(pid: int) -> float:
    """Memory of the process alone, as in `memory_mib`."""
    return _memory_kib(pid) / _MEBI


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name; none where the process is gone."""
    try:
        text = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return []
    return text.rpartition(")")[2].split()


def _memory_kib(pid: int) -> int:
    for name, key in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            text = (_PROC / str(pid) / name).read_text(encoding="utf-8")
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        for line in text.splitlines():
            if line.startswith(key):
                return int(line.split()[1])
    return 0


@dataclass(frozen=True, slots=True)
class Sample:
    """Memory in MiB at a time of the monotonic clock."""

    at: float
    mib: float


class MemoryWatch:
    """Samples the memory of a process and its descendants once a second while the context is open."""

    def __init__(self, pid: int, period: float = 1.0) -> None:
        self._pid = pid
        self._period = period
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.samples: list[Sample] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._end.wait(self._period):
            self.samples.append(Sample(time.monotonic(), memory_mib(self._pid)))
