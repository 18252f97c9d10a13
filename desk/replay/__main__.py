"""`python -m desk.replay CORPUS.jsonl|FOLDER …`: serve a corpus or saved pages until Ctrl-C, or until input ends."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import click

from desk.replay import CorpusError, ReplayServer, ReplaySite, registry_toml_for, sites_from_corpus, sites_from_folder


def wait_for_the_end(*, until_input_ends: bool) -> None:
    """Returns when standard input is closed (the parent has gone), or waits for Ctrl-C."""
    if until_input_ends:
        while sys.stdin.buffer.read(4096):
            pass
        return
    threading.Event().wait()


def build(sources: Sequence[Path], port: int) -> tuple[ReplaySite, ...]:
    """The sites of all `sources`, corpora together and then each folder. Raises as the two builders do."""
    corpora = [path for path in sources if path.is_file()]
    sites = list(sites_from_corpus(corpora, port))
    for folder in sources:
        if folder.is_dir():
            sites.extend(sites_from_folder(folder, port))
    return tuple(sites)


@click.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--port", default=0, show_default=True, help="Port on 127.0.0.1; 0 takes a free one.")
@click.option("--registry", type=click.Path(path_type=Path), help="Write an outlets TOML for the replay here.")
@click.option("--log", type=click.Path(path_type=Path), help="Append every request here, one JSON object a line.")
@click.option("--until-input-ends", is_flag=True, help="Stop when standard input is closed.")
def main(sources: tuple[Path, ...], port: int, registry: Path | None, log: Path | None, until_input_ends: bool) -> None:
    """Serve corpora (JSON Lines) and folders of saved pages as a web of outlets on 127.0.0.1."""
    try:
        with ReplayServer(lambda bound: build(sources, bound), port, log) as server:
            if registry is not None:
                registry.write_text(registry_toml_for(server.sites, server.port), encoding="utf-8")
            articles = sum(len(site.articles) for site in server.sites)
            click.echo(f"serving {articles} articles of {len(server.sites)} hosts on 127.0.0.1:{server.port}")
            sys.stdout.flush()
            wait_for_the_end(until_input_ends=until_input_ends)
    except (CorpusError, OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    except KeyboardInterrupt:
        click.echo("stopped", err=True)


if __name__ == "__main__":
    main()
