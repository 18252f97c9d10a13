"""Which pictures, films and sounds of a page are material of the matter, on pages built as sites build them."""

from __future__ import annotations

import pytest

from crawler.extract.page import extract_page
from store.records import Media
from tests.crawler.article_html import JSONLD, LEAD, PARAGRAPHS, TITLE, URL, article, page, paragraphs, script

BASE = "https://harbourherald.example"


def kinds(html: bytes) -> list[tuple[str, str]]:
    return [(item.kind, item.url.removeprefix(BASE)) for item in extract_page(html, URL).media]


def photo(html: bytes) -> Media:
    (found,) = extract_page(html, URL).media
    assert found.kind == "photo"
    return found


@pytest.mark.parametrize(
    "portrait",
    [
        "<img src='/i/4711_1200.jpeg' alt='Mara Lindqvist'>",
        "<figure><img src='/i/4711_1200.jpeg'><figcaption>By Mara Lindqvist, city reporter, 2 May</figcaption></figure>",
        "<img src='/i/4711_1200.jpeg' alt='Picture of Mara Lindqvist, reporter'>",
        "<div class='w-8 rounded-full'><img src='/i/4711_1200.jpeg' alt=''></div>",
    ],
)
def test_who_wrote_it_is_not_the_matter(portrait: str) -> None:
    assert kinds(article(inside=portrait)) == []


def test_a_picture_that_the_author_took_is_the_matter() -> None:
    inside = "<figure><img src='/i/span.jpg'><figcaption>The span. Photo: Mara Lindqvist</figcaption></figure>"
    assert photo(article(inside=inside)).credit == "Photo: Mara Lindqvist"


@pytest.mark.parametrize(
    "decoration",
    [
        "<img src='/static/icon-zoom.svg'>",
        "<img src='/static/zoom.svg' alt='Enlarge'>",
        "<img src='/p/loader_small.gif'>",
        "<img src='/count.gif?a=1'>",
        "<img src='https://images.example/crop/90x50/deck.jpg'>",
        "<div class='podcast-player'><img src='/i/cover.jpg'></div>",
        "<iframe src='https://ad.harbourherald.example/end@300x250' width='300' height='250'></iframe>",
        "<iframe src='https://widget.shops.example/frame/1'></iframe>",
        "<iframe src='https://players.example/text-to-speech/1' width='600' height='80'></iframe>",
        "<div class='text-to-speech'><audio src='/a/article.mp3'></audio></div>",
        "<audio src='#'></audio>",
    ],
)
def test_no_icon_placeholder_advert_or_reading_aloud(decoration: str) -> None:
    assert kinds(article(inside=decoration)) == []


@pytest.mark.parametrize(
    "picture",
    [
        "<img src='/empty.gif' data-retina-src='/i/span.jpg'>",
        "<img src='/static/placeholder.png' data-src='/i/span.jpg'>",
        "<img src='data:image/gif;base64,R0lGOD' data-srcset='/i/s.jpg 300w, /i/span.jpg 900w'>",
        "<picture><source srcset='/i/s.jpg 300w, /i/span.jpg 900w'><img alt='The span'></picture>",
    ],
)
def test_the_picture_that_will_take_the_place(picture: str) -> None:
    assert photo(article(inside=picture)).url == f"{BASE}/i/span.jpg"


def test_many_sources_do_not_hide_the_caption() -> None:
    sources = "".join(f"<source srcset='/i/span-{n}.jpg {n}w'>" for n in range(100, 900, 100))
    inside = (
        f"<figure class='ni'><picture>{sources}<img src='/i/span.jpg'></picture>"
        "<figcaption>Divers below the span. © Coast Wire | Otto Reyes</figcaption></figure>"
    )
    found = photo(article(inside=inside))
    assert (found.caption, found.credit) == ("Divers below the span.", "© Coast Wire | Otto Reyes")


def test_words_for_those_who_do_not_see_it_stand_in_for_a_caption() -> None:
    told = "Two divers climb out of the water below the span"
    assert photo(article(inside=f"<img src='/i/span.jpg' alt='{told}'>")).caption == told
    assert photo(article(inside="<img src='/i/span.jpg' alt='span 3'>")).caption == ""


def test_other_stories_pictures_are_theirs() -> None:
    card = "<div class='c1'><picture><img src='/i/other.jpg'></picture><h3><a href='/x'>Ferry captain wins the regatta again</a></h3></div>"  # fmt: skip
    linked = "<div><a href='/y'><div><img src='/i/fourth.jpg'></div></a><div><a href='/y'>Ferry captain wins the regatta again</a></div></div>"
    nested = "<article class='c2'><img src='/i/third.jpg'></article>"
    lightbox = "<a href='#focus-1'><figure><img src='/i/span.jpg'><figcaption>The span</figcaption></figure></a>"
    assert kinds(article(inside=card + linked + nested + lightbox)) == [("photo", "/i/span.jpg")]
    assert kinds(article(inside=lightbox, after=f"<section>{card * 3}{nested}</section>")) == [("photo", "/i/span.jpg")]


def between(title_and_text: str, *, head: str = "") -> bytes:
    """A page whose headline and lead picture stand in elements named after what else they may hold."""
    body = f"<article><div class='sidebar-grid'><header><h1>{TITLE}</h1><p>{LEAD}</p></header>{title_and_text}{paragraphs()}</div></article>"
    return page(body, head=script(JSONLD) + head).encode()


def test_what_holds_the_article_is_no_box_whatever_its_name() -> None:
    figure = "<div class='hero'><figure><img src='/i/span.jpg'><figcaption>The span</figcaption></figure></div>"
    assert kinds(between(figure)) == [("photo", "/i/span.jpg")]
    assert kinds(between("<div class='promo-box'><img src='/i/span.jpg' width='630'></div>")) == []
    assert kinds(between("<div class='ps-sidebar'><img src='/i/span.jpg' width='630'></div>")) == [
        ("photo", "/i/span.jpg")
    ]
    lead = "<div class='teaser-image'><img src='/w1240/divers-below-the-span.jpg'></div>"
    named = "<meta property='og:image' content='https://harbourherald.example/social/divers-below-the-span.jpg'>"
    assert kinds(between(lead)) == []
    assert kinds(between(lead, head=named)) == [("photo", "/w1240/divers-below-the-span.jpg")]


def test_videos_that_json_ld_describes() -> None:
    own = {"@type": "VideoObject", "name": "Divers at work", "contentURL": "https://cdn.example/v/1.m3u8"}
    placeless = {"@context": "https://schema.org", "@type": "VideoObject", "name": "The board explains"}
    listed = {"@type": "ItemList", "itemListElement": [{"@type": "VideoObject", "name": "Regatta", "contentUrl": "https://cdn.example/v/9.mp4"}]}  # fmt: skip
    read = extract_page(article(data=[dict(JSONLD, video=own), placeless, listed]), URL)
    assert read.media == (
        Media("video", "https://cdn.example/v/1.m3u8", "Divers at work"),
        Media("video", URL, "The board explains"),
    )


def test_a_sound_named_like_the_article_reads_it_aloud() -> None:
    def sound(name: str) -> dict[str, object]:
        return {"@type": "AudioObject", "name": name, "contentUrl": "https://cdn.example/a/1.mp3"}

    assert kinds(article(data=[JSONLD, sound(TITLE)])) == []
    assert kinds(article(data=[JSONLD, sound("The board's workshop, three minutes")])) == [
        ("audio", "https://cdn.example/a/1.mp3")
    ]


def test_a_player_that_a_script_will_fill() -> None:
    player = "<div class='video-wrapper'><div id='v1'></div><img src='/i/still.jpg' alt='Divers climb out of the cold water'></div>"
    (found,) = extract_page(article(inside=player), URL).media
    assert found == Media("video", URL, "Divers climb out of the cold water")
    for none in (
        "<div class='video-ad video-wrapper'></div>",
        "<div class='aspect-video'></div>",
        "<div class='video-player-list list'></div>",
        "<div class='aspect-video'><img src='/i/span.jpg'></div>",
    ):
        assert ("video", URL) not in kinds(article(inside=none)), none
    shaped = (
        "<div><div class='aspect-video'><img src='/load.svg'></div><figcaption>Source: Coast Wire</figcaption></div>"
    )
    assert kinds(article(inside=shaped)) == [("video", URL.removeprefix(BASE))]


def test_one_film_told_of_twice_is_one() -> None:
    film = {"@type": "VideoObject", "name": "Divers at work", "contentUrl": "https://cdn.example/v/1.mp4"}
    player = "<figure class='video-player'><div id='v1'></div><figcaption>Divers at work</figcaption></figure>"
    read = extract_page(article(data=dict(JSONLD, video=film), inside=player), URL)
    assert read.media == (Media("video", "https://cdn.example/v/1.mp4", "Divers at work"),)


def test_a_picture_in_two_sizes_is_one() -> None:
    inside = "<img src='/i/divers-below-1024x768.jpg'><img src='/i/divers-below-300x200.jpg'>"
    assert kinds(article(inside=inside)) == [("photo", "/i/divers-below-1024x768.jpg")]


def test_a_text_that_stands_whole_in_a_script_has_its_pictures_on_the_page() -> None:
    more = tuple(f"{paragraph} So it was told again at the {n}. meeting." for n, paragraph in enumerate(PARAGRAPHS * 3))
    figure = "<figure><img src='/i/span.jpg'><figcaption>The span</figcaption></figure>"
    shown = paragraphs(PARAGRAPHS[:2]) + figure + paragraphs(PARAGRAPHS[2:4])
    data = dict(JSONLD, articleBody="\n".join(PARAGRAPHS[:4] + more))
    body = f"<article><h1>{TITLE}</h1><div class='text'>{shown}</div></article>"
    read = extract_page(page(body, head=script(data)).encode(), URL)
    assert read.provenance["text"] == "jsonld.articleBody"
    assert [item.url for item in read.media] == [f"{BASE}/i/span.jpg"]
