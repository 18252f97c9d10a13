"""What is said on standard error: one line a record, with the run, and nothing in it that could forge another."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from crawler.log_lines import StderrHandler
from desk.logs import configure_logging, name_run
from tests.desk.conftest import Run


@pytest.fixture(autouse=True)
def leave_no_handler() -> Iterator[None]:
    level = logging.getLogger().level
    yield
    root = logging.getLogger()
    root.setLevel(level)
    for handler in [handler for handler in root.handlers if isinstance(handler, StderrHandler)]:
        root.removeHandler(handler)


def test_a_hostile_text_stays_in_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    name_run(7)
    hostile = "x\n2026-01-01T00:00:00Z ERROR forged\r\x1b[2J\u2028y"
    logging.getLogger("crawler.test").warning("feed says %s", hostile)
    (line,) = capsys.readouterr().err.splitlines()
    assert " WARNING run 7 crawler.test: feed says x\\n2026-01-01T00:00:00Z ERROR forged\\r\\x1b[2J\\u2028y" in line


def test_a_traceback_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    try:
        int("odd page")
    except ValueError:
        logging.getLogger("crawler.test").exception("reading failed")
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("'odd page'")
    assert "\\nTraceback" in line


@pytest.mark.parametrize(
    ("options", "heard"),
    [({}, ["warning", "error"]), ({"verbose": True}, ["info", "warning", "error"]), ({"quiet": True}, ["error"])],
)
def test_how_much_is_said(options: dict[str, bool], heard: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(**options)
    configure_logging(**options)
    for level in ("debug", "info", "warning", "error"):
        getattr(logging.getLogger("crawler.test"), level)(level)
    logging.getLogger("scrapy.core").info("opened")
    logging.getLogger("trafilatura").error("discarding data")
    assert [line.rsplit(" ", 1)[1] for line in capsys.readouterr().err.splitlines()] == heard


def test_the_command_line_sets_it_up(corroborate: Run) -> None:
    corroborate("-v", "status")
    assert logging.getLogger().level == logging.INFO
    corroborate("status")
    assert logging.getLogger().level == logging.WARNING
