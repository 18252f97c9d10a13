"""Text of the generated parts of docs/, which cog puts in place (`make docs`) and CI checks (`make check`)."""

from __future__ import annotations

import re

import click
from sqlite_utils import Database

from desk.cli import cli
from desk.errors import Exit
from store.migrations import migrations


def commands() -> str:
    """Every command with its help, as `corroborate … --help` prints it at 100 columns."""
    parts = [_help(cli, ["corroborate"])]
    for name, command in sorted(cli.commands.items()):
        parts.append(_help(command, ["corroborate", name]))
        if isinstance(command, click.Group):
            parts += [_help(sub, ["corroborate", name, subname]) for subname, sub in sorted(command.commands.items())]
    return "\n".join(parts)


def _help(command: click.Command, path: list[str]) -> str:
    context = click.Context(command, info_name=" ".join(path), terminal_width=100, max_content_width=100)
    context.help_option_names = ["-h", "--help"]
    return f"\n## {' '.join(path)}\n\n```text\n{command.get_help(context)}\n```\n"


def exit_codes() -> str:
    """The table of exit codes."""
    words = {
        Exit.DONE: "done",
        Exit.FAILED: "failed",
        Exit.USAGE: "usage: the command was given something that it cannot work with",
        Exit.PARTLY: "done in part: some outlets or lines failed",
        Exit.NOTHING: "nothing usable found: unknown URL, empty crawl, no good line",
    }
    return "\n".join(
        ["", "| code | meaning |", "|---|---|", *(f"| {code.value} | {words[code]} |" for code in Exit), ""]
    )


def schema() -> str:
    """Tables with their columns, then views, of a file that every migration has been applied to."""
    db = Database(memory=True)
    migrations.apply(db)
    parts = []
    for table in sorted(db.table_names()):
        if table.startswith(("articles_fts_", "_sqlite", "sqlite_")):
            continue
        rows = [
            f"| `{row[1]}` | {row[2].lower() or 'any'} | {'yes' if row[3] or row[5] else ''} | {'key' if row[5] else ''} |"
            for row in db.execute(f"pragma table_info([{table}])").fetchall()
        ]
        keys = [
            f"`{key.column}` → `{key.other_table}.{key.other_column}`"
            for key in sorted(db.table(table).foreign_keys, key=str)
        ]
        refers = f"\nRefers to: {', '.join(keys)}.\n" if keys else ""
        parts.append(
            f"\n### {table}\n\n| column | type | required | |\n|---|---|---|---|\n" + "\n".join(rows) + "\n" + refers
        )
    views = [
        f"\n### {view.name}\n\n```sql\n{_folded(view.schema)}\n```\n" for view in sorted(db.views, key=lambda v: v.name)
    ]
    return "\n## Tables\n" + "".join(parts) + "\n## Views\n" + "".join(views)


def _folded(sql: str) -> str:
    return re.sub(r"\n\s+", "\n  ", sql.strip())
