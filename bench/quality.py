"""The judgement from outside: `evaluate.py` of the measuring data drives this program through its command line.

Only its numbers are taken; ids, names of files and of scenarios stay where they are.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

PARTS = ("events", "verdicts", "pairs", "origins", "pages", "named", "scenarios")
_WORDS_OF_DATA = frozenset({"failed", "confusion", "wrong", "lowest", "false_ids"})


def evaluate(shared: Path, part: str) -> dict[str, object]:
    """The numbers of one part.

    Raises:
        RuntimeError: it gave none; the message has its reason.
    """
    command = [
        sys.executable,
        str(shared / "evaluate" / "evaluate.py"),
        "--json",
        "--only",
        part,
        "--data",
        str(shared),
    ]
    command += ["--command", f"{shlex.quote(sys.executable)} -m desk"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    if not lines:
        raise RuntimeError(f"evaluate.py ended with {done.returncode}: {done.stderr[-300:]}")
    answer = json.loads(lines[-1])[part]
    if "error" in answer:
        raise RuntimeError(f"evaluate.py: {answer['error']}")
    return numbers(answer)


def numbers(answer: dict[str, object]) -> dict[str, object]:
    """The numbers of an answer, and of the tables in it."""
    found: dict[str, object] = {}
    for key, value in answer.items():
        if key in _WORDS_OF_DATA:
            continue
        if isinstance(value, dict):
            found[key] = numbers(value)
        elif isinstance(value, (int, float)):
            found[key] = value
    return found
