"""The encodings that a page or feed may name: those of text, by the names that Python knows them under."""

from __future__ import annotations

import codecs

_NO_TEXT = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "utf_7", "mbcs", "oem"})
"""Codecs of Python that are no encoding of a page: host names, escapes of source text, the machine's own. A page that names
one of them would be read as nonsense, or (punycode) for minutes."""


def charset_named(label: str) -> str:
    """Python's name of the encoding that `label` names, "" where it names none that a page can be written in.

    >>> charset_named("Latin-1"), charset_named("punycode"), charset_named("hex"), charset_named("no such thing")
    ('iso8859-1', '', '', '')
    """
    try:
        found = codecs.lookup(label)
    except (LookupError, ValueError):  # ValueError: a NUL in the label
        return ""
    # `bytes.decode` takes no other codec; the flag is not in the type stubs
    is_text = getattr(found, "_is_text_encoding", True)
    name = found.name.replace("-", "_")  # "unicode-escape" in some versions, "unicode_escape" in others
    return "" if name in _NO_TEXT or not is_text else found.name
