"""URL keys: equal for addresses of one page, different for different pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.urls import absolute, is_fetchable, slot_of, url_key

SAME = [
    ("https://paper.example/a/storm", "http://www.paper.example/a/storm/"),
    ("https://paper.example/a/storm", "https://m.paper.example/a/storm?utm_source=x&utm_medium=rss"),
    ("https://paper.example/a/storm", "https://paper.example:443/a/storm#comments"),
    ("https://paper.example/a/storm", "https://paper.example/a/storm/amp/"),
    ("https://paper.example/a/storm", "https://paper.example/amp/a/storm"),
    ("https://paper.example/a/storm.html", "https://paper.example/a/storm.amp.html"),
    ("https://paper.example/a/storm", "https://paper-example.cdn.ampproject.org/c/s/paper.example/a/storm"),
    ("https://paper.example/a/storm", "https://www.google.com/amp/s/paper.example/a/storm"),
    ("https://paper.example/a/storm", "https://paper.example/a/storm?print=1&fbclid=abc"),
    ("https://paper.example/a/storm", "https://paper.example/a/storm/print"),
    ("https://paper.example/a?b=2&a=1", "https://PAPER.example/a?a=1&b=2"),
    ("https://paper.example/a/%7Estorm", "https://paper.example/a/~storm"),
    ("https://paper.example/news/", "https://paper.example/news/index.html"),
    ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
]
DIFFERENT = [
    ("https://paper.example/article.php?a=1&b=2", "https://paper.example/article.php?a=2&b=1"),
    ("https://paper.example/?id=1", "https://paper.example/?id=2"),
    ("https://paper.example/story?cid=1", "https://paper.example/story?cid=2"),
    ("https://paper.example/story?eid=1", "https://paper.example/story?eid=2"),
    ("https://paper.example:8070/a", "https://paper.example:8071/a"),
    ("https://paper.example/a", "https://news.paper.example/a"),
    ("https://paper.example/Storm", "https://paper.example/storm"),
    ("https://paper.example/camp", "https://paper.example/c"),
    ("https://paper.example/amplifier", "https://paper.example/lifier"),
    ("https://m.example/a", "https://example/a"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_addresses_of_one_page_have_one_key(one: str, other: str) -> None:
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_pages_have_different_keys(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


@given(
    st.lists(st.text(alphabet="abcXYZ019-_.~%äé/", max_size=8), max_size=4),
    st.dictionaries(
        st.text(alphabet="abcutm_id", min_size=1, max_size=5), st.text(alphabet="ab1 &=", max_size=3), max_size=3
    ),
)
def test_a_key_is_its_own_key(parts: list[str], query: dict[str, str]) -> None:
    from urllib.parse import urlencode

    key = url_key(f"https://paper.example/{'/'.join(parts)}?{urlencode(query)}")
    assert url_key(f"https://{key}") == key


@pytest.mark.parametrize("bad", ["", "/a", "mailto:x@paper.example", "ftp://paper.example/a", "https://"])
def test_what_is_no_web_address_has_no_key(bad: str) -> None:
    with pytest.raises(ValueError, match="http"):
        url_key(bad)
    assert not is_fetchable(bad)


def test_slots_are_hosts_without_ports() -> None:
    assert slot_of("http://Paper.example:8070/a") == "paper.example"
    assert slot_of("http://[broken/") == ""


def test_links_are_seen_from_their_page() -> None:
    assert absolute("../b", "https://paper.example/a/c") == "https://paper.example/b"
    assert absolute("  /a\n/b ", "https://paper.example/") == "https://paper.example/a/b"
    assert absolute("", "https://paper.example/feed") == ""
    assert absolute("#top", "https://paper.example/feed") == ""
    assert absolute("javascript:void(0)", "https://paper.example/") == ""
    assert absolute("https://paper.example/" + "a" * 3000, "https://paper.example/") == ""
    assert absolute("https://user:word@paper.example/", "https://paper.example/") == ""
