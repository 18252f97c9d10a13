"""What feeds, sitemaps and pages list, whatever they claim to be."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest

from crawler.discovery.listing import MAX_ENTRIES, MAX_UNPACKED, read_listing, tell_kind, unpack
from crawler.discovery.probes import common_sources, sitemaps_in_robots
from crawler.discovery.sections import link_score
from store.sources import SourceKind
from tests.crawler.pages import NOW, news_sitemap, rss

BASE = "https://paper.example/source"
LINKS = [("https://paper.example/a/1", "One & only"), ("https://paper.example/a/2", "Zwei Brücken")]
ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>
<entry><id>tag:paper.example,2026:1</id><title>One</title><link rel="self" href="https://paper.example/api/1"/>
<link href="/a/1"/><updated>2026-03-02T10:00:00+02:00</updated></entry></feed>"""
RDF = b"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel rdf:about="x"><title>t</title><sy:updatePeriod>hourly</sy:updatePeriod>
<sy:updateFrequency>4</sy:updateFrequency></channel><item rdf:about="https://paper.example/a/1"><title>One</title>
<link>https://paper.example/a/1</link></item></rdf:RDF>"""
PLAIN_SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://paper.example/a/1</loc><lastmod>2026-03-02</lastmod></url><url><loc>https://paper.example/about</loc></url></urlset>"""


def urls(body: bytes, now: datetime = NOW) -> list[str]:
    return [found.url for found in read_listing(body, BASE, now).entries]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (rss(LINKS), SourceKind.FEED),
        (b"\n\n  <!-- made by hand -->" + rss(LINKS).split(b"?>", 1)[1], SourceKind.FEED),
        (rss(LINKS).decode().replace("utf-8", "utf-16").encode("utf-16"), SourceKind.FEED),
        (ATOM, SourceKind.FEED),
        (RDF, SourceKind.FEED),
        (json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": []}).encode(), SourceKind.FEED),
        (PLAIN_SITEMAP, SourceKind.SITEMAP),
        (b"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>", SourceKind.SITEMAP_INDEX),
        (b"<!DOCTYPE html><html><body>Hello</body></html>", SourceKind.SECTION),
        (b"\xef\xbb\xbf<!doctype html>\n<html lang=en>", SourceKind.SECTION),
        (b"just words", SourceKind.UNKNOWN),
        (b"", SourceKind.UNKNOWN),
        (b"\x89PNG\r\n\x1a\n\0\0", SourceKind.UNKNOWN),
    ],
)
def test_a_source_is_known_by_its_content(body: bytes, kind: SourceKind) -> None:
    assert tell_kind(body) is kind


def test_rss_entries_with_titles_times_and_the_first_publisher() -> None:
    item = (
        "<item><title>Three</title><link>/a/3</link><guid isPermaLink='false'>n3</guid>"
        "<source url='https://agency.example/rss'>Agency North</source></item>"
    )
    listing = read_listing(rss(LINKS, items=item), BASE, NOW)
    assert [(found.url, found.title) for found in listing.entries[:2]] == LINKS
    assert listing.entries[0].published == NOW - timedelta(hours=1)
    third = listing.entries[2]
    assert third.url == "https://paper.example/a/3"
    assert third.evidence == {
        "guid": "n3",
        "rss.source": "https://agency.example/rss",
        "rss.source_name": "Agency North",
    }


def test_atom_takes_the_article_and_not_the_interface() -> None:
    (found,) = read_listing(ATOM, BASE, datetime(2026, 3, 3, tzinfo=UTC)).entries
    assert found.url == "https://paper.example/a/1"
    assert found.published == datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_stated_periods() -> None:
    assert read_listing(RDF, BASE, NOW).period == timedelta(minutes=15)
    assert read_listing(rss(LINKS, channel="<ttl>45</ttl>"), BASE, NOW).period == timedelta(minutes=45)
    assert read_listing(rss(LINKS, channel="<ttl>x</ttl>"), BASE, NOW).period is None


def test_json_feed() -> None:
    item = {"url": "/a/1", "id": "1", "title": "One", "date_published": (NOW - timedelta(hours=1)).isoformat()}
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [item, {"id": "2"}]}
    (found,) = read_listing(json.dumps(feed).encode(), BASE, NOW).entries
    assert (found.url, found.title, found.published) == ("https://paper.example/a/1", "One", NOW - timedelta(hours=1))


@pytest.mark.parametrize("items", [True, 7, "text"])
def test_a_json_feed_whose_items_are_no_list_is_broken(items: object) -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": items}
    listing = read_listing(json.dumps(feed).encode(), BASE, NOW)
    assert not listing.entries and (listing.broken or isinstance(items, str))


def test_news_sitemap_fields() -> None:
    listing = read_listing(news_sitemap(LINKS, "Paper Weekly"), BASE, NOW)
    assert listing.kind is SourceKind.NEWS_SITEMAP
    assert [(found.url, found.title) for found in listing.entries] == LINKS
    assert listing.entries[0].evidence["news.publication"] == "Paper Weekly"
    assert listing.entries[0].published == NOW - timedelta(hours=1)


def test_sitemap_index_lists_news_first_and_then_the_newest() -> None:
    entries = "".join(
        f"<sitemap><loc>https://paper.example/{name}.xml</loc><lastmod>{when}</lastmod></sitemap>"
        for name, when in (("old", "2020-01-01"), ("new", "2026-03-01T10:00:00Z"), ("news", "2019-01-01"))
    )
    body = f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entries}</sitemapindex>".encode()
    listing = read_listing(body, BASE, NOW)
    assert [child.url.rsplit("/", 1)[1] for child in listing.children] == ["news.xml", "new.xml", "old.xml"]


def test_old_entries_and_endless_lists_are_cut() -> None:
    many = [(f"https://paper.example/a/{n}", f"Number {n}") for n in range(MAX_ENTRIES + 50)]
    assert len(urls(rss(many))) == MAX_ENTRIES
    assert urls(rss(LINKS), NOW + timedelta(days=40)) == []
    assert "older than" in read_listing(rss(LINKS), BASE, NOW + timedelta(days=40)).note


def test_damaged_sources_give_what_they_have() -> None:
    whole = rss(LINKS)
    assert urls(whole[: whole.rindex(b"<item>") + 30]) == ["https://paper.example/a/1"]
    assert urls(whole.replace(b"&amp;", b"&")) == [url for url, _ in LINKS]
    assert read_listing(b"<rss><channel><item><title>cut", BASE, NOW).note.startswith("not well-formed")
    cut = gzip.compress(news_sitemap(LINKS))[:-20]
    assert read_listing(cut, BASE, NOW).kind in {SourceKind.NEWS_SITEMAP, SourceKind.SITEMAP}


def test_bombs_do_not_go_off() -> None:
    assert len(unpack(gzip.compress(b"\0" * (3 * MAX_UNPACKED)))) == MAX_UNPACKED
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "boom" * 10}">' for n in range(9))
    bomb = f"<?xml version='1.0'?><!DOCTYPE rss [{entities}]><rss><channel><item><title>&e8;</title></item></channel></rss>"
    assert sum(len(found.title) for found in read_listing(bomb.encode(), BASE, NOW).entries) < 10_000


def test_section_links_by_how_they_look() -> None:
    nothing: frozenset[str] = frozenset()
    assert link_score("https://paper.example/2026/03/02/bridge-closed-for-good", "Bridge closed", nothing) >= 3
    assert (
        link_score(
            "https://paper.example/news/bridge-closed-after-storm-damage", "Bridge closed after the storm", nothing
        )
        >= 3
    )
    assert link_score("https://paper.example/news", "News from the whole of the region", nothing) < 3
    assert (
        link_score(
            "https://paper.example/author/marta-olen-reporter-at-large", "Marta Olen, reporter at large", nothing
        )
        == 0
    )
    assert (
        link_score("https://paper.example/report-of-the-council.pdf", "Report of the council as a file", nothing) == 0
    )


def test_places_to_look_for_sources() -> None:
    text = "User-agent: *\nSitemap: /all.xml\nsitemap: https://paper.example/news.xml\nSitemap: ftp://x/y\n"
    assert sitemaps_in_robots(text, "https://paper.example/") == (
        "https://paper.example/news.xml",
        "https://paper.example/all.xml",
    )
    assert common_sources("http://paper.example:8070/")[0] == "http://paper.example:8070/sitemap-news.xml"
