"""The registry as CSV for a spreadsheet. A cell that a spreadsheet would run as a formula is kept a text."""

from __future__ import annotations

import csv
import io
from dataclasses import fields

from desk.registry.explain import as_row
from matching.types import Outlet, Registry

COLUMNS = tuple(field.name for field in fields(Outlet))
"""The columns: every key of a row, in the order of `matching.types.Outlet`."""

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def registry_csv(registry: Registry) -> str:
    """One line an outlet, sorted by id, with a head line (RFC 4180). Lists are joined by " | ".

    A cell that begins with =, +, -, @ or a control character is given an apostrophe in front, which spreadsheets show as
    text (https://owasp.org/www-community/attacks/CSV_Injection).
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for outlet in registry.outlets:
        row = as_row(outlet)
        writer.writerow([_cell(row[column]) for column in COLUMNS])
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = " | ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text
