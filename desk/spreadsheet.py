"""Cells of a CSV file for a spreadsheet: a cell that a spreadsheet would run as a formula is kept a text."""

from __future__ import annotations

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: object) -> str:
    """A value as the text of a cell: "" for None, `true` and `false`, numbers plainly, lists joined by " | ".

    A text that begins (after blanks) with =, +, -, @, one of their full-width forms or a control character is given an
    apostrophe in front, which spreadsheets show as text (https://owasp.org/www-community/attacks/CSV_Injection).

    >>> cell("=HYPERLINK(0)"), cell(["a", "b"]), cell(True), cell(-1), cell(None)
    ("'=HYPERLINK(0)", 'a | b', 'true', '-1', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = " | ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_STARTS_FORMULA) else text
