"""The outlet registry: TOML in, frozen `Outlet` rows out, and the index that finds an outlet by URL or name.

A registry with a mistake in it is never used in part: `load_registry` raises with every problem of the file at once.
What is valid but doubtful (an alias that is an everyday word, a domain that is a public suffix) is a warning of
`check_registry`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path

from crawler.ambiguous import Names, name_problems, read_names
from crawler.errors import Problem, RegistryError, RegistryInvalidError
from crawler.registry_files import BUNDLED, BUNDLED_NAMES, TomlFile, read_bundled, read_toml
from crawler.registry_index import RegistryIndex
from crawler.registry_overlay import Draft, apply_overlay, overlay_problems
from crawler.registry_rows import Rows, read_rows
from store.records import AmbiguousName, Outlet, OverlayChange, Registry

__all__ = [
    "FileProblem",
    "RegistryIndex",
    "check_registry",
    "check_registry_files",
    "load_draft",
    "load_registry",
    "make_registry",
    "registry_of",
]


@dataclass(frozen=True, slots=True, order=True)
class FileProblem:
    """A problem with the file that it is in."""

    file: str
    problem: Problem


def load_registry(path: Path | None = None, overlays: Sequence[Path] = ()) -> Registry:
    """The outlets of a registry file, in the order of their ids, with its ambiguous names; None: the bundled registry.

    Overlay files change it one after the other (see `crawler.registry_overlay`).

    Raises:
        RegistryMissingError: a file cannot be opened.
        RegistryInvalidError: anything in a file is wrong; all problems of that file, each with its line.
    """
    return registry_of(load_draft(path, overlays))


def load_draft(path: Path | None = None, overlays: Sequence[Path] = ()) -> Draft:
    """As `load_registry`, for a caller that puts another overlay on top."""
    base = _read_base(path)
    base.raise_errors()
    draft = base.draft()
    for overlay in overlays:
        draft = apply_overlay(draft, overlay)
    return draft


def registry_of(draft: Draft) -> Registry:
    """The registry that a draft came to."""
    return make_registry(draft.outlets.values(), draft.names.values(), draft.changes)


def make_registry(
    outlets: Iterable[Outlet], names: Iterable[AmbiguousName] = (), changes: Iterable[OverlayChange] = ()
) -> Registry:
    """A registry of these rows, sorted by id, with the digest that names it (the order of the rows does not matter)."""
    ordered = tuple(sorted(outlets, key=lambda outlet: outlet.id))
    ambiguous = tuple(sorted(names, key=lambda name: (name.name.casefold(), name.name)))
    keys = sorted(field.name for field in fields(Outlet))
    name_keys = sorted(field.name for field in fields(AmbiguousName))
    row, name_row = attrgetter(*keys), attrgetter(*name_keys)
    content = [keys, [row(outlet) for outlet in ordered], name_keys, [name_row(name) for name in ambiguous]]
    text = json.dumps(content, ensure_ascii=False)
    version = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Registry(ordered, version, ambiguous, tuple(changes))


def check_registry(path: Path | None = None) -> list[Problem]:
    """Errors and warnings of one registry file, sorted by line; an empty list means that there is nothing to say.

    Raises nothing: a file that is missing or is no TOML is an error in the list.
    """
    return [found.problem for found in check_registry_files(path)]


def check_registry_files(path: Path | None = None, overlays: Sequence[Path] = ()) -> list[FileProblem]:
    """Errors and warnings of a registry and of the overlays on top of it, file by file in the order of their lines.

    Raises nothing. Overlays are looked at only where what lies below them has no error.
    """
    from crawler.registry_warnings import warnings_of

    found: list[FileProblem] = []
    try:
        base = _read_base(path)
        rows, file = base.rows, base.file
        found = [*base.problems(), *(FileProblem(file.name, each) for each in warnings_of(rows, file.lines))]
        found.sort(key=lambda each: (each.file != file.name, each))
        if any(each.problem.severity == "error" for each in found):
            return found
        draft = base.draft()
        for overlay in overlays:
            draft, name, problems = overlay_problems(draft, overlay)
            found += [FileProblem(name, problem) for problem in problems]
    except RegistryError as error:
        return [*found, *(FileProblem(error.file, problem) for problem in error.problems)]
    return found


@dataclass(frozen=True, slots=True)
class _Base:
    """A registry file that could be read as TOML, with the file of its ambiguous names (the same, unless bundled)."""

    file: TomlFile
    rows: Rows
    names_file: TomlFile
    names: Names

    def draft(self) -> Draft:
        """The rows and names by id and spelling, for overlays to change."""
        names = {name.name.casefold(): name for name in self.names.names}
        return Draft({outlet.id: outlet for outlet in self.rows.outlets}, names)

    def problems(self) -> list[FileProblem]:
        """Errors of both files."""
        found = [FileProblem(self.file.name, problem) for problem in self.rows.problems]
        found += [FileProblem(self.names_file.name, problem) for problem in self.names.problems]
        if not self.rows.problems:
            found += [FileProblem(self.names_file.name, problem) for problem in self._misfits()]
        return found

    def _misfits(self) -> Iterable[Problem]:
        """Names whose candidates are no outlets, or which an outlet bears that it would take them from."""
        if not self.names.names:
            return
        draft = self.draft()
        holders = draft.holders()
        for name, number in zip(self.names.names, self.names.numbers, strict=True):
            line = self.names_file.lines.of(number, "name", "name")
            for message in name_problems(name, draft.outlets, holders.get(name.name.casefold())):
                yield Problem(line, "error", f"name {name.name!r}: {message}")

    def raise_errors(self) -> None:
        """Raise RegistryInvalidError with all errors of the first file that has any."""
        found = self.problems()
        for name in (self.file.name, self.names_file.name):
            problems = tuple(sorted(each.problem for each in found if each.file == name))
            if problems:
                raise RegistryInvalidError(name, problems)


def _read_base(path: Path | None) -> _Base:
    file = read_bundled(BUNDLED) if path is None else read_toml(path)
    names_file = read_bundled(BUNDLED_NAMES) if path is None else file
    rows = read_rows(file.data, file.lines)
    if not rows.outlets and not rows.problems:
        raise file.error(0, "no outlet in the file; write at least one [[outlet]] table")
    return _Base(file, rows, names_file, read_names(names_file))
