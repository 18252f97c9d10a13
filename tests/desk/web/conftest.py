"""Desks to look at: the demo's store and a hostile one, asked in this process or served to a real browser."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from desk.accounts import put_account
from desk.browse import make_datasette
from desk.web.access import Access
from tests.desk.web.hostile import make_hostile

EDITOR, READER, PASSWORD = "mira", "tom", "a long enough password"


@pytest.fixture(scope="session")
def demo_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store that the demo makes."""
    folder = tmp_path_factory.mktemp("desk") / "world"
    command = [sys.executable, "-m", "desk", "-q", "demo", "--folder", str(folder)]
    subprocess.run(command, capture_output=True, text=True, timeout=170, check=True)
    return folder / "news.db"


@pytest.fixture(scope="session")
def hostile_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store that tries to break pages."""
    path = tmp_path_factory.mktemp("hostile") / "news.db"
    make_hostile(path)
    return path


@pytest.fixture(scope="session")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An editor and a reader."""
    path = tmp_path_factory.mktemp("accounts") / "accounts.toml"
    put_account(path, EDITOR, "editor", PASSWORD)
    put_account(path, READER, "reader", PASSWORD)
    return path


@dataclass(slots=True)
class Asked:
    """A desk that is asked without a network; `cookies` are kept from answer to answer, as a browser keeps them."""

    datasette: Any
    cookies: dict[str, str] = field(default_factory=dict)
    app: Any = field(init=False)

    def __post_init__(self) -> None:
        self.app = self.datasette.app()

    def get(self, path: str, **headers: str) -> Any:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, form: dict[str, str], **headers: str) -> Any:
        return self._ask("POST", path, form, headers)

    def form(self, path: str, form: dict[str, str]) -> Any:
        """Post as a page's form does, with its token."""
        self.get(path.partition("?")[0])
        token = self.cookies.get("ds_csrftoken", "")
        if not token:
            found = re.search(r'name="csrftoken" value="([^"]+)"', self.get("/-/login").text)
            token = found[1] if found else ""
        return self.post(path, form | {"csrftoken": self.cookies.get("ds_csrftoken", token)})

    def post_list(self, path: str, form: list[tuple[str, str]]) -> Any:
        """Post a form in which a name stands several times."""
        body = urlencode([*form, ("csrftoken", self.cookies.get("ds_csrftoken", ""))])
        return self._ask("POST", path, body, {"content-type": "application/x-www-form-urlencoded"})

    def log_in(self, name: str) -> Any:
        return self.form("/-/login", {"name": name, "password": PASSWORD, "next": "/check"})

    def _ask(self, method: str, path: str, form: dict[str, str] | str | None, headers: dict[str, str]) -> Any:
        async def ask() -> Any:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://localhost", cookies=self.cookies
            ) as client:
                content = {"content": form} if isinstance(form, str) else {"data": form}
                return await client.request(method, path, headers=headers, **content)

        answer = asyncio.run(ask())
        for name, value in answer.cookies.items():
            self.cookies[name] = value
        return answer


@pytest.fixture
def demo(demo_db: Path, accounts: Path, tmp_path: Path) -> Asked:
    """The demo's desk, on a copy that a test may write to."""
    copy = tmp_path / "news.db"
    shutil.copy(demo_db, copy)
    return Asked(make_datasette(copy, Access(accounts_file=accounts)))


@pytest.fixture
def hostile(hostile_db: Path) -> Asked:
    """The hostile desk."""
    return Asked(make_datasette(hostile_db))


def chromium() -> str:
    """Where the browser is; without one a test skips, and fails in CI."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
    )
    if not found:
        message = "needs a browser: `apt-get install chromium` (`make test` does so where it may)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@dataclass(frozen=True, slots=True)
class Served:
    """A desk that is served on loopback by the command line."""

    base: str
    db: Path


def serve(db: Path, *options: str) -> Iterator[Served]:
    """`corroborate browse` on a port of its own, until the test is over."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "desk", "-q", "--db", str(db), "browse", "--port", str(port), *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        base = f"http://127.0.0.1:{port}"
        try:
            until = time.monotonic() + 30
            while not _answers(base):
                assert process.poll() is None and time.monotonic() < until, "the desk did not start"
                time.sleep(0.1)
            yield Served(base, db)
        finally:
            process.terminate()
            process.communicate(timeout=20)


def _answers(base: str) -> bool:
    try:
        with urllib.request.urlopen(f"{base}/help", timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError):
        return False
