"""Pages that are broken, or made to break the reader: an outcome with a reason, never an exception."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.extract import ExtractedPage, extract_page
from crawler.extract.encoding import decode_page
from store.records import Body, Outcome
from tests.crawler.article_html import LEAD, PARAGRAPHS, TITLE, URL, article, page, paragraphs


@pytest.mark.parametrize("content", [b"", b"   \n ", b"\x00\x00\x00", b"<", b"<!-- -->", b"plain words", b"\xff\xfe"])
def test_nothing(content: bytes) -> None:
    read = extract_page(content, URL)
    assert read.body is not Body.FULL
    assert read.outcome in {Outcome.EXTRACT_EMPTY, Outcome.NOT_ARTICLE, Outcome.TOO_SHORT}
    assert read.reason


def test_nul_bytes_and_controls_go() -> None:
    read = extract_page(article().replace(b"swing bridge between", b"swing\x00 bri\x0bdge between"), URL)
    assert read.text.startswith(LEAD)
    assert PARAGRAPHS[0] in read.text


def test_huge_attributes() -> None:
    huge = "x" * 3_000_000
    html = article().replace(b"<article>", f"<article class='{huge}' data-state='{huge}'>".encode())
    start = time.perf_counter()
    read = extract_page(html, URL)
    assert isinstance(read, ExtractedPage)
    assert time.perf_counter() - start < 10


def test_deep_nesting() -> None:
    html = page("<div>" * 50_000 + paragraphs() + "</div>" * 50_000).encode()
    start = time.perf_counter()
    assert isinstance(extract_page(html, URL), ExtractedPage)
    assert time.perf_counter() - start < 20


def test_deep_json() -> None:
    deep = '<script type="application/ld+json">' + '{"a":[' * 40_000 + "</script>"
    read = extract_page(page(f"<h1>{TITLE}</h1>{paragraphs()}", head=deep).encode(), URL)
    assert read.outcome is Outcome.STORED


def test_many_pictures_and_blocks() -> None:
    body = "<div class='author'>" + "<div><img src='/a.jpg'><span class='caption'>c</span></div>" * 4000 + "</div>"
    start = time.perf_counter()
    read = extract_page(page(f"<h1>{TITLE}</h1>{paragraphs()}{body}").encode(), URL)
    assert read.outcome is Outcome.STORED
    assert time.perf_counter() - start < 20


def test_jsonld_of_wrong_shapes() -> None:
    for data in (
        {"@type": ["NewsArticle", None, 3], "headline": {"a": 1}, "author": [[["x"]], None, 7, {"name": ["A", {}]}]},
        {"@type": "NewsArticle", "headline": 12, "datePublished": ["soon"], "image": [None, 5, {"url": {"@id": 3}}]},
        {"@type": {"x": "y"}, "@graph": {"@type": "NewsArticle", "hasPart": "x", "isBasedOn": [[1], {"@id": []}]}},
        [[[]], "x", 4, None, {"@id": 4, "@type": "Article", "keywords": {"a": 1}, "wordCount": "many"}],
    ):
        assert extract_page(article(data=data), URL).outcome is Outcome.STORED


TEXT = "Über den Fluß führt seit gestern keine Brücke mehr – „vorläufig“, sagt die Behörde. " * 4


@pytest.mark.parametrize(
    ("encoding", "meta", "header"),
    [
        ("cp1252", "windows-1252", ""),
        ("cp1252", "iso-8859-1", ""),
        ("cp1252", "", "text/html; charset=windows-1252"),
        ("cp1252", "utf-8", ""),
        ("utf-8", "", ""),
        ("utf-8", "iso-8859-1", "text/html; charset=UTF-8"),
        ("utf-8", "no-such-charset", ""),
        ("utf-16", "utf-16", ""),
        ("utf-16-be", "", ""),
        ("utf-8-sig", "iso-8859-1", ""),
    ],
)
def test_encodings(encoding: str, meta: str, header: str) -> None:
    tag = f'<meta charset="{meta}">' if meta else ""
    html = f"<html><head>{tag}<title>Brücke</title></head><body><p>{TEXT}</p></body></html>"
    content = html.encode(encoding)
    if encoding == "utf-16-be":
        content = b"\xfe\xff" + content
    text, _ = decode_page(content, {"Content-Type": header} if header else None)
    assert TEXT in text


def test_windows_1252_page_reads_whole() -> None:
    html = page(f"<h1>{TITLE}</h1>{paragraphs()}").replace('charset="utf-8"', 'charset="windows-1252"')
    read = extract_page(html.encode("cp1252"), URL)
    assert PARAGRAPHS[1] in read.text
    assert read.encoding == "cp1252"


_TAGS = st.sampled_from(
    ["<p>", "</p>", "<div class='caption'>", "</div>", "<article>", "<h1>", "</h1>", "<script type='application/ld+json'>",
     "</script>", "<a href='//[x'>", "</a>", "<img src='data:x' width='9e9'>", "<time datetime='9999-99-99T99:99'>",
     "<figure>", "<br><br>", "<meta property='og:title' content='&#0;'>", "<!--", "]]>", "<svg>", "<html lang='\u0000'>",
     '{"@type":"NewsArticle","author":{"@id":1},"headline":[', "<table><tr><td>", "<base href='http://'>", "<li>"]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_TAGS | st.text(max_size=40), max_size=60))
def test_markup_in_any_order_never_raises(parts: list[str]) -> None:
    read = extract_page("".join(parts).encode("utf-8", errors="surrogatepass"), URL)
    assert isinstance(read.outcome, Outcome)
    assert read.published is None or read.published.tzinfo is not None


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.text(max_size=30))
def test_bytes_of_any_kind_never_raise(content: bytes, url: str) -> None:
    assert isinstance(extract_page(b"<html><body>" + content, url, headers={"content-type": url}).outcome, Outcome)
