"""What an article page gives: title, text, authors, time, links, media and credits, each with where it stood."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta

import pytest

from crawler.extract import ExtractedPage, extract_page
from store.records import Body, Link, Media, Outcome
from tests.crawler.article_html import JSONLD, LEAD, PARAGRAPHS, TITLE, URL, article, page, paragraphs, script

WHOLE = "\n\n".join((LEAD, *PARAGRAPHS))


@pytest.fixture(scope="module")
def read() -> ExtractedPage:
    head = (
        "<link rel='canonical' href='/city/swing-bridge'><meta property='og:site_name' content='The Harbour Herald'>"
        "<meta name='syndication-source' content='https://coastwire.example/bridge'>"
    )
    return extract_page(article(head=head), URL)


def test_article_with_jsonld(read: ExtractedPage) -> None:
    assert (read.outcome, read.body, read.reason) == (Outcome.STORED, Body.FULL, "")
    assert read.title == TITLE
    assert read.text == WHOLE
    assert read.authors == ("Mara Lindqvist",)
    assert read.published == datetime(2024, 5, 2, 18, 53, 56, tzinfo=UTC)
    assert read.published.isoformat() == "2024-05-02T20:53:56+02:00", "in the zone that the page gives"
    assert (read.language, read.section, read.keywords) == ("en", "City", ("bridges", "harbour board"))
    assert read.canonical_url == "https://harbourherald.example/city/swing-bridge"
    assert read.is_based_on == ("https://coastwire.example/bridge",)
    assert not read.live
    assert read.correction == ""


def test_fields_say_where_they_come_from(read: ExtractedPage) -> None:
    assert read.provenance["title"] == "jsonld.headline"
    assert read.provenance["published"] == "jsonld.datePublished"
    assert read.provenance["authors"] == "jsonld.author"
    assert read.provenance["language"] == "text"


def test_agency_and_publisher_are_credits_not_authors(read: ExtractedPage) -> None:
    assert ("jsonld.author_org", "Coast Wire") in read.metadata_credits
    assert ("jsonld.publisher", "The Harbour Herald") in read.metadata_credits
    assert ("meta.syndication-source", "https://coastwire.example/bridge") in read.metadata_credits
    assert "Coast Wire" in read.byline


def test_page_crosses_a_process(read: ExtractedPage) -> None:
    assert pickle.loads(pickle.dumps(read)) == read  # noqa: S301  (our own value)


def test_plain_page_without_any_metadata() -> None:
    body = (
        f"<div id='c'><h1>{TITLE}</h1><div class='byline'>By Mara Lindqvist and Otto Reyes</div>"
        f"<time datetime='2024-05-02'>2 May</time>{paragraphs()}</div>"
    )
    read = extract_page(page(body).encode(), URL)
    assert read.outcome is Outcome.STORED
    assert read.title == TITLE
    assert read.text == "\n\n".join(PARAGRAPHS)
    assert read.authors == ("Mara Lindqvist", "Otto Reyes")
    assert read.byline == "By Mara Lindqvist and Otto Reyes"
    assert read.published == datetime(2024, 5, 2, tzinfo=UTC)
    assert read.provenance["published"] == "time"


def test_paragraphs_in_bare_divs_and_line_breaks() -> None:
    text = "<br><br>".join(PARAGRAPHS)
    read = extract_page(page(f"<div><h1>{TITLE}</h1><div class='t'>{text}</div></div>").encode(), URL)
    assert read.text == "\n\n".join(PARAGRAPHS)


def test_boxes_captions_and_prompts_stay_out() -> None:
    inside = (
        "<figure><img src='/bridge.jpg'><figcaption>The span at low water. Photo: Ada Voss</figcaption></figure>"
        "<aside><h3>More from the harbour</h3><p>The lighthouse has been painted red again, to the relief of many.</p></aside>"
        "<div class='infobox'><h4>The bridge in figures</h4><p>It is 96 metres long and turns in four minutes.</p></div>"
        "<ul><li><a href='/a'>A ferry that never sailed and the captain who did</a></li>"
        "<li><a href='/b'>How the customs house lost its clock in a winter storm</a></li></ul>"
        "<p><a href='/c'>Read more: the board's plan for the northern basin in ten pictures</a></p>"
    )
    after = "<p><b>Sign up to <a href='/n'>our newsletter</a> for the harbour's news at breakfast.</b></p>"
    read = extract_page(article(inside=inside, after=after), URL)
    assert read.text == WHOLE


def test_lines_that_say_where_the_text_comes_from_stay() -> None:
    inside = ""
    tail = "<p>Coast Wire contributed to this report.</p><p>First published in the Islander.</p>"
    body = f"<article><h1>{TITLE}</h1><div>{paragraphs()}{inside}{tail}</div></article>"
    read = extract_page(page(body, head=script(JSONLD)).encode(), URL)
    assert read.text.endswith("Coast Wire contributed to this report.\n\nFirst published in the Islander.")


def test_copyright_line_is_a_credit_not_text() -> None:
    body = f"<article><h1>{TITLE}</h1><div>{paragraphs()}<p>© 2024 Coast Wire. All rights reserved.</p></div></article>"
    read = extract_page(page(body, head=script(JSONLD)).encode(), URL)
    assert "©" not in read.text
    assert ("page.copyright", "© 2024 Coast Wire. All rights reserved.") in read.metadata_credits


def test_links_of_the_text_in_order() -> None:
    inside = (
        "<p>The survey was <a href='https://coastwire.example/survey'>first reported by Coast Wire</a>, and the board "
        "has since published <a href='/docs/survey.pdf'>its own summary</a> of what the divers saw in the spring.</p>"
    )
    read = extract_page(article(inside=inside), URL)
    assert read.links == (
        Link("https://coastwire.example/survey", "first reported by Coast Wire"),
        Link("https://harbourherald.example/docs/survey.pdf", "its own summary"),
    )
    assert Media("document", "https://harbourherald.example/docs/survey.pdf", "its own summary") in read.media


def test_media_with_caption_and_credit() -> None:
    inside = (
        "<figure><img src='/img/bridge.jpg?w=800' width='800' height='500'><figcaption>The span at low water. "
        "<span class='credit'>Ada Voss / Coast Wire</span></figcaption></figure>"
        "<figure><img src='/img/pin.jpg'><figcaption>A pin of 1931 (Photo: Otto Reyes)</figcaption></figure>"
        "<video src='/v/turn.mp4'></video><audio><source src='/a/horn.mp3'></audio>"
        "<iframe src='https://player.vimeo.com/video/1' width='640' height='360'></iframe>"
        "<blockquote class='twitter-tweet'><p>The bridge closes.</p><a href='https://social.example/p/1'>2 May</a></blockquote>"
        "<img src='/img/logo.png'><img src='/authors/mara.jpg'><img src='/t.gif' width='1' height='1'>"
        "<iframe src='https://ads.example/ads/frame' width='300' height='250'></iframe>"
        "<div class='related'><a href='/x'><img src='/img/teaser.jpg'>Another story</a></div>"
    )
    read = extract_page(article(inside=inside), URL)
    base = "https://harbourherald.example"
    assert [(item.kind, item.url) for item in read.media] == [
        ("photo", f"{base}/img/bridge.jpg?w=800"),
        ("photo", f"{base}/img/pin.jpg"),
        ("video", f"{base}/v/turn.mp4"),
        ("audio", f"{base}/a/horn.mp3"),
        ("video", "https://player.vimeo.com/video/1"),
        ("embed", "https://social.example/p/1"),
    ]
    assert (read.media[0].caption, read.media[0].credit) == ("The span at low water.", "Ada Voss / Coast Wire")
    assert (read.media[1].caption, read.media[1].credit) == ("A pin of 1931", "Photo: Otto Reyes")


def test_correction_is_marked() -> None:
    after = "<p>Correction: an earlier version of this article gave the wrong year for the first pins.</p>"
    read = extract_page(article(after=after), URL)
    assert read.correction.startswith("Correction: an earlier version")
    data = {**JSONLD, "correction": {"@type": "CorrectionComment", "text": "The year of the first pins was wrong."}}
    assert extract_page(article(data=data), URL).correction == "The year of the first pins was wrong."


def test_title_by_agreement_and_without_the_site() -> None:
    head = (
        "<meta property='og:site_name' content='The Harbour Herald'>"
        "<meta property='og:title' content='Bridge shut! What it means for your morning'>"
    )
    assert extract_page(article(head=head), URL).title == TITLE
    alone = page(paragraphs(), head="<meta property='og:site_name' content='The Harbour Herald'>").encode()
    assert extract_page(alone, URL).title == TITLE


def test_article_is_found_in_a_graph_among_others() -> None:
    other = {**JSONLD, "headline": "The lighthouse is red again", "url": "/other", "author": "Nobody Else"}
    own = {**JSONLD, "author": {"@id": "#mara"}, "mainEntityOfPage": {"@id": URL}}
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "ItemList", "itemListElement": [other]},
            {"@type": "WebPage", "mainEntity": own},
            {"@type": "Person", "@id": "#mara", "name": "Mara Lindqvist"},
        ],
    }
    read = extract_page(article(data=graph), URL)
    assert (read.title, read.authors) == (TITLE, ("Mara Lindqvist",))


def test_broken_jsonld_is_mended_or_passed_over() -> None:
    mended = '<script type="application/ld+json">/*x*/</script>' + (
        '<script type="application/ld+json"><!-- {"@type": "NewsArticle", "headline": "'
        + TITLE
        + '",\n "author": {"@type": "Person", "name": "Mara\tLindqvist"},} --></script>'
    )
    read = extract_page(page(f"<h1>{TITLE}</h1>{paragraphs()}", head=mended).encode(), URL)
    assert read.authors == ("Mara Lindqvist",)
    hopeless = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>'
    read = extract_page(page(f"<h1>{TITLE}</h1>{paragraphs()}", head=hopeless).encode(), URL)
    assert (read.title, read.outcome) == (TITLE, Outcome.STORED)


def test_article_body_fills_in_where_the_page_shows_no_paragraph() -> None:
    data = {**JSONLD, "articleBody": "\n".join(PARAGRAPHS)}
    read = extract_page(page(f"<h1>{TITLE}</h1><div id='app'></div>", head=script(data)).encode(), URL)
    assert read.text == "\n\n".join(PARAGRAPHS)
    assert read.provenance["text"] == "jsonld.articleBody"


def test_only_a_desk_is_credited() -> None:
    data = {**JSONLD, "author": {"@type": "Organization", "name": "Coast Wire"}}
    assert extract_page(article(data=data), URL).authors == ("Coast Wire",)


def test_a_time_after_the_fetch_is_not_believed() -> None:
    fetched = datetime(2024, 5, 1, tzinfo=UTC)
    assert extract_page(article(), URL, fetched=fetched).published != datetime(2024, 5, 2, 18, 53, 56, tzinfo=UTC)
    assert extract_page(article(), URL, fetched=fetched + timedelta(days=2)).published is not None


def test_address_that_is_unknown_or_nonsense() -> None:
    head = "<link rel='canonical' href='https://harbourherald.example/x'>"
    assert extract_page(article(head=head), "").canonical_url == "https://harbourherald.example/x"
    assert extract_page(article(head="<link rel='canonical' href='javascript:x'>"), URL).canonical_url == ""
    assert extract_page(article(head="<link rel='canonical' href='http://[bad/'>"), URL).canonical_url == ""


def test_pictures_and_custom_elements_inside_a_sentence() -> None:
    text = PARAGRAPHS[0].replace("swing bridge", "<img src='/i.png'><x-term>swing\u00ad bridge</x-term>", 1)
    body = f"<article><h1>{TITLE}</h1><div><p>{text}</p>{paragraphs(PARAGRAPHS[1:])}</div></article>"
    assert extract_page(page(body).encode(), URL).text == "\n\n".join(PARAGRAPHS)


def test_page_wrapped_in_a_form() -> None:
    body = f"<form><div><h1>{TITLE}</h1><div class='t'>{paragraphs()}</div></div></form>"
    assert extract_page(page(body).encode(), URL).text == "\n\n".join(PARAGRAPHS)


def test_comments_that_are_longer_than_the_article() -> None:
    comments = "".join(
        f"<div class='c{n % 3}'><p>{text} I cross it {n} times.</p></div>" for n in range(4) for text in PARAGRAPHS
    )
    body = f"<article><h1>{TITLE}</h1><div class='t'>{paragraphs()}</div></article><section id='comments'>{comments}</section>"
    assert extract_page(page(body).encode(), URL).text == "\n\n".join(PARAGRAPHS)


def test_names_that_mislead() -> None:
    pieces = "".join(
        f"<div class='sidebar-grid'><div class='related-content'><p>{text}</p></div></div><div class='ad'>Advertisement</div>"
        for text in PARAGRAPHS
    )
    body = f"<article class='social-share'><h1>{TITLE}</h1>{pieces}</article>"
    assert extract_page(page(body).encode(), URL).text == "\n\n".join(PARAGRAPHS)


def test_credit_lines_outside_the_text_are_kept_as_credits() -> None:
    after = (
        "<div class='article-copyright'><p>This article was produced by Coast Wire and is used under licence.</p></div>"
    )
    read = extract_page(article(after=after), URL)
    assert (
        "page.credit",
        "This article was produced by Coast Wire and is used under licence.",
    ) in read.metadata_credits


def test_long_credit_stays_where_article_body_leaves_it_out() -> None:
    tail = (
        "Coast Wire writers "
        + ", ".join(f"Ada Voss {n} in Port {n}" for n in range(12))
        + " contributed to this report."
    )
    body = f"<article><h1>{TITLE}</h1><div>{paragraphs((*PARAGRAPHS, tail))}</div></article>"
    read = extract_page(page(body, head=script({**JSONLD, "articleBody": " ".join(PARAGRAPHS)})).encode(), URL)
    assert read.text.endswith("contributed to this report.")
