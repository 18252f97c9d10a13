"""Addresses of our own files, with a digest of what is in them: a new version is never taken from a cache."""

from __future__ import annotations

import functools
import hashlib
from importlib.resources import files
from typing import Any


@functools.cache
def _digest(name: str) -> str:
    return hashlib.sha256((files("desk.web") / "static" / name).read_bytes()).hexdigest()[:12]


def asset(datasette: Any, name: str) -> str:
    """The address of a file of desk/web/static."""
    return f"{datasette.urls.path('/-/static-plugins/desk.web/' + name)}?{_digest(name)}"
