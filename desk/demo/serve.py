"""`python -m desk.demo.serve`: the demo world on loopback, as a process of its own."""

from __future__ import annotations

import socket
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from desk.demo.sites import sites_of
from desk.demo.world import WorldStory, load_world
from desk.replay import ReplayServer
from desk.replay.__main__ import wait_for_the_end


@click.command()
@click.option("--now", type=datetime.fromisoformat, required=True, help="The day that the world's dates lead up to.")
@click.option("--port", default=0, show_default=True, help="Port on 127.0.0.1; another one where it is taken.")
@click.option("--log", type=click.Path(path_type=Path), help="Append every request here, one JSON object a line.")
def main(now: datetime, port: int, log: Path | None) -> None:
    """Serve the demo world until standard input is closed."""
    world = load_world(now)
    try:
        with _server(world, port, log) as server:
            click.echo(f"port {server.port}")
            sys.stdout.flush()
            wait_for_the_end(until_input_ends=True)
    except OSError as error:
        raise click.ClickException(f"the demo world cannot be served: {error}") from error


def _server(world: Sequence[WorldStory], port: int, log: Path | None) -> ReplayServer:
    """A server on the wished port, or on a free one where that is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            port = 0
    return ReplayServer(lambda bound: sites_of(world, bound), port, log)


if __name__ == "__main__":
    main()
