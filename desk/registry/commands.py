"""`corroborate outlets …`: parses, calls one function, prints."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from desk.cli import Workplace
    from desk.registry.editing import Edit

_JSON = click.option("--json", "as_json", is_flag=True, help="JSON for machines in place of text for people.")
_REASON = click.option("--reason", required=True, help="Why: kept in the overlay, shown by `outlets explain`.")


@click.group()
def outlets() -> None:
    """Look at the registry of outlets, check one, or change it by an overlay of one's own.

    `add` and `remove` write into the overlay named before the command: corroborate --overlay FILE outlets add …
    """


@outlets.command("list")
@_JSON
@click.pass_obj
def list_(work: Workplace, as_json: bool) -> None:
    """List the outlets in force."""
    from desk.reports import outlet_rows
    from desk.tables import table

    rows = outlet_rows(work.registry())
    if as_json:
        for row in rows:
            _print_json(row)
    else:
        columns = ("id", "name", "kind", "family", "country", "notable", "domains")
        click.echo(table(columns, [[_plain(row[column]) for column in columns] for row in rows]))


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return "notable" if value else "-"
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


@outlets.command()
@click.argument("outlet_id", metavar="ID")
@_JSON
@click.pass_obj
def show(work: Workplace, outlet_id: str, as_json: bool) -> None:
    """Show the row of an outlet, as TOML that can be copied into an overlay."""
    from desk.registry.explain import as_row, row_text
    from desk.registry.explain import show as show_outlet

    outlet = show_outlet(work.registry(), outlet_id)
    if as_json:
        _print_json(as_row(outlet))
    else:
        click.echo(row_text(outlet))


@outlets.command()
@click.argument("what", metavar="DOMAIN_OR_URL")
@_JSON
@click.pass_obj
def explain(work: Workplace, what: str, as_json: bool) -> None:
    """Say which outlet a URL, domain, id or name belongs to, and why it counts or not: family, basis, names."""
    from desk.registry.explain import explain as explain_outlet
    from desk.registry.explain import explain_text

    found = explain_outlet(work.registry(), what)
    if as_json:
        _print_json(found)
    else:
        click.echo(explain_text(found))


@outlets.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--live", is_flag=True, help="Ask each feed and news sitemap once whether it answers, politely.")
@click.option("--outlet", "outlet_ids", multiple=True, metavar="ID", help="With --live: only this outlet (repeatable).")
@click.option(
    "--resolve",
    multiple=True,
    metavar="HOST:ADDRESS",
    help="With --live: connect to ADDRESS for HOST (`*`: every host).",
)
@click.option(
    "--delay",
    type=click.FloatRange(min=0),
    default=None,
    help="With --live: seconds between two requests to one host  [default: 2].",
)
@click.option(
    "--contact", default="", envvar="CORROBORATE_CONTACT", help="With --live: a URL or mail address for webmasters."
)
@_JSON
@click.pass_obj
def check(work: Workplace, /, file: Path | None, live: bool, as_json: bool, **order: Any) -> None:
    """Check FILE (or the registry in force, with its overlays): every problem with its line."""
    from desk.reports import registry_problems, registry_report

    overlays = () if file else work.overlays
    if as_json and not live:
        rows, code = registry_problems(file or work.outlets, overlays)
        for row in rows:
            _print_json(row)
        sys.exit(int(code))
    text, code = registry_report(file or work.outlets, overlays)
    if not live or code:
        click.echo(text)
        sys.exit(int(code))
    from crawler.registry import load_registry
    from desk.registry.live import LiveOrder, check_live

    work.say(text)
    answer = check_live(load_registry(file or work.outlets, overlays), LiveOrder(**order))
    if as_json:
        for source in answer.as_rows():
            _print_json(source)
    else:
        click.echo(answer.as_text())
    sys.exit(int(answer.exit_code))


@outlets.command()
@click.argument("outlet_id", metavar="ID")
@click.option("--name", help="Its name.")
@click.option("--domain", "domains", multiple=True, help="A domain of it, without www (repeatable).")
@click.option(
    "--kind", help="agency, national, local, broadcaster, trade, magazine, online, blog, aggregator, official."
)
@click.option("--family", help="The publisher group whose newsrooms share copy; its own name where there is none.")
@click.option("--alias", "aliases", multiple=True, help="How other outlets name it (repeatable).")
@click.option("--country", help="Two letters (ISO 3166).")
@click.option("--language", help="As in en, pt-BR.")
@click.option("--notable/--not-notable", default=None, help="Whether its reporting counts; notable needs a basis.")
@click.option("--notability-basis", metavar="URL", help="A page by somebody else where a reader can check why.")
@click.option("--feed", "feeds", multiple=True, metavar="URL", help="A feed of it (repeatable).")
@click.option("--news-sitemap", "news_sitemaps", multiple=True, metavar="URL", help="A news sitemap (repeatable).")
@click.option("--section", "sections", multiple=True, metavar="URL", help="A section page (repeatable).")
@click.option("--owner", help="Who owns it.")
@click.option("--owner-as-of", help="When that was known, as in 2026-05.")
@click.option("--note", help="What else a reader of the row should know.")
@_REASON
@click.pass_obj
def add(work: Workplace, /, outlet_id: str, reason: str, **values: Any) -> None:
    """Add an outlet to the overlay, or set keys of one that there is. A list given replaces the row's whole list."""
    from desk.registry.editing import add_outlet, place_of

    given = {key: value for key, value in values.items() if value not in (None, ())}
    place = place_of(work.outlets, work.overlays)
    _print_edit(work, add_outlet(place, outlet_id, given, reason, datetime.now(UTC).date()))


@outlets.command()
@click.argument("outlet_id", metavar="ID")
@_REASON
@click.pass_obj
def remove(work: Workplace, outlet_id: str, reason: str) -> None:
    """Take an outlet out, in the overlay. Its articles stay in the store."""
    from desk.registry.editing import place_of, remove_outlet

    place = place_of(work.outlets, work.overlays)
    _print_edit(work, remove_outlet(place, outlet_id, reason, datetime.now(UTC).date()))


def _print_edit(work: Workplace, edit: Edit) -> None:
    for warning in edit.warnings:
        click.echo(warning, err=True)
    click.echo(f"{edit.said}: {len(edit.registry.outlets)} outlets, registry version {edit.registry.version}")
    work.say("`corroborate match` judges the stored articles again with it")


@outlets.command()
@_JSON
@click.pass_obj
def history(work: Workplace, as_json: bool) -> None:
    """Show which registries were in force in the store, and what changed from one to the next."""
    from desk.registry.history import history_text
    from store.registry_versions import read_versions

    with work.store(create=False, read_only=True) as store:
        versions = read_versions(store)
    if as_json:
        for version in versions:
            _print_json(version)
    else:
        click.echo(history_text(versions))


@outlets.command()
@click.option("--csv", "as_csv", is_flag=True, help="CSV for a spreadsheet, a line an outlet (the default).")
@_JSON
@click.pass_obj
def export(work: Workplace, as_csv: bool, as_json: bool) -> None:
    """Write every row with all of its keys."""
    from desk.registry.explain import as_row
    from desk.registry.spreadsheet import registry_csv

    if as_csv and as_json:
        raise click.UsageError("--csv or --json, not both")
    if as_json:
        for outlet in work.registry().outlets:
            _print_json(as_row(outlet))
    else:
        click.echo(registry_csv(work.registry()), nl=False)
