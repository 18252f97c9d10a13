"""The match of a watch in a process of its own, which takes its memory with it when it ends.

What a match needs grows with the window of articles, and Python gives little of it back: after a match of 2,000 articles
whose live objects took 80 MiB, its small objects were strewn over 165 MiB of arenas. A process that ends gives back all.
It is forked from the server that forks the processes of the extraction, which has what a match needs loaded already.
"""

from __future__ import annotations

import logging
import multiprocessing
import traceback
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import connection
from pathlib import Path

from crawler.log_lines import log_to_stderr
from crawler.pool import PRELOADED
from desk.errors import MatchLost
from desk.following import follow_parent
from desk.logs import name_run, named_run
from matching.types import Registry
from store.errors import StoreError
from store.judgements import Changes

_LOADED = "desk.warm"


@dataclass(frozen=True, slots=True)
class _Order:
    """What the process has to know: the file, the registry, the time, and how the log is kept."""

    db: Path
    registry: Registry
    now: datetime
    level: int
    run: int | None


def load_ahead() -> None:
    """Have the fork server load what a match needs; call it before the first process is started."""
    if _LOADED not in PRELOADED:
        PRELOADED.append(_LOADED)


def match_apart(db: Path, registry: Registry, *, now: datetime) -> Changes:
    """`desk.cycle.match_locked` in a process of its own, for a caller that holds the cycle lock.

    A signal that ends the watch in order does not reach it; where the caller is gone, it ends at once.

    Raises:
        StoreError: as the match.
        MatchLost: the process ended without an answer.
        RuntimeError: the match failed in a way that is not foreseen; the message is its traceback.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    answers, answer = context.Pipe(duplex=False)
    order = _Order(db, registry, now, logging.getLogger().level, named_run())
    process = context.Process(target=_match, args=(answer, order), name="match")
    process.start()
    answer.close()
    try:
        found = answers.recv()
    except EOFError:
        process.join()
        raise MatchLost(_how_it_ended(process.exitcode)) from None
    finally:
        process.kill()  # it has said all that it had to say; or we were told to end at once
        process.join()
        process.close()
        answers.close()
    if isinstance(found, StoreError):
        raise found
    if isinstance(found, str):
        raise RuntimeError(found)  # noqa: TRY004 - the type of the answer is how the process says that it failed
    changes: Changes = found
    return changes


def _how_it_ended(code: int | None) -> str:
    how = f"was killed by signal {-code}" if code is not None and code < 0 else f"ended with code {code}"
    return (
        f"the process that matches {how}. Nothing of this match was kept, and the next cycle makes up for it; "
        "if it happens again, see whether memory is short (`dmesg` names what the system has killed)."
    )


def _match(answer: connection.Connection, order: _Order) -> None:
    """The work of the process: match, and tell what came of it."""
    follow_parent()
    log_to_stderr(order.level)
    name_run(order.run)
    from desk.cycle import match_locked
    from store.connection import open_store

    found: Changes | StoreError | str
    try:
        with open_store(order.db, create=False) as store:
            found = match_locked(store, order.registry, now=order.now)
    except StoreError as error:
        found = error
    except Exception:  # noqa: BLE001 - whatever it is, the parent raises it
        found = traceback.format_exc()
    answer.send(found)
