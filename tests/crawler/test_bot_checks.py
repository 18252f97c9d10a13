"""Bot checks, error pages and missing titles: short pages that are articles all the same."""

from __future__ import annotations

import pytest

from crawler.extract import extract_page
from crawler.extract.markers import not_found_marker
from crawler.outcomes import Answer, bot_check, classify
from store.records import Outcome
from tests.crawler.article_html import PARAGRAPHS, URL, page, paragraphs

FORM = "<form class='newsletter'><input name='mail'><div class='g-recaptcha h-captcha' data-sitekey='x'></div></form>"
SHORT = PARAGRAPHS[:3]


@pytest.mark.parametrize(
    "title",
    [
        "Clinics report 404 cases of ferry flu",
        "404 homes lose power as cable is cut",
        "Walker still not found after third night on the fells",
        "Vermisster Segler auch nach drei Tagen nicht gefunden",
        "Something went wrong with the tram timetable, the operator admits",
    ],
)
def test_a_headline_is_no_error_page(title: str) -> None:
    html = page(f"<article><h1>{title}</h1>{paragraphs(SHORT)}</article>", title=title)
    read = extract_page(html.encode(), URL)
    assert (read.outcome, read.title) == (Outcome.STORED, title)


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "404 Not Found",
        "Error 404",
        "404 - The Harbour Herald",
        "The Harbour Herald | 404",
        "Page not found (404)",
        "Not Found",
        "The requested URL was not found on this server",
        "Seite nicht gefunden",
        "Oops! That page is lost",
        "Something went wrong",
    ],
)
def test_an_error_page_is_one(title: str) -> None:
    assert not_found_marker(title, "")


def test_a_newsletter_form_is_no_bot_check() -> None:
    html = page(f"<article><h1>Swing bridge to close</h1>{paragraphs(SHORT)}</article>{FORM}", title="Bridge to close")
    assert extract_page(html.encode(), URL).outcome is Outcome.STORED
    text = " ".join(SHORT)
    assert bot_check(Answer(URL, URL, 200, {}, f"<html><body><p>{text}</p>{FORM}</body></html>".encode())) == ""


def test_a_bare_widget_is_a_bot_check() -> None:
    bare = f"<html><head><title>harbourherald.example</title></head><body><p>One step more.</p>{FORM}</body></html>"
    assert extract_page(bare.encode(), URL).outcome is Outcome.CHALLENGE
    assert classify(Answer(URL, URL, 403, {}, bare.encode())).outcome is Outcome.CHALLENGE


def test_both_readers_know_the_same_words() -> None:
    html = "<html><head><title>x</title></head><body><p>Sind Sie ein Mensch?</p></body></html>"
    assert extract_page(html.encode(), URL).outcome is Outcome.CHALLENGE
    assert classify(Answer(URL, URL, 403, {}, html.encode())).outcome is Outcome.CHALLENGE


def test_a_page_without_a_title_is_known_by_its_heading_or_first_sentence() -> None:
    text = paragraphs(PARAGRAPHS)
    headed = f"<html><body><main><h3>Ferries replace the bridge</h3><div>{text}</div></main></body></html>"
    read = extract_page(headed.encode(), URL)
    assert (read.outcome, read.title, read.provenance["title"]) == (
        Outcome.STORED,
        "Ferries replace the bridge",
        "text.heading",
    )
    bare = extract_page(f"<html><body><main>{text}</main></body></html>".encode(), URL)
    assert bare.outcome is Outcome.STORED
    assert bare.title
    assert bare.provenance["title"] == "text.first_sentence"
    assert PARAGRAPHS[0].startswith(bare.title.removesuffix(" …"))


def test_the_name_of_the_site_alone_is_no_title() -> None:
    head = "<meta property='og:site_name' content='The Harbour Herald'>"
    html = page(
        f"<main><h2>Ferries replace the bridge</h2>{paragraphs(PARAGRAPHS)}</main>",
        head=head,
        title="The Harbour Herald",
    )
    assert extract_page(html.encode(), URL).title == "Ferries replace the bridge"
