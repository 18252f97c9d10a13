"""The outlet registry: TOML in, frozen `Outlet` rows out, and the index that finds an outlet by URL or name.

A registry with a mistake in it is never used in part: `load_registry` raises with every problem of the file at once.
What is valid but doubtful (an alias that is an everyday word, a domain that is a public suffix) is a warning of
`check_registry`.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import fields
from importlib import resources
from operator import attrgetter
from pathlib import Path

from crawler.errors import Problem, RegistryInvalidError, RegistryMissingError
from crawler.hosts import host_of, parents
from crawler.registry_rows import RowLines, Rows, read_rows
from store.records import Outlet, Registry

__all__ = ["RegistryIndex", "check_registry", "load_registry"]

BUNDLED = "outlets.toml"
"""Name of the registry that comes with the package."""


def load_registry(path: Path | None = None) -> Registry:
    """The outlets of a registry file, in the order of their ids; None means the bundled registry.

    Raises `RegistryMissingError` where the file cannot be opened, and `RegistryInvalidError` with all problems of the
    file, each with its line, where anything in it is wrong.
    """
    name, content = _read(path)
    rows, _ = _parse(name, content)
    if rows.problems:
        raise RegistryInvalidError(name, tuple(sorted(rows.problems)))
    return make_registry(rows.outlets)


def make_registry(outlets: list[Outlet]) -> Registry:
    """A registry of these rows, sorted by id, with the digest that names it (the order of the rows does not matter)."""
    ordered = tuple(sorted(outlets, key=lambda outlet: outlet.id))
    names = sorted(field.name for field in fields(Outlet))
    values = attrgetter(*names)
    text = json.dumps([names, [values(outlet) for outlet in ordered]], ensure_ascii=False)
    return Registry(ordered, hashlib.sha256(text.encode()).hexdigest()[:16])


def check_registry(path: Path | None = None) -> list[Problem]:
    """Errors and warnings of a registry file, sorted by line; an empty list means that there is nothing to say.

    Raises nothing: a file that is missing or is no TOML is an error in the list.
    """
    from crawler.registry_warnings import warnings_of

    try:
        name, content = _read(path)
        rows, lines = _parse(name, content)
    except (RegistryMissingError, RegistryInvalidError) as error:
        return list(error.problems)
    return sorted([*rows.problems, *warnings_of(rows, lines)])


class RegistryIndex:
    """Finds outlets by URL and by name. Built once for a registry; look-ups cost a few dictionary reads."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._ids = registry.by_id()
        self._domains = {domain: outlet for outlet in registry.outlets for domain in outlet.domains}
        self._names = _unambiguous([(outlet.name, outlet) for outlet in registry.outlets])
        self._aliases = _unambiguous([(alias, outlet) for outlet in registry.outlets for alias in outlet.aliases])

    def outlet_of(self, url: str) -> Outlet | None:
        """The outlet with the longest domain that is the URL's host or stands above it; None for an unknown host.

        Ports, user names, schemes and a trailing dot play no part.
        """
        return self.outlet_of_host(host_of(url))

    def outlet_of_host(self, host: str) -> Outlet | None:
        """As `outlet_of`, for a host that is normalised already."""
        return next((self._domains[name] for name in parents(host) if name in self._domains), None)

    def find(self, name: str) -> Outlet | None:
        """The outlet of that id, name or alias, tried in this order; letter case, outer and repeated spaces ignored.

        A leading "The" may be there or not, where the exact form is nobody's. A name that several outlets bear finds
        none of them.
        """
        key = _key(name)
        if key in self._ids:
            return self._ids[key]
        for form in (key, f"the {key}", key.removeprefix("the ")):
            for table in (self._names, self._aliases):
                if form in table:
                    return table[form]
        return None


def _key(name: str) -> str:
    return re.sub(r"\s+", " ", name.strip()).casefold()


def _unambiguous(pairs: list[tuple[str, Outlet]]) -> dict[str, Outlet | None]:
    """Outlets by name key. A name of two outlets is kept as None: a looser form of it shall find nothing either."""
    table: dict[str, Outlet | None] = {}
    for name, outlet in pairs:
        key = _key(name)
        known = table.get(key, outlet)
        table[key] = outlet if known is not None and known.id == outlet.id else None
    return table


def _read(path: Path | None) -> tuple[str, bytes]:
    """The file's name for messages, and its bytes."""
    if path is None:
        source = resources.files("crawler") / BUNDLED
        try:
            return BUNDLED, source.read_bytes()
        except OSError as error:
            text = f"the bundled registry cannot be read ({error.strerror}); install the package again"
            raise RegistryMissingError(BUNDLED, (Problem(0, "error", text),)) from error
    try:
        return str(path), path.read_bytes()
    except FileNotFoundError as error:
        text = "no such file; name a registry with --outlets FILE, or leave it out for the bundled one"
        raise RegistryMissingError(str(path), (Problem(0, "error", text),)) from error
    except OSError as error:
        text = f"cannot be read: {error.strerror}"
        raise RegistryMissingError(str(path), (Problem(0, "error", text),)) from error


def _parse(name: str, content: bytes) -> tuple[Rows, RowLines]:
    """The rows of the file with their problems. Raises `RegistryInvalidError` where no row can be read at all."""
    text = _decode(name, content)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\s*\(at line (\d+), column (\d+)\)", str(error))
        line = int(place.group(1)) if place else len(text.splitlines())
        what = str(error).replace(place.group(0), f" (column {place.group(2)})") if place else str(error)
        raise RegistryInvalidError(name, (Problem(line, "error", f"not valid TOML: {what}"),)) from error
    except RecursionError as error:
        raise RegistryInvalidError(name, (Problem(0, "error", "not valid TOML: nested too deeply"),)) from error
    lines = RowLines(text)
    rows = read_rows(data, lines)
    if not rows.outlets and not rows.problems:
        problem = Problem(0, "error", "no outlet in the file; write at least one [[outlet]] table")
        raise RegistryInvalidError(name, (problem,))
    return rows, lines


def _decode(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        text = f"not UTF-8 (byte 0x{content[error.start]:02x}); save the file as UTF-8"
        raise RegistryInvalidError(name, (Problem(line, "error", text),)) from error
