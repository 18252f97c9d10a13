"""What a page is: the whole article, a stub of it, or something served in its place."""

from __future__ import annotations

import pytest

from crawler.extract import extract_page
from store.records import Body, Outcome
from tests.crawler.article_html import JSONLD, PARAGRAPHS, TITLE, URL, article, page, paragraphs, script

LONG = PARAGRAPHS + tuple(f"On the second day, {text[0].lower()}{text[1:]}" for text in PARAGRAPHS)
LIST = "".join(
    f"<li><a href='/{n}'>The quay at number {n} is being painted green this week</a></li>" for n in range(40)
)


def _stub(texts: tuple[str, ...] = PARAGRAPHS[:2], *, data: object = JSONLD, wall: str = "") -> bytes:
    body = f"<article><h1>{TITLE}</h1><div>{paragraphs(texts)}</div>{wall}</article>"
    return page(body, head=script(data)).encode()


def test_paywall_by_jsonld() -> None:
    read = extract_page(_stub(data={**JSONLD, "isAccessibleForFree": False}), URL)
    assert (read.outcome, read.body) == (Outcome.PAYWALL, Body.STUB)
    assert read.text.startswith(PARAGRAPHS[0])
    assert "not accessible for free" in read.reason


@pytest.mark.parametrize("value", ["False", "false", [False]])
def test_paywall_flag_in_its_spellings(value: object) -> None:
    assert extract_page(_stub(data={**JSONLD, "isAccessibleForFree": value}), URL).outcome is Outcome.PAYWALL


def test_paywall_by_count_of_words() -> None:
    data = {**JSONLD, "isAccessibleForFree": False, "wordCount": 900}
    assert extract_page(_stub(LONG, data=data), URL).outcome is Outcome.PAYWALL


def test_paywall_by_marker() -> None:
    wall = "<div class='wall'><p>Subscribe to continue reading this article. Already a subscriber? Log in.</p></div>"
    read = extract_page(_stub(wall=wall), URL)
    assert (read.outcome, read.body) == (Outcome.PAYWALL, Body.STUB)
    assert "Subscribe" not in read.text


def test_whole_article_that_is_not_free_is_no_stub() -> None:
    read = extract_page(_stub(LONG, data={**JSONLD, "isAccessibleForFree": False}), URL)
    assert (read.outcome, read.body) == (Outcome.STORED, Body.FULL)


def test_article_about_subscriptions_is_no_stub() -> None:
    text = (*LONG, "The board's site now says “subscribe to continue reading”, which the ward finds odd.")
    read = extract_page(_stub(text), URL)
    assert read.body is Body.FULL
    assert read.text.endswith("which the ward finds odd.")


def test_text_that_stands_twice_is_read_once() -> None:
    read = extract_page(_stub(PARAGRAPHS * 2), URL)
    assert read.text == "\n\n".join(PARAGRAPHS)


def test_live_blog() -> None:
    posts = [{"@type": "BlogPosting", "headline": f"Update {n}", "articleBody": "x"} for n in range(3)]
    data = {**JSONLD, "@type": "LiveBlogPosting", "liveBlogUpdate": posts}
    read = extract_page(article(data=data), URL)
    assert (read.outcome, read.live, read.body) == (Outcome.LIVE_BLOG, True, Body.FULL)
    assert read.title == TITLE
    named = article().replace(TITLE.encode(), b"Swing bridge live updates: divers go down again")
    assert extract_page(named, URL).live
    posts_with_times = tuple(f"{hour}:15 – {text}" for hour, text in enumerate(PARAGRAPHS, start=10))
    assert extract_page(_stub(posts_with_times), URL).live
    assert not extract_page(_stub(("2.50 crowns is the fare.", *PARAGRAPHS)), URL).live


def test_consent_wall() -> None:
    body = "<h1>We value your privacy</h1><p>We and our partners store cookies.</p><button>Accept all</button>"
    read = extract_page(page(body, title="The Harbour Herald").encode(), URL)
    assert (read.outcome, read.body, read.text) == (Outcome.CONSENT, Body.MISSING, "")


def test_challenge_page() -> None:
    html = (
        "<html><head><title>Just a moment...</title></head><body><h1>harbourherald.example</h1>"
        "<p>Verifying you are human. This may take a few seconds.</p>"
        "<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'></script></body></html>"
    )
    read = extract_page(html.encode(), URL)
    assert (read.outcome, read.body) == (Outcome.CHALLENGE, Body.MISSING)
    assert "Just a moment" in read.reason


def test_soft_404() -> None:
    body = f"<h1>Page not found</h1><p>The page you are looking for has moved.</p><ul>{LIST}</ul>"
    read = extract_page(page(body, title="Page not found - The Harbour Herald").encode(), URL)
    assert (read.outcome, read.body) == (Outcome.SOFT_404, Body.MISSING)


def test_front_page_is_no_article() -> None:
    head = "<link rel='canonical' href='https://harbourherald.example/'>"
    read = extract_page(page(f"<h1>The Harbour Herald</h1><ul>{LIST}</ul>", head=head, title="Herald").encode(), URL)
    assert (read.outcome, read.text) == (Outcome.NOT_ARTICLE, "")
    section = page(f"<h1>City</h1><ul>{LIST}</ul>", head=script({"@type": "CollectionPage", "name": "City"})).encode()
    assert extract_page(section, URL).outcome is Outcome.NOT_ARTICLE


@pytest.mark.parametrize(
    "said",
    [
        "<meta property='og:type' content='article'>",
        "<meta property='article:published_time' content='2024-05-02T20:53:56+02:00'>",
    ],
)
def test_an_article_whose_canonical_link_is_the_front_page_is_an_article(said: str) -> None:
    head = f"<link rel='canonical' href='https://harbourherald.example/'>{said}"
    read = extract_page(page(f"<article><h1>{TITLE}</h1>{paragraphs()}</article>", head=head).encode(), URL)
    assert (read.outcome, read.body) == (Outcome.STORED, Body.FULL)


def test_too_short() -> None:
    read = extract_page(_stub(("The bridge is closed.", "More to follow.")), URL)
    assert (read.outcome, read.body) == (Outcome.TOO_SHORT, Body.STUB)


def test_brief_in_a_dense_script_is_long_enough() -> None:
    text = (
        "港湾局は二日、魚市場と旧税関を結ぶ旋回橋を月曜日から十一週間通行止めにすると発表した。潜水士の点検で、橋を支える"
        "二本のピンに亀裂が見つかったため。",
        "一日およそ一万四千人が利用しており、島を結ぶ航路から借りた二隻の渡し船が、朝六時から深夜まで代わりに運航する。",
    )
    read = extract_page(_stub(text, data={**JSONLD, "headline": "旋回橋、十一週間閉鎖へ"}), URL)
    assert (read.outcome, read.language) == (Outcome.STORED, "ja")


def test_nothing_to_extract() -> None:
    read = extract_page(page("<h1>Bridge</h1><div id='root'></div>", head=script(JSONLD)).encode(), URL)
    assert (read.outcome, read.body) == (Outcome.EXTRACT_EMPTY, Body.MISSING)
    assert read.title
