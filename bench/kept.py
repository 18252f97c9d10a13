"""What a run of the benchmarks has measured so far: a JSON file for each part, so that a run that is killed goes on."""

from __future__ import annotations

import hashlib
import json
import math
import os
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_SOURCES = ("crawler", "matching", "store", "desk", "bench")


class Status(StrEnum):
    """What became of a part."""

    DONE = "done"
    FAILED = "failed"
    TIMED_OUT = "timed out"
    ABSENT = "not measured"  # what it needs was not there


@dataclass(frozen=True, slots=True)
class Result:
    """One part of a run. `sizes` is what it was asked for, `figures` what it handed over; `seconds` of the clock; `load` is
    the machine's load of the last minute before it began; `said` the reason where there are no figures.
    """

    name: str
    task: str
    status: Status
    sizes: dict[str, object]
    figures: dict[str, object] = field(default_factory=dict)
    seconds: float = 0.0
    load: float = 0.0
    said: str = ""


def source_digest() -> str:
    """A digest of all code and data that is measured: figures of other code are never taken over."""
    digest = hashlib.sha256()
    for room in _SOURCES:
        for path in sorted((ROOT / room).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(ROOT)}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def write_json(path: Path, value: object) -> None:
    """Write whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    beside.replace(path)


def keep(folder: Path, result: Result) -> None:
    """Keep a result."""
    write_json(folder / f"{result.name}.json", asdict(result))


def result_of(row: dict[str, object]) -> Result:
    """A result as it was kept."""
    fields = dict(row)
    fields["status"] = Status(str(fields["status"]))
    return Result(**fields)  # type: ignore[arg-type]


def kept(folder: Path, name: str, sizes: dict[str, object]) -> Result | None:
    """The result of a part that was done at these sizes, or None."""
    try:
        row = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    result = result_of(row)
    same = result.sizes == json.loads(json.dumps(sizes))
    return result if same and result.status is Status.DONE else None


def rounded(value: object) -> object:
    """The same with five digits that count, and without what no number, text, list or table is."""
    if isinstance(value, bool) or value is None or isinstance(value, (int, str)):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return float(f"{value:.5g}")
    if isinstance(value, dict):
        return {str(key): rounded(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(one) for one in value]
    raise TypeError(f"a figure of the type {type(value).__name__} cannot be kept")


def load_average() -> float:
    """The machine's load of the last minute."""
    return os.getloadavg()[0]
