"""How long a registry of ten thousand rows takes to load, against reading the same file with tomllib alone.

`python -m bench.registry` prints both times and their ratio; the ratio is the figure that holds on any machine.
"""

from __future__ import annotations

import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

from crawler.registry import RegistryIndex, load_registry

ROWS = 10_000
REPEATS = 5

_ROW = """
[[outlet]]
id = "example-herald-{n}"
name = "Example Herald {n}"
aliases = ["The Herald of Quay {n}", "EH{n}"]
domains = ["exampleherald{n}.example", "herald{n}.example"]
kind = "local"
family = "Example Media Group {family}"
country = "GB"
language = "en"
notable = true
notability_basis = "https://encyclopedia.example/wiki/Example_Herald_{n}"
feeds = ["https://www.exampleherald{n}.example/rss"]
owner = "Quay Holdings"
owner_as_of = "2025"
"""


def write_rows(path: Path, rows: int = ROWS) -> None:
    """Write a registry of that many invented outlets, twenty to a family."""
    path.write_text("".join(_ROW.format(n=n, family=n // 20) for n in range(rows)), encoding="utf-8")


def best_of(task: Callable[[], object], repeats: int = REPEATS) -> float:
    """CPU seconds of the quickest of some runs: other work on the machine disturbs them little."""
    times = []
    for _ in range(repeats):
        started = time.process_time()
        task()
        times.append(time.process_time() - started)
    return min(times)


def measure(rows: int = ROWS) -> dict[str, float]:
    """CPU seconds for tomllib alone, for loading (validated, with the version) and for the index, and their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "outlets.toml"
        write_rows(path, rows)
        alone = best_of(lambda: tomllib.loads(path.read_text(encoding="utf-8")))
        loaded = best_of(lambda: load_registry(path))
        registry = load_registry(path)
        index = best_of(lambda: RegistryIndex(registry))
    return {"rows": rows, "tomllib": alone, "load": loaded, "index": index, "ratio": loaded / alone}


def main() -> None:
    """Print the measurement as one line."""
    found = measure()
    sys.stdout.write(
        f"{found['rows']:.0f} rows: tomllib alone {found['tomllib']:.2f} s, load_registry {found['load']:.2f} s "
        f"(ratio {found['ratio']:.2f}), index {found['index']:.3f} s\n"
    )


if __name__ == "__main__":
    main()
