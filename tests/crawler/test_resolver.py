"""Pinned host names."""

from __future__ import annotations

import pytest

from crawler.resolver import parse_resolve
from tests.crawler.conftest import Bench
from tests.crawler.mockserver import Reply, World
from tests.crawler.pages import outlet


def test_entries_as_text_or_list() -> None:
    assert parse_resolve("a.example:127.0.0.1, *:10.0.0.1") == {"a.example": "127.0.0.1", "*": "10.0.0.1"}
    assert parse_resolve(["A.example:[::1]"]) == {"a.example": "::1"}
    assert parse_resolve(None) == parse_resolve("") == {}


@pytest.mark.parametrize("bad", ["a.example", "a.example:localhost", ":127.0.0.1", "a.example:127.0.0.1:80"])
def test_mistakes_are_named(bad: str) -> None:
    with pytest.raises(ValueError, match="resolve entry"):
        parse_resolve(bad)


def test_names_that_are_not_pinned_are_looked_up(bench: Bench, world: World) -> None:
    report = bench.crawl(outlet("ferry-post", feeds=("http://no-such-host.invalid/feed",)), resolve={})
    assert "no such host" in report.outlets[0].why_zero
    world.serve("localhost", "/robots.txt", Reply(b"User-agent: *\nDisallow: /", kind="text/plain"))
    bench.crawl(
        outlet("mill-echo", feeds=(f"http://localhost:{world.port}/feed",)), resolve={"other.example": "127.0.0.9"}
    )
    assert world.paths("localhost") == ["/robots.txt"]
