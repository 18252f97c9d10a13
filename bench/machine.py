"""What a benchmark ran on: the processor, its cores, the memory, and versions. Never a name of the machine, or a path."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = (
    "scrapy",
    "twisted",
    "trafilatura",
    "lxml",
    "htmldate",
    "numpy",
    "scipy",
    "rapidfuzz",
    "lightgbm",
    "sqlite-utils",
    "datasette",
    "scikit-learn",
    "datasketch",
)


def machine() -> dict[str, object]:
    """Processor, cores, memory in MiB, system and Python."""
    names = [line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    memory = [int(line.split()[1]) // 1024 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")]
    return {
        "processor": next(iter(names), platform.machine()),
        "cores": os.cpu_count(),
        "memory_mib": next(iter(memory), 0),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def versions(packages: Iterable[str] = PACKAGES) -> dict[str, str]:
    """The version of each package, "" for one that is not installed."""
    return {name: _version(name) for name in packages}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
