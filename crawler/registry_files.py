"""Reading a registry or overlay file: bytes in, TOML tables with their line numbers out, or an error that says where."""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from crawler.errors import Problem, RegistryInvalidError, RegistryMissingError
from crawler.registry_lines import RowLines

try:  # the compiled release of the same parser, three times as fast on ten thousand rows (bench/registry.py)
    import tomli as toml
except ImportError:
    import tomllib as toml  # type: ignore[no-redef]

BUNDLED = "outlets.toml"
"""Name of the registry that comes with the package."""

BUNDLED_NAMES = "ambiguous.toml"
"""Name of the table of ambiguous names that comes with it."""

MAX_BYTES = 20_000_000
"""Largest file that is read: ten thousand full rows have about five million bytes."""


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A file that is valid TOML. `name` is how messages call it."""

    name: str
    data: Mapping[str, object]
    lines: RowLines

    def error(self, line: int, message: str) -> RegistryInvalidError:
        """An error of one problem in this file."""
        return RegistryInvalidError(self.name, (Problem(line, "error", message),))


def read_toml(path: Path, *, option: str = "--outlets") -> TomlFile:
    """The tables of a file. `option` is the command line option that named it.

    Raises:
        RegistryMissingError: it is not there, is no regular file, or cannot be opened.
        RegistryInvalidError: it is too large, no UTF-8 or no TOML.
    """
    return parse_toml(str(path), _read(path, option))


def read_bundled(name: str) -> TomlFile:
    """The tables of a file that comes with the package.

    Raises:
        RegistryMissingError: the installation is damaged.
    """
    try:
        content = (resources.files("crawler") / name).read_bytes()
    except OSError as error:
        text = f"the bundled file cannot be read ({error.strerror}); install the package again"
        raise RegistryMissingError(name, (Problem(0, "error", text),)) from error
    return parse_toml(name, content)


def _read(path: Path, option: str) -> bytes:
    name = str(path)
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise RegistryMissingError(name, (Problem(0, "error", "cannot be read: it is no regular file"),))
        if about.st_size > MAX_BYTES:
            text = f"has {about.st_size} bytes; no registry needs more than {MAX_BYTES}"
            raise RegistryInvalidError(name, (Problem(0, "error", text),))
        return path.read_bytes()
    except FileNotFoundError as error:
        text = f"no such file; check what {option} names, or leave it out"
        raise RegistryMissingError(name, (Problem(0, "error", text),)) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        text = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        raise RegistryMissingError(name, (Problem(0, "error", text),)) from error


def parse_toml(name: str, content: bytes) -> TomlFile:
    """The tables of a file's content; `name` is for messages.

    Raises:
        RegistryInvalidError: it is no UTF-8 or no TOML.
    """
    text = _decode(name, content)
    try:
        data = toml.loads(text)
    except toml.TOMLDecodeError as error:
        place = re.search(r"\s*\(at line (\d+), column (\d+)\)", str(error))
        line = int(place.group(1)) if place else len(text.splitlines())
        what = str(error).replace(place.group(0), f" (column {place.group(2)})") if place else str(error)
        raise RegistryInvalidError(name, (Problem(line, "error", f"not valid TOML: {what}"),)) from error
    except RecursionError as error:
        raise RegistryInvalidError(name, (Problem(0, "error", "not valid TOML: nested too deeply"),)) from error
    except ValueError as error:  # an integer of thousands of digits, a date that does not exist
        raise RegistryInvalidError(name, (Problem(0, "error", f"not valid TOML: {error}"),)) from error
    return TomlFile(name, data, RowLines(text))


def _decode(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        text = f"not UTF-8 (byte 0x{content[error.start]:02x}); save the file as UTF-8"
        raise RegistryInvalidError(name, (Problem(line, "error", text),)) from error
