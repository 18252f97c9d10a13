"""Strategies for hypothesis: documents that are nearly right, which go further into a parser than noise does."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

TEXT = st.text(max_size=30) | st.sampled_from(
    ["", " ", "\x00", "\u202e", "\ud800", "\ufeff", "]]>", "<![CDATA[", "&amp;", "&#0;", "&#x110000;", "&bomb;", "<b>", "'", '"', "\r\n", "\x1b[2J", "=cmd|' /C calc'!A0"]
)  # fmt: skip
URLS = TEXT | st.sampled_from(
    ["/a/1", "//host", "http://[", "http://a:99999/", "http://a:b@c/", "javascript:x", "file:///etc/passwd", "http://paper.example/a\r\nX: y", "\\\\host\\x",
     "http://paper.example/" + "a" * 3000, "http://paper\u3002example/a", "http://paper.example/%00", "mailto:a@b", "http://", "?x", "#", "data:text/html,x"]
)  # fmt: skip
TIMES = TEXT | st.sampled_from(
    ["9999-12-31T23:59:59+00:00", "0001-01-01", "2026-13-45", "Mon, 02 Mar 2026 10:00:00 +9900", "1e309", "-1", "2026-03-02T10:00:00Z", "Tue, 99 Foo 20266", "inf", "2026-03-02T10:00:00-23:59"]
)  # fmt: skip


def _tag(name: str, value: str) -> str:
    return f"<{name}>{value}</{name}>"


@st.composite
def feeds(draw: st.DrawFn) -> bytes:
    """RSS, RDF or Atom of strange values, at times cut off or in another encoding than it says."""
    entries = []
    for _ in range(draw(st.integers(0, 4))):
        fields = [_tag(name, draw(values)) for name, values in draw(st.lists(st.sampled_from(_FIELDS), max_size=6))]
        entries.append(_tag(draw(st.sampled_from(["item", "entry", "item", "ITEM"])), "".join(fields)))
    root = draw(st.sampled_from(["rss", "feed", "rdf:RDF", "channel"]))
    body = f"<?xml version='1.0' encoding='{draw(st.sampled_from(_ENCODINGS))}'?>{draw(DOCTYPES)}<{root}>{''.join(entries)}</{root}>"
    return draw(damaged(body))


_FIELDS = [
    ("title", TEXT), ("link", URLS), ("guid", URLS), ("id", URLS), ("pubDate", TIMES), ("updated", TIMES), ("dc:date", TIMES), ("source", TEXT),
    ("media:content", TEXT), ("ttl", TEXT), ("sy:updatePeriod", TEXT), ("author", TEXT), ("feedburner:origLink", URLS), ("description", TEXT),
]  # fmt: skip
_ENCODINGS = ["utf-8", "utf-16", "ascii", "no-such", "iso-8859-1", "utf-7", "cp1252", "utf-8'>"]
DOCTYPES = st.sampled_from(
    ["", "<!DOCTYPE x [<!ENTITY bomb '&bomb;'>]>", "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>", "<!DOCTYPE x [<!ENTITY bomb SYSTEM 'file:///etc/passwd'>]>", "<!DOCTYPE"]
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, text: str) -> bytes:
    """The text as bytes: as it is, cut off, with foreign bytes in it, or in another encoding."""
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-16", "utf-32", "latin-1"]))
    body = text.encode(encoding, errors="surrogatepass" if encoding.startswith("utf") else "replace")
    how = draw(st.integers(0, 5))
    if how == 0:
        return body[: draw(st.integers(0, len(body)))]
    if how == 1:
        at = draw(st.integers(0, len(body)))
        return body[:at] + draw(st.binary(max_size=20)) + body[at:]
    return body


@st.composite
def sitemaps(draw: st.DrawFn) -> bytes:
    """Sitemaps, news sitemaps and indexes of strange values."""
    rows = []
    for _ in range(draw(st.integers(0, 4))):
        news = _tag(
            "news:news",
            "".join(
                _tag(f"news:{name}", draw(values))
                for name, values in draw(st.lists(st.sampled_from(_NEWS), max_size=4))
            ),
        )
        inner = (
            _tag("loc", draw(URLS)) * draw(st.integers(0, 2))
            + _tag("lastmod", draw(TIMES))
            + draw(st.sampled_from(["", news]))
        )
        rows.append(_tag(draw(st.sampled_from(["url", "sitemap"])), inner))
    root = draw(st.sampled_from(["urlset", "sitemapindex", "sm:urlset"]))
    names = draw(
        st.sampled_from(
            [
                " xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'",
                "",
                " xmlns='x'",
            ]
        )
    )
    return draw(damaged(f"{draw(DOCTYPES)}<{root}{names}>{''.join(rows)}</{root}>"))


_NEWS = [
    ("title", TEXT),
    ("publication_date", TIMES),
    ("keywords", TEXT),
    ("genres", TEXT),
    ("publication", TEXT),
    ("access", TEXT),
]

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | TEXT | URLS | TIMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["@type", "@id", "name", "url", "a"]), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
_KEYS = [
    "@context", "@type", "@id", "@graph", "headline", "alternativeHeadline", "articleBody", "author", "publisher", "datePublished", "dateModified",
    "isBasedOn", "mainEntityOfPage", "image", "video", "associatedMedia", "isAccessibleForFree", "hasPart", "keywords", "articleSection", "inLanguage",
    "creditText", "copyrightHolder", "sourceOrganization", "url", "wordCount", "correction", "liveBlogUpdate",
]  # fmt: skip
NODES = st.dictionaries(st.sampled_from(_KEYS), VALUES, max_size=8).map(
    lambda node: {"@type": "NewsArticle", **node} if "@type" not in node else node
)


def script_of(node: Any) -> str:
    """JSON-LD of a value, with what JSON does not know left as JavaScript would write it."""
    return f'<script type="application/ld+json">{json.dumps(node, ensure_ascii=False)}</script>'


LINES = st.dictionaries(
    st.sampled_from(["id", "url", "title", "text", "outlet", "published", "authors", "byline", "canonical_url", "language", "is_based_on", "retrieved", "x"]),
    VALUES,
    max_size=10,
)  # fmt: skip
