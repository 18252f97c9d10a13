"""Pictures, videos, sounds, documents and embedded posts of an article, with caption and credit where the page gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from lxml.html import HtmlElement

from crawler.extract.captions import frame_of, near, told_of
from crawler.extract.context import is_apart
from crawler.extract.jsonld import JsonLd, Node, as_list, name_of, string, types_of
from crawler.extract.meta import resolve
from crawler.extract.pictures import (
    ADVERT,
    file_name,
    is_author,
    is_decoration,
    is_named_otherwise,
    is_small_picture,
    is_teaser,
    number,
    picture_url,
)
from crawler.extract.tree import fold, hints_of, is_small, text_of
from store.records import Media

MAX_MEDIA = 60
MAX_SEEN = 1000
TEXT_WIDTH = 500
"""Pixels: columns of text are 550 to 700 wide, pictures in boxes beside them 300 to 400."""
MAX_OBJECTS = 12
"""Videos and sounds of JSON-LD that are read: a page that lists more lists a channel."""

_VIDEO = re.compile(
    r"youtu\.?be|youtube(?:-nocookie)?\.com|vimeo\.com|dailymotion|/video|videoplayer|brightcove|jwplayer|kaltura", re.I
)
_AUDIO = re.compile(r"spotify\.com|soundcloud\.com|/audio|podcast|megaphone\.fm|acast\.com|omny\.fm|simplecast", re.I)
# Services and names of players that read the article itself aloud: they show nothing that it does not say.
_READ_ALOUD = re.compile(
    r"beyondwords|speechkit|readspeaker|trinity-?audio|remixd|ad-?auris|speechify|read-?aloud|text-?to-?speech|\btts\b|"
    r"vorlese|narrat|listen-?to|elevenlabs|play\.ht",
    re.I,
)
_DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|odt|ods|csv|pptx?)(?:$|[?#])|documentcloud\.org/documents/|scribd\.com/(?:document|doc)/",
    re.I,
)
_EMBED = re.compile(
    r"twitter-tweet|twitter-video|instagram-media|tiktok-embed|fb-post|fb-video|bluesky-embed|mastodon-embed|reddit-embed|telegram-post"
)
_PLAYER = re.compile(
    r"(?:^|[\s_-])(?:video-?(?:js|player)|(?:media|jw|html5|inline-?video)-?player|player-+video|player__video\S*|"
    r"(?:inline-?)?(?:video|player)-?(?:wrapper|container|embed|ct|component)|brightcove\S*|jwplayer\S*)(?:$|[\s_-])"
)
_NO_PLAYER = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|teaser|promo|list|playlist|audio|podcast|related|sticky-limit)(?:$|[\s_-])"
)


@dataclass(frozen=True, slots=True)
class Region:
    """Where an article's media are looked for: inside `top` and, in `around`, before its first paragraph `start`.

    `wrappers` are the elements that hold text of the article or its headline, `last` the one of its last block; `authors` are the names
    of who wrote it, whose portraits show nothing of the matter; `leads` are the file names (`file_name`) of the pictures
    that the page's head gives for the article: one of them is its own, whatever is said around it.
    """

    around: HtmlElement
    top: HtmlElement
    start: HtmlElement
    last: HtmlElement
    wrappers: frozenset[HtmlElement] = frozenset()
    authors: tuple[str, ...] = ()
    leads: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """The page's address, and the base that its links are resolved with."""

    url: str
    base: str


@dataclass(slots=True)
class _Collected:
    """Media in reading order, each once: known by its address, a picture also by its name without its size.

    `page` is the address that stands in where a player's own is not given.
    """

    page: str
    items: dict[str, Media] = field(default_factory=dict)
    captions: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, item: Media) -> None:
        """Keep an item, or what it says more of one that is known by its address or its caption."""
        caption = (item.kind, fold(item.caption))
        key = _key(item)
        if key not in self.items and item.caption:
            key = self.captions.get(caption, key)
        known = self.items.get(key)
        if known is None:
            self.items[key] = item
        else:
            url = item.url if known.url == self.page else known.url
            told = (known.caption or item.caption, known.credit or item.credit)
            self.items[key] = replace(known, url=url, caption=told[0], credit=told[1])
        self.captions.setdefault(caption, key)


_SIZED = re.compile(r"[-_]\d{2,4}x\d{2,4}(?=\.\w+$)")


def _key(item: Media) -> str:
    """What an item is known by: of a picture the address without its query and size, of a player of the page its caption."""
    return _SIZED.sub("", item.url.split("?")[0]) if item.kind == "photo" else f"{item.url} {fold(item.caption)}"


def find_media(region: Region | None, jsonld: JsonLd, place: Place) -> tuple[Media, ...]:
    """The media of an article in reading order, each once. A player whose address the page does not give has the page's."""
    objects = list(islice(_from_objects(jsonld, place), MAX_OBJECTS))
    has_video = any(item.kind == "video" for item in objects)
    found = _Collected(place.url)
    items = _in_region(region, place, players=not has_video) if region is not None else iter(())
    for item in islice(chain(items, objects, _pictures_of(jsonld.article, place)), MAX_SEEN):
        found.add(item)
        if len(found.items) >= MAX_MEDIA:
            break
    return tuple(found.items.values())


def _in_region(region: Region, place: Place, *, players: bool) -> Iterator[Media]:
    before, after, past_title = True, False, False
    for element in region.around.iter():
        tag = element.tag
        past_title = past_title or tag == "h1"
        before = before and element is not region.start
        after = after or element is region.last
        if tag not in _READ and not (tag in _HOLDERS and _is_player(hints_of(element))):
            continue
        if not before and not _below(element, region.top):
            continue
        leads = (before and past_title and _is_large(element)) or _is_lead(element, region, place)
        if is_apart(element, region.around, region.wrappers, by_name=not leads):
            continue
        outside = after or (before and not past_title and not _in_article(element, region))
        if tag == "img" and outside and frame_of(element) is None:
            continue  # above the headline and below the text, only what is set as a picture with its caption
        item = _read(element, region, place)
        if item is not None and (players or item.caption or item.kind != "video" or item.url != place.url):
            yield item


_READ = frozenset({"img", "video", "audio", "iframe", "blockquote", "a"})
_HOLDERS = frozenset({"div", "section", "figure"})


def _is_lead(element: HtmlElement, region: Region, place: Place) -> bool:
    return element.tag == "img" and file_name(picture_url(element, place.base)) in region.leads


def _is_large(element: HtmlElement) -> bool:
    """Whether a picture says that it is as wide as a text: between headline and text, that is the article's own."""
    return element.tag == "img" and (number(element.get("width")) or 0) >= TEXT_WIDTH


def _in_article(element: HtmlElement, region: Region) -> bool:
    return any(outer.tag == "article" and outer in region.wrappers for outer in element.iterancestors())


def _below(element: HtmlElement, top: HtmlElement) -> bool:
    return element is top or any(outer is top for outer in element.iterancestors())


def _read(element: HtmlElement, region: Region, place: Place) -> Media | None:
    tag = element.tag
    if tag == "img":
        return _photo(element, region, place.base)
    if tag in {"video", "audio"}:
        return _played(element, place)
    if tag == "iframe":
        return _frame(element, place.base)
    if tag == "blockquote":
        return _post(element, place.base) if _EMBED.search(hints_of(element)) else None
    if tag == "a":
        return _document(element, place.base) if _DOCUMENT.search(element.get("href") or "") else None
    return _player(element, region, place)


def _played(element: HtmlElement, place: Place) -> Media | None:
    kind = str(element.tag)
    source = element.get("src") or next((child.get("src") or "" for child in element.iter("source")), "")
    source = source or element.get("data-src") or ""
    url = "" if source.startswith(("#", "blob:")) else resolve(source, place.base)
    if kind == "audio" and (not url or _is_read_aloud(element, url)):
        return None
    return _told(kind, element, url or place.url)


def _is_read_aloud(element: HtmlElement, url: str) -> bool:
    around = [element, *islice(element.iterancestors(), 3)]
    return bool(_READ_ALOUD.search(url)) or any(_READ_ALOUD.search(hints_of(outer)) for outer in around)


def _post(element: HtmlElement, base: str) -> Media | None:
    addresses = [resolve(anchor.get("href") or "", base) for anchor in element.iter("a")]
    url = resolve(element.get("cite") or "", base) or next((url for url in reversed(addresses) if url), "")
    return Media("embed", url, text_of(element)[:500]) if url else None


def _document(element: HtmlElement, base: str) -> Media | None:
    url = resolve(element.get("href") or "", base)
    return Media("document", url, text_of(element)[:300]) if url else None


def _frame(element: HtmlElement, base: str) -> Media | None:
    url = resolve(element.get("src") or element.get("data-src") or element.get("data-lazy-src") or "", base)
    sizes = [number(element.get(name)) for name in ("width", "height")]
    if not url or ADVERT.search(url) or any(0 <= size < 10 for size in sizes if size is not None):
        return None
    kinds = (("video", _VIDEO), ("audio", _AUDIO), ("document", _DOCUMENT))
    kind = next((name for name, pattern in kinds if pattern.search(url)), "embed")
    return None if kind in {"audio", "embed"} and _is_read_aloud(element, url) else _told(kind, element, url)


def _player(element: HtmlElement, region: Region, place: Place) -> Media | None:
    """A place that a script will fill with a video: named a player or shaped as one, without text of the article and with
    no film in it yet.
    """
    hints = hints_of(element)
    if not hints or not _is_player(hints) or _NO_PLAYER.search(hints) or element in region.wrappers:
        return None
    if not is_small(element) or next(element.iter("video", "iframe", "audio"), None) is not None:
        return None
    if any(_is_player(hints_of(outer)) for outer in islice(element.iterancestors(), 4)):
        return None
    pictures = [img for img in element.iter("img") if not is_decoration(picture_url(img, place.base))]
    if not _PLAYER.search(hints) and (pictures or not _has_caption_beside(element)):
        return None  # the shape of a film alone holds pictures and promotion as well
    return _told("video", pictures[0] if pictures else element, place.url)


def _has_caption_beside(element: HtmlElement) -> bool:
    return any(next(outer.iter("figcaption"), None) is not None for outer in near(element, 2) if is_small(outer))


def _is_player(hints: str) -> bool:
    return "aspect-video" in hints.split() or bool(_PLAYER.search(hints))


def _photo(element: HtmlElement, region: Region, base: str) -> Media | None:
    url = picture_url(element, base)
    captioned = frame_of(element) is not None
    if not url or is_decoration(url, captioned=captioned) or is_small_picture(element):
        return None
    if is_named_otherwise(element) and file_name(url) not in region.leads:
        return None
    if is_author(element, region.authors) or is_teaser(element, region.wrappers):
        return None
    if any(_PLAYER.search(hints_of(outer)) for outer in islice(element.iterancestors(), 4)):
        return None  # the still of a film
    return _told("photo", element, url)


def _told(kind: str, element: HtmlElement, url: str) -> Media | None:
    return Media(kind, url, *told_of(element)) if url else None


def _from_objects(jsonld: JsonLd, place: Place) -> Iterator[Media]:
    """Videos and sounds that JSON-LD describes, those of the article first."""
    of_article = [item for key in ("video", "audio") for item in as_list(jsonld.article.get(key))]
    for item in [*of_article, *jsonld.own]:
        kinds = types_of(item) if isinstance(item, dict) else []
        kind = "video" if "videoobject" in kinds else "audio" if "audioobject" in kinds else ""
        if not kind:
            continue
        said = {key.lower(): value for key, value in item.items()}
        name = string(said.get("name")) or string(said.get("headline")) or string(said.get("description"))
        addresses = (string(said.get(key)) for key in ("contenturl", "embedurl", "url"))
        url = next((found for address in addresses if address and (found := resolve(address, place.base))), place.url)
        read_aloud = kind == "audio" and (
            _READ_ALOUD.search(url) or fold(name) == fold(string(jsonld.article.get("headline")))
        )
        if url and not read_aloud:
            yield Media(kind, url, name)


def _pictures_of(article: Node, place: Place) -> Iterator[Media]:
    for item in as_list(article.get("image")):
        if isinstance(item, dict) and (caption := string(item.get("caption")) or string(item.get("description"))):
            url = resolve(string(item.get("contentUrl")) or string(item.get("url")), place.base)
            credit = (
                string(item.get("creditText")) or name_of(item.get("author")) or string(item.get("copyrightNotice"))
            )
            if url and not is_decoration(url):
                yield Media("photo", url, caption, credit)
