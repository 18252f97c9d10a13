"""`corroborate outlets add` and `remove`: a newsroom's changes, written into an overlay file with the reason for each.

The file is checked on top of the registry before it is put in place, in one step; a change that would break it is refused
and the file stays as it was.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crawler.errors import Problem, RegistryInvalidError, describe
from crawler.registry import load_draft, registry_of
from crawler.registry_files import parse_toml, read_toml
from crawler.registry_overlay import Draft, overlay_problems
from crawler.registry_toml import find_table, table_text, with_table
from desk.errors import DeskError, NothingFound, UsageProblem
from matching.types import Registry


@dataclass(frozen=True, slots=True)
class Place:
    """Where a change goes: the registry file (None: the bundled one), the overlays below, and the overlay to write."""

    outlets: Path | None
    below: tuple[Path, ...]
    overlay: Path


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit did, in words, the registry that it came to, and warnings about the overlay."""

    said: str
    registry: Registry
    warnings: tuple[str, ...]


def place_of(outlets: Path | None, overlays: Sequence[Path]) -> Place:
    """The last overlay named is the one that is written.

    Raises:
        UsageProblem: none was named.
    """
    if not overlays:
        raise UsageProblem(
            "which overlay shall the change go into? Name it before the command: corroborate --overlay FILE outlets … "
            "(a file that does not exist yet is made)"
        )
    return Place(outlets, tuple(overlays[:-1]), overlays[-1])


def add_outlet(place: Place, outlet_id: str, values: Mapping[str, object], reason: str, today: date) -> Edit:
    """Add an outlet, or set keys of one that is there, in the overlay. Lists replace the lists of the row below.

    Raises:
        UsageProblem: nothing is set.
        RegistryError: the result would be no valid registry; the file stays as it was.
        DeskError: the file cannot be written.
    """
    if not values:
        raise UsageProblem(f"nothing to set of {outlet_id!r}; name a key, as in --family. See outlets add --help.")
    draft = load_draft(place.outlets, place.below)
    text = _text_of(place.overlay)
    found = find_table(parse_toml(str(place.overlay), text.encode()), outlet_id)
    kept = dict(found[1]) if found and not found[1].get("remove") else {}
    table = table_text({**kept, "id": outlet_id, **values, "reason": reason, "changed": today.isoformat()})
    known = outlet_id in draft.outlets or bool(kept)
    edit = _put(place, draft, text, with_table(str(place.overlay), text, outlet_id, table))
    return Edit(f"{outlet_id} {'changed' if known else 'added'} in {place.overlay}", edit.registry, edit.warnings)


def remove_outlet(place: Place, outlet_id: str, reason: str, today: date) -> Edit:
    """Take an outlet out: a table that removes it, or (an outlet of the overlay alone) its table taken out.

    Raises:
        NothingFound: there is no such outlet.
        RegistryError, DeskError: as `add_outlet`.
    """
    draft = load_draft(place.outlets, place.below)
    text = _text_of(place.overlay)
    found = find_table(parse_toml(str(place.overlay), text.encode()), outlet_id)
    if (outlet_id not in draft.outlets and not found) or (found and found[1].get("remove")):
        raise NothingFound(f"no outlet {outlet_id!r} to remove; `corroborate outlets list` shows them.")
    table = None
    if outlet_id in draft.outlets:
        table = table_text({"id": outlet_id, "remove": True, "reason": reason, "changed": today.isoformat()})
    edit = _put(place, draft, text, with_table(str(place.overlay), text, outlet_id, table))
    return Edit(f"{outlet_id} removed in {place.overlay}", edit.registry, edit.warnings)


def _text_of(path: Path) -> str:
    if not path.exists():
        return ""
    read_toml(path, option="--overlay")
    return path.read_text(encoding="utf-8-sig")


def _put(place: Place, draft: Draft, before: str, after: str) -> Edit:
    """Check the new text on top of the registry, then put it in place."""
    file = parse_toml(str(place.overlay), after.encode())
    changed, name, problems = overlay_problems(draft, file)
    errors = tuple(problem for problem in problems if problem.severity == "error")
    if errors:
        note = Problem(0, "error", "nothing was written; lines are those the file would have had")
        raise RegistryInvalidError(name, (*errors, note))
    if _text_of(place.overlay) != before:
        raise DeskError(f"{place.overlay}: was changed by somebody else meanwhile; nothing was written. Run it again.")
    write_in_one_step(place.overlay, after)
    return Edit("", registry_of(changed), tuple(describe(name, problem) for problem in problems))


def write_in_one_step(path: Path, text: str) -> None:
    """Put a text in place of a file: whoever reads it finds the old text or the new one, also after a crash.

    Raises:
        DeskError: it cannot be written; the old file is as it was.
    """
    target = path.resolve()
    try:
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o644
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(mode)
            Path(name).replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise DeskError(f"{path}: cannot be written ({error.strerror}); the file is as it was.") from error
