"""The file that says who may log in to the desk: names, roles and hashes of passwords, readable by its owner alone."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from desk.errors import NothingFound, UsageProblem
from desk.web.access import Account, read_accounts

MIN_PASSWORD = 10
"""Characters of a password at least (NIST SP 800-63B asks for eight where nothing else is asked)."""


def put_account(path: Path, name: str, role: str, password: str) -> None:
    """Add an account or replace the one of that name.

    Raises:
        UsageProblem: the password is too short, the name is none, or the file says something else than accounts.
    """
    from datasette_auth_passwords.utils import hash_password

    if not name.strip() or name != name.strip() or not name.isprintable() or len(name) > 80:
        raise UsageProblem(f"{name!r} is no name to log in with: letters and digits without outer blanks, 80 at most.")
    if len(password) < MIN_PASSWORD:
        raise UsageProblem(f"The password has fewer than {MIN_PASSWORD} characters. Choose a longer one.")
    known = dict(read_accounts(path)) if path.exists() else {}
    known[name] = Account(name, role, hash_password(password))
    _write(path, known)


def drop_account(path: Path, name: str) -> None:
    """Take an account away.

    Raises:
        NothingFound: there is none of that name.
    """
    known = dict(read_accounts(path))
    if name not in known:
        raise NothingFound(f"{path}: nobody is called {name!r}. `corroborate accounts list` shows who is.")
    del known[name]
    _write(path, known)


def _write(path: Path, accounts: Mapping[str, Account]) -> None:
    """All or nothing, through a file beside it that its owner alone can read."""
    text = "# Who may log in to the desk; changed with `corroborate accounts`.\n" + "".join(
        f"\n[[account]]\nname = {json.dumps(account.name, ensure_ascii=False)}\nrole = {json.dumps(account.role)}\n"
        f"password = {json.dumps(account.password)}\n"
        for _, account in sorted(accounts.items())
    )
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
