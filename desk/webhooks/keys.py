"""The keys of webhooks: a file beside the database that its owner alone can read. The database itself is browsed, copied
and handed on, so it holds none.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from desk.errors import DeskError


class KeysUnreadable(DeskError):
    """The file of keys is not what `write_key` wrote."""


def keys_path(db: Path) -> Path:
    """Where the keys of the webhooks of the database `db` lie: `NAME.webhook-keys` beside it."""
    return db.with_name(db.name + ".webhook-keys")


def read_keys(db: Path) -> dict[str, str]:
    """The keys by webhook id; empty where there is no file yet.

    Raises:
        KeysUnreadable: the file is damaged or cannot be read.
    """
    path = keys_path(db)
    try:
        keys = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise KeysUnreadable(f"{path}: the keys of the webhooks cannot be read ({error}). Restore it, or add the webhooks anew.") from error  # fmt: skip
    if not isinstance(keys, dict) or not all(isinstance(key, str) for key in keys.values()):
        raise KeysUnreadable(f"{path}: is no file of webhook keys. Restore it, or add the webhooks anew.")
    return keys


def write_key(db: Path, webhook_id: str, key: str | None) -> None:
    """Keep (or, for None, forget) the key of a webhook. The file is replaced as a whole, readable by its owner alone.

    Raises:
        KeysUnreadable: the file is damaged or cannot be written.
    """
    keys = read_keys(db)
    if key is None:
        keys.pop(webhook_id, None)
    else:
        keys[webhook_id] = key
    _replace(keys_path(db), keys)


def _replace(path: Path, keys: Mapping[str, str]) -> None:
    try:
        handle, fresh = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # made with mode 0600
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(dict(sorted(keys.items())), file, indent=1)
        Path(fresh).replace(path)
    except OSError as error:
        raise KeysUnreadable(f"{path}: the keys of the webhooks cannot be written ({error}).") from error
