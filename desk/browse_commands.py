"""`corroborate browse` and `corroborate accounts`: serve the desk, and say who may decide at it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from desk.cli import Workplace

_FILE = click.option(
    "--file", "path", type=click.Path(path_type=Path, dir_okay=False), default=Path("desk-accounts.toml"),
    envvar="CORROBORATE_ACCOUNTS", show_default=True, help="Where the accounts are kept.",
)  # fmt: skip


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True)
@click.option("--open", "open_browser", is_flag=True, help="Open a browser window on it.")
@click.option(
    "--accounts", type=click.Path(path_type=Path, dir_okay=False), default=None, envvar="CORROBORATE_ACCOUNTS",
    help="Who may log in, as `corroborate accounts add` keeps it.",
)  # fmt: skip
@click.option(
    "--proxy-header",
    default="",
    metavar="NAME",
    help="The header in which a proxy on this machine names who is logged in.",
)
@click.option(
    "--editor",
    "editors",
    multiple=True,
    metavar="NAME",
    help="With --proxy-header: who of them may decide (may be repeated).",
)
@click.option(
    "--host-name",
    "host_names",
    multiple=True,
    metavar="NAME",
    help="A name under which the desk is asked, beside localhost (may be repeated).",
)
@click.pass_obj
def browse(  # noqa: PLR0913 - a command's options
    work: Workplace, host: str, port: int, *, open_browser: bool, accounts: Path | None, proxy_header: str,
    editors: tuple[str, ...], host_names: tuple[str, ...],
) -> None:  # fmt: skip
    """Open the desk in the browser: events with their reasons, articles, outlets, decisions, and all data as tables.

    It listens on this machine only and nobody can write, unless told otherwise. The pages never fetch anything from the web.
    """
    from desk.browse import Serving, make_ready
    from desk.browse import browse as serve
    from desk.web.access import Access

    make_ready(work.db)
    access = Access(
        accounts_file=accounts, header=proxy_header, editors=frozenset(editors),
        hosts=frozenset(name.lower() for name in host_names),
    )  # fmt: skip
    work.say(f"http://{host}:{port}/ shows {work.db}; end with Ctrl-C")
    sys.exit(int(serve(Serving(work.db, host, port, access, open_browser))))


@click.group()
def accounts() -> None:
    """Say who may log in to the desk, and who of them may decide."""


@accounts.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(["reader", "editor"]), default="reader", show_default=True)
@click.option(
    "--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for where it is not given."
)
@_FILE
def add_account(name: str, role: str, password: str, path: Path) -> None:
    """Let NAME log in (or give NAME another password or role)."""
    from desk.accounts import put_account

    put_account(path, name, role, password)
    click.echo(f"{name} may log in as {role}; kept in {path}", err=True)


@accounts.command("remove")
@click.argument("name")
@_FILE
def remove_account(name: str, path: Path) -> None:
    """Let NAME log in no longer; sessions of NAME end at once."""
    from desk.accounts import drop_account

    drop_account(path, name)
    click.echo(f"{name} may no longer log in; kept in {path}", err=True)


@accounts.command("list")
@_FILE
def list_accounts(path: Path) -> None:
    """Show who may log in."""
    from desk.tables import table
    from desk.web.access import read_accounts

    rows = [(account.name, account.role) for _, account in sorted(read_accounts(path).items())]
    click.echo(table(("name", "role"), rows))
