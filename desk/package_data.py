"""Reads the files that ship with the package and hands them to the pure core, which opens none itself."""

from __future__ import annotations

import functools
import hashlib
from importlib.resources import files

from matching.resources import Resources, load_resources, tables_among


@functools.cache
def rules_fingerprint() -> str:
    """A digest of the matcher as it is installed, code, tables and models: with another one, everything is judged anew."""
    folder = files("matching")
    digest = hashlib.sha256()
    for place in (folder, folder / "data"):
        for entry in sorted(place.iterdir(), key=lambda entry: entry.name):
            if entry.is_file() and not entry.name.endswith((".md", ".pyc")):
                digest.update(entry.name.encode() + b"\0" + entry.read_bytes())
    return digest.hexdigest()[:20]


def _shipped_texts() -> dict[str, str]:
    folder = files("matching") / "data"
    return {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.is_file() and not entry.name.endswith(".md")
    }


@functools.cache
def shipped_resources() -> Resources:
    """Background frequencies and pair model, read once a process."""
    return load_resources(_shipped_texts())


def shipped_tables() -> list[str]:
    """The tables of background frequencies as text, for who only reads articles."""
    return tables_among(_shipped_texts())
