"""How much the program says on standard error while it works: warnings, with --verbose its steps, with --quiet errors."""

from __future__ import annotations

import logging
import os

from crawler.log_lines import JSON_LOG, StderrHandler, log_to_stderr


def configure_logging(*, verbose: bool = False, quiet: bool = False, as_json: bool = False) -> StderrHandler:
    """Set up the log for one command and the processes that it starts; called again it takes the place of what was set up
    before.
    """
    if as_json:
        os.environ[JSON_LOG] = "1"
    else:
        os.environ.pop(JSON_LOG, None)
    level = logging.INFO if verbose else logging.ERROR if quiet else logging.WARNING
    return log_to_stderr(level)


def named_run() -> int | None:
    """The run that each line of the log names now; None for none."""
    runs = (handler.lines.run for handler in logging.getLogger().handlers if isinstance(handler, StderrHandler))
    return next(runs, None)


def name_run(run: int | None) -> None:
    """From now on each line of the log names this run."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, StderrHandler):
            handler.lines.run = run
