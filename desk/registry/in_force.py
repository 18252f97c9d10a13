"""The registry that a cycle works with, also where a file of it has just been broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.errors import RegistryError
from crawler.registry import load_registry
from matching.types import Registry
from store.connection import open_store
from store.registry_versions import last_registry


@dataclass(frozen=True, slots=True)
class InForce:
    """A registry, and (`refused` not "") why the files that were asked for are not it."""

    registry: Registry
    refused: str = ""


def registry_in_force(db: Path, outlets: Path | None, overlays: Sequence[Path]) -> InForce:
    """The registry of the files; where one of them has an error, the registry that was last in force in the store.

    For `run`, which nobody watches: a slip in an overlay must not stop the crawl, and must not go unsaid either.

    Raises:
        RegistryError: a file has an error, and the store knows no registry from before.
        StoreError: the store cannot be used.
    """
    try:
        return InForce(load_registry(outlets, overlays))
    except RegistryError as error:
        last = _last(db)
        if last is None:
            raise
        said = f"{error}\nthis registry was NOT taken; the one last in force goes on (version {last.version}, {len(last.outlets)} outlets)"
        return InForce(last, said)


def _last(db: Path) -> Registry | None:
    if not db.is_file():
        return None
    with open_store(db, create=False) as store:
        return last_registry(store)
