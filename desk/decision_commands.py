"""`corroborate export decisions`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from desk.cli import Workplace


@click.command("decisions")
@click.option("--log", is_flag=True, help="Every decision instead, also those undone: who, when, why.")
@click.pass_obj
def export_decisions(work: Workplace, *, log: bool) -> None:
    """Articles that editors decided about, labelled with their event, as bench/train.py reads them."""
    from desk.decision_export import decision_log, labelled_articles

    with work.store(create=False, read_only=True) as store:
        for row in decision_log(store) if log else labelled_articles(store):
            click.echo(json.dumps(row, ensure_ascii=False))
