"""The demo world: whole, ours, and consistent with what it promises to show."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from crawler.registry import load_registry
from desk.demo.sites import registry_toml, sites_of, url_of
from desk.demo.world import STORED, WorldArticle, WorldStory, load_world, outlet_rows
from desk.replay.site import target_key

NOW = datetime(2024, 5, 16, 9, 30, tzinfo=UTC)
WORLD = load_world(NOW)
ARTICLES = [article for story in WORLD for article in story.articles]
PORT = 8070


def _name(value: object) -> str:
    return f"{value.outlet}{value.path}" if isinstance(value, WorldArticle) else getattr(value, "slug", str(value))


@pytest.mark.parametrize("article", ARTICLES, ids=_name)
def test_an_article_is_of_a_newspapers_length_and_dated_before_now(article: WorldArticle) -> None:
    words = len(article.text.split())
    assert 150 <= words <= 350 or (article.teaser and words < 80), words
    assert "{" not in article.text + article.title
    assert NOW - timedelta(days=3) < article.published < NOW
    assert len(article.paragraphs) >= 2
    assert article.path.startswith("/")


def test_every_outlet_has_an_article_and_a_way_to_it() -> None:
    outlets = {row["id"] for row in outlet_rows()}
    assert {article.outlet for article in ARTICLES} == outlets
    assert len(outlets) >= 20
    for site in sites_of(WORLD, PORT):
        pages = {target_key(page.target): page.body for page in site.pages}
        assert set(site.feeds) | set(site.news_sitemaps) <= set(pages)
        listing = b"".join(pages[source] for source in (*site.feeds, *site.news_sitemaps))
        assert all(f"{site.host}:{PORT}{target}".encode() in listing for target in site.articles)
        assert set(site.articles) <= set(pages)


def test_the_registry_is_valid_and_its_hosts_are_reserved_names(tmp_path: Path) -> None:
    path = tmp_path / "outlets.toml"
    path.write_text(registry_toml(PORT), encoding="utf-8")
    registry = load_registry(path)
    assert all(domain.endswith(".example") for outlet in registry.outlets for domain in outlet.domains)
    assert {row["id"] for row in outlet_rows()} == set(registry.by_id())
    assert sum(bool(outlet.feeds) for outlet in registry.outlets) >= 15
    assert sum(bool(outlet.news_sitemaps) for outlet in registry.outlets) >= 3


def test_addresses_are_unique() -> None:
    urls = Counter(url_of(article, PORT) for article in ARTICLES)
    assert max(urls.values()) == 1


@pytest.mark.parametrize("story", WORLD, ids=_name)
def test_an_expectation_agrees_with_its_articles(story: WorldStory) -> None:
    """The counts can be recomputed from the labels of the articles by the contract's rules."""
    if story.expect is None:
        assert all(article.outcome != STORED for article in story.articles)
        return
    rows = {row["id"]: row for row in outlet_rows()}
    had = [article for article in story.articles if article.outcome == STORED]
    counted = [article for article in had if article.countable]
    origins = {article.origin for article in counted}
    assert all(article.origin for article in had)
    assert len(origins) == story.expect.origins
    notable = {rows[origin]["family"] for origin in origins if origin in rows and rows[origin]["notable"]}
    assert len(notable) == story.expect.notable_origins
    assert (story.expect.state == "corroborated") == (len(notable) >= 2)
    assert story.expect.disputed <= (story.expect.state == "corroborated")


def test_the_world_shows_every_state_and_every_kind_of_failure() -> None:
    states = Counter(story.expect.state for story in WORLD if story.expect)
    assert set(states) == {
        "corroborated",
        "insufficient_evidence",
        "single_report",
        "common_statement",
        "not_notable",
        "single_origin",
    }
    assert {article.outcome for article in ARTICLES} == {STORED, "paywall", "blocked", "challenge", "undiscovered"}
    assert any(story.expect.disputed for story in WORLD if story.expect)


def test_weekdays_follow_the_clock() -> None:
    ferry = next(story for story in WORLD if story.slug == "01-ferry-aground")
    assert "almost four hours on Tuesday after" in ferry.articles[0].text
    later = load_world(NOW + timedelta(days=1))
    assert "almost four hours on Wednesday after" in later[0].articles[0].text


def test_a_slip_in_a_world_file_is_no_silent_change(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    world = tmp_path / "world"
    world.mkdir()
    source = files("desk.demo") / "world" / "15-night-bus.toml"
    text = source.read_text(encoding="utf-8")
    monkeypatch.setattr("desk.demo.world.files", lambda _: tmp_path)
    (world / "a.toml").write_text(text.replace("shows =", "show ="), encoding="utf-8")
    with pytest.raises(ValueError, match="unknown key show"):
        load_world(NOW)
    (world / "a.toml").write_text(text.replace("section =", "sektion ="), encoding="utf-8")
    with pytest.raises(ValueError, match="sektion"):
        load_world(NOW)
    assert tomllib.loads(text)["article"][0]["section"] == "News"
