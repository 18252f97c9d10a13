"""Pictures, videos, sounds, documents and embedded posts of an article, with caption and credit where the page gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from lxml.html import HtmlElement

from crawler.extract.context import is_apart
from crawler.extract.jsonld import Node, as_list, name_of, string
from crawler.extract.meta import resolve
from crawler.extract.tree import fold, hints_of, is_small, squeeze, text_of
from store.records import Media

MAX_MEDIA = 60
MAX_SEEN = 1000
MIN_SIDE = 120
"""Pixels: a picture that says it is smaller than this on a side is an icon or a portrait."""

_VIDEO = re.compile(
    r"youtu\.?be|youtube(?:-nocookie)?\.com|vimeo\.com|dailymotion|/video|videoplayer|brightcove|jwplayer|kaltura", re.I
)
_AUDIO = re.compile(r"spotify\.com|soundcloud\.com|/audio|podcast|megaphone\.fm|acast\.com|omny\.fm|simplecast", re.I)
_DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|odt|ods|csv|pptx?)(?:$|[?#])|documentcloud\.org/documents/|scribd\.com/(?:document|doc)/",
    re.I,
)
_ADVERT = re.compile(
    r"doubleclick|googlesyndication|/ads?/|adserver|adservice|amazon-adsystem|taboola|outbrain|tracking|pixel|recaptcha",
    re.I,
)
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#])", re.IGNORECASE)
_DECORATION = re.compile(
    r"logo|icon|avatar|sprite|spacer|placeholder|blank\.|badge|/authors?/|author[-_]|portrait|headshot|profile|1x1|pixel|"
    r"emoji|gravatar|banner|button|arrow|rating|loading",
    re.IGNORECASE,
)
_NOT_MEDIA = re.compile(
    r"author|avatar|byline|logo|icon|profile|headshot|portrait|promo|newsletter|related|teaser|recommend"
)
_EMBED = re.compile(
    r"twitter-tweet|twitter-video|instagram-media|tiktok-embed|fb-post|fb-video|bluesky-embed|mastodon-embed|reddit-embed|telegram-post"
)
_CAPTION = re.compile(r"caption|legend|description|desc\b|cutline")
_CREDIT = re.compile(r"credit|copyright|source|photographer|byline|author|rights|attribution|fotograf")
_CREDIT_TEXT = re.compile(
    r"(?:^|[\s(|.·])((?:photo(?:graph)?|foto|image|bild|picture|imagen|photographie|crédit|credit|quelle|source|fuente|©|\(c\))"
    r"\s*(?:by|:|/|©|credit:?)?\s*[^()|]{2,80})\)?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Region:
    """Where an article's media are looked for: inside `top` and, in `around`, before its first paragraph `start`."""

    around: HtmlElement
    top: HtmlElement
    start: HtmlElement


def find_media(region: Region | None, article: Node, base: str) -> tuple[Media, ...]:
    """The media of an article in reading order, each address once. `article` is its JSON-LD, which may name a video."""
    found: dict[str, Media] = {}
    captions: set[tuple[str, str]] = set()
    items = _in_region(region, base) if region is not None else iter(())
    for item in islice(chain(items, _from_jsonld(article, base)), MAX_SEEN):
        key = item.url.split("?")[0] if item.kind == "photo" else item.url  # the query of a picture is its size
        caption = (item.kind, fold(item.caption))
        known = found.get(key)
        if known is None and not (item.caption and caption in captions):
            found[key] = item
        elif known is not None and item.caption and not known.caption:
            found[key] = replace(item, url=known.url)
        captions.add(caption)
        if len(found) >= MAX_MEDIA:
            break
    return tuple(found.values())


def _in_region(region: Region, base: str) -> Iterator[Media]:
    before = True
    for element in region.around.iter("img", "video", "audio", "iframe", "blockquote", "a", "p", "div"):
        if element is region.start:
            before = False
        if element.tag in {"p", "div"} or (not before and not _below(element, region.top)):
            continue
        if is_apart(element, region.around):
            continue
        item = _read(element, base)
        if item is not None:
            yield item


def _below(element: HtmlElement, top: HtmlElement) -> bool:
    return element is top or any(outer is top for outer in element.iterancestors())


def _read(element: HtmlElement, base: str) -> Media | None:
    tag = element.tag
    if tag == "img":
        return _photo(element, base)
    if tag in {"video", "audio"}:
        source = element.get("src") or next((child.get("src") or "" for child in element.iter("source")), "")
        return _with_caption(str(tag), element, resolve(source or element.get("data-src") or "", base))
    if tag == "iframe":
        return _frame(element, base)
    if tag == "blockquote" and _EMBED.search(hints_of(element)):
        addresses = [resolve(anchor.get("href") or "", base) for anchor in element.iter("a")]
        url = resolve(element.get("cite") or "", base) or next((url for url in reversed(addresses) if url), "")
        return Media("embed", url, text_of(element)[:500]) if url else None
    if tag == "a" and _DOCUMENT.search(element.get("href") or ""):
        url = resolve(element.get("href") or "", base)
        return Media("document", url, text_of(element)[:300]) if url else None
    return None


def _frame(element: HtmlElement, base: str) -> Media | None:
    url = resolve(element.get("src") or element.get("data-src") or "", base)
    sizes = [_number(element.get(name)) for name in ("width", "height")]
    if not url or _ADVERT.search(url) or any(0 <= size < 10 for size in sizes if size is not None):
        return None
    kind = (
        "video"
        if _VIDEO.search(url)
        else "audio"
        if _AUDIO.search(url)
        else "document"
        if _DOCUMENT.search(url)
        else "embed"
    )
    return _with_caption(kind, element, url) or None


def _photo(element: HtmlElement, base: str) -> Media | None:
    url = _picture_url(element, base)
    if not url or _ADVERT.search(url) or _DECORATION.search(url.rsplit("?", 1)[0]):
        return None
    sizes = [_number(element.get(name)) for name in ("width", "height")]
    if any(size is not None and size < MIN_SIDE for size in sizes):
        return None
    around = " ".join(hints_of(outer) for outer in [element, *list(element.iterancestors())[:3]])
    if _NOT_MEDIA.search(around):
        return None
    link = next((outer for outer in list(element.iterancestors())[:4] if outer.tag == "a"), None)
    if link is not None and not _PICTURE.search(link.get("href") or "") and text_of(link):
        return None  # a picture that leads to another page is a teaser for it
    return _with_caption("photo", element, url)


def _picture_url(element: HtmlElement, base: str) -> str:
    for name in ("src", "data-src", "data-original", "data-lazy-src", "data-srcset", "srcset"):
        value = (element.get(name) or "").strip()
        if "srcset" in name:
            value = value.rsplit(", ", 1)[-1].split(" ")[0]
        url = resolve(value, base)
        if url:
            return url
    return ""


def _with_caption(kind: str, element: HtmlElement, url: str) -> Media | None:
    if not url:
        return None
    frame = next((outer for outer in list(element.iterancestors())[:6] if outer.tag == "figure"), None)
    if frame is None:
        frame = next((outer for outer in list(element.iterancestors())[:3] if _has_caption(outer)), None)
    caption, credit = _caption_of(frame) if frame is not None else ("", "")
    return Media(kind, url, caption, credit)


def _has_caption(element: HtmlElement) -> bool:
    return (
        is_small(element)
        and len(text_of(element)) < 600
        and any(_CAPTION.search(hints_of(inner)) for inner in element.iter("p", "span", "div"))
    )


def _caption_of(frame: HtmlElement) -> tuple[str, str]:
    """Caption and credit of a figure; a credit that stands at the end of the caption is told from it."""
    captions = list(frame.iter("figcaption")) or [
        inner for inner in frame.iter("p", "span", "div") if _CAPTION.search(hints_of(inner))
    ]
    caption = text_of(captions[0])[:1000] if captions else ""
    credits = [
        text_of(inner)
        for inner in frame.iter()
        if inner.tag not in {"figure", "img", "figcaption"} and _CREDIT.search(hints_of(inner))
    ]
    credit = next((text for text in credits if 1 < len(text) <= 200), "")
    if credit and caption.endswith(credit) and len(caption) > len(credit):
        caption = caption[: -len(credit)]
    elif not credit and (match := _CREDIT_TEXT.search(caption)):
        credit, caption = match.group(1), caption[: match.start()]
    return squeeze(caption).strip(" |·-–("), squeeze(credit).strip(" ()|")


def _from_jsonld(article: Node, base: str) -> Iterator[Media]:
    for key, kind in (("video", "video"), ("audio", "audio")):
        for item in as_list(article.get(key)):
            if isinstance(item, dict):
                address = string(item.get("contentUrl")) or string(item.get("embedUrl")) or string(item.get("url"))
                if url := resolve(address, base):
                    yield Media(kind, url, string(item.get("name")) or string(item.get("description")))
    for item in as_list(article.get("image")):
        if isinstance(item, dict) and (caption := string(item.get("caption")) or string(item.get("description"))):
            url = resolve(string(item.get("contentUrl")) or string(item.get("url")), base)
            credit = (
                string(item.get("creditText")) or name_of(item.get("author")) or string(item.get("copyrightNotice"))
            )
            if url and not _DECORATION.search(url):
                yield Media("photo", url, caption, credit)


def _number(value: str | None) -> int | None:
    match = re.match(r"\s*(\d{1,5})(?:px)?\s*$", value or "")
    return int(match.group(1)) if match else None
