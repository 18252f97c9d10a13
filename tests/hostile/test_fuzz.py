"""Parsers under fuzz: whatever comes, an answer with a reason, in bounded time, and nothing in it that may not be stored."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.discovery.listing import MAX_ENTRIES, Listing, read_listing
from crawler.discovery.probes import sitemaps_in_robots
from crawler.extract import extract_page
from crawler.extract.encoding import decode_page
from crawler.hosts import host_of
from crawler.polling import cache_lifetime, retry_after
from crawler.registry import RegistryIndex, make_registry
from crawler.robots import Rules
from crawler.urls import absolute, is_fetchable, slot_of, url_key
from desk.importing import BadLine, import_all, read_line
from store.connection import Store, open_store
from store.fetches import RobotsRow
from store.records import Outcome
from tests.builders import NOON, an_outlet
from tests.crawler.article_html import paragraphs
from tests.crawler.pages import NOW
from tests.hostile.made import LINES, NODES, TEXT, TIMES, URLS, VALUES, feeds, script_of, sitemaps

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "150"))
"""Examples of each test; `FUZZ_EXAMPLES=20000` for a night."""

FUZZ = settings(
    max_examples=EXAMPLES, deadline=timedelta(seconds=10), suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)  # fmt: skip
BASE = "https://paper.example/feed"
INDEX = RegistryIndex(make_registry((an_outlet("paper"),)))


def sound(listing: Listing) -> None:
    """Nothing but URLs that may be fetched, aware times, and text that SQLite takes."""
    assert len(listing.entries) <= MAX_ENTRIES
    for found in listing.entries:
        assert is_fetchable(found.url), found.url
        assert url_key(found.url)
        assert not any(char in found.url for char in "\r\n\t\x00 "), found.url
        assert found.published is None or found.published.tzinfo is not None
        storable([found.url, found.title, *found.evidence, *found.evidence.values()])
    for child in listing.children:
        assert is_fetchable(child.url)
    storable([listing.note])


def storable(texts: list[str]) -> None:
    """SQLite takes UTF-8 only: half a surrogate pair would end the transaction that it is in."""
    for text in texts:
        text.encode("utf-8")


@FUZZ
@given(feeds())
def test_feeds(body: bytes) -> None:
    sound(read_listing(body, BASE, NOW))


@FUZZ
@given(sitemaps())
def test_sitemaps(body: bytes) -> None:
    sound(read_listing(body, BASE, NOW))


@FUZZ
@given(
    st.dictionaries(st.sampled_from(["version", "items", "title"]), VALUES, max_size=3),
    st.lists(
        st.dictionaries(st.sampled_from(["url", "id", "title", "date_published", "external_url"]), VALUES, max_size=5),
        max_size=3,
    ),
)
def test_json_feeds(feed: dict[str, Any], items: list[dict[str, Any]]) -> None:
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", **feed, "items": feed.get("items") or items})
    sound(read_listing(body.encode("utf-8", "surrogatepass"), BASE, NOW))


@FUZZ
@given(st.lists(st.tuples(URLS, TEXT), max_size=6), URLS)
def test_section_pages(links: list[tuple[str, str]], base: str) -> None:
    anchors = "".join(f"<h2><a href='{url}'>{text} four words and more</a></h2>" for url, text in links)
    body = f"<html><head><base href='{base}'><link rel=alternate type=application/rss+xml href='{base}'></head><body>{anchors}</body></html>"
    sound(read_listing(body.encode("utf-8", "surrogatepass"), BASE, NOW))


@FUZZ
@given(st.binary(max_size=600))
def test_anything_as_a_source(body: bytes) -> None:
    sound(read_listing(body, BASE, NOW))


@FUZZ
@given(st.lists(NODES, max_size=3), TEXT)
def test_json_ld(nodes: list[dict[str, Any]], title: str) -> None:
    html = f"<html><head><title>{title}</title>{''.join(map(script_of, nodes))}</head><body><article>{paragraphs()}</article></body></html>"
    page = extract_page(html.encode("utf-8", "surrogatepass"), "https://paper.example/a/1")
    assert isinstance(page.outcome, Outcome)
    assert page.published is None or page.published.tzinfo is not None
    storable([page.title, page.text, page.byline, page.canonical_url, page.language, *page.authors])


@FUZZ
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "og:title",
                "og:url",
                "article:published_time",
                "author",
                "og:type",
                "og:image",
                "description",
                "twitter:creator",
            ]
        ),
        TEXT | URLS | TIMES,
        max_size=8,
    ),
    URLS,
)
def test_meta_tags(metas: dict[str, str], canonical: str) -> None:
    tags = "".join(f"<meta property='{name}' content='{value}'>" for name, value in metas.items())
    html = f"<html><head>{tags}<link rel=canonical href='{canonical}'></head><body><article>{paragraphs()}</article></body></html>"
    page = extract_page(html.encode("utf-8", "surrogatepass"), "https://paper.example/a/1")
    assert page.canonical_url == "" or is_fetchable(page.canonical_url)
    storable([page.title, page.byline, page.canonical_url, *page.authors])


@FUZZ
@given(
    st.binary(max_size=300),
    st.sampled_from(
        [
            "utf-8",
            "utf-16",
            "shift_jis",
            "idna",
            "punycode",
            "rot13",
            "hex",
            "zip",
            "unicode_escape",
            "\x00",
            "raw_unicode_escape",
            "undefined",
            "x" * 500,
        ]
    ),
)
def test_what_a_page_calls_its_encoding(body: bytes, name: str) -> None:
    """Python knows codecs that are none of text (`zip` would unpack a bomb, `undefined` raises)."""
    for page in (f'<meta charset="{name}">'.encode() + body, body):
        text, _ = decode_page(page, {"Content-Type": f"text/html; charset={name}"})
        storable([text])


@FUZZ
@given(
    st.binary(max_size=500)
    | st.lists(
        st.sampled_from(
            [
                "User-agent: *",
                "Disallow: /",
                "Crawl-delay: 1e400",
                "Crawl-delay: -5",
                "Crawl-delay: nan",
                "Allow: /*" + "*a" * 30,
                "Sitemap: file:///x",
                "Sitemap: /map",
                "\x00",
            ]
        ),
        max_size=9,
    ).map(lambda lines: "\n".join(lines).encode())
)
def test_robots(body: bytes) -> None:
    rules = Rules(RobotsRow("https://paper.example", NOW, NOW, 200, body.decode("utf-8", "replace")))
    assert rules.allows("https://paper.example/" + "a" * 60) in {True, False}
    _ = rules.crawl_delay
    for url in sitemaps_in_robots(body.decode("utf-8", "replace"), "https://paper.example/"):
        assert is_fetchable(url)


@FUZZ
@given(URLS | st.text(max_size=60), URLS)
def test_urls(url: str, base: str) -> None:
    assert isinstance(host_of(url), str) and isinstance(slot_of(url), str)
    joined = absolute(url, base)
    if joined:
        assert url_key(joined) and "\n" not in joined and "\r" not in joined
        storable([joined])


@FUZZ
@given(
    st.dictionaries(
        st.sampled_from(["retry-after", "cache-control", "age", "date", "etag"]),
        TEXT | TIMES | st.sampled_from(["max-age=99999999999999999999", "max-age=-1", "9" * 400]),
        max_size=4,
    )
)
def test_headers_that_ask_for_time(headers: dict[str, str]) -> None:
    wait = retry_after(headers, NOW)
    assert wait is None or timedelta(0) <= wait <= timedelta(days=1)
    period = cache_lifetime(headers)
    assert period is None or period >= timedelta(0)


@FUZZ
@given(LINES | VALUES, st.sampled_from([b"", b"\xff", b"\x00", b" ", b"}"]))
def test_lines_of_an_import(values: Any, end: bytes) -> None:
    line = json.dumps(values).encode() + end
    try:
        record = read_line(line, INDEX)
    except BadLine as error:
        storable([str(error)])
        assert str(error)
        return
    storable([record.url, record.title, record.text, record.id, record.byline, *record.authors, *record.is_based_on])


@pytest.mark.parametrize("title", ["half \\ud800 pair", "nul \\u0000 in it", "\\u202emirror"])
def test_an_import_with_hostile_text_puts_the_other_lines_in(store: Store, tmp_path: Path, title: str) -> None:
    good = '{"url": "https://paper.example/%d", "title": "Pier %d", "text": "The pier is closed to cars from June on."}'
    bad = good.replace("Pier %d", title) % 1
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join([good % (0, 0), bad, good % (2, 2)]) + "\n")
    registry = make_registry((an_outlet("paper"),))
    import_all(store, (path,), registry, now=NOON, quiet=True)
    assert store.conn.execute("select count(*) from articles where title like 'Pier%'").fetchone() == (2,)
    with open_store(store.path, read_only=True) as again:
        for (text,) in again.conn.execute("select title from articles"):
            storable([text])
