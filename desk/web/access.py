"""Who reads, who decides: roles, logins with a password or by a proxy's header, and which hosts are answered.

Without accounts and without a proxy nobody can write, and the desk answers on the loopback address only.
"""

from __future__ import annotations

import hashlib
import hmac
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk.errors import UsageProblem

ROLES = ("reader", "editor")
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})

SESSION_COOKIE = "desk_session"
SESSION_SECONDS = 12 * 3600
"""A login holds for a working day."""

TRIES = 5
"""Wrong passwords for one name after which it has to wait."""

WAIT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may log in; `password` is a hash as `datasette hash-password` makes it."""

    name: str
    role: str
    password: str

    def stamp(self) -> str:
        """What a session is bound to: another password or role ends the sessions of an account."""
        return hashlib.sha256(f"{self.name}|{self.role}|{self.password}".encode()).hexdigest()[:16]


@dataclass(slots=True)
class Access:
    """The rules of one desk. `header` is the header in which a proxy names who is logged in; "" for none.

    `hosts` are the names under which the desk is asked beside the loopback ones; `is_local` says whether it listens on
    the loopback address only. `proxies` are the addresses from which the header is believed.
    """

    accounts_file: Path | None = None
    header: str = ""
    editors: frozenset[str] = frozenset()
    proxies: frozenset[str] = frozenset({"127.0.0.1", "::1"})
    hosts: frozenset[str] = frozenset()
    is_local: bool = True
    _accounts: Mapping[str, Account] = field(default_factory=dict)
    _read_at: int = 0
    _wrong: dict[str, tuple[int, float]] = field(default_factory=dict)

    @property
    def has_logins(self) -> bool:
        """Whether anybody can log in at all."""
        return self.accounts_file is not None or bool(self.header)

    def accounts(self) -> Mapping[str, Account]:
        """The accounts by name, read again when their file changes.

        Raises:
            UsageProblem: the file cannot be read or says something else than accounts.
        """
        if self.accounts_file is None:
            return {}
        try:
            changed = self.accounts_file.stat().st_mtime_ns
        except OSError as error:
            raise UsageProblem(f"{self.accounts_file}: cannot be read ({error.strerror}).") from error
        if changed != self._read_at:
            self._accounts, self._read_at = read_accounts(self.accounts_file), changed
        return self._accounts

    def may_decide(self, actor: Mapping[str, Any] | None) -> bool:
        """Whether this person may write decisions."""
        return bool(actor) and actor is not None and actor.get("role") == "editor"

    def may_read(self, actor: Mapping[str, Any] | None) -> bool:
        """Whether this person may read: anybody on this machine, and who is logged in from elsewhere."""
        return self.is_local or actor is not None

    def named_by_proxy(self, headers: Mapping[str, str], peer: str) -> dict[str, str] | None:
        """The person whom a trusted proxy names in its header."""
        name = headers.get(self.header.lower(), "").strip() if self.header else ""
        if not name or peer not in self.proxies:
            return None
        return {"id": name[:80], "role": "editor" if name in self.editors else "reader"}

    def session_of(self, signed: Mapping[str, Any], now: float) -> dict[str, str] | None:
        """The person of a session cookie's content, where the account still is as it was and the time is not over."""
        account = self.accounts().get(str(signed.get("id", "")))
        if account is None or float(signed.get("until", 0)) < now:
            return None
        if not hmac.compare_digest(str(signed.get("stamp", "")), account.stamp()):
            return None
        return {"id": account.name, "role": account.role}

    def log_in(self, name: str, password: str, now: float) -> Account | None:
        """The account of that name and password, or None; after `TRIES` wrong ones a name waits for `WAIT_SECONDS`."""
        from datasette_auth_passwords.utils import verify_password

        wrong, since = self._wrong.get(name, (0, 0.0))
        if wrong >= TRIES and now - since < WAIT_SECONDS:
            return None
        account = self.accounts().get(name)
        if account is not None and verify_password(password, account.password):
            self._wrong.pop(name, None)
            return account
        if len(self._wrong) > 1000:
            self._wrong.clear()
        self._wrong[name] = ((wrong if now - since < WAIT_SECONDS else 0) + 1, now)
        return None


def read_accounts(path: Path) -> dict[str, Account]:
    """The accounts of a TOML file, by name.

    Raises:
        UsageProblem: it is missing, no TOML, or says something else than accounts; the message says what to mend.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UsageProblem(
            f"{path}: there is no such file. Make it with: corroborate accounts add NAME --file {path}"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageProblem(f"{path}: is no accounts file ({error}).") from error
    accounts: dict[str, Account] = {}
    for number, row in enumerate(found.get("account", []), 1):
        if not isinstance(row, dict) or set(row) != {"name", "role", "password"}:
            raise UsageProblem(f"{path}: account {number} needs exactly name, role and password.")
        if row["role"] not in ROLES or not all(isinstance(value, str) and value for value in row.values()):
            raise UsageProblem(f"{path}: account {number} ({row['name']!r}): role is one of {', '.join(ROLES)}.")
        if row["name"] in accounts:
            raise UsageProblem(f"{path}: the name {row['name']!r} is there twice.")
        accounts[row["name"]] = Account(**row)
    return accounts
