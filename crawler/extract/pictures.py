"""Which pictures of a page are photographs of the matter: no icon, logo, portrait of an author, advert, tracking pixel,
placeholder, and no teaser for another story.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extract.captions import frame_of, near
from crawler.extract.meta import resolve
from crawler.extract.tree import fold, hints_of, is_small, text_of

MIN_SIDE = 120
"""Pixels: a picture that says it is smaller than this on a side is an icon or a portrait."""
OWN_NAME = 12
"""Characters from which the name of a file is believed to be of one picture alone."""
TEASER_WORDS = 4
"""Words of a link beside a picture from which it reads as the headline of another story."""

ADVERT = re.compile(
    r"doubleclick|googlesyndication|/ads?/|adserver|adservice|amazon-adsystem|taboola|outbrain|tracking|pixel|recaptcha|"
    r"//(?:ads?|widgets?)[.-]",
    re.I,
)
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#])", re.IGNORECASE)
_DECORATION = re.compile(
    r"logo|icon|avatar|sprite|badge|/authors?/|author[-_]|portrait|headshot|profile|pixel|emoji|gravatar|banner|button|"
    r"arrow|rating|\.svg(?:$|[?#])",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"spacer|placeholder|blank\.|1x1|load(?:ing|er)|lazy|dummy|transparent|\.gif(?:$|[?#])|^data:", re.IGNORECASE
)
_NOT_MEDIA = re.compile(
    r"author|avatar|byline|logo|icon|profile|headshot|portrait|promo|newsletter|related|teaser|recommend|rounded-full|"
    r"cross-?link|podcast|(?:^|[\s_-])player(?:$|[\s_-])"
)
_SIZE = re.compile(r"(?<![\d:.])(\d{2,4})x(\d{2,4})(?![\d:.])")
_BY = ("", "by", "von", "par", "por", "de", "di", "da", "door", "af", "av", "text", "words")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")


def picture_url(element: HtmlElement, base: str) -> str:
    """The address of a picture. Where `src` holds the place until the page is scrolled, the one that will take it."""
    first = ""
    for value in _addresses(element):
        url = resolve(value, base)
        if url and not _PLACEHOLDER.search(urlsplit(url).path):
            return url
        first = first or url
    return first


def _addresses(element: HtmlElement) -> Iterator[str]:
    """What the attributes of a picture name, the usual ones first, then those of its sources."""
    names = ["src", "data-src", "data-original", "data-lazy-src", "data-srcset", "srcset"]
    names += sorted(name for name in element.keys() if name.startswith("data-") and name not in names)  # noqa: SIM118 - lxml
    for name in names:
        value = (element.get(name) or "").strip()
        if "srcset" in name:
            yield _largest(value)
        elif name in {"src", "data-src", "data-original", "data-lazy-src"} or _PICTURE.search(value):
            yield value
    for outer in element.iterancestors():
        if outer.tag not in {"picture", "source"}:
            return
        yield from (_largest(inner.get("srcset") or inner.get("data-srcset") or "") for inner in outer.iter("source"))


def _largest(srcset: str) -> str:
    return srcset.strip().rsplit(", ", 1)[-1].strip().split(" ")[0]


def is_decoration(url: str, *, captioned: bool = False) -> bool:
    """Whether an address says that the picture is a logo, an icon, an advert, too small, or holds a place.

    A GIF is mostly the last; one that is `captioned` may be a film without sound.
    """
    path = url.split("?", 1)[0]
    holds_place = _PLACEHOLDER.search(path)
    if holds_place and captioned and path.lower().endswith(".gif"):
        holds_place = _PLACEHOLDER.search(path[:-4])
    if ADVERT.search(url) or _DECORATION.search(path) or holds_place:
        return True
    sizes = _SIZE.findall(path)
    return bool(sizes) and all(int(side) < MIN_SIDE for side in sizes[-1])


def file_name(url: str) -> str:
    """The name of a picture's file without its ending, "" where it is too short to be its own ("image", "1200x630")."""
    name = urlsplit(url).path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return name if len(name) >= OWN_NAME else ""


def is_small_picture(element: HtmlElement) -> bool:
    """Whether a picture says of itself that it is too small to show anything."""
    sizes = [number(element.get(name)) for name in ("width", "height")]
    return any(size is not None and size < MIN_SIDE for size in sizes)


def is_named_otherwise(element: HtmlElement) -> bool:
    """Whether the names on a picture and on the elements next around it say that it is of something else."""
    return bool(_NOT_MEDIA.search(" ".join(hints_of(outer) for outer in [element, *near(element, 3)])))


def is_author(element: HtmlElement, authors: Collection[str]) -> bool:
    """Whether a picture shows somebody who wrote the article: it is named after them and nothing else, or stands in a
    figure whose caption is the byline.
    """
    alt = f"{element.get('alt') or ''}"
    frame = frame_of(element)
    caption = text_of(frame)[:120] if frame is not None and is_small(frame) else ""
    return any(_is_name(alt, author) or _is_byline(caption, author) for author in authors)


def _is_name(alt: str, author: str) -> bool:
    """Whether a text is an author's name, with no more than a role or "picture of" beside it."""
    inside = fold(author)
    return len(author.split()) > 1 and inside in fold(alt) and len(alt.split()) <= len(author.split()) + 5


def _is_byline(caption: str, author: str) -> bool:
    name, said = fold(author), fold(caption)
    return len(author.split()) > 1 and any(said.startswith(by + name) for by in _BY)


def is_teaser(element: HtmlElement, wrappers: Collection[HtmlElement]) -> bool:
    """Whether a picture stands beside the linked headline of another story, or leads to one itself.

    `wrappers` are the elements that hold text of the article: beyond the first of them nothing belongs to the picture.
    """
    for outer in near(element, 6):
        if outer in wrappers:
            return False
        if outer.tag == "a" and _leads_elsewhere(outer) and text_of(outer):
            return True
        if outer.tag == "article" or (is_small(outer, 150) and _has_linked_headline(outer)):
            return True
    return False


def _leads_elsewhere(link: HtmlElement) -> bool:
    href = link.get("href") or ""
    return bool(href) and not href.startswith("#") and not _PICTURE.search(href)


def _has_linked_headline(element: HtmlElement) -> bool:
    text = len(text_of(element))
    links = [link for link in element.iter("a") if _leads_elsewhere(link)]
    for link in links:
        said = text_of(link)
        heading = next(link.iter(*_HEADINGS), None) is not None or any(
            outer.tag in _HEADINGS for outer in link.iterancestors()
        )
        if len(said.split()) >= TEASER_WORDS and (heading or len(said) > 0.6 * text):
            return True
    return False


def number(value: str | None) -> int | None:
    """Pixels of a `width` or `height`, or None."""
    match = re.match(r"\s*(\d{1,5})(?:px)?\s*$", value or "")
    return int(match.group(1)) if match else None
