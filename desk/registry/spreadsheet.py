"""The registry as CSV for a spreadsheet. A cell that a spreadsheet would run as a formula is kept a text."""

from __future__ import annotations

import csv
import io
from dataclasses import fields

from desk.registry.explain import as_row
from desk.spreadsheet import cell
from matching.types import Outlet, Registry

COLUMNS = tuple(field.name for field in fields(Outlet))
"""The columns: every key of a row, in the order of `matching.types.Outlet`."""


def registry_csv(registry: Registry) -> str:
    """One line an outlet, sorted by id, with a head line (RFC 4180); the cells are those of `desk.spreadsheet`."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for outlet in registry.outlets:
        row = as_row(outlet)
        writer.writerow([cell(row[column]) for column in COLUMNS])
    return out.getvalue()
