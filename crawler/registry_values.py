"""The values of registry rows: each reader takes what TOML gave, and answers the value or raises ValueError with the reason.

Texts reach terminals, web pages and spreadsheets, so that control characters and marks that turn the direction of
writing are refused here, once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType

from crawler.hosts import check_url, normalise_host
from store.records import OutletKind

MAX_TEXT = 2000
"""Characters of one text; the longest note of the bundled registry has under 300."""

MAX_ENTRIES = 500
"""Entries of one list; the longest of the bundled registry has 10."""

_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")
# Controls (line ends aside), and U+202A…202E, U+2066…2069, which make a text look as what it is not.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")


def long_text(value: object) -> str:
    """A text that may have several lines."""
    if not isinstance(value, str):
        raise ValueError("must be a text in quotes")  # noqa: TRY004  (one error type for every wrong value)
    if len(value) > MAX_TEXT:
        raise ValueError(f"has {len(value)} characters; at most {MAX_TEXT} are read")
    if not value.isprintable() and (found := _HIDDEN.search(value)):
        raise ValueError(f"has a control character (U+{ord(found.group()):04X}); take it out")
    return value.strip()


def flat_text(value: object) -> str:
    """A text of one line, in Unicode's composed form, with single spaces: two spellings that look alike are one."""
    if (
        isinstance(value, str)
        and value.isascii()
        and value.isprintable()
        and len(value) <= MAX_TEXT
        and "  " not in value
    ):
        return value.strip()  # nearly all
    text = long_text(value)
    if "\n" in text or "\t" in text:
        raise ValueError("must be one line, without tabs")
    return " ".join(unicodedata.normalize("NFC", text).split())


def texts(value: object) -> tuple[str, ...]:
    """A list of texts of one line each."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError('must be a list of texts, as in ["…", "…"]')
    if len(value) > MAX_ENTRIES:
        raise ValueError(f"has {len(value)} entries; at most {MAX_ENTRIES} are read")
    read = tuple(flat_text(item) for item in value)
    if not all(read):
        raise ValueError("has an empty entry; remove it")
    return read


def flag(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError("must be true or false, without quotes")  # noqa: TRY004
    return value


def id_text(value: object) -> str:
    """An outlet's id."""
    text = flat_text(value)
    if not _ID.fullmatch(text):
        raise ValueError(f"{text!r} is not an id; use lower-case letters, digits, '-', '_' and '.'")
    return text


def _kind(value: object) -> OutletKind:
    try:
        return OutletKind(flat_text(value))
    except ValueError:
        raise ValueError(f"{value!r} is not a kind; one of {', '.join(kind.value for kind in OutletKind)}") from None


def _hosts(value: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(normalise_host(text) for text in texts(value)))


def _url(value: object) -> str:
    text = flat_text(value)
    return check_url(text) if text else ""


def _urls(value: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(check_url(text) for text in texts(value)))


def family_key(family: str) -> str:
    """What two spellings of one family have in common: letters and digits alone, in any letter case.

    >>> family_key("Quay Press, Inc.") == family_key("quay press inc")
    True
    """
    return "".join(filter(str.isalnum, family.casefold())) or family


READERS: Mapping[str, Callable[[object], object]] = MappingProxyType(
    {
        "id": id_text,
        "name": flat_text,
        "aliases": texts,
        "domains": _hosts,
        "kind": _kind,
        "family": flat_text,
        "country": flat_text,
        "language": flat_text,
        "notable": flag,
        "notability_basis": _url,
        "feeds": _urls,
        "news_sitemaps": _urls,
        "sections": _urls,
        "owner": flat_text,
        "owner_as_of": flat_text,
        "reliability_note": long_text,
        "wire_member": texts,
        "allow_offsite": _hosts,
        "note": long_text,
    }
)
"""The keys of an `[[outlet]]` table in the order in which they are written, with the reader of each."""
