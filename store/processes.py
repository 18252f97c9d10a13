"""Whether a process that left its number in the file is still there.

A number alone does not tell: numbers are given out again, and a program in a container is number 1 each time. The time at
which the process started, in the kernel's own count, tells the two apart where the system says it.
"""

from __future__ import annotations

import os
from pathlib import Path


def started(pid: int) -> str:
    """When a process of this host started, in the kernel's count of ticks; "" where the system does not say."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()[19]
    except (OSError, IndexError):
        return ""


def is_running(pid: int, start: str) -> bool:
    """Whether the process `pid` of this host lives and is the one that started at `start` ("": not known, so taken as it)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # another user's process: alive
    now = started(pid)
    return not start or not now or now == start
