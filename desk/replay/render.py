"""What a newsroom's site looks like from outside: article pages, RSS, the news sitemap and robots.txt."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from desk.replay.site import RSS, TEXT, XML, Page, absolute

FEED = "/replay/rss.xml"
SITEMAP = "/replay/news-sitemap.xml"
ROBOTS = "/robots.txt"
SITEMAP_LIMIT = 1000  # Google's limit for one news sitemap


@dataclass(frozen=True, slots=True)
class Story:
    """An article as its site prints it. `canonical` "" means: its own address. `paragraphs` in reading order.

    `teaser` closes the page after its paragraphs with a subscription wall and says so in the metadata.
    """

    target: str
    title: str
    paragraphs: tuple[str, ...]
    published: datetime | None = None
    authors: tuple[str, ...] = ()
    byline: str = ""
    section: str = "News"
    language: str = "en"
    canonical: str = ""
    source_url: str = ""
    source_name: str = ""
    kind: str = "NewsArticle"
    teaser: bool = False


@dataclass(frozen=True, slots=True)
class House:
    """The site around an article: its host, port and masthead, and what its navigation and footer say."""

    host: str
    port: int
    name: str
    sections: tuple[str, ...] = ("Home", "News", "Politics", "Business", "Sport", "Culture")
    footer: str = ""

    def url(self, target: str) -> str:
        """The address of one of the site's own pages."""
        return absolute(self.host, self.port, target)


def article_page(house: House, story: Story, related: Sequence[Story] = ()) -> Page:
    """The HTML page of one article, with canonical link, Open Graph, JSON-LD, navigation and footer."""
    address = story.canonical or house.url(story.target)
    head = [
        f"<title>{escape(story.title)} | {escape(house.name)}</title>",
        f'<link rel="canonical" href="{escape(address)}">',
        f'<meta property="og:type" content="article"><meta property="og:title" content="{escape(story.title)}">',
        f'<meta property="og:url" content="{escape(address)}">',
        f'<meta property="og:site_name" content="{escape(house.name)}">',
        f'<script type="application/ld+json">{_json_ld(house, story, address)}</script>',
    ]
    body = [
        _navigation(house),
        f'<main><article class="article"><header><h1>{escape(story.title)}</h1>{_credits(story)}</header>',
        '<div class="article-body">',
        *(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs),
        _wall(house) if story.teaser else "",
        "</div></article>",
        _related(house, related),
        "</main>",
        _footer(house),
    ]
    html = (
        f'<!doctype html>\n<html lang="{escape(story.language or "en")}"><head><meta charset="utf-8">\n'
        + "\n".join(head)
        + "\n</head><body>\n"
        + "\n".join(part for part in body if part)
        + "\n</body></html>\n"
    )
    return Page(story.target, html.encode(), modified=story.published)


def front_page(house: House, stories: Sequence[Story]) -> Page:
    """The site's home page: a list of its headlines."""
    rows = "\n".join(f'<li><a href="{escape(house.url(s.target))}">{escape(s.title)}</a></li>' for s in stories)
    html = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(house.name)}</title>'
        f'<link rel="alternate" type="application/rss+xml" href="{escape(house.url(FEED))}"></head>\n<body>'
        f"{_navigation(house)}<main><h1>{escape(house.name)}</h1><ul>{rows}</ul></main>{_footer(house)}</body></html>\n"
    )
    return Page("/", html.encode())


def feed_page(house: House, stories: Sequence[Story]) -> Page:
    """The site's RSS 2.0 feed: every story, dated where the story is."""
    items = "\n".join(_item(house, story) for story in stories)
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{escape(house.name)}</title><link>{escape(house.url('/'))}</link>"
        f"<description>Latest from {escape(house.name)}</description>\n{items}\n</channel></rss>\n"
    )
    return Page(FEED, xml.encode(), RSS)


def sitemap_pages(house: House, stories: Sequence[Story]) -> tuple[Page, ...]:
    """The Google news sitemap of the dated stories; an index with parts where there are more than a thousand.

    Undated and untitled stories are left to the feed: the format asks for a date and a title. () where none is left.
    """
    dated = [story for story in stories if story.published is not None and story.title]
    if not dated:
        return ()
    if len(dated) <= SITEMAP_LIMIT:
        return (_sitemap(house, dated, SITEMAP),)
    parts = [dated[start : start + SITEMAP_LIMIT] for start in range(0, len(dated), SITEMAP_LIMIT)]
    pages = [_sitemap(house, part, f"/replay/news-sitemap-{index}.xml") for index, part in enumerate(parts, 1)]
    rows = "".join(f"<sitemap><loc>{escape(house.url(page.target))}</loc></sitemap>" for page in pages)
    index = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>\n'
    )
    return (Page(SITEMAP, index.encode(), XML), *pages)


def robots_page(house: House, rules: str = "User-agent: *\nDisallow: /search\n", sitemap: str = SITEMAP) -> Page:
    """robots.txt with `rules`, and a Sitemap line unless `sitemap` is ""."""
    line = f"Sitemap: {house.url(sitemap)}\n" if sitemap else ""
    return Page(ROBOTS, (rules + line).encode(), TEXT)


def _json_ld(house: House, story: Story, address: str) -> str:
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": story.kind,
        "mainEntityOfPage": address,
        "url": address,
        "headline": story.title,
        "publisher": {"@type": "NewsMediaOrganization", "name": house.name, "url": house.url("/")},
        "inLanguage": story.language or "en",
        "isAccessibleForFree": not story.teaser,
    }
    if story.section:
        data["articleSection"] = story.section
    if story.published is not None:
        data["datePublished"] = story.published.isoformat()
    if story.authors:
        data["author"] = [{"@type": "Person", "name": name} for name in story.authors]
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")


def _credits(story: Story) -> str:
    byline = story.byline or (f"By {', '.join(story.authors)}" if story.authors else "")
    parts = [f'<p class="byline">{escape(byline)}</p>'] if byline else []
    if story.published is not None:
        stamp = story.published.astimezone(UTC)
        parts.append(f'<time datetime="{stamp.isoformat()}">{stamp.strftime("%d %B %Y, %H:%M UTC").lstrip("0")}</time>')
    return "".join(parts)


def _navigation(house: House) -> str:
    links = "".join(f'<li><a href="/section/{name.lower()}">{escape(name)}</a></li>' for name in house.sections)
    logo = f'<a class="logo" href="/">{escape(house.name)}</a>'
    return f'<header class="site-header">{logo}<nav><ul>{links}</ul></nav></header>'


def _related(house: House, related: Sequence[Story]) -> str:
    if not related:
        return ""
    rows = "".join(f'<li><a href="{escape(house.url(s.target))}">{escape(s.title)}</a></li>' for s in related)
    return f'<aside class="related"><h2>Most read</h2><ul>{rows}</ul></aside>'


def _footer(house: House) -> str:
    text = house.footer or f"© {house.name}. All rights reserved."
    return (
        f'<footer class="site-footer"><p>{escape(text)}</p><ul><li><a href="/about">About us</a></li>'
        '<li><a href="/contact">Contact</a></li><li><a href="/privacy">Privacy</a></li></ul></footer>'
    )


def _wall(house: House) -> str:
    return (
        '<div class="paywall subscription-wall"><h2>Subscribe to continue reading</h2>'
        f"<p>This article is for subscribers of {escape(house.name)}. Already a subscriber? Sign in.</p></div>"
    )


def _item(house: House, story: Story) -> str:
    url = house.url(story.target)
    parts = [
        f"<title>{escape(story.title)}</title><link>{escape(url)}</link><guid isPermaLink='true'>{escape(url)}</guid>",
        f"<dc:creator>{escape(', '.join(story.authors))}</dc:creator>" if story.authors else "",
        f"<description>{escape(story.paragraphs[0][:300])}</description>" if story.paragraphs else "",
    ]
    if story.published is not None:
        parts.append(f"<pubDate>{format_datetime(story.published.astimezone(UTC), usegmt=True)}</pubDate>")
    if story.source_url:
        parts.append(f'<source url="{escape(story.source_url)}">{escape(story.source_name)}</source>')
    return f"<item>{''.join(parts)}</item>"


def _sitemap(house: House, stories: Sequence[Story], target: str) -> Page:
    rows = "\n".join(
        f"<url><loc>{escape(house.url(story.target))}</loc><news:news><news:publication>"
        f"<news:name>{escape(house.name)}</news:name><news:language>{escape(story.language or 'en')}</news:language>"
        f"</news:publication><news:publication_date>{story.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(story.title)}</news:title></news:news></url>"
        for story in stories
        if story.published is not None
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{rows}\n</urlset>\n'
    )
    return Page(target, xml.encode(), XML)
