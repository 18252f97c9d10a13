"""A folder of saved HTML pages, served byte for byte under the addresses they say they have."""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import lxml.html
from lxml.etree import LxmlError

from desk.replay.domains import registrable_domain
from desk.replay.render import FEED, House, Story, feed_page, robots_page
from desk.replay.site import Page, ReplaySite, target_key

_SUFFIXES = (".html.gz", ".htm.gz", ".html", ".htm")
_HOST = re.compile(r"^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$")
_ADDRESS = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
_TITLE = ("//meta[@property='og:title']/@content", "//title/text()", "//h1//text()")
_SAFE = "/?=&%+~,;:@!$'()*[]|._-"


@dataclass(frozen=True, slots=True)
class _Saved:
    host: str
    target: str
    title: str
    body: bytes


def sites_from_folder(folder: Path, port: int) -> tuple[ReplaySite, ...]:
    """One site for each host of the saved pages (`*.html`, `*.htm`, gzipped or not), sorted by host.

    A page's address is its canonical link, else its og:url, else made from the file's name: `HOST_anything.html`, or
    `NAME.saved.example`. Of two pages with one address the later file is served by name. Every site gets a feed.
    Raises FileNotFoundError where the folder holds no page, and OSError where a file cannot be read.
    """
    files = sorted(path for path in folder.iterdir() if path.name.lower().endswith(_SUFFIXES))
    if not files:
        raise FileNotFoundError(f"{folder}: no saved page in it (*.html, *.htm, *.html.gz)")
    by_host: dict[str, dict[str, _Saved]] = defaultdict(dict)
    for path in files:
        saved = _read(path)
        if target_key(saved.target) in by_host[saved.host]:
            saved = _Saved(saved.host, f"/{quote(path.name)}", saved.title, saved.body)
        by_host[saved.host][target_key(saved.target)] = saved
    return tuple(_site(host, list(pages.values()), port) for host, pages in sorted(by_host.items()))


def _read(path: Path) -> _Saved:
    body = path.read_bytes()
    if path.name.lower().endswith(".gz"):
        body = gzip.decompress(body)
    addresses, titles = _look(body)
    title = next(iter(titles), path.name)
    for address in addresses:
        split = urlsplit(address)
        if split.scheme in ("http", "https") and split.hostname and split.path not in ("", "/"):
            query = f"?{quote(split.query, safe=_SAFE)}" if split.query else ""
            return _Saved(split.hostname.lower(), quote(split.path, safe=_SAFE) + query, title, body)
    return _Saved(_host_from(path.name), f"/{quote(path.name)}", title, body)


def _look(body: bytes) -> tuple[list[str], list[str]]:
    """The addresses and titles that a page gives itself, best first."""
    try:
        tree = lxml.html.document_fromstring(body)  # type: ignore[no-untyped-call]
    except (LxmlError, ValueError):
        return [], []
    addresses = [str(found).strip() for path in _ADDRESS for found in tree.xpath(path)]
    titles = [" ".join(str(found).split()) for path in _TITLE for found in tree.xpath(path)]
    return addresses, [title for title in titles if title]


def _host_from(name: str) -> str:
    stem = next(name[: -len(suffix)] for suffix in _SUFFIXES if name.lower().endswith(suffix))
    first = stem.partition("_")[0].lower()
    if _HOST.match(first):
        return first
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"[_-]?\d{4}([_-]\d{2})*$", "", stem).lower()).strip("-")
    return f"{slug or 'page'}.saved.example"


def _site(host: str, pages: list[_Saved], port: int) -> ReplaySite:
    domain = registrable_domain(host)
    house = House(host, port, domain)
    stories = [Story(page.target, page.title, ()) for page in pages]
    served = [Page(page.target, page.body, "text/html") for page in pages]
    return ReplaySite(
        host=host,
        pages=(robots_page(house, sitemap=""), feed_page(house, stories), *served),
        feeds=(FEED,),
        articles=tuple(page.target for page in pages),
        domain=domain,
        name=domain,
    )
