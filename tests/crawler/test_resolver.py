"""Pinned host names."""

from __future__ import annotations

import pytest

from crawler.resolver import parse_resolve


def test_entries_as_text_or_list() -> None:
    assert parse_resolve("a.example:127.0.0.1, *:10.0.0.1") == {"a.example": "127.0.0.1", "*": "10.0.0.1"}
    assert parse_resolve(["A.example:[::1]"]) == {"a.example": "::1"}
    assert parse_resolve(None) == parse_resolve("") == {}


@pytest.mark.parametrize("bad", ["a.example", "a.example:localhost", ":127.0.0.1", "a.example:127.0.0.1:80"])
def test_mistakes_are_named(bad: str) -> None:
    with pytest.raises(ValueError, match="resolve entry"):
        parse_resolve(bad)
