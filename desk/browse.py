"""`corroborate browse`: Datasette on the file, read-only, with the views first."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

SQL_TIME_LIMIT_MS = 3000
"""A query of a person may take this long; the views answer in milliseconds, and a live crawl must not starve."""

_VIEWS = {
    "verdicts_now": "The newest verdict of each event: state, how many outlets, how many origins, and why.",
    "coverage": "Every article with its event, its origin, and whether it was counted.",
    "why": "The origins behind each verdict, with what makes an outlet notable and the quoted span.",
}

_INNER = (
    "_sqlite_migrations", "article_urls", "counters", "edges", "event_aliases", "event_articles", "hosts", "identity",
    "locks", "outlet_domains", "pairs", "raw_pages", "registry_versions", "robots",
)  # fmt: skip
"""Tables that the program needs and an editor does not: shown on request."""

_QUERIES = {
    "corroborated": "select * from verdicts_now where state = 'corroborated' order by last_seen desc",
    "single_origin_with_most_outlets": "select * from verdicts_now where state = 'single_origin' order by outlets desc",
    "waiting_for_evidence": "select * from verdicts_now where state = 'insufficient_evidence' or provisional order by last_seen desc",
}


def browse(db: Path, *, host: str, port: int, open_browser: bool) -> int:
    """Serve `db` until interrupted; the exit code of the server."""
    metadata = {
        "title": "news-corroborator",
        "databases": {
            db.stem: {
                "tables": {name: {"description": text} for name, text in _VIEWS.items()}
                | {name: {"hidden": True} for name in _INNER},
                "queries": {name: {"sql": sql} for name, sql in _QUERIES.items()},
            }
        },
    }
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(metadata, file)
        file.flush()
        command = [
            sys.executable, "-m", "datasette", "serve", str(db), "--metadata", file.name, "--host", host, "--port", str(port),
            "--setting", "sql_time_limit_ms", str(SQL_TIME_LIMIT_MS), "--setting", "allow_download", "off",
        ]  # fmt: skip
        if open_browser:
            command.append("--open")
        return subprocess.call(command)
