"""`corroborate browse`: the desk in the browser, on Datasette, with the file opened read-only.

Everything of Datasette stays (tables, facets, full-text search, SQL, CSV, JSON); our pages come first. The server runs in
this process and listens on the loopback address unless told otherwise.
"""

from __future__ import annotations

import dataclasses
import importlib
import webbrowser
from pathlib import Path
from typing import Any

from desk.errors import Exit, UsageProblem
from desk.web.access import LOOPBACK_HOSTS, Access
from store.connection import is_current, open_store
from store.errors import Unwritable

SQL_TIME_LIMIT_MS = 3000
"""A query of a person may take this long; the views answer in milliseconds, and a live crawl must not starve."""

_VIEWS = {
    "verdicts_now": "The newest verdict of each event: state, how many outlets, how many origins, and why.",
    "coverage": "Every article with its event, its origin, and whether it was counted.",
    "why": "The origins behind each verdict, with what makes an outlet notable and the quoted span.",
    "dead_letters": "Messages to webhooks that were given up, and why; `corroborate webhook retry` queues them again.",
}

_INNER = (
    "_sqlite_migrations", "announcements", "article_urls", "counters", "decision_articles", "edges", "event_aliases", "event_articles", "heartbeats", "hosts", "identity",
    "locks", "match_state", "matched", "memberships", "outlet_domains", "pairs", "raw_pages", "registry_versions", "robots", "sqlite_sequence", "webhook_messages", "webhooks",
    "window_state",
)  # fmt: skip
"""Tables that the program needs and an editor does not: shown on request."""

_KEEP_ALIVE = 75
"""Seconds that an idle connection is kept. Whoever thinks for five seconds before pressing a button, which is uvicorn's own
limit, may send a decision into a connection that is just being closed, and no browser sends one twice unasked."""


@dataclasses.dataclass(frozen=True, slots=True)
class Serving:
    """Where and for whom the desk is served."""

    db: Path
    host: str = "127.0.0.1"
    port: int = 8001
    access: Access = dataclasses.field(default_factory=Access)
    open_browser: bool = False


def make_ready(db: Path) -> None:
    """See that the file is there and of this version's form; an older one is brought forward where it can be written.

    Raises:
        StoreError: it is missing, foreign, newer, or older and cannot be written.
    """
    try:
        with open_store(db, create=False):
            return
    except Unwritable:
        with open_store(db, create=False, read_only=True) as store:
            if not is_current(store):
                raise


def browse(serving: Serving) -> Exit:
    """Serve until interrupted.

    Raises:
        UsageProblem: it would be open to other machines without a login.
    """
    import uvicorn

    is_local = serving.host in LOOPBACK_HOSTS
    if not is_local and not serving.access.has_logins:
        raise UsageProblem(
            f"--host {serving.host} would show the desk to other machines. Name who may read it: --accounts FILE "
            "(corroborate accounts add NAME), or --proxy-header behind a proxy that logs people in."
        )
    serving.access.is_local = is_local
    serving.access.accounts()
    app = make_datasette(serving.db, serving.access).app()
    if serving.open_browser:
        webbrowser.open(f"http://{serving.host}:{serving.port}/")
    # A proxy's word on who asks is weighed by `Access`, which has to see the proxy's own address.
    uvicorn.run(
        app, host=serving.host, port=serving.port, log_level="warning", lifespan="on", server_header=False,
        proxy_headers=False, timeout_keep_alive=_KEEP_ALIVE,
    )  # fmt: skip
    return Exit.DONE


def make_datasette(db: Path, access: Access | None = None) -> Any:
    """A Datasette on the file with our pages, ready to be served or asked in a test."""
    from datasette.app import Datasette
    from datasette.database import Database
    from datasette.plugins import pm

    import desk.web
    from desk.feeds import plugin as feeds
    from desk.web.desk import Desk, attach
    from desk.web.questions import canned
    from desk.web.routes import TAKEN

    failing: Any = importlib.import_module("datasette.handle_exception")  # after datasette.app, which registers it
    failing.rich = None  # else every address that is none is printed with all its variables, cookies among them
    for part in (desk.web, feeds):
        if not pm.is_registered(part):
            pm.register(part)
    logins = pm.get_plugin("auth_passwords")  # its functions check our passwords; its pages are not ours
    if logins is not None:
        pm.unregister(logins)
    name = f"{db.stem}-data" if db.stem in TAKEN or db.stem.startswith(("-", "_")) else db.stem
    metadata = {
        "title": "Corroborator",
        "databases": {
            name: {
                "tables": {view: {"description": text} for view, text in _VIEWS.items()}
                | {table: {"hidden": True} for table in _INNER},
                "queries": canned(),
            }
        },
    }
    datasette = Datasette(
        [str(db)],
        metadata=metadata,
        settings={
            "sql_time_limit_ms": SQL_TIME_LIMIT_MS, "allow_download": False, "max_returned_rows": 1000,
            "facet_time_limit_ms": 200, "suggest_facets": False, "truncate_cells_html": 300, "default_cache_ttl": 0,
        },
    )  # fmt: skip
    if name != db.stem:
        datasette.remove_database(db.stem)
        datasette.add_database(Database(datasette, path=str(db), is_mutable=True), name=name)
    attach(datasette, Desk(db, name, access or Access()))
    return datasette
