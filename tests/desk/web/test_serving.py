"""The desk as a server: what is true of its connections."""

from __future__ import annotations

import contextlib
import http.client
import time
from pathlib import Path
from urllib.parse import urlsplit

from tests.desk.web.conftest import serve

_THINKING = 6.0  # seconds: more than the five after which the server behind the desk hangs up by itself


def test_a_connection_is_kept_while_an_editor_thinks(demo_db: Path) -> None:
    with contextlib.contextmanager(serve)(demo_db) as desk:
        line = http.client.HTTPConnection(urlsplit(desk.base).netloc, timeout=10)
        line.request("GET", "/help")
        assert line.getresponse().read()
        first = line.sock
        time.sleep(_THINKING)
        line.request("GET", "/help")
        assert line.getresponse().status == 200
        assert line.sock is first, "the connection was closed meanwhile"
        line.close()
