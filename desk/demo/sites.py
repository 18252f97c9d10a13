"""The demo world as sites of a replay, and the registry that leads a crawl to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desk.demo.world import WorldArticle, WorldStory, outlet_rows
from desk.replay.registry import toml_of_rows
from desk.replay.render import (
    FEED,
    SITEMAP,
    House,
    Story,
    article_page,
    feed_page,
    front_page,
    robots_page,
    sitemap_pages,
)
from desk.replay.site import Behaviour, Page, ReplaySite, Trouble, absolute

# How a crawl finds an outlet's articles: by the feed in its registry row unless told otherwise here.
BY_NEWS_SITEMAP = frozenset({"verrany-press-agency", "port-callis-herald", "financial-courier", "newsloop"})
BY_ROBOTS_TXT = frozenset({"radio-verrany", "brightside-monthly"})  # the row names no source at all
WITHOUT_SITEMAP = frozenset({"inverlea-examiner", "notes-from-the-quay", "quayside-business"})

TROUBLES: Mapping[str, tuple[Behaviour, ...]] = {
    "northgate-mirror": (Behaviour("/news/*", Trouble.STATUS, status=403),),
    "inverlea-examiner": (Behaviour(FEED, Trouble.GARBAGE), Behaviour("/", Trouble.STATUS, status=503)),
    "sable-coast-post": (Behaviour("/news/*", Trouble.CHALLENGE),),
}


def host_of(row: Mapping[str, Any]) -> str:
    """The host under which an outlet of the demo world answers."""
    return str(row["domains"][0])


def url_of(article: WorldArticle, port: int) -> str:
    """The address of an article in a demo that runs on `port`."""
    hosts = {row["id"]: host_of(row) for row in outlet_rows()}
    return absolute(hosts[article.outlet], port, article.path)


def sites_of(world: Sequence[WorldStory], port: int) -> tuple[ReplaySite, ...]:
    """One site for each outlet of the registry, with robots.txt, feed, news sitemap, front page and articles."""
    rows = {row["id"]: row for row in outlet_rows()}
    by_outlet: dict[str, list[WorldArticle]] = {outlet: [] for outlet in rows}
    for story in world:
        for article in story.articles:
            by_outlet[article.outlet].append(article)
    return tuple(_site(rows[outlet], rows, articles, port) for outlet, articles in by_outlet.items())


def registry_toml(port: int) -> str:
    """The registry of the demo world as TOML, with the feeds and news sitemaps of a demo that runs on `port`."""
    rows = []
    for row in outlet_rows():
        outlet, host = row["id"], host_of(row)
        sources: dict[str, list[str]] = {}
        if outlet in BY_NEWS_SITEMAP:
            sources["news_sitemaps"] = [absolute(host, port, SITEMAP)]
        elif outlet not in BY_ROBOTS_TXT:
            sources["feeds"] = [absolute(host, port, FEED)]
        rows.append(row | sources)
    return toml_of_rows(rows)


def _site(
    row: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]], articles: Sequence[WorldArticle], port: int
) -> ReplaySite:
    house = House(host_of(row), port, row["name"], footer=f"© {row['family']}. All rights reserved.")
    stories = [_story(article, rows, port) for article in sorted(articles, key=lambda a: a.published, reverse=True)]
    with_sitemap = row["id"] not in WITHOUT_SITEMAP
    pages: list[Page] = [
        robots_page(house, sitemap=SITEMAP if with_sitemap else ""),
        feed_page(house, stories),
        front_page(house, stories),
        *(sitemap_pages(house, stories) if with_sitemap else ()),
        *(article_page(house, story, [other for other in stories if other is not story][:3]) for story in stories),
    ]
    return ReplaySite(
        host=house.host,
        pages=tuple(pages),
        feeds=(FEED,),
        news_sitemaps=(SITEMAP,) if with_sitemap else (),
        articles=tuple(story.target for story in stories),
        behaviours=TROUBLES.get(row["id"], ()),
        domain=house.host,
        name=row["name"],
    )


def _story(article: WorldArticle, rows: Mapping[str, Mapping[str, Any]], port: int) -> Story:
    source = rows.get(article.source)
    return Story(
        target=article.path,
        title=article.title,
        paragraphs=article.paragraphs,
        published=article.published,
        authors=article.authors,
        byline=article.byline,
        section=article.section,
        kind=article.kind,
        teaser=article.teaser,
        source_url=absolute(host_of(source), port, "/") if source else "",
        source_name=str(source["name"]) if source else "",
    )
