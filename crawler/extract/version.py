"""Which extractor this is: changes with any line of its code, and with the libraries that decide what it finds."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = ("trafilatura", "lxml", "htmldate", "justext", "py3langid")


@cache
def extractor_version() -> str:
    """Twelve hex digits of a SHA-256 over the extractor's modules and the versions of `LIBRARIES`."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for path in sorted([*here.glob("*.py"), here.parent / "language.py", here.parent / "bot_checks.py"]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for name in LIBRARIES:
        digest.update(f"{name} {_version(name)}\0".encode())
    return digest.hexdigest()[:12]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
