"""Strings from the web on their way to a page: shortened, without characters that steer a screen, links only to the web.

Escaping is Jinja's, which escapes everything; what is done here is what escaping does not do: a right-to-left override
turns the rest of a line around, a control character hides text, a title of a megabyte buries a page, and a link may be
`javascript:`.
"""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from urllib.parse import urlsplit

STEERING = frozenset(chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C, 0x200B, 0xFEFF))
"""Bidirectional embeddings, overrides and isolates (each string stands in an element that isolates it), and characters
of no width (https://www.unicode.org/reports/tr9/)."""

_RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur", "yi", "ps", "sd", "dv"})


def plain(text: object, limit: int = 300) -> str:
    """One line of at most `limit` characters, an ellipsis where something is left out.

    >>> plain("a\\u202e b\\x00c   d", 5)
    'a b…'
    """
    kept = "".join(_shown(char) for char in str(text)[: limit * 4 + 400])
    folded = " ".join(kept.split())
    return folded if len(folded) <= limit else folded[: limit - 1].rstrip() + "…"


def body(text: str) -> str:
    """A text with its line breaks and its length (so that offsets into it stay right): what steers becomes a blank."""
    return "".join(char if char in "\n\t" or (char not in STEERING and char.isprintable()) else " " for char in text)


def unquoted(text: object) -> str:
    """A quotation without the marks around it and the blanks and stops before it, for showing between marks of ours.

    >>> unquoted('. "We are closed," '), unquoted('"Nine," he said')
    ('We are closed,', '"Nine," he said')
    """
    bare = str(text).strip().lstrip(".,;:").strip()
    pairs = {'"': '"', "“": "”", "„": "“", "«": "»", "‘": "’"}
    inner = bare[1:-1]
    is_whole = len(bare) > 2 and pairs.get(bare[0]) == bare[-1] and not any(mark in inner for mark in '"“”„«»')
    return inner.strip() if is_whole else bare


def _shown(char: str) -> str:
    if char in STEERING:
        return ""
    return char if char.isprintable() or unicodedata.category(char) == "Zs" else " "


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text that hold something."""
    return [part.strip() for part in body(text).split("\n") if part.strip()]


def web_link(url: str) -> str:
    """The URL where it is one of the web, else "": nothing else may become a link.

    >>> web_link("javascript:alert(1)"), web_link("https://example.org/a")
    ('', 'https://example.org/a')
    """
    if len(url) > 2000 or any(char in STEERING or not char.isprintable() or char.isspace() for char in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


def host(url: str) -> str:
    """The host of a URL as people write it, for showing."""
    try:
        return plain((urlsplit(url).hostname or "").removeprefix("www."), 80)
    except ValueError:
        return ""


def language(code: str) -> str:
    """A language code that may stand in a `lang` attribute, or "" (then the page's own counts)."""
    code = code.strip().replace("_", "-")
    ok = 2 <= len(code) <= 12 and code.replace("-", "").isascii() and code.replace("-", "").isalnum()
    return code if ok else ""


def direction(code: str) -> str:
    """`rtl` for languages that are written from right to left, else `auto`."""
    return "rtl" if code.split("-", maxsplit=1)[0].lower() in _RIGHT_TO_LEFT else "auto"


def moment(when: datetime | None) -> str:
    """A time for people: `24 Nov 2026, 06:57 UTC`; "time unknown" for none."""
    return f"{when.astimezone(UTC):%-d %b %Y, %H:%M} UTC" if when else "time unknown"


def iso(when: datetime) -> str:
    """A time for an address: `2026-11-24T06:57:12Z`, without the plus sign that an address would have to escape."""
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"


def short_moment(when: datetime | None) -> str:
    """A time in a list: `24 Nov, 06:57`."""
    return f"{when.astimezone(UTC):%-d %b, %H:%M}" if when else "—"


def ago(when: datetime | None, now: datetime) -> str:
    """How long since: `4 minutes ago`, `3 days ago`; a date where it is longer than 30 days, "" for no time.

    >>> ago(datetime(2026, 3, 2, 12, tzinfo=UTC), datetime(2026, 3, 2, 15, tzinfo=UTC))
    '3 hours ago'
    """
    if when is None:
        return ""
    seconds = (now - when).total_seconds()
    if seconds < 60:
        return "just now" if seconds > -60 else f"{when.astimezone(UTC):%-d %b %Y}"
    for size, name, most in ((60, "minute", 60), (3600, "hour", 36), (86400, "day", 30)):
        number = int(seconds // size)
        if number < most:
            return f"{number} {name}{'' if number == 1 else 's'} ago"
    return f"{when.astimezone(UTC):%-d %b %Y}"


def many(number: int, word: str, plural: str = "") -> str:
    """A number with its noun: `1 origin`, `1,234 outlets`."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"
